// Outbox over the applied state: events by number, read from the oldest not moved, never from the table's beginning
// (where the moved ones' graves lie).
//
// Thread safety: all from any thread; set_range is the committer's. Watchers are called on its thread,
// without the lock held. Ownership: the AppliedState must outlive it.
#pragma once

#include <mutex>

#include "store/applied_state.hpp"
#include "store/store.hpp"
#include "store/watchers.hpp"

namespace brevdue::store {

class RocksOutbox final : public Outbox {
 public:
  explicit RocksOutbox(const AppliedState& state) : state_(state) {}
  std::vector<Udgaaende> waiting(std::size_t most) const override;
  QueueStore::Watch watch(std::function<void()> ready) override { return watchers_.add(std::move(ready)); }

  // The events [first, next) are there now.
  void set_range(std::uint64_t first, std::uint64_t next);

 private:
  const AppliedState& state_;
  mutable std::mutex mutex_;
  std::uint64_t first_ = 1;
  std::uint64_t next_ = 1;
  Watchers watchers_;
};

}  // namespace brevdue::store
