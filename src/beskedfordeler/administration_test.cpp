// What an operator sees and does, retention, and the outbox, through the whole service.
#include "beskedfordeler/administration.hpp"

#include "beskedfordeler/opbevaring.hpp"
#include "beskedfordeler/service_testing.hpp"
#include "oio/udbakkepost.hpp"

namespace brevdue::beskedfordeler {
namespace {

using namespace testing;
using amqp::Outcome;

class Admin : public BeskedfordelerTest {
 protected:
  void TearDown() override {
    afsender_ = {};
    modtager_ = {};
    BeskedfordelerTest::TearDown();
  }
  Administration admin() { return Administration(*beskedfordeler_); }
  void send_one(int n, const std::string& kle = "32.06.04") {
    if (!afsender_.client) afsender_ = connect("afsend");
    Kuvert kuvert;
    kuvert.besked_id = besked_id(n);
    kuvert.kle = kle;
    ASSERT_EQ(code_of(afsender_, kuvert.xml()), 20);
  }
  // Those after the first, up to the nth.
  void send_to(int last) {
    for (int n = 2; n <= last; ++n) {
      Kuvert kuvert;
      kuvert.besked_id = besked_id(n);
      send(afsender_, kuvert.xml());
    }
    afsender_.client->flush();
    sync();
  }
  // So many sent, the first of them rejected by the receiver.
  void reject_first_of(int many) {
    for (int n = 1; n <= many; ++n) send_one(n);
    modtager_ = connect("modtag");
    consume(modtager_, 1, 1);
    ASSERT_TRUE(wait_deliveries(modtager_, 1));
    settle(modtager_, 1, Outcome::REJECT);
    sync();
    modtager_ = {};
  }

  Forbundet afsender_;
  Forbundet modtager_;
};

TEST_F(Admin, DueslagAreShownWithTheirNumbers) {
  reject_first_of(3);
  const auto all = admin().dueslag();
  ASSERT_EQ(all.size(), 2U);
  const auto& one = all[0].uuid == kDueslag ? all[0] : all[1];
  EXPECT_EQ(one.navn, "Boligteam");
  EXPECT_EQ(one.tal.klar, 2U);
  EXPECT_EQ(one.tal.fejlkoe, 1U);
  EXPECT_EQ(one.konsumenter, 0U);
  EXPECT_TRUE(one.aeldste.has_value());
  EXPECT_NE(metrics_->text().find("brevdue_dueslag_fejlkoe{dueslag=\"" + kDueslag.text() + "\"} 1"), std::string::npos)
      << metrics_->text();
}

TEST_F(Admin, TheFejlkoeIsListedAndItsBeskederGoBackToTheirPlace) {
  reject_first_of(2);
  const auto listed = admin().beskeder(kDueslag, true, 0, 10);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().besked_id, besked_id(1));
  EXPECT_EQ(listed->front().abonnement, kAbonnement);
  EXPECT_EQ(listed->front().afsender, at::kSystem);
  const store::Ankomst both[] = {1, 2};
  EXPECT_EQ(admin().requeue(kDueslag, both, "drift"), 1U) << "the second does not stand there";
  EXPECT_EQ(count(oio::Haendelse::ADMINISTRATION), 1U);
  modtager_ = connect("modtag");
  consume(modtager_, 1, 2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(modtager_.session->deliveries[0].reference, 1U);
  EXPECT_TRUE(modtager_.session->deliveries[0].redelivered);
}

TEST_F(Admin, DeletingFromTheFejlkoeIsForGood) {
  reject_first_of(1);
  const store::Ankomst one = 1;
  EXPECT_EQ(admin().slet(kDueslag, {&one, 1}, "drift"), 1U);
  EXPECT_EQ(admin().slet(kDueslag, {&one, 1}, "drift"), 0U);
  EXPECT_EQ(tal().fejlkoe, 0U);
  EXPECT_EQ(tal().klar, 0U);
  EXPECT_FALSE(admin().slet(at::kAftale, {&one, 1}, "drift"));
}

TEST_F(Admin, WhyABeskedCame) {
  send_one(1);
  const auto why = admin().hvorfor(kDueslag, 1, "drift");
  ASSERT_TRUE(why) << base::beskriv(why.error());
  EXPECT_EQ(why->besked_id, besked_id(1));
  EXPECT_EQ(why->sted, Beskedsted::I_DUESLAG);
  ASSERT_TRUE(why->fordeling);
  EXPECT_EQ(why->fordeling->aarsag, oio::Aarsag::TILLADT);
  EXPECT_EQ(why->fordeling->serviceaftale, at::kAftale);
  EXPECT_EQ(why->afsender_aftale, at::kAftale);
  EXPECT_FALSE(why->registreringer_aendret);
  EXPECT_EQ(why->modtagere, (std::vector<base::Cvr>{at::kKorsbaek}));
  ASSERT_EQ(why->abonnementer.size(), 1U);
  EXPECT_EQ(why->abonnementer[0].abonnement, kAbonnement);
  EXPECT_TRUE(why->abonnementer[0].holder);
  const Kriteriesvar& criterion = why->abonnementer[0].alternativer.at(0).kriterier.at(0);
  EXPECT_EQ(criterion.felt, "ObjektRegistrering.OpgaveEmne");
  EXPECT_EQ(criterion.vaerdier, (std::vector<std::string>{"32.06.*"}));
  EXPECT_EQ(criterion.fundet, (std::vector<std::string>{"urn:oio:kle:32.06.04"}));
  EXPECT_TRUE(criterion.holder);
  EXPECT_EQ(count(oio::Haendelse::ADMINISTRATION), 1U);
}

TEST_F(Admin, WhyABeskedCameIsToldByTheExpressionOfThen) {
  send_one(1);
  std::string changed{kTavle};
  changed.replace(changed.find("kle = [\"32.06.*\"]"), 17, "kle = [\"27.*\"]  ");
  import(at::verden(), changed);
  const auto why = admin().hvorfor(kDueslag, 1, "drift");
  ASSERT_TRUE(why);
  EXPECT_TRUE(why->registreringer_aendret);
  EXPECT_TRUE(why->abonnementer.at(0).holder);
  EXPECT_EQ(why->abonnementer.at(0).alternativer.at(0).kriterier.at(0).vaerdier, (std::vector<std::string>{"32.06.*"}));
}

TEST_F(Admin, WhyABeskedDidNotCome) {
  send_one(1, "27.15.00");
  const auto why = admin().hvorfor(kDueslag, besked_id(1), "drift");
  ASSERT_TRUE(why) << base::beskriv(why.error());
  ASSERT_EQ(why->size(), 1U);
  EXPECT_FALSE(why->front().fordeling);
  EXPECT_EQ(why->front().sted, Beskedsted::IKKE_FORDELT);
  ASSERT_EQ(why->front().abonnementer.size(), 2U);
  EXPECT_FALSE(why->front().abonnementer[0].holder);
  EXPECT_TRUE(why->front().abonnementer[0].beskedtype);
  // The other dueslag's abonnement holds, but its owner has no agreement to receive.
  const auto other = admin().hvorfor(kAndetDueslag, 1, "drift");
  ASSERT_TRUE(other);
  ASSERT_TRUE(other->fordeling);
  EXPECT_EQ(other->fordeling->aarsag, oio::Aarsag::INGEN_SERVICEAFTALE);
  EXPECT_EQ(other->sted, Beskedsted::IKKE_FORDELT);
  EXPECT_TRUE(other->abonnementer.at(0).holder);
  EXPECT_FALSE(admin().hvorfor(kDueslag, besked_id(9), "drift"));
  EXPECT_FALSE(admin().hvorfor(kDueslag, 99, "drift"));
}

// Not found is not the same as not there.
TEST_F(Admin, ABeskedThatIsTooFarBackIsNotSaidToBeGone) {
  send_one(1);
  send_one(2);
  const auto words = [this](std::size_t most_searched, int n) {
    const auto why = Administration(*beskedfordeler_, most_searched).hvorfor(kDueslag, besked_id(n), "drift");
    return why ? "found" : why.error().tekst;
  };
  EXPECT_EQ(words(1, 2), "found");
  EXPECT_EQ(words(1, 1), "no besked with that BeskedId is among the newest 1; older ones were not looked at");
  EXPECT_EQ(words(2, 1), "found");
  EXPECT_EQ(words(2, 9), "no besked with that BeskedId is kept");
}

TEST_F(Admin, WhatCameTwiceIsExplainedTwice) {
  send_one(1);
  ur_.advance(std::chrono::minutes(16));
  send_one(1);
  const auto why = admin().hvorfor(kDueslag, "6D0D3C4E-0000-4000-8000-000000000001", "drift");
  ASSERT_TRUE(why);
  ASSERT_EQ(why->size(), 2U);
  EXPECT_EQ(why->front().ankomst, 2U);
}

TEST_F(Admin, NothingIsExplainedWhenTheLedgerCannotBeWritten) {
  send_one(1);
  files_.inner.faults.free = 10;
  const auto why = admin().hvorfor(kDueslag, 1, "drift");
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().kode, base::FejlKode::DISK_FULD);
}

TEST_F(Admin, WhatNobodyFetchesInTimeGoesToTheFejlkoe) {
  tokens_.kald["afsend"].udloeber = at::kNu + std::chrono::hours(24 * 30);
  send_one(1);
  ur_.advance(std::chrono::hours(24 * 6));
  send_one(2);
  EXPECT_EQ(expire(beskedfordeler_->faelles()), 0U);
  ur_.advance(std::chrono::hours(25));
  EXPECT_EQ(expire(beskedfordeler_->faelles()), 1U);
  EXPECT_EQ(tal().fejlkoe, 1U);
  EXPECT_EQ(tal().klar, 1U);
  EXPECT_EQ(count(oio::Haendelse::BESKED_TIL_FEJLKOE), 1U);
}

// Moved by retention once, it has the whole time again, also over a restart.
TEST_F(Admin, WhatIsRequeuedHasTheWholeRetentionAgain) {
  const auto expired = [this](std::chrono::hours later) {
    ur_.advance(later);
    return expire(beskedfordeler_->faelles());
  };
  tokens_.kald["afsend"].udloeber = at::kNu + std::chrono::hours(24 * 60);
  for (int n = 1; n <= 3; ++n) send_one(n);
  EXPECT_EQ(expired(std::chrono::hours(24 * 8)), 3U);
  const store::Ankomst middle = 2;
  EXPECT_EQ(admin().requeue(kDueslag, {&middle, 1}, "drift"), 1U);
  EXPECT_EQ(expired(std::chrono::hours(1)), 0U);
  afsender_ = {};
  restart();
  EXPECT_EQ(expired(std::chrono::hours(24 * 7 - 2)), 0U);
  EXPECT_EQ(tal().klar, 1U);
  EXPECT_EQ(expired(std::chrono::hours(2)), 1U);
  EXPECT_EQ(tal().fejlkoe, 3U);
  EXPECT_EQ(admin().requeue(kDueslag, {&middle, 1}, "drift"), 1U);
  EXPECT_EQ(expired(std::chrono::hours(1)), 0U);
}

// Renewed ones at the front do not hide an old one behind them.
TEST_F(Admin, RetentionLooksBehindWhatWasRequeued) {
  tokens_.kald["afsend"].udloeber = at::kNu + std::chrono::hours(24 * 60);
  std::vector<store::Ankomst> first(300);
  std::iota(first.begin(), first.end(), 1);
  send_one(1);
  send_to(300);
  ur_.advance(std::chrono::hours(24 * 2));
  send_one(301);
  ur_.advance(std::chrono::hours(24 * 6));
  EXPECT_EQ(expire(beskedfordeler_->faelles()), 300U);
  EXPECT_EQ(admin().requeue(kDueslag, first, "drift"), 300U);
  ur_.advance(std::chrono::hours(24 * 2));
  EXPECT_EQ(expire(beskedfordeler_->faelles()), 1U);
  EXPECT_EQ(tal().klar, 300U);
}

class Haendelser : public Admin {
 protected:
  void announce(std::string_view event) {
    store::Commit commit;
    commit.udgaaende(event);
    ASSERT_EQ(store_->committer().commit(std::move(commit)).udfald, store::Udfald::OK);
  }
  // The service moves by itself.
  void wait_moved() {
    while (!store_->outbox().waiting(1).empty()) sync();
  }
};

TEST_F(Haendelser, AnEventIsMovedToTheDueslagOnceAndDelivered) {
  const std::string body = Kuvert{}.xml();
  announce(encode(oio::Udbakkepost{at::kAndetSystem, at::kKorsbaek, body}));
  wait_moved();
  EXPECT_EQ(tal().klar, 1U);
  restart();
  wait_moved();
  EXPECT_EQ(tal().klar, 1U);
  modtager_ = connect("modtag");
  consume(modtager_, 1, 1);
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  EXPECT_NE(
      modtager_.session->deliveries[0].body.find("<b:Kildesystem><sd:UUIDIdentifikator>" + at::kAndetSystem.text()),
      std::string::npos);
}

TEST_F(Haendelser, WhatIsNoBeskedIsPassedOver) {
  announce("intet");
  announce(encode(oio::Udbakkepost{at::kAndetSystem, at::kKorsbaek, "<a/>"}));
  announce(encode(oio::Udbakkepost{at::kAndetSystem, at::kKorsbaek, Kuvert{}.xml()}));
  wait_moved();
  EXPECT_EQ(tal().klar, 1U);
  EXPECT_EQ(count(oio::Haendelse::BESKED_AFVIST), 2U);
}

}  // namespace
}  // namespace brevdue::beskedfordeler
