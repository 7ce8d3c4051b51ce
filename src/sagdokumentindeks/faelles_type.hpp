// What the tables of this folder share. For *_type.cpp only.
//
// Thread safety: constants.
#pragma once

#include "oio/grundtyper_type.hpp"
#include "sagdokumentindeks/model.hpp"
#include "sagdokumentindeks/type.hpp"

namespace brevdue::sagdokumentindeks {

namespace v6 = oio::v6;
using oio::kGenerelleDefinitioner;
using oio::kSagdok;
using xml::Element;
using xml::Particle;
using xml::Type;

extern const Type kRelationType;             // fills a Relation
extern const Type kLokalUdvidelseListeType;  // fills a LokalUdvidelseListe
inline constexpr Element kLokalUdvidelseListe =
    Element::of<LokalUdvidelseListe>(kGenerelleDefinitioner, "LokalUdvidelseListe", kLokalUdvidelseListeType);
// The elements of udvidelse_type.cpp, all global.
extern const std::span<const Element* const> kUdvidelser;

extern const Type kSagRegistreringType;
extern const Type kSagAttributListeType;
extern const Type kSagTilstandListeType;
extern const Type kSagRelationListeType;
extern const Type kDokumentRegistreringType;
extern const Type kDokumentAttributListeType;
extern const Type kDokumentTilstandListeType;
extern const Type kDokumentRelationListeType;

}  // namespace brevdue::sagdokumentindeks
