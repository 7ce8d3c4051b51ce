// The messages of the Sags- og Dokumentindeks v6 (spec indekser 2.4, 2.7 and 4).
//
// Thread safety: plain values. Ownership: as oio/grundtyper.hpp says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "oio/grundtyper.hpp"
#include "sagdokumentindeks/model.hpp"

namespace brevdue::sagdokumentindeks {

// importer: sager and dokumenter in the order they came.
struct ImporterPost {
  enum Slags : std::size_t { DOKUMENT, SAG };
  std::variant<Dokument, Sag> objekt;
};
struct ImporterInput {
  std::vector<ImporterPost> poster;
};

// opdater.
struct SagRetInput : oio::UuidNote {
  std::optional<SagAttributListe> attribut_liste;
  std::optional<TilstandListe> tilstand_liste;
  std::optional<SagRelationListe> relation_liste;
};
struct DokumentRetInput : oio::UuidNote {
  std::optional<DokumentAttributListe> attribut_liste;
  std::optional<TilstandListe> tilstand_liste;
  std::optional<DokumentRelationListe> relation_liste;
};
struct OpdaterSag : SagRetInput {
  std::string_view tidspunkt;
  Felt uden_notifikation;
};
struct OpdaterDokument : DokumentRetInput {
  std::string_view tidspunkt;
};
struct OpdaterPost {
  enum Slags : std::size_t { DOKUMENT, SAG };
  std::variant<OpdaterDokument, OpdaterSag> aendring;
};
struct OpdaterInput {
  std::vector<OpdaterPost> poster;
};

// fremsoeg: the expression. A leaf is an example of what is looked for.
struct SoegSag : oio::SoegInput {
  SagAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  SagRelationListe relation_liste;
};
struct SoegDokument : oio::SoegInput {
  DokumentAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  DokumentRelationListe relation_liste;
};
struct SoegLed;
struct SoegUdtryk {
  Felt operation;  // absent: AND
  std::vector<SoegLed> led;
};
struct SoegLed {
  enum Slags : std::size_t { DOKUMENT, SAG, NOT, UDTRYK, SAGSLOESE_DOKUMENTER };
  std::variant<SoegDokument, SoegSag, SoegUdtryk, SoegUdtryk, SoegDokument> indhold;
};

// fremsoeg: what is to be returned. An element that is there but empty returns nothing.
struct Filter {
  std::vector<oio::Vis> dokument_vis;
  std::vector<oio::Vis> sag_vis;
  std::vector<std::string_view> dokument_inkluder;
  std::vector<std::string_view> sag_inkluder;
};
struct FremsoegSortering {
  std::vector<oio::Sortering> sag;
  std::vector<oio::Sortering> dokument;
};
struct FremsoegInput {
  std::vector<std::string_view> sag_uuid;
  std::vector<std::string_view> dokument_uuid;
  std::optional<SoegUdtryk> soeg_udtryk;
  std::optional<Filter> filter;
  std::optional<FremsoegSortering> sortering;
};

struct SagOejebliksbillede {
  oio::SagDokObjekt objekt_type;
  std::vector<SagRegistrering> registrering;
};
struct DokumentOejebliksbillede {
  oio::SagDokObjekt objekt_type;
  std::vector<DokumentRegistrering> registrering;
};
struct FremsoegOutput : oio::BasicOutput {
  std::vector<oio::Antal> antal;
  std::vector<SagOejebliksbillede> sag;
  std::vector<DokumentOejebliksbillede> dokument;
};

// fjern.
struct FjernInput {
  std::vector<oio::UnikId> sag_uuid;
  std::optional<SoegUdtryk> soeg_udtryk;
  Felt efterlad_sagsloese_dokumenter;
  Felt fjern_ogsaa_ydelse;
};

// What an event about a Sag holds.
struct SagRegistreringBesked {
  std::string_view uuid;
  SagRegistrering registrering;
};

}  // namespace brevdue::sagdokumentindeks
