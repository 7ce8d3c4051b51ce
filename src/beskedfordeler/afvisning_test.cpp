// What is refused at the door, as the ledger tells it.
#include <gmock/gmock.h>

#include "beskedfordeler/service_testing.hpp"

namespace brevdue::beskedfordeler {
namespace {

using namespace testing;
using at::kSystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Afvisning : public BeskedfordelerTest {
 protected:
  void TearDown() override {
    klient_ = {};
    BeskedfordelerTest::TearDown();
  }
  // Whether the door lets it in.
  bool login(std::string mechanism, std::string response) {
    TestSession session(traad_);
    amqp::Credentials credentials{std::move(mechanism), std::move(response), true};
    return at::await(threads_, doer_->authenticate(std::move(credentials), session)).has_value();
  }
  Forbundet klient_;
};

TEST_F(Afvisning, ALoginThatProvesNothingIsTold) {
  EXPECT_FALSE(login("EXTERNAL", "hemmeligt"));
  EXPECT_THAT(only(oio::Haendelse::LOGIN_AFVIST),
              AllOf(HasSubstr("UKENDT_KALDER"), HasSubstr("adresse=172.30.217.227"), HasSubstr("unknown token"),
                    Not(HasSubstr("hemmeligt")), Not(HasSubstr("system="))));
}

TEST_F(Afvisning, AnExpiredLoginIsTold) {
  EXPECT_FALSE(login("EXTERNAL", "udløbet"));
  EXPECT_THAT(only(oio::Haendelse::LOGIN_AFVIST), HasSubstr("KALD_UDLOEBET"));
}

TEST_F(Afvisning, AnUnknownUserOfPlainIsTold) {
  doer_ = std::make_unique<AmqpDoer>(*beskedfordeler_, tokens_, Doerindstillinger{.plain = true});
  EXPECT_FALSE(login("PLAIN", std::string("\0guest\0guest", 12)));
  EXPECT_THAT(only(oio::Haendelse::LOGIN_AFVIST), AllOf(HasSubstr("UKENDT_KALDER"), Not(HasSubstr("guest"))));
}

TEST_F(Afvisning, ALoginWithoutATokenIsTold) {
  EXPECT_FALSE(login("EXTERNAL", ""));
  EXPECT_THAT(only(oio::Haendelse::LOGIN_AFVIST), HasSubstr("no token in the SASL response"));
}

TEST_F(Afvisning, ManyLoginsAreOneRecordAMinute) {
  for (int n = 0; n < 50; ++n) EXPECT_FALSE(login("EXTERNAL", "hemmeligt"));
  sync();
  ur_.advance(std::chrono::minutes(1));
  afvisninger_->tick();
  sync();
  const auto all = records(oio::Haendelse::LOGIN_AFVIST);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[1], HasSubstr("antal=49"));
}

TEST_F(Afvisning, ANewTokenThatIsAnothersIsTold) {
  klient_ = connect("modtag");
  EXPECT_FALSE(at::await(threads_, klient_.client->update_secret("andet-modtag")));
  EXPECT_THAT(only(oio::Haendelse::LOGIN_AFVIST),
              AllOf(HasSubstr("INGEN_SERVICEAFTALE"), HasSubstr("system=" + kSystem.text()), HasSubstr("another")));
}

TEST_F(Afvisning, ABeskedWithoutAGoodTokenIsTold) {
  klient_ = connect("afsend");
  EXPECT_EQ(code_of(klient_, Kuvert{}.xml(), "hemmeligt"), 43);
  EXPECT_THAT(only(oio::Haendelse::BESKED_AFVIST),
              AllOf(HasSubstr("UKENDT_KALDER"), HasSubstr("system=" + kSystem.text()), HasSubstr("43 unknown token"),
                    Not(HasSubstr("hemmeligt"))));
}

TEST_F(Afvisning, ABeskedWithAnExpiredTokenIsTold) {
  klient_ = connect("afsend");
  EXPECT_EQ(code_of(klient_, Kuvert{}.xml(), "udløbet"), 41);
  EXPECT_THAT(only(oio::Haendelse::BESKED_AFVIST), AllOf(HasSubstr("KALD_UDLOEBET"), HasSubstr("41 ")));
}

TEST_F(Afvisning, ABeskedOnAConnectionWhoseOwnTokenHasExpiredIsTold) {
  klient_ = connect("afsend");
  ur_.advance(std::chrono::hours(1));
  EXPECT_EQ(code_of(klient_, Kuvert{}.xml()), 41);
  EXPECT_THAT(only(oio::Haendelse::BESKED_AFVIST), AllOf(HasSubstr("KALD_UDLOEBET"), HasSubstr("41 ")));
}

// Nothing of its bytes goes into the ledger, and however many there are, they are one record a minute.
TEST_F(Afvisning, BeskederThatCannotBeReadAreTold) {
  klient_ = connect("afsend");
  for (const char* body : {"<hemmeligt/>", "<hemmeligt>", "ingen XML"}) EXPECT_EQ(code_of(klient_, body), 40);
  EXPECT_THAT(only(oio::Haendelse::BESKED_AFVIST),
              AllOf(HasSubstr("UGYLDIG_ANMODNING"), HasSubstr("system=" + kSystem.text()), HasSubstr("40 for stor"),
                    Not(HasSubstr("hemmeligt"))));
  ur_.advance(std::chrono::minutes(1));
  afvisninger_->tick();
  sync();
  EXPECT_THAT(records(oio::Haendelse::BESKED_AFVIST).back(), HasSubstr("antal=2"));
}

TEST_F(Afvisning, AnothersDueslagIsToldHoweverItIsAskedFor) {
  klient_ = connect("modtag");
  const auto refused = klient_.client->consume(1, kAndetDueslag.text(), false, false);
  EXPECT_EQ(refused ? refused->code : 0, 403);
  EXPECT_THAT(only(oio::Haendelse::DUESLAG_NAEGTET),
              AllOf(HasSubstr("IKKE_EJER"), HasSubstr("system=" + kSystem.text()),
                    HasSubstr("relateret=" + kAndetDueslag.text()), HasSubstr("aftale=" + at::kAftale.text())));
  klient_.client->get(1, kAndetDueslag.text(), false);
  EXPECT_FALSE(klient_.client->declare_passive(kAndetDueslag.text()));
  ur_.advance(std::chrono::minutes(1));
  afvisninger_->tick();
  sync();
  EXPECT_THAT(records(oio::Haendelse::DUESLAG_NAEGTET).back(), HasSubstr("antal=2"));
}

TEST_F(Afvisning, AConsumerThatIsEndedIsTold) {
  klient_ = connect("modtag");
  consume(klient_, 1, 1);
  auto all = at::verden();
  all.serviceaftaler[0].status = adgangsstyring::Aftalestatus::OPSAGT;
  import(all, kTavle);
  traad_.run();
  EXPECT_EQ(klient_.session->cancels.size(), 1U);
  EXPECT_THAT(only(oio::Haendelse::KONSUMENT_AFSLUTTET),
              AllOf(HasSubstr("INGEN_SERVICEAFTALE"), HasSubstr("relateret=" + kDueslag.text())));
}

TEST_F(Afvisning, AConnectionOfABlockedSystemIsClosedAlthoughItAsksForNothing) {
  klient_ = connect("modtag");
  import(at::verden(), kTavle);
  traad_.run();
  EXPECT_EQ(klient_.session->closed, "") << "nothing changed for it";
  const auto blocked = [this](const std::function<void(adgangsstyring::Anvendersystem&)>& change) {
    klient_ = connect("modtag");
    auto all = at::verden();
    change(all.anvendersystemer[0]);
    import(all, kTavle);
    traad_.run();
    return klient_.session->closed;
  };
  const std::string words = "320 CONNECTION_FORCED - user '" + kSystem.text() + "' is blocked";
  EXPECT_EQ(blocked([](auto& system) { system.spaerret = true; }), words);
  EXPECT_EQ(blocked([](auto& system) { system.certifikater[0].spaerret = true; }), words);
  EXPECT_EQ(blocked([](auto& system) { system.certifikater.erase(system.certifikater.begin()); }), words);
}

// The token was verified before.
TEST_F(Afvisning, ASystemBlockedWhileItLogsInIsClosed) {
  auto all = at::verden();
  all.anvendersystemer[0].spaerret = true;
  import(all, kTavle);
  klient_ = connect("afsend");
  EXPECT_EQ(klient_.session->closed, "320 CONNECTION_FORCED - user '" + kSystem.text() + "' is blocked");
}

}  // namespace
}  // namespace brevdue::beskedfordeler
