// Inside crypto/ only: the one tree of a signed document, and safe ways to look at it.
//
// A tree is made only of documents without DOCTYPE, comments and processing instructions: exclusive canonicalisation
// leaves those out, so they could be added or moved after signing (spec adgangsstyring T2, T8).
//
// Thread safety: a tree belongs to one thread. Ownership: nodes live as long as the Tree.
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/saml.hpp"

namespace brevdue::crypto {

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Tree = std::unique_ptr<xmlDoc, FreeDoc>;

// Every refusal of a token has the same code; the text says which rule, for the log.
std::unexpected<base::Fejl> refused(std::string_view why, std::string_view where = {});

// Errors: IKKE_AUTENTISERET, FOR_STOR.
base::Resultat<Tree> parse_signed(std::string_view bytes, const AssertionGraenser& limits);

inline std::string_view view(const xmlChar* text) {
  return text ? reinterpret_cast<const char*>(text) : std::string_view();
}
inline std::string_view local_name(const xmlNode* node) {
  return view(node->name);
}
inline std::string_view namespace_of(const xmlNode* node) {
  return node->ns ? view(node->ns->href) : std::string_view();
}
inline bool is(const xmlNode* node, std::string_view ns, std::string_view name) {
  return local_name(node) == name && namespace_of(node) == ns;
}

// The value of an attribute without namespace.
std::optional<std::string> attribute(const xmlNode* element, std::string_view name);
std::string value_of(const xmlAttr* attribute);
// Attributes without namespace other than these are refused: a condition that is not understood cannot be honoured.
base::Resultat<void> only_attributes(const xmlNode* element, std::span<const std::string_view> known);

// All of an element's text; refused when it has a child element.
base::Resultat<std::string> whole_text(const xmlNode* element);
// U+0000 to U+001F or U+007F to U+009F in UTF-8.
bool has_control(std::string_view utf8);
// Text as a plain value: white space trimmed at both ends, not empty, without control characters (T9).
base::Resultat<std::string> plain_value(std::string_view text, std::string_view where);
base::Resultat<std::string> plain_text(const xmlNode* element);

// The only child element there is.
base::Resultat<const xmlNode*> only_child(const xmlNode* parent, std::string_view ns, std::string_view name);

// The next element in document order at or below `root`, nullptr after the last.
const xmlNode* next_element(const xmlNode* element, const xmlNode* root);

// An element's child elements, taken one by one in order; text between them is refused unless it is white space.
class Boern {
 public:
  static base::Resultat<Boern> of(const xmlNode* parent);
  // The next child if it is that one, otherwise nullptr.
  const xmlNode* take(std::string_view ns, std::string_view name);
  base::Resultat<const xmlNode*> require(std::string_view ns, std::string_view name);
  bool at_end() const { return at_ == nodes_.size(); }
  // Errors: a child is left.
  base::Resultat<void> finish() const;

 private:
  const xmlNode* parent_ = nullptr;
  std::vector<const xmlNode*> nodes_;
  std::size_t at_ = 0;
};

}  // namespace brevdue::crypto
