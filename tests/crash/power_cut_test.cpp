// The power is cut in the middle of anything, again and again, on a disk that keeps of unsynced writes what chance
// leaves. Afterwards the store holds all that was confirmed, in order, and nothing else; and when the disk only
// pretends to sync, this very test must see it.
#include <gtest/gtest.h>

#include "base/log.hpp"
#include "driver.hpp"
#include "settings.hpp"
#include "store/dele_testing.hpp"
#include "store/disk_files_testing.hpp"

namespace brevdue::crash {
namespace {

constexpr std::uint64_t kLives = 6;
constexpr std::uint64_t kCommits = 400;

// One store through several lives, each but the last ended by a power cut.
class Lives {
 public:
  explicit Lives(std::uint64_t seed) : seed_(seed), chance_(seed), disk_(seed), files_(disk_) {
    base::log::configure(base::log::Niveau::OFF, false);  // that things fail is the point
    limits_.segment_bytes = 64 << 10;
    limits_.spare_segments = 1 + seed % 3;
    limits_.kept_bytes = 64 << 10;
    limits_.reserve_bytes = 0;
  }

  void pretend_to_sync() { disk_.faults.sync_works = false; }

  Problems run() {
    Problems problems;
    for (std::uint64_t life = 1; life <= kLives && problems.empty(); ++life) problems = one(life);
    return problems;
  }

  store::StoreStats total;  // of all lives
  // Segments given back so far: the generations below the lowest in use.
  std::uint64_t recycled() const {
    const auto names = disk_.list((temp_.path / "store" / "journal").string());
    return names.empty() ? 0 : std::stoull(names.front()) - 1;
  }
  // Objects with postings that it holds at the end.
  std::size_t objekter() const { return model_.oio.size(); }
  std::uint64_t cut() const { return cut_; }  // lives that ended in the middle of work

 private:
  Problems one(std::uint64_t life) {
    if (life < kLives) disk_.faults.cut_at = static_cast<std::int64_t>(chance_() % 700);
    if (auto store = open()) {
      Problems problems = compare(*store, model_, plans_, confirmed_, anchor_);
      if (!disk_.is_on()) problems.clear();  // the power went while it was looked at
      if (disk_.is_on() && problems.empty()) problems = work(*store, life);
      total.copied_forward += store->stats().copied_forward;
      total.replayed += store->stats().replayed;
      cut_ += disk_.is_on() ? 0 : 1;
      if (!problems.empty()) return problems;
      if (chance_() % 2 == 0) disk_.cut_power();  // or closed first, and cut in that
    } else if (disk_.is_on()) {
      return {"the store does not open: " + error_};
    }
    disk_.cut_power();
    disk_.power_on();
    return {};
  }

  std::unique_ptr<store::Store> open() {
    auto opened = store::Store::open(temp_.path / "store", limits_, files_, ur_);
    if (opened) return *std::move(opened);
    error_ = base::beskriv(opened.error());
    return nullptr;
  }

  Problems work(store::Store& store, std::uint64_t life) {
    plans_.clear();
    Model ahead = model_;
    Planner planner{seed_, life, model_};
    Driver driver{store, planner, ahead, seed_ + life};
    driver.run(kCommits);
    plans_ = driver.plans();
    confirmed_ = std::max(model_.antal, driver.confirmed());
    if (driver.confirmed() > 0) anchor_ = driver.anchor();
    Problems problems = driver.problems();
    if (driver.failed() && disk_.is_on()) problems.push_back("a commit failed though the power was on");
    return problems;
  }

  const std::uint64_t seed_;
  std::mt19937_64 chance_;
  store::testing::Disk disk_;
  store::testing::DiskFiles files_;
  store::testing::TempFolder temp_;
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
  store::StoreLimits limits_;
  Model model_;              // what was there at the last opening
  std::vector<Plan> plans_;  // submitted since
  std::uint64_t confirmed_ = 0;
  std::optional<store::LedgerHead> anchor_;
  std::string error_;
  std::uint64_t cut_ = 0;
};

std::string joined(const Problems& problems) {
  std::string out;
  for (const std::string& one : problems) out += "\n  " + one;
  return out;
}

TEST(PowerCut, what_was_confirmed_is_there_and_nothing_else) {
  store::StoreStats total;
  std::uint64_t recycled = 0;
  std::uint64_t cut = 0;
  std::size_t objekter = 0;
  const std::uint64_t rounds = 100 * rundefaktor();
  for (std::uint64_t seed = first_seed(); seed < first_seed() + rounds; ++seed) {
    Lives lives{seed};
    const Problems problems = lives.run();
    ASSERT_TRUE(problems.empty()) << "seed " << seed << ":" << joined(problems);
    total.copied_forward += lives.total.copied_forward;
    total.replayed += lives.total.replayed;
    recycled += lives.recycled();
    cut += lives.cut();
    objekter += lives.objekter();
  }
  // Or the test would not have tried what it is for.
  EXPECT_GT(total.copied_forward, rounds);
  EXPECT_GT(total.replayed, rounds);
  EXPECT_GT(recycled, 2 * rounds);
  EXPECT_GT(cut, rounds);
  EXPECT_GT(objekter, 10 * rounds);
}

TEST(PowerCut, a_disk_that_only_pretends_to_sync_is_found_out) {
  std::uint64_t found = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Lives lives{seed};
    lives.pretend_to_sync();
    found += lives.run().empty() ? 0 : 1;
  }
  EXPECT_GE(found, 9U);
}

}  // namespace
}  // namespace brevdue::crash
