// The program is killed (SIGKILL) under load and started again, many times on the same store. What its child process
// reported as confirmed is there, in order, and nothing else.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <iterator>
#include <sstream>

#include "base/log.hpp"
#include "driver.hpp"
#include "settings.hpp"
#include "store/dele_testing.hpp"
#include "store/file_system.hpp"

namespace brevdue::crash {
namespace {

constexpr std::uint64_t kRoundsAStore = 10;
constexpr int kReportPipe = 3;

store::StoreLimits limits() {
  store::StoreLimits out;
  out.segment_bytes = 128 << 10;
  out.kept_bytes = 256 << 10;
  out.reserve_bytes = 0;
  return out;
}

// What the child tells through the pipe; small enough to be written whole or not at all.
struct Report {
  std::uint64_t confirmed = 0;
  std::uint64_t line = 0;
  std::array<char, 32> hash{};
};

// The model after the lives so far, each known by the number of the last commit that its store held.
Model model_after(std::uint64_t seed, const std::vector<std::uint64_t>& ends) {
  Model model;
  for (std::uint64_t life = 0; life < ends.size(); ++life) {
    Planner planner{seed, life, model};
    while (model.antal < ends[life]) {
      const Plan plan = planner.next(model);
      if (plan.expected == store::Udfald::OK) model.apply(plan);
    }
  }
  return model;
}

std::string text_of(const std::vector<std::uint64_t>& numbers) {
  std::string out;
  for (const std::uint64_t number : numbers) out += std::to_string(number) + " ";
  return out;
}

std::vector<std::uint64_t> numbers_in(const char* text) {
  std::istringstream from{text};
  return {std::istream_iterator<std::uint64_t>{from}, {}};
}

// The child: works until it is killed. Not a test of its own.
TEST(Kill, DISABLED_child) {
  const char* folder = std::getenv("BREVDUE_BARN_MAPPE");
  ASSERT_NE(folder, nullptr) << "started by the test, not by hand";
  base::log::configure(base::log::Niveau::ERROR, false);
  const std::uint64_t seed = from_environment("BREVDUE_BARN_SEED", 0);
  const auto ends = numbers_in(std::getenv("BREVDUE_BARN_LIV"));
  const auto tell = [](std::uint64_t confirmed, const store::LedgerHead& head) {
    Report report{confirmed, head.number, {}};
    std::memcpy(report.hash.data(), head.hash.data(), report.hash.size());
    if (::write(kReportPipe, &report, sizeof report) != sizeof report) std::_Exit(1);
  };
  tell(0, {0, std::string(32, '\0')});  // the store is about to be opened
  const base::SystemUr ur;
  auto opened = store::Store::open(folder, limits(), store::system_files(), ur);
  ASSERT_TRUE(opened) << base::beskriv(opened.error());
  Model model = model_after(seed, ends);
  Planner planner{seed, ends.size(), model};
  Driver driver{**opened, planner, model, seed + ends.size(), tell};
  driver.run(1'000'000);
  FAIL() << "nobody killed it";
}

class Child {
 public:
  Child(const std::string& folder, std::uint64_t seed, const std::vector<std::uint64_t>& ends) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], kReportPipe);
    if (pipe[0] != kReportPipe) posix_spawn_file_actions_addclose(&actions, pipe[0]);
    std::vector<std::string> words{"kill_test", "--gtest_also_run_disabled_tests", "--gtest_filter=Kill.DISABLED_child",
                                   "--gtest_brief=1"};
    std::vector<std::string> settings{"BREVDUE_BARN_MAPPE=" + folder, "BREVDUE_BARN_SEED=" + std::to_string(seed),
                                      "BREVDUE_BARN_LIV=" + text_of(ends)};
    for (const char* name : {"TSAN_OPTIONS", "ASAN_OPTIONS", "UBSAN_OPTIONS"}) {
      if (const char* value = std::getenv(name)) settings.push_back(std::string{name} + "=" + value);
    }
    EXPECT_EQ(
        ::posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, pointers(words).data(), pointers(settings).data()),
        0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    from_ = pipe[0];
  }
  ~Child() { ::close(from_); }

  // Reads `count` reports (fewer if it ends by itself), kills it, and reads what it still said.
  std::optional<Report> kill_after(std::uint64_t count) {
    std::optional<Report> last;
    for (std::uint64_t i = 0; i < count && read(last); ++i) {
    }
    ::kill(pid_, SIGKILL);
    while (read(last)) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    killed_ = WIFSIGNALED(status);
    return last;
  }
  bool was_killed() const { return killed_; }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& one : words) out.push_back(one.data());
    out.push_back(nullptr);
    return out;
  }
  bool read(std::optional<Report>& last) {
    Report report;
    if (::read(from_, &report, sizeof report) != sizeof report) return false;
    last = report;
    return true;
  }
  pid_t pid_ = 0;
  int from_ = -1;
  bool killed_ = false;
};

TEST(Kill, nothing_confirmed_is_lost_and_nothing_invented) {
  base::log::configure(base::log::Niveau::ERROR, false);
  const std::uint64_t rounds = 20 * rundefaktor();
  std::mt19937_64 chance{first_seed()};
  const base::SystemUr ur;
  std::uint64_t commits = 0;
  for (std::uint64_t done = 0; done < rounds;) {
    const std::uint64_t seed = first_seed() + done;
    const store::testing::TempFolder temp;
    const auto folder = temp.path / "store";
    Model model;
    std::vector<std::uint64_t> ends;
    for (; ends.size() < kRoundsAStore && done < rounds; ++done) {
      Child child{folder.string(), seed, ends};
      const auto last = child.kill_after(1 + chance() % 150);
      ASSERT_TRUE(child.was_killed()) << "round " << done;
      ASSERT_TRUE(last.has_value());
      auto opened = store::Store::open(folder, limits(), store::system_files(), ur);
      ASSERT_TRUE(opened) << "round " << done << ": " << base::beskriv(opened.error());
      const std::uint64_t there = antal_in(**opened);
      ASSERT_GE(there, last->confirmed) << "round " << done << ": confirmed commits are lost";
      ASSERT_GE(there, model.antal) << "round " << done;
      ends.push_back(there);
      model = model_after(seed, ends);
      const store::LedgerHead anchor{last->line, {last->hash.data(), last->hash.size()}};
      const auto known = last->line > 0 ? std::optional{anchor} : std::nullopt;
      const Problems problems = Comparison{**opened, model}.problems(known);
      ASSERT_TRUE(problems.empty()) << "round " << done << ": " << problems.front();
    }
    commits += model.antal;
  }
  EXPECT_GT(commits, rounds * 20);  // or it would not have been under load
}

}  // namespace
}  // namespace brevdue::crash
