#include "adgangsstyring/adgangssvar.hpp"

#include <algorithm>

#include "adgangsstyring/laeseadgang.hpp"

namespace brevdue::adgangsstyring {
namespace {

using oio::Aarsag;
using oio::Adgangsnoegle;
using oio::Adgangssvar;
using oio::Handling;

bool er_besked(Handling handling) {
  return handling == Handling::AFSEND_BESKED || handling == Handling::MODTAG_BESKED;
}

bool daekker_beskedtype(const Aftaleservice& service, const Adgangsnoegle& noegle) {
  return service.alle_beskedtyper || std::ranges::binary_search(service.beskedtyper, noegle.objekttype);
}

// The object's authority: of what is sent the caller's own, of what is received one that the agreement names.
bool daekker_myndighed(const Aftaleservice& service, base::Cvr myndighed, Handling handling,
                       const Adgangsnoegle& noegle) {
  if (noegle.ejer.is_none()) return true;
  if (handling == Handling::MODTAG_BESKED) return service.tilladte_myndigheder.tillader(noegle.ejer);
  return !service.kontrol_af_ansvarlig_myndighed || noegle.ejer == myndighed;
}

// The enumerators of Aarsag stand in the order of the checks, so the greater of two reasons came further.
Aarsag daekker(const Aftaleservice& service, base::Cvr myndighed, Handling handling, const Adgangsnoegle& noegle) {
  if (er_besked(handling) && !daekker_beskedtype(service, noegle)) return Aarsag::BESKEDTYPE_IKKE_DAEKKET;
  if (!daekker_myndighed(service, myndighed, handling, noegle)) return Aarsag::MYNDIGHED_IKKE_DAEKKET;
  if (!daekker_kle(service, noegle)) return Aarsag::KLE_IKKE_DAEKKET;
  if (noegle.foelsomhed > service.foelsomhed) return Aarsag::FOELSOMHED_FOR_HOEJ;
  return Aarsag::TILLADT;
}

Adgangssvar afvist(Aarsag aarsag, const base::Uuid& serviceaftale = {}) {
  Adgangssvar svar;
  svar.aarsag = aarsag;
  svar.serviceaftale = serviceaftale;
  return svar;
}

Adgangssvar tilladt(const Aftaleplads& plads) {
  return {Aarsag::TILLADT, plads.aftale->uuid, &plads.service->tilladte_myndigheder, plads.service->modtagerkontrol};
}

// Of the agreements in force the first that permits, or the one that came furthest.
template <class Vurder>
Adgangssvar bedste(std::span<const Aftaleplads> pladser, base::Tidspunkt nu, Vurder vurder) {
  auto svar = afvist(Aarsag::INGEN_SERVICEAFTALE);
  for (const auto& plads : pladser) {
    if (!plads.aftale->gaelder(nu)) continue;
    const Adgangssvar one = vurder(plads);
    if (one.tilladt()) return one;
    if (one.aarsag > svar.aarsag) svar = one;
  }
  return svar;
}

Adgangssvar efter_aftaler(std::span<const Aftaleplads> pladser, base::Cvr myndighed, Handling handling,
                          const Adgangsnoegle& noegle, base::Tidspunkt nu) {
  return bedste(pladser, nu, [&](const Aftaleplads& plads) {
    const auto aarsag = daekker(*plads.service, myndighed, handling, noegle);
    return aarsag == Aarsag::TILLADT ? tilladt(plads) : afvist(aarsag, plads.aftale->uuid);
  });
}

// Which index holds such objects; its two roles.
std::string_view indeksservice(oio::Objektart art, std::string_view sagdokument, std::string_view ydelse) {
  switch (art) {
    case oio::Objektart::SAG:
    case oio::Objektart::DOKUMENT:
    case oio::Objektart::JOURNALNOTAT:
    case oio::Objektart::KONTROLSAG:
      return sagdokument;
    case oio::Objektart::YDELSE:
      return ydelse;
    case oio::Objektart::ADVISHAENDELSE:
    case oio::Objektart::FORMULAR:
      break;
  }
  return {};
}

}  // namespace

bool er_spaerret(const Register& registre, const oio::Kald& kald) {
  const auto* system = registre.system(kald.anvendersystem);
  if (system == nullptr || system->spaerret) return true;
  const auto* certifikat = registre.certifikat(kald.certifikat);
  return certifikat == nullptr || certifikat->system != system || certifikat->spaerret;
}

std::string_view service_af(Handling handling, std::optional<oio::Objektart> art) {
  switch (handling) {
    case Handling::AFSEND_BESKED:
      return kAfsend;
    case Handling::MODTAG_BESKED:
    case Handling::LAES_DUESLAG:
      return kModtag;
    case Handling::ADMINISTRER:
      return kAdmin;
    case Handling::IMPORTER:
      return art ? indeksservice(*art, kSagdokumentRediger, kYdelseRediger) : std::string_view{};
    case Handling::FREMSOEG:
      return art ? indeksservice(*art, kSagdokumentUdstil, kYdelseUdstil) : std::string_view{};
  }
  return {};
}

Adgangssvar afgoer(const Register& registre, const oio::Kald& kald, Handling handling, const Adgangsnoegle& noegle,
                   base::Tidspunkt nu) {
  if (nu >= kald.udloeber) return afvist(Aarsag::KALD_UDLOEBET);
  if (er_spaerret(registre, kald)) return afvist(Aarsag::SYSTEM_SPAERRET);
  const auto service = service_af(handling, noegle.art);
  if (service.empty() || kald.service != service) return afvist(Aarsag::INGEN_SERVICEAFTALE);
  const auto pladser = registre.aftaler(kald.anvendersystem, kald.myndighed, service);
  if (handling == Handling::IMPORTER) return bedste(pladser, nu, tilladt);
  if (handling == Handling::FREMSOEG) {
    const auto dag = oio::dansk_dag(nu);
    return bedste(pladser, nu, [&](const Aftaleplads& plads) { return laeseadgang(plads, kald, noegle, dag); });
  }
  const auto svar = efter_aftaler(pladser, kald.myndighed, handling, noegle, nu);
  const bool andens = handling == Handling::LAES_DUESLAG && noegle.anvendersystem != kald.anvendersystem;
  if (svar.tilladt() && andens) return afvist(Aarsag::IKKE_EJER, svar.serviceaftale);
  return svar;
}

base::Maengde<oio::Formaal> formaal_at_tilbyde(const Register& registre, const oio::Kald& kald, base::Tidspunkt nu) {
  if (!kald.bruger) return {};
  base::Maengde<oio::Formaal> out;
  for (const auto service : {kSagdokumentUdstil, kYdelseUdstil}) {
    for (const auto& plads : registre.aftaler(kald.anvendersystem, kald.myndighed, service)) {
      if (!plads.aftale->gaelder(nu)) continue;
      out = out | aftaler::gaeldende_formaal(kald.myndighed, oio::dansk_dag(nu), plads.dataudvekslingsaftaler);
    }
  }
  return out & kald.bruger->formaal;
}

Adgangssvar afgoer_modtagelse(const Register& registre, const base::Uuid& system, base::Cvr myndighed,
                              const Adgangsnoegle& noegle, base::Tidspunkt nu) {
  const auto* modtager = registre.system(system);
  if (modtager == nullptr || modtager->spaerret) return afvist(Aarsag::SYSTEM_SPAERRET);
  return efter_aftaler(registre.aftaler(system, myndighed, kModtag), myndighed, Handling::MODTAG_BESKED, noegle, nu);
}

}  // namespace brevdue::adgangsstyring
