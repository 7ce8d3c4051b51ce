// Delivery through the whole service: what receivers get, in which order, and what becomes of what they do not take.
#include "beskedfordeler/service_testing.hpp"

namespace brevdue::beskedfordeler {
namespace {

using namespace testing;
using amqp::Outcome;

class Modtag : public BeskedfordelerTest {
 protected:
  void TearDown() override {
    afsender_ = {};
    modtager_ = {};
    anden_ = {};
    BeskedfordelerTest::TearDown();
  }
  // Sends so many, numbered on from the last.
  void send_many(int many) {
    if (!afsender_.client) afsender_ = connect("afsend");
    const auto before = afsender_.session->replies.size();
    for (int n = 0; n < many; ++n) {
      Kuvert kuvert;
      kuvert.besked_id = besked_id(++sent_);
      send(afsender_, kuvert.xml());
    }
    afsender_.client->flush();
    ASSERT_TRUE(
        traad_.run_until([&] { return afsender_.session->replies.size() == before + static_cast<std::size_t>(many); }));
  }
  static std::vector<std::uint64_t> references(const Forbundet& of) {
    std::vector<std::uint64_t> out;
    for (const Modtaget& one : of.session->deliveries) out.push_back(one.reference);
    return out;
  }
  void receive(std::uint32_t credit) {
    modtager_ = connect("modtag");
    consume(modtager_, 1, credit);
  }
  bool wait_empty() {
    return traad_.run_until([&] {
      sync();
      return tal().klar + tal().udlaant == 0;
    });
  }

  Forbundet afsender_;
  Forbundet modtager_;
  Forbundet anden_;
  int sent_ = 0;
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Modtag, TheEnvelopeIsEnrichedAndTheRestIsTheSenders) {
  send_many(1);
  ur_.advance(std::chrono::milliseconds(5));
  receive(1);
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  const Modtaget& got = modtager_.session->deliveries[0];
  EXPECT_EQ(got.message_id, "6d0d3c4e-0000-4000-8000-0000000000aa");
  EXPECT_FALSE(got.redelivered);
  for (const std::string_view part :
       {"<b:TransaktionsId><sd:UUIDIdentifikator>6d0d3c4e-0000-4000-8000-0000000000aa<",
        "<b:Kildesystem><sd:UUIDIdentifikator>00000000-0000-4000-8000-000000000001<",
        "<b:KildesystemIPAdresse>::FFFF:172.30.217.227<", "<b:KildesystemAkkreditiver>Q049.MQ==.Q049<",
        "<b:Fordelingssystem><sd:UUIDIdentifikator>f9fbbb38-4b2f-11e5-885d-feff819cdc9f<",
        "<b:ModtagelsesTidspunkt><sd:TidsstempelDatoTid>2026-06-01T10:00:00.000+02:00<",
        "<b:LeveranceTidspunkt><sd:TidsstempelDatoTid>2026-06-01T10:00:00.005+02:00<",
        "<b:ErLeveretIHenholdTil><sd:UUIDIdentifikator>cccccccc-0000-4000-8000-000000000001<",
        "<b:AntalLeveranceforsoeg>1<", "<!-- rør ikke -->"}) {
    EXPECT_TRUE(contains(got.body, part)) << part << "\n" << got.body;
  }
  EXPECT_EQ(count(oio::Haendelse::BESKED_LEVERET), 1U);
}

TEST_F(Modtag, AMessageIdThatIsNoUuidGetsATransaktionsIdOfItsOwn) {
  afsender_ = connect("afsend");
  send(afsender_, Kuvert{}.xml(), "afsend", "tx-7");
  afsender_.client->flush();
  receive(1);
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  EXPECT_EQ(modtager_.session->deliveries[0].message_id, "tx-7");
  EXPECT_FALSE(contains(modtager_.session->deliveries[0].body, "tx-7"));
}

TEST_F(Modtag, OrderIsThatOfAcceptanceWhateverTheWindow) {
  send_many(30);
  receive(1);
  for (std::size_t n = 1; n <= 10; ++n) {
    ASSERT_TRUE(wait_deliveries(modtager_, n));
    traad_.run();
    ASSERT_EQ(modtager_.session->deliveries.size(), n) << "more than the credit";
    settle(modtager_, n, Outcome::ACK);
    modtager_.client->credit(1, 1);
  }
  modtager_.client->credit(1, 100);
  send_many(20);
  ASSERT_TRUE(wait_deliveries(modtager_, 50));
  std::vector<std::uint64_t> expected(50);
  std::iota(expected.begin(), expected.end(), 1);
  EXPECT_EQ(references(modtager_), expected);
}

TEST_F(Modtag, AnAckIsDurableAndWhatWasNotAckedComesAgainAfterAKill) {
  send_many(3);
  receive(3);
  ASSERT_TRUE(wait_deliveries(modtager_, 3));
  settle(modtager_, 2, Outcome::ACK);
  sync();
  afsender_ = {};
  modtager_ = {};
  restart();
  receive(10);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 3}));
  for (const Modtaget& one : modtager_.session->deliveries) {
    EXPECT_TRUE(one.redelivered);
    EXPECT_TRUE(contains(one.body, "<b:AntalLeveranceforsoeg>2<"));
  }
  EXPECT_TRUE(contains(metrics_->text(), "brevdue_leveret_fra_disk_total 2"));
}

TEST_F(Modtag, WhatAConnectionHadGoesBackWhenItEnds) {
  send_many(4);
  receive(2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  anden_ = connect("modtag");
  consume(anden_, 5, 10);
  traad_.run();
  EXPECT_TRUE(anden_.session->deliveries.empty()) << "the first consumer has the dueslag";
  EXPECT_EQ(modtager_.client->declare_passive(kDueslag.text())->consumers, 2U);
  settle(modtager_, 1, Outcome::ACK);
  modtager_ = {};
  ASSERT_TRUE(wait_deliveries(anden_, 3));
  EXPECT_EQ(references(anden_), (std::vector<std::uint64_t>{2, 3, 4}));
  EXPECT_TRUE(anden_.session->deliveries[0].redelivered);
  EXPECT_FALSE(anden_.session->deliveries[1].redelivered);
}

TEST_F(Modtag, AConnectionThatEndsWhileItsPortionIsWrittenLosesNothing) {
  send_many(2);
  files_.port.shut();
  receive(2);
  modtager_ = {};
  files_.port.open();
  receive(2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(Modtag, OrderIsKeptWhenAConsumerIsCancelledWhileItsPortionIsWritten) {
  send_many(4);
  files_.port.shut();
  receive(2);
  anden_ = connect("modtag");
  consume(anden_, 5, 10);
  modtager_.client->cancelled(1);
  traad_.run();
  files_.port.open();
  ASSERT_TRUE(wait_deliveries(anden_, 4));
  EXPECT_EQ(references(anden_), (std::vector<std::uint64_t>{1, 2, 3, 4}));
  EXPECT_TRUE(modtager_.session->deliveries.empty());
}

TEST_F(Modtag, PortionsAreWrittenTogetherAndHandedOutInOrder) {
  send_many(12);
  files_.port.shut();
  receive(3);
  for (int n = 0; n < 3; ++n) modtager_.client->credit(1, 3);
  EXPECT_EQ(tal().udlaant, 12U);
  EXPECT_TRUE(modtager_.session->deliveries.empty());
  files_.port.open();
  ASSERT_TRUE(wait_deliveries(modtager_, 12));
  std::vector<std::uint64_t> expected(12);
  std::iota(expected.begin(), expected.end(), 1);
  EXPECT_EQ(references(modtager_), expected);
}

TEST_F(Modtag, NothingIsHandedOutBehindAPortionThatCouldNotBeWritten) {
  send_many(2);
  files_.inner.faults.free = 10;
  receive(1);
  sync();  // the first one failed; this thread has not been told yet
  files_.inner.faults.free = ~std::uint64_t{0};
  modtager_.client->credit(1, 1);
  sync();
  ASSERT_TRUE(traad_.run_until([&] { return tal().klar == 2; }));
  EXPECT_TRUE(modtager_.session->deliveries.empty());
  beskedfordeler_->tick();
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(Modtag, AConsumerThatIsGoneWhenItsPortionComesGetsNothing) {
  send_many(3);
  modtager_ = connect("modtag");
  modtager_.session->deliveries_until_gone = 1;
  consume(modtager_, 1, 3);
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  traad_.run();
  modtager_.client->cancelled(1);
  EXPECT_EQ(tal().klar, 2U);
  EXPECT_EQ(tal().udlaant, 1U);
}

TEST_F(Modtag, ReturnedBeskederTakeTheirOldPlace) {
  send_many(3);
  receive(2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  settle(modtager_, 1, Outcome::REQUEUE);
  modtager_.client->credit(1, 2);
  ASSERT_TRUE(wait_deliveries(modtager_, 4));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 2, 1, 3}));
  EXPECT_TRUE(modtager_.session->deliveries[2].redelivered);
}

TEST_F(Modtag, RejectedBeskederGoToTheFejlkoe) {
  send_many(2);
  receive(2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  settle(modtager_, 1, Outcome::REJECT);
  settle(modtager_, 1, Outcome::REJECT);  // not held any more
  sync();
  EXPECT_EQ(tal().fejlkoe, 1U);
  EXPECT_EQ(count(oio::Haendelse::BESKED_TIL_FEJLKOE), 1U);
}

TEST_F(Modtag, GetTakesOneAtATimeAndIsNotLimited) {
  send_many(3);
  modtager_ = connect("modtag");
  for (amqp::GetId id = 1; id <= 4; ++id) modtager_.client->get(id, kDueslag.text(), false);
  ASSERT_TRUE(traad_.run_until([&] { return modtager_.session->gets.size() == 4; }));
  EXPECT_EQ(modtager_.session->gets[1]->reference, 1U);
  EXPECT_EQ(modtager_.session->gets[3]->reference, 3U);
  EXPECT_FALSE(modtager_.session->gets[4].has_value());
  EXPECT_EQ(modtager_.session->left_after_get, 0U);
  EXPECT_EQ(tal().udlaant, 3U);
  settle(modtager_, 2, Outcome::ACK);
  sync();
  EXPECT_EQ(tal().udlaant, 2U);
}

TEST_F(Modtag, WithoutAcksABeskedIsDoneWithOnceItIsHandedOut) {
  send_many(2);
  modtager_ = connect("modtag");
  modtager_.client->get(1, kDueslag.text(), true);
  ASSERT_TRUE(traad_.run_until([&] { return !modtager_.session->gets.empty(); }));
  sync();
  EXPECT_EQ(tal().klar, 1U);
  EXPECT_EQ(tal().udlaant, 0U);
  consume(modtager_, 1, 5, kDueslag, true);
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  EXPECT_TRUE(wait_empty());
}

TEST_F(Modtag, OthersDueslagAndUnknownOnesAreRefused) {
  modtager_ = connect("modtag");
  const std::string foreign = kAndetDueslag.text();
  const auto refused = modtager_.client->consume(1, foreign, false, false);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, 403);
  EXPECT_EQ(refused->text,
            "ACCESS_REFUSED - access to queue 'a9efc97c-3473-45b5-9519-7fc837b89fa9' in vhost 'BF' refused for user "
            "'00000000-0000-4000-8000-000000000001'");
  EXPECT_EQ(modtager_.client->declare_passive(foreign).error().code, 403);
  modtager_.client->get(1, foreign, true);
  ASSERT_EQ(modtager_.session->refusals.size(), 1U);
  EXPECT_EQ(modtager_.session->refusals[0].code, 403);
  const auto unknown = modtager_.client->consume(1, "findes-ikke", false, false);
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->code, 404);
  EXPECT_EQ(unknown->text, "NOT_FOUND - no queue 'findes-ikke' in vhost 'BF'");
  // A sender's token reads nothing.
  afsender_ = connect("afsend");
  EXPECT_EQ(afsender_.client->consume(1, kDueslag.text(), false, false)->code, 403);
}

TEST_F(Modtag, AnExclusiveConsumerIsAlone) {
  modtager_ = connect("modtag");
  ASSERT_FALSE(modtager_.client->consume(1, kDueslag.text(), false, true));
  anden_ = connect("modtag");
  const auto refused = anden_.client->consume(1, kDueslag.text(), false, false);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, 403);
  modtager_.client->cancelled(1);
  EXPECT_FALSE(anden_.client->consume(1, kDueslag.text(), false, false));
}

TEST_F(Modtag, AConsumerEndsWhenItsAgreementDoes) {
  receive(5);
  auto all = at::verden();
  all.serviceaftaler[0].status = adgangsstyring::Aftalestatus::OPSAGT;
  import(all, "");
  traad_.run();
  EXPECT_EQ(modtager_.session->cancels, (std::vector<amqp::ConsumerId>{1}));
}

TEST_F(Modtag, DeliveriesStopWithTheTokenAndGoOnWithANewOne) {
  receive(1);
  tokens_.kald["afsend"].udloeber = at::kNu + std::chrono::hours(5);
  tokens_.kald["nyt-modtag"] = tokens_.kald["modtag"];
  tokens_.kald["nyt-modtag"].udloeber = at::kNu + std::chrono::hours(5);
  ur_.advance(std::chrono::hours(1));
  send_many(1);
  beskedfordeler_->tick();
  traad_.run();
  EXPECT_TRUE(modtager_.session->deliveries.empty());
  EXPECT_TRUE(modtager_.session->cancels.empty());
  EXPECT_FALSE(at::await(threads_, modtager_.client->update_secret("andet-modtag")));
  EXPECT_TRUE(at::await(threads_, modtager_.client->update_secret("nyt-modtag")));
  EXPECT_TRUE(wait_deliveries(modtager_, 1));
  ur_.advance(std::chrono::seconds(59));
  beskedfordeler_->tick();
  traad_.run();
  EXPECT_TRUE(modtager_.session->closed.empty());
}

TEST_F(Modtag, AConnectionIsClosedAMinuteAfterItsTokensEnd) {
  receive(1);
  ur_.advance(std::chrono::hours(1) + std::chrono::seconds(59));
  beskedfordeler_->tick();
  traad_.run();
  EXPECT_TRUE(modtager_.session->closed.empty());
  ur_.advance(std::chrono::seconds(1));
  beskedfordeler_->tick();
  traad_.run();
  EXPECT_EQ(modtager_.session->closed, "320 CONNECTION_FORCED - token expired");
}

TEST_F(Modtag, NothingIsShownWhenTheDisclosureCannotBeWritten) {
  send_many(1);
  files_.inner.faults.free = 10;
  receive(1);
  ASSERT_TRUE(traad_.run_until([&] { return tal().klar == 1; }));
  EXPECT_TRUE(modtager_.session->deliveries.empty());
  anden_ = connect("modtag");
  anden_.client->get(1, kDueslag.text(), false);
  ASSERT_TRUE(traad_.run_until([&] { return anden_.session->refusals.size() == 1; }));
  EXPECT_EQ(anden_.session->refusals[0].code, 406);
  EXPECT_FALSE(anden_.session->refusals[0].connection);
  EXPECT_TRUE(anden_.session->gets.empty()) << "not even as empty";
  files_.inner.faults.free = ~std::uint64_t{0};
  beskedfordeler_->tick();
  EXPECT_TRUE(wait_deliveries(modtager_, 1));
}

TEST_F(Modtag, ADamagedBeskedGoesToTheFejlkoeAndTheOthersGoOn) {
  send_many(1);
  const store::KoeNr koe = tavler_->nu()->find(kDueslag)->koe;
  const store::Reference reference{koe, 1, 0};
  store::Commit damaged;
  damaged.besked("ingen meta", "<a/>", {&reference, 1});
  ASSERT_EQ(store_->committer().commit(std::move(damaged)).udfald, store::Udfald::OK);
  send_many(1);
  receive(2);  // what the damaged one would have taken of the credit is the next one's
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 3}));
  sync();
  EXPECT_EQ(tal().fejlkoe, 1U);
}

TEST_F(Modtag, AGetPassesOverADamagedBesked) {
  const store::KoeNr koe = tavler_->nu()->find(kDueslag)->koe;
  const store::Reference reference{koe, 99, 0};
  store::Commit damaged;
  damaged.besked("ingen meta", "<a/>", {&reference, 1});
  ASSERT_EQ(store_->committer().commit(std::move(damaged)).udfald, store::Udfald::OK);
  send_many(1);
  modtager_ = connect("modtag");
  modtager_.client->get(1, kDueslag.text(), false);
  ASSERT_TRUE(traad_.run_until([&] { return !modtager_.session->gets.empty(); }));
  ASSERT_TRUE(modtager_.session->gets[1].has_value());
  EXPECT_EQ(modtager_.session->gets[1]->reference, 2U);
}

TEST_F(Modtag, AChangedAbonnementStillExplainsWhatItBrought) {
  send_many(1);
  std::string changed{kTavle};
  changed.replace(changed.find("kle = [\"32.06.*\"]"), 17, "kle = [\"27.*\"]  ");
  import(at::verden(), changed);
  send_many(1);
  receive(2);
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_TRUE(contains(modtager_.session->deliveries[0].body, "cccccccc-0000-4000-8000-000000000001"));
  EXPECT_TRUE(contains(modtager_.session->deliveries[1].body, "cccccccc-0000-4000-8000-000000000002"));
}

TEST_F(Modtag, BeskederLargerThanWhatIsReadAtOnceKeepTheirOrder) {
  afsender_ = connect("afsend");
  Kuvert kuvert;
  kuvert.data = std::string(900 << 10, 'x');
  for (int n = 1; n <= 8; ++n) {
    kuvert.besked_id = besked_id(n);
    ASSERT_EQ(code_of(afsender_, kuvert.xml()), 20);
  }
  afsender_ = {};
  restart();
  receive(100);
  ASSERT_TRUE(wait_deliveries(modtager_, 8));
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8}));
}

// A peer that stopped reading keeps as many bytes waiting as there is room for, and one besked: not a window full.
class ModtagMedPlads : public Modtag {
 protected:
  static constexpr std::size_t kData = 100'000;

  void send_large(int many, std::string_view kle = "32.06.04") {
    afsender_ = connect("afsend");
    Kuvert kuvert;
    kuvert.kle = kle;
    kuvert.data = std::string(kData, 'x');
    for (int n = 0; n < many; ++n) {
      kuvert.besked_id = besked_id(++sent_);
      ASSERT_EQ(code_of(afsender_, kuvert.xml()), 20);
    }
    afsender_ = {};
  }
  // All that is on its way has come.
  void come_to_rest() {
    const std::size_t before = modtager_.session->deliveries.size();
    for (int turn = 0; turn < 3; ++turn) {  // read, then written, then told
      traad_.run();
      sync();
    }
    traad_.run();
    if (modtager_.session->deliveries.size() != before) come_to_rest();
  }
  void peer_reads() {
    modtager_.session->unread_bytes = 0;
    modtager_.client->drained();
  }
};

TEST_F(ModtagMedPlads, WhatWaitsForAPeerIsBoundedInBytes) {
  send_large(10);
  modtager_ = connect("modtag");
  modtager_.session->most_unread = 5 * kData / 2;
  consume(modtager_, 1, 64);
  for (std::size_t come = 3; come <= 9; come += 3) {
    ASSERT_TRUE(wait_deliveries(modtager_, come));
    come_to_rest();
    ASSERT_EQ(modtager_.session->deliveries.size(), come) << "as many as fit, and the one that goes over";
    EXPECT_EQ(tal().udlaant, come) << "the rest is ready, for whoever may take it";
    peer_reads();
  }
  ASSERT_TRUE(wait_deliveries(modtager_, 10));
  std::vector<std::uint64_t> expected(10);
  std::iota(expected.begin(), expected.end(), 1);
  EXPECT_EQ(references(modtager_), expected);
  for (const Modtaget& one : modtager_.session->deliveries) EXPECT_FALSE(one.redelivered);
}

TEST_F(ModtagMedPlads, ReadFromDiskItIsTheSame) {
  send_large(4);
  restart();
  modtager_ = connect("modtag");
  modtager_.session->most_unread = 1;
  consume(modtager_, 1, 64);
  for (std::size_t come = 1; come <= 4; ++come) {
    ASSERT_TRUE(wait_deliveries(modtager_, come));
    come_to_rest();
    ASSERT_EQ(modtager_.session->deliveries.size(), come) << "one is always let through, and no more";
    peer_reads();
  }
  EXPECT_EQ(references(modtager_), (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(ModtagMedPlads, AConsumerThatEndsWhileItWaitsForRoomHoldsNobodyUp) {
  send_large(3);
  modtager_ = connect("modtag");
  modtager_.session->most_unread = 0;
  consume(modtager_, 1, 64);
  modtager_.client->cancelled(1);
  consume(modtager_, 2, 64);
  consume(modtager_, 3, 64);  // takes over from 2
  modtager_.session->most_unread = 1;
  peer_reads();
  ASSERT_TRUE(wait_deliveries(modtager_, 1));
  EXPECT_EQ(modtager_.session->deliveries[0].consumer, 2U);
  modtager_.client->cancelled(2);
  come_to_rest();
  EXPECT_EQ(modtager_.session->deliveries.size(), 1U);
  peer_reads();
  ASSERT_TRUE(wait_deliveries(modtager_, 2));
  EXPECT_EQ(modtager_.session->deliveries[1].consumer, 3U);
}

TEST(Konsumenter, TheFirstOneHasTheDueslagUntilItGoes) {
  Konsumenter konsumenter;
  int woken = 0;
  const auto first = konsumenter.add(1, false, [&] { woken += 1; });
  const auto second = konsumenter.add(1, false, [&] { woken += 10; });
  const auto other = konsumenter.add(2, true, [&] { woken += 100; });
  EXPECT_TRUE(first->is_first());
  EXPECT_FALSE(second->is_first());
  EXPECT_TRUE(other->is_first());
  EXPECT_EQ(konsumenter.add(2, false, [] {}), nullptr);
  EXPECT_EQ(konsumenter.add(1, true, [] {}), nullptr);
  konsumenter.remove(first);
  EXPECT_TRUE(second->is_first());
  EXPECT_EQ(woken, 10);
  EXPECT_EQ(konsumenter.count(1), 1U);
}

}  // namespace
}  // namespace brevdue::beskedfordeler
