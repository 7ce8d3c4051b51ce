#include "crypto/certifikat.hpp"

#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

#include "base/bytes.hpp"
#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

std::string encoded(X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  if (length <= 0) return {};
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

Resultat<base::Tidspunkt> instant(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return fejl(FejlKode::UGYLDIG, "the certificate's validity is not a time");
  return base::Tidspunkt{std::chrono::seconds{timegm(&parts)}};
}

std::string decimal(const ASN1_INTEGER* number) {
  const Owned<BIGNUM, &BN_free> big(ASN1_INTEGER_to_BN(number, nullptr));
  char* text = big ? BN_bn2dec(big.get()) : nullptr;
  if (text == nullptr) return {};
  std::string out = text;
  OPENSSL_free(text);
  return out;
}

bool signs(X509* certificate, NoegleArt kind, int bits) {
  const bool strong = (kind == NoegleArt::RSA && bits >= kLeastRsaBits) || kind == NoegleArt::EC;
  return strong && (X509_get_key_usage(certificate) & KU_DIGITAL_SIGNATURE) != 0;
}

Resultat<Certifikat> made(X509Ptr x509) {
  auto native = std::make_shared<Certifikat::Native>();
  native->key.reset(X509_get_pubkey(x509.get()));
  if (!native->key) return fejl(FejlKode::UGYLDIG, "the certificate's key cannot be read");
  native->der = encoded(x509.get());
  native->subject = dn_text(X509_get_subject_name(x509.get()));
  native->issuer = dn_text(X509_get_issuer_name(x509.get()));
  native->serial = decimal(X509_get0_serialNumber(x509.get()));
  native->not_before = PROEV(instant(X509_get0_notBefore(x509.get())));
  native->not_after = PROEV(instant(X509_get0_notAfter(x509.get())));
  native->kind = kind_of(native->key.get());
  native->bits = EVP_PKEY_get_bits(native->key.get());
  native->for_signature = signs(x509.get(), native->kind, native->bits);
  native->x509 = std::move(x509);
  return Certifikat(std::move(native));
}

std::string digest(const EVP_MD* method, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, method, nullptr);
  return base::hex({reinterpret_cast<const char*>(out.data()), length});
}

}  // namespace

Resultat<Certifikat> Certifikat::from_der(std::string_view der) {
  const ErrorsCleared cleared;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  X509Ptr x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!x509) return fejl(FejlKode::UGYLDIG, "not an X.509 certificate");
  auto certificate = PROEV(made(std::move(x509)));
  if (certificate.der() != der) return fejl(FejlKode::UGYLDIG, "not one X.509 certificate in DER form");
  return certificate;
}

Resultat<std::vector<Certifikat>> Certifikat::chain_from_pem(std::string_view pem) {
  const ErrorsCleared cleared;
  const BioPtr bio = reading(pem);
  std::vector<Certifikat> chain;
  while (X509* x509 = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    chain.push_back(PROEV(made(X509Ptr(x509))));
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (!at_end || chain.empty()) return fejl(FejlKode::UGYLDIG, "no certificate, or a damaged one, in the PEM text");
  return chain;
}

Resultat<Certifikat> Certifikat::from_pem(std::string_view pem) {
  auto chain = PROEV(chain_from_pem(pem));
  return std::move(chain.front());
}

const std::string& Certifikat::der() const {
  return native_->der;
}

std::string Certifikat::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), native_->x509.get());
  return written(bio.get());
}

const std::string& Certifikat::subject() const {
  return native_->subject;
}
const std::string& Certifikat::issuer() const {
  return native_->issuer;
}
const std::string& Certifikat::serial() const {
  return native_->serial;
}

std::string Certifikat::akkreditiver() const {
  return base::base64(subject()) + '.' + base::base64(serial()) + '.' + base::base64(issuer());
}

base::Tidspunkt Certifikat::not_before() const {
  return native_->not_before;
}
base::Tidspunkt Certifikat::not_after() const {
  return native_->not_after;
}

bool Certifikat::valid_at(base::Tidspunkt t) const {
  return not_before() <= t && t < not_after() + std::chrono::seconds{1};
}

std::string Certifikat::sha256_thumbprint() const {
  return digest(EVP_sha256(), der());
}
std::string Certifikat::sha1_thumbprint() const {
  return digest(EVP_sha1(), der());
}

NoegleArt Certifikat::key_kind() const {
  return native_->kind;
}
int Certifikat::key_bits() const {
  return native_->bits;
}
bool Certifikat::usable_for_signature() const {
  return native_->for_signature;
}

}  // namespace brevdue::crypto
