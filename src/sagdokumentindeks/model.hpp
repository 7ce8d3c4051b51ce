// Sag and Dokument as the Sags- og Dokumentindeks v6 has them (spec indekser 1.5 to 1.7): what is imported, kept and
// found. The names are the schemas'; the tables are in *_type.cpp.
//
// Thread safety: plain values. Ownership: as oio/grundtyper.hpp says.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "oio/grundtyper.hpp"
#include "xml/binding.hpp"

namespace brevdue::sagdokumentindeks {

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

// The elements of LokalUdvidelseListe that the schemas know. Those of Sag are in si, those of Dokument in di.
struct SagIndeksEgenskaber {
  std::optional<oio::Virkning> virkning;
  Felt sagsstatus;
  Felt sagskategori;
  Felt foelsomhed;
  Felt lokation;
  Felt oprettet_tidspunkt;
};
struct SagsaktoerUdvidelse {
  Felt brugervendt_noegle;
  Felt fuldt_navn;
  Felt cvr_nummer;
};
struct Soegeord {
  Felt identifikator;
  Felt beskrivelse;
  Felt kategori;
};
struct SagsklasseUdvidelse {
  Felt facettitel;
  Felt klassetitel;
  Felt brugervendt_noegle;
  std::vector<Soegeord> soegeord;
};
struct SagspartUdvidelse {
  Felt brugervendt_noegle;
  Felt fuldt_navn;
};
struct SagsgenstandeUdvidelse {
  Felt tekstfelt;
};
struct SagSikkerhedsprofil : Relation {};
struct SagsitsystemRelation : Relation {
  Felt system_navn;
  Felt system_uri;
};
struct SagSoegEgenskaber {
  std::optional<oio::SoegTidInterval> oprettet_tidspunkt;
  std::optional<oio::SoegTidInterval> senest_aendret;
};
struct DokumentaktoerUdvidelse {
  Felt brugervendt_noegle;
  Felt fuldt_navn;
  Felt cvr_nr;
};
struct DokumentpartUdvidelse {
  Felt brugervendt_noegle;
  Felt fuldt_navn;
};
struct DokumentklasseUdvidelse {
  Felt klassetitel;
  Felt brugervendt_noegle;
  std::vector<Soegeord> soegeord;
};
struct DokumentSikkerhedsprofil : Relation {};
struct DokumentitsystemRelation : Relation {
  Felt system_navn;
  Felt system_uri;
};
struct DokumentSoegEgenskaber {
  std::optional<oio::SoegTidInterval> brev_dato;
};

// One element of a LokalUdvidelseListe; a Fragment is any other element that the schemas declare.
struct Udvidelse {
  enum Slags : std::size_t {
    SAG_INDEKS_EGENSKABER,
    SAGSAKTOER,
    SAGSKLASSE,
    SAGSPART,
    SAGSGENSTANDE,
    SAG_SIKKERHEDSPROFIL,
    SAGSITSYSTEM,
    SAG_SOEG_EGENSKABER,
    DOKUMENTAKTOER,
    DOKUMENTPART,
    DOKUMENTKLASSE,
    DOKUMENT_SIKKERHEDSPROFIL,
    DOKUMENTITSYSTEM,
    DOKUMENT_SOEG_EGENSKABER,
    ANDEN,
  };
  std::variant<SagIndeksEgenskaber, SagsaktoerUdvidelse, SagsklasseUdvidelse, SagspartUdvidelse, SagsgenstandeUdvidelse,
               SagSikkerhedsprofil, SagsitsystemRelation, SagSoegEgenskaber, DokumentaktoerUdvidelse,
               DokumentpartUdvidelse, DokumentklasseUdvidelse, DokumentSikkerhedsprofil, DokumentitsystemRelation,
               DokumentSoegEgenskaber, xml::Fragment>
      indhold;
};

// The first extension of a kind, or none: udvidelse<SagsaktoerUdvidelse>(aktoer.lokal_udvidelse_liste).
template <class T>
const T* udvidelse(const std::optional<LokalUdvidelseListe>& liste) {
  if (!liste) return nullptr;
  for (const Udvidelse& u : liste->elementer) {
    if (const T* found = std::get_if<T>(&u.indhold)) return found;
  }
  return nullptr;
}

// Fremdrift of both.
struct Fremdrift {
  std::optional<oio::Virkning> virkning;
  Felt fremdrift_status_kode;
};
struct TilstandListe {
  std::vector<Fremdrift> fremdrift;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};

// Sag.
struct SagEgenskaber {
  std::optional<oio::Virkning> virkning;
  Felt brugervendt_noegle;
  Felt afleveret_indikator;
  Felt beskrivelse;
  Felt hjemmel_specifikation;
  Felt kassationskode;
  std::optional<oio::OffentlighedUndtaget> offentlighed_undtaget;
  Felt principiel_indikator;
  Felt sagsnummer;
  Felt titel;
};
struct SagAttributListe {
  std::vector<SagEgenskaber> egenskaber;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct JournalnotatEgenskaber {
  Felt titel;
  Felt notat;
  Felt format;
};
struct JournalpostEgenskaber {
  Felt dokumenttitel;
  std::optional<oio::OffentlighedUndtaget> offentlighed_undtaget;
  std::optional<JournalnotatEgenskaber> journalnotat_egenskaber;
};
struct Journalpost : Relation {
  std::optional<JournalpostEgenskaber> egenskaber;
};
struct SagRelationListe {
  std::vector<Relation> sagsaktoer;
  std::vector<Relation> sagsklasse;
  std::vector<Relation> sagspart;
  std::vector<Relation> sagsrelation;
  std::vector<Relation> sagsgenstande;
  std::vector<Journalpost> journalpost;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct SagRegistrering : oio::Registrering {
  SagAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  SagRelationListe relation_liste;
};
struct Sag : oio::SagDokObjekt {
  std::vector<SagRegistrering> registrering;
  Felt uden_notifikation;
};

// Dokument.
struct DokumentEgenskaber {
  std::optional<oio::Virkning> virkning;
  Felt brugervendt_noegle;
  Felt titel;
  Felt beskrivelse;
  Felt brev_dato;
  std::optional<oio::OffentlighedUndtaget> offentlighed_undtaget;
  Felt version_identifikator;
  Felt underversion_identifikator;
  Felt kassationskode;
  Felt dokumentnummer;
  Felt foelsomhed;
  Felt type;
};
struct DokumentAttributListe {
  std::vector<DokumentEgenskaber> egenskaber;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct DokumentRelationListe {
  std::vector<Relation> dokumentrelation;
  std::vector<Relation> dokumentaktoer;
  std::vector<Relation> dokumentpart;
  std::vector<Relation> dokumentklasse;
  std::optional<LokalUdvidelseListe> lokal_udvidelse_liste;
};
struct DokumentRegistrering : oio::Registrering {
  DokumentAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  DokumentRelationListe relation_liste;
};
struct Dokument : oio::SagDokObjekt {
  std::vector<DokumentRegistrering> registrering;
};

}  // namespace brevdue::sagdokumentindeks
