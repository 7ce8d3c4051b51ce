// Inside xml/ only: how write and json walk a value by its description.
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
  const bool is_level = p.kind == ParticleKind::ELEMENT && count == 1 && p.binding.at(owner, 0) == owner &&
                        p.element->type->simple == nullptr && p.binding.owner == p.binding.child;
  return is_level && !is_any_present(*p.element->type, owner) ? 0 : count;
}

inline bool is_present(const Particle& p, const void* owner) {
  if (p.kind == ParticleKind::ELEMENT || p.kind == ParticleKind::ANY) return count_of(p, owner) > 0;
  return std::ranges::any_of(p.parts, [&](const Particle& part) { return is_present(part, owner); });
}

}  // namespace brevdue::xml
