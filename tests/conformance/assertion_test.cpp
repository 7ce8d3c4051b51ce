// Our assertions before other judges (the xmlsec1 command, the SAML schema, KOMBIT's published tokens), and our
// PKCS#12 files before Java's keytool.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "base/skip_testing.hpp"
#include "crypto/pki.hpp"
#include "crypto/saml_testing.hpp"
#include "dommer.hpp"

namespace brevdue {
namespace {

namespace testing = crypto::testing;
using proeve::Mappe;
using testing::value_of;

struct Udfald {
  int status = -1;
  std::string output;
};

Udfald run(const std::string& command) {
  Udfald result;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) result.output += part.data();
  result.status = ::pclose(pipe);
  return result;
}

bool has(const std::string& program) {
  return run("command -v " + program).status == 0;
}

// --- xmlsec1 ----------------------------------------------------------------------------------------------------

Udfald xmlsec1(const std::string& token) {
  const Mappe folder;
  proeve::put_file(folder.path() / "token.xml", token);
  proeve::put_file(folder.path() / "sts.pem", testing::sts().certifikat.pem());
  return run(
      fmt::format("cd '{}' && xmlsec1 --verify --id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion "
                  "--enabled-reference-uris same-doc --pubkey-cert-pem sts.pem token.xml",
                  folder.path().string()));
}

TEST(AssertionConformance, TheXmlsec1CommandVerifiesWhatWeSign) {
  if (!has("xmlsec1")) SKIP_UNLESS_CI("xmlsec1 is missing");
  const Udfald good = xmlsec1(testing::token());
  EXPECT_EQ(good.status, 0) << good.output;
  const Udfald moved = xmlsec1("<e:Envelope xmlns:e=\"urn:e\" xmlns=\"urn:d\" xmlns:xsi=\"urn:not-the-schemas\">" +
                               testing::token() + "</e:Envelope>");
  EXPECT_EQ(moved.status, 0) << moved.output;
  EXPECT_NE(xmlsec1(testing::replaced(testing::token(), ">11111111<", ">22222222<")).status, 0);
}

// --- The contracts ----------------------------------------------------------------------------------------------

TEST(AssertionConformance, WhatWeSignIsValidAgainstTheSamlSchema) {
  const auto contracts = proeve::kontrakter();
  if (!contracts) GTEST_SKIP() << "no contracts at hand";
  proeve::Skemadommer judge(*contracts / "adgangsstyring/standards/saml-schema-assertion-2.0.xsd");
  ASSERT_TRUE(judge.is_usable());
  EXPECT_TRUE(judge.accepts(testing::token())) << judge.why();
  crypto::Assertion small = testing::proeve();
  small.acting_name = "CN=En anden";
  small.confirmation_not_before.reset();
  small.not_before.reset();
  small.authn_instant.reset();
  small.recipient.clear();
  small.privileges.clear();
  EXPECT_TRUE(judge.accepts(testing::signed_by(small, testing::sts()))) << judge.why();
  EXPECT_FALSE(judge.accepts(testing::replaced(testing::token(), " Version=\"2.0\"", "")));
}

// A published token with our certificates where its own were left out, and signed by our STS for want of its signature.
std::string revived(const std::string& file) {
  std::string xml = testing::cut_out(file, "<Assertion", "</Assertion>");
  const std::string elided = ">ELIDED</X509Certificate>";
  const std::string holder = ">" + base::base64(testing::anvendersystem().certifikat.der()) + "</X509Certificate>";
  for (auto at = xml.find(elided); at != std::string::npos; at = xml.find(elided))
    xml.replace(at, elided.size(), holder);
  return testing::resigned(xml);
}

TEST(AssertionConformance, KombitsPublishedTokensAreRead) {
  const auto contracts = proeve::kontrakter();
  if (!contracts) GTEST_SKIP() << "no contracts at hand";
  for (const std::string name : {"tokens/STS token - Signature scenario.xml", "idws-call/kosdy-example.xml",
                                 "kombit-sample-messages/RequestSecurityTokenResponseStsToCaller.xml",
                                 "kombit-sample-messages/RequestSecurityTokenResponseStsToCallerProxyOnBehalfOf.xml",
                                 "oioidws-soap/OioIdWsSoap/HelloSignRequest-PrettyPrint.xml"}) {
    const auto read = testing::verified(revived(proeve::content_of(*contracts / "adgangsstyring/examples" / name)));
    ASSERT_TRUE(read) << name << ": " << base::beskriv(read.error());
    EXPECT_TRUE(read->issuer.starts_with("https://saml.")) << name;
    EXPECT_EQ(read->holder_der, testing::anvendersystem().certifikat.der()) << name;
    EXPECT_EQ(read->recipient, read->audiences.at(0)) << name;
    EXPECT_NE(read->privileges.find("PrivilegeList"), std::string::npos) << name;
    EXPECT_EQ(read->subject_name.find('\n'), std::string::npos) << name;
    EXPECT_EQ(read->acting_name.empty(), name.find("Proxy") == std::string::npos) << name;
  }
}

// Each element with its attributes and text, line by line; what depends on the keys is left out.
std::vector<std::string> described(const std::string& xml) {
  const testing::Careless document(xml);
  const xmlNode* root = xmlDocGetRootElement(document.tree.get());
  std::vector<std::string> lines;
  for (const xmlNode* node = root; node != nullptr; node = crypto::next_element(node, root)) {
    std::vector<std::string> attributes;
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
      const std::string_view ns = a->ns != nullptr ? crypto::view(a->ns->href) : "";
      attributes.push_back(fmt::format("{{{}}}{}={}", ns, crypto::view(a->name), crypto::value_of(a)));
    }
    std::ranges::sort(attributes);
    const bool is_key = crypto::is(node, "http://www.w3.org/2000/09/xmldsig#", "DigestValue") ||
                        crypto::is(node, "http://www.w3.org/2000/09/xmldsig#", "SignatureValue") ||
                        crypto::is(node, "http://www.w3.org/2000/09/xmldsig#", "X509Certificate");
    const auto text = crypto::plain_text(node);
    lines.push_back(fmt::format("{{{}}}{} {} {}", crypto::namespace_of(node), crypto::local_name(node),
                                fmt::join(attributes, " "), !is_key && text ? *text : ""));
  }
  return lines;
}

TEST(AssertionConformance, OursHasTheFormOfKombitsTokenElementForElement) {
  const auto contracts = proeve::kontrakter();
  if (!contracts) GTEST_SKIP() << "no contracts at hand";
  const std::string theirs =
      revived(proeve::content_of(*contracts / "adgangsstyring/examples/tokens/STS token - Signature scenario.xml"));
  const std::string ours = testing::signed_by(value_of(testing::verified(theirs)), testing::sts());
  EXPECT_EQ(described(ours), described(theirs));
}

// --- Java -------------------------------------------------------------------------------------------------------

TEST(Pkcs12Conformance, JavaFindsTheKeyAndTrustsTheCa) {
  if (!has("keytool")) SKIP_UNLESS_CI("keytool is missing");
  const Mappe folder;
  const std::vector<crypto::Certifikat> chain{testing::ca().certifikat};
  proeve::put_file(folder.path() / "system.p12",
                   value_of(write_p12(testing::anvendersystem(), chain, "system", "kodeord")));
  proeve::put_file(folder.path() / "trust.p12", value_of(crypto::write_truststore_p12(chain, "kodeord")));
  const auto list = [&](const std::string& file) {
    return run(
        fmt::format("cd '{}' && LC_ALL=C keytool -J-Duser.language=en -list -storetype PKCS12 -storepass kodeord "
                    "-keystore {}",
                    folder.path().string(), file));
  };
  const Udfald system = list("system.p12");
  EXPECT_EQ(system.status, 0) << system.output;
  EXPECT_NE(system.output.find("PrivateKeyEntry"), std::string::npos) << system.output;
  const Udfald trust = list("trust.p12");
  EXPECT_EQ(trust.status, 0) << trust.output;
  EXPECT_NE(trust.output.find("trustedCertEntry"), std::string::npos) << trust.output;
}

}  // namespace
}  // namespace brevdue
