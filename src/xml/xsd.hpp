// The schema text of a description, as the server publishes it: one document for each namespace.
//
// Thread safety: functions without state.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/reader.hpp"
#include "xml/type.hpp"

namespace brevdue::xml {

// Every namespace that the schema's global elements reach, themselves included.
std::vector<std::string_view> namespaces_of(const Schema& schema);

struct SchemaFile {
  std::string_view ns;
  std::string_view prefix;    // used in the document
  std::string_view location;  // where others import it from
};

// The document of one namespace; `files` names all that namespaces_of gives.
std::string xsd_text(const Schema& schema, std::string_view ns, std::span<const SchemaFile> files);

}  // namespace brevdue::xml
