// The messages of the Ydelsesindeks v6 (spec indekser 2.6, 2.7 and 4).
//
// Thread safety: plain values. Ownership: as oio/grundtyper.hpp says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "oio/grundtyper.hpp"
#include "ydelsesindeks/model.hpp"

namespace brevdue::ydelsesindeks {

// importer: bevillinger and effektueringer in the order they came, each in an element of its own.
struct BevillingImport {
  Bevilling bevilling;
};
struct EffektueringImport {
  OekonomiskEffektuering effektuering;
};
struct ImporterPost {
  enum Slags : std::size_t { BEVILLING, EFFEKTUERING };
  std::variant<BevillingImport, EffektueringImport> objekt;
};
struct ImporterInput {
  std::vector<ImporterPost> poster;
};

// opdater.
struct BevillingRetInput : oio::UuidNote {
  std::optional<BevillingAttributListe> attribut_liste;
  std::optional<TilstandListe> tilstand_liste;
  std::optional<BevillingRelationListe> relation_liste;
};
struct EffektueringRetInput : oio::UuidNote {
  std::optional<EffektueringAttributListe> attribut_liste;
  std::optional<TilstandListe> tilstand_liste;
  std::optional<EffektueringRelationListe> relation_liste;
};
struct OpdaterBevilling : BevillingRetInput {
  std::string_view tidspunkt;
  Felt uden_notifikation;
};
struct OpdaterEffektuering : EffektueringRetInput {
  std::string_view tidspunkt;
};
struct OpdaterPost {
  enum Slags : std::size_t { BEVILLING, EFFEKTUERING };
  std::variant<OpdaterBevilling, OpdaterEffektuering> aendring;
};
struct OpdaterInput {
  std::vector<OpdaterPost> poster;
};

// fremsoeg: the expression. A leaf is an example of what is looked for.
struct SoegBevilling : oio::SoegInput {
  BevillingAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  BevillingRelationListe relation_liste;
};
struct SoegEffektuering : oio::SoegInput {
  EffektueringAttributListe attribut_liste;
  TilstandListe tilstand_liste;
  EffektueringRelationListe relation_liste;
};
struct SoegLed;
struct SoegUdtryk {
  Felt operation;  // absent: AND
  std::vector<SoegLed> led;
};
struct SoegLed {
  enum Slags : std::size_t { BEVILLING, EFFEKTUERING, NOT, UDTRYK };
  std::variant<SoegBevilling, SoegEffektuering, SoegUdtryk, SoegUdtryk> indhold;
};

// fremsoeg: what is to be returned. An element that is there but empty returns nothing.
struct Filter {
  std::vector<oio::Vis> bevilling_vis;
  std::vector<oio::Vis> effektuering_vis;
  std::vector<std::string_view> bevilling_inkluder;
  std::vector<std::string_view> effektuering_inkluder;
};
struct FremsoegSortering {
  std::vector<oio::Sortering> bevilling;
  std::vector<oio::Sortering> effektuering;
};
struct FremsoegInput {
  std::vector<std::string_view> bevilling_uuid;
  std::vector<std::string_view> effektuering_uuid;
  SoegUdtryk soeg_udtryk;
  std::optional<Filter> filter;
  std::optional<FremsoegSortering> sortering;
};

struct BevillingOejebliksbillede {
  oio::SagDokObjekt objekt_type;
  std::vector<BevillingRegistrering> registrering;
};
struct EffektueringOejebliksbillede {
  oio::SagDokObjekt objekt_type;
  std::vector<EffektueringRegistrering> registrering;
};
struct FremsoegOutput : oio::BasicOutput {
  std::vector<oio::Antal> antal;
  std::vector<BevillingOejebliksbillede> bevilling;
  std::vector<EffektueringOejebliksbillede> effektuering;
};

// What an event about a Bevilling or an Effektuering holds.
struct BevillingRegistreringBesked {
  std::string_view uuid;
  BevillingRegistrering registrering;
};
struct EffektueringRegistreringBesked {
  std::string_view uuid;
  EffektueringRegistrering registrering;
};

}  // namespace brevdue::ydelsesindeks
