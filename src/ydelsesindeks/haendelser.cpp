#include "ydelsesindeks/haendelser.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "indeks/vaerdier.hpp"
#include "oio/objektkode.hpp"
#include "xml/write.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using base::Resultat;
using indeks::Haendelse;

constexpr std::uint8_t kHoejesteFoelsomhed = 4;

template <class Besked, class R>
Resultat<std::string> besked(const xml::Element& element, std::string_view uuid, const R& registrering) {
  return xml::write(element, Besked{uuid, registrering}, prefixes());
}

template <class R>
R kun_tider(const R& registrering) {
  R out;
  out.tidspunkt = registrering.tidspunkt;
  out.sts_tidspunkt = registrering.sts_tidspunkt;
  return out;
}

template <class Besked, class R>
Resultat<void> fill_indhold(const xml::Element& element, std::string_view uuid, const R& registrering,
                            Haendelse& haendelse) {
  haendelse.indhold = PROEV(besked<Besked>(element, uuid, registrering));
  haendelse.kun_identitet = PROEV(besked<Besked>(element, uuid, kun_tider(registrering)));
  return {};
}

void fill_noegle(const oio::Adgangsnoegle& noegle, Haendelse& haendelse) {
  haendelse.ejer = noegle.ejer;
  for (const base::KleEmne emne : noegle.kle) {
    if (std::ranges::find(haendelse.kle, emne) == haendelse.kle.end()) haendelse.kle.push_back(emne);
  }
}

void fill_parter(const std::vector<NavngivenRelation>& parter, Haendelse& haendelse) {
  for (const NavngivenRelation& one : parter) {
    if (!one.reference_id || one.reference_id->art != oio::UnikId::Art::URN) continue;
    std::string urn(one.reference_id->tekst);
    if (std::ranges::find(haendelse.parter, urn) == haendelse.parter.end()) haendelse.parter.push_back(std::move(urn));
  }
}

Haendelse begin(const Haendelsestype& type, const oio::Objektref& ref, const oio::Registreringshoved& hoved) {
  Haendelse out;
  out.beskedtype = type.beskedtype;
  out.objekttype = type.objekttype;
  out.handling = type.handling;
  out.objekt = ref.uuid;
  out.foelsomhed = kHoejesteFoelsomhed;
  out.registreringstidspunkt = hoved.tidspunkt.value_or(hoved.sts_tidspunkt);
  return out;
}

}  // namespace

Haendelser::Haendelser(const ImporterInput& input, const store::Snapshot& snapshot, const Roller& roller)
    : snapshot_(snapshot), roller_(roller) {
  for (const ImporterPost& post : input.poster) {
    const auto* one = std::get_if<ImporterPost::BEVILLING>(&post.objekt);
    const auto uuid = one == nullptr ? std::nullopt : base::Uuid::parse(one->bevilling.uuid);
    if (uuid && !one->bevilling.registrering.empty()) sammen_.emplace(*uuid, &one->bevilling);
  }
}

// What is in the store counts: one that comes with the same UUID is going to be refused.
Resultat<Haendelser::Fundet> Haendelser::find(const base::Uuid& bevilling) const {
  Fundet out;
  const auto objekt = PROEV(oio::read_objekt(snapshot_, {oio::Objekttype::BEVILLING, bevilling}));
  if (objekt) {
    out.laest = PROEV(hent_seneste<Bevilling>(*objekt));
    out.seneste = &out.laest->objekt.registrering.front();
    return out;
  }
  const auto at = sammen_.find(bevilling);
  if (at != sammen_.end()) out.seneste = &seneste(*at->second);
  return out;
}

// Nothing when there are several: which one counts, the sag alone knows.
Resultat<std::optional<base::Cvr>> Haendelser::bopaelskommune(const BevillingRegistrering& bevilling) const {
  std::vector<std::string> kommuner;
  for (const NavngivenRelation& one : bevilling.relation_liste.bevillingssag) {
    const auto uuid = indeks::uuid_af(one.reference_id);
    if (!uuid) continue;
    const auto sag = PROEV(oio::read_objekt(snapshot_, {oio::Objekttype::SAG, *uuid}));
    if (!sag) continue;
    for (auto& term : PROEV(oio::decode_termer(sag->registreringer.back().termer))) {
      if (term.art == oio::Termart::BOPAELSKOMMUNE) kommuner.push_back(std::move(term.vaerdi));
    }
  }
  std::ranges::sort(kommuner);
  kommuner.erase(std::ranges::unique(kommuner).begin(), kommuner.end());
  return kommuner.size() == 1 ? base::Cvr::parse(kommuner.front()) : std::nullopt;
}

Resultat<std::vector<Haendelse>> Haendelser::af(const Bevilling& bevilling, const oio::Objekt& objekt) const {
  std::vector<Haendelse> out;
  if (oio::er_sand(bevilling.uden_notifikation)) return out;
  for (const oio::Objektregistrering& one : objekt.registreringer) {
    xml::Arena arena;
    auto hele = PROEV(xml::unpack<Bevilling>(kBevillingType, one.pakket, arena));
    BevillingRegistrering& registrering = hele.registrering.front();
    Haendelse& haendelse = out.emplace_back(begin(roller_.bevilling, objekt.ref, one.hoved));
    for (const auto& noegle : adgangsnoegler(registrering, one.hoved.sts_tidspunkt, roller_)) {
      fill_noegle(noegle, haendelse);
    }
    haendelse.foelsomhed = foelsomhed(registrering, one.hoved.sts_tidspunkt);
    haendelse.bopaelskommune = PROEV(bopaelskommune(registrering));
    fill_parter(registrering.relation_liste.bevillingspart, haendelse);
    fill_datoer(registrering.attribut_liste);
    PROEV(fill_indhold<BevillingRegistreringBesked>(kBevillingRegistreringBesked, hele.uuid, registrering, haendelse));
  }
  return out;
}

// What its bevillinger say: the highest foelsomhed, and of the first with one its Bopaelskommune. One that is not known
// keeps it at the highest.
Resultat<void> Haendelser::complete(const EffektueringRegistrering& registrering, Haendelse& haendelse) const {
  std::uint8_t hoejeste = 0;
  for (const YdelseEffektuering& one : registrering.relation_liste.oekonomisk_ydelse_effektuering) {
    const auto& ref = one.bevilget_ydelse_ref;
    const auto uuid = ref ? base::Uuid::parse(ref->uuid) : std::nullopt;
    const auto fundet = uuid ? PROEV(find(*uuid)) : Fundet{};
    if (fundet.seneste == nullptr) {
      hoejeste = kHoejesteFoelsomhed;
      continue;
    }
    hoejeste = std::max(hoejeste, foelsomhed(*fundet.seneste, haendelse.registreringstidspunkt));
    if (!haendelse.bopaelskommune) haendelse.bopaelskommune = PROEV(bopaelskommune(*fundet.seneste));
  }
  haendelse.foelsomhed = hoejeste == 0 ? kHoejesteFoelsomhed : hoejeste;
  return {};
}

Resultat<std::vector<Haendelse>> Haendelser::af(const OekonomiskEffektuering&, const oio::Objekt& objekt) const {
  std::vector<Haendelse> out;
  for (const oio::Objektregistrering& one : objekt.registreringer) {
    xml::Arena arena;
    const auto hele = PROEV(xml::unpack<OekonomiskEffektuering>(kEffektueringType, one.pakket, arena));
    const EffektueringRegistrering& registrering = hele.registrering.front();
    Haendelse& haendelse = out.emplace_back(begin(roller_.effektuering, objekt.ref, one.hoved));
    for (const auto& betalt : betalte_ydelser(registrering, one.hoved.sts_tidspunkt, roller_)) {
      fill_noegle(betalt.noegle, haendelse);
    }
    PROEV(complete(registrering, haendelse));
    fill_parter(registrering.relation_liste.oekonomisk_effektuering_part, haendelse);
    PROEV(fill_indhold<EffektueringRegistreringBesked>(kEffektueringRegistreringBesked, hele.uuid, registrering,
                                                       haendelse));
  }
  return out;
}

}  // namespace brevdue::ydelsesindeks
