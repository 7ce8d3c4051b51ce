#include "adgangsstyring/kaldere.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;

// The one authority that the system has an agreement in force for.
base::Resultat<base::Cvr> eneste_myndighed(const Register& registre, const base::Uuid& system, std::string_view service,
                                           base::Tidspunkt nu) {
  base::Cvr eneste;
  for (const auto cvr : registre.myndigheder(system, service)) {
    if (gaeldende_aftale(registre, system, cvr, service, nu) == nullptr) continue;
    if (!eneste.is_none()) {
      return base::fejl(FejlKode::IKKE_TILLADT,
                        fmt::format("the certificate's system has agreements on {} for several authorities: only a "
                                    "token can say which",
                                    service));
    }
    eneste = cvr;
  }
  if (eneste.is_none()) return ingen_serviceaftale(service);
  return eneste;
}

}  // namespace

std::unexpected<base::Fejl> ingen_serviceaftale(std::string_view service) {
  return base::fejl(FejlKode::IKKE_TILLADT, fmt::format("no serviceaftale in force on {}", service));
}

const Serviceaftale* gaeldende_aftale(const Register& registre, const base::Uuid& system, base::Cvr myndighed,
                                      std::string_view service, base::Tidspunkt nu) {
  for (const auto& plads : registre.aftaler(system, myndighed, service)) {
    if (plads.aftale->gaelder(nu)) return plads.aftale;
  }
  return nullptr;
}

base::Resultat<const Registreretcertifikat*> godkendt_certifikat(const Register& registre, std::string_view der,
                                                                 const Ure& ure) {
  return godkendt_certifikat(registre, fingeraftryk(der), ure);
}

base::Resultat<const Registreretcertifikat*> godkendt_certifikat(const Register& registre,
                                                                 const oio::Fingeraftryk& fingeraftryk,
                                                                 const Ure& ure) {
  const auto* certifikat = registre.certifikat(fingeraftryk);
  if (certifikat == nullptr) return base::fejl(FejlKode::IKKE_AUTENTISERET, "the certificate is not registered");
  if (certifikat->spaerret || certifikat->system->spaerret) {
    return base::fejl(FejlKode::IKKE_AUTENTISERET, "the certificate or its system is blocked");
  }
  const auto nu = ure.certifikat_ur.nu();
  if (nu < certifikat->not_before || nu >= certifikat->not_after + std::chrono::seconds{1}) {
    return base::fejl(FejlKode::IKKE_AUTENTISERET, "the certificate is not valid at this time");
  }
  return certifikat;
}

base::Tidspunkt certifikat_udloeber(const Registreretcertifikat& certifikat, const Ure& ure) {
  return ure.ur.nu() + (certifikat.not_after + std::chrono::seconds{1} - ure.certifikat_ur.nu());
}

base::Resultat<oio::Kald> kald_af_certifikat(const Register& registre, const net::Peer& peer, std::string_view service,
                                             const Ure& ure) {
  if (peer.certificate_der.empty()) {
    return base::fejl(FejlKode::IKKE_AUTENTISERET, "no client certificate was presented");
  }
  const auto* certifikat = PROEV(godkendt_certifikat(registre, peer.certificate_der, ure));
  const auto& system = *certifikat->system;
  const auto nu = ure.ur.nu();
  const auto myndighed = PROEV(eneste_myndighed(registre, system.uuid, service, nu));
  return oio::Kald{.anvendersystem = system.uuid,
                   .myndighed = myndighed,
                   .serviceaftale = gaeldende_aftale(registre, system.uuid, myndighed, service, nu)->uuid,
                   .service = std::string(service),
                   .korrelation = {},
                   .udloeber = certifikat_udloeber(*certifikat, ure),
                   .certifikat = certifikat->fingeraftryk,
                   .akkreditiver = certifikat->akkreditiver,
                   .adresse = peer.address,
                   .registerversion = registre.version()};
}

base::Resultat<oio::Kald> kald_af_bruger(const Register& registre, const Brugersession& session,
                                         std::string_view service, base::Tidspunkt nu) {
  const auto* system = registre.system(session.anvendersystem);
  if (system == nullptr || system->spaerret) {
    return base::fejl(FejlKode::IKKE_AUTENTISERET, "the user's system is not registered, or blocked");
  }
  const auto certifikat = std::ranges::find(system->certifikater, false, &Systemcertifikat::spaerret);
  if (certifikat == system->certifikater.end()) {
    return base::fejl(FejlKode::IKKE_AUTENTISERET, "the user's system has no certificate that is not blocked");
  }
  const auto* aftale = gaeldende_aftale(registre, system->uuid, session.myndighed, service, nu);
  if (aftale == nullptr) return ingen_serviceaftale(service);
  return oio::Kald{.anvendersystem = system->uuid,
                   .myndighed = session.myndighed,
                   .serviceaftale = aftale->uuid,
                   .service = std::string(service),
                   .korrelation = {},
                   .udloeber = session.udloeber,
                   .certifikat = fingeraftryk(certifikat->der),
                   .akkreditiver = {},
                   .adresse = session.adresse,
                   .registerversion = registre.version(),
                   .bruger = session.bruger,
                   .formaal = session.formaal};
}

}  // namespace brevdue::adgangsstyring
