// What dueslag cost: so many beskeder in and out through 100 of them, one of which stands still; and so many queued,
// and how long the store then takes to open, in how much memory.
//
//   koe_bench [folder [in and out [queued]]]
//
// Bodies are 200 bytes. Senders hand in 500 commits at a time with up to 4,000 under way; receivers lease up to 200 of
// a dueslag, and ack them in one commit. The opening is done by a process of its own.
#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/file_system.hpp"
#include "store/store.hpp"

namespace brevdue::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr store::KoeNr kKoer = 100;
constexpr store::KoeNr kStill = 1;
constexpr std::size_t kPortion = 500;
constexpr std::size_t kUnderWay = 4000;
constexpr std::size_t kPrefetch = 200;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

std::uint64_t resident_mib() {
  std::ifstream statm{"/proc/self/statm"};
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return resident * 4096 >> 20;
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& one : fs::recursive_directory_iterator{folder}) bytes += one.is_regular_file() ? one.file_size() : 0;
  return bytes;
}

std::unique_ptr<store::Store> open(const fs::path& folder, const base::Ur& ur) {
  store::StoreLimits limits;
  limits.kept_bytes = 128 << 20;
  auto opened = store::Store::open(folder, limits, store::system_files(), ur);
  if (!opened) throw std::runtime_error(base::beskriv(opened.error()));
  return *std::move(opened);
}

// Counts what is under way, so that a sender waits.
class Antal final : public store::CommitSink {
 public:
  void done(std::span<const store::CommitOutcome> outcomes) override {
    for (const auto& one : outcomes) {
      if (one.udfald != store::Udfald::OK) std::abort();
    }
    const std::lock_guard lock{mutex_};
    under_way_ -= outcomes.size();
    changed_.notify_all();
  }
  void add(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return under_way_ + count <= kUnderWay; });
    under_way_ += count;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
};

void send(store::Store& store, std::uint64_t count, store::KoeNr koer) {
  Antal sink;
  const std::string body(200, 'b');
  for (std::uint64_t sent = 0; sent < count;) {
    std::vector<store::Submission> submissions(std::min<std::uint64_t>(kPortion, count - sent));
    for (store::Submission& one : submissions) {
      const store::Reference to{static_cast<store::KoeNr>(1 + sent++ % koer), 1, 0};
      one.commit.besked({}, body, {&to, 1});
    }
    sink.add(submissions.size());
    store.committer().submit(sink, std::move(submissions));
  }
  store.committer().forget(sink);
}

// Until `count` are acked; the last dueslag asked is the first to be asked again.
void receive(store::Store& store, std::uint64_t count) {
  Antal sink;
  std::vector<store::Leased> leased;
  std::vector<store::Ankomst> ankomster;
  for (std::uint64_t acked = 0; acked < count;) {
    std::vector<store::Submission> submissions;
    for (store::KoeNr koe = 1; koe <= kKoer; ++koe) {
      if (koe == kStill) continue;
      leased.clear();
      ankomster.clear();
      if (store.queues().lease(koe, kPrefetch, leased) == 0) continue;
      for (const store::Leased& one : leased) ankomster.push_back(one.ankomst);
      submissions.emplace_back();
      submissions.back().commit.kvitteret(koe, ankomster);
      acked += ankomster.size();
    }
    if (submissions.empty()) {
      std::this_thread::yield();
      continue;
    }
    sink.add(submissions.size());
    store.committer().submit(sink, std::move(submissions));
  }
  store.committer().forget(sink);
}

void in_and_out(const fs::path& folder, std::uint64_t count) {
  const base::SystemUr ur;
  auto store = open(folder, ur);
  const auto begin = Clock::now();
  std::thread receiver{[&] { receive(*store, count - (count + kKoer - 1) / kKoer); }};
  send(*store, count, kKoer);
  const double sent = seconds_since(begin);
  receiver.join();
  const double both = seconds_since(begin);
  const auto stats = store->stats();
  fmt::print(
      "{} in {:.1f} s, in and out in {:.1f} s: {:.0f}/s; {} syncs, {} copied forward, {} segments in use, "
      "{} MiB resident, {} left in the one that stands still\n",
      count, sent, both, static_cast<double>(count) / both, stats.syncs, stats.copied_forward, stats.segments,
      resident_mib(), store->queues().tal(kStill).klar);
  store.reset();
  fmt::print("on disk after closing: {} MiB\n", bytes_in(folder) >> 20);
}

void queue(const fs::path& folder, std::uint64_t count) {
  const base::SystemUr ur;
  auto store = open(folder, ur);
  const auto begin = Clock::now();
  send(*store, count, kKoer);
  fmt::print("{} queued in {:.1f} s: {:.0f}/s; {} MiB resident\n", count, seconds_since(begin),
             static_cast<double>(count) / seconds_since(begin), resident_mib());
  const auto closing = Clock::now();
  store.reset();
  fmt::print("closed in {:.1f} s; on disk {} MiB\n", seconds_since(closing), bytes_in(folder) >> 20);
}

void open_again(const fs::path& folder) {
  const base::SystemUr ur;
  const auto before = resident_mib();
  const auto begin = Clock::now();
  const auto store = open(folder, ur);
  const double opened = seconds_since(begin);
  std::uint64_t ready = 0;
  for (store::KoeNr koe = 1; koe <= kKoer; ++koe) ready += store->queues().tal(koe).klar;
  fmt::print("opened in {:.2f} s: {} beskeder ready, {} records replayed, {} MiB resident ({} before)\n", opened, ready,
             store->stats().replayed, resident_mib(), before);
}

}  // namespace
}  // namespace brevdue::bench

int main(int argc, char** argv) {
  using namespace brevdue::bench;
  if (argc > 2 && std::string_view{argv[1]} == "--open") {
    open_again(argv[2]);
    return 0;
  }
  const fs::path folder = argc > 1 ? fs::path{argv[1]} : fs::temp_directory_path() / "brevdue-koe-bench";
  fs::remove_all(folder);
  in_and_out(folder, argc > 2 ? std::stoull(argv[2]) : 1'000'000);
  fs::remove_all(folder);
  queue(folder, argc > 3 ? std::stoull(argv[3]) : 10'000'000);
  std::fflush(stdout);
  const int status = std::system((std::string{argv[0]} + " --open " + folder.string()).c_str());
  fs::remove_all(folder);
  return status == 0 ? 0 : 1;
}
