#include <openssl/err.h>
#include <openssl/ssl.h>

#include "net/tls.hpp"

namespace brevdue::net {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

// Room for several records in one recv(); given back when empty (SSL_MODE_RELEASE_BUFFERS).
constexpr std::size_t kReadBuffer = std::size_t{64} * 1024 + 4096;

std::string openssl_reason() {
  char text[256] = "unknown";
  if (const unsigned long code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

// Without this OpenSSL would ask for a password on the terminal.
int no_password(char*, int, int, void*) {
  return -1;
}

// Any chain will do: whose certificate it is, is decided later from the certificate itself.
int accept_any_chain(X509_STORE_CTX* chain, void*) {
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  return 1;
}

int verify_mode(ClientCertificate wanted) {
  switch (wanted) {
    case ClientCertificate::NONE:
      return SSL_VERIFY_NONE;
    case ClientCertificate::REQUESTED:
      return SSL_VERIFY_PEER;
    case ClientCertificate::REQUIRED:
      break;
  }
  return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
}

Resultat<TlsSettings> new_settings(const SSL_METHOD* method) {
  TlsSettings settings(SSL_CTX_new(method), SSL_CTX_free);
  if (!settings) return fejl(FejlKode::INTERN, "TLS could not be set up: " + openssl_reason());
  SSL_CTX* ctx = settings.get();
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL");
  SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  SSL_CTX_set1_groups_list(ctx, "X25519:P-256:P-384");
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(ctx, 1);
  SSL_CTX_set_default_read_buffer_len(ctx, kReadBuffer);
  SSL_CTX_set_default_passwd_cb(ctx, no_password);
  return settings;
}

Resultat<void> use_files(SSL_CTX* ctx, const std::string& certificate_chain, const std::string& private_key) {
  if (SSL_CTX_use_certificate_chain_file(ctx, certificate_chain.c_str()) != 1) {
    return fejl(FejlKode::UGYLDIG, "the certificate could not be read: " + openssl_reason(), certificate_chain);
  }
  if (SSL_CTX_use_PrivateKey_file(ctx, private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return fejl(FejlKode::UGYLDIG, "the private key could not be read: " + openssl_reason(), private_key);
  }
  if (SSL_CTX_check_private_key(ctx) != 1) {
    return fejl(FejlKode::UGYLDIG, "the private key is not the certificate's: " + openssl_reason(), private_key);
  }
  return {};
}

}  // namespace

Resultat<TlsSettings> make_server_tls(const TlsFiles& files, ClientCertificate wanted) {
  ERR_clear_error();
  TlsSettings settings = PROEV(new_settings(TLS_server_method()));
  SSL_CTX* ctx = settings.get();
  PROEV(use_files(ctx, files.certificate_chain, files.private_key));
  // No resumption: a resumed session would not carry the client's certificate as it is now, and connections are long.
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_num_tickets(ctx, 0);
  SSL_CTX_set_verify(ctx, verify_mode(wanted), nullptr);
  SSL_CTX_set_cert_verify_callback(ctx, accept_any_chain, nullptr);
  return settings;
}

Resultat<TlsSettings> make_client_tls(const KlientMaal& maal) {
  ERR_clear_error();
  TlsSettings settings = PROEV(new_settings(TLS_client_method()));
  SSL_CTX* ctx = settings.get();
  if (SSL_CTX_load_verify_file(ctx, maal.ca_file.c_str()) != 1) {
    return fejl(FejlKode::UGYLDIG, "the CA file could not be read: " + openssl_reason(), maal.ca_file);
  }
  if (!maal.certificate_file.empty()) PROEV(use_files(ctx, maal.certificate_file, maal.key_file));
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, nullptr);
  return settings;
}

TlsSettings TlsContext::Impl::current() {
  const std::lock_guard lock(mutex);
  return settings;
}

TlsContext::TlsContext(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

Resultat<std::unique_ptr<TlsContext>> TlsContext::make(const TlsFiles& files, ClientCertificate wanted) {
  auto impl = std::make_shared<Impl>();
  impl->files = files;
  impl->wanted = wanted;
  impl->settings = PROEV(make_server_tls(files, wanted));
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(impl)));
}

Resultat<void> TlsContext::reload() {
  TlsSettings fresh = PROEV(make_server_tls(impl_->files, impl_->wanted));
  const std::lock_guard lock(impl_->mutex);
  impl_->settings.swap(fresh);
  return {};
}

}  // namespace brevdue::net
