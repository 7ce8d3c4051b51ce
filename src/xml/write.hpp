// Writes a struct as a document, after the description of its type. What the description only validates and the struct
// does not hold is left out if it may be; a required element that holds nothing required is written empty.
//
// Thread safety: functions without state. Ownership: the value is only read.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"
#include "xml/reader.hpp"
#include "xml/type.hpp"

namespace brevdue::xml {

// `prefixes` name the namespaces that the type uses (none may be the default); all are declared on the root. Errors:
// UGYLDIG with the element path when the value cannot be written (something required is missing, too many of
// something). Values are written as they stand: parse what was written to have it validated.
base::Resultat<std::string> write_value(const Element& root, const void* value, std::span<const Namespace> prefixes);

template <class S>
base::Resultat<std::string> write(const Element& root, const S& value, std::span<const Namespace> prefixes) {
  if (root.type->tag != tag_of<S>()) return base::fejl(base::FejlKode::INTERN, "the type is filled by another struct");
  return write_value(root, &value, prefixes);
}

}  // namespace brevdue::xml
