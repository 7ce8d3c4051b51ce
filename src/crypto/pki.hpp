// A small certificate authority for the sandbox and the tests: names in OCES form, and the PKCS#12 files that Java and
// .NET clients want. Not a CA for real use: it knows no revocation.
//
// Thread safety: free functions; any thread. Ownership: values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "crypto/certifikat.hpp"
#include "crypto/noegle.hpp"

namespace brevdue::crypto {

// A key and its certificate.
struct Identitet {
  PrivatNoegle noegle;
  Certifikat certifikat;
};

// Both ends included, in whole seconds, as X.509 counts.
struct Gyldighed {
  base::Tidspunkt not_before;
  base::Tidspunkt not_after;
};

// SERIALNUMBER=CVR:<cvr>-FID:<fid> + CN=<cn>, O=<o>, C=DK
struct OcesNavn {
  base::Cvr cvr;
  std::string fid;  // eight digits
  std::string cn;
  std::string o;
};

struct Udstedelse {
  OcesNavn navn;
  Gyldighed gyldighed;
  std::vector<std::string> dns;  // subject alternative names
  std::vector<std::string> ip;   // numeric, v4 or v6
  bool server = false;           // extended key usage serverAuth
  bool client = true;            // extended key usage clientAuth
};

// A self-signed CA `CN=<name>, O=<name>, C=DK` with a new RSA key of 2048 bits. Errors: UGYLDIG, INTERN.
base::Resultat<Identitet> make_ca(std::string_view name, const Gyldighed& gyldighed, base::Tilfaeldig& random);

// A new RSA key of 2048 bits and its certificate from `ca`; the serial number comes from `random`.
// Errors: UGYLDIG (a name or address that does not fit its form), INTERN.
base::Resultat<Identitet> issue(const Identitet& ca, const Udstedelse& request, base::Tilfaeldig& random);
// The same for a key that exists.
base::Resultat<Certifikat> issue_for_key(const Identitet& ca, const Udstedelse& request, const PrivatNoegle& key,
                                         base::Tilfaeldig& random);

// PKCS#12 with the key, its certificate and the chain above it, protected with `password` (AES-256, PBKDF2).
// Errors: UGYLDIG when key and certificate are not a pair; INTERN.
base::Resultat<std::string> write_p12(const Identitet& identity, std::span<const Certifikat> chain,
                                      std::string_view name, std::string_view password);

// PKCS#12 with certificates to trust and no key, marked so that Java's keystore takes them as trust anchors.
base::Resultat<std::string> write_truststore_p12(std::span<const Certifikat> trusted, std::string_view password);

}  // namespace brevdue::crypto
