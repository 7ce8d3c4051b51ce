// What holds for any bytes in any chunks, and for any sequence of commands: each publish is confirmed once, delivery
// tags rise by one, credit keeps to the prefetch, and every delivery is settled once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "amqp/session_testing.hpp"

namespace brevdue::amqp {
namespace {

// Methods and contents of all kinds, most of them legal.
std::string some_commands() {
  std::string out;
  const auto count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) {
    const auto channel = static_cast<std::uint16_t>(*rc::gen::weightedElement<int>({{9, 1}, {1, 2}}));
    const std::string body(*rc::gen::weightedOneOf<std::size_t>(
                               {{9, rc::gen::inRange<std::size_t>(0, 500)}, {1, rc::gen::just<std::size_t>(200'000)}}),
                           'b');
    switch (*rc::gen::inRange(0, 9)) {
      case 0:
        put_method(out, channel, BasicQos{.prefetch_count = 5});
        break;
      case 1:
        put_method(out, channel, BasicConsume{.queue = "q1", .no_ack = body.size() % 2 == 0});
        break;
      case 2:
        put_method(out, channel, QueueDeclare{.queue = "q2", .passive = true});
        break;
      case 3:
        put_frame(out, FrameType::HEARTBEAT, 0, {});
        break;
      case 4:
        put_method(out, channel, BasicAck{.delivery_tag = body.size() / 400});
        break;
      default:
        TestConnection::put_publish(out, channel, {.message_id = "m", .token = body}, body);
    }
  }
  return out;
}

struct Played {
  std::string bytes;
  std::vector<std::string> publishes;
  std::vector<std::string> consumers;
  bool operator==(const Played&) const = default;
};

// Plays bytes in chunks whose sizes come round in turn.
Played play(const std::string& commands, const std::vector<std::size_t>& chunks) {
  TestConnection c;
  c.ready();
  Played out;
  std::string_view rest = commands;
  for (std::size_t i = 0; !rest.empty(); ++i) {
    const auto size = std::min(rest.size(), chunks[i % chunks.size()]);
    c.feed(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  out.bytes = c.bytes();
  for (const auto& p : c.seen().publishes) out.publishes.push_back(p.message_id + p.token + "|" + p.body);
  for (const auto& [id, consumer] : c.seen().consumers) out.consumers.push_back(consumer.queue);
  return out;
}

RC_GTEST_PROP(Session, IsTheSameForAnyChunks, ()) {
  const auto commands = some_commands();
  const auto chunks =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::weightedOneOf<std::size_t>(
          {{3, rc::gen::inRange<std::size_t>(1, 64)}, {2, rc::gen::inRange<std::size_t>(64, 70'000)}})));
  RC_ASSERT(play(commands, chunks) == play(commands, {commands.size()}));
}

// The peer's side: knows what it was told on channel 1.
class Peer {
 public:
  explicit Peer(TestConnection& connection) : c_(connection) {
    c_.ready();
    c_.send(1, ConfirmSelect{});
  }

  void publish() {
    c_.publish(1, {.message_id = std::to_string(published_)}, "x");
    unconfirmed_.insert(++published_);
  }
  void answer_some(std::size_t which, bool stored) {
    std::vector<PublishId> open;
    for (const auto& p : c_.seen().publishes) {
      if (!answered_.contains(p.id)) open.push_back(p.id);
    }
    if (open.empty()) return;
    const auto id = open[which % open.size()];
    answered_.insert(id);
    if (stored) {
      c_.connection().publish_done(id, "");
    } else {
      c_.connection().publish_failed(id, "");
    }
  }
  void consume(std::uint16_t prefetch) {
    c_.send(1, BasicQos{.prefetch_count = prefetch});
    c_.send(1, BasicConsume{.queue = "q1"});
    read();
    prefetch_[c_.seen().consumers.rbegin()->first] = prefetch;
  }
  // As the other side does: only within the credit.
  void deliver(std::size_t which) {
    auto& consumers = c_.seen().consumers;
    if (consumers.empty()) return;
    const auto id = std::next(consumers.begin(), static_cast<std::ptrdiff_t>(which % consumers.size()))->first;
    if (given_[id] >= consumers[id].credit) return;
    ++given_[id];
    in_flight_[++reference_] = id;
    c_.deliver(id, reference_, "x");
  }
  void settle(std::size_t which, bool multiple, bool ack) {
    read();
    if (unacked_.empty()) return;
    const auto tag = *std::next(unacked_.begin(), static_cast<std::ptrdiff_t>(which % unacked_.size()));
    if (ack) {
      c_.send(1, BasicAck{.delivery_tag = tag, .multiple = multiple});
    } else {
      c_.send(1, BasicNack{.delivery_tag = tag, .multiple = multiple, .requeue = true});
    }
    unacked_.erase(multiple ? unacked_.begin() : unacked_.find(tag), std::next(unacked_.find(tag)));
  }
  void recover() {
    read();
    c_.send(1, BasicRecover{.requeue = true});
    unacked_.clear();
  }

  // Reads what came and checks what always holds.
  void read() {
    const auto bytes = c_.bytes();
    std::string_view rest = bytes;
    while (!rest.empty()) {
      const auto size = kFrameOverhead + base::get_be<std::uint32_t>(rest.data() + 3);
      if (rest[0] == static_cast<char>(FrameType::METHOD)) on_method(rest.substr(kFrameHead, size - kFrameOverhead));
      rest.remove_prefix(size);
    }
    check_settlements();
    for (const auto& [id, prefetch] : prefetch_) {
      const auto out = static_cast<std::uint32_t>(
          std::ranges::count_if(in_flight_, [&](const auto& one) { return one.second == id; }));
      const auto standing = c_.seen().consumers.at(id).credit - given_[id];
      if (prefetch > 0) RC_ASSERT(out + standing <= prefetch);
    }
  }
  void finish() {
    while (answered_.size() < c_.seen().publishes.size()) answer_some(0, true);
    read();
    RC_ASSERT(unconfirmed_.empty());
    prefetch_.clear();
    c_.send(1, ChannelClose{});
    read();
    RC_ASSERT(in_flight_.empty());
  }

 private:
  void on_method(std::string_view payload) {
    const auto key = base::get_be<std::uint32_t>(payload.data());
    payload.remove_prefix(4);
    if (key == kInfo<BasicDeliver>.key()) {
      BasicDeliver deliver;
      RC_ASSERT(!read_arguments(kInfo<BasicDeliver>, payload, &deliver));
      RC_ASSERT(deliver.delivery_tag == ++last_tag_);
      unacked_.insert(deliver.delivery_tag);
    } else if (key == kInfo<BasicAck>.key()) {
      BasicAck ack;
      RC_ASSERT(!read_arguments(kInfo<BasicAck>, payload, &ack));
      RC_ASSERT(unconfirmed_.contains(ack.delivery_tag));
      const auto last = unconfirmed_.find(ack.delivery_tag);
      unconfirmed_.erase(ack.multiple ? unconfirmed_.begin() : last, std::next(last));
    } else if (key == kInfo<BasicNack>.key()) {
      BasicNack nack;
      RC_ASSERT(!read_arguments(kInfo<BasicNack>, payload, &nack));
      RC_ASSERT(!nack.multiple && unconfirmed_.erase(nack.delivery_tag) == 1U);
    } else {
      RC_ASSERT(key != kInfo<ConnectionClose>.key() && key != kInfo<ChannelClose>.key());
    }
  }
  void check_settlements() {
    const auto& all = c_.seen().settlements;
    for (; settled_ < all.size(); ++settled_) RC_ASSERT(in_flight_.erase(all[settled_].reference) == 1U);
  }

  TestConnection& c_;
  std::uint64_t published_ = 0;
  std::set<std::uint64_t> unconfirmed_;
  std::set<PublishId> answered_;
  std::map<ConsumerId, std::uint32_t> prefetch_;
  std::map<ConsumerId, std::uint32_t> given_;
  std::map<std::uint64_t, ConsumerId> in_flight_;  // by reference
  std::uint64_t reference_ = 0;
  std::uint64_t last_tag_ = 0;
  std::set<std::uint64_t> unacked_;
  std::size_t settled_ = 0;
};

RC_GTEST_PROP(Session, KeepsItsPromisesForAnyCommands,
              (const std::vector<std::pair<std::uint8_t, std::uint8_t>>& ops)) {
  TestConnection c;
  Peer peer(c);
  peer.consume(1);
  peer.consume(0);
  for (const auto& [op, arg] : ops) {
    switch (op % 10) {
      case 0:
      case 1:
        peer.publish();
        break;
      case 2:
      case 3:
        peer.answer_some(arg, arg % 5 != 0);
        break;
      case 4:
        if (c.seen().consumers.size() < 4) peer.consume(arg % 4);
        break;
      case 5:
      case 6:
        peer.deliver(arg);
        break;
      case 7:
        peer.settle(arg, arg % 2 == 0, arg % 3 != 0);
        break;
      case 8:
        peer.read();
        break;
      default:
        if (arg % 8 == 0) peer.recover();
    }
  }
  peer.finish();
}

}  // namespace
}  // namespace brevdue::amqp
