// Between a table and a struct: small functions, made from member pointers, through which the engine reaches members
// without being a template.
//
// Thread safety: constants. Ownership: a string_view member points into the document or the arena given to the parser.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "xml/udsnit.hpp"

namespace brevdue::xml {

class Reader;

// Where texts go that do not stand as such in the document. References to its elements stay valid as it grows.
using Arena = std::deque<std::string>;

// Content that is not ours: one element, as its bytes. Standing alone it needs `scope`, the declarations (with a space
// before each) of the prefixes that were in scope and that it does not declare itself, after its first `name_end`
// bytes.
struct Fragment {
  std::string_view bytes;
  std::string_view scope;
  std::uint32_t name_end = 0;
  // An element that stands alone already, or whose scope is filled in afterwards.
  static Fragment of(std::string_view element);
  std::string standalone() const {
    std::string text(bytes.substr(0, name_end));
    return text.append(scope).append(bytes.substr(name_end));
  }
};

enum class JsonKind : std::uint8_t { TEXT, NUMBER, BOOLEAN };

// How the text of simple content becomes a C++ value and back. `read` gets text that outlives the value: as it was
// written for JsonKind::TEXT, after white space processing for the others; false: it does not fit the C++ type (a
// number too large). `text` gives it back, as a view of the value or of `scratch`.
struct Value {
  bool (*read)(void* to, std::string_view text);
  std::string_view (*text)(const void* from, std::string& scratch);
  JsonKind json;
};

extern const Value kTextView;
extern const Value kText;
extern const Value kNumber;   // std::int64_t
extern const Value kBoolean;  // bool

namespace detail {
template <class T>
inline constexpr char kTag = 0;
}  // namespace detail

// An address that stands for a type. void has none: it fits everything that is only validated.
template <class S>
consteval const void* tag_of() {
  if constexpr (std::is_void_v<S>) {
    return nullptr;
  } else {
    return &detail::kTag<S>;
  }
}

// How one particle reaches the struct of the type it stands in.
struct Binding {
  void* (*add)(void* owner) = nullptr;  // room for one more; returns where it is
  std::size_t (*count)(const void* owner) = nullptr;
  const void* (*at)(const void* owner, std::size_t index) = nullptr;
  Udsnit* (*place)(void* owner) = nullptr;
  void (*seen)(void* owner, const Reader& reader) = nullptr;
  const Value* value = nullptr;  // simple content
  const void* owner = nullptr;
  const void* child = nullptr;
  bool is_single = false;
  bool is_trimmed = false;
  bool is_fragments = false;    // holds Fragments, for a wildcard
  bool is_level = false;        // here<>: the owner itself
  bool is_alternative = false;  // one of several that an item may hold: see alternative<>
};

namespace detail {

template <class M>
struct MemberOf;
template <class S, class T>
struct MemberOf<T S::*> {
  using Owner = S;
  using Type = T;
};

// What a member holds: itself, one perhaps, or many.
template <class T>
struct Holder {
  using Item = T;
  static constexpr bool kSingle = true;
  static void* add(T& m) { return &m; }
  static std::size_t count(const T&) { return 1; }
  static const void* at(const T& m, std::size_t) { return &m; }
};
template <class T>
struct Holder<std::optional<T>> {
  using Item = T;
  static constexpr bool kSingle = true;
  static void* add(std::optional<T>& m) { return &m.emplace(); }
  static std::size_t count(const std::optional<T>& m) { return m ? 1 : 0; }
  static const void* at(const std::optional<T>& m, std::size_t) { return m ? &*m : nullptr; }
};
template <class T>
struct Holder<std::vector<T>> {
  using Item = T;
  static constexpr bool kSingle = false;
  static void* add(std::vector<T>& m) { return &m.emplace_back(); }
  static std::size_t count(const std::vector<T>& m) { return m.size(); }
  static const void* at(const std::vector<T>& m, std::size_t i) { return &m[i]; }
};

template <class T>
consteval const Value* value_of() {
  if constexpr (std::is_same_v<T, std::string_view>) return &kTextView;
  if constexpr (std::is_same_v<T, std::string>) return &kText;
  if constexpr (std::is_same_v<T, std::int64_t>) return &kNumber;
  if constexpr (std::is_same_v<T, bool>) return &kBoolean;
  return nullptr;
}

template <auto Member, class S>
consteval Binding bind() {
  using M = MemberOf<decltype(Member)>;
  using H = Holder<typename M::Type>;
  Binding b;
  b.add = [](void* owner) { return H::add(static_cast<S*>(owner)->*Member); };
  b.count = [](const void* owner) { return H::count(static_cast<const S*>(owner)->*Member); };
  b.at = [](const void* owner, std::size_t i) { return H::at(static_cast<const S*>(owner)->*Member, i); };
  b.value = value_of<typename H::Item>();
  b.owner = tag_of<S>();
  b.child = tag_of<typename H::Item>();
  b.is_single = H::kSingle;
  b.is_fragments = std::is_same_v<typename H::Item, Fragment>;
  return b;
}

template <auto Member, auto Kind, auto Value>
consteval Binding bind_variant() {
  using S = typename MemberOf<decltype(Member)>::Owner;
  Binding b = bind<Member, S>();
  b.add = [](void* owner) -> void* {
    auto& self = *static_cast<S*>(owner);
    self.*Kind = Value;
    return &(self.*Member);
  };
  b.count = [](const void* owner) -> std::size_t { return static_cast<const S*>(owner)->*Kind == Value ? 1 : 0; };
  return b;
}

template <auto Member, std::size_t Index>
consteval Binding bind_alternative() {
  using S = typename MemberOf<decltype(Member)>::Owner;
  using T = std::variant_alternative_t<Index, typename MemberOf<decltype(Member)>::Type>;
  Binding b;
  b.add = [](void* owner) -> void* { return &(static_cast<S*>(owner)->*Member).template emplace<Index>(); };
  b.count = [](const void* owner) -> std::size_t {
    return (static_cast<const S*>(owner)->*Member).index() == Index ? 1 : 0;
  };
  b.at = [](const void* owner, std::size_t) -> const void* {
    return std::get_if<Index>(&(static_cast<const S*>(owner)->*Member));
  };
  b.value = value_of<T>();
  b.owner = tag_of<S>();
  b.child = tag_of<T>();
  b.is_single = true;
  b.is_fragments = std::is_same_v<T, Fragment>;
  b.is_alternative = true;
  return b;
}

template <class S>
consteval Binding bind_here() {
  Binding b;
  b.add = [](void* owner) { return owner; };
  b.count = [](const void*) -> std::size_t { return 1; };
  b.at = [](const void* owner, std::size_t) { return owner; };
  b.owner = tag_of<S>();
  b.child = tag_of<S>();
  b.is_single = true;
  b.is_level = true;
  return b;
}

template <auto... Path>
consteval Binding bind_place() {
  using S = typename MemberOf<std::tuple_element_t<0, std::tuple<decltype(Path)...>>>::Owner;
  Binding b;
  b.place = [](void* owner) -> Udsnit* { return &(*static_cast<S*>(owner).*....*Path); };
  b.owner = tag_of<S>();
  return b;
}

}  // namespace detail

// The member the element fills: T for one, std::optional<T>, or std::vector<T>. S is named when the member is one of a
// base of the struct that is filled.
template <auto Member, class S = typename detail::MemberOf<decltype(Member)>::Owner>
inline constexpr Binding into = detail::bind<Member, S>();

// One alternative of a choice kept as a kind and a text: fills Member and sets Kind to Value.
template <auto Member, auto Kind, auto Value>
inline constexpr Binding variant = detail::bind_variant<Member, Kind, Value>();

// One alternative of an item, whose Member is a std::variant: what a choice or a wildcard with a vector of items gives
// to each element it meets (see each_of and any_known in type.hpp).
template <auto Member, std::size_t Index>
inline constexpr Binding alternative = detail::bind_alternative<Member, Index>();

// The element's children fill S itself: a level of the document that the struct does not have. Only with one().
template <class S>
inline constexpr Binding here = detail::bind_here<S>();

// Records where the element stands: from the first one's '<' to after the last one's '>', white space and comments
// between them included; empty, at the place the element would have, when there is none. The path leads to a Udsnit.
template <auto... Path>
inline constexpr Binding place = detail::bind_place<Path...>();

// Text without white space around it.
inline constexpr Binding trimmed = [] {
  Binding b;
  b.is_trimmed = true;
  return b;
}();

// Calls `function(S&, const Reader&)` when the reader stands at the element's START, for what tables cannot say.
template <class S, void (*Function)(S&, const Reader&)>
inline constexpr Binding when_seen = [] {
  Binding b;
  b.seen = [](void* owner, const Reader& reader) { Function(*static_cast<S*>(owner), reader); };
  b.owner = tag_of<S>();
  return b;
}();

// Joins what two bindings say: into<&S::m> | place<&S::p>.
consteval Binding operator|(Binding a, const Binding& b) {
  if (a.owner != nullptr && b.owner != nullptr && a.owner != b.owner) throw "bindings of different structs";
  if (b.add != nullptr) {
    a.add = b.add;
    a.count = b.count;
    a.at = b.at;
    a.value = b.value;
    a.child = b.child;
    a.is_single = b.is_single;
    a.is_fragments = b.is_fragments;
    a.is_level = b.is_level;
    a.is_alternative = b.is_alternative;
  }
  if (b.place != nullptr) a.place = b.place;
  if (b.seen != nullptr) a.seen = b.seen;
  if (b.owner != nullptr) a.owner = b.owner;
  a.is_trimmed |= b.is_trimmed;
  return a;
}

}  // namespace brevdue::xml
