// For this folder's tests: a good token, ways to make it bad, and what a careless verifier would have said.
//
// Thread safety: one thread. Ownership: values.
#pragma once

#include <libxml/parser.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "crypto/identiteter_testing.hpp"
#include "crypto/native.hpp"
#include "crypto/saml.hpp"
#include "crypto/signed_tree.hpp"

namespace brevdue::crypto::testing {

inline base::Tidspunkt at(std::string_view time) {
  return value_of(base::parse_iso(time));
}

inline Assertion proeve() {
  return {.id = "_0b6a4c0e-6f0e-4a55-9f0e-0c7f5b1f2a11",
          .issuer = "https://adgangsstyring.brevdue.test/runtime",
          .issue_instant = at("2026-05-15T08:00:00.123Z"),
          .subject_name = anvendersystem().certifikat.subject(),
          .acting_name = {},
          .holder_der = anvendersystem().certifikat.der(),
          .confirmation_not_before = at("2026-05-15T08:00:00.123Z"),
          .confirmation_not_on_or_after = at("2026-05-15T16:00:00.123Z"),
          .recipient = "http://entityid.kombit.dk/service/bfo_afsend/2",
          .not_before = at("2026-05-15T08:00:00.123Z"),
          .not_on_or_after = at("2026-05-15T16:00:00.123Z"),
          .audiences = {"http://entityid.kombit.dk/service/bfo_afsend/2"},
          .cvr = value_of(base::Cvr::parse("11111111")),
          .privileges = "<bpp:PrivilegeList xmlns:bpp=\"http://itst.dk/oiosaml/basic_privilege_profile\"/>",
          .authn_instant = at("2026-05-15T08:00:00.123Z")};
}

inline std::string signed_by(const Assertion& assertion, const Identitet& identity) {
  return value_of(sign_assertion(assertion, identity.noegle, identity.certifikat));
}

inline const std::string& token() {
  static const std::string made = signed_by(proeve(), sts());
  return made;
}

inline base::Resultat<Assertion> verified(std::string_view xml, const AssertionGraenser& limits = {}) {
  const std::vector<Certifikat> pinned{sts().certifikat};
  return verify_assertion(xml, pinned, limits);
}

// The one place where `from` stands becomes `to`.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto place = text.find(from);
  if (place == std::string::npos || text.find(from, place + 1) != std::string::npos)
    throw std::runtime_error("not there, or more than once: " + std::string(from));
  return text.replace(place, from.size(), to);
}

// From `first` to the end of the `last` after it.
inline std::string cut_out(const std::string& text, std::string_view first, std::string_view last) {
  const auto from = text.find(first);
  const auto to = text.find(last, from);
  if (from == std::string::npos || to == std::string::npos) throw std::runtime_error("no such part");
  return text.substr(from, to + last.size() - from);
}

inline std::string signature_of(const std::string& xml) {
  return cut_out(xml, "<Signature ", "</Signature>");
}

struct Careless {
  Tree tree;
  xmlNode* signature = nullptr;

  explicit Careless(std::string_view xml)
      : tree(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET)) {
    if (!tree) throw std::runtime_error("the test's own document is not XML");
    const xmlChar* ids[] = {reinterpret_cast<const xmlChar*>("ID"), nullptr};
    xmlSecAddIDs(tree.get(), xmlDocGetRootElement(tree.get()), ids);
    signature = xmlSecFindNode(xmlDocGetRootElement(tree.get()), xmlSecNodeSignature, xmlSecDSigNs);
  }
};

inline std::string written_out(const Careless& document) {
  xmlChar* out = nullptr;
  int length = 0;
  xmlDocDumpMemoryEnc(document.tree.get(), &out, &length, "UTF-8");
  std::string result(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
  xmlFree(out);
  return result;
}

using CarelessContext = Owned<xmlSecDSigCtx, &xmlSecDSigCtxDestroy>;

inline CarelessContext context_with(EVP_PKEY* key) {
  if (!verified(token())) throw std::runtime_error("the good token is refused");  // and xmlsec runs from here on
  CarelessContext context(xmlSecDSigCtxCreate(nullptr));
  EVP_PKEY_up_ref(key);
  context->signKey = xmlSecKeyCreate();
  xmlSecKeySetValue(context->signKey, xmlSecOpenSSLEvpKeyAdopt(key));
  return context;
}

// The document signed anew with the signature it describes, whatever that is: what is refused of it is refused by a
// rule and not by arithmetic.
inline std::string resigned(std::string_view xml, const Identitet& identity = sts()) {
  const Careless document(xml);
  const auto context = context_with(identity.noegle.native().key.get());
  if (xmlSecDSigCtxSign(context.get(), document.signature) != 0) throw std::runtime_error("xmlsec does not sign this");
  return written_out(document);
}

// What a verifier says that takes the first signature it finds and looks no further.
inline bool carelessly_accepted(std::string_view xml) {
  const Careless document(xml);
  const auto context = context_with(sts().certifikat.native().key.get());
  return document.signature && xmlSecDSigCtxVerify(context.get(), document.signature) == 0 &&
         context->status == xmlSecDSigStatusSucceeded;
}

}  // namespace brevdue::crypto::testing
