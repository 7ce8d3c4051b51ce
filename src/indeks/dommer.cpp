#include "indeks/dommer.hpp"

#include <algorithm>

#include "adgangsstyring/adgangssvar.hpp"

namespace brevdue::indeks {
namespace {

using oio::Linkart;
using oio::Objektref;
using oio::Objekttype;
using oio::Retning;

// Links are walked to their end before what they lead to is looked at: only so many are open at a time.
std::vector<Objektref> linked(const Objektref& ref, Linkart art, Objekttype type, oio::Opslag& opslag) {
  std::vector<Objektref> out;
  opslag.each_link(ref, art, Retning::IND, [&](const Objektref& other) {
    if (other.type == type) out.push_back(other);
    return true;
  });
  return out;
}

}  // namespace

bool Tilbageholdt::operator==(const Tilbageholdt& other) const {
  return art == other.art && svar.aarsag == other.svar.aarsag && svar.serviceaftale == other.svar.serviceaftale &&
         svar.aftale.aftale == other.svar.aftale.aftale && svar.aftale.version == other.svar.aftale.version;
}

oio::Adgangssvar Dommer::ask(const oio::Adgangsnoegle& noegle) const {
  return adgangsstyring::afgoer(*registre_, kald_, oio::Handling::FREMSOEG, noegle, nu_);
}

void Dommer::note(const oio::Adgangsnoegle& noegle, const oio::Adgangssvar& svar) const {
  if (svar.tilladt()) return;
  const Tilbageholdt one{noegle.art, svar};
  if (std::ranges::find(tilbageholdt_, one) == tilbageholdt_.end()) tilbageholdt_.push_back(one);
}

oio::Adgangssvar Dommer::afgoer(const oio::Adgangsnoegle& noegle) const {
  const auto svar = ask(noegle);
  if (svar.aarsag != oio::Aarsag::PERIODE) note(noegle, svar);
  return svar;
}

oio::Adgangssvar Dommer::afgoer(oio::Adgangsnoegle noegle, const Betalinger& betalinger) const {
  auto svar = ask(noegle);
  if (svar.aarsag == oio::Aarsag::PERIODE) {
    noegle.betalinger = betalinger();
    svar = ask(noegle);
  }
  note(noegle, svar);
  return svar;
}

bool Dommer::may_ask(oio::Objektart art) const {
  oio::Adgangsnoegle noegle;
  noegle.art = art;
  const auto aarsag = ask(noegle).aarsag;
  return aarsag != oio::Aarsag::KALD_UDLOEBET && aarsag != oio::Aarsag::SYSTEM_SPAERRET &&
         aarsag != oio::Aarsag::INGEN_SERVICEAFTALE;
}

std::vector<oio::Dag> betalinger_af_bevilling(const Objektref& bevilling, std::uint32_t ejer, oio::Opslag& opslag) {
  std::vector<oio::Dag> out;
  for (const auto& one : linked(bevilling, Linkart::BEVILGET_YDELSE, Objekttype::OEKONOMISK_EFFEKTUERING, opslag)) {
    const auto noegle = opslag.noegle(one);
    if (noegle && noegle->ejer == ejer && noegle->dag != 0) out.emplace_back(std::chrono::days{noegle->dag});
  }
  return out;
}

std::vector<oio::Dag> betalinger_af_sag(const Objektref& sag, std::uint32_t ejer, oio::Opslag& opslag) {
  std::vector<oio::Dag> out;
  for (const auto& bevilling : linked(sag, Linkart::BEVILLINGSSAG, Objekttype::BEVILLING, opslag)) {
    const auto noegle = opslag.noegle(bevilling);
    if (!noegle || noegle->ejer != ejer) continue;
    std::ranges::copy(betalinger_af_bevilling(bevilling, ejer, opslag), std::back_inserter(out));
  }
  return out;
}

}  // namespace brevdue::indeks
