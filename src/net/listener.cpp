#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <condition_variable>
#include <map>
#include <mutex>
#include <system_error>

#include "base/log.hpp"
#include "net/address.hpp"
#include "net/connection.hpp"
#include "net/io_thread.hpp"
#include "net/tls.hpp"

namespace brevdue::net {
namespace {

namespace asio = boost::asio;
using base::Resultat;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // when the system has no descriptor or memory left

void tune_tcp(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

}  // namespace

struct Listener::Impl {
  IoThreads& threads;
  std::shared_ptr<TlsContext::Impl> tls;
  ListenLimits limits;
  Serve serve;
  std::string path;  // of a Unix socket
  std::uint16_t port = 0;
  std::atomic<unsigned> open{0};
  std::mutex mutex;
  std::condition_variable emptied;
  int socket = -1;  // owned by accept_all(); valid until `stopped`
  bool stopped = false;
  std::map<const Connection*, std::pair<std::shared_ptr<Mailbox>, std::weak_ptr<Connection>>> unshaken;

  void stop();
  void leave();
};

namespace {

// A place among a listener's and a thread's connections, for as long as the connection lives.
class Seat {
 public:
  Seat(std::shared_ptr<Listener::Impl> listener, IoThread& thread) : listener_(std::move(listener)), thread_(&thread) {
    listener_->open.fetch_add(1);
    thread_->connections.fetch_add(1);
  }
  Seat(Seat&&) noexcept = default;
  ~Seat() {
    if (!listener_) return;
    listener_->leave();
    thread_->connections.fetch_sub(1);
  }

  Listener::Impl& listener() { return *listener_; }
  IoThread& thread() { return *thread_; }

 private:
  std::shared_ptr<Listener::Impl> listener_;
  IoThread* thread_;
};

// A connection that stop() ends, as its client has no more than begun the TLS handshake.
class Unshaken {
 public:
  Unshaken(Listener::Impl& listener, const Connection::Self& connection)
      : listener_(listener), connection_(connection.get()) {
    const std::lock_guard lock(listener_.mutex);
    listener_.unshaken.try_emplace(connection_, connection->mailbox(), connection);
    if (listener_.stopped) connection->cut();
  }
  Unshaken(const Unshaken&) = delete;
  Unshaken& operator=(const Unshaken&) = delete;
  ~Unshaken() {
    const std::lock_guard lock(listener_.mutex);
    listener_.unshaken.erase(connection_);
  }

 private:
  Listener::Impl& listener_;
  const Connection* connection_;
};

Opgave<Resultat<void>> shake_hands(Listener::Impl& listener, const Connection::Self& connection) {
  const Unshaken unshaken(listener, connection);
  const auto deadline = std::chrono::steady_clock::now() + listener.limits.handshake;
  co_return co_await Connection::handshake(connection, listener.threads, deadline);
}

Opgave<void> serve_connection(Seat seat, FileDescriptor accepted, Peer peer) {
  Listener::Impl& listener = seat.listener();
  auto transport = listener.tls ? make_server_transport(accepted.get(), listener.tls->current())
                                : make_plain_transport(accepted.get());
  auto connection = std::make_shared<Connection>(seat.thread(), accepted.get(), std::move(transport));
  accepted.release();
  if (listener.tls) {
    const auto shaken = co_await shake_hands(listener, connection);
    if (!shaken) {
      base::log::debug("TLS handshake failed", {{"why", base::beskriv(shaken.error())}});
      co_return;
    }
    peer.certificate_der = connection->transport().peer_certificate_der();
  }
  co_await listener.serve(make_strom(std::move(connection), std::move(peer)));
}

void admit(const std::shared_ptr<Listener::Impl>& listener, FileDescriptor accepted, const sockaddr_storage& from) {
  const bool local = from.ss_family == AF_UNIX;
  if (local && !same_user(accepted.get())) return;
  if (listener->open.load() >= listener->limits.connections) return;
  if (!local) tune_tcp(accepted.get());
  Seat seat(listener, listener->threads.impl().least_loaded());
  IoThread& thread = seat.thread();
  launch(thread, serve_connection(std::move(seat), std::move(accepted), Peer{address_text(from), {}}), "a connection");
}

Opgave<void> accept_all(std::shared_ptr<Listener::Impl> listener, FileDescriptor listening) {
  asio::io_context& context = listener->threads.impl().threads.front()->context;
  asio::posix::stream_descriptor socket(context, listening.release());
  for (;;) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    FileDescriptor accepted(
        ::accept4(socket.native_handle(), reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (accepted.get() >= 0) {
      admit(listener, std::move(accepted), from);
      co_await asio::post(context, asio::use_awaitable);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      co_await socket.async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
    } else if (errno == EINVAL) {
      co_return;  // stop() has been here
    } else if (errno != EINTR && errno != ECONNABORTED) {
      base::log::warn("no connection can be accepted", {{"why", std::generic_category().message(errno)}});
      co_await asio::steady_timer(context, kAcceptPause).async_wait(kAwait);
    }
  }
}

void start(const std::shared_ptr<Listener::Impl>& listener, FileDescriptor listening) {
  listener->socket = listening.get();
  launch(*listener->threads.impl().threads.front(), accept_all(listener, std::move(listening)), "accepting");
}

}  // namespace

// shutdown() takes effect at once, from any thread; accept_all() then wakes up and closes the socket.
void Listener::Impl::stop() {
  const std::lock_guard lock(mutex);
  if (stopped) return;
  ::shutdown(socket, SHUT_RDWR);
  stopped = true;
  for (const auto& [address, one] : unshaken) {
    one.first->put([weak = one.second] {
      if (const auto connection = weak.lock()) connection->cut();
    });
  }
  if (!path.empty()) ::unlink(path.c_str());
}

void Listener::Impl::leave() {
  if (open.fetch_sub(1) != 1) return;
  const std::lock_guard lock(mutex);
  emptied.notify_all();
}

Listener::Listener(std::shared_ptr<Listener::Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() {
  stop();
}

Resultat<std::unique_ptr<Listener>> Listener::tcp(IoThreads& threads, const std::string& address, std::uint16_t port,
                                                  TlsContext* tls, ListenLimits limits, Serve serve) {
  FileDescriptor socket = PROEV(listen_tcp(address, port));
  auto impl = std::make_shared<Impl>(threads, tls != nullptr ? tls->impl() : nullptr, limits, std::move(serve), "",
                                     bound_port(socket.get()));
  start(impl, std::move(socket));
  return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

Resultat<std::unique_ptr<Listener>> Listener::local(IoThreads& threads, const std::string& path, Serve serve) {
  FileDescriptor socket = PROEV(listen_local(path));
  auto impl = std::make_shared<Impl>(threads, nullptr, ListenLimits{}, std::move(serve), path);
  start(impl, std::move(socket));
  return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

std::uint16_t Listener::port() const {
  return impl_->port;
}
void Listener::stop() {
  impl_->stop();
}
unsigned Listener::open_connections() const {
  return impl_->open.load();
}
bool Listener::wait_empty(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(impl_->mutex);
  return impl_->emptied.wait_until(lock, until, [this] { return impl_->open.load() == 0; });
}

}  // namespace brevdue::net
