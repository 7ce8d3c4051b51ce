// The descriptions of the Sags- og Dokumentindeks v6: its objects and its messages, for the engine in xml/.
//
// Thread safety: constants.
#pragma once

#include <span>
#include <string_view>

#include "xml/reader.hpp"
#include "xml/type.hpp"
#include "xml/xsd.hpp"

namespace brevdue::sagdokumentindeks {

inline constexpr std::string_view kSag = "urn:oio:sts:sagdok:sag:6";
inline constexpr std::string_view kSagIndeks = "urn:oio:sts:sagdok:sagindeks:6";
inline constexpr std::string_view kDokumentIndeks = "urn:oio:sts:sagdok:dokumentindeks:6";
inline constexpr std::string_view kSagDokumentIndeks = "urn:oio:sts:sagdok:sagdokumentindeks:6";

// The objects, as they are packed and stored.
extern const xml::Type kSagType;       // fills a Sag
extern const xml::Type kDokumentType;  // fills a Dokument

// The messages; each fills the struct of its name in operationer.hpp or model.hpp.
extern const xml::Element kSagElement;
extern const xml::Element kRegistreringBesked;  // fills a SagRegistreringBesked
extern const xml::Element kImporterInput;
extern const xml::Element kImporterOutput;  // fills an oio::MultipleOutput, as the next two
extern const xml::Element kOpdaterOutput;
extern const xml::Element kFjernOutput;
extern const xml::Element kOpdaterInput;
extern const xml::Element kFjernInput;
extern const xml::Element kFremsoegInput;
extern const xml::Element kFremsoegOutput;

// Every element that a document or a LokalUdvidelseListe may hold.
const xml::Schema& schema();
// The files in which it is published, one for each namespace, and the prefixes to write with.
std::span<const xml::SchemaFile> schema_files();
std::span<const xml::Namespace> prefixes();

}  // namespace brevdue::sagdokumentindeks
