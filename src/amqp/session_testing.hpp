// For tests and fuzzing: a scripted Backend, a Host without a socket, and a peer that speaks frames.
//
// Thread safety: one thread. Ownership: a TestConnection owns its Backend; the TestClient belongs to the Connection.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amqp/connection.hpp"
#include "amqp/field_table.hpp"
#include "amqp/refusal.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {

struct SeenPublish {
  PublishId id = 0;
  std::string body;
  std::string token;
  std::string message_id;
  bool mandatory = false;
  bool oversized = false;
};

struct SeenSettlement {
  std::string queue;
  std::uint64_t reference = 0;
  Outcome outcome = Outcome::ACK;
  bool operator==(const SeenSettlement&) const = default;
};

struct SeenConsumer {
  std::string queue;
  bool no_ack = false;
  bool exclusive = false;
  std::uint32_t credit = 0;
};

// What the TestClient saw, kept beyond its life.
struct Seen {
  std::vector<SeenPublish> publishes;
  unsigned flushes = 0;
  unsigned drained = 0;
  std::map<ConsumerId, SeenConsumer> consumers;
  std::vector<std::pair<GetId, std::string>> gets;
  std::vector<SeenSettlement> settlements;
  std::vector<std::string> secrets;
  bool client_ended = false;
};

// Knows the queues "q1" and "q2" with three messages and no consumer; "other" is someone else's.
class TestClient final : public Client {
 public:
  TestClient(std::shared_ptr<Seen> seen, std::string& user) : seen_(std::move(seen)), user_(user) {}
  ~TestClient() override { seen_->client_ended = true; }

  std::string_view user() const override { return user_; }
  std::optional<Refusal> publish(PublishId id, const Publish& message) override {
    if (message.properties.message_id == "refuse") return access_refused(exchange_text(message.exchange, "BF"), user_);
    seen_->publishes.push_back({id, std::string(message.body), std::string(message.properties.token),
                                std::string(message.properties.message_id), message.mandatory, message.oversized});
    return std::nullopt;
  }
  void flush() override { ++seen_->flushes; }
  std::expected<QueueCounts, Refusal> declare_passive(std::string_view queue) override {
    if (auto refused = check(queue)) return std::unexpected(*refused);
    return QueueCounts{.messages = 3, .consumers = 0};
  }
  std::optional<Refusal> consume(ConsumerId id, std::string_view queue, bool no_ack, bool exclusive) override {
    if (auto refused = check(queue)) return refused;
    seen_->consumers[id] = {std::string(queue), no_ack, exclusive, 0};
    return std::nullopt;
  }
  void credit(ConsumerId consumer, std::uint32_t more) override { seen_->consumers.at(consumer).credit += more; }
  void drained() override { ++seen_->drained; }
  void cancelled(ConsumerId consumer) override { seen_->consumers.erase(consumer); }
  void get(GetId id, std::string_view queue, bool) override { seen_->gets.emplace_back(id, queue); }
  void settle(std::span<const Settlement> settlements) override {
    for (const auto& s : settlements) seen_->settlements.push_back({std::string(s.queue), s.reference, s.outcome});
  }
  net::Opgave<base::Resultat<void>> update_secret(std::string secret) override {
    const bool good = secret == "good";
    seen_->secrets.push_back(std::move(secret));
    if (!good) co_return base::fejl(base::FejlKode::IKKE_AUTENTISERET, "no");
    co_return base::Resultat<void>{};
  }

 private:
  std::optional<Refusal> check(std::string_view queue) const {
    if (queue == "q1" || queue == "q2") return std::nullopt;
    if (queue == "other") return access_refused(queue_text(queue, "BF"), user_);
    return not_found(queue_text(queue, "BF"));
  }

  std::shared_ptr<Seen> seen_;
  std::string& user_;
};

// Lets in whoever says "good".
class TestBackend final : public Backend {
 public:
  std::span<const std::string_view> mechanisms() const override { return mechanisms_; }
  net::Opgave<base::Resultat<std::unique_ptr<Client>>> authenticate(Credentials credentials,
                                                                    Session& session) override {
    session_ = &session;
    co_return login(credentials);
  }
  std::string_view vhost() const override { return "BF"; }
  std::string_view publish_exchange() const override { return "AFSEND_BESKED_EXCHANGE"; }

  base::Resultat<std::unique_ptr<Client>> login(const Credentials& credentials) {
    seen->secrets.push_back(credentials.response);
    if (credentials.response == "down") return base::fejl(base::FejlKode::LAGER, "the store is down");
    if (credentials.response != "good") return base::fejl(base::FejlKode::IKKE_AUTENTISERET, "unknown token");
    return std::make_unique<TestClient>(seen, user_);
  }

  std::shared_ptr<Seen> seen = std::make_shared<Seen>();
  Session* session() const { return session_; }

 private:
  std::array<std::string_view, 2> mechanisms_{"EXTERNAL", "PLAIN"};
  std::string user_ = "korsbaek";
  Session* session_ = nullptr;
};

// One frame as a test reads it: "1 basic.ack delivery-tag=1 multiple=0", "1 header ...", "1 body ...".
std::string frame_as_text(const Frame& frame);

// A Connection with everything around it, and the peer's side of the wire.
class TestConnection final : public Host {
 public:
  explicit TestConnection(AmqpLimits amqp_limits = {})
      : limits(amqp_limits), connection_(std::make_unique<Connection>(*this, backend, limits, ur, random, counts)) {}

  const net::Peer& peer() const override { return peer_; }
  void wake() override { ++wakes; }
  void go_on() override {
    if (running_) return;
    run();
    pump(SIZE_MAX);
  }
  net::Poster poster() override {
    return [this](std::function<void()> work) { posted.push_back(std::move(work)); };
  }

  Connection& connection() { return *connection_; }
  void end() { connection_.reset(); }
  Seen& seen() { return *backend.seen; }
  const SeenPublish& published(std::size_t at) { return seen().publishes.at(at); }

  // Bytes from the peer, in chunks of at most `chunk`. While the connection holds they wait.
  void feed(std::string_view bytes, std::size_t chunk = SIZE_MAX) {
    inbox_.append(bytes);
    pump(chunk);
  }
  template <class M>
  void send(std::uint16_t channel, const M& method) {
    std::string bytes;
    put_method(bytes, channel, method);
    feed(bytes);
  }
  void publish(std::uint16_t channel, const Properties& properties, std::string_view body,
               std::string_view exchange = "AFSEND_BESKED_EXCHANGE") {
    std::string bytes;
    put_publish(bytes, channel, properties, body, exchange);
    feed(bytes);
  }
  static void put_publish(std::string& out, std::uint16_t channel, const Properties& properties, std::string_view body,
                          std::string_view exchange = "AFSEND_BESKED_EXCHANGE") {
    put_method(out, channel, BasicPublish{.exchange = exchange, .mandatory = true});
    put_content(out, channel, properties, {&body, 1}, 131072);
  }

  // The server's bytes since the last time.
  std::string bytes() {
    std::string out;
    connection().take_output(out);
    connection().written();
    return out;
  }
  // The same as one text a frame.
  std::vector<std::string> frames() { return texts(bytes()); }
  static std::vector<std::string> texts(std::string_view bytes);

  void deliver(ConsumerId consumer, std::uint64_t reference, std::string_view body, bool redelivered = false) {
    connection().deliver(consumer, {reference, {&body, 1}, "message", redelivered});
  }

  // Up to connection.open-ok, with the capabilities that RabbitMQ's own clients announce.
  void log_in(std::uint16_t heartbeat = 60, std::string_view response = "good") {
    feed(kProtocolHeader);
    start_ok(response, true);
    send(0, ConnectionTuneOk{.channel_max = 2047, .frame_max = 131072, .heartbeat = heartbeat});
    send(0, ConnectionOpen{.virtual_host = "BF"});
  }
  void start_ok(std::string_view response, bool capable, std::string_view mechanism = "EXTERNAL") {
    std::string capabilities;
    for (const auto* name : {"consumer_cancel_notify", "connection.blocked", "authentication_failure_close"}) {
      add_flag(capabilities, name, capable);
    }
    std::string properties;
    add_table(properties, "capabilities", capabilities);
    send(0, ConnectionStartOk{
                .client_properties = properties, .mechanism = mechanism, .response = response, .locale = "en_US"});
  }
  void open_channel(std::uint16_t number) { send(number, ChannelOpen{}); }
  // Logged in, channel 1 open, nothing left to read.
  void ready() {
    log_in();
    frames();
    open_channel(1);
    frames();
  }

  TestBackend backend;
  const AmqpLimits limits;
  base::TestUr ur{base::Tidspunkt{}};
  base::TestTilfaeldig random{1};
  Counts counts;
  unsigned wakes = 0;
  std::vector<std::function<void()>> posted;

 private:
  void pump(std::size_t chunk) {
    std::size_t at = 0;
    while (at < inbox_.size() && next_ == Connection::Next::READ) {
      const auto space = connection().space();
      const auto size = std::min({space.size(), inbox_.size() - at, chunk});
      std::memcpy(space.data(), inbox_.data() + at, size);
      connection().filled(size);
      at += size;
      run();
    }
    inbox_.erase(0, at);
  }
  // As the server's reader: until more must be read, or it holds.
  void run() {
    running_ = true;
    while (true) {
      next_ = connection().process();
      if (next_ == Connection::Next::AUTHENTICATE) {
        connection().authenticated(backend.login(connection().credentials()));
      } else if (next_ == Connection::Next::UPDATE_SECRET) {
        const bool good = connection().secret() == "good";
        connection().secret_updated(good ? base::Resultat<void>{}
                                         : base::fejl(base::FejlKode::IKKE_AUTENTISERET, "unknown token"));
      } else {
        break;
      }
    }
    running_ = false;
  }

  net::Peer peer_{"127.0.0.1", {}};
  Connection::Next next_ = Connection::Next::READ;
  bool running_ = false;
  std::string inbox_;
  std::unique_ptr<Connection> connection_;
};

namespace testing_detail {

inline std::string value_as_text(const Field& field, const void* at) {
  switch (field.type) {
    case Type::BIT:
      return *static_cast<const bool*>(at) ? "1" : "0";
    case Type::OCTET:
      return std::to_string(*static_cast<const std::uint8_t*>(at));
    case Type::SHORT:
      return std::to_string(*static_cast<const std::uint16_t*>(at));
    case Type::LONG:
      return std::to_string(*static_cast<const std::uint32_t*>(at));
    case Type::LONGLONG:
      return std::to_string(*static_cast<const std::uint64_t*>(at));
    case Type::TABLE:
      return "{}";
    default:
      return "'" + std::string(*static_cast<const std::string_view*>(at)) + "'";
  }
}

template <class M>
bool method_as_text(std::string_view payload, std::string& out) {
  M method;
  if (read_arguments(kInfo<M>, payload.substr(4), &method)) return false;
  out += kInfo<M>.name;
  for (const auto& field : kInfo<M>.fields) {
    if (field.name.starts_with("reserved")) continue;
    out += " " + std::string(field.name) + "=" +
           value_as_text(field, reinterpret_cast<const char*>(&method) + field.offset);
  }
  return true;
}

template <class... M>
bool any_method_as_text(MethodList<M...>, std::string_view payload, std::string& out) {
  std::uint32_t key = 0;
  return read_value(Type::LONG, payload, &key) &&
         ((key == kInfo<M>.key() && method_as_text<M>({payload.data() - 4, payload.size() + 4}, out)) || ...);
}

inline std::string header_as_text(std::string_view payload) {
  ContentHeader header;
  if (!read_content_header(payload, header)) return "bad header";
  const auto p = read_properties(header.properties);
  if (!p) return p.error().text;
  return "header " + std::to_string(header.body_size) + " type='" + std::string(p->content_type) +
         "' mode=" + std::to_string(p->delivery_mode) + " correlation='" + std::string(p->correlation_id) +
         "' message='" + std::string(p->message_id) + "'";
}

}  // namespace testing_detail

inline std::string frame_as_text(const Frame& frame) {
  std::string out = std::to_string(frame.channel) + " ";
  switch (static_cast<FrameType>(frame.type)) {
    case FrameType::METHOD:
      return testing_detail::any_method_as_text(Methods{}, frame.payload, out) ? out : "bad method";
    case FrameType::HEADER:
      return out + testing_detail::header_as_text(frame.payload);
    case FrameType::BODY:
      return out + "body '" + std::string(frame.payload) + "'";
    case FrameType::HEARTBEAT:
      return out + "heartbeat";
  }
  return "bad frame";
}

inline std::vector<std::string> TestConnection::texts(std::string_view bytes) {
  std::vector<std::string> out;
  while (bytes.size() >= kFrameOverhead) {
    if (bytes.starts_with("AMQP")) {
      out.emplace_back(bytes);
      break;
    }
    const std::size_t size = kFrameOverhead + base::get_be<std::uint32_t>(bytes.data() + 3);
    const Frame frame{static_cast<std::uint8_t>(bytes[0]), base::get_be<std::uint16_t>(bytes.data() + 1),
                      bytes.substr(kFrameHead, size - kFrameOverhead)};
    out.push_back(bytes.at(size - 1) == kFrameEnd ? frame_as_text(frame) : "bad frame end");
    bytes.remove_prefix(size);
  }
  return out;
}

}  // namespace brevdue::amqp
