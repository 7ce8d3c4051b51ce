#include "ydelsesindeks/beskaering.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "indeks/vaerdier.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using oio::Feltgruppe;
using Feltgrupper = base::Maengde<Feltgruppe>;

bool viser_alt(const Feltgrupper& grupper) {
  return grupper == oio::kAlleFeltgrupper;
}
Feltgrupper tilladte(std::span<const oio::Adgangssvar> dele) {
  Feltgrupper out;
  for (const auto& del : dele) {
    if (del.tilladt()) out = out | del.feltgrupper;
  }
  return out;
}

// Removes what was refused; the answers that are left, in order.
template <class T>
std::vector<Feltgrupper> fjern_afviste(std::vector<T>& poster, std::span<const oio::Adgangssvar> dele) {
  std::vector<Feltgrupper> out;
  std::vector<T> left;
  for (std::size_t i = 0; i < poster.size() && i < dele.size(); ++i) {
    if (!dele[i].tilladt()) continue;
    out.push_back(dele[i].feltgrupper);
    left.push_back(std::move(poster[i]));
  }
  poster = std::move(left);
  return out;
}

template <class... Felter>
void glem(Felter&... felter) {
  (felter.reset(), ...);
}
template <class... Felter>
void glem_uden(const Feltgrupper& grupper, Feltgruppe gruppe, Felter&... felter) {
  if (!grupper.contains(gruppe)) glem(felter...);
}

void beskaer(std::optional<oio::Virkning>& virkning, const Feltgrupper& grupper) {
  glem_uden(grupper, Feltgruppe::YD_PERIODE, virkning);
  if (virkning) glem(virkning->aktoer_ref, virkning->aktoer_type_kode, virkning->note);
}

void beskaer(OekonomiskEffektueringsplan& plan, const Feltgrupper& grupper) {
  glem_uden(grupper, Feltgruppe::YD_PERIODE, plan.startdato, plan.slutdato);
  glem_uden(grupper, Feltgruppe::YD_DATO, plan.beregningsfrekvens, plan.forud_bagud, plan.dispositionsdag);
  glem_uden(grupper, Feltgruppe::YD_BELOEB, plan.ydelsesbeloeb);
  glem(plan.manuelt_godkendes);
}

void beskaer(BevilgetYdelse& bevilget, const Feltgrupper& grupper) {
  beskaer(bevilget.virkning, grupper);
  glem_uden(grupper, Feltgruppe::YD_TYPE, bevilget.navn, bevilget.ydelse);
  glem_uden(grupper, Feltgruppe::YD_PERIODE, bevilget.startdato, bevilget.slutdato);
  glem(bevilget.begrundelse, bevilget.tilbagebetalingspligtig, bevilget.meddelelse);
  bevilget.it_system.clear();
  if (bevilget.ydelse) glem(bevilget.ydelse->lokal_udvidelse_liste);
  if (bevilget.ydelse && bevilget.ydelse->klassifikation) glem(bevilget.ydelse->klassifikation->lokal_udvidelse_liste);
  for (auto& plan : bevilget.oekonomisk_effektueringsplan) beskaer(plan, grupper);
}

void beskaer(YdelseEffektuering& betalt, const Feltgrupper& grupper) {
  beskaer(betalt.virkning, grupper);
  glem_uden(grupper, Feltgruppe::YD_TYPE, betalt.rolle, betalt.type, betalt.reference_id,
            betalt.klassifikationsbeskrivelse);
  glem_uden(grupper, Feltgruppe::YD_PERIODE, betalt.ydelsesperiode_startdato, betalt.ydelsesperiode_slutdato);
  glem_uden(grupper, Feltgruppe::YD_BELOEB, betalt.ydelsesbeloeb);
  glem(betalt.lokal_udvidelse_liste);
}

template <class R>
void beskaer_relationer(std::vector<R>& relationer, const Feltgrupper& grupper) {
  for (R& one : relationer) {
    beskaer(one.virkning, grupper);
    glem(one.lokal_udvidelse_liste);
  }
}
template <class R>
void kun_roller(std::vector<R>& relationer, std::initializer_list<base::Uuid> roller) {
  std::erase_if(relationer, [&](const R& one) {
    const auto rolle = indeks::uuid_af(one.rolle);
    return !rolle || std::ranges::find(roller, *rolle) == roller.end();
  });
}

void beskaer(std::vector<NavngivenRelation>& parter, const Feltgrupper& grupper) {
  if (!grupper.contains(Feltgruppe::YD_MODTAGER)) parter.clear();
  beskaer_relationer(parter, grupper);
}
void kun_ejer(std::vector<Aktoer>& aktoerer, const Feltgrupper& grupper, const base::Uuid& rolle) {
  kun_roller(aktoerer, {rolle});
  beskaer_relationer(aktoerer, grupper);
}

void beskaer_faelles(oio::Registrering& registrering) {
  glem(registrering.note, registrering.bruger_ref);
}

void beskaer(BevillingEgenskaber& egenskaber, const Feltgrupper& grupper) {
  beskaer(egenskaber.virkning, grupper);
  glem(egenskaber.brugervendt_noegle, egenskaber.begrundelse, egenskaber.foelsomhed);
}

void beskaer(EffektueringEgenskaber& egenskaber, const Feltgrupper& grupper) {
  beskaer(egenskaber.virkning, grupper);
  glem_uden(grupper, Feltgruppe::YD_PERIODE, egenskaber.startdato, egenskaber.slutdato);
  glem_uden(grupper, Feltgruppe::YD_DATO, egenskaber.dispositionsdato);
  glem_uden(grupper, Feltgruppe::YD_BELOEB, egenskaber.samlet_bruttobeloeb, egenskaber.beloeb_efter_skat_atp,
            egenskaber.beloeb_sendt_til_udbetaling, egenskaber.beloeb_udbetalt);
  glem(egenskaber.brugervendt_noegle, egenskaber.udbetalingsafdeling, egenskaber.sendt_til_udbetaling_tekst,
       egenskaber.udbetalt_tekst);
}

void glem_beloeb(EffektueringEgenskaber& egenskaber) {
  glem(egenskaber.samlet_bruttobeloeb, egenskaber.beloeb_efter_skat_atp, egenskaber.beloeb_sendt_til_udbetaling,
       egenskaber.beloeb_udbetalt, egenskaber.sendt_til_udbetaling_tekst, egenskaber.udbetalt_tekst);
}

bool naevner(const std::vector<oio::Vis>& vis, std::string_view navn) {
  return std::ranges::find(vis, navn, &oio::Vis::vis) != vis.end();
}

}  // namespace

void beskaer(BevillingRegistrering& registrering, std::span<const oio::Adgangssvar> dele, const Roller& roller) {
  auto& [egenskaber, ydelser, udvidelser] = registrering.attribut_liste;
  auto& relationer = registrering.relation_liste;
  const auto pr_del = fjern_afviste(ydelser, dele);
  const auto grupper = tilladte(dele);
  for (std::size_t i = 0; i < ydelser.size(); ++i) {
    if (!viser_alt(pr_del[i])) beskaer(ydelser[i], pr_del[i]);
  }
  if (!viser_alt(grupper)) {
    beskaer_faelles(registrering);
    for (auto& one : egenskaber) beskaer(one, grupper);
    beskaer(relationer.bevillingspart, grupper);
    kun_ejer(relationer.bevillingsaktoer, grupper, roller.bevilling_ejer);
    beskaer_relationer(relationer.sikkerhedsprofil, grupper);
    relationer.bevillingssag.clear();
    glem(udvidelser, registrering.tilstand_liste.lokal_udvidelse_liste, relationer.lokal_udvidelse_liste);
  }
  fill_datoer(registrering.attribut_liste);
}

void beskaer(EffektueringRegistrering& registrering, std::span<const oio::Adgangssvar> dele, const Roller& roller) {
  auto& relationer = registrering.relation_liste;
  auto& betalte = relationer.oekonomisk_ydelse_effektuering;
  const auto pr_del = fjern_afviste(betalte, dele);
  const auto grupper = tilladte(dele);
  for (std::size_t i = 0; i < betalte.size(); ++i) {
    if (!viser_alt(pr_del[i])) beskaer(betalte[i], pr_del[i]);
  }
  if (betalte.size() < dele.size()) std::ranges::for_each(registrering.attribut_liste.egenskaber, glem_beloeb);
  if (viser_alt(grupper)) return;
  beskaer_faelles(registrering);
  for (auto& one : registrering.attribut_liste.egenskaber) beskaer(one, grupper);
  beskaer(relationer.oekonomisk_effektuering_part, grupper);
  kun_ejer(relationer.aktoer, grupper, roller.effektuering_ejer);
  relationer.it_system.clear();
  glem(registrering.attribut_liste.lokal_udvidelse_liste, registrering.tilstand_liste.lokal_udvidelse_liste,
       relationer.lokal_udvidelse_liste);
}

void vaelg(BevillingRegistrering& registrering, const Filter& filter, const Roller& roller) {
  auto& [egenskaber, ydelser, udvidelser] = registrering.attribut_liste;
  auto& relationer = registrering.relation_liste;
  const auto vis = [&](std::string_view navn) { return naevner(filter.bevilling_vis, navn); };
  if (!vis("egenskaber")) egenskaber.clear();
  if (!vis("egenskaberlokaludvidelse")) udvidelser.reset();
  if (!vis("bevilgetydelse")) ydelser.clear();
  if (!vis("sag")) relationer.bevillingssag.clear();
  if (!vis("part")) relationer.bevillingspart.clear();
  if (!vis("sikkerhedsprofil")) relationer.sikkerhedsprofil.clear();
  kun_roller(relationer.bevillingsaktoer, {vis("aktoer-ejer") ? roller.bevilling_ejer : base::Uuid{},
                                           vis("aktoer-ansvarlig") ? roller.bevilling_ansvarlig : base::Uuid{}});
  glem(registrering.tilstand_liste.lokal_udvidelse_liste, relationer.lokal_udvidelse_liste);
}

// The filter has no value for parties: they come with the actors (spec indekser 4.6).
void vaelg(EffektueringRegistrering& registrering, const Filter& filter, const Roller&) {
  auto& relationer = registrering.relation_liste;
  const auto vis = [&](std::string_view navn) { return naevner(filter.effektuering_vis, navn); };
  if (!vis("egenskaber")) registrering.attribut_liste.egenskaber.clear();
  if (!vis("oekonomiskeydelseeffektueringer")) relationer.oekonomisk_ydelse_effektuering.clear();
  if (!vis("itsystem")) relationer.it_system.clear();
  if (!vis("aktoer")) {
    relationer.aktoer.clear();
    relationer.oekonomisk_effektuering_part.clear();
  }
  glem(registrering.attribut_liste.lokal_udvidelse_liste, registrering.tilstand_liste.lokal_udvidelse_liste,
       relationer.lokal_udvidelse_liste);
}

}  // namespace brevdue::ydelsesindeks
