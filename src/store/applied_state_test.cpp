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
    StateBatch batch{*state_};
    batch.put(tabel, key, value);
    ASSERT_TRUE(state_->write(batch));
  }
  std::optional<std::string> get(Tabel tabel, std::string_view key) { return state_->get(tabel, key).value(); }

  fs::path path_;
  std::unique_ptr<AppliedState> state_;
};

TEST_F(AppliedStateTest, a_batch_is_read_back_and_families_are_apart) {
  StateBatch batch{*state_};
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

TEST_F(AppliedStateTest, what_was_flushed_survives_and_families_are_flushed_together) {
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
