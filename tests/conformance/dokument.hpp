// A document as a tree for tests, and its serialisation in many styles: prefixes, default namespaces, redeclarations,
// references, CDATA, empty-element tags, quotes. The tree is what is meant; the style must not matter to any verdict.
//
// Thread safety: plain values; a Stil belongs to one thread.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xml/escape.hpp"
#include "xml/type.hpp"

namespace brevdue::proeve {

using Tilfaeldig = std::mt19937_64;

inline std::size_t below(Tilfaeldig& random, std::size_t n) {
  return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
}
inline bool chance(Tilfaeldig& random, unsigned percent) {
  return below(random, 100) < percent;
}
template <class Range>
const auto& pick(Tilfaeldig& random, const Range& from) {
  return from[below(random, std::size(from))];
}

struct Navn {
  std::string ns;
  std::string name;
};

struct Attribut {
  Navn navn;
  std::string value;
  std::optional<Navn> qname = {};  // the value is this name, with a prefix of the place
};

struct Knude {
  enum class Art { ELEMENT, TEXT, COMMENT, INSTRUCTION };
  Art art = Art::ELEMENT;
  Navn navn;
  std::string text;
  std::vector<Attribut> attributes;
  std::vector<Knude> children;
  bool has_simple_content = false;
  bool is_between = false;  // white space between elements: CDATA there is content to libxml2

  bool is_element() const { return art == Art::ELEMENT; }
};

inline Knude text_node(std::string text) {
  return {.art = Knude::Art::TEXT, .navn = {}, .text = std::move(text), .attributes = {}, .children = {}};
}
inline Knude space_node(std::string_view space) {
  Knude node = text_node(std::string(space));
  node.is_between = true;
  return node;
}
inline Knude comment_node(std::string text) {
  return {.art = Knude::Art::COMMENT, .navn = {}, .text = std::move(text), .attributes = {}, .children = {}};
}

// Writes a tree; every choice that XML leaves open is made by chance.
class Stil {
 public:
  explicit Stil(Tilfaeldig& random) : random_(random) {}

  std::string document(const Knude& root) {
    out_.clear();
    if (chance(random_, 5)) out_ += "\xEF\xBB\xBF";
    constexpr std::string_view kDeclarations[] = {"", "<?xml version=\"1.0\"?>\n",
                                                  "<?xml version='1.0' encoding='UTF-8' standalone=\"yes\"?>\r\n",
                                                  "<?xml version=\"1.0\" encoding=\"utf-8\"?>"};
    out_ += pick(random_, kDeclarations);
    if (chance(random_, 10)) out_ += "<!-- before -->\n";
    node(root, {});
    if (chance(random_, 30)) out_ += "\n";
    if (chance(random_, 5)) out_ += "<?after all?>";
    return out_;
  }

 private:
  using Scope = std::map<std::string, std::string>;  // prefix -> namespace

  void node(const Knude& n, const Scope& scope) {
    switch (n.art) {
      case Knude::Art::ELEMENT:
        return element(n, scope);
      case Knude::Art::TEXT:
        return n.is_between ? plain(n.text) : text(n.text);
      case Knude::Art::COMMENT:
        out_ += "<!--" + n.text + "-->";
        return;
      case Knude::Art::INSTRUCTION:
        out_ += "<?" + n.text + "?>";
        return;
    }
  }

  void element(const Knude& n, Scope scope) {
    std::string declarations;
    if (chance(random_, 8)) redeclare(n, scope, declarations);
    const std::string name = qualified(n.navn, scope, declarations, true);
    std::string attributes;
    for (const Attribut& a : n.attributes) attribute(a, scope, declarations, attributes);
    out_ += "<" + name + (chance(random_, 50) ? declarations + attributes : attributes + declarations);
    if (chance(random_, 10)) out_ += pick(random_, kSpaces);
    if (n.children.empty() && chance(random_, 60)) {
      out_ += "/>";
      return;
    }
    out_ += ">";
    for (const Knude& child : n.children) node(child, scope);
    out_ += "</" + name + (chance(random_, 5) ? " >" : ">");
  }

  void attribute(const Attribut& a, Scope& scope, std::string& declarations, std::string& attributes) {
    const std::string name = a.navn.ns.empty() ? a.navn.name : qualified(a.navn, scope, declarations, false);
    const std::string value = a.qname ? name_in_value(*a.qname, scope, declarations) : a.value;
    std::string escaped;
    xml::append_attribute(value, escaped);
    const bool is_single = chance(random_, 20) && escaped.find('\'') == std::string::npos;
    const char quote = is_single ? '\'' : '"';
    attributes.append(pick(random_, kSpaces)).append(name) += '=';
    (attributes += quote).append(escaped) += quote;
  }

  // Without a prefix it would need a default namespace, and the tag may rest on another one.
  std::string name_in_value(const Navn& name, Scope& scope, std::string& declarations) {
    if (name.ns.empty()) return name.name;
    const auto outer = scope.find("");
    const bool is_default = outer != scope.end() && outer->second == name.ns;
    return is_default && chance(random_, 50) ? name.name : qualified(name, scope, declarations, false);
  }

  // The name with a prefix that means its namespace here, declared if there is none (or, at times, anew).
  std::string qualified(const Navn& name, Scope& scope, std::string& declarations, bool allow_default) {
    if (name.ns == kXml) return "xml:" + name.name;
    if (name.ns.empty()) {
      const auto outer = scope.find("");
      if (outer != scope.end() && !outer->second.empty()) declare(scope, declarations, "", "");
      return name.name;
    }
    std::vector<std::string> usable;
    for (const auto& [prefix, uri] : scope) {
      if (uri == name.ns && (allow_default || !prefix.empty())) usable.push_back(prefix);
    }
    if (usable.empty() || chance(random_, 3)) {
      const bool is_default = allow_default && chance(random_, 30) && !is_declared("", declarations);
      usable = {is_default ? std::string{} : free_prefix(scope, declarations)};
      declare(scope, declarations, usable.front(), name.ns);
    }
    const std::string& prefix = pick(random_, usable);
    return prefix.empty() ? name.name : prefix + ":" + name.name;
  }

  static bool is_declared(std::string_view prefix, std::string_view declarations) {
    const std::string start = prefix.empty() ? " xmlns=" : " xmlns:" + std::string(prefix) + "=";
    return declarations.find(start) != std::string_view::npos;
  }

  // Before the tag uses any prefix: declares one anew, perhaps with another meaning than outside.
  void redeclare(const Knude& n, Scope& scope, std::string& declarations) {
    const bool is_default = !n.navn.ns.empty() && chance(random_, 30);
    declare(scope, declarations, is_default ? "" : std::string(pick(random_, kPrefixes)), pick(random_, kKnown));
  }

  // One that is not in scope, so that declaring it cannot change what the tag already uses.
  std::string free_prefix(const Scope& scope, std::string_view declarations) {
    std::string prefix{pick(random_, kPrefixes)};
    while (is_declared(prefix, declarations) || scope.contains(prefix)) prefix += "1";
    return prefix;
  }

  void declare(Scope& scope, std::string& declarations, const std::string& prefix, std::string_view uri) {
    if (is_declared(prefix, declarations)) return;
    scope[prefix] = uri;
    declarations += (prefix.empty() ? " xmlns" : " xmlns:" + prefix) + "=\"" + std::string(uri) + "\"";
  }

  void plain(std::string_view value) {
    for (const char c : value)
      out_ += chance(random_, 1) ? "&#" + std::to_string(static_cast<int>(c)) + ";" : std::string(1, c);
  }

  void text(std::string_view value) {
    if (chance(random_, 5) && value.find("]]>") == std::string_view::npos &&
        value.find('\r') == std::string_view::npos) {
      out_.append("<![CDATA[").append(value) += "]]>";
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      const char c = value[i];
      const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
      if (is_ascii && chance(random_, 2)) {
        out_ += "&#" + std::to_string(static_cast<int>(c)) + ";";
      } else {
        xml::append_escaped(value.substr(i, 1), out_);
      }
    }
  }

  static constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";
  static constexpr std::string_view kKnown[] = {"urn:oio:besked:kuvert:1.0", "urn:oio:sagdok:3.0.0", "urn:x"};
  static constexpr std::string_view kPrefixes[] = {"sd", "b", "ns2", "ns3", "k", "x", "æ"};
  static constexpr std::string_view kSpaces[] = {" ", "  ", "\n   ", "\t"};

  Tilfaeldig& random_;
  std::string out_;
};

// All elements of a tree with what they stand in, for choosing one.
inline void collect(Knude& node, std::vector<Knude*>& all) {
  if (!node.is_element()) return;
  all.push_back(&node);
  for (Knude& child : node.children) collect(child, all);
}

// Takes away what no type's struct keeps: white space between elements, comments, instructions, xsi attributes.
inline void lay_bare(Knude& node) {
  std::erase_if(node.children, [](const Knude& child) {
    return child.is_between || child.art == Knude::Art::COMMENT || child.art == Knude::Art::INSTRUCTION;
  });
  std::erase_if(node.attributes, [](const Attribut& a) { return a.navn.ns == xml::kXsi; });
  for (Knude& child : node.children) lay_bare(child);
}

}  // namespace brevdue::proeve
