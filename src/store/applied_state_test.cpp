#include "store/applied_state.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/bytes.hpp"
#include "store/files_testing.hpp"

namespace brevdue::store {
namespace {

namespace fs = std::filesystem;

FileSystem& files() {
  static testing::TestFiles files;
  return files;
}

class AppliedStateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "brevdue-state-XXXXXX";
    path_ = mkdtemp(name.data());
    open();
  }
  void TearDown() override {
    state_.reset();
    fs::remove_all(path_);
  }
  void open() {
    auto opened = AppliedState::open(path_ / "state", files());
    ASSERT_TRUE(opened) << base::beskriv(opened.error());
    state_ = *std::move(opened);
  }
  void put(Tabel tabel, std::string_view key, std::string_view value) {
    StateBatch batch;
    batch.put(tabel, key, value);
    ASSERT_TRUE(state_->write(batch));
  }
  std::optional<std::string> get(Tabel tabel, std::string_view key) { return state_->get(tabel, key).value(); }

  fs::path path_;
  std::unique_ptr<AppliedState> state_;
};

TEST_F(AppliedStateTest, a_batch_is_read_back_and_tables_are_apart) {
  StateBatch batch;
  batch.put(Tabel::OBJEKT, "k", 7, "seven");
  batch.put(Tabel::LINK, "k", "link");
  ASSERT_TRUE(state_->write(batch));
  EXPECT_EQ(get(Tabel::OBJEKT, "k"), number_key(7) + "seven");
  EXPECT_EQ(get(Tabel::LINK, "k"), "link");
  EXPECT_EQ(get(Tabel::NU, "k"), std::nullopt);
  batch.clear();
  batch.erase(Tabel::LINK, "k");
  ASSERT_TRUE(state_->write(batch));
  EXPECT_EQ(get(Tabel::LINK, "k"), std::nullopt);
}

// The folder's keys and those on top are one order, and a table's end is theirs too.
TEST_F(AppliedStateTest, what_is_written_when_opened_to_read_is_seen_and_not_kept) {
  for (const std::string_view key : {"a", "b1", "b2", "c"}) put(Tabel::NU, key, "folder");
  ASSERT_TRUE(state_->flush());
  state_.reset();
  state_ = AppliedState::open_to_read(path_ / "state", files()).value();
  StateBatch batch;
  batch.put(Tabel::NU, "b2", "old");
  batch.put(Tabel::NU, "b2", 7, "new");
  batch.put(Tabel::NU, "b3", "new");
  batch.put(Tabel::HISTORIK, "b0", "new");
  batch.erase(Tabel::NU, "b1");
  ASSERT_TRUE(state_->write(batch));
  EXPECT_EQ(get(Tabel::NU, "a"), "folder");
  EXPECT_EQ(get(Tabel::NU, "b1"), std::nullopt);
  EXPECT_EQ(get(Tabel::NU, "b2"), number_key(7) + "new");
  std::vector<std::string> seen;
  const auto note = [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return true;
  };
  ASSERT_TRUE(state_->scan(Tabel::NU, "", "", note));
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b2", "b3", "c"}));
  seen.clear();
  ASSERT_TRUE(state_->scan(Tabel::NU, "b", "b1", note));
  EXPECT_EQ(seen, (std::vector<std::string>{"b2", "b3"}));
  state_.reset();
  open();
  EXPECT_EQ(get(Tabel::NU, "b1"), "folder");
  EXPECT_EQ(get(Tabel::NU, "b3"), std::nullopt);
}

TEST_F(AppliedStateTest, nothing_to_read_is_an_error) {
  EXPECT_FALSE(AppliedState::open_to_read(path_ / "nowhere", files()));
  EXPECT_FALSE(fs::exists(path_ / "nowhere"));
}

TEST_F(AppliedStateTest, scan_keeps_to_the_prefix_and_stops_when_told) {
  for (const std::string_view key : {"a", "b1", "b2", "b\xFF", "c"}) put(Tabel::NU, key, key);
  std::vector<std::string> seen;
  const auto all = [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return true;
  };
  ASSERT_TRUE(state_->scan(Tabel::NU, "b", "", all));
  EXPECT_EQ(seen, (std::vector<std::string>{"b1", "b2", "b\xFF"}));
  seen.clear();
  ASSERT_TRUE(state_->scan(Tabel::NU, "", "b2", all));
  EXPECT_EQ(seen, (std::vector<std::string>{"b2", "b\xFF", "c"}));
  seen.clear();
  ASSERT_TRUE(state_->scan(Tabel::NU, "", "", [&](std::string_view key, std::string_view) {
    seen.emplace_back(key);
    return seen.size() < 2;
  }));
  EXPECT_EQ(seen.size(), 2U);
}

TEST_F(AppliedStateTest, a_cursor_moves_both_ways_within_its_prefix) {
  for (const std::string_view key : {"a", "b1", "b3", "b5", "c"}) put(Tabel::NU, key, key);
  const auto cursor = state_->cursor(Tabel::NU, "b", "b2");
  ASSERT_TRUE(cursor->valid());
  EXPECT_EQ(cursor->key(), "b3");
  cursor->seek("b4");
  EXPECT_EQ(cursor->value(), "b5");
  cursor->seek("a");
  EXPECT_EQ(cursor->key(), "b1");
  cursor->seek("b6");
  EXPECT_FALSE(cursor->valid());
  EXPECT_TRUE(cursor->result());
  cursor->seek("b5");
  ASSERT_TRUE(cursor->valid());
  cursor->next();
  EXPECT_FALSE(cursor->valid());
}

TEST_F(AppliedStateTest, a_snapshot_shows_nothing_of_what_comes_later) {
  put(Tabel::NU, "k1", "one");
  put(Tabel::NU, "k2", "two");
  const auto before = state_->snapshot();
  put(Tabel::NU, "k1", "changed");
  put(Tabel::NU, "k3", "three");
  StateBatch batch;
  batch.erase(Tabel::NU, "k2");
  ASSERT_TRUE(state_->write(batch));
  ASSERT_TRUE(state_->flush());
  std::string seen;
  for (const auto at = state_->cursor(Tabel::NU, "k", "", before.get()); at->valid(); at->next()) seen += at->value();
  EXPECT_EQ(seen, "onetwo");
  EXPECT_EQ(state_->get(Tabel::NU, "k2", before.get()).value(), "two");
  EXPECT_EQ(state_->get(Tabel::NU, "k3", before.get()).value(), std::nullopt);
  EXPECT_EQ(get(Tabel::NU, "k1"), "changed");
}

TEST_F(AppliedStateTest, what_was_flushed_survives_and_tables_are_flushed_together) {
  put(Tabel::SYSTEM, "applied", "1");
  put(Tabel::OBJEKT, "k", "one");
  ASSERT_TRUE(state_->flush());
  put(Tabel::SYSTEM, "applied", "2");
  put(Tabel::OBJEKT, "k", "two");
  ASSERT_TRUE(state_->checkpoint(path_ / "copy"));  // flushes
  put(Tabel::SYSTEM, "applied", "3");
  auto copy = AppliedState::open(path_ / "copy", files());
  ASSERT_TRUE(copy) << base::beskriv(copy.error());
  EXPECT_EQ((*copy)->get(Tabel::SYSTEM, "applied").value(), "2");
  EXPECT_EQ((*copy)->get(Tabel::OBJEKT, "k").value(), "two");
}

}  // namespace
}  // namespace brevdue::store
