#include "crypto/signed_tree.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <limits>

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

// What the callbacks of one parse know. They are called from C and allocate nothing.
struct Parse {
  const AssertionGraenser& limits;
  unsigned elements = 0;
  const char* refusal = nullptr;
  bool too_large = false;
};

void stop(xmlParserCtxt* context, const char* why, bool too_large = false) {
  auto& parse = *static_cast<Parse*>(context->_private);
  if (!parse.refusal) parse.refusal = why;
  parse.too_large = too_large;
  xmlStopParser(context);
}

void on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
  stop(static_cast<xmlParserCtxt*>(user), "a DOCTYPE");
}

void on_comment(void* user, const xmlChar*) {
  stop(static_cast<xmlParserCtxt*>(user), "a comment");
}

void on_instruction(void* user, const xmlChar*, const xmlChar*) {
  stop(static_cast<xmlParserCtxt*>(user), "a processing instruction");
}

void on_element(void* user, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int declarations,
                const xmlChar** declared, int attributes, int defaulted, const xmlChar** values) {
  auto* context = static_cast<xmlParserCtxt*>(user);
  auto& parse = *static_cast<Parse*>(context->_private);
  if (parse.refusal) return;
  const auto& limits = parse.limits;
  if (++parse.elements > limits.elementer) return stop(context, "too many elements", true);
  if (static_cast<unsigned>(context->nodeNr) >= limits.dybde) return stop(context, "too deeply nested", true);
  if (static_cast<unsigned>(declarations) + static_cast<unsigned>(attributes) > limits.attributter)
    return stop(context, "too many attributes", true);
  xmlSAX2StartElementNs(user, name, prefix, uri, declarations, declared, attributes, defaulted, values);
}

// libxml2's own tree builder, with our refusals before it.
void install(xmlSAXHandler& sax) {
  sax.internalSubset = &on_doctype;
  sax.comment = &on_comment;
  sax.processingInstruction = &on_instruction;
  sax.startElementNs = &on_element;
}

constexpr std::string_view kBlank = " \t\r\n";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlank) == std::string_view::npos;
}

bool is_text(const xmlNode* node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

std::unexpected<base::Fejl> refused(std::string_view why, std::string_view where) {
  return fejl(FejlKode::IKKE_AUTENTISERET, std::string(why), std::string(where));
}

Resultat<Tree> parse_signed(std::string_view bytes, const AssertionGraenser& limits) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;
  if (bytes.size() > std::min<std::size_t>(limits.bytes, std::numeric_limits<int>::max()))
    return fejl(FejlKode::FOR_STOR, "the token is too large");
  xmlInitParser();
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  if (!context) return fejl(FejlKode::INTERN, "no memory for an XML parser");
  Parse parse{limits};
  context->_private = &parse;
  install(*context->sax);
  Tree tree(xmlCtxtReadMemory(context.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8", kOptions));
  if (parse.too_large) return fejl(FejlKode::FOR_STOR, parse.refusal);
  if (parse.refusal) return refused(parse.refusal);
  if (!tree || !context->wellFormed || !context->nsWellFormed) return refused("not well-formed XML in UTF-8");
  return tree;
}

std::string value_of(const xmlAttr* attribute) {
  std::string value;
  for (const xmlNode* node = attribute->children; node; node = node->next) value += view(node->content);
  return value;
}

std::optional<std::string> attribute(const xmlNode* element, std::string_view name) {
  for (const xmlAttr* a = element->properties; a; a = a->next) {
    if (a->ns == nullptr && view(a->name) == name) return value_of(a);
  }
  return std::nullopt;
}

Resultat<void> only_attributes(const xmlNode* element, std::span<const std::string_view> known) {
  for (const xmlAttr* a = element->properties; a; a = a->next) {
    if (a->ns == nullptr && std::ranges::find(known, view(a->name)) == known.end())
      return refused("an attribute that is not understood", local_name(element));
  }
  return {};
}

Resultat<std::string> whole_text(const xmlNode* element) {
  std::string text;
  for (const xmlNode* node = element->children; node; node = node->next) {
    if (!is_text(node)) return refused("something other than text", local_name(element));
    text += view(node->content);
  }
  return text;
}

bool has_control(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0) return true;
  }
  return false;
}

Resultat<std::string> plain_value(std::string_view text, std::string_view where) {
  const std::string_view value = trimmed(text);
  if (value.empty()) return refused("no text", where);
  if (has_control(value)) return refused("a control character", where);
  return std::string(value);
}

Resultat<std::string> plain_text(const xmlNode* element) {
  const std::string text = PROEV(whole_text(element));
  return plain_value(text, local_name(element));
}

const xmlNode* next_element(const xmlNode* element, const xmlNode* root) {
  auto* at = const_cast<xmlNode*>(element);
  if (xmlNode* child = xmlFirstElementChild(at)) return child;
  for (; at != root; at = at->parent) {
    if (xmlNode* sibling = xmlNextElementSibling(at)) return sibling;
  }
  return nullptr;
}

Resultat<Boern> Boern::of(const xmlNode* parent) {
  Boern boern;
  boern.parent_ = parent;
  for (const xmlNode* node = parent->children; node; node = node->next) {
    if (node->type == XML_ELEMENT_NODE) {
      boern.nodes_.push_back(node);
    } else if (!is_text(node) || !is_blank(view(node->content))) {
      return refused("text between elements", local_name(parent));
    }
  }
  return boern;
}

Resultat<const xmlNode*> only_child(const xmlNode* parent, std::string_view ns, std::string_view name) {
  Boern children = PROEV(Boern::of(parent));
  const xmlNode* child = PROEV(children.require(ns, name));
  PROEV(children.finish());
  return child;
}

const xmlNode* Boern::take(std::string_view ns, std::string_view name) {
  if (at_end() || !is(nodes_[at_], ns, name)) return nullptr;
  return nodes_[at_++];
}

Resultat<const xmlNode*> Boern::require(std::string_view ns, std::string_view name) {
  const xmlNode* node = take(ns, name);
  if (!node) return refused("missing or in the wrong place", name);
  return node;
}

Resultat<void> Boern::finish() const {
  if (!at_end()) return refused("an element that may not stand there", local_name(parent_));
  return {};
}

}  // namespace brevdue::crypto
