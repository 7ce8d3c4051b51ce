#include "sagdokumentindeks/adgang.hpp"

#include <algorithm>
#include <vector>

#include "indeks/vaerdier.hpp"
#include "sagdokumentindeks/store.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using oio::Adgangssvar;
using oio::Feltgruppe;
using Svar = oio::Adgangsgraense::Svar;

// The key of a stored object by its latest registration. Nothing: it is not there, or cannot be read (the Opslag has
// that).
template <class Unpack>
std::optional<oio::Adgangsnoegle> load_noegle(const oio::Objektref& ref, const Roller& roller, base::Tidspunkt nu,
                                              oio::Opslag& opslag, const Unpack& unpack) {
  const auto* objekt = opslag.load(ref);
  if (objekt == nullptr) return std::nullopt;
  xml::Arena arena;
  auto read = unpack(objekt->registreringer.back().pakket, arena);
  if (!read) {
    opslag.fail(std::move(read).error());
    return std::nullopt;
  }
  return adgangsnoegle(read->registrering.front(), roller, nu);
}

Adgangssvar afgoer_med_sag(oio::Adgangsnoegle noegle, const oio::Objektref& sag, const indeks::Dommer& dommer,
                           oio::Opslag& opslag) {
  const auto ejer = noegle.ejer.value();
  return dommer.afgoer(std::move(noegle), [&] { return indeks::betalinger_af_sag(sag, ejer, opslag); });
}

std::vector<oio::Objektref> sager_med(const oio::Objektref& dokument, oio::Opslag& opslag) {
  std::vector<oio::Objektref> out;
  opslag.each_link(dokument, oio::Linkart::JOURNALPOST, oio::Retning::IND, [&](const oio::Objektref& sag) {
    if (sag.type == oio::Objekttype::SAG) out.push_back(sag);
    return true;
  });
  return out;
}

template <class Each>
void each_udvidelse(std::optional<LokalUdvidelseListe>& liste, const Each& each) {
  if (!liste) return;
  for (Udvidelse& one : liste->elementer) each(one);
}

template <class Each>
void each_relation(SagRelationListe& r, const Each& each) {
  for (auto* liste : {&r.sagsaktoer, &r.sagsklasse, &r.sagspart, &r.sagsrelation, &r.sagsgenstande}) {
    for (Relation& one : *liste) each(one);
  }
  for (Journalpost& one : r.journalpost) each(one);
  each_udvidelse(r.lokal_udvidelse_liste, [&](Udvidelse& one) {
    if (auto* system = std::get_if<SagsitsystemRelation>(&one.indhold)) each(*system);
  });
}

template <class Each>
void each_indeksegenskaber(SagRegistrering& one, const Each& each) {
  each_udvidelse(one.attribut_liste.lokal_udvidelse_liste, [&](Udvidelse& u) {
    if (auto* found = std::get_if<SagIndeksEgenskaber>(&u.indhold)) each(*found);
  });
}

template <class Each>
void each_virkning(SagRegistrering& one, const Each& each) {
  for (auto& e : one.attribut_liste.egenskaber) each(e.virkning);
  for (auto& e : one.tilstand_liste.fremdrift) each(e.virkning);
  each_indeksegenskaber(one, [&](SagIndeksEgenskaber& e) { each(e.virkning); });
  each_relation(one.relation_liste, [&](Relation& e) { each(e.virkning); });
}

void drop(std::optional<LokalUdvidelseListe>& liste, Udvidelse::Slags slags) {
  if (liste) std::erase_if(liste->elementer, [&](const Udvidelse& one) { return one.indhold.index() == slags; });
}

void begraens_fritekst(SagRegistrering& one) {
  one.note.reset();
  for (auto& e : one.attribut_liste.egenskaber) {
    e.titel.reset();
    e.beskrivelse.reset();
    e.hjemmel_specifikation.reset();
    e.offentlighed_undtaget.reset();
  }
  each_indeksegenskaber(one, [](SagIndeksEgenskaber& e) {
    e.sagskategori.reset();
    e.lokation.reset();
  });
  each_virkning(one, [](std::optional<oio::Virkning>& virkning) {
    if (virkning) virkning->note.reset();
  });
}

void begraens_status(SagRegistrering& one) {
  one.tilstand_liste = {};
  each_indeksegenskaber(one, [](SagIndeksEgenskaber& e) { e.sagsstatus.reset(); });
}

void begraens_datoer(SagRegistrering& one) {
  one.tidspunkt.reset();
  one.sts_tidspunkt.reset();
  each_indeksegenskaber(one, [](SagIndeksEgenskaber& e) { e.oprettet_tidspunkt.reset(); });
  each_virkning(one, [](std::optional<oio::Virkning>& virkning) { virkning.reset(); });
}

void begraens_ansvarlig(SagRegistrering& one) {
  one.bruger_ref.reset();
  one.relation_liste.sagsaktoer.clear();
  drop(one.relation_liste.lokal_udvidelse_liste, Udvidelse::SAGSITSYSTEM);
  each_virkning(one, [](std::optional<oio::Virkning>& virkning) {
    if (!virkning) return;
    virkning->aktoer_ref.reset();
    virkning->aktoer_type_kode.reset();
  });
}

// Of the classes the KLE number and what is done there; a Kontroltemaklasse is another matter (lov om UDK § 11 a).
void begraens_kle(SagRegistrering& one, const Roller& roller, bool kle) {
  std::erase_if(one.relation_liste.sagsklasse, [&](const Relation& klasse) {
    const auto rolle = indeks::uuid_af(klasse.rolle);
    return !kle || (rolle != roller.sag_primaer_klasse && rolle != roller.sag_handlingsklasse);
  });
}

// What no group names is the owner's alone.
void begraens_resten(SagRegistrering& one) {
  for (auto& e : one.attribut_liste.egenskaber) {
    e.afleveret_indikator.reset();
    e.kassationskode.reset();
    e.principiel_indikator.reset();
  }
  one.relation_liste.sagsrelation.clear();
  one.relation_liste.sagsgenstande.clear();
  drop(one.relation_liste.lokal_udvidelse_liste, Udvidelse::SAG_SIKKERHEDSPROFIL);
  each_relation(one.relation_liste, [](Relation& e) { drop(e.lokal_udvidelse_liste, Udvidelse::ANDEN); });
  for (auto* liste : {&one.attribut_liste.lokal_udvidelse_liste, &one.tilstand_liste.lokal_udvidelse_liste,
                      &one.relation_liste.lokal_udvidelse_liste}) {
    drop(*liste, Udvidelse::ANDEN);
  }
}

void begraens_ident(SagRegistrering& one) {
  one.relation_liste.sagspart.clear();
  for (auto& e : one.attribut_liste.egenskaber) {
    e.brugervendt_noegle.reset();
    e.sagsnummer.reset();
  }
}

bool is_note(const Journalpost& post) {
  return post.egenskaber && post.egenskaber->journalnotat_egenskaber;
}

void begraens_journal(SagRegistrering& one, bool notater, bool dokumenter) {
  std::erase_if(one.relation_liste.journalpost,
                [&](const Journalpost& post) { return is_note(post) ? !notater : !dokumenter; });
}

}  // namespace

std::optional<Adgangssvar> afgoer_sag(const oio::Objektref& ref, const Roller& roller, const indeks::Dommer& dommer,
                                      oio::Opslag& opslag) {
  auto noegle = load_noegle(ref, roller, dommer.nu(), opslag, unpack_sag);
  if (!noegle) return std::nullopt;
  return afgoer_med_sag(*std::move(noegle), ref, dommer, opslag);
}

std::optional<Adgangssvar> afgoer_dokument(const oio::Objektref& ref, const Roller& roller,
                                           const indeks::Dommer& dommer, oio::Opslag& opslag) {
  auto own = load_noegle(ref, roller, dommer.nu(), opslag, unpack_dokument);
  if (!own) return std::nullopt;
  const auto sager = sager_med(ref, opslag);
  if (sager.empty()) return dommer.afgoer(*own);
  std::optional<Adgangssvar> out;
  for (const auto& sag : sager) {
    auto noegle = load_noegle(sag, roller, dommer.nu(), opslag, unpack_sag);
    if (!noegle) return std::nullopt;
    noegle->art = oio::Objektart::DOKUMENT;
    noegle->foelsomhed = std::max(noegle->foelsomhed, own->foelsomhed);
    out = afgoer_med_sag(*std::move(noegle), sag, dommer, opslag);
    if (out->tilladt()) break;
  }
  return out;
}

Svar Sagtype::short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const {
  if (!indeks::er_nok(noegle)) return Svar::SE_OBJEKT;
  const auto aarsag = dommer.afgoer(indeks::adgangsnoegle(noegle, art())).aarsag;
  if (aarsag == oio::Aarsag::PERIODE) return Svar::SE_OBJEKT;
  return aarsag == oio::Aarsag::TILLADT ? Svar::JA : Svar::NEJ;
}

bool Sagtype::full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const {
  const auto svar = afgoer_sag(ref, roller_, dommer, opslag);
  return svar && svar->tilladt();
}

Svar Dokumenttype::short_answer(const oio::Kortnoegle&, const indeks::Dommer&) const {
  return Svar::SE_OBJEKT;
}

bool Dokumenttype::full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const {
  const auto svar = afgoer_dokument(ref, roller_, dommer, opslag);
  return svar && svar->tilladt();
}

void begraens(SagRegistrering& one, const Roller& roller, base::Maengde<Feltgruppe> feltgrupper) {
  using enum Feltgruppe;
  if (feltgrupper == oio::kAlleFeltgrupper) return;
  if (!feltgrupper.contains(SAG_TITEL_FRITEKST)) begraens_fritekst(one);
  if (!feltgrupper.contains(SAG_STATUS)) begraens_status(one);
  if (!feltgrupper.contains(SAG_DATOER)) begraens_datoer(one);
  if (!feltgrupper.contains(SAG_ANSVARLIG)) begraens_ansvarlig(one);
  if (!feltgrupper.contains(SAG_IDENT)) begraens_ident(one);
  begraens_kle(one, roller, feltgrupper.contains(SAG_KLE));
  begraens_journal(one, feltgrupper.contains(SAG_JOURNAL), feltgrupper.contains(SAG_DOKUMENT));
  begraens_resten(one);
}

// No group is about a dokument's own fields: without all of them only that it is there is shown.
void begraens(DokumentRegistrering& one, const Roller&, base::Maengde<Feltgruppe> feltgrupper) {
  if (feltgrupper == oio::kAlleFeltgrupper) return;
  const auto sts = one.sts_tidspunkt;
  one = {};
  one.sts_tidspunkt = sts;
}

}  // namespace brevdue::sagdokumentindeks
