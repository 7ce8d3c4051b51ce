#include "adgangsstyring/laeseadgang.hpp"

#include <algorithm>

#include "aftaler/formaal.hpp"

namespace brevdue::adgangsstyring {
namespace {

using oio::Aarsag;
using oio::Adgangsnoegle;
using oio::Adgangssvar;

// The brugersystemroller that let a user read (spec sapa 2.2): one's own authority's objects, and another's.
constexpr std::string_view kOvbLaes = "OVB_LAES";
constexpr std::string_view kOvbUdkYdelser = "OVB_UDK_YDELSER";
constexpr std::string_view kOvbUdkSager = "OVB_UDK_SAGER";
constexpr std::string_view kOvbKontrolsager = "OVB_KONTROLSAGER";

constexpr std::uint8_t kVip = 4;

std::string_view rolle_for(const Adgangsnoegle& noegle, bool egen) {
  if (noegle.art == oio::Objektart::KONTROLSAG) return kOvbKontrolsager;
  if (egen) return kOvbLaes;
  return noegle.art == oio::Objektart::YDELSE ? kOvbUdkYdelser : kOvbUdkSager;
}

bool tillader(const oio::Klegraense& graense, std::uint8_t foelsomhed) {
  return foelsomhed <= graense.foelsomhed && (foelsomhed < kVip || graense.kle.level() > 0);
}

Aarsag inden_for(const oio::Brugerrettighed& rettighed, const Adgangsnoegle& noegle) {
  Aarsag aarsag = Aarsag::TILLADT;
  for (const auto emne : noegle.kle) {
    const auto om_emnet = [&](const auto& one) { return one.kle.matches(emne); };
    const auto lader_se = [&](const auto& one) { return om_emnet(one) && tillader(one, noegle.foelsomhed); };
    if (std::ranges::none_of(rettighed.graenser, om_emnet)) return Aarsag::KLE_IKKE_DAEKKET;
    if (std::ranges::none_of(rettighed.graenser, lader_se)) aarsag = Aarsag::FOELSOMHED_FOR_HOEJ;
  }
  return aarsag;
}

Aarsag inden_for(const oio::Bruger& bruger, const Adgangsnoegle& noegle, bool egen) {
  auto aarsag = Aarsag::ROLLE_MANGLER;
  for (const auto& rettighed : bruger.rettigheder) {
    if (rettighed.rolle != rolle_for(noegle, egen)) continue;
    aarsag = inden_for(rettighed, noegle);
    if (aarsag == Aarsag::TILLADT) break;
  }
  return aarsag;
}

// The system's limits and the user's.
Aarsag inden_for(const Aftaleservice& service, const oio::Kald& kald, const Adgangsnoegle& noegle) {
  if (!daekker_kle(service, noegle)) return Aarsag::KLE_IKKE_DAEKKET;
  if (noegle.foelsomhed > service.foelsomhed) return Aarsag::FOELSOMHED_FOR_HOEJ;
  return kald.bruger ? inden_for(*kald.bruger, noegle, noegle.ejer == kald.myndighed) : Aarsag::TILLADT;
}

// What is missing an owner, a KLE number or whatever else the index says is missing (spec indekser 5.3).
bool er_kun_eget_systems(const Adgangsnoegle& noegle) {
  return noegle.kun_eget_system || noegle.ejer.is_none() || noegle.kle.empty();
}

// The purposes asked for: of a system those of each agreement, of a user the one stated.
base::Maengde<oio::Formaal> angivne(const oio::Kald& kald) {
  if (!kald.bruger) return oio::kAlleFormaal;
  if (!kald.formaal || kald.formaal->formaal == oio::Formaal::FM_07 || !aftaler::er_udfyldt(*kald.formaal)) return {};
  return {kald.formaal->formaal};
}

aftaler::Udvekslingssvar efter_aftaler(const Aftaleplads& plads, const oio::Kald& kald, const Adgangsnoegle& noegle,
                                       oio::Objektart art, oio::Dag i_dag) {
  const aftaler::Oplysning oplysning{
      .dataejer = noegle.ejer,
      .datamodtager = kald.myndighed,
      .art = art,
      .kle = noegle.kle,
      .foelsomhed = noegle.foelsomhed,
      .betalinger = noegle.betalinger,
      .formaal = angivne(kald),
      .har_samtykke = kald.formaal && !kald.formaal->samtykke.empty(),
      .i_dag = i_dag,
  };
  return aftaler::afgoer(oplysning, plads.dataudvekslingsaftaler);
}

Adgangssvar svar(Aarsag aarsag, const Aftaleplads& plads) {
  return {aarsag, plads.aftale->uuid};
}

Adgangssvar andens(const Aftaleplads& plads, const oio::Kald& kald, const Adgangsnoegle& noegle, oio::Dag i_dag) {
  if (!noegle.art) return svar(Aarsag::INGEN_AFTALE, plads);
  const auto udveksling = efter_aftaler(plads, kald, noegle, *noegle.art, i_dag);
  auto out = svar(udveksling.aarsag, plads);
  if (const auto* version = udveksling.aftale) {
    out.aftale = {version->aftale->id, version->aftale->version, version->hjemmel};
  }
  out.feltgrupper = udveksling.feltgrupper;
  out.vindue = udveksling.vindue;
  const bool rolle_tillader = !kald.bruger || angivne(kald).empty() || kald.bruger->formaal.contains(angivne(kald));
  return rolle_tillader ? out : svar(Aarsag::FORMAAL_IKKE_DAEKKET, plads);
}

}  // namespace

bool daekker_kle(const Aftaleservice& service, const Adgangsnoegle& noegle) {
  if (service.kle.empty()) return true;
  return std::ranges::all_of(noegle.kle, [&](base::KleEmne emne) {
    return std::ranges::any_of(service.kle, [&](const base::KleMoenster& moenster) { return moenster.matches(emne); });
  });
}

Adgangssvar laeseadgang(const Aftaleplads& plads, const oio::Kald& kald, const Adgangsnoegle& noegle, oio::Dag i_dag) {
  auto egen = svar(Aarsag::TILLADT, plads);
  egen.feltgrupper = oio::kAlleFeltgrupper;
  if (er_kun_eget_systems(noegle)) {
    const bool er_eget = !kald.bruger && noegle.anvendersystem == kald.anvendersystem;
    return er_eget ? egen : svar(Aarsag::IKKE_EJER, plads);
  }
  const auto aarsag = inden_for(*plads.service, kald, noegle);
  if (aarsag != Aarsag::TILLADT) return svar(aarsag, plads);
  return noegle.ejer == kald.myndighed ? egen : andens(plads, kald, noegle, i_dag);
}

}  // namespace brevdue::adgangsstyring
