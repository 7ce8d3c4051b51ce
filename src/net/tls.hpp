// TLS over a non-blocking socket, driven with OpenSSL itself: several records in one read, and a large write's records
// in one send, which asio::ssl::stream (one 17 KB record at a time) does not do. See docs/decisions/netvaerk.md.
//
// Folder-private. Thread safety: a TlsSettings may be shared by threads once made; a transport is for one at a time.
// Ownership: a transport keeps the settings it was made from alive.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "net/client.hpp"
#include "net/server.hpp"
#include "net/transport.hpp"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace brevdue::net {

using TlsSettings = std::shared_ptr<ssl_ctx_st>;

base::Resultat<TlsSettings> make_server_tls(const TlsFiles& files, ClientCertificate wanted);
base::Resultat<TlsSettings> make_client_tls(const KlientMaal& maal);

struct TlsContext::Impl {
  TlsSettings current();

  TlsFiles files;
  ClientCertificate wanted;
  std::mutex mutex;
  TlsSettings settings;  // behind the mutex
};

std::unique_ptr<Transport> make_server_transport(int socket, const TlsSettings& settings);
// `host` is sent as server name, and the server's certificate must be for it.
std::unique_ptr<Transport> make_client_transport(int socket, const TlsSettings& settings, const std::string& host);

}  // namespace brevdue::net
