// X.509 certificates as the rest of the house needs them: who is it, until when, which key.
//
// Thread safety: an immutable value, cheap to copy; any thread. Ownership: copies share one parsed certificate.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"

namespace brevdue::crypto {

enum class NoegleArt : std::uint8_t { RSA, EC, ANDEN };

class Certifikat {
 public:
  // Exactly one DER certificate and nothing after it. Errors: UGYLDIG.
  static base::Resultat<Certifikat> from_der(std::string_view der);
  // The first certificate of a PEM text. Errors: UGYLDIG.
  static base::Resultat<Certifikat> from_pem(std::string_view pem);
  // All certificates of a PEM text, in their order; what stands between them is passed over. Errors: UGYLDIG (also
  // when there is none).
  static base::Resultat<std::vector<Certifikat>> chain_from_pem(std::string_view pem);

  const std::string& der() const;
  std::string pem() const;

  // The names as KOMBIT's tokens and envelopes show them: most specific first, ", " between RDNs, " + " inside a
  // multi-valued one (in the certificate's own order), values in quotes where they hold a separator. Example:
  // `SERIALNUMBER=CVR:33333333-FID:12345678 + CN=Boligstøtte (funktionscertifikat), O=UDK // CVR:33333333, C=DK`.
  const std::string& subject() const;
  const std::string& issuer() const;
  // Decimal.
  const std::string& serial() const;
  // base64(subject) "." base64(decimal serial) "." base64(issuer): KildesystemAkkreditiver (spec beskedfordeler 1.3).
  // Sensitive: not for logs.
  std::string akkreditiver() const;

  base::Tidspunkt not_before() const;
  base::Tidspunkt not_after() const;  // the last second it is valid in
  bool valid_at(base::Tidspunkt t) const;

  // Lower-case hexadecimal digest of the DER form.
  std::string sha256_thumbprint() const;
  std::string sha1_thumbprint() const;

  NoegleArt key_kind() const;
  int key_bits() const;
  // RSA of at least 2048 bits or an EC key, and a key usage (when there is one) that allows digital signatures
  // (spec adgangsstyring T3, T7).
  bool usable_for_signature() const;

  // The same DER bytes.
  bool operator==(const Certifikat& other) const { return der() == other.der(); }

  struct Native;  // OpenSSL's form, for this folder only (native.hpp)
  const Native& native() const { return *native_; }
  explicit Certifikat(std::shared_ptr<const Native> native) : native_(std::move(native)) {}

 private:
  std::shared_ptr<const Native> native_;
};

}  // namespace brevdue::crypto
