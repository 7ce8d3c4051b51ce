// Parses and validates a document against the description of its type, filling the struct it is bound to.
//
// Verdicts are those of the schema that the description publishes (xsd.hpp), with the given element as root; wildcards
// and xsi:type know what the Schema holds, and nothing else. xsi:type may name the declared type only.
//
// Thread safety: functions without state. Ownership: views in the result point into `bytes` or into `arena`.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "xml/limits.hpp"
#include "xml/reader.hpp"
#include "xml/type.hpp"

namespace brevdue::xml {

// `out` is the struct of root.type (tag), or nothing to validate only. Errors: FOR_STOR, UGYLDIG; the path is that of
// the offending element, as /Haendelsesbesked/Beskedkuvert/Filtreringsdata/Beskedtype, or empty when it is not XML.
base::Resultat<void> parse_into(const Element& root, const Schema& schema, std::string_view bytes,
                                const Graenser& limits, Arena& arena, void* out);

// Reads one element where the reader stands (its START), to after its END.
base::Resultat<void> read_element(const Element& element, const Schema& schema, std::string_view bytes, Reader& reader,
                                  Arena& arena, void* out);

template <class S>
base::Resultat<S> parse(const Element& root, const Schema& schema, std::string_view bytes, const Graenser& limits,
                        Arena& arena) {
  if (root.type->tag != tag_of<S>()) return base::fejl(base::FejlKode::INTERN, "the type fills another struct");
  S result{};
  PROEV(parse_into(root, schema, bytes, limits, arena, &result));
  return result;
}

inline base::Resultat<void> validate(const Element& root, const Schema& schema, std::string_view bytes,
                                     const Graenser& limits) {
  Arena arena;
  return parse_into(root, schema, bytes, limits, arena, nullptr);
}

}  // namespace brevdue::xml
