// The attack corpus: forged, wrapped, downgraded and malformed tokens (spec adgangsstyring section 11). A wrapped token
// is first shown to deceive a careless verifier, and a token that breaks a rule is signed with the trusted key, so that
// nothing here is refused for another reason than the one it is about.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <openssl/x509.h>

#include "base/bytes.hpp"
#include "crypto/saml.hpp"
#include "crypto/saml_testing.hpp"

namespace brevdue::crypto {
namespace {

using base::FejlKode;
using testing::carelessly_accepted;
using testing::cut_out;
using ::testing::HasSubstr;
using testing::proeve;
using testing::replaced;
using testing::resigned;
using testing::signature_of;
using testing::sts;
using testing::token;
using testing::verified;

// Why a token was refused; "accepted" when it was not.
std::string verdict(std::string_view xml) {
  const auto result = verified(xml);
  return result ? "accepted" : base::beskriv(result.error());
}

// The token with one place changed and signed anew by the trusted key.
std::string bent(std::string_view from, std::string_view to) {
  return resigned(replaced(token(), from, to));
}

std::string without_signature(const std::string& xml) {
  return replaced(xml, signature_of(xml), "");
}

// --- Wrapping (T1) ----------------------------------------------------------------------------------------------

// What the attacker wants believed: another authority's rights, in a token of his own making.
std::string evil(std::string_view id = "_evil") {
  std::string xml = replaced(without_signature(token()), ">11111111<", ">22222222<");
  return replaced(xml, proeve().id, id);
}
std::string genuine() {
  return without_signature(token());
}
std::string with_signature(const std::string& xml, const std::string& signature) {
  return replaced(xml, "</Issuer>", "</Issuer>" + signature);
}
std::string with_last_child(const std::string& xml, const std::string& child) {
  return replaced(xml, "</Assertion>", child + "</Assertion>");
}

struct Wrapped {
  std::string name;
  std::string xml;
  bool deceives = true;  // xmlsec alone; other verifiers cut out the enveloped signature in other ways
};

std::vector<Wrapped> wrapped() {
  const std::string s = signature_of(token());
  const std::string object = "<Object>" + genuine() + "</Object></Signature>";
  const std::string key_info = replaced(s, "</KeyInfo>", genuine() + "</KeyInfo>");
  const std::string in_object = replaced(s, "</Signature>", object);
  const auto response = [](const std::string& content) {
    return "<p:Response xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\">" + content + "</p:Response>";
  };
  return {
      {"the genuine one after a forged one", response(evil() + token())},
      {"the genuine one before a forged one", response(token() + evil())},
      {"the genuine one as last child of a forged one", with_last_child(with_signature(evil(), s), genuine())},
      {"the genuine one in the forged one's Object", with_signature(evil(), in_object), false},
      {"the genuine one in the forged one's KeyInfo", with_signature(evil(), key_info), false},
      {"the genuine one in the forged one's Subject",
       replaced(with_signature(evil(), s), "</Subject>", genuine() + "</Subject>")},
      {"the genuine one in the forged one's Advice",
       replaced(with_signature(evil(), s), "</Conditions>", "</Conditions><Advice>" + genuine() + "</Advice>")},
      {"the genuine one, signature and all, in an unsigned forged one", with_last_child(evil(), token())},
      {"the genuine one in Extensions before the forged one",
       response("<p:Extensions>" + genuine() + "</p:Extensions>" + with_signature(evil(), s))},
      {"a forged one in the genuine one's Object",
       replaced(token(), "</Signature>", "<Object>" + evil() + "</Object></Signature>")},
      {"a forged one in the genuine one's KeyInfo",
       replaced(token(), "</KeyInfo></Signature>", evil() + "</KeyInfo></Signature>")},
  };
}

TEST(SamlAttack, WrappedTokensAreRefused) {
  for (const auto& [name, xml, deceives] : wrapped()) {
    EXPECT_EQ(carelessly_accepted(xml), deceives) << name;
    const auto result = verified(xml);
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().kode, FejlKode::IKKE_AUTENTISERET) << name;
  }
}

TEST(SamlAttack, WrappedTokensThatShareAnIdAreRefused) {
  const std::string s = signature_of(token());
  const std::string twice = with_last_child(with_signature(evil(proeve().id), s), genuine());
  EXPECT_EQ(verdict(twice), "a second assertion");
  EXPECT_EQ(verdict(with_signature(evil(proeve().id), s)),
            "the signature is not one of the pinned keys' over this token");
}

TEST(SamlAttack, AnIdThatOccursTwiceIsRefusedWhereverItStands) {
  const std::string id = proeve().id;
  for (const std::string attribute : {"ID", "Id", "id", "AssertionID", "xml:id", "w:Id"}) {
    const std::string with = fmt::format("<AuthnContext xmlns:w=\"urn:w\" {}=\"{}\">", attribute, id);
    EXPECT_EQ(verdict(replaced(token(), "<AuthnContext>", with)), "an ID that occurs twice") << attribute;
  }
  EXPECT_EQ(verdict(replaced(token(), "<KeyInfo><X509Data>", "<KeyInfo Id=\"" + id + "\"><X509Data>")),
            "an ID that occurs twice");
  EXPECT_EQ(verdict(replaced(token(), "<Signature ", "<Signature Id=\"" + id + "\" ")), "an ID that occurs twice");
}

TEST(SamlAttack, ASecondSignatureIsRefused) {
  const std::string s = signature_of(token());
  EXPECT_EQ(verdict(replaced(token(), s, s + s)), "a second signature");
  EXPECT_EQ(verdict(replaced(token(), "</KeyInfo></Signature>", s + "</KeyInfo></Signature>")), "a second signature");
}

TEST(SamlAttack, ASignatureInTheWrongPlaceIsRefused) {
  const std::string s = signature_of(token());
  EXPECT_THAT(verdict(genuine()), HasSubstr("Signature: missing"));
  EXPECT_THAT(verdict(with_last_child(genuine(), s)), HasSubstr("Signature: missing"));
  EXPECT_THAT(verdict(replaced(genuine(), "</Conditions>", s + "</Conditions>")), HasSubstr("Signature: missing"));
}

TEST(SamlAttack, AReferenceToAnythingButTheRootIsRefused) {
  const std::string uri = "URI=\"#" + proeve().id + "\"";
  for (const std::string other :
       {"URI=\"\"", "", "URI=\"#_other\"", "URI=\"https://evil.test/x\"", "URI=\"file:///etc/hostname\"",
        "URI=\"#xpointer(/)\"", "URI=\"#xpointer(id('_evil'))\""}) {
    EXPECT_EQ(verdict(replaced(token(), uri, other)), "a reference to something else than the root") << other;
  }
  EXPECT_EQ(verdict(bent(uri, "URI=\"\"")), "a reference to something else than the root");
  const std::string reference = cut_out(token(), "<Reference ", "</Reference>");
  EXPECT_EQ(verdict(bent(reference, reference + reference)), "SignedInfo: an element that may not stand there");
  EXPECT_EQ(verdict(replaced(token(), reference, "")), "Reference: missing or in the wrong place");
}

// --- Algorithms and transforms (T3) -----------------------------------------------------------------------------

TEST(SamlAttack, WeakOrForeignAlgorithmsAreRefused) {
  const std::string method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  for (const std::string weak :
       {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"}) {
    EXPECT_EQ(verdict(replaced(token(), method, weak)), "SignatureMethod: an algorithm that is not allowed");
  }
  EXPECT_EQ(verdict(bent(method, "http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
            "SignatureMethod: an algorithm that is not allowed");
  for (const std::string other :
       {"http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "none",
        ""}) {
    EXPECT_EQ(verdict(replaced(token(), method, other)), "SignatureMethod: an algorithm that is not allowed") << other;
  }
  EXPECT_EQ(verdict(bent("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")),
            "DigestMethod: an algorithm that is not allowed");
  EXPECT_EQ(verdict(replaced(token(), "#rsa-sha256\">", "#rsa-sha256\"><HMACOutputLength>0</HMACOutputLength>")),
            "SignatureMethod: an element that may not stand there");
}

TEST(SamlAttack, HmacKeyedWithThePublicKeyIsRefused) {
  const std::string xml = replaced(token(), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                                   "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256");
  const std::string secret = sts().certifikat.der();
  const testing::Careless document(xml);
  const auto context = testing::context_with(sts().certifikat.native().key.get());
  xmlSecKeyDestroy(context->signKey);
  context->signKey = xmlSecKeyCreate();
  xmlSecKeyDataPtr data = xmlSecKeyDataCreate(xmlSecOpenSSLKeyDataHmacId);
  xmlSecOpenSSLKeyDataHmacSet(data, reinterpret_cast<const xmlSecByte*>(secret.data()),
                              static_cast<xmlSecSize>(secret.size()));
  xmlSecKeySetValue(context->signKey, data);
  ASSERT_EQ(xmlSecDSigCtxSign(context.get(), document.signature), 0);
  EXPECT_EQ(verdict(testing::written_out(document)), "SignatureMethod: an algorithm that is not allowed");
}

TEST(SamlAttack, OnlyTheTwoTransformsAreAllowed) {
  const std::string enveloped =
      "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></Transform>";
  const std::string c14n = "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform>";
  const std::string xpath =
      "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>self::text()</XPath></Transform>";
  const std::string xslt =
      "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet version=\"1.0\" "
      "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/></Transform>";
  const std::string base64 = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"></Transform>";
  EXPECT_EQ(verdict(bent(c14n, xpath + c14n)), "Transforms: an element that may not stand there");
  EXPECT_EQ(verdict(replaced(token(), c14n, xpath)), "canonicalisation other than exclusive");
  EXPECT_EQ(verdict(replaced(token(), c14n, xslt)), "canonicalisation other than exclusive");
  EXPECT_EQ(verdict(replaced(token(), enveloped, xslt)), "Transform: an algorithm that is not allowed");
  EXPECT_EQ(verdict(replaced(token(), enveloped, base64)), "Transform: an algorithm that is not allowed");
  EXPECT_EQ(verdict(replaced(token(), enveloped + c14n, c14n + enveloped)),
            "Transform: an algorithm that is not allowed");
  EXPECT_EQ(verdict(bent(enveloped + c14n, enveloped + enveloped + c14n)),
            "Transforms: an element that may not stand there");
  EXPECT_EQ(verdict(replaced(token(), enveloped, "")), "Transform: missing or in the wrong place");
  EXPECT_EQ(verdict(replaced(token(), enveloped + c14n, "")), "Transform: missing or in the wrong place");
}

TEST(SamlAttack, OnlyExclusiveCanonicalisationIsAllowed) {
  const std::string method =
      "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></CanonicalizationMethod>";
  for (const std::string other :
       {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11"}) {
    EXPECT_EQ(verdict(bent(method, "<CanonicalizationMethod Algorithm=\"" + other + "\"></CanonicalizationMethod>")),
              "canonicalisation other than exclusive");
  }
}

TEST(SamlAttack, ALongListOfInclusiveNamespacesIsRefusedBeforeItCostsAnything) {
  const auto with_list = [](std::size_t length) {
    return replaced(token(), "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform>",
                    "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces "
                    "xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"" +
                        std::string(length, 'a') + "\"/></Transform>");
  };
  EXPECT_EQ(verdict(resigned(with_list(256))), "accepted");
  EXPECT_EQ(verdict(with_list(257)), "too many inclusive namespaces");
}

// --- Keys (T10) -------------------------------------------------------------------------------------------------

TEST(SamlAttack, AForeignKeyIsRefusedWhateverKeyInfoSays) {
  const std::string foreign = testing::signed_by(proeve(), testing::fremmed());
  EXPECT_EQ(verdict(foreign), "the signature is not one of the pinned keys' over this token");
  const std::string trusted_name =
      replaced(foreign, base::base64(testing::fremmed().certifikat.der()), base::base64(sts().certifikat.der()));
  EXPECT_EQ(verdict(trusted_name), "the signature is not one of the pinned keys' over this token");
}

TEST(SamlAttack, KeyInfoIsNotLookedAt) {
  const std::string own = "<KeyInfo><X509Data><X509Certificate>" + base::base64(sts().certifikat.der()) +
                          "</X509Certificate></X509Data></KeyInfo></Signature>";
  for (const std::string other :
       {"</Signature>", "<KeyInfo></KeyInfo></Signature>",
        "<KeyInfo><KeyName>evil</KeyName><RetrievalMethod URI=\"https://evil.test/\"/></KeyInfo></Signature>"}) {
    EXPECT_EQ(verified(replaced(token(), own, other)), proeve()) << other;
  }
}

Certifikat weak_certificate(EVP_PKEY* key) {
  const X509Ptr x509(X509_new());
  X509_set_version(x509.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
  X509_set_pubkey(x509.get(), key);
  X509_sign(x509.get(), key, EVP_sha256());
  unsigned char* der = nullptr;
  const int length = i2d_X509(x509.get(), &der);
  const std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return testing::value_of(Certifikat::from_der(bytes));
}

TEST(SamlAttack, AWeakKeyIsRefusedEvenWhenItIsPinned) {
  const KeyPtr key(EVP_RSA_gen(1024U));
  const std::vector<Certifikat> pinned{weak_certificate(key.get())};
  EXPECT_FALSE(pinned.front().usable_for_signature());
  const testing::Careless document(token());
  const auto context = testing::context_with(key.get());
  ASSERT_EQ(xmlSecDSigCtxSign(context.get(), document.signature), 0);
  EXPECT_FALSE(verify_assertion(testing::written_out(document), pinned));
}

// --- Parsers (T2) and text (T8, T9) -----------------------------------------------------------------------------

TEST(SamlAttack, ADoctypeIsRefusedBeforeAnythingElse) {
  EXPECT_EQ(verdict("<!DOCTYPE Assertion>" + token()), "a DOCTYPE");
  EXPECT_EQ(verdict("<!DOCTYPE Assertion [<!ENTITY x \"11111111\">]>" + replaced(token(), ">11111111<", ">&x;<")),
            "a DOCTYPE");
  EXPECT_EQ(
      verdict("<!DOCTYPE a SYSTEM \"file:///etc/passwd\" [<!ENTITY % p SYSTEM \"http://evil.test/\"> %p;]>" + token()),
      "a DOCTYPE");
  EXPECT_EQ(
      verdict(
          "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ATTLIST Assertion id ID #IMPLIED>]>" +
          token()),
      "a DOCTYPE");
}

TEST(SamlAttack, CommentsAndInstructionsAreRefusedWhereverTheyStand) {
  // Canonicalisation drops comments, so these documents' signatures are good.
  const std::string cvr = replaced(token(), ">11111111<", ">1111<!---->1111<");
  EXPECT_TRUE(carelessly_accepted(cvr));
  EXPECT_EQ(verdict(cvr), "a comment");
  EXPECT_EQ(verdict(replaced(token(), "bfo_afsend/2</Audience>", "bfo_afsend/2<!-- x --></Audience>")), "a comment");
  EXPECT_EQ(verdict(replaced(token(), "<Subject>", "<!--x--><Subject>")), "a comment");
  EXPECT_EQ(verdict("<!--x-->" + token()), "a comment");
  EXPECT_EQ(verdict(token() + "<!--x-->"), "a comment");
  EXPECT_EQ(verdict(bent(">11111111<", ">1111<?x?>1111<")), "a processing instruction");
  EXPECT_EQ(verdict("<?xml-stylesheet href=\"x\"?>" + token()), "a processing instruction");
}

TEST(SamlAttack, TextWithElementsInItIsRefused) {
  EXPECT_EQ(verdict(bent(">11111111<", "><x/>11111111<")), "AttributeValue: something other than text");
  EXPECT_EQ(verdict(bent(">11111111<", ">1111<x>1111</x><")), "AttributeValue: something other than text");
  EXPECT_EQ(verdict(bent("bfo_afsend/2</Audience>", "bfo_afsend/2<x/></Audience>")),
            "Audience: something other than text");
  EXPECT_EQ(verdict(bent("<Conditions ", "text<Conditions ")), "Assertion: text between elements");
}

TEST(SamlAttack, ControlCharactersAndEmptyTextsAreRefused) {
  EXPECT_EQ(verdict(bent("bfo_afsend/2</Audience>", "bfo_&#10;afsend/2</Audience>")), "Audience: a control character");
  EXPECT_EQ(verdict(bent("bfo_afsend/2</Audience>", "bfo_&#133;afsend/2</Audience>")), "Audience: a control character");
  EXPECT_EQ(verdict(bent("Recipient=\"", "Recipient=\"&#9;x&#9;")), "Recipient: a control character");
  EXPECT_EQ(verdict(bent(">11111111<", "> \n <")), "AttributeValue: no text");
  EXPECT_EQ(verdict(replaced(token(), "bfo_afsend/2</Audience>", "bfo_&#0;/2</Audience>")),
            "not well-formed XML in UTF-8");
}

TEST(SamlAttack, OnlyWellFormedUtf8IsRead) {
  for (const std::string& xml :
       {std::string(), std::string("x"), token().substr(0, token().size() - 1), token() + token(), token() + "x",
        replaced(token(), "<Subject>", "<Subject x=\"1\" x=\"2\">"), replaced(token(), "<Subject>", "<p:Subject>"),
        replaced(token(), ">11111111<", ">\xFF<"), replaced(token(), ">11111111<", ">&nbsp;<"),
        std::string("\xFF\xFE<\0A\0/\0>\0", 10)}) {
    EXPECT_EQ(verdict(xml), "not well-formed XML in UTF-8") << xml.substr(0, 60);
  }
}

TEST(SamlAttack, SizesOverTheLimitsAreRefused) {
  const auto code = [](std::string_view xml, const AssertionGraenser& limits) {
    const auto result = verified(xml, limits);
    return result ? std::string("accepted") : std::string(navn(result.error().kode));
  };
  EXPECT_EQ(code(token(), {.bytes = token().size()}), "accepted");
  EXPECT_EQ(code(token(), {.bytes = token().size() - 1}), "FOR_STOR");
  EXPECT_EQ(code(token(), {.dybde = 8}), "accepted") << verdict(token());
  EXPECT_EQ(code(token(), {.dybde = 5}), "FOR_STOR");
  EXPECT_EQ(code(token(), {.attributter = 5}), "accepted");
  EXPECT_EQ(code(token(), {.attributter = 3}), "FOR_STOR");
  EXPECT_EQ(code(token(), {.elementer = 30}), "FOR_STOR");
  EXPECT_EQ(code(token(), {.privilegier = proeve().privileges.size()}), "accepted");
  EXPECT_EQ(code(token(), {.privilegier = proeve().privileges.size() - 1}), "FOR_STOR");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_EQ(code(deep, {}), "FOR_STOR");
}

// --- The form of the assertion ----------------------------------------------------------------------------------

TEST(SamlAttack, OtherRootsAreRefused) {
  EXPECT_EQ(verdict("<EncryptedAssertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>"),
            "the root is not an assertion");
  EXPECT_EQ(verdict("<Response xmlns=\"urn:oasis:names:tc:SAML:2.0:protocol\">" + token() + "</Response>"),
            "the root is not an assertion");
  EXPECT_EQ(verdict(bent("urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:1.0:assertion")),
            "the root is not an assertion");
  EXPECT_EQ(verdict(bent("Version=\"2.0\"", "Version=\"1.1\"")), "not SAML 2.0");
  EXPECT_EQ(verdict(bent("Version=\"2.0\"", "")), "not SAML 2.0");
  EXPECT_EQ(verdict(bent("Version=\"2.0\"", "Version=\"2.0\" OneTime=\"1\"")),
            "Assertion: an attribute that is not understood");
  EXPECT_EQ(verdict(replaced(token(), "ID=\"" + proeve().id + "\"", "")), "no usable ID on the root");
}

TEST(SamlAttack, WhatMustBeThereIsMissed) {
  const auto without = [](std::string_view first, std::string_view last) {
    return verdict(resigned(replaced(token(), cut_out(token(), first, last), "")));
  };
  EXPECT_EQ(without("<Subject>", "</Subject>"), "Subject: missing or in the wrong place");
  EXPECT_EQ(without("<Conditions", "</Conditions>"), "Conditions: missing or in the wrong place");
  EXPECT_EQ(without("<AudienceRestriction", "</AudienceRestriction>"),
            "AudienceRestriction: missing or in the wrong place");
  EXPECT_EQ(without("<Audience>", "</Audience>"), "Audience: missing or in the wrong place");
  EXPECT_EQ(without("<AttributeStatement", "</AttributeStatement>"),
            "AttributeStatement: missing or in the wrong place");
  EXPECT_EQ(without("<SubjectConfirmation ", "</SubjectConfirmation>"),
            "SubjectConfirmation: missing or in the wrong place");
  EXPECT_EQ(without("<SubjectConfirmationData", "</SubjectConfirmationData>"),
            "SubjectConfirmationData: missing or in the wrong place");
  EXPECT_EQ(without("<Issuer", "</Issuer>"), "Issuer: missing or in the wrong place");
  EXPECT_EQ(without("<Attribute Name=\"dk:gov:saml:attribute:Cvr", "</Attribute>"),
            "dk:gov:saml:attribute:CvrNumberIdentifier: missing");
}

TEST(SamlAttack, TimesThatAreMissingOrTurnedRoundAreRefused) {
  const std::string end = " NotOnOrAfter=\"2026-05-15T16:00:00.123Z\"";
  const std::string conditions = cut_out(token(), "<Conditions", ">");
  const std::string data = cut_out(token(), "<SubjectConfirmationData", ">");
  EXPECT_EQ(verdict(bent(conditions, replaced(conditions, end, ""))), "NotOnOrAfter: a missing time");
  EXPECT_EQ(verdict(bent(data, replaced(data, end, ""))), "NotOnOrAfter: a missing time");
  const std::string before = " NotOnOrAfter=\"2026-05-15T08:00:00.122Z\"";
  EXPECT_EQ(verdict(bent(conditions, replaced(conditions, end, before))),
            "Conditions: NotBefore is not before NotOnOrAfter");
  EXPECT_EQ(verdict(bent(data, replaced(data, end, before))),
            "SubjectConfirmationData: NotBefore is not before NotOnOrAfter");
  EXPECT_EQ(verdict(bent(conditions, replaced(conditions, end, " NotOnOrAfter=\"tomorrow\""))),
            "NotOnOrAfter: not a time");
  EXPECT_EQ(verdict(bent(" IssueInstant=\"2026-05-15T08:00:00.123Z\"", "")), "IssueInstant: a missing time");
}

TEST(SamlAttack, ConditionsNobodyUnderstandsAreRefused) {
  for (const std::string condition :
       {"<OneTimeUse/>", "<ProxyRestriction Count=\"0\"/>",
        "<AudienceRestriction><Audience>urn:x</Audience></AudienceRestriction>",
        "<Condition xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"x\"/>",
        "<x xmlns=\"urn:x\"/>"}) {
    EXPECT_EQ(verdict(bent("</Conditions>", condition + "</Conditions>")),
              "Conditions: an element that may not stand there");
  }
  EXPECT_EQ(verdict(bent("<Conditions ", "<Conditions Only=\"x\" ")),
            "Conditions: an attribute that is not understood");
  EXPECT_EQ(verdict(bent("<AuthnStatement ", "<AuthzDecisionStatement/><AuthnStatement ")),
            "Assertion: an element that may not stand there");
}

TEST(SamlAttack, OnlyOneHolderOfOneKeyIsAccepted) {
  EXPECT_EQ(verdict(bent("cm:holder-of-key", "cm:bearer")), "a confirmation other than holder-of-key");
  const std::string confirmation = cut_out(token(), "<SubjectConfirmation ", "</SubjectConfirmation>");
  EXPECT_EQ(verdict(bent(confirmation, confirmation + confirmation)), "Subject: an element that may not stand there");
  const std::string data = cut_out(token(), "<SubjectConfirmationData", "</SubjectConfirmationData>");
  EXPECT_EQ(verdict(bent(data, data + data)), "SubjectConfirmation: an element that may not stand there");
  const std::string own =
      "<X509Certificate>" + base::base64(testing::anvendersystem().certifikat.der()) + "</X509Certificate>";
  EXPECT_EQ(verdict(bent(own, own + own)), "X509Data: an element that may not stand there");
  EXPECT_EQ(verdict(bent(own, "")), "X509Certificate: missing or in the wrong place");
  EXPECT_EQ(verdict(bent(own, "<X509Certificate></X509Certificate>")), "X509Certificate: not base64");
  EXPECT_EQ(verdict(bent(own, "<X509Certificate>!</X509Certificate>")), "X509Certificate: not base64");
  EXPECT_EQ(verdict(bent("Recipient=", "Address=\"10.0.0.1\" Recipient=")),
            "SubjectConfirmationData: an attribute that is not understood");
  EXPECT_EQ(verdict(bent("xsi:type=\"Key", "xsi:type=\"xsi:Other")),
            "SubjectConfirmationData: an attribute that is not understood");
}

TEST(SamlAttack, AttributesSayOneThingOnce) {
  const std::string cvr = cut_out(token(), "<Attribute Name=\"dk:gov:saml:attribute:Cvr", "</Attribute>");
  EXPECT_EQ(verdict(bent(cvr, cvr + replaced(cvr, "11111111", "22222222"))), "an attribute without a name of its own");
  EXPECT_EQ(verdict(bent(">11111111</AttributeValue>",
                         ">11111111</AttributeValue><AttributeValue>22222222</AttributeValue>")),
            "Attribute: an element that may not stand there");
  EXPECT_EQ(verdict(bent(">11111111<", ">1111111<")), "dk:gov:saml:attribute:CvrNumberIdentifier: not a CVR number");
  EXPECT_EQ(verdict(bent(">11111111<", ">１1111111<")), "dk:gov:saml:attribute:CvrNumberIdentifier: not a CVR number");
  EXPECT_EQ(verdict(bent(base::base64(proeve().privileges), "!!!!")),
            "dk:gov:saml:attribute:Privileges_intermediate: not base64");
  EXPECT_EQ(verdict(bent("<AttributeStatement>", "<AttributeStatement><EncryptedAttribute/>")),
            "AttributeStatement: an element that may not stand there");
}

TEST(SamlAttack, EachSignedWordChangedIsRefused) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {proeve().id + "\" Issue", "_other\" Issue"},
      {"IssueInstant=\"2026", "IssueInstant=\"2025"},
      {"brevdue.test/runtime<", "evil.test/runtime<"},
      {"CVR:33333333-FID:12345678 + CN=Bolig", "CVR:33333333-FID:12345679 + CN=Bolig"},
      {"Recipient=\"http://entityid.kombit.dk/service/bfo_afsend/2",
       "Recipient=\"http://entityid.kombit.dk/service/bfo_modtag/2"},
      {"<Audience>http://entityid.kombit.dk/service/bfo_afsend/2",
       "<Audience>http://entityid.kombit.dk/service/bfo_modtag/2"},
      {">11111111<", ">22222222<"},
      {"<AttributeValue>3<", "<AttributeValue>4<"},
      {base::base64(proeve().privileges), base::base64("<other/>")},
      {base::base64(testing::anvendersystem().certifikat.der()), base::base64(testing::fremmed().certifikat.der())},
      {"AuthnInstant=\"2026", "AuthnInstant=\"2025"},
      {cut_out(token(), "<Conditions", ">"), replaced(cut_out(token(), "<Conditions", ">"), "T16:", "T23:")},
      {cut_out(token(), "<SubjectConfirmationData", ">"),
       replaced(cut_out(token(), "<SubjectConfirmationData", ">"), "T16:", "T23:")},
  };
  for (const auto& [from, to] : changes) {
    EXPECT_FALSE(verified(replaced(token(), from, to))) << from;
    EXPECT_FALSE(verify_assertion(replaced(token(), from, to), std::vector{testing::fremmed().certifikat})) << from;
  }
}

}  // namespace
}  // namespace brevdue::crypto
