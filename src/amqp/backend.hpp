// The border between the AMQP 0-9-1 protocol and what it is used for. The protocol side (Session) knows frames,
// channels, delivery tags, prefetch and RabbitMQ's words; the other side (Backend, Client) knows who may do what and
// where the messages are. Neither includes the other's headers beyond this one.
//
// Thread safety: all calls between a Session and its Client happen on that connection's io thread; what
// Session::poster() gave may be called from any thread. Ownership: the Session owns its Client; a Client must not keep
// the Session's address in work that can run after ~Client, unless that work goes through poster().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/strom.hpp"

namespace brevdue::amqp {

// What a refused method is answered with: RabbitMQ's code and words (spec beskedfordeler 2).
struct Refusal {
  std::uint16_t code = 541;  // 403 ACCESS_REFUSED, 404 NOT_FOUND, 406 PRECONDITION_FAILED, 530 NOT_ALLOWED, ...
  std::string text;          // "ACCESS_REFUSED - ..." whole, at most 255 bytes are sent
  bool connection = false;   // close the connection instead of the channel
};

// The properties of a message that anyone here reads or sets; the rest is parsed, checked and dropped.
struct Properties {
  std::string_view content_type{};
  std::string_view correlation_id{};
  std::string_view reply_to{};
  std::string_view message_id{};
  std::string_view token{};  // header "token" (long string), the sender's assertion
  std::uint8_t delivery_mode = 0;
};

struct Publish {
  std::uint16_t channel = 0;
  std::string_view exchange;
  std::string_view routing_key;
  bool mandatory = false;
  Properties properties;
  std::string_view body;   // valid only during the call
  bool oversized = false;  // the body was over AmqpLimits::message_bytes and dropped while it came: reply 40
};

// Numbers the Session gives out; unique within the connection.
using PublishId = std::uint64_t;
using ConsumerId = std::uint64_t;
using GetId = std::uint64_t;

struct QueueCounts {
  std::uint32_t messages = 0;
  std::uint32_t consumers = 0;
};

// A message on its way out. `pieces` joined are the body; everything is copied before the call returns.
struct Delivery {
  std::uint64_t reference = 0;  // the Client's own name for it, given back in settle()
  std::span<const std::string_view> pieces;
  std::string_view message_id;
  bool redelivered = false;
};

enum class Outcome : std::uint8_t { ACK, REQUEUE, REJECT };  // reject: nack or reject with requeue=0

struct Settlement {
  std::string_view queue;
  std::uint64_t reference = 0;
  Outcome outcome = Outcome::ACK;
};

// The protocol side of one connection, as its Client sees it.
class Session {
 public:
  virtual ~Session() = default;
  virtual const net::Peer& peer() const = 0;
  // Ends a publish: sends the reply to its reply-to consumer (if it asked for one) and basic.ack (if the channel
  // confirms). `reply` is the whole reply body. Exactly once for every publish(), in any order.
  virtual void publish_done(PublishId id, std::string_view reply) = 0;
  // The connection cannot go on with this publish (the store failed): basic.nack instead, and the reply.
  virtual void publish_failed(PublishId id, std::string_view reply) = 0;
  // How many bytes may be handed out now, to all consumers together; the last message may go over it. 0: too much waits
  // for the peer to read it, until Client::drained().
  virtual std::size_t room() const = 0;
  // Hands out a message that the consumer had credit for. False: the consumer is gone, the message was not sent.
  virtual bool deliver(ConsumerId consumer, const Delivery& delivery) = 0;
  // Ends a get(): with the message, and how many are left, or get-empty. False: whoever asked is gone, and the message
  // was not sent.
  virtual bool got(GetId id, const Delivery* delivery, std::uint32_t left) = 0;
  virtual void get_refused(GetId id, const Refusal& refusal) = 0;
  // The server ends a consumer (queue removed, access withdrawn): basic.cancel.
  virtual void cancel(ConsumerId consumer) = 0;
  // connection.close with RabbitMQ's code and words.
  virtual void close(std::uint16_t code, std::string_view text) = 0;
  // connection.blocked / unblocked, to clients that said they understand it; publishes are then not read.
  virtual void blocked(std::optional<std::string_view> reason) = 0;
  // Runs `work` on the connection's thread if the connection still lives then; from any thread.
  virtual std::function<void(std::function<void()>)> poster() = 0;
};

// The other side of one authenticated connection. Destroyed when the connection ends: everything it had leased goes
// back to its queue.
class Client {
 public:
  virtual ~Client() = default;
  // Name shown in refusals ("refused for user '...'").
  virtual std::string_view user() const = 0;
  // Answered by publish_done or publish_failed, later or before it returns. A Refusal is answered at once, as a channel
  // or connection error.
  virtual std::optional<Refusal> publish(PublishId id, const Publish& message) = 0;
  // End of one read from the socket: hand over what publish() gathered since the last call.
  virtual void flush() = 0;
  virtual std::expected<QueueCounts, Refusal> declare_passive(std::string_view queue) = 0;
  // A refusal, or nothing: the consumer stands and gets credit() from now on.
  virtual std::optional<Refusal> consume(ConsumerId consumer, std::string_view queue, bool no_ack, bool exclusive) = 0;
  // Up to `more` further messages may be delivered to the consumer (credits add up), as far as there is room.
  virtual void credit(ConsumerId consumer, std::uint32_t more) = 0;
  // Session::room() may have grown.
  virtual void drained() = 0;
  // The peer ended the consumer; not called after Session::cancel. What was delivered to it stays to be settled.
  virtual void cancelled(ConsumerId consumer) = 0;
  // Answered by got or get_refused, later or before it returns; the peer's further methods wait for that.
  virtual void get(GetId id, std::string_view queue, bool no_ack) = 0;
  // Each delivery at most once, of consumers that are gone too; those without no_ack only. What is not settled when
  // the Client ends goes back.
  virtual void settle(std::span<const Settlement> settlements) = 0;
  // connection.update-secret with a new token.
  virtual net::Opgave<base::Resultat<void>> update_secret(std::string secret) = 0;
};

struct Credentials {
  std::string mechanism;  // "EXTERNAL" or "PLAIN"
  std::string response;   // EXTERNAL: the token; PLAIN: \0user\0password
  bool reports_auth_failure = false;
};

class Backend {
 public:
  virtual ~Backend() = default;
  // In the order they are offered, e.g. {"EXTERNAL", "PLAIN"}.
  virtual std::span<const std::string_view> mechanisms() const = 0;
  // IKKE_AUTENTISERET or TOKEN_UDLOEBET refuse the connection with 403; the text is for the log, never for the peer.
  virtual net::Opgave<base::Resultat<std::unique_ptr<Client>>> authenticate(Credentials credentials,
                                                                            Session& session) = 0;
  // The virtual host that exists ("BF").
  virtual std::string_view vhost() const = 0;
  // The one exchange that exists besides the default one, which nobody may publish to.
  virtual std::string_view publish_exchange() const = 0;
};

}  // namespace brevdue::amqp
