// A small blocking AMQP client of one channel: for the demo, commands, tests and benchmarks that drive the real door.
// The server side never uses it.
//
// Thread safety: one thread at a time. Ownership: the caller owns it; destruction closes the socket without a word.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "amqp/frame.hpp"
#include "base/result.hpp"
#include "net/client.hpp"

namespace brevdue::amqp {

struct KlientBesked {
  std::string consumer_tag;
  std::uint64_t delivery_tag = 0;
  bool redelivered = false;
  std::string correlation_id;
  std::string message_id;
  std::string body;
};

class Klient {
 public:
  // Connects, authenticates with `mechanism` ("EXTERNAL", the response being the token) and opens `vhost` and channel
  // 1. Errors of all members: those of net::Klient; IKKE_TILLADT with RabbitMQ's code and words when the server closes
  // the channel or the connection; UGYLDIG for frames out of order.
  static base::Resultat<std::unique_ptr<Klient>> open(const net::KlientMaal& maal, std::string_view mechanism,
                                                      std::string_view response, std::string_view vhost);

  base::Resultat<void> confirm();  // confirm.select
  // Turns confirms on and stands ready for replies. Once, before publish().
  base::Resultat<void> ready_to_publish();
  // Publishes with the token in its header; returns the reply's body when it and the confirm have come.
  base::Resultat<std::string> publish(std::string_view exchange, std::string_view token, std::string_view message_id,
                                      std::string_view correlation_id, std::string_view body);

  base::Resultat<void> prefetch(std::uint16_t count);
  base::Resultat<void> consume(std::string_view queue);
  // The next delivery; TIDSFRIST when none comes.
  base::Resultat<KlientBesked> next(std::chrono::milliseconds timeout);
  // One besked, or nothing when there is none; no_ack: it is done with.
  base::Resultat<std::optional<KlientBesked>> get(std::string_view queue, bool no_ack);
  base::Resultat<void> ack(std::uint64_t delivery_tag, bool multiple = false);
  // The connection itself, for who goes on in its own way (benchmarks): all that was asked for has been answered.
  net::Klient& stream() { return *stream_; }
  // Says goodbye properly.
  base::Resultat<void> close();

 private:
  explicit Klient(std::unique_ptr<net::Klient> stream) : stream_(std::move(stream)) {}

  struct Modtaget {  // one method with its content
    const MethodInfo* info = nullptr;
    std::string arguments;
    KlientBesked besked;
  };
  base::Resultat<Frame> next_frame();
  base::Resultat<Modtaget> next_method();
  base::Resultat<void> read_content(KlientBesked& besked);
  base::Resultat<void> note(Modtaget&& one);
  base::Resultat<void> note_next();
  template <class M>
  base::Resultat<Modtaget> expect();
  base::Resultat<void> start(std::string_view mechanism, std::string_view response, std::string_view vhost);

  std::unique_ptr<net::Klient> stream_;
  FrameReader frames_{128 << 10};
  std::optional<std::size_t> consumed_;  // bytes of the frame handed out last
  std::uint32_t frame_max_ = 128 << 10;
  std::deque<KlientBesked> waiting_;
  std::uint64_t confirmed_ = 0;
};

}  // namespace brevdue::amqp
