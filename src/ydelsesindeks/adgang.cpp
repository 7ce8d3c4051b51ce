#include "ydelsesindeks/adgang.hpp"

#include <algorithm>
#include <utility>

namespace brevdue::ydelsesindeks {

using oio::Adgangssvar;

// Null when there is none, or the work failed.
template <class O>
std::shared_ptr<const Laest<O>> Adgang::hent(const oio::Objektref& ref) {
  const oio::LaestObjekt* found = opslag_.load(ref);
  if (found == nullptr) return nullptr;
  auto laest = hent_seneste<O>(*found);
  if (!laest) opslag_.fail(std::move(laest).error());
  return laest.value_or(nullptr);
}

std::vector<Adgangssvar> Adgang::afgoer(const base::Uuid& uuid, const BevillingRegistrering& seneste) {
  std::vector<Adgangssvar> out;
  std::optional<Betalinger> betalinger;
  const auto& ydelser = seneste.attribut_liste.bevilget_ydelse;
  const auto noegler = adgangsnoegler(seneste, dommer_.nu(), roller_);
  for (std::size_t i = 0; i < noegler.size(); ++i) {
    out.push_back(dommer_.afgoer(noegler[i], [&] {
      if (!betalinger) betalinger = betalinger_af(uuid, noegler[i]);
      std::vector<oio::Dag> dage;
      const auto [from, to] = betalinger->equal_range(ydelser[i].id.value_or(""));
      for (auto it = from; it != to; ++it) dage.push_back(it->second);
      return dage;
    }));
  }
  return out;
}

// `noegle` is that of any ydelse: owner and foelsomhed are the bevilling's.
Adgang::Betalinger Adgang::betalinger_af(const base::Uuid& bevilling, const oio::Adgangsnoegle& noegle) {
  Betalinger out;
  // Links are walked to their end before what they lead to is read: only so many cursors are open at a time.
  std::vector<oio::Objektref> effektueringer;
  opslag_.each_link({oio::Objekttype::BEVILLING, bevilling}, oio::Linkart::BEVILGET_YDELSE, oio::Retning::IND,
                    [&](const oio::Objektref& one) {
                      effektueringer.push_back(one);
                      return true;
                    });
  for (const oio::Objektref& one : effektueringer) {
    const auto kort = opslag_.noegle(one);
    const bool kan_taelle = kort && (kort->kan_skifte || (kort->ejer == noegle.ejer.value() && kort->dag != 0));
    if (kan_taelle) add_betalinger(one, bevilling, noegle, out);
  }
  return out;
}

void Adgang::add_betalinger(const oio::Objektref& effektuering, const base::Uuid& bevilling,
                            const oio::Adgangsnoegle& noegle, Betalinger& out) {
  const auto laest = hent<OekonomiskEffektuering>(effektuering);
  if (!laest) return;
  for (Betaltydelse& one : betalte_ydelser(laest->objekt.registrering.front(), dommer_.nu(), roller_)) {
    if (one.bevilling != bevilling || one.noegle.ejer != noegle.ejer || one.noegle.betalinger.empty()) continue;
    one.noegle.kun_eget_system = false;
    one.noegle.foelsomhed = noegle.foelsomhed;
    if (!dommer_.afgoer(one.noegle).tilladt()) continue;
    for (const oio::Dag dag : one.noegle.betalinger) out.emplace(one.ydelse_id, dag);
  }
}

std::vector<Adgangssvar> Adgang::afgoer(const base::Uuid&, const EffektueringRegistrering& seneste) {
  std::vector<Adgangssvar> out;
  for (Betaltydelse& one : betalte_ydelser(seneste, dommer_.nu(), roller_)) out.push_back(afgoer(std::move(one)));
  return out;
}

Adgangssvar Adgang::afgoer(Betaltydelse betalt) {
  const auto laest = betalt.bevilling ? hent<Bevilling>({oio::Objekttype::BEVILLING, *betalt.bevilling}) : nullptr;
  if (!laest) return dommer_.afgoer(betalt.noegle);
  const BevillingRegistrering& bevilling = laest->objekt.registrering.front();
  betalt.noegle.kun_eget_system = false;
  betalt.noegle.foelsomhed = foelsomhed(bevilling, dommer_.nu());
  auto svar = dommer_.afgoer(betalt.noegle, [&] { return betalt.noegle.betalinger; });
  if (!svar.tilladt()) return svar;
  auto bevillingens = ved_bevilling(bevilling, betalt);
  return bevillingens.tilladt() ? svar : bevillingens;
}

// This payment counts for the ydelse it is of; no other is needed, for it is known to be within the window if any is.
Adgangssvar Adgang::ved_bevilling(const BevillingRegistrering& bevilling, const Betaltydelse& betalt) {
  const auto& ydelser = bevilling.attribut_liste.bevilget_ydelse;
  auto noegler = adgangsnoegler(bevilling, dommer_.nu(), roller_);
  Adgangssvar svar;
  for (std::size_t i = 0; i < noegler.size(); ++i) {
    const bool er_dens = ydelser[i].id == betalt.ydelse_id && noegler[i].ejer == betalt.noegle.ejer;
    if (er_dens) noegler[i].betalinger = betalt.noegle.betalinger;
    svar = dommer_.afgoer(noegler[i]);
    if (svar.tilladt()) break;
  }
  return svar;
}

bool er_synlig(std::span<const Adgangssvar> dele) {
  return std::ranges::any_of(dele, &Adgangssvar::tilladt);
}

}  // namespace brevdue::ydelsesindeks
