// The protocol of one connection without its I/O: bytes in (space, filled, process), bytes out (output), time in
// (tick). server.cpp moves the bytes and runs what has to be waited for; tests and fuzzing do without a socket.
//
// Thread safety: the connection's io thread. Ownership: owns its Client and its channels; refers to the Backend, the
// limits and the Host, which live longer.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "amqp/backend.hpp"
#include "amqp/channel.hpp"
#include "amqp/frame.hpp"
#include "amqp/shared.hpp"

namespace brevdue::amqp {

// What a Connection asks of the one who runs it.
class Host {
 public:
  virtual ~Host() = default;
  virtual const net::Peer& peer() const = 0;
  // output() has something, or finished() turned true.
  virtual void wake() = 0;
  // process() answered HOLD before and can go on now.
  virtual void go_on() = 0;
  virtual net::Poster poster() = 0;
};

// Counts over all connections, for the metrics.
struct Counts {
  std::atomic<unsigned> connections = 0;
  std::atomic<unsigned> channels = 0;
};

class Connection final : public Session {
 public:
  Connection(Host& host, Backend& backend, const AmqpLimits& limits, const base::Ur& ur, base::Tilfaeldig& random,
             Counts& counts);
  ~Connection() override;

  // What the reader does next: read more bytes; wait for Backend::authenticate(credentials()) and call
  // authenticated(); wait for client().update_secret(secret()) and call secret_updated(); stop until Host::go_on();
  // stop for good.
  enum class Next { READ, AUTHENTICATE, UPDATE_SECRET, HOLD, END };
  // Carries out what was read, as far as it goes.
  Next process();
  // Where the next bytes go, and how many came. What process() saw is no longer valid after space().
  std::span<char> space() { return reader_.space(); }
  void filled(std::size_t size);
  // The peer sends nothing more; what it was told already is still written.
  void ended() { finish(); }
  // Its bytes can't be read or written: nothing more is said.
  void lost();

  Credentials credentials() { return std::move(credentials_); }
  void authenticated(base::Resultat<std::unique_ptr<Client>> client);
  Client& client() { return *shared_.client; }
  std::string secret() { return std::move(secret_); }
  void secret_updated(const base::Resultat<void>& result);

  // Everything to be written now: confirms and replies are gathered here, and credit is given.
  std::string& output();
  // Swaps output() with the empty `into`; until written() it counts as waiting.
  void take_output(std::string& into);
  // What was taken is with the peer.
  void written();

  // When tick() must be called at the latest; and what is due then: deadlines, heartbeats.
  base::Monoton next_deadline() const;
  void tick();

  // Nothing more will be said once output() is written.
  bool finished() const { return state_ == State::DONE; }

  // Session
  const net::Peer& peer() const override { return host_.peer(); }
  void publish_done(PublishId id, std::string_view reply) override { answer(id, true, reply); }
  void publish_failed(PublishId id, std::string_view reply) override { answer(id, false, reply); }
  std::size_t room() const override;
  bool deliver(ConsumerId consumer, const Delivery& delivery) override;
  bool got(GetId id, const Delivery* delivery, std::uint32_t left) override;
  void get_refused(GetId id, const Refusal& refusal) override;
  void cancel(ConsumerId consumer) override;
  void close(std::uint16_t code, std::string_view text) override;
  void blocked(std::optional<std::string_view> reason) override;
  std::function<void(std::function<void()>)> poster() override;

 private:
  // In the order they are passed; DEAF: closing, and what still comes is not looked at.
  enum class State : std::uint8_t { HEADER, STARTING, SECURING, TUNING, OPENING, RUNNING, CLOSING, DEAF, DONE };

  // connection.cpp
  bool take_header();
  void on_frame(const Frame& frame);
  void on_channel_frame(const Frame& frame);
  void open_channel(const Frame& frame);
  void on_closing_channel(Channel& channel, std::uint32_t method);
  void on_connection_frame(const Frame& frame);
  void close_channel(Channel& channel, std::string_view arguments);
  void erase_channel(std::uint16_t number);
  Channel* channel_of(std::uint16_t number, std::uint64_t serial);
  void refuse(std::uint16_t channel, const Refusal& refusal, std::uint32_t method);
  void refuse_connection(const Refusal& refusal, std::uint32_t method, bool deaf = false);
  void end_turn();
  void release_client();
  bool must_hold(const Frame& frame) const;
  bool answers_pend() const;
  bool too_many_unanswered(unsigned factor) const;
  void go_on_if_held();
  void finish();
  bool open() const { return state_ == State::RUNNING; }
  bool may_use_client() const { return shared_.client != nullptr && state_ == State::RUNNING; }
  template <class M>
  void send(const M& method, std::uint16_t channel = 0) {
    put_method(shared_.out, channel, method);
    host_.wake();
  }

  // connection_handshake.cpp
  using Answer = std::optional<Refusal>;
  Answer on_connection_method(std::uint32_t method, std::string_view arguments);
  Answer on(const ConnectionStartOk& method);
  Answer on(const ConnectionTuneOk& method);
  Answer on(const ConnectionOpen& method);
  Answer on(const ConnectionUpdateSecret& method);
  Answer on(const ConnectionClose& method);
  Answer on(const ConnectionCloseOk& method);
  template <class M>
  Answer read_and_run(std::string_view arguments);
  Answer login_failed(const base::Fejl& why) const;
  void tell_blocked();
  void start();
  std::string_view state_name() const;

  // connection_session.cpp
  void answer(PublishId id, bool stored, std::string_view reply);
  void tell_answers();
  void top_up();
  std::uint32_t window() const;
  PendingGet take_get(GetId id);

  Host& host_;
  Backend& backend_;
  const AmqpLimits& limits_;
  const base::Ur& ur_;
  Counts& counts_;
  State state_ = State::HEADER;
  Next waits_for_ = Next::READ;  // AUTHENTICATE or UPDATE_SECRET while that runs
  bool held_ = false;
  std::optional<std::string> blocked_;  // why publishes are not read

  FrameReader reader_;
  Credentials credentials_;
  std::string mechanism_;
  bool reports_auth_failure_ = false;
  std::string secret_;
  bool reports_cancel_ = false;
  bool reports_blocked_ = false;
  std::uint16_t channel_max_ = 0;
  std::chrono::seconds heartbeat_{0};
  base::Monoton give_up_;  // of the handshake, later of closing
  base::Monoton last_sent_;
  base::Monoton last_received_;

  Shared shared_;
  std::size_t being_written_ = 0;  // bytes
  std::unordered_map<std::uint16_t, std::unique_ptr<Channel>> channels_;
  std::uint64_t last_serial_ = 0;
  std::vector<std::uint16_t> to_confirm_;  // channels with answers not yet told
  std::shared_ptr<void> alive_ = std::make_shared<int>();
};

}  // namespace brevdue::amqp
