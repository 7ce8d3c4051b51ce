#include <gtest/gtest.h>

#include "crypto/saml.hpp"
#include "crypto/saml_testing.hpp"

namespace brevdue::crypto {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::at;
using testing::proeve;

const Forventning kExpected{.issuer = "https://adgangsstyring.brevdue.test/runtime",
                            .audiences = {"urn:other", "http://entityid.kombit.dk/service/bfo_afsend/2"}};
const base::Tidspunkt kNow = at("2026-05-15T09:00:00Z");
const base::Tidspunkt kBegin = at("2026-05-15T08:00:00.123Z");
const base::Tidspunkt kEnd = at("2026-05-15T16:00:00.123Z");

// "" when it is accepted.
std::string code(const Assertion& assertion, base::Tidspunkt now = kNow, const Forventning& expected = kExpected) {
  const auto result = check_assertion(assertion, expected, now);
  return result ? "" : std::string(navn(result.error().kode));
}

Assertion changed(auto change) {
  Assertion a = proeve();
  change(a);
  return a;
}

TEST(SamlCheck, AcceptsATokenInItsTimeForItsService) {
  EXPECT_EQ(code(proeve()), "");
}

TEST(SamlCheck, ComparesIssuerAudienceAndRecipientExactly) {
  const auto refused = [](auto change) { return code(changed(change)) == "IKKE_AUTENTISERET"; };
  EXPECT_TRUE(refused([](Assertion& a) { a.issuer += "/"; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.issuer = "https://Adgangsstyring.brevdue.test/runtime"; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.audiences = {"http://entityid.kombit.dk/service/bfo_afsend/2/"}; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.audiences = {"http://entityid.kombit.dk/service/bfo_afsend"}; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.audiences = {"http://entityid.kombit.dk/service/bfo_modtag/2"}; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.audiences.clear(); }));
  EXPECT_TRUE(refused([](Assertion& a) { a.recipient = "http://entityid.kombit.dk/service/bfo_modtag/2"; }));
  EXPECT_FALSE(refused([](Assertion& a) { a.recipient.clear(); }));
  EXPECT_FALSE(refused([](Assertion& a) { a.audiences.insert(a.audiences.begin(), "urn:x"); }));
  EXPECT_EQ(code(proeve(), kNow, {}), "IKKE_AUTENTISERET") << "who expects nothing accepts nothing";
}

TEST(SamlCheck, ATokenLivesFromItsBeginningToItsEndWithSkew) {
  EXPECT_EQ(code(proeve(), kBegin - minutes{5} - microseconds{1}), "IKKE_AUTENTISERET");
  EXPECT_EQ(code(proeve(), kBegin - minutes{5}), "");
  EXPECT_EQ(code(proeve(), kEnd + minutes{5} - microseconds{1}), "");
  EXPECT_EQ(code(proeve(), kEnd + minutes{5}), "TOKEN_UDLOEBET");
  Forventning strict = kExpected;
  strict.skew = seconds{0};
  EXPECT_EQ(code(proeve(), kBegin - microseconds{1}, strict), "IKKE_AUTENTISERET");
  EXPECT_EQ(code(proeve(), kEnd, strict), "TOKEN_UDLOEBET");
}

TEST(SamlCheck, TheEarlierOfTheTwoEndsCounts) {
  EXPECT_EQ(code(changed([](Assertion& a) { a.not_on_or_after = kNow - minutes{6}; })), "TOKEN_UDLOEBET");
  EXPECT_EQ(code(changed([](Assertion& a) { a.confirmation_not_on_or_after = kNow - minutes{6}; })), "TOKEN_UDLOEBET");
  EXPECT_EQ(changed([](Assertion& a) { a.not_on_or_after = kNow; }).udloeber(), kNow);
}

TEST(SamlCheck, TheLatestOfTheBeginningsCounts) {
  const auto refused = [](auto change) { return code(changed(change)) == "IKKE_AUTENTISERET"; };
  EXPECT_TRUE(refused([](Assertion& a) { a.not_before = kNow + minutes{6}; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.confirmation_not_before = kNow + minutes{6}; }));
  EXPECT_TRUE(refused([](Assertion& a) { a.issue_instant = kNow + minutes{6}; }));
  EXPECT_FALSE(refused([](Assertion& a) { a.not_before.reset(); }));
  EXPECT_FALSE(refused([](Assertion& a) { a.confirmation_not_before.reset(); }));
}

TEST(SamlCheck, ALifeOverEightHoursIsRefused) {
  EXPECT_EQ(code(changed([](Assertion& a) { a.not_on_or_after = kBegin + hours{8} + minutes{5}; })), "");
  EXPECT_EQ(code(changed([](Assertion& a) { a.not_on_or_after = kBegin + hours{8} + minutes{5} + microseconds{1}; })),
            "IKKE_AUTENTISERET");
}

TEST(SamlCheck, SaysExpiredOnlyWhenNothingElseIsWrong) {
  const auto late = kEnd + hours{1};
  EXPECT_EQ(code(proeve(), late), "TOKEN_UDLOEBET");
  EXPECT_EQ(code(changed([](Assertion& a) { a.issuer = "x"; }), late), "IKKE_AUTENTISERET");
  EXPECT_EQ(code(changed([](Assertion& a) { a.audiences = {"x"}; }), late), "IKKE_AUTENTISERET");
}

}  // namespace
}  // namespace brevdue::crypto
