// From a verified tree to an Assertion. Everything is read by walking down from the root that the signature covers;
// nothing is looked up by name or ID anywhere else in the document.

#include <algorithm>
#include <array>
#include <map>

#include "base/bytes.hpp"
#include "crypto/saml.hpp"
#include "crypto/saml_names.hpp"
#include "crypto/signed_tree.hpp"
#include "crypto/xmldsig.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

// One assertion and one signature in the whole document, the unsigned corners (KeyInfo) included.
Resultat<void> check_singular(const xmlNode* root) {
  int signatures = 0;
  for (const xmlNode* node = root; node; node = next_element(node, root)) {
    const bool is_token = is(node, kSaml, "Assertion") || is(node, kSaml, "EncryptedAssertion");
    if (is_token && node != root) return refused("a second assertion");
    if (is(node, kDs, "Signature") && ++signatures > 1) return refused("a second signature");
  }
  return {};
}

Resultat<base::Tidspunkt> instant(std::string_view text, std::string_view where) {
  const auto t = base::parse_iso(text);
  if (!t) return refused("not a time", where);
  return *t;
}

Resultat<base::Tidspunkt> required_time(const xmlNode* element, std::string_view name) {
  const auto text = attribute(element, name);
  if (!text) return refused("a missing time", name);
  return instant(*text, name);
}

Resultat<std::optional<base::Tidspunkt>> optional_time(const xmlNode* element, std::string_view name) {
  const auto text = attribute(element, name);
  if (!text) return std::nullopt;
  return PROEV(instant(*text, name));
}

// A window of time on SubjectConfirmationData or Conditions (T6).
Resultat<void> read_window(const xmlNode* element, std::optional<base::Tidspunkt>& from, base::Tidspunkt& to) {
  from = PROEV(optional_time(element, "NotBefore"));
  to = PROEV(required_time(element, "NotOnOrAfter"));
  if (from && *from >= to) return refused("NotBefore is not before NotOnOrAfter", local_name(element));
  return {};
}

// A name whose lines were broken by somebody's pretty printer before it was signed is still that name.
Resultat<std::string> name_text(const xmlNode* element) {
  std::string text = PROEV(whole_text(element));
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    const auto blank = std::min(text.find_first_of(" \t\r\n", at), text.size());
    joined.append(text, at, blank - at);
    const auto next = std::min(text.find_first_not_of(" \t\r\n", blank), text.size());
    const std::string_view run = std::string_view(text).substr(blank, next - blank);
    joined += run.find('\n') == std::string_view::npos ? run : " ";
    at = next;
  }
  return plain_value(joined, local_name(element));
}

// Its bytes alone: they are only ever compared with those of a certificate that somebody presents or has registered,
// and to parse them would cost as much as all the rest.
Resultat<std::string> holder(const xmlNode* data) {
  const xmlNode* info = PROEV(only_child(data, kDs, "KeyInfo"));
  const xmlNode* x509 = PROEV(only_child(info, kDs, "X509Data"));
  const xmlNode* certificate = PROEV(only_child(x509, kDs, "X509Certificate"));
  const std::string text = PROEV(whole_text(certificate));
  auto der = base::unbase64(text);
  if (!der || der->empty()) return refused("not base64", "X509Certificate");
  return *std::move(der);
}

// The type's prefix is not covered by exclusive canonicalisation, so only its local part is compared.
Resultat<void> check_type(const xmlNode* data) {
  for (const xmlAttr* a = data->properties; a; a = a->next) {
    if (a->ns == nullptr) continue;
    const std::string value = value_of(a);
    const std::string_view local = std::string_view(value).substr(value.find(':') + 1);
    if (view(a->ns->href) != kXsi || view(a->name) != "type" || local != kKeyInfoType)
      return refused("an attribute that is not understood", "SubjectConfirmationData");
  }
  return {};
}

Resultat<void> read_confirmation_data(const xmlNode* data, Assertion& out) {
  constexpr std::array<std::string_view, 3> kKnown{"NotBefore", "NotOnOrAfter", "Recipient"};
  PROEV(only_attributes(data, kKnown));
  PROEV(check_type(data));
  PROEV(read_window(data, out.confirmation_not_before, out.confirmation_not_on_or_after));
  if (const auto recipient = attribute(data, "Recipient")) out.recipient = PROEV(plain_value(*recipient, "Recipient"));
  out.holder_der = PROEV(holder(data));
  return {};
}

Resultat<void> read_confirmation(const xmlNode* confirmation, Assertion& out) {
  if (attribute(confirmation, "Method") != kHolderOfKey) return refused("a confirmation other than holder-of-key");
  Boern children = PROEV(Boern::of(confirmation));
  if (const xmlNode* acting = children.take(kSaml, "NameID")) out.acting_name = PROEV(name_text(acting));
  const xmlNode* data = PROEV(children.require(kSaml, "SubjectConfirmationData"));
  PROEV(children.finish());
  return read_confirmation_data(data, out);
}

Resultat<void> read_subject(const xmlNode* subject, Assertion& out) {
  Boern children = PROEV(Boern::of(subject));
  const xmlNode* name = PROEV(children.require(kSaml, "NameID"));
  const xmlNode* confirmation = PROEV(children.require(kSaml, "SubjectConfirmation"));
  PROEV(children.finish());
  out.subject_name = PROEV(name_text(name));
  return read_confirmation(confirmation, out);
}

// Any other condition is one that we do not understand and so cannot grant (SAML core 2.5.1).
Resultat<void> read_conditions(const xmlNode* conditions, Assertion& out) {
  constexpr std::array<std::string_view, 2> kKnown{"NotBefore", "NotOnOrAfter"};
  PROEV(only_attributes(conditions, kKnown));
  PROEV(read_window(conditions, out.not_before, out.not_on_or_after));
  const xmlNode* restriction = PROEV(only_child(conditions, kSaml, "AudienceRestriction"));
  Boern children = PROEV(Boern::of(restriction));
  do {
    const xmlNode* audience = PROEV(children.require(kSaml, "Audience"));
    out.audiences.push_back(PROEV(plain_text(audience)));
  } while (!children.at_end());
  return {};
}

using Attributter = std::map<std::string, const xmlNode*>;

Resultat<Attributter> attributes_by_name(const xmlNode* statement) {
  Attributter found;
  Boern children = PROEV(Boern::of(statement));
  while (const xmlNode* element = children.take(kSaml, "Attribute")) {
    const auto name = attribute(element, "Name");
    if (!name || !found.emplace(*name, element).second) return refused("an attribute without a name of its own");
  }
  PROEV(children.finish());
  return found;
}

// The only AttributeValue; nullptr when there is no such attribute.
Resultat<const xmlNode*> only_value(const Attributter& attributes, std::string_view name) {
  const auto found = attributes.find(std::string(name));
  if (found == attributes.end()) return nullptr;
  return only_child(found->second, kSaml, "AttributeValue");
}

Resultat<std::string> privileges(const xmlNode* value, std::size_t limit) {
  const std::string text = PROEV(whole_text(value));
  auto decoded = base::unbase64(text);
  if (!decoded || decoded->empty()) return refused("not base64", kPrivilegesAttribute);
  if (decoded->size() > limit) return fejl(FejlKode::FOR_STOR, "the privileges are too large");
  return *std::move(decoded);
}

Resultat<void> read_attributes(const xmlNode* statement, std::size_t limit, Assertion& out) {
  const Attributter attributes = PROEV(attributes_by_name(statement));
  const xmlNode* cvr = PROEV(only_value(attributes, kCvrAttribute));
  const xmlNode* level = PROEV(only_value(attributes, kAssuranceAttribute));
  const xmlNode* list = PROEV(only_value(attributes, kPrivilegesAttribute));
  if (!cvr) return refused("missing", kCvrAttribute);
  const auto number = base::Cvr::parse(PROEV(plain_text(cvr)));
  if (!number) return refused("not a CVR number", kCvrAttribute);
  out.cvr = *number;
  out.assurance_level = level ? PROEV(plain_text(level)) : "";
  if (list) out.privileges = PROEV(privileges(list, limit));
  return {};
}

// The root's children. The schema lets the two statements stand in either order.
struct Dele {
  const xmlNode* issuer = nullptr;
  const xmlNode* signature = nullptr;
  const xmlNode* subject = nullptr;
  const xmlNode* conditions = nullptr;
  const xmlNode* attributes = nullptr;
  const xmlNode* authentication = nullptr;  // may be absent
};

Resultat<Dele> parts_of(const xmlNode* root) {
  Dele dele;
  Boern children = PROEV(Boern::of(root));
  dele.issuer = PROEV(children.require(kSaml, "Issuer"));
  dele.signature = PROEV(children.require(kDs, "Signature"));
  dele.subject = PROEV(children.require(kSaml, "Subject"));
  dele.conditions = PROEV(children.require(kSaml, "Conditions"));
  dele.authentication = children.take(kSaml, "AuthnStatement");
  dele.attributes = PROEV(children.require(kSaml, "AttributeStatement"));
  if (!dele.authentication) dele.authentication = children.take(kSaml, "AuthnStatement");
  PROEV(children.finish());
  return dele;
}

Resultat<Assertion> read_assertion(const xmlNode* root, const Dele& dele, const AssertionGraenser& limits) {
  Assertion out;
  out.id = attribute(root, "ID").value_or("");
  out.issue_instant = PROEV(required_time(root, "IssueInstant"));
  out.issuer = PROEV(plain_text(dele.issuer));
  PROEV(read_subject(dele.subject, out));
  PROEV(read_conditions(dele.conditions, out));
  PROEV(read_attributes(dele.attributes, limits.privilegier, out));
  if (dele.authentication) out.authn_instant = PROEV(required_time(dele.authentication, "AuthnInstant"));
  return out;
}

Resultat<void> check_root(const xmlNode* root) {
  constexpr std::array<std::string_view, 3> kKnown{"ID", "IssueInstant", "Version"};
  if (!is(root, kSaml, "Assertion")) return refused("the root is not an assertion");
  PROEV(only_attributes(root, kKnown));
  if (attribute(root, "Version") != "2.0") return refused("not SAML 2.0");
  return check_singular(root);
}

}  // namespace

Resultat<Assertion> verify_assertion(std::string_view xml, std::span<const Certifikat> pinned,
                                     const AssertionGraenser& limits) {
  const Tree tree = PROEV(parse_signed(xml, limits));
  const xmlNode* root = xmlDocGetRootElement(tree.get());
  PROEV(check_root(root));
  const Dele dele = PROEV(parts_of(root));
  PROEV(verify_enveloped(tree.get(), dele.signature, pinned));
  return read_assertion(root, dele, limits);
}

}  // namespace brevdue::crypto
