// The AMQP server: serves each connection that a net::Listener accepts, in front of one Backend.
//
// Thread safety: all members from any thread. Ownership: src/app owns it; the Backend, the clock and the dice must
// outlive it, and it must outlive the io threads.
#pragma once

#include <memory>
#include <string_view>

#include "amqp/backend.hpp"
#include "amqp/limits.hpp"
#include "base/ur.hpp"
#include "net/strom.hpp"

namespace brevdue::amqp {

class Server {
 public:
  Server(Backend& backend, AmqpLimits limits, const base::Ur& ur, base::Tilfaeldig& random);
  ~Server();

  // For Listener::tcp.
  net::Serve serve();
  // Closes every connection there is with 320 CONNECTION_FORCED and this reason, and those that still come; each gets
  // AmqpLimits::close_wait to agree. Stop listening first, then wait for connections() to be 0.
  void close_all(std::string_view reason);

  unsigned connections() const;
  unsigned channels() const;

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace brevdue::amqp
