// The publishes of one connection that have no answer yet. Their numbers rise by one, so they stand in a ring, whose
// slots keep their strings' memory: a publish costs no allocation.
//
// Thread safety: the connection's io thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "amqp/backend.hpp"

namespace brevdue::amqp {

struct Unanswered {
  std::uint16_t channel = 0;
  std::uint64_t channel_serial = 0;  // tells a channel from a later one of the same number
  std::uint64_t confirm = 0;         // 0: the channel does not confirm
  bool wants_reply = false;
  bool waiting = false;
  std::size_t bytes = 0;  // body and token
  std::string correlation_id;
};

class Publishes {
 public:
  // The slot of the new publish, to be filled; its number is last().
  Unanswered& add() {
    if (next_ - first_ == ring_.size()) grow();
    auto& slot = at(next_++);
    slot.waiting = true;
    ++count_;
    return slot;
  }
  PublishId last() const { return next_ - 1; }

  // The slot of an unanswered publish; nullptr for any other number.
  Unanswered* find(PublishId id) {
    if (id < first_ || id >= next_ || !at(id).waiting) return nullptr;
    return &at(id);
  }
  void count_bytes(const Unanswered& slot) { bytes_ += slot.bytes; }
  void remove(Unanswered& slot) {
    slot.waiting = false;
    bytes_ -= slot.bytes;
    --count_;
    while (first_ < next_ && !at(first_).waiting) ++first_;
  }

  std::size_t count() const { return count_; }
  std::size_t bytes() const { return bytes_; }

 private:
  Unanswered& at(PublishId id) { return ring_[id & (ring_.size() - 1)]; }
  void grow() {
    std::vector<Unanswered> larger(ring_.size() * 2);
    for (auto id = first_; id < next_; ++id) larger[id & (larger.size() - 1)] = std::move(at(id));
    ring_ = std::move(larger);
  }

  std::vector<Unanswered> ring_ = std::vector<Unanswered>(16);  // a power of two
  PublishId first_ = 1;
  PublishId next_ = 1;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace brevdue::amqp
