// Inside xml/ only: how write, json and pack walk a value by its description.
//
// Thread safety: free functions.
#pragma once

#include <algorithm>

#include "xml/type.hpp"

namespace brevdue::xml {

inline bool is_present(const Particle& particle, const void* owner);

inline bool is_any_present(const Type& type, const void* owner) {
  return (type.base != nullptr && is_any_present(*type.base, owner)) ||
         (type.content != nullptr && is_present(*type.content, owner));
}

// How many elements the value holds for this particle. A level that the struct does not have is there when something in
// it is.
inline std::size_t count_of(const Particle& p, const void* owner) {
  if (owner == nullptr || p.binding.add == nullptr) return 0;
  const std::size_t count = p.binding.count(owner);
  return p.binding.is_level && !is_any_present(*p.element->type, owner) ? 0 : count;
}

inline bool is_present(const Particle& p, const void* owner) {
  if (p.has_items()) return owner != nullptr && p.binding.count(owner) > 0;
  if (p.kind == ParticleKind::ELEMENT || p.kind == ParticleKind::ANY) return count_of(p, owner) > 0;
  return std::ranges::any_of(p.parts, [&](const Particle& part) { return is_present(part, owner); });
}

// The alternative that an item of a group or wildcard holds. Nothing: a variant left without a value.
inline const Particle* alternative_of(const Particle& p, const void* item) {
  const auto found = std::ranges::find_if(p.parts, [&](const Particle& part) { return count_of(part, item) > 0; });
  return found == p.parts.end() ? nullptr : &*found;
}

}  // namespace brevdue::xml
