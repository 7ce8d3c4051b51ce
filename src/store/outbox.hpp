// Outbox over the applied state: events by number, read from the oldest not moved, never from the table's beginning
// (where the moved ones' graves lie).
//
// Thread safety: all from any thread; appended and moved are the committer's. Watchers are called on its thread,
// without the lock held. Ownership: the AppliedState must outlive it.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "store/applied_state.hpp"
#include "store/store.hpp"

namespace brevdue::store {

class RocksOutbox final : public Outbox {
 public:
  explicit RocksOutbox(const AppliedState& state) : state_(state), watchers_(std::make_shared<Watchers>()) {}
  std::vector<Udgaaende> waiting(std::size_t most) const override;
  QueueStore::Watch watch(std::function<void()> ready) override;

  // The events [first, next) are there now.
  void set_range(std::uint64_t first, std::uint64_t next);

 private:
  struct Watchers {
    std::mutex mutex;
    std::map<std::uint64_t, std::function<void()>> by_id;
    std::uint64_t next_id = 1;
  };
  void notify();

  const AppliedState& state_;
  mutable std::mutex mutex_;
  std::uint64_t first_ = 1;
  std::uint64_t next_ = 1;
  std::shared_ptr<Watchers> watchers_;
};

}  // namespace brevdue::store
