// A net::Strom in memory, on an io_context that a test runs by hand, with time from a base::Ur that a test moves.
//
// Thread safety: one thread. Ownership: the server owns the MemoryStrom; the test keeps its Wire, which outlives it.
#pragma once

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <memory>
#include <string>

#include "base/ur.hpp"
#include "net/strom.hpp"

namespace brevdue::amqp {

// Something a coroutine waits for; the test's clock, not the machine's, ends it.
class Signal {
 public:
  explicit Signal(boost::asio::io_context& context) : timer_(context, base::Monoton::max()) {}
  net::Opgave<void> wait(base::Monoton until) {
    until_ = until;
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    until_ = base::Monoton::max();
  }
  void set() { timer_.cancel(); }
  void expire(base::Monoton now) {
    if (now >= until_) set();
  }

 private:
  boost::asio::steady_timer timer_;
  base::Monoton until_ = base::Monoton::max();
};

// Both ends of a connection: what the peer sent and the server wrote.
struct Wire {
  explicit Wire(const base::Ur& clock) : ur(clock) {}

  // Runs everything that can run now.
  void run() {
    context.restart();
    context.poll();
  }
  void send(std::string_view bytes) {
    to_server.append(bytes);
    readable.set();
    run();
  }
  void end_of_peer() {
    peer_ended = true;
    readable.set();
    run();
  }
  void time_passed() {
    for (auto* signal : {&readable, &writable, &woken}) signal->expire(ur.monoton());
    run();
  }
  std::string received() { return std::exchange(from_server, {}); }

  const base::Ur& ur;
  boost::asio::io_context context;
  Signal readable{context};
  Signal writable{context};
  Signal woken{context};
  std::string to_server;
  std::string from_server;
  std::size_t room = SIZE_MAX;  // bytes the peer still takes
  bool peer_ended = false;
  bool wake_kept = false;
  bool closed = false;
  bool gone = false;  // the server let go of the connection
};

class MemoryStrom final : public net::Strom {
 public:
  explicit MemoryStrom(Wire& wire) : wire_(wire) {}
  ~MemoryStrom() override { wire_.gone = true; }

  const net::Peer& peer() const override { return peer_; }
  net::Opgave<base::Resultat<std::size_t>> read_some(std::span<char> into, base::Monoton deadline) override {
    while (wire_.to_server.empty() && !wire_.peer_ended && !wire_.closed) {
      if (wire_.ur.monoton() >= deadline) co_return base::fejl(base::FejlKode::TIDSFRIST, "silent");
      co_await wire_.readable.wait(deadline);
    }
    if (wire_.closed) co_return base::fejl(base::FejlKode::FORBINDELSE, "closed");
    const auto size = std::min(into.size(), wire_.to_server.size());
    std::memcpy(into.data(), wire_.to_server.data(), size);
    wire_.to_server.erase(0, size);
    co_return size;
  }
  net::Opgave<base::Resultat<void>> write(std::span<const char> from, base::Monoton deadline) override {
    while (true) {
      const auto size = std::min(from.size(), wire_.room);
      wire_.from_server.append(from.data(), size);
      wire_.room -= size;
      from = from.subspan(size);
      if (from.empty()) co_return base::Resultat<void>{};
      if (wire_.closed) co_return base::fejl(base::FejlKode::FORBINDELSE, "closed");
      if (wire_.ur.monoton() >= deadline) co_return base::fejl(base::FejlKode::TIDSFRIST, "stalled");
      co_await wire_.writable.wait(deadline);
    }
  }
  net::Opgave<void> wait(base::Monoton until) override {
    if (!std::exchange(wire_.wake_kept, false)) co_await wire_.woken.wait(until);
    wire_.wake_kept = false;
  }
  void wake() override {
    wire_.wake_kept = true;
    wire_.woken.set();
  }
  net::Opgave<void> shutdown() override {
    close();
    co_return;
  }
  void close() override {
    wire_.closed = true;
    for (auto* signal : {&wire_.readable, &wire_.writable, &wire_.woken}) signal->set();
  }
  void post(std::function<void()> work) override { boost::asio::post(wire_.context, std::move(work)); }
  net::Poster poster() const override {
    return [&context = wire_.context](std::function<void()> work) { boost::asio::post(context, std::move(work)); };
  }
  void spawn(net::Opgave<void> task) override {
    boost::asio::co_spawn(wire_.context, std::move(task), boost::asio::detached);
  }

 private:
  Wire& wire_;
  net::Peer peer_{"127.0.0.1", {}};
};

}  // namespace brevdue::amqp
