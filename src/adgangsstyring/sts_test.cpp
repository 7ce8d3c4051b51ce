#include "adgangsstyring/sts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "adgangsstyring/adgang_testing.hpp"
#include "adgangsstyring/token.hpp"
#include "base/bytes.hpp"
#include "crypto/saml.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using nlohmann::json;
using oio::Aarsag;

constexpr std::string_view kRolle = "http://brevdue.invalid/roles/servicesystemrole/afsend/1";

json anmodning() {
  return {{"TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"},
          {"RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"},
          {"KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"},
          {"AnvenderKontekst", {{"Cvr", kKorsbaek.text()}}},
          {"UseKey", base::base64(boligstoette().certifikat.der())},
          {"AppliesTo", {{"EndpointReference", {{"Address", kAfsendId}}}}},
          {"OnBehalfOf", nullptr}};
}

StsIndstillinger indstillinger() {
  return {.issuer = "https://sts.brevdue.invalid",
          .certifikat = ct::sts().certifikat,
          .noegle = ct::sts().noegle,
          .entityider = {{"afsend", {std::string(kAfsendId)}}, {"modtag", {std::string(kModtagId)}}}};
}

class StsTest : public ::testing::Test {
 protected:
  void SetUp() override { start(indstillinger()); }
  void start(StsIndstillinger til) {
    sts_ = std::make_unique<Sts>(std::move(til), registre_, Ure{ur_, certifikat_ur_}, tilfaeldig_, committer_,
                                 afvisninger_, threads_);
  }
  http::Response ask_raw(std::string body) {
    http::Request request;
    request.method = "POST";
    request.path = kStsRestPath;
    request.body = std::move(body);
    request.peer = &peer_;
    return await(threads_, sts_->handle(request));
  }
  http::Response ask(const json& body) { return ask_raw(body.dump()); }
  template <class Change>
  void change(Change change) {
    auto all = verden();
    change(all);
    registre_.set(make_register(std::move(all), 2));
  }
  // The newest ledger record; its texts live as long as record_.
  oio::Revisionspost last_record() {
    record_ = committer_.records().back();
    return ct::value_of(oio::decode_revisionspost(record_));
  }
  void expect_refused(const http::Response& svar, int status, int code, Aarsag aarsag, const std::string& navn) {
    EXPECT_EQ(svar.status, status) << navn;
    const auto body = json::parse(svar.body);
    EXPECT_EQ(body["code"], code) << navn << ": " << svar.body;
    EXPECT_FALSE(body["message"].get<std::string>().empty()) << navn;
    const auto post = last_record();
    EXPECT_EQ(post.haendelse, oio::Haendelse::TOKEN_NAEGTET) << navn;
    EXPECT_EQ(oio::navn(post.afgoerelse), oio::navn(aarsag)) << navn;
    EXPECT_TRUE(post.objekt.is_nil()) << navn;
    EXPECT_TRUE(post.tekst.starts_with(std::to_string(code))) << navn;
  }

  Registre registre_{make_register(verden(), 1)};
  base::TestUr ur_{kNu + std::chrono::microseconds(1234)};
  base::TestUr certifikat_ur_{kNu};
  base::TestTilfaeldig tilfaeldig_{1};
  net::Peer peer_{.address = "192.0.2.1", .certificate_der = boligstoette().certifikat.der()};
  Testcommitter committer_;
  Afvisninger afvisninger_{committer_, ur_};
  std::string record_;
  net::IoThreads threads_{1, 1};
  std::unique_ptr<Sts> sts_;
};

crypto::Assertion issued(const http::Response& svar) {
  const auto token = base::unbase64(json::parse(svar.body)["RequestedSecurityToken"]["Assertion"].get<std::string>());
  const std::array pinned{ct::sts().certifikat};
  return ct::value_of(crypto::verify_assertion(token.value_or(""), pinned));
}

TEST_F(StsTest, IssuesATokenThatSaysWhatWasAgreed) {
  change([](Registreringer& all) {
    auto& afsend = all.serviceaftaler[0].services[0];
    afsend.roller = {std::string(kRolle)};
    afsend.kle = {*base::KleMoenster::parse("32.*")};
    afsend.foelsomhed = 3;
  });
  const auto svar = ask(anmodning());
  ASSERT_EQ(svar.status, 200) << svar.body;
  const auto body = json::parse(svar.body);
  EXPECT_EQ(body["Lifetime"], "06/01/2026 16:00:00");
  EXPECT_EQ(body["AppliesTo"], anmodning()["AppliesTo"]);
  for (const auto* same : {"TokenType", "RequestType", "KeyType"}) EXPECT_EQ(body[same], anmodning()[same]);
  const auto token = issued(svar);
  EXPECT_EQ(token.issuer, "https://sts.brevdue.invalid");
  EXPECT_EQ(token.subject_name, boligstoette().certifikat.subject());
  EXPECT_EQ(token.holder_der, boligstoette().certifikat.der());
  EXPECT_EQ(token.audiences, std::vector<std::string>{std::string(kAfsendId)});
  EXPECT_EQ(token.recipient, kAfsendId);
  EXPECT_EQ(token.cvr, kKorsbaek);
  EXPECT_EQ(token.issue_instant, kNu + std::chrono::milliseconds(1));
  EXPECT_EQ(token.not_before, token.issue_instant);
  EXPECT_EQ(token.not_on_or_after, token.issue_instant + std::chrono::hours(8));
  EXPECT_EQ(token.confirmation_not_on_or_after, token.not_on_or_after);
  EXPECT_NE(token.privileges.find("<PrivilegeGroup Scope=\"urn:dk:gov:saml:cvrNumberIdentifier:11111111\"><Privilege>" +
                                  std::string(kRolle) + "</Privilege>"),
            std::string::npos);
  EXPECT_NE(token.privileges.find(">32.*</Constraint>"), std::string::npos);
  EXPECT_NE(token.privileges.find(">3</Constraint>"), std::string::npos);
}

TEST_F(StsTest, TheLedgerHasEveryIssue) {
  const auto svar = ask(anmodning());
  ASSERT_EQ(svar.status, 200);
  ASSERT_EQ(committer_.records().size(), 1U);
  const auto post = last_record();
  EXPECT_EQ(post.haendelse, oio::Haendelse::TOKEN_UDSTEDT);
  EXPECT_EQ(post.afgoerelse, Aarsag::TILLADT);
  EXPECT_EQ(post.tid, ur_.nu());
  EXPECT_EQ(post.anvendersystem, kSystem);
  EXPECT_EQ(post.myndighed, kKorsbaek);
  EXPECT_EQ(post.serviceaftale, kAftale);
  EXPECT_EQ("_" + post.objekt.text(), issued(svar).id);
  EXPECT_EQ(post.service, kAfsend);
  EXPECT_EQ(post.adresse, "192.0.2.1");
  EXPECT_EQ(post.tekst, kAfsendId);
  EXPECT_EQ(sts_->tal().udstedt, 1U);
}

TEST_F(StsTest, NothingLeavesThatTheLedgerDoesNotHave) {
  for (const auto& [udfald, status] : {std::pair{store::Udfald::FEJL, 500}, {store::Udfald::DISK_FULD, 503}}) {
    committer_.udfald = udfald;
    const auto svar = ask(anmodning());
    EXPECT_EQ(svar.status, status);
    EXPECT_EQ(svar.body.find("Assertion"), std::string::npos);
    EXPECT_NE(svar.body.find("5050"), std::string::npos);
    EXPECT_EQ(std::ranges::count(svar.headers, std::pair<std::string, std::string>{"Retry-After", "60"}),
              status == 503 ? 1 : 0);
  }
  EXPECT_EQ(sts_->tal().udstedt, 0U);
}

TEST_F(StsTest, ARefusalThatTheDiskWouldNotTakeIsThereLater) {
  committer_.udfald = store::Udfald::DISK_FULD;
  peer_.certificate_der.clear();
  EXPECT_EQ(ask(anmodning()).status, 401);
  EXPECT_TRUE(committer_.records().empty());
  committer_.udfald = store::Udfald::OK;
  ur_.advance(std::chrono::seconds(60));
  afvisninger_.tick();
  EXPECT_EQ(last_record().haendelse, oio::Haendelse::TOKEN_NAEGTET);
}

TEST_F(StsTest, ItsTokensOpenTheDoors) {
  Tokenindstillinger til;
  til.issuer = indstillinger().issuer;
  til.pinned = {ct::sts().certifikat};
  til.entityider = indstillinger().entityider;
  Tokenkontrol kontrol(std::move(til), registre_, {ur_, certifikat_ur_}, tilfaeldig_, threads_);
  const auto body = json::parse(ask(anmodning()).body);
  const auto token = base::unbase64(body["RequestedSecurityToken"]["Assertion"].get<std::string>());
  constexpr std::array services{kAfsend};
  EXPECT_TRUE(await(threads_, kontrol.verify(token.value_or(""), services, peer_)));
}

TEST_F(StsTest, TakesMicrosoftsNamesAndAnotherCertificateOfTheSystem) {
  auto other = anmodning();
  other["KeyType"] = "http://schemas.microsoft.com/idfx/keytype/asymmetric";
  other["RequestType"] = "http://schemas.microsoft.com/idfx/requesttype/issue";
  other["UseKey"] = base::base64(andet_certifikat().certifikat.der());
  const auto svar = ask(other);
  ASSERT_EQ(svar.status, 200) << svar.body;
  EXPECT_EQ(issued(svar).holder_der, andet_certifikat().certifikat.der());
  EXPECT_EQ(json::parse(svar.body)["KeyType"], other["KeyType"]);
  EXPECT_EQ(json::parse(svar.body)["RequestType"], anmodning()["RequestType"]);  // the interface knows one
}

struct Raekke {
  std::string navn;
  std::function<void(json&)> anmodning;
  int status;
  int code;
  Aarsag aarsag;
};

TEST_F(StsTest, RefusesEachWrongRequest) {
  const auto set = [](std::string key, json value) { return [=](json& j) { j[key] = value; }; };
  const auto remove = [](std::string key) { return [=](json& j) { j.erase(key); }; };
  const auto address = [](std::string a) {
    return [=](json& j) { j["AppliesTo"]["EndpointReference"]["Address"] = a; };
  };
  const auto cvr = [](std::string c) { return [=](json& j) { j["AnvenderKontekst"]["Cvr"] = c; }; };
  const auto key = [](const crypto::Identitet& k) {
    return [&](json& j) { j["UseKey"] = base::base64(k.certifikat.der()); };
  };
  const auto bad = Aarsag::UGYLDIG_ANMODNING;
  const Raekke raekker[] = {
      {"no TokenType", remove("TokenType"), 400, 5050, bad},
      {"a JWT wanted", set("TokenType", "urn:ietf:params:oauth:token-type:jwt"), 400, 5050, bad},
      {"no RequestType", remove("RequestType"), 400, 5050, bad},
      {"renewal wanted", set("RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Renew"), 400, 5050, bad},
      {"no KeyType", remove("KeyType"), 400, 5050, bad},
      {"bearer wanted", set("KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Bearer"), 400, 5050, bad},
      {"no UseKey", remove("UseKey"), 400, 5050, bad},
      {"UseKey no base64", set("UseKey", "*"), 400, 5050, bad},
      {"UseKey no certificate", set("UseKey", "YWJj"), 400, 5050, bad},
      {"no AppliesTo", remove("AppliesTo"), 400, 5050, bad},
      {"on behalf of another", set("OnBehalfOf", "YWJj"), 400, 5050, bad},
      {"no AnvenderKontekst", remove("AnvenderKontekst"), 400, 5015, bad},
      {"seven digits", cvr("1234567"), 400, 5015, bad},
      {"a letter", cvr("1111111x"), 400, 5015, bad},
      {"unknown service", address("http://brevdue.invalid/service/1"), 400, 5002, Aarsag::INGEN_SERVICEAFTALE},
      {"known service with a slash", address(std::string(kAfsendId) + "/"), 400, 5002, Aarsag::INGEN_SERVICEAFTALE},
      {"no agreement with that authority", cvr(kNabo.text()), 409, 5015, Aarsag::INGEN_SERVICEAFTALE},
      {"another system's key", key(andet_system()), 400, 5015, Aarsag::UKENDT_KALDER},
      {"nobody's key", key(ct::fremmed()), 400, 5015, Aarsag::UKENDT_KALDER},
  };
  for (const auto& raekke : raekker) {
    auto body = anmodning();
    raekke.anmodning(body);
    expect_refused(ask(body), raekke.status, raekke.code, raekke.aarsag, raekke.navn);
    EXPECT_EQ(last_record().anvendersystem, kSystem) << raekke.navn;
  }
  ur_.advance(std::chrono::seconds(60));
  afvisninger_.tick();
  std::size_t noted = 0;
  for (const auto& record : committer_.records()) noted += ct::value_of(oio::decode_revisionspost(record)).antal;
  EXPECT_EQ(noted, std::size(raekker));
  EXPECT_EQ(sts_->tal().afvist, std::size(raekker));
}

TEST_F(StsTest, RefusesHostileBodies) {
  for (const auto& body :
       {std::string("{"), std::string(70'000, '['), std::string("{\"UseKey\":\"a\",\"usekey\":\"b\"}")}) {
    expect_refused(ask_raw(body), 400, 5050, Aarsag::UGYLDIG_ANMODNING, body.substr(0, 20));
  }
}

TEST_F(StsTest, AnAgreementButNotOnThatServiceIs5002) {
  change([](Registreringer& all) { all.serviceaftaler[0].services.erase(all.serviceaftaler[0].services.begin()); });
  expect_refused(ask(anmodning()), 409, 5002, Aarsag::INGEN_SERVICEAFTALE, "modtag alone");
  change([](Registreringer& all) { all.serviceaftaler[0].gyldig_til = kNu; });
  expect_refused(ask(anmodning()), 409, 5015, Aarsag::INGEN_SERVICEAFTALE, "ended");
}

TEST_F(StsTest, KnowsNobodyWithoutAGoodCertificate) {
  const auto unknown = Aarsag::UKENDT_KALDER;
  change([](Registreringer& all) { all.anvendersystemer[0].certifikater[0].spaerret = true; });
  expect_refused(ask(anmodning()), 401, 5607, unknown, "blocked");
  change([](Registreringer& all) { all.anvendersystemer[0].spaerret = true; });
  expect_refused(ask(anmodning()), 401, 5607, unknown, "system blocked");
  change([](Registreringer&) {});
  certifikat_ur_.advance(std::chrono::hours(24 * 366 * 10));
  expect_refused(ask(anmodning()), 401, 5607, unknown, "ended");
  peer_.certificate_der = ct::fremmed().certifikat.der();
  const auto svar = ask(anmodning());
  expect_refused(svar, 401, 5607, unknown, "unregistered");
  auto thumbprint = ct::fremmed().certifikat.sha1_thumbprint();
  for (auto& c : thumbprint) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(json::parse(svar.body)["message"], "No mapped user exists for thumbprint '" + thumbprint + "'");
  peer_.certificate_der.clear();
  expect_refused(ask(anmodning()), 401, 5050, unknown, "none");
  EXPECT_TRUE(last_record().anvendersystem.is_nil());
}

TEST_F(StsTest, ManyRequestsOfOneCertificateHaveToWait) {
  auto til = indstillinger();
  til.anmodninger_certifikat.antal = 2;
  start(std::move(til));
  EXPECT_EQ(ask(anmodning()).status, 200);
  EXPECT_EQ(ask(anmodning()).status, 200);
  EXPECT_EQ(ask(anmodning()).status, 429);
  EXPECT_EQ(last_record().tekst, "429 Too many requests");
  ur_.advance(std::chrono::seconds(60));
  EXPECT_EQ(ask(anmodning()).status, 200);
}

TEST_F(StsTest, ManyRequestsOfOneAddressHaveToWait) {
  auto til = indstillinger();
  til.anmodninger_adresse.antal = 1;
  start(std::move(til));
  EXPECT_EQ(ask(anmodning()).status, 200);
  peer_.certificate_der.clear();
  EXPECT_EQ(ask(anmodning()).status, 429);
  peer_.address = "192.0.2.2";
  EXPECT_EQ(ask(anmodning()).status, 401);
  EXPECT_EQ(sts_->tal().bremset, 1U);
}

TEST_F(StsTest, LivesAsLongAsConfiguredButNeverOverEightHours) {
  for (const auto& [wished, got] : {std::pair{5, 5}, {0, 1}, {481, 480}}) {
    auto til = indstillinger();
    til.levetid = std::chrono::minutes(wished);
    start(std::move(til));
    const auto token = issued(ask(anmodning()));
    EXPECT_EQ(token.not_on_or_after - token.issue_instant, std::chrono::minutes(got));
  }
}

}  // namespace
}  // namespace brevdue::adgangsstyring
