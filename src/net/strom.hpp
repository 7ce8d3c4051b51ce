// One connection as the protocols see it: bytes in, bytes out, who is at the other end. Whether TCP, TLS or a Unix
// socket carries it is decided in src/net and nowhere else, so that Asio's and OpenSSL's heavy headers stay there.
//
// Thread safety: a Strom belongs to the io thread that accepted it and is used only there; post() and what poster()
// gave may be called from any thread. Ownership: the coroutine that serves the connection owns it. One coroutine at a
// time may read, one may write and one may wait; they may be three.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "base/ur.hpp"

namespace brevdue::net {

template <class T>
using Opgave = boost::asio::awaitable<T>;  // a coroutine of the io threads

// Who is at the other end, as the transport knows it.
struct Peer {
  std::string address;          // numeric; IPv4 as "172.30.217.227", IPv6 without brackets; "unix" for a Unix socket
  std::string certificate_der;  // the TLS client certificate, empty when none was presented; NOT yet judged
};

// Runs the work given to it on one io thread, in order; from any thread, also after the stream it came from is gone
// (so the work must hold what it needs, e.g. a weak_ptr). After the io threads stopped, work is dropped without being
// run.
using Poster = std::function<void(std::function<void()>)>;

class Strom {
 public:
  virtual ~Strom() = default;

  virtual const Peer& peer() const = 0;

  // Reads 1 to into.size() bytes; 0 means the peer closed its sending side properly.
  // Errors: FORBINDELSE (reset, TLS failure), TIDSFRIST (nothing came before `deadline`).
  virtual Opgave<base::Resultat<std::size_t>> read_some(std::span<char> into, base::Monoton deadline) = 0;
  // Writes all of it. Errors as above; after one the stream is only good for close().
  virtual Opgave<base::Resultat<void>> write(std::span<const char> from, base::Monoton deadline) = 0;
  // Suspends until `until`, wake() or close(); used by a writer that waits for something to write. A wake() while
  // nobody waits is remembered for the next wait, so it may also return early: ask again what it waited for.
  virtual Opgave<void> wait(base::Monoton until) = 0;
  virtual void wake() = 0;
  // Ends a pending read and wait, says goodbye (TLS close_notify), lets the peer end its side for at most a second
  // (what it still sends is dropped), then closes. Not while another coroutine writes. Safe to call twice.
  virtual Opgave<void> shutdown() = 0;
  // Closes at once; pending reads, writes and waits end with FORBINDELSE.
  virtual void close() = 0;
  // Runs `work` on this stream's io thread; from any thread, in order, and not from within this call.
  virtual void post(std::function<void()> work) = 0;
  // The same, for those who may outlive the stream.
  virtual Poster poster() const = 0;
  // Starts a further coroutine on this stream's io thread.
  virtual void spawn(Opgave<void> task) = 0;
};

// Serves one connection from first to last byte; what it throws is logged and ends that connection only.
using Serve = std::function<Opgave<void>(std::unique_ptr<Strom>)>;

}  // namespace brevdue::net
