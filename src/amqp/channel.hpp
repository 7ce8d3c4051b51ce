// One open channel: puts contents together from frames, and carries out the methods of the classes exchange, queue,
// basic, confirm and tx. Opening and closing are the Connection's.
//
// Thread safety: the connection's io thread. Ownership: the Connection owns it; what it refers to in Shared lives as
// long. The end of a channel (end()) gives back its consumers and what they hold.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "amqp/confirms.hpp"
#include "amqp/content.hpp"
#include "amqp/frame.hpp"
#include "amqp/shared.hpp"

namespace brevdue::amqp {

inline constexpr std::string_view kReplyQueue = "amq.rabbitmq.reply-to";

class Channel {
 public:
  Channel(Shared& shared, std::uint16_t number, std::uint64_t serial)
      : shared_(shared), number_(number), serial_(serial) {}

  std::uint16_t number() const { return number_; }
  std::uint64_t serial() const { return serial_; }
  // After channel.close was sent nothing counts until the peer's close-ok.
  bool closing() const { return closing_; }
  void set_closing() { closing_ = true; }
  // A content has begun, so only its frames may come.
  bool in_content() const { return expected_ != Expected::METHOD; }
  // The method being carried out, for the close that refuses it; 0 before the first.
  std::uint32_t method() const { return method_; }

  // A method, header or body frame. A Refusal ends the channel or the connection.
  std::optional<Refusal> on_frame(const Frame& frame);
  // Copies what is begun and still in the read buffer, which is about to change.
  void keep_begun();

  // The channel's part of Session's calls.
  void publish_answered(const Unanswered& publish, bool stored, std::string_view reply);
  void flush_confirms() { confirms_.flush(shared_.out, number_); }
  void deliver(ConsumerId id, const Delivery& delivery);
  void got(const PendingGet& get, const Delivery* delivery, std::uint32_t left);
  void consumer_cancelled_by_server(ConsumerId id, bool tell);
  // The credit a consumer's window has room for beyond what it has.
  std::uint32_t room_for(const Consumer& consumer, std::uint32_t window) const;

  // Cancels its consumers and gives back what it holds.
  void end();

 private:
  using Answer = std::optional<Refusal>;
  enum class Expected : std::uint8_t { METHOD, HEADER, BODY };

  struct Unacked {
    std::uint64_t tag = 0;
    ConsumerId consumer = 0;  // 0: basic.get
    std::uint64_t reference = 0;
    std::string_view queue;
  };
  // A delivery that waits for room under the channel's own prefetch.
  struct Held {
    ConsumerId consumer = 0;
    std::uint64_t reference = 0;
    std::string message_id;
    std::string body;
    bool redelivered = false;
  };
  struct ReplyConsumer {
    std::string tag;
    std::string routing_key;
  };

  // channel.cpp
  Answer on_method_frame(const Frame& frame);
  Answer on_header_frame(const Frame& frame);
  Answer on_body_frame(const Frame& frame);
  Answer run(std::string_view arguments);
  template <class... M>
  bool run_one_of(MethodList<M...> methods, std::string_view arguments, Answer& answer);
  template <class M>
  Answer read_and_run(std::string_view arguments);
  template <class M>
  void send(const M& method) {
    put_method(shared_.out, number_, method);
  }
  Answer refuse_queue(std::string_view queue) const;
  Answer refuse_exchange(std::string_view exchange) const;
  std::string_view vhost() const { return shared_.backend.vhost(); }

  // channel_publish.cpp
  Answer on(const BasicPublish& method);
  Answer on(const ConfirmSelect& method);
  Answer check_publish(const Properties& properties) const;
  static Refusal too_much_begun();
  Answer finish_publish(std::string_view body);
  void forget_content();

  // channel_consume.cpp
  Answer on(const BasicQos& method);
  Answer on(const BasicConsume& method);
  Answer on(const BasicCancel& method);
  Answer on(const BasicGet& method);
  Answer on(const BasicAck& method);
  Answer on(const BasicNack& method);
  Answer on(const BasicReject& method);
  Answer on(const BasicRecover& method);
  Answer on(const BasicRecoverAsync& method);
  Answer consume_replies(const BasicConsume& method);
  std::string tag_or_new(std::string_view tag);
  std::uint32_t prefetch_of_new(bool no_ack) const;
  void forget_consumer(ConsumerId id);
  Answer take(std::uint64_t tag, bool multiple, Outcome outcome);
  void settle(const Unacked& unacked, Outcome outcome);
  void requeue_all();
  bool full() const { return limit_ != 0 && unacked_.size() >= limit_; }
  void release_held();
  void send_delivery(ConsumerId id, const Consumer& consumer, const Delivery& delivery);
  std::uint64_t next_tag(ConsumerId consumer, std::uint64_t reference, std::string_view queue, bool no_ack);

  // channel_declare.cpp
  Answer on(const QueueDeclare& method);
  Answer on(const QueueBind& method) { return refuse_queue(method.queue); }
  Answer on(const QueueUnbind& method) { return refuse_queue(method.queue); }
  Answer on(const QueuePurge& method) { return refuse_queue(method.queue); }
  Answer on(const QueueDelete& method) { return refuse_queue(method.queue); }
  Answer on(const ExchangeDeclare& method);
  Answer on(const ExchangeDelete& method) { return refuse_exchange(method.exchange); }
  Answer on(const ExchangeBind& method) { return refuse_exchange(method.destination); }
  Answer on(const ExchangeUnbind& method) { return refuse_exchange(method.destination); }
  Answer on(const ChannelFlow& method);
  bool is_reply_queue(std::string_view queue) const;
  std::expected<std::string_view, Refusal> named_or_last(std::string_view queue) const;

  Shared& shared_;
  const std::uint16_t number_;
  const std::uint64_t serial_;
  bool closing_ = false;
  std::uint32_t method_ = 0;

  // The content being put together: its parts view the read buffer, or kept_ after keep_begun().
  Expected expected_ = Expected::METHOD;
  BasicPublish publish_;
  ContentHeader header_;
  std::uint64_t body_left_ = 0;
  std::string kept_;
  Expected kept_at_ = Expected::METHOD;  // what was awaited when kept_ was filled; METHOD: it holds nothing
  std::string body_;

  Confirms confirms_;
  std::optional<ReplyConsumer> reply_consumer_;

  std::map<std::string, ConsumerId, std::less<>> consumers_;
  std::deque<Unacked> unacked_;  // by rising tag
  std::deque<Held> held_;
  std::uint64_t last_tag_ = 0;
  std::optional<std::uint16_t> prefetch_;  // of consumers to come, once basic.qos said one
  std::uint32_t limit_ = 0;                // of the channel (basic.qos global), 0: none
  std::string last_queue_;                 // declared last: what an empty queue name means
};

}  // namespace brevdue::amqp
