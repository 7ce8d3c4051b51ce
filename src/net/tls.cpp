#include "net/tls.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>

namespace brevdue::net {
namespace {

// Four records a send: fewer system calls, and the memory they wait in stays small.
constexpr std::size_t kWriteChunk = std::size_t{4} * SSL3_RT_MAX_PLAIN_LENGTH;
constexpr std::size_t kRecordOverhead = std::size_t{4} * 64;
constexpr std::size_t kKeptCapacity = std::size_t{16} * 1024;

// Encrypted bytes on their way out. OpenSSL's own socket BIO would send each record alone, and raise SIGPIPE.
struct Wire {
  int socket;
  std::string out;
  std::size_t sent = 0;
};

int bio_read(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const Attempt got = receive(static_cast<Wire*>(BIO_get_data(bio))->socket, {into, static_cast<std::size_t>(size)});
  if (got.progress == Progress::WANT_READ) BIO_set_retry_read(bio);
  if (got.progress == Progress::ENDED) return 0;
  return got.progress == Progress::DONE ? static_cast<int>(got.bytes) : -1;
}

int bio_write(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  static_cast<Wire*>(BIO_get_data(bio))->out.append(from, static_cast<std::size_t>(size));
  return size;
}

long bio_ctrl(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* wire_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "brevdue wire");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_ctrl);
    return made;
  }();
  return method;
}

class TlsTransport final : public Transport {
 public:
  TlsTransport(int socket, const TlsSettings& settings)
      : wire_{.socket = socket, .out = {}}, ssl_(SSL_new(settings.get()), SSL_free) {
    BIO* bio = BIO_new(wire_method());
    BIO_set_data(bio, &wire_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
  }

  SSL* ssl() { return ssl_.get(); }

  Progress handshake() override {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    const Progress state = done == 1 ? Progress::DONE : why_not(done);
    // An alert that says why it failed should still leave.
    const Progress flushed = flush();
    return flushed == Progress::DONE || state == Progress::FAILED ? state : flushed;
  }

  Attempt read(std::span<char> into) override {
    if (failed_) return {Progress::FAILED};
    const Attempt got = decrypt(into);
    // Reading may have made something to say (a key update, an alert); if it cannot leave now, a write takes it along.
    flush();
    return got;
  }

  Attempt write(std::span<const char> from) override {
    if (const Progress before = flush(); before != Progress::DONE || from.empty()) return {before};
    ERR_clear_error();
    const std::size_t chunk = std::min(from.size(), kWriteChunk);
    wire_.out.reserve(chunk + kRecordOverhead);
    std::size_t taken = 0;
    const int done = SSL_write_ex(ssl_.get(), from.data(), chunk, &taken);
    if (done != 1) return {why_not(done)};
    return {flush(), taken};
  }

  Progress goodbye() override {
    if (failed_) return Progress::FAILED;
    ERR_clear_error();
    if ((SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) == 0) SSL_shutdown(ssl_.get());
    const Progress flushed = flush();
    if (flushed == Progress::DONE) ::shutdown(wire_.socket, SHUT_WR);
    return flushed;
  }

  std::string peer_certificate_der() const override {
    X509* certificate = SSL_get0_peer_certificate(ssl_.get());
    unsigned char* der = nullptr;
    const int size = certificate != nullptr ? i2d_X509(certificate, &der) : 0;
    std::string out = size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size)) : "";
    OPENSSL_free(der);
    return out;
  }

 private:
  // SSL_read gives one record at most; go on while whole or half ones lie in its buffer.
  Attempt decrypt(std::span<char> into) {
    std::size_t total = 0;
    while (total < into.size()) {
      ERR_clear_error();
      std::size_t n = 0;
      const int done = SSL_read_ex(ssl_.get(), into.data() + total, into.size() - total, &n);
      if (done != 1) {
        const Progress state = why_not(done);
        return total > 0 ? Attempt{Progress::DONE, total} : Attempt{state};
      }
      total += n;
      if (SSL_has_pending(ssl_.get()) == 0) break;
    }
    return {Progress::DONE, total};
  }

  Progress flush() {
    while (wire_.sent < wire_.out.size()) {
      const Attempt part = send(wire_.socket, std::span(wire_.out).subspan(wire_.sent));
      if (part.progress != Progress::DONE) return part.progress;
      wire_.sent += part.bytes;
    }
    wire_.sent = 0;
    wire_.out.clear();
    if (wire_.out.capacity() > kKeptCapacity) wire_.out.shrink_to_fit();
    return Progress::DONE;
  }

  Progress why_not(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return Progress::WANT_READ;
      case SSL_ERROR_WANT_WRITE:
        return Progress::WANT_WRITE;
      case SSL_ERROR_ZERO_RETURN:
        return Progress::ENDED;
      default:
        failed_ = true;
        return Progress::FAILED;
    }
  }

  Wire wire_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool failed_ = false;
};

bool numeric_address(const std::string& host) {
  unsigned char parsed[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), parsed) == 1 || inet_pton(AF_INET6, host.c_str(), parsed) == 1;
}

}  // namespace

std::unique_ptr<Transport> make_server_transport(int socket, const TlsSettings& settings) {
  auto transport = std::make_unique<TlsTransport>(socket, settings);
  SSL_set_accept_state(transport->ssl());
  return transport;
}

std::unique_ptr<Transport> make_client_transport(int socket, const TlsSettings& settings, const std::string& host) {
  auto transport = std::make_unique<TlsTransport>(socket, settings);
  SSL* ssl = transport->ssl();
  SSL_set_connect_state(ssl);
  if (numeric_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    SSL_set_tlsext_host_name(ssl, host.c_str());
    SSL_set1_host(ssl, host.c_str());
  }
  return transport;
}

}  // namespace brevdue::net
