#include "adgangsstyring/token.hpp"

#include <gtest/gtest.h>

#include <array>

#include "adgangsstyring/adgang_testing.hpp"
#include "adgangsstyring/adgangssvar.hpp"
#include "crypto/saml.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using base::FejlKode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 1> kTilAfsend{kAfsend};
constexpr std::array<std::string_view, 2> kTilBegge{kAfsend, kModtag};

crypto::Assertion assertion() {
  crypto::Assertion out;
  out.id = "_00000000-0000-4000-8000-0000000000ff";
  out.issuer = "https://sts.brevdue.invalid";
  out.issue_instant = kNu;
  out.subject_name = boligstoette().certifikat.subject();
  out.holder_der = boligstoette().certifikat.der();
  out.confirmation_not_before = kNu;
  out.confirmation_not_on_or_after = kNu + hours(8);
  out.recipient = kAfsendId;
  out.not_before = kNu;
  out.not_on_or_after = kNu + hours(8);
  out.audiences = {std::string(kAfsendId)};
  out.cvr = kKorsbaek;
  return out;
}

std::string signed_by(const crypto::Identitet& issuer, const crypto::Assertion& content) {
  return ct::value_of(crypto::sign_assertion(content, issuer.noegle, issuer.certifikat));
}

std::string token(const crypto::Assertion& content = assertion()) {
  return signed_by(ct::sts(), content);
}

Tokenindstillinger indstillinger(HolderOfKey holder_of_key) {
  Tokenindstillinger til;
  til.issuer = "https://sts.brevdue.invalid";
  til.pinned = {ct::sts().certifikat};
  til.entityider = {{"afsend", {std::string(kAfsendId)}}, {"modtag", {std::string(kModtagId)}}};
  til.holder_of_key = holder_of_key;
  til.afvisninger = {.antal = 3, .vindue = seconds(60), .noegler = 100};
  return til;
}

class Tokens : public ::testing::Test {
 protected:
  void kontrol(Tokenindstillinger til) {
    kontrol_ =
        std::make_unique<Tokenkontrol>(std::move(til), registre_, Ure{ur_, certifikat_ur_}, tilfaeldig_, threads_);
  }
  Tokensvar verify(const std::string& token, std::span<const std::string_view> services = kTilBegge) {
    return await(threads_, kontrol_->verify(token, services, peer_));
  }
  FejlKode refused(const std::string& token, std::span<const std::string_view> services = kTilBegge) {
    const auto kald = verify(token, services);
    EXPECT_FALSE(kald);
    return kald ? FejlKode::INTERN : kald.error().kode;
  }
  template <class Change>
  void change(Change change) {
    auto all = verden();
    change(all);
    registre_.set(make_register(std::move(all), ++version_));
  }

  std::uint64_t version_ = 1;
  Registre registre_{make_register(verden(), 1)};
  base::TestUr ur_{kNu};
  base::TestUr certifikat_ur_{kNu};
  base::TestTilfaeldig tilfaeldig_{1};
  net::Peer peer_{.address = "192.0.2.1", .certificate_der = boligstoette().certifikat.der()};
  net::IoThreads threads_{1, 1};
  std::unique_ptr<Tokenkontrol> kontrol_;

  void SetUp() override { kontrol(indstillinger(HolderOfKey::REQUIRED)); }
};

TEST_F(Tokens, AGoodTokenBecomesACall) {
  const auto kald = verify(token());
  ASSERT_TRUE(kald) << base::beskriv(kald.error());
  EXPECT_EQ(kald->anvendersystem, kSystem);
  EXPECT_EQ(kald->myndighed, kKorsbaek);
  EXPECT_EQ(kald->serviceaftale, kAftale);
  EXPECT_EQ(kald->service, kAfsend);
  EXPECT_EQ(kald->adresse, "192.0.2.1");
  EXPECT_EQ(kald->akkreditiver, boligstoette().certifikat.akkreditiver());
  EXPECT_EQ(kald->udloeber, kNu + hours(8) + minutes(5));
  EXPECT_FALSE(kald->korrelation.is_nil());
  oio::Adgangsnoegle noegle;
  noegle.objekttype = kBeskedtype;
  EXPECT_TRUE(afgoer(*registre_.nu(), *kald, oio::Handling::AFSEND_BESKED, noegle, kNu).tilladt());
}

TEST_F(Tokens, RefusesWhatIsNotTheIssuersWord) {
  EXPECT_EQ(refused("no token"), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(refused(signed_by(ct::fremmed(), assertion())), FejlKode::IKKE_AUTENTISERET);
  auto tampered = token();
  tampered.replace(tampered.find("11111111"), 8, "22222222");
  EXPECT_EQ(refused(tampered), FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Tokens, RefusesAnotherIssuerAudienceOrAuthority) {
  auto other = assertion();
  other.issuer = "https://sts.brevdue.invalid/";
  EXPECT_EQ(refused(token(other)), FejlKode::IKKE_AUTENTISERET);
  other = assertion();
  other.audiences = {std::string(kAfsendId) + "/"};
  other.recipient = other.audiences[0];
  EXPECT_EQ(refused(token(other)), FejlKode::IKKE_AUTENTISERET);
  other = assertion();
  other.cvr = kNabo;
  EXPECT_EQ(refused(token(other)), FejlKode::IKKE_TILLADT);
}

TEST_F(Tokens, NobodySpeaksForAnother) {
  auto behalf = assertion();
  behalf.acting_name = andet_system().certifikat.subject();
  EXPECT_EQ(refused(token(behalf)), FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Tokens, ATokenForOneServiceIsNoneForAnother) {
  auto modtag = assertion();
  modtag.audiences = {std::string(kModtagId)};
  modtag.recipient = kModtagId;
  EXPECT_EQ(refused(token(modtag), kTilAfsend), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(verify(token(modtag), kTilBegge)->service, kModtag);
}

TEST_F(Tokens, IsOverAfterItsEndAndTheSkewAndSaysOnlyThat) {
  ur_.advance(hours(8) + minutes(5) - seconds(1));
  EXPECT_TRUE(verify(token()));
  ur_.advance(seconds(1));
  EXPECT_EQ(refused(token()), FejlKode::TOKEN_UDLOEBET);
  change([](Registreringer& all) { all.anvendersystemer[0].spaerret = true; });
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);  // not only its time
}

TEST_F(Tokens, IsNotYetBeforeItsBeginningAndNeverLongerThanEightHours) {
  auto later = assertion();
  later.not_before = later.confirmation_not_before = later.issue_instant = kNu + minutes(6);
  EXPECT_EQ(refused(token(later)), FejlKode::IKKE_AUTENTISERET);
  auto longer = assertion();
  longer.not_on_or_after = longer.confirmation_not_on_or_after = kNu + hours(9);
  EXPECT_EQ(refused(token(longer)), FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Tokens, AnUnregisteredBlockedOrEndedCertificateIsNobody) {
  auto unknown = assertion();
  unknown.holder_der = ct::fremmed().certifikat.der();
  EXPECT_EQ(refused(token(unknown)), FejlKode::IKKE_AUTENTISERET);
  EXPECT_TRUE(verify(token()));
  change([](Registreringer& all) { all.anvendersystemer[0].certifikater[0].spaerret = true; });
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);
  change([](Registreringer&) {});
  certifikat_ur_.advance(hours(24 * 366 * 10));
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Tokens, NeedsItsOwnTlsCertificate) {
  peer_.certificate_der = andet_certifikat().certifikat.der();  // of the same system, yet another key
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);
  peer_.certificate_der.clear();
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);
  change([](Registreringer& all) { all.anvendersystemer[0].uden_holder_of_key = true; });
  EXPECT_TRUE(verify(token()));
  peer_.certificate_der = andet_certifikat().certifikat.der();
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);  // an exception from presenting, not from matching
}

TEST_F(Tokens, HolderOfKeyIfPresentedOrOff) {
  kontrol(indstillinger(HolderOfKey::IF_PRESENTED));
  peer_.certificate_der.clear();
  EXPECT_TRUE(verify(token()));
  peer_.certificate_der = andet_certifikat().certifikat.der();
  EXPECT_EQ(refused(token()), FejlKode::IKKE_AUTENTISERET);
  kontrol(indstillinger(HolderOfKey::OFF));
  EXPECT_TRUE(verify(token()));
}

TEST_F(Tokens, ARefusalNamesWhoAskedAsFarAsItIsProven) {
  const auto modtag = std::array{kModtag};
  const auto foreign_audience = verify(token(), modtag);
  ASSERT_FALSE(foreign_audience);
  EXPECT_EQ(foreign_audience.error().anvendersystem, kSystem);
  EXPECT_EQ(foreign_audience.error().myndighed, kKorsbaek);
  EXPECT_EQ(foreign_audience.error().aarsag, oio::Aarsag::UKENDT_KALDER);
  ur_.advance(hours(9));
  EXPECT_EQ(verify(token()).error().aarsag, oio::Aarsag::KALD_UDLOEBET);
  EXPECT_EQ(verify(token()).error().anvendersystem, kSystem);
  change([](Registreringer& all) { all.serviceaftaler.clear(); });
  EXPECT_EQ(verify(token()).error().aarsag, oio::Aarsag::INGEN_SERVICEAFTALE);
  change([](Registreringer& all) { all.anvendersystemer[0].spaerret = true; });
  EXPECT_EQ(verify(token()).error().aarsag, oio::Aarsag::SYSTEM_SPAERRET);
  EXPECT_EQ(verify(token()).error().anvendersystem, kSystem);
}

TEST_F(Tokens, ARefusalNamesNobodyForATokenThatIsNotTheCallersOwn) {
  peer_.certificate_der = andet_certifikat().certifikat.der();
  const auto another = verify(token());
  ASSERT_FALSE(another);
  EXPECT_TRUE(another.error().anvendersystem.is_nil());
  EXPECT_EQ(another.error().aarsag, oio::Aarsag::UKENDT_KALDER);
  const auto adresse = peer_.address;
  const auto post = revisionspost(oio::Haendelse::LOGIN_AFVIST, another.error(), adresse, kNu);
  EXPECT_EQ(post.adresse, adresse);
  EXPECT_EQ(post.tekst, "the connection's client certificate is not the token's");
}

TEST_F(Tokens, RemembersTheSignatureAndJudgesTheRestAgain) {
  EXPECT_FALSE(kontrol_->verify_known(token(), kTilBegge, peer_));
  EXPECT_TRUE(verify(token()));
  EXPECT_TRUE(verify(token()));
  EXPECT_TRUE(kontrol_->verify_known(token(), kTilBegge, peer_)->has_value());
  EXPECT_EQ(kontrol_->tal().verificeret, 1U);
  EXPECT_EQ(kontrol_->tal().husket, 2U);
  change([](Registreringer& all) { all.serviceaftaler[0].status = Aftalestatus::OPSAGT; });
  EXPECT_EQ(kontrol_->verify_known(token(), kTilBegge, peer_)->error().kode, FejlKode::IKKE_TILLADT);
  change([](Registreringer&) {});
  EXPECT_TRUE(kontrol_->verify_known(token(), kTilBegge, peer_)->has_value());
  ur_.advance(hours(9));
  EXPECT_EQ(kontrol_->verify_known(token(), kTilBegge, peer_)->error().kode, FejlKode::TOKEN_UDLOEBET);
  EXPECT_EQ(kontrol_->tal().verificeret, 1U);
}

TEST_F(Tokens, RemembersBadTokensForAWhile) {
  EXPECT_EQ(refused("no token"), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(refused("no token"), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kontrol_->tal().verificeret, 1U);
  ur_.advance(seconds(60));
  EXPECT_EQ(refused("no token"), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kontrol_->tal().verificeret, 2U);
}

TEST_F(Tokens, ForgetsTheLongestUnusedFirst) {
  auto til = indstillinger(HolderOfKey::OFF);
  til.husk_gode = 2;
  kontrol(std::move(til));
  std::vector<std::string> tokens;
  for (int n = 0; n < 3; ++n) {
    auto content = assertion();
    content.id += std::to_string(n);
    tokens.push_back(token(content));
    EXPECT_TRUE(verify(tokens.back()));
    EXPECT_TRUE(verify(tokens.front()));
  }
  EXPECT_TRUE(kontrol_->verify_known(tokens[0], kTilBegge, peer_));
  EXPECT_FALSE(kontrol_->verify_known(tokens[1], kTilBegge, peer_));
  EXPECT_TRUE(kontrol_->verify_known(tokens[2], kTilBegge, peer_));
}

TEST_F(Tokens, AnAddressWithManyRefusalsHasToWait) {
  EXPECT_TRUE(verify(token()));
  for (int n = 0; n < 3; ++n) EXPECT_EQ(refused("bad " + std::to_string(n)), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(refused("bad 3"), FejlKode::OVERBELASTET);
  EXPECT_EQ(kontrol_->tal().verificeret, 4U);
  EXPECT_EQ(kontrol_->tal().bremset, 1U);
  EXPECT_TRUE(verify(token()));  // known: it costs nothing
  peer_.address = "192.0.2.2";
  EXPECT_EQ(refused("bad 4"), FejlKode::IKKE_AUTENTISERET);
  peer_.address = "192.0.2.1";
  ur_.advance(seconds(60));
  EXPECT_EQ(refused("bad 5"), FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Tokens, ATokenOverTheLimitIsNotLookedAt) {
  EXPECT_EQ(refused(std::string((64 << 10) + 1, 'x')), FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kontrol_->tal().verificeret, 0U);
}

TEST(HolderOfKey, HasThreeWords) {
  EXPECT_EQ(parse_holder_of_key("off"), HolderOfKey::OFF);
  EXPECT_EQ(parse_holder_of_key("if-presented"), HolderOfKey::IF_PRESENTED);
  EXPECT_EQ(parse_holder_of_key("required"), HolderOfKey::REQUIRED);
  EXPECT_EQ(parse_holder_of_key("Required"), std::nullopt);
}

TEST(Bremse, RemembersNoMoreThanItMay) {
  Bremse bremse({.antal = 1, .vindue = seconds(60), .noegler = 2});
  const base::Monoton t{};
  for (const auto* key : {"a", "b", "c"}) bremse.tael(key, t);
  EXPECT_EQ(bremse.noegler(), 2U);
  EXPECT_FALSE(bremse.lukket("a", t));
  EXPECT_TRUE(bremse.lukket("b", t));
  EXPECT_TRUE(bremse.lukket("c", t));
  EXPECT_FALSE(bremse.lukket("c", t + seconds(60)));
}

TEST(Bremse, CountsAnIpv6HostOnce) {
  EXPECT_EQ(kildenoegle("2001:db8::1"), kildenoegle("2001:db8:0:0:ffff::2"));
  EXPECT_NE(kildenoegle("2001:db8::1"), kildenoegle("2001:db8:0:1::1"));
  EXPECT_NE(kildenoegle("::ffff:192.0.2.1"), kildenoegle("::ffff:192.0.2.2"));
  EXPECT_EQ(kildenoegle("192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace brevdue::adgangsstyring
