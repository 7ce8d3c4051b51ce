// Inside xml/ only: all that a schema's tables hold.
//
// Thread safety: plain value. Ownership: points into the tables.
#pragma once

#include <algorithm>
#include <vector>

#include "xml/type.hpp"

namespace brevdue::xml {

// Everything that can be reached from the globals, each once, in the order met.
class Reach {
 public:
  Reach() = default;
  explicit Reach(const Schema& schema) {
    for (const Element* e : schema.globals) add(*e);
  }
  std::vector<const Element*> elements;
  std::vector<const Type*> types;
  std::vector<const SimpleType*> simple_types;

 private:
  void add(const Element& e) {
    if (std::ranges::find(elements, &e) != elements.end()) return;
    elements.push_back(&e);
    add(*e.type);
  }
  void add(const Type& t) {
    if (std::ranges::find(types, &t) != types.end()) return;
    types.push_back(&t);
    if (t.simple != nullptr) add(*t.simple);
    for (const AttributeUse& a : t.attributes) add(*a.type);
    if (t.base != nullptr) add(*t.base);
    if (t.content != nullptr) add(*t.content);
  }
  void add(const SimpleType& t) {
    if (t.base == nullptr || std::ranges::find(simple_types, &t) != simple_types.end()) return;
    simple_types.push_back(&t);
    add(*t.base);
  }
  void add(const Particle& p) {
    if (p.element != nullptr) add(*p.element);
    for (const Particle& part : p.parts) add(part);
  }
};

}  // namespace brevdue::xml
