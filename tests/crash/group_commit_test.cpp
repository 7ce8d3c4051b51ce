// With a slow sync, those who wait share it.
#include <gtest/gtest.h>

#include <thread>

#include "store/dele_testing.hpp"
#include "store/disk_files_testing.hpp"
#include "store/store.hpp"

namespace brevdue::crash {
namespace {

TEST(GroupCommit, sixty_four_writers_make_a_thousand_commits_in_at_most_a_hundred_syncs) {
  constexpr std::uint64_t kWriters = 64;
  constexpr std::uint64_t kCommits = 1000;
  store::testing::Disk disk{1};
  store::testing::DiskFiles files{disk};
  const store::testing::TempFolder temp;
  const base::SystemUr ur;
  store::StoreLimits limits;
  limits.segment_bytes = 4 << 20;
  limits.reserve_bytes = 0;
  auto store = store::Store::open(temp.path / "store", limits, files, ur);
  ASSERT_TRUE(store) << base::beskriv(store.error());
  disk.faults.sync_delay_us = 5000;

  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> refused{0};
  std::vector<std::thread> writers;
  for (std::uint64_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (std::uint64_t number = next++; number < kCommits; number = next++) {
        store::Commit commit;
        commit.put(store::Familie::OBJEKT, std::to_string(number), "x");
        if ((*store)->committer().commit(std::move(commit)).udfald != store::Udfald::OK) ++refused;
      }
    });
  }
  for (std::thread& one : writers) one.join();
  EXPECT_EQ(refused, 0U);
  EXPECT_EQ((*store)->stats().commits, kCommits);
  RecordProperty("syncs", static_cast<int>((*store)->stats().syncs));
  EXPECT_LE((*store)->stats().syncs, 100U);
  EXPECT_GE(disk.syncs(), (*store)->stats().syncs);  // counted by the disk, too
  disk.faults.sync_delay_us = 0;
}

}  // namespace
}  // namespace brevdue::crash
