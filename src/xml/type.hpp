// A message type as data: tables that read like its schema. One engine walks them for six uses: parse.hpp (parse and
// validate), write.hpp, json.hpp, xsd.hpp and pack.hpp.
//
//   constexpr Particle kRelateretObjekt[] = {
//       one(kObjektId, into<&RelateretObjekt::objekt_id>),
//       one(kObjektType, into<&RelateretObjekt::objekt_type>),
//       optional(kObjektRolle, into<&RelateretObjekt::objekt_rolle>),
//   };
//   constexpr Type kRelateretObjektType = sequence<RelateretObjekt>({kKuvert, "RelateretObjektType"},
//   kRelateretObjekt); constexpr Element kRelateretObjektElement{kKuvert, "RelateretObjekt", kRelateretObjektType};
//
// An element used in one place may be written there: kLocal<kKuvert, "ObjektRolle", kUnikIdType>.
//
// A particle without into<> is validated and nothing more. That a table fits its struct is checked when it is compiled.
// Content models must be deterministic (XSD's "unique particle attribution"), as every schema's must.
//
// Thread safety: constants. Ownership: everything has static storage.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "xml/binding.hpp"
#include "xml/simple_type.hpp"

namespace brevdue::xml {

// A qualified name; an empty `name` is an anonymous type.
struct Name {
  std::string_view ns;
  std::string_view name;
  constexpr bool operator==(const Name&) const = default;
};

struct Type;

// An element declaration. `is_global` ones may be a document's root and are what wildcards look for.
struct Element {
  constexpr Element(std::string_view ns, std::string_view name, const Type& type, bool is_global_one = true);
  // Of a type that is described in another file, or further down because it holds itself. What struct it fills is said
  // here; that the type agrees is for a test to ask (check.hpp).
  template <class S>
  static consteval Element of(std::string_view ns, std::string_view name, const Type& type, bool is_global_one = true) {
    return {{ns, name}, &type, tag_of<S>(), is_global_one};
  }
  // With a value that the content must have if there is any (XSD's fixed).
  consteval Element with_fixed(std::string_view value) const {
    Element e = *this;
    e.fixed = value;
    return e;
  }
  Name name;
  const Type* type;
  const void* tag;  // the struct it fills
  bool is_simple;
  bool is_global;
  std::string_view fixed;

 private:
  constexpr Element(Name its_name, const Type* its_type, const void* its_tag, bool is_global_one)
      : name(its_name), type(its_type), tag(its_tag), is_simple(false), is_global(is_global_one) {}
};

enum class ParticleKind : std::uint8_t { ELEMENT, ANY, SEQUENCE, CHOICE };

// What a wildcard does with what it lets through: nothing, validate what is declared, demand that it is declared.
enum class Contents : std::uint8_t { SKIP, LAX, STRICT };

inline constexpr std::uint32_t kUnbounded = 0xFFFFFFFF;

// One place in a content model.
struct Particle {
  ParticleKind kind = ParticleKind::ELEMENT;
  Contents contents = Contents::STRICT;
  bool is_emptiable = false;  // may stand for nothing at all
  std::uint32_t min = 1;
  std::uint32_t max = 1;
  const Element* element = nullptr;
  std::string_view other_than;      // ANY: the namespace that is excluded (and no namespace with it); empty: ##any
  std::span<const Particle> parts;  // of a group; ANY: the elements it knows, and last what takes the others
  Binding binding;

  // Whether each element met here becomes an item of a vector, so that their order is kept.
  constexpr bool has_items() const { return !parts.empty() && binding.add != nullptr; }
};

struct AttributeUse {
  std::string_view name;  // in no namespace, as attributeFormDefault unqualified has it
  const SimpleType* type;
  bool is_required = false;
  bool is_id = false;  // xs:ID: unique in the document
};

// Either simple content (`simple` set), or a model of elements; both with attributes.
struct Type {
  Name name;
  const SimpleType* simple = nullptr;
  bool is_mixed = false;
  const Particle* content = nullptr;  // none: empty
  std::span<const AttributeUse> attributes;
  const Type* base = nullptr;  // of an extension; its content comes first
  const void* tag = nullptr;   // the struct it fills
};

constexpr Element::Element(std::string_view ns, std::string_view its_name, const Type& its_type, bool is_global_one)
    : name{ns, its_name},
      type(&its_type),
      tag(its_type.tag),
      is_simple(its_type.simple != nullptr),
      is_global(is_global_one) {}

// All that a wildcard or a root can meet, and the types xsi:type can name beside the declared one.
struct Schema {
  std::span<const Element* const> globals;
};

namespace detail {

consteval Particle element_particle(const Element& element, std::uint32_t min, std::uint32_t max,
                                    const Binding& binding) {
  Particle p;
  p.element = &element;
  p.min = min;
  p.max = max;
  p.is_emptiable = min == 0;
  p.binding = binding;
  if (binding.add == nullptr) return p;
  if (binding.value == nullptr && binding.child != element.tag) {
    throw "the element's type does not fill the struct it is bound to";
  }
  if ((binding.value != nullptr) != element.is_simple) {
    throw "simple content is bound to a value, elements to a struct";
  }
  if (binding.is_single && !binding.is_alternative && max != 1) throw "a repeated element needs a vector";
  return p;
}

consteval bool fills(std::span<const Particle> parts, const void* owner) {
  for (const Particle& p : parts) {
    if (p.binding.owner != nullptr && p.binding.owner != owner) return false;
    if (!p.has_items() && !fills(p.parts, owner)) return false;
  }
  return true;
}

// A vector of items, each holding one of the alternatives.
consteval Particle with_items(Particle p, std::span<const Particle> parts, const Binding& items) {
  if (items.add == nullptr || items.is_single || p.max != kUnbounded) throw "items need a vector, and no upper bound";
  for (const Particle& part : parts) {
    if (!part.binding.is_alternative || part.binding.owner != items.child) throw "not an alternative of the item";
  }
  p.parts = parts;
  p.binding = items;
  return p;
}

consteval bool is_group_emptiable(ParticleKind kind, std::span<const Particle> parts) {
  for (const Particle& p : parts) {
    if (p.is_emptiable == (kind == ParticleKind::CHOICE)) return p.is_emptiable;
  }
  return kind == ParticleKind::SEQUENCE || parts.empty();
}

consteval Particle group(ParticleKind kind, std::span<const Particle> parts, std::uint32_t min, std::uint32_t max) {
  Particle p;
  p.kind = kind;
  p.parts = parts;
  p.min = min;
  p.max = max;
  p.is_emptiable = min == 0 || is_group_emptiable(kind, parts);
  return p;
}

}  // namespace detail

// Elements in a content model.
consteval Particle one(const Element& e, const Binding& b = {}) {
  return detail::element_particle(e, 1, 1, b);
}
consteval Particle optional(const Element& e, const Binding& b = {}) {
  return detail::element_particle(e, 0, 1, b);
}
consteval Particle any_number(const Element& e, const Binding& b = {}) {
  return detail::element_particle(e, 0, kUnbounded, b);
}
consteval Particle up_to(std::uint32_t most, const Element& e, const Binding& b = {}) {
  return detail::element_particle(e, 0, most, b);
}
consteval Particle at_least_one(const Element& e, const Binding& b = {}) {
  return detail::element_particle(e, 1, kUnbounded, b);
}

// Wildcards: any namespace, or any but the one given (##other).
consteval Particle any(Contents contents, std::uint32_t min = 0, std::uint32_t max = kUnbounded,
                       const Binding& b = {}) {
  Particle p;
  p.kind = ParticleKind::ANY;
  p.contents = contents;
  p.min = min;
  p.max = max;
  p.is_emptiable = min == 0;
  p.binding = b;
  return p;
}
consteval Particle any_other(std::string_view than, Contents contents, std::uint32_t min = 0,
                             std::uint32_t max = kUnbounded, const Binding& b = {}) {
  Particle p = any(contents, min, max, b);
  p.other_than = than;
  return p;
}

// The same, keeping what it lets through as items: the elements of `known` (last of which is another_one) each in its
// alternative. Each known element must be a global one of the schema.
consteval Particle any_known(std::string_view other_than, std::span<const Particle> known, const Binding& items) {
  return detail::with_items(any_other(other_than, Contents::STRICT), known, items);
}
consteval Particle another_one(std::string_view other_than, const Binding& alternative) {
  if (!alternative.is_fragments) throw "what is not known is kept as a Fragment";
  return any_other(other_than, Contents::STRICT, 1, 1, alternative);
}

// Groups inside a content model.
consteval Particle in_order(std::span<const Particle> parts, std::uint32_t min = 1, std::uint32_t max = 1) {
  return detail::group(ParticleKind::SEQUENCE, parts, min, max);
}
consteval Particle one_of(std::span<const Particle> parts, std::uint32_t min = 1, std::uint32_t max = 1) {
  return detail::group(ParticleKind::CHOICE, parts, min, max);
}

// Any number of any of the alternatives, each element met an item, in the order they came.
consteval Particle each_of(std::span<const Particle> parts, const Binding& items, std::uint32_t min = 0) {
  return detail::with_items(one_of(parts, min, kUnbounded), parts, items);
}

// A type whose content is the given group (made with in_order or one_of), filling a struct S (void: only validated).
template <class S = void>
consteval Type of_elements(Name name, const Particle& content, std::span<const AttributeUse> attributes = {},
                           bool is_mixed = false) {
  if (!detail::fills({&content, 1}, tag_of<S>())) throw "a member of another struct";
  Type t;
  t.name = name;
  t.content = &content;
  t.attributes = attributes;
  t.is_mixed = is_mixed;
  t.tag = tag_of<S>();
  return t;
}

// The same, adding to `base`. S must begin with what the base fills (that is, derive from it first or be it).
template <class S = void>
consteval Type extension_of(const Type& base, Name name, const Particle* content = nullptr) {
  if (content != nullptr && !detail::fills({content, 1}, tag_of<S>())) throw "a member of another struct";
  Type t;
  t.name = name;
  t.content = content;
  t.base = &base;
  t.tag = tag_of<S>();
  return t;
}

// A type of text, with attributes if it has any.
consteval Type of_text(const SimpleType& simple, Name name = {}, std::span<const AttributeUse> attributes = {}) {
  Type t;
  t.name = name;
  t.simple = &simple;
  t.attributes = attributes;
  return t;
}

// A name as a template argument.
template <std::size_t Size>
struct Text {
  // NOLINTBEGIN(google-explicit-constructor): that it needs no saying is the point
  consteval Text(const char (&text)[Size]) { std::copy_n(text, Size, characters); }
  constexpr operator std::string_view() const { return {characters, Size - 1}; }
  // NOLINTEND(google-explicit-constructor)
  char characters[Size]{};
};

// An element that is declared where it is used.
template <const std::string_view& Ns, Text Local, const Type& Its>
inline constexpr Element kLocal{Ns, Local, Its, false};
template <class S, const std::string_view& Ns, Text Local, const Type& Its>
inline constexpr Element kLocalOf = Element::of<S>(Ns, Local, Its, false);

}  // namespace brevdue::xml
