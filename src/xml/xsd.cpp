#include "xml/xsd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "xml/escape.hpp"
#include "xml/reach.hpp"

namespace brevdue::xml {
namespace {

class Document {
 public:
  Document(const Schema& schema, std::string_view ns, std::span<const SchemaFile> files)
      : reach_(schema), ns_(ns), files_(files) {}
  std::string text();

 private:
  std::string qname(std::string_view ns, std::string_view name) const;
  void line(int depth, std::string_view text) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text) += '\n';
  }
  void head();
  void imports();
  void complex_type(const Type& type, int depth);
  void simple_content(const Type& type, int depth);
  void extension(const Type& type, int depth);
  void attributes(const Type& type, int depth);
  void simple_type(const SimpleType& type, int depth);
  void facets(const SimpleType& type, int depth);
  void facet(int depth, std::string_view name, std::string_view value);
  void particle(const Particle& particle, int depth);
  void element(const Element& element, std::string_view occurs, int depth);
  void wildcard(const Particle& particle, std::string_view occurs, int depth);

  Reach reach_;
  std::string_view ns_;
  std::span<const SchemaFile> files_;
  std::string out_;
};

std::string occurs_of(const Particle& p) {
  std::string text;
  if (p.min != 1) text += fmt::format(" minOccurs=\"{}\"", p.min);
  if (p.max == kUnbounded) return text + " maxOccurs=\"unbounded\"";
  if (p.max != 1) text += fmt::format(" maxOccurs=\"{}\"", p.max);
  return text;
}

std::string Document::qname(std::string_view ns, std::string_view name) const {
  if (ns == kXsd) return fmt::format("xs:{}", name);
  const auto file = std::ranges::find(files_, ns, &SchemaFile::ns);
  return file == files_.end() ? std::string(name) : fmt::format("{}:{}", file->prefix, name);
}

void Document::head() {
  out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out_ += fmt::format("<xs:schema xmlns:xs=\"{}\" targetNamespace=\"{}\" elementFormDefault=\"qualified\"", kXsd, ns_);
  for (const SchemaFile& file : files_) out_ += fmt::format("\n    xmlns:{}=\"{}\"", file.prefix, file.ns);
  out_ += ">\n";
}

void Document::imports() {
  for (const SchemaFile& file : files_) {
    if (file.ns == ns_) continue;
    line(1, fmt::format("<xs:import namespace=\"{}\" schemaLocation=\"{}\"/>", file.ns, file.location));
  }
}

std::string Document::text() {
  head();
  imports();
  for (const Element* e : reach_.elements) {
    if (e->is_global && e->name.ns == ns_) element(*e, "", 1);
  }
  for (const Type* t : reach_.types) {
    if (!t->name.name.empty() && t->name.ns == ns_) complex_type(*t, 1);
  }
  for (const SimpleType* t : reach_.simple_types) {
    if (!t->name.empty() && t->ns == ns_) simple_type(*t, 1);
  }
  return std::move(out_) + "</xs:schema>\n";
}

// A declaration; where a global element is used, particle() writes a reference instead.
void Document::element(const Element& e, std::string_view occurs, int depth) {
  const Type& type = *e.type;
  const bool is_plain = type.simple != nullptr && type.attributes.empty() && type.name.name.empty();
  if (!type.name.name.empty() || (is_plain && !type.simple->name.empty())) {
    const auto named = is_plain ? qname(type.simple->ns, type.simple->name) : qname(type.name.ns, type.name.name);
    const auto fixed = e.fixed.empty() ? std::string{} : fmt::format(" fixed=\"{}\"", e.fixed);
    return line(depth, fmt::format("<xs:element name=\"{}\" type=\"{}\"{}{}/>", e.name.name, named, fixed, occurs));
  }
  line(depth, fmt::format("<xs:element name=\"{}\"{}>", e.name.name, occurs));
  if (is_plain) {
    simple_type(*type.simple, depth + 1);
  } else {
    complex_type(type, depth + 1);
  }
  line(depth, "</xs:element>");
}

void Document::complex_type(const Type& type, int depth) {
  const auto name = type.name.name.empty() ? std::string{} : fmt::format(" name=\"{}\"", type.name.name);
  line(depth, fmt::format("<xs:complexType{}{}>", name, type.is_mixed ? " mixed=\"true\"" : ""));
  if (type.simple != nullptr) {
    simple_content(type, depth + 1);
  } else if (type.base != nullptr) {
    extension(type, depth + 1);
  } else {
    if (type.content != nullptr) particle(*type.content, depth + 1);
    attributes(type, depth + 1);
  }
  line(depth, "</xs:complexType>");
}

void Document::simple_content(const Type& type, int depth) {
  line(depth, "<xs:simpleContent>");
  line(depth + 1, fmt::format("<xs:extension base=\"{}\">", qname(type.simple->ns, type.simple->name)));
  attributes(type, depth + 2);
  line(depth + 1, "</xs:extension>");
  line(depth, "</xs:simpleContent>");
}

void Document::extension(const Type& type, int depth) {
  line(depth, "<xs:complexContent>");
  line(depth + 1, fmt::format("<xs:extension base=\"{}\">", qname(type.base->name.ns, type.base->name.name)));
  if (type.content != nullptr) particle(*type.content, depth + 2);
  attributes(type, depth + 2);
  line(depth + 1, "</xs:extension>");
  line(depth, "</xs:complexContent>");
}

void Document::attributes(const Type& type, int depth) {
  for (const AttributeUse& a : type.attributes) {
    line(depth, fmt::format("<xs:attribute name=\"{}\" type=\"{}\"{}/>", a.name, qname(a.type->ns, a.type->name),
                            a.is_required ? " use=\"required\"" : ""));
  }
}

void Document::simple_type(const SimpleType& type, int depth) {
  const auto name = type.name.empty() ? std::string{} : fmt::format(" name=\"{}\"", type.name);
  line(depth, fmt::format("<xs:simpleType{}>", name));
  line(depth + 1, fmt::format("<xs:restriction base=\"{}\">", qname(type.base->ns, type.base->name)));
  facets(type, depth + 2);
  line(depth + 1, "</xs:restriction>");
  line(depth, "</xs:simpleType>");
}

void Document::facet(int depth, std::string_view name, std::string_view value) {
  std::string escaped;
  append_attribute(value, escaped);
  line(depth, fmt::format("<xs:{} value=\"{}\"/>", name, escaped));
}

void Document::facets(const SimpleType& type, int depth) {
  if (type.min_length) facet(depth, "minLength", std::to_string(*type.min_length));
  if (type.max_length) facet(depth, "maxLength", std::to_string(*type.max_length));
  if (type.min_inclusive) facet(depth, "minInclusive", std::to_string(*type.min_inclusive));
  if (type.max_inclusive) facet(depth, "maxInclusive", std::to_string(*type.max_inclusive));
  for (const auto value : type.enumeration) facet(depth, "enumeration", value);
  if (type.pattern.matches != nullptr) facet(depth, "pattern", type.pattern.expression);
}

void Document::particle(const Particle& p, int depth) {
  const std::string occurs = occurs_of(p);
  if (p.kind == ParticleKind::ANY) return wildcard(p, occurs, depth);
  if (p.kind == ParticleKind::ELEMENT) {
    if (!p.element->is_global) return element(*p.element, occurs, depth);
    return line(depth,
                fmt::format("<xs:element ref=\"{}\"{}/>", qname(p.element->name.ns, p.element->name.name), occurs));
  }
  const std::string_view group = p.kind == ParticleKind::CHOICE ? "choice" : "sequence";
  line(depth, fmt::format("<xs:{}{}>", group, occurs));
  for (const Particle& part : p.parts) particle(part, depth + 1);
  line(depth, fmt::format("</xs:{}>", group));
}

void Document::wildcard(const Particle& p, std::string_view occurs, int depth) {
  constexpr std::string_view kContents[] = {"skip", "lax", "strict"};
  line(depth,
       fmt::format("<xs:any namespace=\"{}\" processContents=\"{}\"{}/>", p.other_than.empty() ? "##any" : "##other",
                   kContents[static_cast<std::size_t>(p.contents)], occurs));
}

}  // namespace

std::vector<std::string_view> namespaces_of(const Schema& schema) {
  const Reach reach(schema);
  std::set<std::string_view> found;
  for (const Element* e : reach.elements) found.insert(e->name.ns);
  for (const Type* t : reach.types) {
    if (!t->name.name.empty()) found.insert(t->name.ns);
  }
  return {found.begin(), found.end()};
}

std::string xsd_text(const Schema& schema, std::string_view ns, std::span<const SchemaFile> files) {
  return Document(schema, ns, files).text();
}

}  // namespace brevdue::xml
