// Which segments go, and when: checkpoints of the queues' state, and recycling behind them.
//
// The rule. A segment is dead when no queue or Fejlkoe holds a besked in it. Dead segments stay readable while
// `filtreringsdata` lasts and as long as all of them together take no more than `kept_bytes`; then the oldest goes
// first. Nearly dead ones (under a tenth alive by bytes) whose turn it would be have their survivors copied forward
// first. A segment is given back only after a flush that holds every record in it and its row's removal.
//
// Thread safety: the committer's thread; a thread of its own flushes. Ownership: all it refers to must outlive it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "store/anvendt.hpp"
#include "store/applied_state.hpp"
#include "store/beskedindeks.hpp"
#include "store/dele.hpp"
#include "store/journal.hpp"

namespace brevdue::store {

struct GenbrugValg {
  std::vector<std::uint64_t> frigives;  // dead, and their turn
  std::vector<std::uint64_t> flyttes;   // nearly dead, and their turn
};
// Pure: `segments` oldest first, the last is being written and never chosen.
GenbrugValg choose_segments(const std::vector<std::uint64_t>& segments, const std::vector<SegmentBrug>& brug,
                            std::size_t segment_bytes, std::uint64_t kept_bytes, base::Tidspunkt keep_after);

class Genbrug {
 public:
  struct Dele {
    Journal& journal;
    AppliedState& state;
    Beskedindeks& beskeder;
    KoeTilstand& koer;
    StoreLimits limits;
  };
  explicit Genbrug(const Dele& dele);
  ~Genbrug();

  // Whether there is anything to gain when space demands it.
  bool can_give_back(base::Tidspunkt now) const;
  // The beskeder to copy forward now. `space_demands`: nothing dead is kept for reading.
  std::vector<Ankomst> overlevende(base::Tidspunkt now, bool space_demands);
  void count_copied(std::uint64_t count) { copied_ += count; }
  struct Stand {
    std::uint64_t record = 0;  // the last one applied
    JournalPlace place;        // where it stands
    base::Tidspunkt now;
    base::Tidspunkt oldest_key;  // used keys before that are remembered no more
  };
  // Writes the queues' state as it stands and lets go of what is dead; the flush follows on the other thread.
  base::Resultat<void> checkpoint(const Stand& stand, bool space_demands);
  std::uint64_t copied() const { return copied_.load(); }
  // No segment is given back while the lock is held.
  std::unique_lock<std::mutex> keep_segments() { return std::unique_lock{giving_back_}; }

 private:
  struct Job {
    std::vector<std::uint64_t> frigives;
  };
  GenbrugValg choose(base::Tidspunkt now, bool space_demands) const;
  void flush_jobs();

  Dele dele_;
  std::atomic<std::uint64_t> copied_{0};
  std::set<std::uint64_t> leaving_;  // let go of, not flushed yet: the committer's thread's
  std::mutex giving_back_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace brevdue::store
