// What carries a connection's bytes, one attempt at a time and never waiting: a non-blocking socket, plain or with TLS.
// The io threads wait with Asio, the blocking client with poll(); both drive this.
//
// Thread safety: one thread at a time. Ownership: the caller owns the socket and keeps it open for the transport's
// life.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace brevdue::net {

enum class Progress {
  DONE,
  WANT_READ,   // try again when the socket can be read
  WANT_WRITE,  // try again when the socket can be written
  ENDED,       // the peer closed its sending side properly
  FAILED,      // reset, or a TLS failure: nothing more comes or goes
};

struct Attempt {
  Progress progress = Progress::DONE;
  std::size_t bytes = 0;  // moved, whatever the progress
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual Progress handshake() = 0;
  // DONE with 1 to into.size() bytes, or why not.
  virtual Attempt read(std::span<char> into) = 0;
  // Takes what it can. DONE means that what it took has left; with WANT_WRITE some of it may still wait here, so call
  // again with the rest, even when the rest is empty.
  virtual Attempt write(std::span<const char> from) = 0;
  // Ends the sending side: close_notify where there is TLS, then FIN.
  virtual Progress goodbye() = 0;
  virtual std::string peer_certificate_der() const = 0;  // empty: none
};

std::unique_ptr<Transport> make_plain_transport(int socket);

// recv and send without signals, EINTR and SIGPIPE. recv: ENDED at end of stream.
Attempt receive(int socket, std::span<char> into);
Attempt send(int socket, std::span<const char> from);

}  // namespace brevdue::net
