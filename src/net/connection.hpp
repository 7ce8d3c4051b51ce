// A connection on its io thread: a Transport, and the waiting that it does not do itself.
//
// Folder-private (Asio). Thread safety: its io thread only; post() and poster() any. Ownership: shared by the Strom
// handed out and by the coroutines inside read, write, wait and shutdown, so that none of them wakes up in freed
// memory.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "net/io_thread.hpp"
#include "net/strom.hpp"
#include "net/transport.hpp"

namespace brevdue::net {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Self = std::shared_ptr<Connection>;

  // Takes over the socket, which `transport` uses.
  Connection(IoThread& thread, int socket, std::unique_ptr<Transport> transport);
  ~Connection() { close(); }

  // Runs the transport's handshake, on the pool: its RSA would hold up this thread's other connections.
  static Opgave<base::Resultat<void>> handshake(Self self, IoThreads& threads, base::Monoton deadline);
  static Opgave<base::Resultat<std::size_t>> read(Self self, std::span<char> into, base::Monoton deadline);
  static Opgave<base::Resultat<void>> write(Self self, std::span<const char> from, base::Monoton deadline);
  static Opgave<void> wait(Self self, base::Monoton until);
  static Opgave<void> shutdown(Self self);
  void wake();
  void close();
  // Ends both directions of the socket, which a handshake notices too: on the pool it uses the socket while this thread
  // goes on, and a closed one's number may be another's by then.
  void cut();

  IoThread& thread() { return thread_; }
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  const Transport& transport() const { return *transport_; }

 private:
  // One who waits for the socket. The deadlines share one timer, which is set anew only for an earlier one: a timer
  // a read would cost more than the read.
  struct Waiter {
    base::Monoton deadline = base::Monoton::max();
    bool expired = false;
  };

  Opgave<base::Resultat<void>> until(Progress wanted, Waiter& waiter, base::Monoton deadline);
  Opgave<void> take_turns(std::size_t bytes);
  Opgave<base::Resultat<void>> say_goodbye(base::Monoton deadline);
  Opgave<void> drop_rest(base::Monoton deadline);
  void set_timer(base::Monoton deadline);
  void on_timer();

  IoThread& thread_;
  std::shared_ptr<Mailbox> mailbox_;  // the thread's; shared, as it is asked for while the thread is taken down too
  boost::asio::posix::stream_descriptor socket_;
  std::unique_ptr<Transport> transport_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer wake_up_;  // never expires; cancelled to end wait()
  base::Monoton timer_at_ = base::Monoton::max();
  base::Monoton wait_until_ = base::Monoton::max();
  Waiter reader_;
  Waiter writer_;
  Waiter closer_;
  std::size_t spent_ = 0;  // since this connection last let others run
  bool waits_ = false;
  bool woken_ = false;
  bool ending_ = false;
  bool closed_ = false;
};

// The Strom that serves get: a Connection and who is at its other end.
std::unique_ptr<Strom> make_strom(Connection::Self connection, Peer peer);

}  // namespace brevdue::net
