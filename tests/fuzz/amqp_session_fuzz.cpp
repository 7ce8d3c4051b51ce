// A hostile peer and a Client that answers as it likes. The input is a list of commands, so the fuzzer reaches what
// lies behind the handshake without guessing frames: raw bytes, whole frames, any method with the input's own
// arguments, publishes, answers, deliveries, time. The session must not crash, must write well-formed frames only, must
// not hand the same publish out twice, and must settle what was delivered once.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "amqp/session_testing.hpp"

namespace {

using namespace brevdue::amqp;
using namespace brevdue;

// Takes the input apart; zeros when it is used up.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  bool empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto out = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return out;
  }
  std::string_view bytes() {
    const auto size = std::min<std::size_t>(byte(), rest_.size());
    const auto out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view rest_;
};

std::uint16_t channel(Input& in) {
  return in.byte() % 4;
}

class Play {
 public:
  explicit Play(Input in) : in_(in) {
    if (in_.byte() % 8 != 0) c_.ready();
  }
  void run() {
    while (!in_.empty() && !c_.connection().finished()) {
      command();
      if (in_.byte() % 4 == 0) read();
    }
    read();
    check();
  }

 private:
  void command() {
    switch (in_.byte() % 14) {
      case 0:
        return c_.feed(in_.bytes());
      case 1:
        return frame();
      case 2:
      case 3:
        return method(*kMethods[in_.byte() % kMethods.size()]);
      case 4:
      case 5: {
        const bool with_reply = in_.byte() % 2 == 0;
        return c_.publish(channel(in_),
                          {.reply_to = with_reply ? kReplyQueue : std::string_view{}, .token = in_.bytes()},
                          in_.bytes());
      }
      case 6:
        return c_.connection().publish_done(in_.byte(), in_.bytes());
      case 7:
        return c_.connection().publish_failed(in_.byte(), in_.bytes());
      case 8:
        return deliver();
      case 9:
        return get();
      case 10:
        return settle();
      case 11:
        return c_.send(channel(in_),
                       BasicConsume{.queue = in_.byte() % 2 == 0 ? "q1" : kReplyQueue, .no_ack = in_.byte() % 2 == 0});
      case 12:
        return session();
      default:
        return c_.send(channel(in_), ChannelOpen{});
    }
  }
  void frame() {
    std::string bytes;
    const auto type = static_cast<char>(in_.byte() % 10);
    const auto number = channel(in_);
    put_frame(bytes, FrameType::METHOD, number, in_.bytes());
    bytes.front() = type;
    c_.feed(bytes);
  }
  void method(const MethodInfo& info) {
    std::string payload;
    base::put_be(payload, info.class_id);
    base::put_be(payload, info.method_id);
    const auto number = channel(in_);
    payload.append(in_.bytes());
    std::string bytes;
    put_frame(bytes, FrameType::METHOD, number, payload);
    c_.feed(bytes);
  }
  void deliver() {
    const auto reference = ++reference_;
    const auto body = in_.bytes();
    const auto consumer = c_.seen().consumers.find(in_.byte() % 8U);
    if (consumer == c_.seen().consumers.end()) return;
    const bool no_ack = consumer->second.no_ack;
    if (c_.connection().deliver(consumer->first, {reference, {&body, 1}, "m", false}) && !no_ack) {
      leased_.insert(reference);
    }
  }
  void get() {
    c_.send(channel(in_), BasicGet{.queue = "q1", .no_ack = in_.byte() % 2 == 0});
    if (gets_ == c_.seen().gets.size()) return;
    const auto id = c_.seen().gets[gets_++].first;
    const std::string_view body = "x";
    const Delivery delivery{++reference_, {&body, 1}, "m", true};
    switch (in_.byte() % 3) {
      case 0:
        c_.connection().got(id, nullptr, 0);
        return;
      case 1:
        maybe_leased_.insert(reference_);
        c_.connection().got(id, &delivery, in_.byte());
        return;
      default:
        return c_.connection().get_refused(id, not_found("queue"));
    }
  }
  void settle() {
    const auto tag = in_.byte();
    const bool multiple = in_.byte() % 2 == 0;
    c_.send(channel(in_), BasicAck{.delivery_tag = tag, .multiple = multiple});
  }
  void session() {
    auto& session = c_.connection();
    switch (in_.byte() % 5) {
      case 0:
        return session.blocked("why");
      case 1:
        return session.blocked(std::nullopt);
      case 2:
        return session.cancel(in_.byte());
      case 3:
        c_.ur.advance(std::chrono::seconds(in_.byte()));
        return session.tick();
      default:
        if (in_.byte() % 16 == 0) session.close(320, "CONNECTION_FORCED - why");
    }
  }
  void read() {
    for (const auto& text : c_.frames()) {
      if (text.starts_with("bad") || text.ends_with("bad method")) std::abort();
    }
  }
  void check() {
    std::set<PublishId> ids;
    for (const auto& publish : c_.seen().publishes) {
      if (!ids.insert(publish.id).second) std::abort();
    }
    for (const auto& settled : c_.seen().settlements) {
      if (leased_.erase(settled.reference) + maybe_leased_.erase(settled.reference) != 1) std::abort();
    }
    if (c_.counts.channels > 4) std::abort();
  }

  Input in_;
  TestConnection c_{{.message_bytes = 200, .message_hard_bytes = 400, .unanswered = 8, .write_buffer = 2000}};
  std::uint64_t reference_ = 0;
  std::size_t gets_ = 0;
  std::set<std::uint64_t> leased_;
  std::set<std::uint64_t> maybe_leased_;  // by a basic.get, which may have said no-ack
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(Input(data, size)).run();
  return 0;
}
