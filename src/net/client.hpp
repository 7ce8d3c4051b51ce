// A plain blocking TLS (or TCP) client: for the demo, commands, tests and benchmarks, where one thread talks to one
// server. The server side never uses it.
//
// Thread safety: one thread at a time. Ownership: the caller owns it; destruction closes the socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace brevdue::net {

struct KlientMaal {
  std::string host;
  std::uint16_t port = 0;
  std::string unix_path;  // a Unix socket instead of host and port, and without TLS
  bool tls = true;
  std::string ca_file;           // PEM; the server's chain and host name are checked against it
  std::string certificate_file;  // PEM; empty: no client certificate
  std::string key_file;
  std::chrono::milliseconds timeout{10000};  // for connecting, and for each read and write
};

class Klient {
 public:
  static base::Resultat<std::unique_ptr<Klient>> connect(const KlientMaal& maal);
  virtual ~Klient() = default;
  // 0: closed properly by the server. Errors: TIDSFRIST, FORBINDELSE.
  virtual base::Resultat<std::size_t> read_some(std::span<char> into) = 0;
  virtual base::Resultat<void> write(std::string_view bytes) = 0;
  // Waits at most this long in later reads and writes.
  virtual void set_timeout(std::chrono::milliseconds timeout) = 0;
};

}  // namespace brevdue::net
