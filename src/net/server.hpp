// The io threads, the TLS settings and the listening sockets.
//
// Thread safety: IoThreads::run_in_pool and spawn, TlsContext::reload and Listener::stop from any thread; the rest from
// the thread that composes the program. Ownership: src/app owns one IoThreads, and the TlsContexts and Listeners, which
// must end before it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/strom.hpp"

namespace brevdue::net {

// Some threads with one io_context each (a connection stays on its thread for life, so nothing needs a strand), and
// a bounded pool for what blocks: RSA, canonicalisation, files.
class IoThreads {
 public:
  IoThreads(unsigned io_threads, unsigned pool_threads);
  ~IoThreads();  // stops and joins
  void stop();

  // Runs `work` on a pool thread and comes back to the awaiting io thread; what it throws is thrown there. Errors:
  // OVERBELASTET when too much waits.
  Opgave<base::Resultat<void>> run_in_pool(std::function<void()> work);
  // Runs `task` on io thread 0, for periodic work; ends with the threads.
  void spawn(Opgave<void> task);

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

enum class ClientCertificate { NONE, REQUESTED, REQUIRED };

struct TlsFiles {
  std::string certificate_chain;  // PEM file, leaf first
  std::string private_key;        // PEM file
};

// Server side of TLS 1.2 and 1.3. A client certificate is asked for but accepted whatever its chain: the caller is
// looked up by the exact certificate afterwards (adgangsstyring), and only possession of its key is proven here.
class TlsContext {
 public:
  static base::Resultat<std::unique_ptr<TlsContext>> make(const TlsFiles& files, ClientCertificate wanted);
  ~TlsContext();
  // Loads the files again; connections already open keep what they have. On failure the old ones stay.
  base::Resultat<void> reload();

  struct Impl;
  std::shared_ptr<Impl> impl() { return impl_; }

 private:
  explicit TlsContext(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

struct ListenLimits {
  unsigned connections = 10000;                // over it a new connection is closed at once
  std::chrono::milliseconds handshake{10000};  // TLS handshake must be done by then
};

class Listener {
 public:
  // `address` numeric, `port` 0 for a free one. tls nullptr: plain TCP. Errors: FORBINDELSE with the system's reason.
  static base::Resultat<std::unique_ptr<Listener>> tcp(IoThreads& threads, const std::string& address,
                                                       std::uint16_t port, TlsContext* tls, ListenLimits limits,
                                                       Serve serve);
  // A Unix socket of mode 0600 at `path`; peers of another uid (except root) are closed at once.
  static base::Resultat<std::unique_ptr<Listener>> local(IoThreads& threads, const std::string& path, Serve serve);
  ~Listener();  // stop()

  std::uint16_t port() const;
  // No new connections; those open go on, except those that are not through the TLS handshake: they are closed.
  void stop();
  unsigned open_connections() const;
  // Waits until there is none, at the latest until then; whether there is none. After stop().
  bool wait_empty(std::chrono::steady_clock::time_point until);

  struct Impl;

 private:
  explicit Listener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace brevdue::net
