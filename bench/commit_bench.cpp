// What a commit costs, beside RocksDB with a synced write-ahead log doing the same: 1 body, 3 index keys of 40 bytes
// and a ledger record of 200 bytes, hashed; so many under way at once from one thread; synced.
//
//   commit_bench [folder [runs [seconds]]]
//
// `objekt` is that work on the store; `afsendelse` is what a published besked is: body, a reference in one of 16
// queues, its key remembered, a ledger record, and later its ack. Alternating runs, each figure the median. Prints a
// table and one line of JSON.
#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/write_batch.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "store/file_system.hpp"
#include "store/sha256.hpp"
#include "store/store.hpp"

namespace brevdue::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kKoer = 16;
constexpr std::size_t kAckBatch = 256;

double cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

struct Maaling {
  double per_s = 0;
  double p50_us = 0;
  double p99_us = 0;
  double cpu_us = 0;    // of the whole process, a commit
  double per_sync = 0;  // commits
};

// Answers from the committer's thread, gathered for the submitting one.
class Svar {
 public:
  void add(std::span<const std::uint64_t> tokens, std::span<const store::Ankomst> ankomster) {
    const std::lock_guard lock{mutex_};
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    ankomster_.insert(ankomster_.end(), ankomster.begin(), ankomster.end());
    ready_.notify_one();
  }
  void take(std::vector<std::uint64_t>& tokens, std::vector<store::Ankomst>& ankomster) {
    std::unique_lock lock{mutex_};
    ready_.wait(lock, [this] { return !tokens_.empty(); });
    tokens.swap(tokens_);
    ankomster.swap(ankomster_);
    tokens_.clear();
    ankomster_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<std::uint64_t> tokens_;
  std::vector<store::Ankomst> ankomster_;
};

class Motor {
 public:
  virtual ~Motor() = default;
  // Submits commits with these tokens; the answers come through `svar`.
  virtual void submit(std::span<const std::uint64_t> tokens, std::string_view body) = 0;
  virtual void done_with(std::span<const store::Ankomst> /*ankomster*/) {}
  virtual std::uint64_t syncs() const = 0;
  virtual void wait() {}
  Svar svar;
};

std::string key40(std::mt19937_64& chance) {
  std::string key(40, 'k');
  for (std::size_t at = 0; at < 32; at += 8) base::write_be(key.data() + at, chance());
  return key;
}

class StoreMotor : public Motor, public store::CommitSink {
 public:
  explicit StoreMotor(const std::filesystem::path& folder) {
    store::StoreLimits limits;
    limits.kept_bytes = 64 << 20;  // so that segments are recycled from early on
    auto opened = store::Store::open(folder, limits, store::system_files(), ur_);
    if (!opened) throw std::runtime_error(base::beskriv(opened.error()));
    store_ = *std::move(opened);
  }
  ~StoreMotor() override { store_->committer().forget(*this); }
  void submit(std::span<const std::uint64_t> tokens, std::string_view body) override {
    std::vector<store::Submission> submissions;
    submissions.reserve(tokens.size());
    for (const std::uint64_t token : tokens) submissions.push_back({make(body), token});
    store_->committer().submit(*this, std::move(submissions));
  }
  void done(std::span<const store::CommitOutcome> outcomes) override {
    tokens_.clear();
    ankomster_.clear();
    for (const auto& one : outcomes) {
      if (one.udfald != store::Udfald::OK) throw std::runtime_error("a commit was refused");
      if (one.token == 0) continue;  // an ack
      tokens_.push_back(one.token);
      ankomster_.push_back(one.first_ankomst);
    }
    if (!tokens_.empty()) svar.add(tokens_, ankomster_);
  }
  std::uint64_t syncs() const override { return store_->stats().syncs; }
  void wait() override { store_->committer().forget(*this); }

 protected:
  virtual store::Commit make(std::string_view body) = 0;
  base::SystemUr ur_;
  std::unique_ptr<store::Store> store_;
  std::mt19937_64 chance_{1};
  const std::string record_ = std::string(200, 'r');

 private:
  std::vector<std::uint64_t> tokens_;
  std::vector<store::Ankomst> ankomster_;
};

class Objekt final : public StoreMotor {
 public:
  using StoreMotor::StoreMotor;

 private:
  store::Commit make(std::string_view body) override {
    store::Commit commit;
    commit.besked({}, body, {});
    for (int i = 0; i < 3; ++i) commit.put(store::Familie::NU, key40(chance_), {});
    commit.ledger(record_);
    return commit;
  }
};

class Afsendelse final : public StoreMotor {
 public:
  using StoreMotor::StoreMotor;

 private:
  store::Commit make(std::string_view body) override {
    const auto number = ++sent_;
    const store::Reference reference{static_cast<store::KoeNr>(1 + number % kKoer), 1, 0};
    std::string key(16, 'k');
    base::write_be(key.data(), number);
    store::Commit commit;
    commit.require_new(key, std::chrono::minutes{15});
    commit.besked({}, body, {&reference, 1});
    commit.ledger(record_);
    return commit;
  }
  // A queue's beskeder are acked together, as receivers with a prefetch do.
  void done_with(std::span<const store::Ankomst> ankomster) override {
    std::vector<store::Submission> submissions;
    for (const store::Ankomst ankomst : ankomster) {
      const auto koe = static_cast<store::KoeNr>(1 + ankomst % kKoer);
      auto& waiting = acks_[koe];
      waiting.push_back(ankomst);
      if (waiting.size() < kAckBatch) continue;
      submissions.emplace_back();
      submissions.back().commit.kvitteret(koe, waiting);
      waiting.clear();
    }
    store_->committer().submit(*this, std::move(submissions));
  }
  std::uint64_t sent_ = 0;
  std::map<store::KoeNr, std::vector<store::Ankomst>> acks_;
};

// One key a thing, all that waits in one WriteBatch, the log synced.
class Rocks final : public Motor {
 public:
  explicit Rocks(const std::filesystem::path& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.recycle_log_file_num = 4;
    options.write_buffer_size = 64 << 20;
    options.max_write_buffer_number = 4;
    options.compression = rocksdb::kNoCompression;
    options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
    rocksdb::DB* db = nullptr;
    if (!rocksdb::DB::Open(options, folder.string(), &db).ok()) throw std::runtime_error("RocksDB does not open");
    db_.reset(db);
    thread_ = std::thread{[this] { run(); }};
  }
  ~Rocks() override {
    {
      const std::lock_guard lock{mutex_};
      stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  void submit(std::span<const std::uint64_t> tokens, std::string_view body) override {
    const std::lock_guard lock{mutex_};
    for (const std::uint64_t token : tokens) waiting_.push_back({token, std::string{body}});
    wake_.notify_one();
  }
  std::uint64_t syncs() const override { return syncs_; }

 private:
  struct One {
    std::uint64_t token;
    std::string body;
  };
  void run() {
    std::vector<One> taken;
    std::unique_lock lock{mutex_};
    while (true) {
      wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (stop_) return;
      taken.swap(waiting_);
      lock.unlock();
      commit(taken);
      taken.clear();
      lock.lock();
    }
  }
  void commit(const std::vector<One>& taken) {
    rocksdb::WriteBatch batch;
    std::vector<std::uint64_t> tokens;
    for (const One& one : taken) {
      put(batch, 'b', one.body);
      for (int i = 0; i < 3; ++i) batch.Put("i" + key40(chance_), {});
      hash_ = store::sha256({store::view(hash_), record_});
      put(batch, 'l', record_ + std::string{store::view(hash_)});
      ++number_;
      tokens.push_back(one.token);
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    if (!db_->Write(options, &batch).ok()) throw std::runtime_error("RocksDB refuses");
    ++syncs_;
    svar.add(tokens, {});
  }
  void put(rocksdb::WriteBatch& batch, char kind, const std::string& value) const {
    std::string key(1, kind);
    base::put_be(key, number_);
    batch.Put(key, value);
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::mt19937_64 chance_{1};
  const std::string record_ = std::string(200, 'r');
  store::Sha256 hash_{};
  std::uint64_t number_ = 0;
  std::atomic<std::uint64_t> syncs_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<One> waiting_;
  bool stop_ = false;
  std::thread thread_;
};

double percentile(std::vector<float>& sorted, double part) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

// Keeps `under_way` commits under way; a second to warm up, then `seconds` measured.
Maaling measure(Motor& motor, std::size_t under_way, std::size_t bytes, double seconds) {
  const std::string body(bytes, 'b');
  std::vector<Clock::time_point> started(under_way + 1);
  std::vector<std::uint64_t> tokens;
  for (std::uint64_t token = 1; token <= under_way; ++token) tokens.push_back(token);
  std::vector<store::Ankomst> ankomster;
  std::vector<float> latencies;
  const auto begin = Clock::now() + std::chrono::milliseconds{700};
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>{seconds});
  bool counting = false;
  double cpu = 0;
  std::uint64_t syncs = 0;
  auto now = Clock::now();
  auto from = now;
  while (now < end) {
    for (const std::uint64_t token : tokens) started[token] = now;
    motor.submit(tokens, body);
    motor.svar.take(tokens, ankomster);
    motor.done_with(ankomster);
    now = Clock::now();
    if (!counting && now >= begin) {
      counting = true;
      cpu = cpu_us();
      syncs = motor.syncs();
      from = now;
      continue;
    }
    if (!counting) continue;
    for (const std::uint64_t token : tokens) {
      latencies.push_back(std::chrono::duration<float, std::micro>(now - started[token]).count());
    }
  }
  const auto count = static_cast<double>(latencies.size());
  Maaling out;
  out.per_s = count / std::chrono::duration<double>(now - from).count();
  out.cpu_us = (cpu_us() - cpu) / count;
  out.per_sync = count / static_cast<double>(std::max<std::uint64_t>(motor.syncs() - syncs, 1));
  std::ranges::sort(latencies);
  out.p50_us = percentile(latencies, 0.5);
  out.p99_us = percentile(latencies, 0.99);
  // All answers in, so that none comes to a motor that goes.
  for (std::size_t left = under_way - tokens.size(); left > 0; left -= tokens.size())
    motor.svar.take(tokens, ankomster);
  motor.wait();
  return out;
}

Maaling median(std::vector<Maaling> runs) {
  std::ranges::sort(runs, {}, &Maaling::per_s);
  return runs[runs.size() / 2];
}

enum class Art { ROCKS, OBJEKT, AFSENDELSE };
constexpr const char* kNames[] = {"rocks", "objekt", "afsendelse"};

Maaling run(Art art, const std::filesystem::path& folder, std::size_t under_way, std::size_t bytes, double seconds) {
  std::filesystem::remove_all(folder);
  std::unique_ptr<Motor> motor;
  if (art == Art::ROCKS) motor = std::make_unique<Rocks>(folder);
  if (art == Art::OBJEKT) motor = std::make_unique<Objekt>(folder);
  if (art == Art::AFSENDELSE) motor = std::make_unique<Afsendelse>(folder);
  const Maaling out = measure(*motor, under_way, bytes, seconds);
  motor.reset();
  std::filesystem::remove_all(folder);
  return out;
}

std::string json_of(std::size_t bytes, std::size_t under_way, Art art, const Maaling& one) {
  return fmt::format(
      R"({{"bytes":{},"under_way":{},"engine":"{}","per_s":{:.0f},"p50_us":{:.0f},"p99_us":{:.0f},"cpu_us":{:.2f},"per_sync":{:.1f}}})",
      bytes, under_way, kNames[static_cast<int>(art)], one.per_s, one.p50_us, one.p99_us, one.cpu_us, one.per_sync);
}

void all(const std::filesystem::path& folder, int runs, double seconds) {
  fmt::print("{:>6} {:>9} {:>11} {:>10} {:>7} {:>8} {:>8} {:>8} {:>9}\n", "bytes", "under way", "engine", "commits/s",
             "x rocks", "p50 us", "p99 us", "cpu us", "a sync");
  std::string json;
  for (const std::size_t bytes : {1024, 5120}) {
    for (const std::size_t under_way : {1, 8, 64, 512, 3000}) {
      std::map<Art, std::vector<Maaling>> measured;
      for (int i = 0; i < runs; ++i) {
        for (const Art art : {Art::ROCKS, Art::OBJEKT, Art::AFSENDELSE}) {
          measured[art].push_back(run(art, folder, under_way, bytes, seconds));
        }
      }
      const double rocks = median(measured[Art::ROCKS]).per_s;
      for (const auto& [art, several] : measured) {
        const Maaling one = median(several);
        fmt::print("{:>6} {:>9} {:>11} {:>10.0f} {:>7.2f} {:>8.0f} {:>8.0f} {:>8.1f} {:>9.1f}\n", bytes, under_way,
                   kNames[static_cast<int>(art)], one.per_s, one.per_s / rocks, one.p50_us, one.p99_us, one.cpu_us,
                   one.per_sync);
        json += (json.empty() ? "" : ",") + json_of(bytes, under_way, art, one);
      }
      std::fflush(stdout);
    }
  }
  fmt::print("[{}]\n", json);
}

}  // namespace
}  // namespace brevdue::bench

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  const fs::path folder = argc > 1 ? fs::path{argv[1]} : fs::temp_directory_path() / "brevdue-commit-bench";
  brevdue::bench::all(folder, argc > 2 ? std::stoi(argv[2]) : 3, argc > 3 ? std::stod(argv[3]) : 1.0);
  return 0;
}
