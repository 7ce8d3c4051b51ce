// Documents made from a description: valid ones, by walking its tables and choosing whatever they allow, and the same
// with one change somewhere.
//
// Thread safety: a Generator belongs to one thread.
#pragma once

#include <string>
#include <vector>

#include "dokument.hpp"

namespace brevdue::proeve {

// How large documents become: what is deeper, or comes after so many elements, is made as small as it may be.
struct Stoerrelse {
  unsigned deep = 12;
  std::size_t elements = 100000;
};

class Generator {
 public:
  Generator(Tilfaeldig& random, const xml::Schema& schema, Stoerrelse size = {})
      : random_(random), schema_(schema), size_(size) {}

  // A valid document with this root.
  Knude valid(const xml::Element& root) {
    ids_ = 0;
    made_ = 0;
    return element(root, 0);
  }

  // Changes one thing. The outcome may still be valid, by luck.
  void mutate(Knude& root);

 private:
  bool is_enough(unsigned depth) const { return depth > size_.deep || made_ > size_.elements; }

  Knude element(const xml::Element& e, unsigned depth) {
    ++made_;
    Knude node{
        .navn = {std::string(e.name.ns), std::string(e.name.name)}, .text = {}, .attributes = {}, .children = {}};
    attributes(*e.type, node);
    if (e.type->simple != nullptr) {
      node.has_simple_content = true;
      if (e.fixed.empty()) {
        add_simple(*e.type->simple, node);
      } else if (chance(random_, 90)) {
        node.children.push_back(text_node(std::string(e.fixed)));
      }
      return node;
    }
    content(*e.type, node, depth);
    decorate(node, e.type->is_mixed);
    if (chance(random_, 2) && !e.type->name.name.empty()) {
      node.attributes.push_back({.navn = {std::string(xml::kXsi), "type"},
                                 .value = {},
                                 .qname = Navn{std::string(e.type->name.ns), std::string(e.type->name.name)}});
    }
    return node;
  }

  void attributes(const xml::Type& type, Knude& node) {
    for (const xml::AttributeUse& use : type.attributes) {
      if (!use.is_required && chance(random_, 50)) continue;
      const std::string value = use.is_id ? "id-" + std::to_string(++ids_) : simple(*use.type);
      node.attributes.push_back({.navn = {"", std::string(use.name)}, .value = value});
    }
  }

  void content(const xml::Type& type, Knude& node, unsigned depth) {
    if (type.base != nullptr) content(*type.base, node, depth);
    if (type.content != nullptr) particle(*type.content, node, depth);
  }

  void particle(const xml::Particle& p, Knude& node, unsigned depth) {
    for (std::size_t left = repeats(p, depth); left > 0; --left) {
      switch (p.kind) {
        case xml::ParticleKind::ELEMENT:
          node.children.push_back(element(*p.element, depth + 1));
          break;
        case xml::ParticleKind::ANY:
          wildcard(p, node, depth + 1);
          break;
        case xml::ParticleKind::CHOICE:
          particle(is_enough(depth) ? p.parts.back() : pick(random_, p.parts), node, depth);
          break;
        case xml::ParticleKind::SEQUENCE:
          for (const xml::Particle& part : p.parts) particle(part, node, depth);
          break;
      }
    }
  }

  std::size_t repeats(const xml::Particle& p, unsigned depth) {
    if (is_enough(depth)) return p.min;
    const std::size_t most = std::min<std::size_t>(p.max, std::size_t{p.min} + 3);
    return most == p.min || chance(random_, 40) ? p.min : p.min + below(random_, most - p.min + 1);
  }

  void wildcard(const xml::Particle& p, Knude& node, unsigned depth) {
    const bool is_declared = p.contents == xml::Contents::STRICT || (!is_enough(depth) && chance(random_, 20));
    if (!is_declared) return node.children.push_back(foreign(p.other_than, p.contents, depth));
    std::vector<const xml::Element*> fitting;
    for (const xml::Element* e : schema_.globals) {
      if (p.other_than.empty() || e->name.ns != p.other_than) fitting.push_back(e);
    }
    node.children.push_back(element(*pick(random_, fitting), depth));
  }

  // Something of another namespace, with anything in it.
  Knude foreign(std::string_view other_than, xml::Contents contents, unsigned depth) {
    std::vector<std::string> namespaces{"urn:x", "http://example.org/y"};
    if (other_than.empty()) namespaces.emplace_back();
    if (contents == xml::Contents::SKIP && other_than != "urn:oio:sagdok:3.0.0") {
      namespaces.emplace_back("urn:oio:sagdok:3.0.0");  // not to be looked at
    }
    constexpr std::string_view kNames[] = {"data", "UUIDIdentifikator", "æble", "_", "a.b-c"};
    Knude node{.navn = {pick(random_, namespaces), std::string(pick(random_, kNames))},
               .text = {},
               .attributes = {},
               .children = {}};
    if (chance(random_, 30)) node.attributes.push_back({.navn = {"", "a"}, .value = string()});
    if (chance(random_, 10)) node.attributes.push_back({.navn = {"urn:x", "a"}, .value = string()});
    if (chance(random_, 10)) {
      node.attributes.push_back({.navn = {"http://www.w3.org/XML/1998/namespace", "lang"}, .value = "da"});
    }
    if (chance(random_, 50)) node.children.push_back(text_node(string()));
    while (!is_enough(depth) && chance(random_, 30)) {
      node.children.push_back(foreign(contents == xml::Contents::SKIP ? "" : "urn:none", contents, depth + 1));
    }
    return node;
  }

  // White space, comments and instructions between the children; text too where it may be.
  void decorate(Knude& node, bool is_mixed) {
    std::vector<Knude> with;
    for (std::size_t i = 0; i <= node.children.size(); ++i) {
      if (chance(random_, 40)) with.push_back(space_node(pick(random_, kBlanks)));
      if (chance(random_, 4)) with.push_back(comment_node(" æ <not/> a & tag "));
      if (chance(random_, 1))
        with.push_back({.art = Knude::Art::INSTRUCTION, .navn = {}, .text = "do it", .attributes = {}, .children = {}});
      if (is_mixed && chance(random_, 30)) with.push_back(text_node(string()));
      if (i < node.children.size()) with.push_back(std::move(node.children[i]));
    }
    node.children = std::move(with);
  }

  void add_simple(const xml::SimpleType& type, Knude& node) {
    const std::string value = simple(type);
    const std::size_t cut = value.empty() || chance(random_, 90) ? value.size() : below(random_, value.size());
    if (cut == value.size() || (value[cut] & 0x80) != 0) {
      if (!value.empty()) node.children.push_back(text_node(value));
      return;
    }
    node.children.push_back(text_node(value.substr(0, cut)));
    node.children.push_back(comment_node("in the middle"));
    node.children.push_back(text_node(value.substr(cut)));
  }

  std::string simple(const xml::SimpleType& type) {
    if (!type.enumeration.empty()) return std::string(pick(random_, type.enumeration));
    const xml::SimpleType* built_in = &type;
    while (built_in->base != nullptr) built_in = built_in->base;
    if (built_in == &xml::kString) return string_of(type);
    if (built_in == &xml::kDate) return std::string(pick(random_, kDates));
    if (built_in == &xml::kInteger) return pad(integer());
    if (built_in == &xml::kBooleanType) return pad(std::string(pick(random_, kBooleans)));
    if (built_in == &xml::kDateTime) return std::string(pick(random_, kTimes));
    if (built_in == &xml::kBase64Binary) return pad(std::string(pick(random_, kBase64)));
    if (built_in == &xml::kAnyUri) return std::string(pick(random_, kUris));
    return string();
  }

  // Whatever is of the type; most often what was made up, at times as long as it may be.
  std::string string_of(const xml::SimpleType& type) {
    if (type.max_length && chance(random_, 3)) return std::string(*type.max_length, 'x');
    for (int tries = 0; tries < 8; ++tries) {
      std::string text = string();
      if (xml::is_valid(type, text)) return text;
    }
    std::vector<std::string_view> fitting;
    for (const std::string_view text : kFitting) {
      if (xml::is_valid(type, text)) fitting.push_back(text);
    }
    return std::string(pick(random_, fitting));
  }

  std::string pad(std::string value) {
    if (chance(random_, 5)) value.insert(0, pick(random_, kBlanks));
    if (chance(random_, 5)) value += pick(random_, kBlanks);
    return value;
  }

  std::string integer() {
    const auto digits = std::to_string(random_() >> below(random_, 63));
    return std::string(pick(random_, kSigns)) + digits;
  }

  std::string string() {
    if (chance(random_, 60)) return std::string(pick(random_, kStrings));
    std::string text;
    for (std::size_t n = below(random_, 12); n > 0; --n) text += pick(random_, kCharacters);
    return text;
  }

  void mutate_element(Knude& node);
  void mutate_children(Knude& node, std::vector<Knude*>& all);
  void add_attribute(Knude& node);
  void spoil_text(Knude& node);

  static constexpr std::string_view kBlanks[] = {" ", "\n    ", "\t", "\n", "  "};
  static constexpr std::string_view kBooleans[] = {"true", "false", "1", "0"};
  static constexpr std::string_view kSigns[] = {"", "", "-", "+", "00", "-0"};
  static constexpr std::string_view kTimes[] = {
      "2022-02-13T08:00:00",         "2023-02-13T12:22:31.990+01:00", "2024-02-29T24:00:00Z",
      "1999-12-31T23:59:59.999999Z", "-0044-03-15T00:00:00Z",         "12026-01-01T00:00:00",
      "2026-06-30T00:00:00-14:00",   "2000-02-29T23:59:59.0Z",        "0001-01-01T00:00:00+14:00"};
  static constexpr std::string_view kDates[] = {"2022-02-13",  "2024-02-29",       "1999-12-31Z",
                                                "-0044-03-15", "2026-06-30-14:00", "12026-01-01"};
  // For types with patterns and shortest lengths.
  static constexpr std::string_view kFitting[] = {"01157488-c45c-4fd2-b076-1de12effbf66",
                                                  "01157488-C45C-4fd2-B076-1DE12EFFBF66",
                                                  "11111111",
                                                  "0",
                                                  "-0.00",
                                                  "6694.00",
                                                  "5.942",
                                                  "x"};
  static constexpr std::string_view kBase64[] = {"", "AAAA", "YWJj ZGVm", "YQ==", "YWI=", "AAAA\nBBBB", "A A A A"};
  static constexpr std::string_view kUris[] = {
      "", "#id-1", "urn:x:y", "http://www.w3.org/2000/09/xmldsig#sha1", "a b", "http://example.org/æ?q=1"};
  static constexpr std::string_view kStrings[] = {"01157488-c45c-4fd2-b076-1de12effbf66",
                                                  "urn:oio:cvr-nr:99999999",
                                                  "urn:oio:kle:32.01.01",
                                                  "1.0",
                                                  "",
                                                  " 1 ",
                                                  "x\ny"};
  static constexpr std::string_view kCharacters[] = {"a",  "æ", "Å", "€",  "𝔸",  "&",   "<", ">",
                                                     "\"", "'", " ", "\n", "\r", "]]>", "\t"};

  Tilfaeldig& random_;
  const xml::Schema& schema_;
  Stoerrelse size_;
  std::size_t made_ = 0;
  int ids_ = 0;
};

inline void Generator::mutate(Knude& root) {
  std::vector<Knude*> all;
  collect(root, all);
  Knude& node = *pick(random_, all);
  if (chance(random_, 55)) {
    mutate_children(node, all);
  } else {
    mutate_element(node);
  }
}

inline void Generator::mutate_element(Knude& node) {
  constexpr std::string_view kNamespaces[] = {"urn:oio:besked:kuvert:1.0", "urn:oio:sagdok:3.0.0", "urn:x", "",
                                              "http://www.w3.org/2000/09/xmldsig#"};
  switch (below(random_, 6)) {
    case 0:
      node.navn.name =
          chance(random_, 50) ? node.navn.name + "x" : std::string(pick(random_, schema_.globals)->name.name);
      return;
    case 1:
      node.navn.ns = chance(random_, 50) ? pick(random_, kNamespaces) : pick(random_, schema_.globals)->name.ns;
      return;
    case 2:
      return add_attribute(node);
    case 3:
      if (!node.attributes.empty()) node.attributes.erase(node.attributes.begin());
      return;
    case 4:
      node.children.clear();
      return;
    default:
      return spoil_text(node);
  }
}

inline void Generator::spoil_text(Knude& node) {
  constexpr std::string_view kBad[] = {"",
                                       " ",
                                       "x",
                                       "true",
                                       "TRUE",
                                       "2022-02-30T00:00:00",
                                       "2022-13-01T00:00:00",
                                       "2022-01-01T25:00:00",
                                       "2022-1-1T00:00:00",
                                       "2022-01-01",
                                       "2022-01-01T24:00:01",
                                       "2022-01-01T00:00:60",
                                       "0000-01-01T00:00:00",
                                       "2022-01-01T00:00:00+14:01",
                                       "1.5",
                                       "1e3",
                                       "--1",
                                       "+",
                                       "12 3",
                                       "0x10",
                                       "A",
                                       "A===",
                                       "AA=",
                                       "YR==",
                                       "%%%%",
                                       "2100-02-29T00:00:00Z",
                                       "02022-01-01T00:00:00",
                                       "2022-01-01t00:00:00",
                                       "2022-01-01T00:00:00z",
                                       "2022-01-01T00:00:00.",
                                       "2022-01-01T00:00",
                                       "2022-02-30",
                                       "2022-01-01 ",
                                       "01157488-c45c-4fd2-b076-1de12effbf6g",
                                       "01157488-c45c-4fd2-b076-1de12effbf66 ",
                                       "1234567",
                                       "12345678\n",
                                       "-1.",
                                       ".5",
                                       "1,5",
                                       "Importeret ",
                                       "false"};
  if (!node.attributes.empty() && chance(random_, 50)) {
    node.attributes.front().value = pick(random_, kBad);
    return;
  }
  node.children.clear();
  constexpr std::size_t kLengths[] = {36, 37, 50, 51, 255, 256, 1024, 1025, 4096, 4097};
  const bool is_long = chance(random_, 10);
  node.children.push_back(
      text_node(is_long ? std::string(pick(random_, kLengths), 'x') : std::string(pick(random_, kBad))));
}

inline void Generator::add_attribute(Knude& node) {
  const std::string xsi{xml::kXsi};
  const Attribut choices[] = {
      {.navn = {"", "x"}, .value = "1"},
      {.navn = {"urn:x", "x"}, .value = "1"},
      {.navn = {"http://www.w3.org/XML/1998/namespace", "lang"}, .value = "da"},
      {.navn = {"http://www.w3.org/XML/1998/namespace", "space"}, .value = "preserve"},
      {.navn = {xsi, "nil"}, .value = "true"},
      {.navn = {xsi, "nil"}, .value = "false"},
      {.navn = {xsi, "other"}, .value = "1"},
      {.navn = {xsi, "type"}, .value = "", .qname = Navn{"urn:oio:sagdok:3.0.0", "UnikIdType"}},
      {.navn = {xsi, "type"}, .value = "", .qname = Navn{"urn:oio:sagdok:organisation:2.0.0", "AktoerType"}},
      {.navn = {xsi, "type"}, .value = "", .qname = Navn{std::string(xml::kXsd), "string"}},
      {.navn = {xsi, "type"}, .value = "", .qname = Navn{"", "UnikIdType"}},
      {.navn = {xsi, "type"}, .value = "a:b:c"},
      {.navn = {"", "Id"}, .value = "id-1"},
      {.navn = {"", "Id"}, .value = "1d"},
      {.navn = {"", "URI"}, .value = "%zz"},
  };
  const Attribut& chosen = pick(random_, choices);
  const bool is_there = std::ranges::any_of(node.attributes, [&](const Attribut& a) {
    return a.navn.ns == chosen.navn.ns && a.navn.name == chosen.navn.name;
  });
  if (!is_there) node.attributes.push_back(chosen);
}

inline void Generator::mutate_children(Knude& node, std::vector<Knude*>& all) {
  auto& children = node.children;
  const std::size_t at = below(random_, children.size() + 1);
  const auto place = children.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(random_, 6)) {
    case 0:
      if (at < children.size()) children.erase(place);
      return;
    case 1:
      if (at < children.size()) children.insert(place, Knude(children[at]));
      return;
    case 2:
      if (children.size() > 1)
        std::swap(children[at % children.size()],
                  pick(random_, children).is_element() ? children[(at + 1) % children.size()] : children.front());
      return;
    case 3:
      children.insert(place, text_node(chance(random_, 50) ? "text" : "\n"));
      return;
    case 4: {
      Knude copy = *pick(random_, all);
      children.insert(place, std::move(copy));
      return;
    }
    default:
      children.insert(place, foreign("urn:none", xml::Contents::LAX, size_.deep + 1));
      return;
  }
}

}  // namespace brevdue::proeve
