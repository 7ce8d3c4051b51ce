#include "ydelsesindeks/store.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <utility>

#include "indeks/objekttype.hpp"
#include "indeks/vaerdier.hpp"
#include "xml/pack.hpp"
#include "xml/simple_type.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using indeks::add_term;
using indeks::gaeldende;
using indeks::tidspunkt;
using indeks::uuid_af;

constexpr auto enhver = [](const auto&) { return true; };
auto i_rollen(const base::Uuid& rolle) {
  return [rolle](const auto& relation) { return uuid_af(relation.rolle) == rolle; };
}

std::optional<base::KleEmne> kle_af(const oio::Felt& tekst) {
  return tekst ? base::KleEmne::parse(xml::trim(*tekst)) : std::nullopt;
}
oio::Felt kle_felt(const BevilgetYdelse& bevilget) {
  if (!bevilget.ydelse || !bevilget.ydelse->klassifikation) return std::nullopt;
  return bevilget.ydelse->klassifikation->brugervendt_noegle;
}

base::Cvr ejer(std::span<const Aktoer> aktoerer, const base::Uuid& rolle, base::Tidspunkt nu) {
  const Aktoer* found = gaeldende(aktoerer, nu, i_rollen(rolle));
  return found == nullptr ? base::Cvr{} : indeks::cvr_af(found->cvr_nr, found->reference_id).value_or(base::Cvr{});
}

// Within a BevilgetYdelse there is no virkning.
base::Uuid master(const BevilgetYdelse& bevilget, const Roller& roller) {
  const auto found = std::ranges::find_if(bevilget.it_system, i_rollen(roller.master));
  return found == bevilget.it_system.end() ? base::Uuid{} : uuid_af(found->reference_id).value_or(base::Uuid{});
}
base::Uuid master(const EffektueringRegistrering& registrering, base::Tidspunkt nu, const Roller& roller) {
  const auto* found = gaeldende(std::span(registrering.relation_liste.it_system), nu, i_rollen(roller.master));
  return found == nullptr ? base::Uuid{} : uuid_af(found->reference_id).value_or(base::Uuid{});
}

// "-0.00" and the like.
bool er_nul(const oio::Felt& beloeb) {
  return beloeb && !beloeb->empty() && beloeb->find_first_of("123456789") == std::string_view::npos;
}

// Nothing when it was annulled, or has no day yet.
std::optional<oio::Dag> betalingsdag(const EffektueringEgenskaber* egenskaber, const YdelseEffektuering& betalt) {
  if (egenskaber == nullptr || er_nul(egenskaber->samlet_bruttobeloeb) || er_nul(betalt.ydelsesbeloeb)) return {};
  const auto tid = tidspunkt(egenskaber->dispositionsdato);
  return tid ? std::optional(oio::dansk_dag(*tid)) : std::nullopt;
}

void add_kle(std::vector<oio::Term>& out, const oio::Felt& tekst) {
  if (const auto kle = kle_af(tekst)) out.push_back({oio::Termart::KLE, kle->text()});
}
void add_cvr(std::vector<oio::Term>& out, std::optional<base::Cvr> cvr, bool er_ejer) {
  if (!cvr) return;
  out.push_back({oio::Termart::AKTOER, cvr->urn()});
  if (er_ejer) out.push_back({oio::Termart::EJER, cvr->text()});
}
// Where number and URN differ it is found by both.
void add_aktoerer(std::vector<oio::Term>& out, const std::vector<Aktoer>& aktoerer, const base::Uuid& ejer) {
  for (const Aktoer& one : aktoerer) {
    const bool er_ejer = uuid_af(one.rolle) == ejer;
    add_term(out, oio::Termart::AKTOER, one.reference_id);
    add_cvr(out, indeks::cvr_af(one.cvr_nr, std::nullopt), er_ejer);
    add_cvr(out, indeks::cvr_af(std::nullopt, one.reference_id), er_ejer);
  }
}
void add_ydelse(std::vector<oio::Term>& out, const BevilgetYdelse& bevilget) {
  for (const YdelseItSystem& one : bevilget.it_system) add_term(out, oio::Termart::SYSTEM, one.reference_id);
  if (!bevilget.ydelse) return;
  add_term(out, oio::Termart::KLASSE, bevilget.ydelse->reference_id);
  if (const auto& klasse = bevilget.ydelse->klassifikation) {
    add_term(out, oio::Termart::KLASSE, klasse->reference_id);
    add_kle(out, klasse->brugervendt_noegle);
  }
}

// One key of all the parts. A part without KLE cannot stand in it: then it says that there is more to ask for.
oio::Kortnoegle samlet(const std::vector<oio::Adgangsnoegle>& dele, bool kan_skifte) {
  oio::Adgangsnoegle alle = dele.empty() ? oio::Adgangsnoegle{} : dele.front();
  alle.kle.clear();
  bool mangler_kle = false;
  for (const auto& del : dele) {
    alle.kle.insert(alle.kle.end(), del.kle.begin(), del.kle.end());
    mangler_kle = mangler_kle || del.kle.empty();
  }
  std::ranges::sort(alle.kle);
  alle.kle.erase(std::ranges::unique(alle.kle).begin(), alle.kle.end());
  auto out = indeks::kortnoegle(alle, kan_skifte);
  out.har_flere_kle = out.har_flere_kle || mangler_kle;
  return out;
}

oio::Kortnoegle kortnoegle(const BevillingRegistrering& seneste, base::Tidspunkt nu, const Roller& roller) {
  const std::span aktoerer(seneste.relation_liste.bevillingsaktoer);
  const std::span egenskaber(seneste.attribut_liste.egenskaber);
  return samlet(
      adgangsnoegler(seneste, nu, roller),
      indeks::kan_skifte(aktoerer, nu, i_rollen(roller.bevilling_ejer)) || indeks::kan_skifte(egenskaber, nu, enhver));
}

oio::Kortnoegle kortnoegle(const EffektueringRegistrering& seneste, base::Tidspunkt nu, const Roller& roller) {
  std::vector<oio::Adgangsnoegle> dele;
  std::uint16_t dag = 0;
  for (auto& one : betalte_ydelser(seneste, nu, roller)) {
    for (const oio::Dag betalt : one.noegle.betalinger) {
      const auto days = betalt.time_since_epoch().count();
      dag = static_cast<std::uint16_t>(std::clamp<decltype(days)>(days, 0, UINT16_MAX));
    }
    dele.push_back(std::move(one.noegle));
  }
  const std::span aktoerer(seneste.relation_liste.aktoer);
  auto out = samlet(dele, indeks::kan_skifte(aktoerer, nu, i_rollen(roller.effektuering_ejer)));
  out.dag = dag;
  return out;
}

template <class O>
auto i_orden(const O& objekt) {
  using R = typename decltype(O::registrering)::value_type;
  std::vector<const R*> out;
  for (const R& one : objekt.registrering) out.push_back(&one);
  std::ranges::sort(out, {}, [](const R* one) { return std::pair(tidspunkt(one->tidspunkt), one); });
  return out;
}

template <class O, class R>
base::Resultat<oio::Objektregistrering> to_registrering(const xml::Type& type, const O& objekt, const R& one,
                                                        base::Tidspunkt sts, const Roller& roller) {
  O alone = objekt;
  alone.registrering = {one};
  const std::string sts_text = base::iso_text(sts, 6);
  alone.registrering.front().sts_tidspunkt = sts_text;
  auto packed = PROEV(xml::pack(type, alone));
  return oio::Objektregistrering{{sts, tidspunkt(one.tidspunkt), indeks::livscyklus(one.livscyklus_kode)},
                                 std::move(packed),
                                 termer(one.attribut_liste, one.relation_liste, roller)};
}

template <class O>
base::Resultat<oio::Objekt> make_objekt(oio::Objekttype art, const xml::Type& type, const O& objekt,
                                        base::Tidspunkt sts, const Roller& roller) {
  const auto uuid = base::Uuid::parse(objekt.uuid);
  if (!uuid) return base::fejl(base::FejlKode::UGYLDIG, "Ikke en UUID", "UUIDIdentifikator");
  if (objekt.registrering.empty()) return base::fejl(base::FejlKode::UGYLDIG, "Mangler", "Registrering");
  const auto registreringer = i_orden(objekt);
  const auto& seneste = *registreringer.back();
  oio::Objekt out{{art, *uuid}, kortnoegle(seneste, sts, roller), {}, links(seneste)};
  for (const auto* one : registreringer) {
    out.registreringer.push_back(PROEV(to_registrering(type, objekt, *one, sts, roller)));
    sts += std::chrono::microseconds(1);
  }
  return out;
}

}  // namespace

const BevillingRegistrering& seneste(const Bevilling& bevilling) {
  return *i_orden(bevilling).back();
}

std::uint8_t foelsomhed(const BevillingRegistrering& registrering, base::Tidspunkt nu) {
  const auto* found = gaeldende(std::span(registrering.attribut_liste.egenskaber), nu, enhver);
  return indeks::foelsomhed(found == nullptr ? std::nullopt : found->foelsomhed);
}

std::vector<oio::Adgangsnoegle> adgangsnoegler(const BevillingRegistrering& registrering, base::Tidspunkt nu,
                                               const Roller& roller) {
  oio::Adgangsnoegle common;
  common.ejer = ejer(registrering.relation_liste.bevillingsaktoer, roller.bevilling_ejer, nu);
  common.foelsomhed = foelsomhed(registrering, nu);
  common.art = oio::Objektart::YDELSE;
  std::vector<oio::Adgangsnoegle> out;
  for (const BevilgetYdelse& one : registrering.attribut_liste.bevilget_ydelse) {
    out.push_back(common);
    if (const auto kle = kle_af(kle_felt(one))) out.back().kle.push_back(*kle);
    out.back().anvendersystem = master(one, roller);
  }
  return out;
}

std::vector<Betaltydelse> betalte_ydelser(const EffektueringRegistrering& registrering, base::Tidspunkt nu,
                                          const Roller& roller) {
  Betaltydelse common;
  common.noegle.ejer = ejer(registrering.relation_liste.aktoer, roller.effektuering_ejer, nu);
  common.noegle.anvendersystem = master(registrering, nu, roller);
  common.noegle.art = oio::Objektart::YDELSE;
  common.noegle.kun_eget_system = true;
  const auto* egenskaber = gaeldende(std::span(registrering.attribut_liste.egenskaber), nu, enhver);
  std::vector<Betaltydelse> out;
  for (const YdelseEffektuering& one : registrering.relation_liste.oekonomisk_ydelse_effektuering) {
    Betaltydelse& betalt = out.emplace_back(common);
    if (const auto kle = kle_af(one.klassifikationsbeskrivelse)) betalt.noegle.kle.push_back(*kle);
    if (const auto dag = betalingsdag(egenskaber, one)) betalt.noegle.betalinger.push_back(*dag);
    if (!one.bevilget_ydelse_ref) continue;
    betalt.bevilling = base::Uuid::parse(one.bevilget_ydelse_ref->uuid);
    betalt.ydelse_id = one.bevilget_ydelse_ref->bevilget_ydelse_id;
  }
  return out;
}

std::vector<oio::Term> termer(const BevillingAttributListe& attributter, const BevillingRelationListe& relationer,
                              const Roller& roller) {
  std::vector<oio::Term> out;
  add_aktoerer(out, relationer.bevillingsaktoer, roller.bevilling_ejer);
  for (const NavngivenRelation& one : relationer.bevillingspart) add_term(out, oio::Termart::PART, one.reference_id);
  for (const BevilgetYdelse& one : attributter.bevilget_ydelse) add_ydelse(out, one);
  for (const BevillingEgenskaber& one : attributter.egenskaber) {
    add_term(out, oio::Termart::BRUGERVENDT_NOEGLE, one.brugervendt_noegle);
  }
  return out;
}

std::vector<oio::Term> termer(const EffektueringAttributListe& attributter, const EffektueringRelationListe& relationer,
                              const Roller& roller) {
  std::vector<oio::Term> out;
  add_aktoerer(out, relationer.aktoer, roller.effektuering_ejer);
  for (const NavngivenRelation& one : relationer.oekonomisk_effektuering_part) {
    add_term(out, oio::Termart::PART, one.reference_id);
  }
  for (const EffektueringItSystem& one : relationer.it_system) add_term(out, oio::Termart::SYSTEM, one.reference_id);
  for (const YdelseEffektuering& one : relationer.oekonomisk_ydelse_effektuering) {
    add_term(out, oio::Termart::KLASSE, one.reference_id);
    add_kle(out, one.klassifikationsbeskrivelse);
  }
  for (const EffektueringEgenskaber& one : attributter.egenskaber) {
    add_term(out, oio::Termart::BRUGERVENDT_NOEGLE, one.brugervendt_noegle);
  }
  return out;
}

std::vector<oio::Link> links(const BevillingRegistrering& registrering) {
  std::vector<oio::Link> out;
  for (const NavngivenRelation& one : registrering.relation_liste.bevillingssag) {
    const auto sag = uuid_af(one.reference_id);
    if (sag) out.push_back({oio::Linkart::BEVILLINGSSAG, {oio::Objekttype::SAG, *sag}});
  }
  return out;
}

std::vector<oio::Link> links(const EffektueringRegistrering& registrering) {
  std::vector<oio::Link> out;
  for (const YdelseEffektuering& one : registrering.relation_liste.oekonomisk_ydelse_effektuering) {
    const auto& ref = one.bevilget_ydelse_ref;
    const auto bevilling = ref ? base::Uuid::parse(ref->uuid) : std::nullopt;
    if (bevilling) out.push_back({oio::Linkart::BEVILGET_YDELSE, {oio::Objekttype::BEVILLING, *bevilling}});
  }
  return out;
}

void fill_datoer(BevillingAttributListe& attributter) {
  oio::Felt start;
  oio::Felt slut;
  bool is_open = false;
  for (const BevilgetYdelse& one : attributter.bevilget_ydelse) {
    if (one.startdato && (!start || tidspunkt(one.startdato) < tidspunkt(start))) start = one.startdato;
    if (one.slutdato && (!slut || tidspunkt(one.slutdato) > tidspunkt(slut))) slut = one.slutdato;
    is_open = is_open || !one.slutdato;
  }
  for (BevillingEgenskaber& one : attributter.egenskaber) {
    one.bevilling_startdato = start;
    one.bevilling_slutdato = is_open ? std::nullopt : slut;
  }
}

base::Resultat<oio::Objekt> to_objekt(const Bevilling& bevilling, base::Tidspunkt sts, const Roller& roller) {
  return make_objekt(oio::Objekttype::BEVILLING, kBevillingType, bevilling, sts, roller);
}
base::Resultat<oio::Objekt> to_objekt(const OekonomiskEffektuering& effektuering, base::Tidspunkt sts,
                                      const Roller& roller) {
  return make_objekt(oio::Objekttype::OEKONOMISK_EFFEKTUERING, kEffektueringType, effektuering, sts, roller);
}

}  // namespace brevdue::ydelsesindeks
