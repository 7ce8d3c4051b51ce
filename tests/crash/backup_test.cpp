// A backup taken while the store works is the store as of one commit, whole; restored, it goes on from there.
#include <gtest/gtest.h>

#include <thread>

#include "base/log.hpp"
#include "driver.hpp"
#include "store/dele_testing.hpp"
#include "store/file_system.hpp"

namespace brevdue::crash {
namespace {

store::StoreLimits small() {
  store::StoreLimits limits;
  limits.segment_bytes = 128 << 10;
  limits.kept_bytes = 128 << 10;
  limits.reserve_bytes = 0;
  return limits;
}

TEST(Backup, under_load_is_whole_and_can_be_gone_on_with) {
  base::log::configure(base::log::Niveau::ERROR, false);
  const store::testing::TempFolder temp;
  const base::SystemUr ur;
  auto store = store::Store::open(temp.path / "store", small(), store::system_files(), ur);
  ASSERT_TRUE(store) << base::beskriv(store.error());
  Model model;
  Planner planner{5, 1, model};
  Driver driver{**store, planner, model, 5};
  std::atomic<bool> done{false};
  std::thread load{[&] {
    while (!done) driver.run(50);
  }};
  std::vector<std::uint64_t> confirmed;
  constexpr std::uint64_t kBackups = 4;
  for (std::uint64_t i = 0; i < kBackups; ++i) {
    while (driver.confirmed() < (i + 1) * 150) std::this_thread::yield();
    confirmed.push_back(driver.confirmed());
    const auto made = (*store)->backup(temp.path / std::to_string(i));
    EXPECT_TRUE(made) << base::beskriv(made.error());
  }
  done = true;
  load.join();
  const Problems problems = driver.problems();
  EXPECT_TRUE(problems.empty()) << problems.front();

  for (std::uint64_t i = 0; i < kBackups; ++i) {
    const auto folder = temp.path / ("restored" + std::to_string(i));
    const auto restored = store::restore(temp.path / std::to_string(i), folder, store::system_files(), ur);
    ASSERT_TRUE(restored) << base::beskriv(restored.error());
    auto again = store::Store::open(folder, small(), store::system_files(), ur);
    ASSERT_TRUE(again) << base::beskriv(again.error());
    Model base;
    const Problems found = compare(**again, base, driver.plans(), confirmed[i], {});
    ASSERT_TRUE(found.empty()) << "backup " << i << ": " << found.front();
    Planner more{5, 2, base};
    Driver on{**again, more, base, 6};
    on.run(100);
    const Problems later = Comparison{**again, base}.problems(on.anchor());
    ASSERT_TRUE(later.empty()) << "backup " << i << ", gone on with: " << later.front();
  }
}

TEST(Backup, never_goes_over_what_is_there) {
  const store::testing::TempFolder temp;
  const base::SystemUr ur;
  auto store = store::Store::open(temp.path / "store", small(), store::system_files(), ur);
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->backup(temp.path / "backup"));
  EXPECT_EQ((*store)->backup(temp.path / "backup").error().kode, base::FejlKode::KONFLIKT);
  store->reset();
  const auto over = store::restore(temp.path / "backup", temp.path / "store", store::system_files(), ur);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().kode, base::FejlKode::KONFLIKT);
}

TEST(Backup, a_damaged_one_is_not_restored_unseen) {
  const store::testing::TempFolder temp;
  const base::SystemUr ur;
  {
    auto store = store::Store::open(temp.path / "store", small(), store::system_files(), ur);
    ASSERT_TRUE(store);
    Model model;
    Planner planner{6, 1, model};
    Driver driver{**store, planner, model, 6};
    driver.run(200);
    ASSERT_TRUE((*store)->backup(temp.path / "backup"));
  }
  std::filesystem::remove(temp.path / "backup" / "FORMAT");
  EXPECT_FALSE(store::restore(temp.path / "backup", temp.path / "restored", store::system_files(), ur));
}

}  // namespace
}  // namespace brevdue::crash
