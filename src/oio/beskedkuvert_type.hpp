// The description of a Haendelsesbesked: the tables, for the engine in xml/.
//
// Thread safety: constants.
#pragma once

#include <span>
#include <string_view>

#include "oio/navnerum.hpp"
#include "xml/type.hpp"
#include "xml/xsd.hpp"

namespace brevdue::oio {

inline constexpr std::string_view kKuvert = "urn:oio:besked:kuvert:1.0";
inline constexpr std::string_view kPart = "urn:oio:sagdok:part:1.0.0";
inline constexpr std::string_view kOrganisation = "urn:oio:sagdok:organisation:2.0.0";

// The document's root; fills a Haendelsesbesked.
extern const xml::Element kHaendelsesbeskedElement;
// Every element of the envelope's namespace, the base elements it uses, and ds:Signature's.
const xml::Schema& beskedkuvert_schema();
// The files in which the schema is published, one for each namespace: what xml::xsd_text wants.
std::span<const xml::SchemaFile> beskedkuvert_schema_files();

}  // namespace brevdue::oio
