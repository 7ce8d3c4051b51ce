#include "net/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace brevdue::net {
namespace {

namespace asio = boost::asio;
using base::fejl;
using base::FejlKode;
using base::Monoton;
using base::Resultat;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
// A connection whose bytes are always there would never suspend: after this much it lets the others run.
constexpr std::size_t kTurnBytes = std::size_t{64} * 1024;
constexpr std::size_t kTurnStep = std::size_t{4} * 1024;  // what a call counts for besides its bytes
constexpr std::chrono::seconds kGoodbye{1};

std::unexpected<base::Fejl> gone() {
  return fejl(FejlKode::FORBINDELSE, "the connection is gone");
}
std::unexpected<base::Fejl> late() {
  return fejl(FejlKode::TIDSFRIST, "the connection's peer took too long");
}

}  // namespace

Connection::Connection(IoThread& thread, int socket, std::unique_ptr<Transport> transport)
    : thread_(thread),
      mailbox_(thread.mailbox),
      socket_(thread.context, socket),
      transport_(std::move(transport)),
      timer_(thread.context),
      wake_up_(thread.context, Monoton::max()) {}

Opgave<Resultat<void>> Connection::until(Progress wanted, Waiter& waiter, Monoton deadline) {
  if (deadline <= std::chrono::steady_clock::now()) co_return late();
  waiter = {deadline, false};
  set_timer(deadline);
  const auto kind = wanted == Progress::WANT_WRITE ? asio::posix::stream_descriptor::wait_write
                                                   : asio::posix::stream_descriptor::wait_read;
  const auto [error] = co_await socket_.async_wait(kind, kAwait);
  waiter.deadline = Monoton::max();
  spent_ = 0;
  if (closed_) co_return gone();
  if (!error) co_return Resultat<void>{};
  if (waiter.expired) co_return late();
  // Cancelled for another waiter's sake: the caller tries again.
  if (error == asio::error::operation_aborted) co_return Resultat<void>{};
  co_return gone();
}

Opgave<void> Connection::take_turns(std::size_t bytes) {
  spent_ += bytes + kTurnStep;
  if (spent_ < kTurnBytes) co_return;
  spent_ = 0;
  co_await asio::post(thread_.context, asio::use_awaitable);
}

Opgave<Resultat<void>> Connection::handshake(Self self, IoThreads& threads, Monoton deadline) {
  Progress progress = Progress::WANT_READ;  // the client speaks first
  while (progress != Progress::DONE) {
    if (progress != Progress::WANT_READ && progress != Progress::WANT_WRITE) co_return gone();
    const auto ready = co_await self->until(progress, self->reader_, deadline);
    if (!ready) co_return ready;
    const auto ran = co_await threads.run_in_pool([&] { progress = self->transport_->handshake(); });
    if (!ran) co_return ran;
  }
  co_return Resultat<void>{};
}

Opgave<Resultat<std::size_t>> Connection::read(Self self, std::span<char> into, Monoton deadline) {
  if (self->spent_ >= kTurnBytes) co_await self->take_turns(0);
  while (!self->closed_ && !self->ending_) {
    const Attempt got = self->transport_->read(into);
    if (got.progress == Progress::DONE) {
      self->spent_ += got.bytes + kTurnStep;
      co_return got.bytes;
    }
    if (got.progress == Progress::ENDED) co_return 0;
    if (got.progress == Progress::FAILED) co_return gone();
    const auto ready = co_await self->until(got.progress, self->reader_, deadline);
    if (!ready) co_return std::unexpected(ready.error());
  }
  co_return gone();
}

Opgave<Resultat<void>> Connection::write(Self self, std::span<const char> from, Monoton deadline) {
  while (!self->closed_) {
    const Attempt put = self->transport_->write(from);
    from = from.subspan(put.bytes);
    if (put.progress == Progress::DONE) {
      if (from.empty()) co_return Resultat<void>{};
      co_await self->take_turns(put.bytes);
      continue;
    }
    if (put.progress == Progress::FAILED || put.progress == Progress::ENDED) co_return gone();
    const auto ready = co_await self->until(put.progress, self->writer_, deadline);
    if (!ready) co_return ready;
  }
  co_return gone();
}

Opgave<void> Connection::wait(Self self, Monoton until) {
  if (self->closed_) {
    co_await asio::post(self->thread_.context, asio::use_awaitable);
    co_return;
  }
  if (!std::exchange(self->woken_, false)) {
    self->wait_until_ = until;
    self->set_timer(until);
    self->waits_ = true;
    co_await self->wake_up_.async_wait(kAwait);
    self->waits_ = false;
    self->wait_until_ = Monoton::max();
  }
}

void Connection::wake() {
  if (waits_) {
    wake_up_.cancel();
  } else {
    woken_ = true;
  }
}

Opgave<void> Connection::shutdown(Self self) {
  if (self->closed_ || std::exchange(self->ending_, true)) co_return;
  self->wake();
  boost::system::error_code ignored;
  self->socket_.cancel(ignored);
  const Monoton deadline = std::chrono::steady_clock::now() + kGoodbye;
  if (co_await self->say_goodbye(deadline)) co_await self->drop_rest(deadline);
  self->close();
}

Opgave<Resultat<void>> Connection::say_goodbye(Monoton deadline) {
  while (!closed_) {
    const Progress progress = transport_->goodbye();
    if (progress == Progress::DONE) co_return Resultat<void>{};
    if (progress != Progress::WANT_WRITE) break;
    const auto ready = co_await until(progress, closer_, deadline);
    if (!ready) co_return ready;
  }
  co_return gone();
}

// Closing a socket with unread bytes resets the connection, and the peer might lose our last words.
Opgave<void> Connection::drop_rest(Monoton deadline) {
  std::array<char, 4096> dropped;
  while (!closed_) {
    const Attempt got = receive(socket_.native_handle(), dropped);
    if (got.progress == Progress::ENDED || got.progress == Progress::FAILED) co_return;
    if (got.progress == Progress::DONE) {
      if (std::chrono::steady_clock::now() > deadline) co_return;
      co_await take_turns(got.bytes);
      continue;
    }
    if (!co_await until(Progress::WANT_READ, closer_, deadline)) co_return;
  }
}

void Connection::close() {
  if (std::exchange(closed_, true)) return;
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
  wake_up_.cancel();
}

void Connection::cut() {
  if (!closed_) ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

void Connection::set_timer(Monoton deadline) {
  if (deadline >= timer_at_) return;
  timer_at_ = deadline;
  timer_.expires_at(deadline);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    if (error) return;
    if (const Self self = weak.lock()) self->on_timer();
  });
}

void Connection::on_timer() {
  if (closed_) return;
  timer_at_ = Monoton::max();
  const Monoton now = std::chrono::steady_clock::now();
  bool expired = false;
  for (Waiter* waiter : {&reader_, &writer_, &closer_}) {
    if (waiter->deadline > now) continue;
    *waiter = {Monoton::max(), true};
    expired = true;
  }
  boost::system::error_code ignored;
  if (expired) socket_.cancel(ignored);
  if (wait_until_ <= now) {
    wait_until_ = Monoton::max();
    wake();
  }
  set_timer(std::min({reader_.deadline, writer_.deadline, closer_.deadline, wait_until_}));
}

namespace {

class ConnectionStrom final : public Strom {
 public:
  ConnectionStrom(Connection::Self connection, Peer peer)
      : connection_(std::move(connection)), peer_(std::move(peer)) {}
  ~ConnectionStrom() override { connection_->close(); }

  const Peer& peer() const override { return peer_; }
  Opgave<Resultat<std::size_t>> read_some(std::span<char> into, Monoton deadline) override {
    return Connection::read(connection_, into, deadline);
  }
  Opgave<Resultat<void>> write(std::span<const char> from, Monoton deadline) override {
    return Connection::write(connection_, from, deadline);
  }
  Opgave<void> wait(Monoton until) override { return Connection::wait(connection_, until); }
  void wake() override { connection_->wake(); }
  Opgave<void> shutdown() override { return Connection::shutdown(connection_); }
  void close() override { connection_->close(); }
  void post(std::function<void()> work) override { connection_->mailbox()->put(std::move(work)); }
  Poster poster() const override {
    return [mailbox = connection_->mailbox()](std::function<void()> work) { mailbox->put(std::move(work)); };
  }
  void spawn(Opgave<void> task) override { launch(connection_->thread(), std::move(task), "a connection's coroutine"); }

 private:
  Connection::Self connection_;
  Peer peer_;
};

}  // namespace

std::unique_ptr<Strom> make_strom(Connection::Self connection, Peer peer) {
  return std::make_unique<ConnectionStrom>(std::move(connection), std::move(peer));
}

}  // namespace brevdue::net
