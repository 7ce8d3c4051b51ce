// Bevilling and Oekonomisk Effektuering as the Ydelsesindeks v6 has them (spec indekser 1.8 and 1.9): what is imported,
// kept and found. The names are the schemas'; the tables are in *_type.cpp.
//
// Thread safety: plain values. Ownership: as oio/grundtyper.hpp says.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "oio/grundtyper.hpp"
#include "xml/binding.hpp"

namespace brevdue::ydelsesindeks {

using oio::Felt;

struct Udvidelse;

// gd:LokalUdvidelseListeType: the elements in the order they came.
struct LokalUdvidelseListe {
  std::vector<Udvidelse> elementer;
  Felt senest_aendret_tidspunkt;
};

// gd:RelationType.
struct Relation : oio::Relation {
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};

// The elements of LokalUdvidelseListe that the schemas know: intervals to search by. Those of Bevilling are in bi,
// those of Effektuering in oef.
struct BevillingSoegEgenskaber {
  std::optional<oio::SoegTidInterval> start_dato;
  std::optional<oio::SoegTidInterval> slut_dato;
};
struct BevillingSoegYdelse {
  std::optional<oio::SoegTidInterval> start_dato;
  std::optional<oio::SoegTidInterval> slut_dato;
  std::optional<oio::SoegTidInterval> plan_start_dato;
  std::optional<oio::SoegTidInterval> plan_slut_dato;
  std::optional<oio::SoegBeloebInterval> ydelse_beloeb;
};
struct EffektueringSoegEgenskaber {
  std::optional<oio::SoegTidInterval> start_dato;
  std::optional<oio::SoegTidInterval> slut_dato;
  std::optional<oio::SoegTidInterval> dispositions_dato;
  std::optional<oio::SoegBeloebInterval> samlet_brutto_beloeb;
  std::optional<oio::SoegBeloebInterval> beloeb_udbetalt;
  std::optional<oio::SoegBeloebInterval> beloeb_efter_skat_atp;
  std::optional<oio::SoegBeloebInterval> beloeb_sendt_til_udbetaling;
};
struct EffektueringSoegYdelse {
  std::optional<oio::SoegTidInterval> start_dato;
  std::optional<oio::SoegTidInterval> slut_dato;
  std::optional<oio::SoegBeloebInterval> ydelses_beloeb;
};

// One element of a LokalUdvidelseListe; a Fragment is any other element that the schemas declare.
struct Udvidelse {
  enum Slags : std::size_t {
    BEVILLING_SOEG_EGENSKABER,
    BEVILLING_SOEG_YDELSE,
    EFFEKTUERING_SOEG_EGENSKABER,
    EFFEKTUERING_SOEG_YDELSE,
    ANDEN,
  };
  std::variant<BevillingSoegEgenskaber, BevillingSoegYdelse, EffektueringSoegEgenskaber, EffektueringSoegYdelse,
               xml::Fragment>
      indhold;
};

// The first extension of a kind, or none.
template <class T>
const T* udvidelse(const std::optional<LokalUdvidelseListe>& liste) {
  if (!liste) return nullptr;
  for (const Udvidelse& u : liste->elementer) {
    if (const T* found = std::get_if<T>(&u.indhold)) return found;
  }
  return nullptr;
}

// TilstandListe of both: no state is known.
struct TilstandListe {
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};

// Relations of both with what is said of their target: a sag, a party, an actor.
struct NavngivenRelation : Relation {
  Felt brugervendt_noegle;
  Felt fuldt_navn;
};
struct Aktoer : NavngivenRelation {
  Felt cvr_nr;
};

// Bevilling.
struct BevillingEgenskaber {
  std::optional<oio::Virkning> virkning;
  Felt brugervendt_noegle;
  Felt bevilling_startdato;
  Felt bevilling_slutdato;
  Felt begrundelse;
  Felt foelsomhed;
};
// bi:RelationUdenVirkningType.
struct RelationUdenVirkning {
  std::optional<oio::UnikId> rolle;
  std::optional<oio::UnikId> type;
  Felt indeks;
  std::optional<oio::UnikId> reference_id;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct YdelseItSystem : RelationUdenVirkning {
  Felt system_navn;
  Felt system_uri;
};
struct Bevillingsklasse : RelationUdenVirkning {
  Felt brugervendt_noegle;
  Felt klassetitel;
};
struct Ydelse : RelationUdenVirkning {
  Felt ydelsesnavn;
  std::optional<Bevillingsklasse> klassifikation;
};
struct OekonomiskEffektueringsplan {
  Felt id;
  Felt startdato;
  Felt slutdato;
  Felt beregningsfrekvens;
  Felt forud_bagud;
  Felt dispositionsdag;
  Felt ydelsesbeloeb;
  Felt manuelt_godkendes;
};
struct BevilgetYdelse {
  std::optional<oio::Virkning> virkning;
  Felt id;
  Felt navn;
  Felt startdato;
  Felt slutdato;
  Felt begrundelse;
  Felt tilbagebetalingspligtig;
  Felt meddelelse;
  std::vector<YdelseItSystem> it_system;
  std::optional<Ydelse> ydelse;
  std::vector<OekonomiskEffektueringsplan> oekonomisk_effektueringsplan;
};
struct BevillingAttributListe {
  std::vector<BevillingEgenskaber> egenskaber;
  std::vector<BevilgetYdelse> bevilget_ydelse;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct BevillingRelationListe {
  std::vector<NavngivenRelation> bevillingssag;
  std::vector<NavngivenRelation> bevillingspart;
  std::vector<Aktoer> bevillingsaktoer;
  std::vector<Relation> sikkerhedsprofil;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct BevillingRegistrering : oio::Registrering {
  BevillingAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  BevillingRelationListe relation_liste;
};
struct Bevilling : oio::SagDokObjekt {
  std::vector<BevillingRegistrering> registrering;
  Felt uden_notifikation;
};

// Oekonomisk Effektuering.
struct EffektueringEgenskaber {
  std::optional<oio::Virkning> virkning;
  Felt brugervendt_noegle;
  Felt startdato;
  Felt slutdato;
  Felt samlet_bruttobeloeb;
  Felt dispositionsdato;
  Felt beloeb_efter_skat_atp;
  Felt beloeb_sendt_til_udbetaling;
  Felt beloeb_udbetalt;
  Felt udbetalingsafdeling;
  Felt sendt_til_udbetaling_tekst;
  Felt udbetalt_tekst;
};
struct EffektueringAttributListe {
  std::vector<EffektueringEgenskaber> egenskaber;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct BevilgetYdelseRef {
  std::string_view uuid;
  std::string_view bevilget_ydelse_id;
};
struct YdelseEffektuering : Relation {
  Felt ydelsesperiode_startdato;
  Felt ydelsesperiode_slutdato;
  Felt ydelsesbeloeb;
  Felt klassifikationsbeskrivelse;
  std::optional<BevilgetYdelseRef> bevilget_ydelse_ref;
};
struct EffektueringItSystem : Relation {
  Felt system_navn;
  Felt system_uri;
};
struct EffektueringRelationListe {
  std::vector<YdelseEffektuering> oekonomisk_ydelse_effektuering;
  std::vector<Aktoer> aktoer;
  std::vector<EffektueringItSystem> it_system;
  std::vector<NavngivenRelation> oekonomisk_effektuering_part;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct EffektueringRegistrering : oio::Registrering {
  EffektueringAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  EffektueringRelationListe relation_liste;
};
struct OekonomiskEffektuering : oio::SagDokObjekt {
  std::vector<EffektueringRegistrering> registrering;
};

}  // namespace brevdue::ydelsesindeks
