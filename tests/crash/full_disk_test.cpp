// The disk fills up: at any write, and for real on a small tmpfs. Commits are refused clearly (DISK_FULD), none is half
// done, and the store goes on by itself when there is room again.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/log.hpp"
#include "base/skip_testing.hpp"
#include "driver.hpp"
#include "settings.hpp"
#include "small_mount.hpp"
#include "store/dele_testing.hpp"
#include "store/disk_files_testing.hpp"

namespace brevdue::crash {
namespace {

using store::Udfald;

store::StoreLimits small() {
  store::StoreLimits limits;
  limits.segment_bytes = 64 << 10;
  limits.spare_segments = 1;
  limits.kept_bytes = 64 << 10;
  limits.reserve_bytes = 0;
  return limits;
}

// One commit at a time, each refused one planned anew.
class OneByOne {
 public:
  OneByOne(store::testing::Disk& disk, const std::filesystem::path& folder, std::size_t reserve)
      : files_(disk), folder_(folder) {
    limits_.reserve_bytes = reserve;
    base::log::configure(base::log::Niveau::OFF, false);
  }
  testing::AssertionResult open() {
    store_.reset();
    auto opened = store::Store::open(folder_, limits_, files_, ur_);
    if (!opened) return testing::AssertionFailure() << base::beskriv(opened.error());
    store_ = *std::move(opened);
    ++life_;
    // What failed is there whole or not at all.
    if (unknown_ && antal_in(*store_) == unknown_->number) model_.apply(*unknown_);
    unknown_.reset();
    return testing::AssertionSuccess();
  }
  Udfald commit() {
    Planner planner{7, life_ * 1000 + tries_++, model_};
    const Plan plan = planner.next(model_);
    auto commit = encode(plan, model_.next, *store_);
    if (!commit) return Udfald::FEJL;
    const Udfald udfald = store_->committer().commit(std::move(*commit)).udfald;
    if (udfald == Udfald::OK) model_.apply(plan);
    if (udfald == Udfald::FEJL) unknown_ = plan;
    return udfald;
  }
  Problems problems() { return Comparison{*store_, model_}.problems({}); }
  store::Store& store() { return *store_; }
  const Model& model() const { return model_; }
  void close() { store_.reset(); }

 private:
  store::testing::DiskFiles files_;
  std::filesystem::path folder_;
  store::StoreLimits limits_ = small();
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
  std::unique_ptr<store::Store> store_;
  Model model_;
  std::optional<Plan> unknown_;  // the commit after which nobody knows
  std::uint64_t life_ = 0;
  std::uint64_t tries_ = 0;
};

TEST(FullDisk, at_every_nth_write) {
  constexpr int kCommits = 60;
  const std::uint64_t step = rundefaktor() > 1 ? 1 : 5;
  std::uint64_t refused = 0;
  bool reached = true;
  for (std::uint64_t at = 0; reached; at += step) {
    store::testing::Disk disk{at + 1};
    const store::testing::TempFolder temp;
    OneByOne one{disk, temp.path / "store", 0};
    disk.faults.full_at = static_cast<std::int64_t>(at);
    for (int tries = 0; !one.open(); ++tries) ASSERT_LT(tries, 3) << "write " << at << ": does not open";
    for (int i = 0; i < kCommits; ++i) {
      const Udfald udfald = one.commit();
      refused += udfald == Udfald::DISK_FULD ? 1 : 0;
      if (udfald == Udfald::FEJL) ASSERT_TRUE(one.open()) << "write " << at;
    }
    reached = disk.faults.full_at < 0;
    disk.faults.full_at = -1;  // the opening below writes too
    Problems problems = one.problems();
    ASSERT_TRUE(problems.empty()) << "write " << at << ": " << problems.front();
    ASSERT_GT(one.model().antal, 30U) << "write " << at;
    ASSERT_TRUE(one.open()) << "write " << at;
    problems = one.problems();
    ASSERT_TRUE(problems.empty()) << "write " << at << ", opened again: " << problems.front();
  }
  EXPECT_GE(refused, 3U);  // the others hit RocksDB's writes, or a spare segment's, and were made good
}

TEST(FullDisk, refused_while_there_is_no_room_and_taken_again_when_there_is) {
  store::testing::Disk disk{1};
  const store::testing::TempFolder temp;
  OneByOne one{disk, temp.path / "store", 512 << 10};
  ASSERT_TRUE(one.open());
  while (one.commit() == Udfald::OK && one.model().antal < 20) {
  }
  disk.faults.capacity = disk.used_bytes() + (256 << 10);  // less than the reserve, which RocksDB lives on
  std::uint64_t refused = 0;
  for (int i = 0; i < 200 && refused < 20; ++i) {
    const Udfald udfald = one.commit();
    ASSERT_NE(udfald, Udfald::FEJL);
    refused += udfald == Udfald::DISK_FULD ? 1 : 0;
  }
  EXPECT_EQ(refused, 20U);
  EXPECT_TRUE(one.store().stats().disk_full);
  EXPECT_TRUE(one.problems().empty());
  disk.faults.capacity = ~std::uint64_t{0};
  EXPECT_EQ(one.commit(), Udfald::OK);
  EXPECT_FALSE(one.store().stats().disk_full);
  ASSERT_TRUE(one.open());
  EXPECT_TRUE(one.problems().empty());
}

class RealFullDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!mount_.mounted()) SKIP_UNLESS_CI("a tmpfs cannot be mounted (it needs root): " + mount_.why());
    base::log::configure(base::log::Niveau::OFF, false);
    open();
  }
  void open() {
    store_.reset();
    store::StoreLimits limits;
    limits.segment_bytes = 1 << 20;
    limits.kept_bytes = 1 << 20;
    limits.reserve_bytes = 6 << 20;
    auto opened = store::Store::open(temp_.path / "store", limits, store::system_files(), ur_);
    ASSERT_TRUE(opened) << base::beskriv(opened.error());
    store_ = *std::move(opened);
  }
  Udfald send() {
    const store::Reference to[] = {{1, 1, 1}};
    store::Commit commit;
    commit.besked("meta", std::string(20'000, 'b'), to);
    commit.put(store::Familie::OBJEKT, "sent", std::to_string(held_ + 1));
    const Udfald udfald = store_->committer().commit(std::move(commit)).udfald;
    held_ += udfald == Udfald::OK ? 1 : 0;
    return udfald;
  }
  Udfald ack(Ankomst ankomst) {
    store::Commit commit;
    commit.kvitteret(1, {&ankomst, 1});
    return store_->committer().commit(std::move(commit)).udfald;
  }
  std::string sent() { return store_->objects().get(store::Familie::OBJEKT, "sent").value()->value; }

  store::testing::TempFolder temp_;
  SmallMount mount_{temp_.path, "size=24m"};
  base::SystemUr ur_;
  std::unique_ptr<store::Store> store_;
  std::uint64_t held_ = 0;
};

TEST_F(RealFullDisk, refuses_clearly_takes_acks_and_recovers_when_they_made_room) {
  Udfald udfald = Udfald::OK;
  for (int i = 0; i < 2000 && udfald == Udfald::OK; ++i) udfald = send();
  ASSERT_EQ(udfald, Udfald::DISK_FULD);
  EXPECT_TRUE(store_->stats().disk_full);
  ASSERT_GT(held_, 100U);
  EXPECT_EQ(store_->queues().tal(1).klar, held_);
  EXPECT_EQ(sent(), std::to_string(held_));
  open();  // nothing is lost, and it opens on the full disk
  EXPECT_EQ(store_->queues().tal(1).klar, held_);
  EXPECT_EQ(send(), Udfald::DISK_FULD);
  for (Ankomst ankomst = 1; ankomst <= held_; ++ankomst) ASSERT_EQ(ack(ankomst), Udfald::OK) << ankomst;
  // Segments are given back on another thread; each ack that finds no besked is a commit to wait for, too.
  for (int i = 0; i < 20'000 && udfald != Udfald::OK; ++i) {
    ASSERT_EQ(ack(1), Udfald::OK);
    udfald = send();
  }
  EXPECT_EQ(udfald, Udfald::OK);
  EXPECT_EQ(store_->queues().tal(1).klar, 1U);
}

TEST_F(RealFullDisk, a_disk_that_others_fill) {
  ASSERT_EQ(send(), Udfald::OK);
  const auto filler = temp_.path / "filler";
  {
    std::ofstream file{filler, std::ios::binary};
    const std::string block(64 << 10, 'f');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  EXPECT_EQ(send(), Udfald::DISK_FULD);
  EXPECT_EQ(ack(1), Udfald::OK);
  std::filesystem::remove(filler);
  EXPECT_EQ(send(), Udfald::OK);
  open();
  EXPECT_EQ(sent(), "2");
  EXPECT_EQ(store_->queues().tal(1).klar, 1U);
}

}  // namespace
}  // namespace brevdue::crash
