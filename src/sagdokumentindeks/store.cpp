#include "sagdokumentindeks/store.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "indeks/objekttype.hpp"
#include "indeks/vaerdier.hpp"
#include "sagdokumentindeks/type.hpp"
#include "xml/pack.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using base::Resultat;
using indeks::gaeldende;
using indeks::uuid_af;
using oio::Termart;

const auto kAlle = [](const auto&) { return true; };

auto has_role(const base::Uuid& role) {
  return [&role](const oio::Relation& relation) { return uuid_af(relation.rolle) == role; };
}

template <class T>
std::vector<T> udvidelser(const std::optional<LokalUdvidelseListe>& liste) {
  std::vector<T> out;
  if (!liste) return out;
  for (const Udvidelse& one : liste->elementer) {
    if (const T* found = std::get_if<T>(&one.indhold)) out.push_back(*found);
  }
  return out;
}

// The number in an actor's extension.
oio::Felt cvr_nummer(const Relation& aktoer) {
  if (const auto* sags = udvidelse<SagsaktoerUdvidelse>(aktoer.lokal_udvidelse_liste)) return sags->cvr_nummer;
  const auto* dokuments = udvidelse<DokumentaktoerUdvidelse>(aktoer.lokal_udvidelse_liste);
  return dokuments == nullptr ? oio::Felt{} : dokuments->cvr_nr;
}
std::optional<base::Cvr> cvr_of(const Relation& aktoer) {
  return indeks::cvr_af(cvr_nummer(aktoer), aktoer.reference_id);
}

std::optional<base::KleEmne> kle_of(const Relation& klasse) {
  oio::Felt noegle;
  if (const auto* sags = udvidelse<SagsklasseUdvidelse>(klasse.lokal_udvidelse_liste)) {
    noegle = sags->brugervendt_noegle;
  } else if (const auto* dokuments = udvidelse<DokumentklasseUdvidelse>(klasse.lokal_udvidelse_liste)) {
    noegle = dokuments->brugervendt_noegle;
  }
  return noegle ? base::KleEmne::parse(*noegle) : std::nullopt;
}

// The parts that decide, whichever type they are of.
struct Afgoerende {
  std::span<const Relation> aktoerer;
  const base::Uuid& ejer;
  std::span<const Relation> klasser;
  const base::Uuid& primaer_klasse;

  void fill(oio::Adgangsnoegle& out, base::Tidspunkt nu) const {
    if (const auto* one = gaeldende(aktoerer, nu, has_role(ejer))) out.ejer = cvr_of(*one).value_or(base::Cvr{});
    const auto* klasse = gaeldende(klasser, nu, has_role(primaer_klasse));
    if (const auto kle = klasse == nullptr ? std::nullopt : kle_of(*klasse)) out.kle.push_back(*kle);
  }
  bool kan_skifte(base::Tidspunkt nu) const {
    return indeks::kan_skifte(aktoerer, nu, has_role(ejer)) ||
           indeks::kan_skifte(klasser, nu, has_role(primaer_klasse));
  }
};
Afgoerende afgoerende(const SagRegistrering& one, const Roller& roller) {
  return {one.relation_liste.sagsaktoer, roller.sag_ejer, one.relation_liste.sagsklasse, roller.sag_primaer_klasse};
}
Afgoerende afgoerende(const DokumentRegistrering& one, const Roller& roller) {
  return {one.relation_liste.dokumentaktoer, roller.dokument_ejer, one.relation_liste.dokumentklasse,
          roller.dokument_primaer_klasse};
}

template <class ItSystem>
base::Uuid master_of(const std::optional<LokalUdvidelseListe>& liste, const Roller& roller, base::Tidspunkt nu) {
  const auto systemer = udvidelser<ItSystem>(liste);
  const auto* master = gaeldende(std::span<const ItSystem>(systemer), nu, has_role(roller.master));
  return master == nullptr ? base::Uuid{} : uuid_af(master->reference_id).value_or(base::Uuid{});
}

std::vector<SagIndeksEgenskaber> foelsomheder(const SagRegistrering& one) {
  return udvidelser<SagIndeksEgenskaber>(one.attribut_liste.lokal_udvidelse_liste);
}
const std::vector<DokumentEgenskaber>& foelsomheder(const DokumentRegistrering& one) {
  return one.attribut_liste.egenskaber;
}

template <class Registrering>
std::uint8_t foelsomhed_of(const Registrering& registrering, base::Tidspunkt nu) {
  const auto& entries = foelsomheder(registrering);
  const auto* one = gaeldende(std::span(entries), nu, kAlle);
  return indeks::foelsomhed(one == nullptr ? oio::Felt{} : one->foelsomhed);
}

template <class ItSystem, class Registrering>
oio::Adgangsnoegle noegle_of(const Registrering& one, const Roller& roller, base::Tidspunkt nu, oio::Objektart art) {
  oio::Adgangsnoegle out;
  out.art = art;
  afgoerende(one, roller).fill(out, nu);
  out.foelsomhed = foelsomhed_of(one, nu);
  out.anvendersystem = master_of<ItSystem>(one.relation_liste.lokal_udvidelse_liste, roller, nu);
  return out;
}

// The key for postings. The master is not in it; when it decides the object is asked.
template <class Registrering>
oio::Kortnoegle kortnoegle_of(const Registrering& one, const Roller& roller, base::Tidspunkt nu) {
  const auto& entries = foelsomheder(one);
  const bool kan_skifte = afgoerende(one, roller).kan_skifte(nu) || indeks::kan_skifte(std::span(entries), nu, kAlle);
  return indeks::kortnoegle(adgangsnoegle(one, roller, nu), kan_skifte);
}

void add_aktoer(std::vector<oio::Term>& out, const Relation& aktoer, const base::Uuid& ejer) {
  indeks::add_term(out, Termart::AKTOER, aktoer.reference_id);
  const auto nummer = cvr_nummer(aktoer);
  const auto cvr = nummer ? base::Cvr::parse(*nummer) : std::nullopt;
  if (cvr) out.push_back({Termart::AKTOER, cvr->urn()});
  if (!has_role(ejer)(aktoer)) return;
  if (cvr) out.push_back({Termart::EJER, cvr->text()});
  const auto by_urn = indeks::cvr_af({}, aktoer.reference_id);
  if (by_urn) out.push_back({Termart::EJER, by_urn->text()});
}

void add_klasse(std::vector<oio::Term>& out, const Relation& klasse) {
  indeks::add_term(out, Termart::KLASSE, klasse.reference_id);
  if (const auto kle = kle_of(klasse)) out.push_back({Termart::KLE, kle->text()});
}

template <class ItSystem>
void add_systemer(std::vector<oio::Term>& out, const std::optional<LokalUdvidelseListe>& liste) {
  for (const auto& one : udvidelser<ItSystem>(liste)) indeks::add_term(out, Termart::SYSTEM, one.reference_id);
}

template <class Relationer>
void add_links(std::vector<oio::Link>& out, oio::Linkart art, oio::Objekttype type, const Relationer& relationer) {
  for (const auto& one : relationer) {
    if (const auto uuid = uuid_af(one.reference_id)) out.push_back({art, {type, *uuid}});
  }
}
std::vector<oio::Link> links(const SagRegistrering& one) {
  std::vector<oio::Link> out;
  add_links(out, oio::Linkart::JOURNALPOST, oio::Objekttype::DOKUMENT, one.relation_liste.journalpost);
  add_links(out, oio::Linkart::SAGSRELATION, oio::Objekttype::SAG, one.relation_liste.sagsrelation);
  return out;
}
std::vector<oio::Link> links(const DokumentRegistrering& one) {
  std::vector<oio::Link> out;
  add_links(out, oio::Linkart::DOKUMENTRELATION, oio::Objekttype::DOKUMENT, one.relation_liste.dokumentrelation);
  return out;
}

const std::vector<Relation>& parter(const SagRegistrering& one) {
  return one.relation_liste.sagspart;
}
const std::vector<Relation>& parter(const DokumentRegistrering& one) {
  return one.relation_liste.dokumentpart;
}

// The real index takes no UUID there (spec indekser 6.1).
template <class Registrering>
Resultat<void> require_named_parter(const Registrering& one, const char* sti) {
  for (const Relation& part : parter(one)) {
    if (part.reference_id && part.reference_id->art == oio::UnikId::Art::UUID) {
      return base::fejl(base::FejlKode::UGYLDIG, "En part kan ikke angives med UUID", sti);
    }
  }
  return {};
}

template <class Registrering>
std::vector<const Registrering*> ordered(const std::vector<Registrering>& registreringer) {
  std::vector<const Registrering*> out;
  for (const Registrering& one : registreringer) out.push_back(&one);
  std::ranges::sort(out, {}, [](const Registrering* one) { return std::pair(indeks::tidspunkt(one->tidspunkt), one); });
  return out;
}

// Alone with its object's UUID, which is returned in the letters it came in.
template <class Objekt, class Registrering>
Resultat<oio::Objektregistrering> packed(const xml::Type& type, const Objekt& objekt, const Registrering& one,
                                         const Roller& roller, base::Tidspunkt sts) {
  Objekt alone;
  alone.uuid = objekt.uuid;
  alone.registrering = {one};
  const std::string sts_text = base::iso_text(sts, 6);
  alone.registrering.front().sts_tidspunkt = sts_text;
  const oio::Registreringshoved hoved{sts, indeks::tidspunkt(one.tidspunkt), indeks::livscyklus(one.livscyklus_kode)};
  return oio::Objektregistrering{hoved, PROEV(xml::pack(type, alone)), termer(one, roller)};
}

template <class Objekt>
Resultat<oio::Objekt> objekt_of(oio::Objekttype type, const xml::Type& description, const Objekt& objekt,
                                const Roller& roller, base::Tidspunkt sts) {
  if (objekt.registrering.empty()) {
    return base::fejl(base::FejlKode::UGYLDIG, "Objektet har ingen Registrering", "Registrering");
  }
  const auto all = i_orden(objekt);
  oio::Objekt out;
  out.ref = {type, base::Uuid::parse(objekt.uuid).value_or(base::Uuid{})};
  out.noegle = kortnoegle_of(*all.back(), roller, sts);
  out.links = links(*all.back());
  for (const auto* one : all) {
    out.registreringer.push_back(PROEV(packed(description, objekt, *one, roller, sts)));
    sts += std::chrono::microseconds(1);
  }
  return out;
}

}  // namespace

std::vector<const SagRegistrering*> i_orden(const Sag& sag) {
  return ordered(sag.registrering);
}
std::vector<const DokumentRegistrering*> i_orden(const Dokument& dokument) {
  return ordered(dokument.registrering);
}

oio::Adgangsnoegle adgangsnoegle(const SagRegistrering& registrering, const Roller& roller, base::Tidspunkt nu) {
  return noegle_of<SagsitsystemRelation>(registrering, roller, nu, oio::Objektart::SAG);
}
oio::Adgangsnoegle adgangsnoegle(const DokumentRegistrering& registrering, const Roller& roller, base::Tidspunkt nu) {
  return noegle_of<DokumentitsystemRelation>(registrering, roller, nu, oio::Objektart::DOKUMENT);
}

std::optional<base::Cvr> bopaelskommune(const SagRegistrering& registrering, const Roller& roller, base::Tidspunkt nu) {
  const std::span<const Relation> aktoerer(registrering.relation_liste.sagsaktoer);
  const auto* one = gaeldende(aktoerer, nu, has_role(roller.sag_bopaelskommune));
  return one == nullptr ? std::nullopt : cvr_of(*one);
}

std::vector<oio::Term> termer(const SagRegistrering& registrering, const Roller& roller) {
  std::vector<oio::Term> out;
  const SagRelationListe& relationer = registrering.relation_liste;
  for (const Relation& one : relationer.sagsaktoer) {
    add_aktoer(out, one, roller.sag_ejer);
    const auto kommune = has_role(roller.sag_bopaelskommune)(one) ? cvr_of(one) : std::nullopt;
    if (kommune) out.push_back({Termart::BOPAELSKOMMUNE, kommune->text()});
  }
  for (const Relation& one : relationer.sagspart) indeks::add_term(out, Termart::PART, one.reference_id);
  for (const Relation& one : relationer.sagsklasse) add_klasse(out, one);
  add_systemer<SagsitsystemRelation>(out, relationer.lokal_udvidelse_liste);
  for (const SagEgenskaber& one : registrering.attribut_liste.egenskaber) {
    indeks::add_term(out, Termart::BRUGERVENDT_NOEGLE, one.brugervendt_noegle);
    indeks::add_term(out, Termart::NUMMER, one.sagsnummer);
  }
  return out;
}

std::vector<oio::Term> termer(const DokumentRegistrering& registrering, const Roller& roller) {
  std::vector<oio::Term> out;
  const DokumentRelationListe& relationer = registrering.relation_liste;
  for (const Relation& one : relationer.dokumentaktoer) add_aktoer(out, one, roller.dokument_ejer);
  for (const Relation& one : relationer.dokumentpart) indeks::add_term(out, Termart::PART, one.reference_id);
  for (const Relation& one : relationer.dokumentklasse) add_klasse(out, one);
  add_systemer<DokumentitsystemRelation>(out, relationer.lokal_udvidelse_liste);
  for (const DokumentEgenskaber& one : registrering.attribut_liste.egenskaber) {
    indeks::add_term(out, Termart::BRUGERVENDT_NOEGLE, one.brugervendt_noegle);
    indeks::add_term(out, Termart::NUMMER, one.dokumentnummer);
  }
  return out;
}

Resultat<oio::Objekt> to_objekt(const Sag& sag, const Roller& roller, base::Tidspunkt sts) {
  for (const auto& one : sag.registrering) PROEV(require_named_parter(one, "Registrering/RelationListe/Sagspart"));
  return objekt_of(oio::Objekttype::SAG, kSagType, sag, roller, sts);
}

Resultat<oio::Objekt> to_objekt(const Dokument& dokument, const Roller& roller, base::Tidspunkt sts) {
  for (const auto& one : dokument.registrering) {
    PROEV(require_named_parter(one, "Registrering/RelationListe/Dokumentpart"));
  }
  return objekt_of(oio::Objekttype::DOKUMENT, kDokumentType, dokument, roller, sts);
}

Resultat<Sag> unpack_sag(std::string_view pakket, xml::Arena& arena) {
  return xml::unpack<Sag>(kSagType, pakket, arena);
}
Resultat<Dokument> unpack_dokument(std::string_view pakket, xml::Arena& arena) {
  return xml::unpack<Dokument>(kDokumentType, pakket, arena);
}

}  // namespace brevdue::sagdokumentindeks
