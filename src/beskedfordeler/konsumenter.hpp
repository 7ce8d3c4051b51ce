// Who consumes from which dueslag. Order within a dueslag is promised, so one consumer at a time gets its beskeder: the
// one that came first; the next takes over when it goes (spec beskedfordeler Q6).
//
// Thread safety: all from any thread. `wake` is called on the thread that made the change, without a lock held, so it
// only passes word on.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "store/commit.hpp"

namespace brevdue::beskedfordeler {

class Konsumenter {
 public:
  class Plads {
   public:
    bool is_first() const { return first_.load(std::memory_order_acquire); }

   private:
    friend class Konsumenter;
    store::KoeNr koe_ = 0;
    bool exclusive_ = false;
    std::atomic<bool> first_{false};
    std::function<void()> wake_;
  };

  // nullptr when another one is exclusive, or this one wants to be and is not alone.
  std::shared_ptr<Plads> add(store::KoeNr koe, bool exclusive, std::function<void()> wake);
  void remove(const std::shared_ptr<Plads>& plads);
  std::uint32_t count(store::KoeNr koe) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<store::KoeNr, std::vector<std::shared_ptr<Plads>>> by_koe_;
};

}  // namespace brevdue::beskedfordeler
