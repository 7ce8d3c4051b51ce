// A struct as compact bytes and back, after the description of its type: how objects are kept. Every simple value comes
// back with exactly the text it had; what the description only validates is not kept.
//
//   packed    := version content                          version: one byte, 1
//   content   := record*                                  in the order of the description
//   record    := number head payload                      number: varint; head: see packed_text.hpp
//   number    := place of the element among those of its type, those of its base first, from 1 on: each element, and
//                each alternative and known element that has items, counts one, also when nothing is bound to it
//   payload   := content, a packed text, or a foreign element as it can stand alone
//
// So a description may grow by optional elements at the end of a type that no other extends, and what is kept stays
// readable; anything else is another layout (fingerprint), and needs another version or a conversion.
//
// Thread safety: functions without state. Ownership: views in what is unpacked point into the bytes or the arena.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "xml/type.hpp"

namespace brevdue::xml {

// Errors: UGYLDIG with the element path when the value does not have what its description demands.
base::Resultat<std::string> pack_value(const Type& type, const void* value);
// Takes exactly what pack_value gives, for every other value of the type. Errors: LAGER for any other bytes.
base::Resultat<void> unpack_into(const Type& type, std::string_view bytes, Arena& arena, void* out);

template <class S>
base::Resultat<std::string> pack(const Type& type, const S& value) {
  if (type.tag != tag_of<S>()) return base::fejl(base::FejlKode::INTERN, "the type fills another struct");
  return pack_value(type, &value);
}

template <class S>
base::Resultat<S> unpack(const Type& type, std::string_view bytes, Arena& arena) {
  if (type.tag != tag_of<S>()) return base::fejl(base::FejlKode::INTERN, "the type fills another struct");
  S result{};
  PROEV(unpack_into(type, bytes, arena, &result));
  return result;
}

// Changes when the layout does: for a test that says which layout is on disk.
std::uint32_t fingerprint(const Type& type);

}  // namespace brevdue::xml
