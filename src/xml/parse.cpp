#include "xml/parse.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xml/escape.hpp"
#include "xml/reach.hpp"

namespace brevdue::xml {
namespace {

using base::fejl;
using base::FejlKode;

// A name from a hostile document, short enough for an error text.
std::string_view shown(std::string_view name) {
  return name.substr(0, 80);
}

// A type of nothing but text goes by the name of its simple type.
Name name_of(const Type& type) {
  return type.name.name.empty() && type.simple != nullptr ? Name{type.simple->ns, type.simple->name} : type.name;
}

bool is_named(const Event& event, const Name& name) {
  return event.name == name.name && event.ns == name.ns;
}

// What is being filled: the struct of one element, and what may stand between its children.
struct Frame {
  void* self;
  bool is_mixed;
  std::uint32_t last_end;  // after the last child's end tag, or the start tag
};

// Walks a description over a reader. Every function returns whether to go on; the first failure has set `why_`, and
// each element that it passes on its way out puts its name before the path.
class Engine {
 public:
  Engine(const Schema& schema, std::string_view bytes, Reader& reader, Arena& arena)
      : schema_(schema), bytes_(bytes), reader_(reader), arena_(arena) {}

  bool element(const Element& declared, const Binding& binding, void* owner);
  base::Fejl failure() && { return {FejlKode::UGYLDIG, std::move(why_), std::move(path_)}; }

 private:
  const Event& event() const { return reader_.event(); }
  bool fail(std::string why, std::string_view at = {});
  bool leave_failed(std::string_view name);

  bool of_type(const Type& type, const Binding& binding, void* self, std::string_view fixed = {});
  bool attributes(const Type& type);
  bool xsi_attribute(const Attribute& attribute, const Type& type);
  Name resolved(std::string_view qname) const;
  bool names_type(std::string_view qname, const Type& type);
  const Type* named_type(const Name& name);
  bool attribute_value(const AttributeUse& use, std::string_view value);
  bool required_attributes(const Type& type, std::span<const Attribute> given);

  bool simple_content(const Type& type, const Binding& binding, void* self, std::string_view fixed);
  bool store(const Binding& binding, void* self, std::string_view value, bool is_in_input);
  bool complex_content(const Type& type, void* self);
  bool own_content(const Type& type, Frame& frame);

  bool skip_text(const Frame& frame);
  bool can_start(const Particle& particle) const;
  bool particle(const Particle& particle, Frame& frame);
  bool once(const Particle& particle, Frame& frame);
  bool child(const Particle& particle, Frame& frame);
  bool choice(const Particle& particle, Frame& frame);
  bool item(const Particle& group, Frame& frame);
  bool missing(const Particle& particle);

  bool wildcard(const Particle& particle, void* owner);
  bool assess(Contents contents);
  bool lax_typed(std::string_view qname);
  bool lax_content();
  void keep_fragment(const Binding& binding, void* owner);

  const Schema& schema_;
  std::string_view bytes_;
  Reader& reader_;
  Arena& arena_;
  std::string why_;
  std::string path_;
  std::string scratch_;
  std::vector<std::string> ids_;
  Reach reach_;  // filled when first needed
};

bool Engine::fail(std::string why, std::string_view at) {
  why_ = std::move(why);
  if (!at.empty()) path_.append("/").append(shown(at));
  return false;
}

bool Engine::leave_failed(std::string_view name) {
  path_.insert(0, fmt::format("/{}", shown(name)));
  return false;
}

bool Engine::element(const Element& declared, const Binding& binding, void* owner) {
  if (owner != nullptr && binding.seen != nullptr) binding.seen(owner, reader_);
  void* self = owner != nullptr && binding.add != nullptr ? binding.add(owner) : nullptr;
  return of_type(*declared.type, binding, self, declared.fixed) || leave_failed(declared.name.name);
}

bool Engine::of_type(const Type& type, const Binding& binding, void* self, std::string_view fixed) {
  if (!attributes(type)) return false;
  const bool is_read =
      type.simple != nullptr ? simple_content(type, binding, self, fixed) : complex_content(type, self);
  if (!is_read) return false;
  reader_.next_event();
  return true;
}

// XSD 1.0 validates every attribute but xmlns and four of the xsi ones.
bool Engine::attributes(const Type& type) {
  const auto given = event().attributes;
  for (const Attribute& attribute : given) {
    if (attribute.ns == kXsi) {
      if (!xsi_attribute(attribute, type)) return false;
      continue;
    }
    const auto use = std::ranges::find(type.attributes, attribute.name, &AttributeUse::name);
    if (!attribute.ns.empty() || use == type.attributes.end()) {
      return fail(fmt::format("attribute {} is not allowed", shown(attribute.name)));
    }
    if (!attribute_value(*use, attribute.value)) return false;
  }
  return type.attributes.empty() || required_attributes(type, given);
}

bool Engine::required_attributes(const Type& type, std::span<const Attribute> given) {
  for (const AttributeUse& use : type.attributes) {
    const bool is_given =
        std::ranges::any_of(given, [&](const Attribute& a) { return a.ns.empty() && a.name == use.name; });
    if (use.is_required && !is_given) return fail(fmt::format("attribute {} is missing", use.name));
  }
  return true;
}

bool Engine::xsi_attribute(const Attribute& attribute, const Type& type) {
  if (attribute.name == "schemaLocation" || attribute.name == "noNamespaceSchemaLocation") return true;
  if (attribute.name == "type") return names_type(trim(attribute.value), type);
  // No element here is nillable, and then xsi:nil may not stand there, whatever its value (XSD 1.0, cvc-elt 3.1).
  return fail(fmt::format("attribute xsi:{} is not allowed", shown(attribute.name)));
}

Name Engine::resolved(std::string_view qname) const {
  const auto colon = qname.find(':');
  const auto prefix = colon == std::string_view::npos ? std::string_view{} : qname.substr(0, colon);
  const auto local = colon == std::string_view::npos ? qname : qname.substr(colon + 1);
  return {reader_.namespace_of(prefix).value_or(""), local};
}

bool Engine::names_type(std::string_view qname, const Type& type) {
  const Name own = name_of(type);
  return (!own.name.empty() && resolved(qname) == own) || fail("xsi:type names another type than the element's own");
}

const Type* Engine::named_type(const Name& name) {
  if (reach_.types.empty()) reach_ = Reach(schema_);
  const auto found = std::ranges::find(reach_.types, name, [](const Type* t) { return name_of(*t); });
  return found == reach_.types.end() ? nullptr : *found;
}

bool Engine::attribute_value(const AttributeUse& use, std::string_view value) {
  const auto text = apply_white_space(use.type->white_space, value, scratch_);
  if (!is_valid(*use.type, text)) return fail(fmt::format("attribute {} is not a valid {}", use.name, use.type->name));
  if (!use.is_id) return true;
  if (std::ranges::find(ids_, text) != ids_.end()) return fail(fmt::format("attribute {} is not unique", use.name));
  ids_.emplace_back(text);
  return true;
}

// An element with a fixed value may be empty, and has that value then. That any other text must be the same letter by
// letter, white space and all, is libxml2's reading.
bool Engine::simple_content(const Type& type, const Binding& binding, void* self, std::string_view fixed) {
  std::string_view text;
  bool is_in_input = true;
  const bool is_given = reader_.next_event().kind == EventKind::TEXT;
  if (is_given) {
    text = event().text;
    is_in_input = event().in_input;
    reader_.next_event();
  }
  if (event().kind == EventKind::START) return fail("an element where only text is allowed", event().name);
  if (is_given && !fixed.empty() && text != fixed) return fail(fmt::format("the value must be {}", fixed));
  const auto value = apply_white_space(type.simple->white_space, is_given ? text : fixed, scratch_);
  if (!is_valid(*type.simple, value)) {
    return fail(fmt::format("not a valid {}", type.simple->name.empty() ? "value" : type.simple->name));
  }
  if (self == nullptr || binding.value == nullptr) return true;
  return store(binding, self, binding.value->json == JsonKind::TEXT ? text : value, is_in_input);
}

bool Engine::store(const Binding& binding, void* self, std::string_view value, bool is_in_input) {
  if (binding.is_trimmed) value = trim(value);
  if (!is_in_input && binding.value == &kTextView) value = arena_.emplace_back(value);
  return binding.value->read(self, value) || fail("a number that is too large");
}

bool Engine::complex_content(const Type& type, void* self) {
  Frame frame{self, type.is_mixed, event().place.til};
  reader_.next_event();
  if (!own_content(type, frame) || !skip_text(frame)) return false;
  return event().kind == EventKind::END || fail("an element that is not expected here", event().name);
}

bool Engine::own_content(const Type& type, Frame& frame) {
  if (type.base != nullptr && !own_content(*type.base, frame)) return false;
  return type.content == nullptr || particle(*type.content, frame);
}

// A text reaches to the next tag, so there is at most one.
bool Engine::skip_text(const Frame& frame) {
  if (event().kind != EventKind::TEXT) return true;
  if (!frame.is_mixed && !event().blank) return fail("text where only elements are allowed");
  reader_.next_event();
  return true;
}

bool Engine::can_start(const Particle& p) const {
  if (event().kind != EventKind::START) return false;
  switch (p.kind) {
    case ParticleKind::ELEMENT:
      return is_named(event(), p.element->name);
    case ParticleKind::ANY:
      return p.other_than.empty() || (!event().ns.empty() && event().ns != p.other_than);
    case ParticleKind::CHOICE:
      return std::ranges::any_of(p.parts, [this](const auto& part) { return can_start(part); });
    case ParticleKind::SEQUENCE:
      break;
  }
  for (const Particle& part : p.parts) {
    if (can_start(part)) return true;
    if (!part.is_emptiable) return false;
  }
  return false;
}

bool Engine::particle(const Particle& p, Frame& frame) {
  if (!skip_text(frame)) return false;
  Udsnit* place = frame.self != nullptr && p.binding.place != nullptr ? p.binding.place(frame.self) : nullptr;
  if (place != nullptr) *place = {frame.last_end, frame.last_end};
  std::uint32_t count = 0;
  // A sequence that must be there is gone into without looking: its parts say best what is missing.
  const auto is_next = [&] { return (p.kind == ParticleKind::SEQUENCE && count < p.min) || can_start(p); };
  for (; count < p.max && is_next(); ++count) {
    if (place != nullptr && count == 0) place->fra = event().place.fra;
    if (!once(p, frame)) return false;
    if (place != nullptr) place->til = frame.last_end;
    if (!skip_text(frame)) return false;
  }
  return count >= p.min || p.is_emptiable || missing(p);
}

bool Engine::once(const Particle& p, Frame& frame) {
  if (p.has_items()) return item(p, frame);
  if (p.kind == ParticleKind::CHOICE) return choice(p, frame);
  if (p.kind != ParticleKind::SEQUENCE) return child(p, frame);
  return std::ranges::all_of(p.parts, [&](const Particle& part) { return particle(part, frame); });
}

bool Engine::child(const Particle& p, Frame& frame) {
  const std::uint32_t end = reader_.element_place().til;
  const bool is_read =
      p.kind == ParticleKind::ELEMENT ? element(*p.element, p.binding, frame.self) : wildcard(p, frame.self);
  frame.last_end = end;
  return is_read;
}

bool Engine::choice(const Particle& p, Frame& frame) {
  const auto chosen = std::ranges::find_if(p.parts, [this](const Particle& part) { return can_start(part); });
  return particle(*chosen, frame);
}

// One element, in an item of its own.
bool Engine::item(const Particle& p, Frame& frame) {
  const auto chosen = std::ranges::find_if(p.parts, [this](const Particle& part) { return can_start(part); });
  Frame own{frame.self != nullptr ? p.binding.add(frame.self) : nullptr, frame.is_mixed, frame.last_end};
  const bool is_read = child(*chosen, own);
  frame.last_end = own.last_end;
  return is_read;
}

bool Engine::missing(const Particle& p) {
  if (p.kind == ParticleKind::ELEMENT) {
    if (event().kind != EventKind::START) return fail("the element is missing", p.element->name.name);
    return fail(fmt::format("expected is {}", p.element->name.name), event().name);
  }
  if (event().kind == EventKind::START) return fail("an element that is not expected here", event().name);
  return fail("an element is missing");
}

bool Engine::wildcard(const Particle& p, void* owner) {
  if (owner != nullptr && p.binding.is_fragments) keep_fragment(p.binding, owner);
  return assess(p.contents);
}

bool Engine::assess(Contents contents) {
  if (contents == Contents::SKIP) {
    reader_.skip_element();
    return true;
  }
  const auto declared =
      std::ranges::find_if(schema_.globals, [this](const Element* e) { return is_named(event(), e->name); });
  if (declared != schema_.globals.end()) return element(**declared, {}, nullptr);
  if (contents == Contents::STRICT) return fail("an element that is not declared", event().name);
  const auto given = event().attributes;
  const auto named = std::ranges::find_if(given, [](const auto& a) { return a.ns == kXsi && a.name == "type"; });
  return named == given.end() ? lax_content() : lax_typed(trim(named->value));
}

// An undeclared element that says what type it is must be of it.
bool Engine::lax_typed(std::string_view qname) {
  const auto name = event().name;
  const Type* type = named_type(resolved(qname));
  return (type == nullptr ? fail("xsi:type names no type") : of_type(*type, {}, nullptr)) || leave_failed(name);
}

// An undeclared element under a lax wildcard may hold anything, but what is declared inside it must be valid.
bool Engine::lax_content() {
  reader_.next_event();
  while (event().kind != EventKind::END) {
    if (event().kind == EventKind::TEXT) {
      reader_.next_event();
    } else if (!assess(Contents::LAX)) {
      return false;
    }
  }
  reader_.next_event();
  return true;
}

void Engine::keep_fragment(const Binding& binding, void* owner) {
  auto& kept = *static_cast<Fragment*>(binding.add(owner));
  kept = Fragment::of(reader_.element_place().of(bytes_));
  std::string& scope = arena_.emplace_back();
  for (const Namespace& n : reader_.scope()) {
    const bool is_own = std::ranges::any_of(event().declarations, [&](const auto& d) { return d.prefix == n.prefix; });
    if (is_own) continue;
    scope.append(n.prefix.empty() ? " xmlns" : " xmlns:").append(n.prefix).append("=\"");
    append_attribute(n.uri, scope);
    scope += '"';
  }
  kept.scope = scope;
}

// The root's struct is given, not made.
constexpr Binding kGiven{.add = [](void* self) { return self; }};

}  // namespace

base::Resultat<void> read_element(const Element& element, const Schema& schema, std::string_view bytes, Reader& reader,
                                  Arena& arena, void* out) {
  if (!is_named(reader.event(), element.name)) {
    return fejl(FejlKode::UGYLDIG, fmt::format("the element should be {}", element.name.name),
                fmt::format("/{}", shown(reader.event().name)));
  }
  Engine engine(schema, bytes, reader, arena);
  if (engine.element(element, kGiven, out)) return {};
  return std::unexpected(std::move(engine).failure());
}

base::Resultat<void> parse_into(const Element& root, const Schema& schema, std::string_view bytes,
                                const Graenser& limits, Arena& arena, void* out) {
  Reader reader = PROEV(Reader::open(bytes, limits));
  return read_element(root, schema, bytes, reader, arena, out);
}

}  // namespace brevdue::xml
