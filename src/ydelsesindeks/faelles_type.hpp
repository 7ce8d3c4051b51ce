// What the tables of this folder share. For *_type.cpp only.
//
// Thread safety: constants.
#pragma once

#include "oio/grundtyper_type.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {

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
// The elements of the other files that are global.
extern const std::span<const Element* const> kUdvidelser;
extern const std::span<const Element* const> kBevillingGlobale;
extern const std::span<const Element* const> kEffektueringGlobale;

extern const Type kBevillingRegistreringType;
extern const Type kEffektueringRegistreringType;

}  // namespace brevdue::ydelsesindeks
