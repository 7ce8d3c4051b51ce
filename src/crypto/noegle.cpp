#include "crypto/noegle.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

PrivatNoegle made(KeyPtr key) {
  auto native = std::make_shared<PrivatNoegle::Native>();
  native->key = std::move(key);
  return PrivatNoegle(std::move(native));
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t length = 0;
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
         std::string_view(group.data(), length) == "prime256v1";
}

bool is_ours(const EVP_PKEY* key) {
  if (kind_of(key) == NoegleArt::RSA) return EVP_PKEY_get_bits(key) >= kLeastRsaBits;
  return kind_of(key) == NoegleArt::EC && is_p256(key);
}

// OpenSSL would otherwise ask at the terminal.
int no_password(char*, int, int, void*) {
  return -1;
}

}  // namespace

Resultat<PrivatNoegle> PrivatNoegle::generate_rsa(int bits) {
  const ErrorsCleared cleared;
  if (bits < kLeastRsaBits) return fejl(FejlKode::UGYLDIG, "an RSA key has at least 2048 bits");
  KeyPtr key(EVP_RSA_gen(static_cast<unsigned>(bits)));
  if (!key) return fejl(FejlKode::INTERN, "no RSA key could be made");
  return made(std::move(key));
}

Resultat<PrivatNoegle> PrivatNoegle::generate_p256() {
  const ErrorsCleared cleared;
  KeyPtr key(EVP_EC_gen("P-256"));
  if (!key) return fejl(FejlKode::INTERN, "no EC key could be made");
  return made(std::move(key));
}

Resultat<PrivatNoegle> PrivatNoegle::from_pem(std::string_view pem) {
  const ErrorsCleared cleared;
  const BioPtr bio = reading(pem);
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr));
  if (!key) return fejl(FejlKode::UGYLDIG, "no private key without a password in the PEM text");
  if (!is_ours(key.get()))
    return fejl(FejlKode::UGYLDIG, "the key is neither RSA of 2048 bits or more nor EC on P-256");
  return made(std::move(key));
}

std::string PrivatNoegle::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), native_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return written(bio.get());
}

NoegleArt PrivatNoegle::kind() const {
  return kind_of(native_->key.get());
}

bool PrivatNoegle::matches(const Certifikat& certificate) const {
  const ErrorsCleared cleared;
  return EVP_PKEY_eq(native_->key.get(), certificate.native().key.get()) == 1;
}

}  // namespace brevdue::crypto
