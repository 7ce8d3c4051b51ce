// The descriptions of the Ydelsesindeks v6: its objects and its messages, for the engine in xml/.
//
// Thread safety: constants.
#pragma once

#include <span>
#include <string_view>

#include "xml/reader.hpp"
#include "xml/type.hpp"
#include "xml/xsd.hpp"

namespace brevdue::ydelsesindeks {

inline constexpr std::string_view kBevillingIndeks = "urn:oio:sts:ydelse:bevillingindeks:6";
inline constexpr std::string_view kEffektueringIndeks = "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6";
inline constexpr std::string_view kYdelseIndeks = "urn:oio:sts:ydelse:ydelseindeks:6";

// The objects, as they are packed and stored.
extern const xml::Type kBevillingType;     // fills a Bevilling
extern const xml::Type kEffektueringType;  // fills an OekonomiskEffektuering

// Their lists, which an example to search by has too.
extern const xml::Type kBevillingAttributListeType;
extern const xml::Type kBevillingTilstandListeType;
extern const xml::Type kBevillingRelationListeType;
extern const xml::Type kEffektueringAttributListeType;
extern const xml::Type kEffektueringTilstandListeType;
extern const xml::Type kEffektueringRelationListeType;

// The messages; each fills the struct of its name in operationer.hpp.
extern const xml::Element kBevillingRegistreringBesked;
extern const xml::Element kEffektueringRegistreringBesked;
extern const xml::Element kImporterInput;
extern const xml::Element kImporterOutput;  // fills an oio::MultipleOutput, as the next
extern const xml::Element kOpdaterOutput;
extern const xml::Element kOpdaterInput;
extern const xml::Element kFremsoegInput;
extern const xml::Element kFremsoegOutput;
extern const xml::Element kFjernBevillingInput;   // fills an oio::UuidNote, as the one of Effektuering
extern const xml::Element kFjernBevillingOutput;  // fills an oio::BasicOutput, as the one of Effektuering
extern const xml::Element kFjernEffektueringInput;
extern const xml::Element kFjernEffektueringOutput;

// Every element that a document or a LokalUdvidelseListe may hold.
const xml::Schema& schema();
// The files in which it is published, one for each namespace, and the prefixes to write with.
std::span<const xml::SchemaFile> schema_files();
std::span<const xml::Namespace> prefixes();

}  // namespace brevdue::ydelsesindeks
