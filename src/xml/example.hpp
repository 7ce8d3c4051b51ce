// A value compared with an example of it, after the description of their type.
//
// Thread safety: functions without state.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "xml/type.hpp"

namespace brevdue::xml {

// What is equal, beside what the description says.
struct Comparison {
  // A simple value; `element` is the one it stands in.
  std::function<bool(const Element& element, std::string_view example, std::string_view value)> equal;
  // A struct as a whole, before its parts are looked at; nothing: its parts decide.
  std::function<std::optional<bool>(const Type& type, const void* example, const void* value)> whole;
};

// Whether whatever the example fills is in the value: for each element of the example there is one of the same place in
// the value that has all that it has. Foreign elements (Fragments) are never met.
bool has_all_of(const Type& type, const void* example, const void* value, const Comparison& comparison);

// Every simple value that is filled, with its path from the type's own content (RelationListe/Sagspart); a foreign
// element with its bytes, its path ending in /*. Until `each` returns false.
void each_value(const Type& type, const void* value,
                const std::function<bool(std::string_view path, std::string_view text)>& each);

}  // namespace brevdue::xml
