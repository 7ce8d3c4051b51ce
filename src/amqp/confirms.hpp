// Publisher confirms of one channel: numbers publishes, gathers their answers, and writes as few basic.ack as tell
// them all (multiple=1 for what is answered from the oldest on).
//
// Thread safety: the connection's io thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace brevdue::amqp {

class Confirms {
 public:
  void select() { selected_ = true; }
  // The number of the next publish (1, 2, ...), or 0 on a channel that does not confirm.
  std::uint64_t next();
  // Once for each number other than 0.
  void answer(std::uint64_t number, bool stored);
  // Appends the frames for what was answered since the last time.
  void flush(std::string& out, std::uint16_t channel);

 private:
  enum class State : std::uint8_t { WAITING, STORED, FAILED, TOLD };
  void flush_oldest(std::string& out, std::uint16_t channel);
  State& state_of(std::uint64_t number) { return states_[number - first_]; }

  bool selected_ = false;
  std::uint64_t first_ = 1;   // the oldest not told
  std::deque<State> states_;  // from first_ on
  std::vector<std::uint64_t> fresh_;
};

}  // namespace brevdue::amqp
