#include "amqp/confirms.hpp"

#include <algorithm>

#include "amqp/frame.hpp"

namespace brevdue::amqp {

std::uint64_t Confirms::next() {
  if (!selected_) return 0;
  states_.push_back(State::WAITING);
  return first_ + states_.size() - 1;
}

void Confirms::answer(std::uint64_t number, bool stored) {
  state_of(number) = stored ? State::STORED : State::FAILED;
  fresh_.push_back(number);
}

// All that is answered without a gap: acks up to a nack or a gap are one frame.
void Confirms::flush_oldest(std::string& out, std::uint16_t channel) {
  std::uint64_t stored = 0;
  std::uint64_t last_stored = 0;
  const auto tell = [&] {
    if (stored > 0) put_method(out, channel, BasicAck{.delivery_tag = last_stored, .multiple = stored > 1});
    stored = 0;
  };
  while (!states_.empty() && states_.front() != State::WAITING) {
    const auto state = states_.front();
    if (state == State::FAILED) {
      tell();
      put_method(out, channel, BasicNack{.delivery_tag = first_});
    }
    if (state == State::STORED) {
      last_stored = first_;
      ++stored;
    }
    states_.pop_front();
    ++first_;
  }
  tell();
}

void Confirms::flush(std::string& out, std::uint16_t channel) {
  flush_oldest(out, channel);
  std::ranges::sort(fresh_);
  for (const auto number : fresh_) {
    if (number < first_) continue;
    auto& state = state_of(number);
    if (state == State::STORED) put_method(out, channel, BasicAck{.delivery_tag = number});
    if (state == State::FAILED) put_method(out, channel, BasicNack{.delivery_tag = number});
    state = State::TOLD;
  }
  fresh_.clear();
}

}  // namespace brevdue::amqp
