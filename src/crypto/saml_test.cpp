#include "crypto/saml.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <thread>

#include "base/bytes.hpp"
#include "crypto/saml_testing.hpp"

namespace brevdue::crypto {
namespace {

using testing::proeve;
using testing::replaced;
using testing::resigned;
using testing::sts;
using testing::token;
using testing::value_of;
using testing::verified;

TEST(SamlAssertion, ComesBackAsItWasSigned) {
  EXPECT_EQ(value_of(verified(token())), proeve());
}

TEST(SamlAssertion, ComesBackWithLittleInIt) {
  Assertion small = proeve();
  small.confirmation_not_before.reset();
  small.not_before.reset();
  small.authn_instant.reset();
  small.recipient.clear();
  small.privileges.clear();
  EXPECT_EQ(value_of(verified(testing::signed_by(small, sts()))), small);
}

TEST(SamlAssertion, ComesBackWithMuchInIt) {
  Assertion large = proeve();
  large.acting_name = "SERIALNUMBER=CVR:22222222-FID:87654321 + CN=Æblegrød & \"Søn\" <1>, O=Ørsted, C=DK";
  large.subject_name = "CN=\xF0\x9F\x95\x8A due ]]> 'x', C=DK";
  large.audiences = {"urn:a?b=c&d=\"e\"", "http://x/<y>"};
  large.privileges.assign(100000, '\xE6');
  EXPECT_EQ(value_of(verified(testing::signed_by(large, sts()))), large);
}

TEST(SamlAssertion, MayBeMovedIntoAnotherDocumentAndBack) {
  // Clients copy the element into an envelope with declarations of its own; what they cut out again still verifies.
  const std::string envelope = "<e:Envelope xmlns:e=\"urn:e\" xmlns=\"urn:default\">" + token() + "</e:Envelope>";
  EXPECT_TRUE(testing::carelessly_accepted(envelope));
  EXPECT_EQ(value_of(verified(testing::cut_out(envelope, "<Assertion", "</Assertion>"))), proeve());
}

TEST(SamlAssertion, IsReadInAnyDress) {
  EXPECT_EQ(value_of(verified("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + token() + "\n")), proeve());
  EXPECT_EQ(value_of(verified("\xEF\xBB\xBF" + token())), proeve());
  EXPECT_EQ(value_of(verified(replaced(token(), ">11111111<", "><![CDATA[11111111]]><"))), proeve());
  EXPECT_EQ(value_of(verified(replaced(token(), ">11111111<", ">&#49;1111111<"))), proeve());
  EXPECT_EQ(value_of(verified(replaced(token(), " Version=\"2.0\"", "  Version='2.0' xmlns:unused=\"urn:u\" "))),
            proeve());
}

TEST(SamlAssertion, IsReadWhenItWasPrettyPrintedBeforeItWasSigned) {
  std::string pretty = token();
  for (const std::string_view tag : {"<Issuer", "<Subject>", "<Conditions", "<AudienceRestriction>", "<Attribute ",
                                     "</AttributeStatement>", "<SubjectConfirmation ", "</Subject>"}) {
    for (auto at = pretty.find(tag); at != std::string::npos; at = pretty.find(tag, at + tag.size() + 6))
      pretty.insert(at, "\r\n\t  ");
  }
  pretty = replaced(pretty, ">11111111<", ">\n      11111111\n    <");
  pretty = replaced(pretty, " + CN=", " +\n          CN=");
  EXPECT_EQ(value_of(verified(resigned(pretty))), proeve());
}

TEST(SamlAssertion, IsReadWithOtherPrefixesAlgorithmsAndStatementsOnceSigned) {
  const std::string sha512 = replaced(token(), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                                      "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512");
  EXPECT_EQ(value_of(verified(resigned(sha512))), proeve());
  const std::string prefixes =
      replaced(token(), "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform>",
               "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><ec:InclusiveNamespaces "
               "xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"xs\"/></Transform>");
  EXPECT_EQ(value_of(verified(resigned(prefixes))), proeve());
  const std::string statement = testing::cut_out(token(), "<AuthnStatement", "</AuthnStatement>");
  const std::string first =
      replaced(replaced(token(), statement, ""), "<AttributeStatement>", statement + "<AttributeStatement>");
  EXPECT_EQ(value_of(verified(resigned(first))), proeve());
  const std::string unknown = replaced(token(), "<AttributeStatement>",
                                       "<AttributeStatement><Attribute Name=\"urn:x\"><AttributeValue><y "
                                       "xmlns=\"urn:y\"/></AttributeValue></Attribute>");
  EXPECT_EQ(value_of(verified(resigned(unknown))), proeve());
}

TEST(SamlAssertion, IsAcceptedFromEachOfThePinnedKeys) {
  const std::vector<Certifikat> pinned{testing::fremmed().certifikat, sts().certifikat};
  EXPECT_TRUE(verify_assertion(token(), pinned));
  EXPECT_FALSE(verify_assertion(token(), std::span(pinned).first(1)));
  EXPECT_FALSE(verify_assertion(token(), {}));
}

TEST(SamlAssertion, IsVerifiedByManyThreadsAtOnce) {
  std::atomic<int> good{0};
  std::atomic<int> bad{0};
  const std::string tampered = replaced(token(), ">11111111<", ">22222222<");
  const auto work = [&] {
    for (int i = 0; i < 50; ++i) {
      good += verified(token()) == proeve() ? 1 : 0;
      bad += verified(tampered) ? 1 : 0;
    }
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  threads.clear();
  EXPECT_EQ(good, 200);
  EXPECT_EQ(bad, 0);
}

TEST(SamlSigning, RefusesWhatCouldNotBeReadBack) {
  const auto refusal_at = [](auto change) {
    Assertion a = proeve();
    change(a);
    const auto result = sign_assertion(a, sts().noegle, sts().certifikat);
    return result ? std::string("signed") : result.error().sti;
  };
  EXPECT_EQ(refusal_at([](Assertion& a) { a.id = "1abc"; }), "id");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.id = "a\" x=\"y"; }), "id");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.issuer.clear(); }), "issuer");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.issuer = "a\nb"; }), "issuer");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.subject_name = "\xFF"; }), "subject_name");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.subject_name = "\xEF\xBF\xBE"; }), "subject_name");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.subject_name = "\xC2\x85"; }), "subject_name");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.acting_name = " x"; }), "acting_name");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.recipient = "x "; }), "recipient");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.assurance_level.clear(); }), "assurance_level");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.audiences.clear(); }), "audiences");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.audiences.push_back(""); }), "audiences");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.cvr = {}; }), "cvr");
  EXPECT_EQ(refusal_at([](Assertion& a) { a.holder_der = "x"; }), "holder_der");
}

TEST(SamlSigning, WantsTheRsaKeyOfTheCertificate) {
  const auto ec = value_of(PrivatNoegle::generate_p256());
  EXPECT_FALSE(sign_assertion(proeve(), ec, sts().certifikat));
  EXPECT_FALSE(sign_assertion(proeve(), testing::fremmed().noegle, sts().certifikat));
}

// Text of XML's characters, some of them awkward, without white space at its ends.
rc::Gen<std::string> texts() {
  static const std::vector<std::string> pieces{"a", "Z",   "0",     "&", "<",       ">", "\"",
                                               "'", "]]>", "&amp;", "æ", "Å",       "€", "\xF0\x9F\x95\x8A",
                                               "/", "#",   "x y",   "-", "\xC2\xA0"};
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))),
                      [](const std::vector<std::string>& chosen) {
                        std::string all;
                        for (const auto& piece : chosen) all += piece;
                        return all;
                      });
}

TEST(SamlAssertionProperty, WhateverIsSignedComesBack) {
  EXPECT_TRUE(rc::check([] {
    Assertion a = proeve();
    a.issuer = *texts();
    a.subject_name = *texts();
    a.acting_name = *texts();
    a.recipient = *texts();
    a.audiences = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(texts()));
    a.privileges = *rc::gen::string<std::string>();
    RC_ASSERT(value_of(verified(testing::signed_by(a, sts()))) == a);
  }));
}

TEST(SamlAssertion, EachByteChangedInTurnIsRefusedOrChangesNothing) {
  for (std::size_t at = 0; at < token().size(); ++at) {
    std::string changed = token();
    changed[at] = static_cast<char>(changed[at] ^ (at % 2 == 0 ? 0x01 : 0x20));
    const auto result = verified(changed);
    ASSERT_TRUE(!result || *result == proeve()) << "byte " << at;
  }
}

TEST(SamlAssertionProperty, AByteRemovedDoubledOrSwappedIsRefusedOrChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    std::string changed = token();
    const auto at = *rc::gen::inRange<std::size_t>(0, changed.size() - 1);
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        changed.erase(at, 1);
        break;
      case 1:
        changed.insert(at, 1, changed[at]);
        break;
      default:
        std::swap(changed[at], changed[at + 1]);
    }
    const auto result = verified(changed);
    RC_ASSERT(!result || *result == proeve());
  }));
}

}  // namespace
}  // namespace brevdue::crypto
