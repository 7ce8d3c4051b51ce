#include "crypto/xmldsig.hpp"

#include <libxml/parser.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include <algorithm>
#include <array>
#include <set>

#include "crypto/native.hpp"
#include "crypto/saml_names.hpp"
#include "crypto/signed_tree.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

constexpr std::array<std::string_view, 1> kAlgorithm{"Algorithm"};
constexpr std::array kSignatureMethods{kRsaSha256, kRsaSha384, kRsaSha512};
constexpr std::array kDigestMethods{kSha256, kSha384, kSha512};

// Words of xmlsec and libxml2 may quote the token; ours say which rule it was.
void say_nothing(const char*, int, const char*, const char*, const char*, int, const char*) {}
#if LIBXML_VERSION < 21200
void say_nothing_either(void*, xmlError*) {}
#else
void say_nothing_either(void*, const xmlError*) {}
#endif

// libxml2's error function is the thread's own.
class Quiet {
 public:
  Quiet() : function_(xmlStructuredError), user_(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(nullptr, &say_nothing_either);
  }
  ~Quiet() { xmlSetStructuredErrorFunc(user_, function_); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  xmlStructuredErrorFunc function_;
  void* user_;
};

bool start_xmlsec() {
  xmlInitParser();
  if (xmlSecInit() != 0 || xmlSecOpenSSLInit() != 0) return false;
  xmlSecErrorsSetCallback(&say_nothing);
  return true;
}

bool xmlsec_runs() {
  static const bool started = start_xmlsec();
  return started;
}

// --- The form of the signature ----------------------------------------------------------------------------------

// Canonicalisation looks for each listed prefix at each element: a long list would be work without end.
constexpr std::size_t kLongestPrefixList = 256;

// InclusiveNamespaces only names prefixes to declare more of; nothing else may stand in a method.
Resultat<void> check_c14n(const xmlNode* method) {
  constexpr std::array<std::string_view, 1> kPrefixList{"PrefixList"};
  PROEV(only_attributes(method, kAlgorithm));
  if (attribute(method, "Algorithm") != kExcC14n) return refused("canonicalisation other than exclusive");
  Boern children = PROEV(Boern::of(method));
  if (const xmlNode* namespaces = children.take(kExcC14n, "InclusiveNamespaces")) {
    PROEV(only_attributes(namespaces, kPrefixList));
    PROEV(whole_text(namespaces));
    if (attribute(namespaces, "PrefixList").value_or("").size() > kLongestPrefixList)
      return refused("too many inclusive namespaces");
  }
  return children.finish();
}

Resultat<void> check_method(const xmlNode* method, std::span<const std::string_view> allowed) {
  PROEV(only_attributes(method, kAlgorithm));
  const auto algorithm = attribute(method, "Algorithm");
  if (!algorithm || std::ranges::find(allowed, *algorithm) == allowed.end())
    return refused("an algorithm that is not allowed", local_name(method));
  const Boern children = PROEV(Boern::of(method));
  return children.finish();
}

Resultat<void> check_transforms(const xmlNode* transforms) {
  constexpr std::array kEnvelopedOnly{kEnveloped};
  Boern children = PROEV(Boern::of(transforms));
  const xmlNode* enveloped = PROEV(children.require(kDs, "Transform"));
  const xmlNode* c14n = PROEV(children.require(kDs, "Transform"));
  PROEV(children.finish());
  PROEV(check_method(enveloped, kEnvelopedOnly));
  return check_c14n(c14n);
}

Resultat<void> check_reference(const xmlNode* reference, std::string_view id) {
  constexpr std::array<std::string_view, 1> kUri{"URI"};
  PROEV(only_attributes(reference, kUri));
  if (attribute(reference, "URI") != "#" + std::string(id))
    return refused("a reference to something else than the root");
  Boern children = PROEV(Boern::of(reference));
  const xmlNode* transforms = PROEV(children.require(kDs, "Transforms"));
  const xmlNode* method = PROEV(children.require(kDs, "DigestMethod"));
  const xmlNode* value = PROEV(children.require(kDs, "DigestValue"));
  PROEV(children.finish());
  PROEV(check_transforms(transforms));
  PROEV(check_method(method, kDigestMethods));
  PROEV(whole_text(value));
  return {};
}

Resultat<void> check_signed_info(const xmlNode* info, std::string_view id) {
  PROEV(only_attributes(info, {}));
  Boern children = PROEV(Boern::of(info));
  const xmlNode* c14n = PROEV(children.require(kDs, "CanonicalizationMethod"));
  const xmlNode* method = PROEV(children.require(kDs, "SignatureMethod"));
  const xmlNode* reference = PROEV(children.require(kDs, "Reference"));
  PROEV(children.finish());
  PROEV(check_c14n(c14n));
  PROEV(check_method(method, kSignatureMethods));
  return check_reference(reference, id);
}

// KeyInfo may be there and is not looked at: only pinned keys count (T10).
Resultat<void> check_form(const xmlNode* signature, std::string_view id) {
  Boern children = PROEV(Boern::of(signature));
  const xmlNode* info = PROEV(children.require(kDs, "SignedInfo"));
  const xmlNode* value = PROEV(children.require(kDs, "SignatureValue"));
  children.take(kDs, "KeyInfo");
  PROEV(children.finish());
  PROEV(whole_text(value));
  return check_signed_info(info, id);
}

// --- IDs --------------------------------------------------------------------------------------------------------

// Any attribute that some vocabulary takes for an ID: ID, Id, id, AssertionID, in any namespace (wsu:Id, xml:id).
bool names_an_id(const xmlAttr* attribute) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  const std::string_view name = view(attribute->name);
  return std::ranges::equal(name, std::string_view("id"), same) ||
         std::ranges::equal(name, std::string_view("assertionid"), same);
}

bool is_id(std::string_view value) {
  return !value.empty() && value.find_first_of(" \t\r\n#'\"()/:&;") == std::string_view::npos;
}

// The root's ID attribute.
Resultat<xmlAttr*> root_id(const xmlDoc* tree) {
  const xmlNode* root = xmlDocGetRootElement(tree);
  xmlAttr* own = nullptr;
  std::set<std::string> seen;
  for (const xmlNode* node = root; node; node = next_element(node, root)) {
    for (xmlAttr* a = node->properties; a; a = a->next) {
      if (!names_an_id(a)) continue;
      if (!seen.insert(value_of(a)).second) return refused("an ID that occurs twice");
      if (node == root && a->ns == nullptr && view(a->name) == "ID") own = a;
    }
  }
  if (!own || !is_id(value_of(own))) return refused("no usable ID on the root");
  return own;
}

// --- The computation --------------------------------------------------------------------------------------------

using DsigPtr = Owned<xmlSecDSigCtx, &xmlSecDSigCtxDestroy>;
using SecKeyPtr = Owned<xmlSecKey, &xmlSecKeyDestroy>;

SecKeyPtr key_for_xmlsec(const Certifikat& certificate) {
  EVP_PKEY* key = certificate.native().key.get();
  SecKeyPtr owner(xmlSecKeyCreate());
  if (!owner || EVP_PKEY_up_ref(key) != 1) return nullptr;
  xmlSecKeyData* data = xmlSecOpenSSLEvpKeyAdopt(key);
  if (!data) {
    EVP_PKEY_free(key);
    return nullptr;
  }
  if (xmlSecKeySetValue(owner.get(), data) != 0) {
    xmlSecKeyDataDestroy(data);
    return nullptr;
  }
  return owner;
}

// The same allow-list once more, inside xmlsec: nothing else can be named, nothing outside the document fetched.
bool lock_down(xmlSecDSigCtx& context) {
  context.enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  const std::array references{xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId, xmlSecTransformSha256Id,
                              xmlSecTransformSha384Id, xmlSecTransformSha512Id};
  const std::array signatures{xmlSecTransformExclC14NId, xmlSecTransformRsaSha256Id, xmlSecTransformRsaSha384Id,
                              xmlSecTransformRsaSha512Id};
  return std::ranges::all_of(references,
                             [&](auto id) { return xmlSecDSigCtxEnableReferenceTransform(&context, id) == 0; }) &&
         std::ranges::all_of(signatures,
                             [&](auto id) { return xmlSecDSigCtxEnableSignatureTransform(&context, id) == 0; });
}

bool verified_by(xmlNode* signature, const Certifikat& certificate) {
  const DsigPtr context(xmlSecDSigCtxCreate(nullptr));
  SecKeyPtr key = key_for_xmlsec(certificate);
  if (!context || !key || !lock_down(*context)) return false;
  context->signKey = key.release();
  return xmlSecDSigCtxVerify(context.get(), signature) == 0 && context->status == xmlSecDSigStatusSucceeded &&
         xmlSecPtrListGetSize(&context->signedInfoReferences) == 1;
}

bool may_be_pinned(const Certifikat& certificate) {
  return certificate.key_kind() == NoegleArt::RSA && certificate.key_bits() >= kLeastRsaBits;
}

}  // namespace

Resultat<void> verify_enveloped(xmlDoc* tree, const xmlNode* signature, std::span<const Certifikat> pinned) {
  if (!xmlsec_runs()) return fejl(FejlKode::INTERN, "xmlsec does not start");
  const ErrorsCleared cleared;
  const Quiet quiet;
  xmlAttr* id = PROEV(root_id(tree));
  const std::string value = value_of(id);
  PROEV(check_form(signature, value));
  // xmlsec finds the reference's element by the document's IDs: there is this one alone.
  xmlAddID(nullptr, tree, reinterpret_cast<const xmlChar*>(value.c_str()), id);
  const xmlAttr* found = xmlGetID(tree, reinterpret_cast<const xmlChar*>(value.c_str()));
  if (found != id) return refused("an ID that names another element");
  for (const Certifikat& certificate : pinned) {
    if (may_be_pinned(certificate) && verified_by(const_cast<xmlNode*>(signature), certificate)) return {};
  }
  return refused("the signature is not one of the pinned keys' over this token");
}

}  // namespace brevdue::crypto
