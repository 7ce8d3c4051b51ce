// Private keys: RSA of at least 2048 bits, or EC on P-256.
//
// Thread safety: an immutable value, cheap to copy; any thread. Ownership: copies share one key, whose memory OpenSSL
// wipes with the last of them. A key's PEM text is a secret: files that hold it are the caller's to protect.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::crypto {

class PrivatNoegle {
 public:
  // Made with OpenSSL's own generator. Errors: INTERN; UGYLDIG below 2048 bits.
  static base::Resultat<PrivatNoegle> generate_rsa(int bits = 2048);
  static base::Resultat<PrivatNoegle> generate_p256();
  // PKCS#8 or the older forms, not encrypted. Errors: UGYLDIG (also a key kind or size we do not use).
  static base::Resultat<PrivatNoegle> from_pem(std::string_view pem);

  std::string pem() const;  // PKCS#8
  NoegleArt kind() const;
  // Whether it is the private half of the certificate's key.
  bool matches(const Certifikat& certificate) const;

  struct Native;  // OpenSSL's form, for this folder only (native.hpp)
  const Native& native() const { return *native_; }
  explicit PrivatNoegle(std::shared_ptr<const Native> native) : native_(std::move(native)) {}

 private:
  std::shared_ptr<const Native> native_;
};

}  // namespace brevdue::crypto
