// Callers known by their certificate: is it registered and in order, and the Kald of the certificate model. And the
// Kald of users of our own systems.
//
// Thread safety: free functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "base/result.hpp"
#include "net/strom.hpp"
#include "oio/kald.hpp"

namespace brevdue::adgangsstyring {

// The registered certificate, when it is not blocked, nor its system, and valid by the certificates' clock. There is no
// revocation check by CRL or OCSP: blocking in the registrations is what acts, and it acts at once.
// Errors: IKKE_AUTENTISERET.
base::Resultat<const Registreretcertifikat*> godkendt_certifikat(const Register& registre, std::string_view der,
                                                                 const Ure& ure);
base::Resultat<const Registreretcertifikat*> godkendt_certifikat(const Register& registre,
                                                                 const oio::Fingeraftryk& fingeraftryk, const Ure& ure);

// The first agreement in force between them on that service, or nullptr.
const Serviceaftale* gaeldende_aftale(const Register& registre, const base::Uuid& system, base::Cvr myndighed,
                                      std::string_view service, base::Tidspunkt nu);
// The failure when there is none: IKKE_TILLADT.
std::unexpected<base::Fejl> ingen_serviceaftale(std::string_view service);

// When a certificate that ends by its own clock ends by ours.
base::Tidspunkt certifikat_udloeber(const Registreretcertifikat& certifikat, const Ure& ure);

// The certificate model: the TLS certificate alone says who calls, and its one agreement on that service for which
// authority (decision "Myndighed of a certificate-only Kald"). `korrelation` is left nil for the door to set.
// Errors: IKKE_AUTENTISERET (no or no good certificate), IKKE_TILLADT (no agreement, or several authorities).
base::Resultat<oio::Kald> kald_af_certifikat(const Register& registre, const net::Peer& peer, std::string_view service,
                                             const Ure& ure);

// A signed-in user of a system of our own (SAPA), which runs in this process and presents no certificate.
struct Brugersession {
  base::Uuid anvendersystem;
  base::Cvr myndighed;  // one session, one authority (SAP-001)
  oio::Bruger bruger;
  std::optional<oio::Formaalsangivelse> formaal;  // for the party that is open
  base::Tidspunkt udloeber;
  std::string adresse;
};
// Its Kald on one service, bound to one of the system's registered certificates, so that blocking the system ends it.
// Errors: IKKE_AUTENTISERET when the system is unknown, blocked or has no certificate that is not; IKKE_TILLADT without
// an agreement in force for its authority and service.
base::Resultat<oio::Kald> kald_af_bruger(const Register& registre, const Brugersession& session,
                                         std::string_view service, base::Tidspunkt nu);

}  // namespace brevdue::adgangsstyring
