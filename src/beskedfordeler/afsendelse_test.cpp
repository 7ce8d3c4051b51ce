// Publishing through the whole service: every StatusKode, what is kept, and for whom.
#include "beskedfordeler/service_testing.hpp"

namespace brevdue::beskedfordeler {
namespace {

using namespace testing;
using at::kAndetSystem;
using at::kSystem;

class Afsend : public BeskedfordelerTest {
 protected:
  int code_of(const Kuvert& kuvert, std::string_view token = "afsend") {
    if (!afsender_.client) afsender_ = connect("afsend");
    return BeskedfordelerTest::code_of(afsender_, kuvert.xml(), token);
  }
  std::string reply() const { return afsender_.session->replies.rbegin()->second; }
  void world(const std::function<void(adgangsstyring::Registreringer&)>& change) {
    auto all = at::verden();
    change(all);
    import(all, "");
  }
  void TearDown() override {
    afsender_ = {};
    BeskedfordelerTest::TearDown();
  }
  Forbundet afsender_;
};

TEST_F(Afsend, ABeskedThatIsTakenIsAnswered20AndStandsInItsDueslag) {
  EXPECT_EQ(code_of(Kuvert{}), 20);
  EXPECT_EQ(tal().klar, 1U);
  EXPECT_EQ(count(oio::Haendelse::BESKED_MODTAGET), 1U);
  EXPECT_NE(reply().find("<FejlbeskedTekst></FejlbeskedTekst>"), std::string::npos);
  EXPECT_TRUE(afsender_.session->failed.empty());
}

TEST_F(Afsend, WhatNobodyWantsIsAnswered20AndKept) {
  Kuvert kuvert;
  kuvert.kle = "27.15.00";
  EXPECT_EQ(code_of(kuvert), 20);
  EXPECT_EQ(tal().klar, 0U);
  const auto kept = store_->beskeder().read(1);
  ASSERT_TRUE(kept) << base::beskriv(kept.error());
  EXPECT_EQ(kept->body, kuvert.xml());
}

TEST_F(Afsend, TokensAnswer41OnlyWhenTheyHaveExpired) {
  EXPECT_EQ(code_of(Kuvert{}, "udløbet"), 41);
  EXPECT_EQ(code_of(Kuvert{}, "ukendt"), 43);
  EXPECT_EQ(code_of(Kuvert{}, ""), 43);
  EXPECT_EQ(code_of(Kuvert{}, "andet-afsend"), 43);
  EXPECT_EQ(code_of(Kuvert{}, "slow-afsend"), 20);
  ur_.advance(std::chrono::hours(1));
  Kuvert later;
  later.besked_id = besked_id(2);
  EXPECT_EQ(code_of(later), 41);
  EXPECT_EQ(tal().klar, 1U);
}

TEST_F(Afsend, WhatIsNoBeskedIsAnswered40) {
  Kuvert kuvert;
  kuvert.version = "2.0";
  EXPECT_EQ(code_of(kuvert), 40);
  EXPECT_NE(reply().find("BeskedVersion skal være 1.0"), std::string::npos);
  const auto answer = [&](std::string_view body) { return BeskedfordelerTest::code_of(afsender_, body); };
  EXPECT_EQ(answer("<a"), 40);
  EXPECT_EQ(answer("<a/>"), 40);
  EXPECT_EQ(answer(""), 40);
  EXPECT_EQ(answer("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Kuvert{}.xml().substr(39)), 40);
  Kuvert large;
  large.data = std::string(1 << 20, 'x');
  EXPECT_EQ(code_of(large), 40);
  EXPECT_EQ(store_->queues().tal(1).klar, 0U);
}

TEST_F(Afsend, ABeskedIdMustNotBeEndless) {
  const auto with_id = [](std::size_t length) {
    std::string xml = Kuvert{}.xml();
    const std::string uuid = "<sd:UUIDIdentifikator>" + Kuvert{}.besked_id + "</sd:UUIDIdentifikator>";
    return xml.replace(xml.find(uuid), uuid.size(),
                       "<sd:URNIdentifikator>urn:" + std::string(length - 4, 'x') + "</sd:URNIdentifikator>");
  };
  afsender_ = connect("afsend");
  EXPECT_EQ(BeskedfordelerTest::code_of(afsender_, with_id(1001)), 40);
  EXPECT_NE(reply().find("BeskedId er længere"), std::string::npos);
  EXPECT_EQ(BeskedfordelerTest::code_of(afsender_, with_id(1000)), 20);
}

TEST_F(Afsend, ABodyThatWasDroppedOnItsWayInIsAnswered40) {
  afsender_ = connect("afsend");
  amqp::Publish message;
  message.exchange = "AFSEND_BESKED_EXCHANGE";
  message.properties.token = "afsend";
  message.oversized = true;
  EXPECT_FALSE(afsender_.client->publish(1, message));
  EXPECT_TRUE(afsender_.session->replies.empty());
  afsender_.client->flush();
  EXPECT_NE(afsender_.session->replies[1].find("<StatusKode>40<"), std::string::npos);
}

TEST_F(Afsend, WhatTheServiceaftaleDoesNotCoverIsAnswered43WithALedgerRecord) {
  world([](auto& all) {
    all.serviceaftaler[0].services[0].kle = {*base::KleMoenster::parse("32.06.*")};
    all.serviceaftaler[0].services[0].foelsomhed = 2;
  });
  Kuvert type;
  type.beskedtype = "832d0676-d0a0-4522-8f57-ac126dc8270e";
  EXPECT_EQ(code_of(type), 43);
  Kuvert urn;
  urn.beskedtype = "en-type";
  EXPECT_EQ(code_of(urn), 43);
  Kuvert myndighed;
  myndighed.myndighed = "urn:oio:cvr:22222222";
  EXPECT_EQ(code_of(myndighed), 43);
  EXPECT_NE(reply().find("ObjektAnsvarligMyndighed"), std::string::npos);
  Kuvert ingen_cvr;
  ingen_cvr.myndighed = "urn:oio:andet:1";
  EXPECT_EQ(code_of(ingen_cvr), 43);
  Kuvert kle;
  kle.kle = "27.15.00";
  EXPECT_EQ(code_of(kle), 43);
  Kuvert sikkerhed;
  sikkerhed.sikkerhed = "292E85A9-8ad4-46df-9e50-f97d6837ad74";
  EXPECT_EQ(code_of(sikkerhed), 43);
  sikkerhed.sikkerhed = "00000000-0000-4000-8000-0000000000ff";
  EXPECT_EQ(code_of(sikkerhed), 43);
  sikkerhed.sikkerhed = "44f4108b-26d4-46de-a90f-35e35b55b8d8";
  EXPECT_EQ(code_of(sikkerhed), 20);
  EXPECT_EQ(count(oio::Haendelse::BESKED_AFVIST), 7U);
  EXPECT_EQ(tal().klar, 1U);
}

TEST_F(Afsend, ACentralSenderMaySendForOthers) {
  world([](auto& all) { all.serviceaftaler[0].services[0].kontrol_af_ansvarlig_myndighed = false; });
  Kuvert kuvert;
  kuvert.myndighed = "urn:oio:cvr-nr:22222222";
  EXPECT_EQ(code_of(kuvert), 20);
}

// Objects of two authorities, each covered by an agreement of its own.
class FlereEjere : public Afsend {
 protected:
  // What Korsbæk's agreement and the central one let receive, and how they treat others.
  void aftaler(std::vector<base::Cvr> egen, std::vector<base::Cvr> central, oio::Modtagerkontrol kontrol) {
    world([&](auto& all) {
      auto& own = all.serviceaftaler[0].services[0];
      own.tilladte_myndigheder = {false, std::move(egen)};
      own.modtagerkontrol = kontrol;
      auto others = at::service("afsend");
      others.kontrol_af_ansvarlig_myndighed = false;
      others.tilladte_myndigheder = {false, std::move(central)};
      all.serviceaftaler.push_back(at::aftale(at::kAndenAftale, kSystem, {at::kKorsbaek}, {others}));
    });
  }
  int code_of_both(int n, std::vector<std::string> tilladt, bool own_first) {
    Kuvert kuvert;
    kuvert.besked_id = besked_id(n);
    kuvert.tilladt = std::move(tilladt);
    std::string xml = kuvert.xml();
    const auto begin = xml.find("<b:ObjektRegistrering>");
    const auto end = xml.find("</b:ObjektRegistrering>") + std::string_view{"</b:ObjektRegistrering>"}.size();
    std::string another = xml.substr(begin, end - begin);
    another.replace(another.find("11111111"), 8, "22222222");
    xml.insert(own_first ? end : begin, another);
    if (!afsender_.client) afsender_ = connect("afsend");
    return BeskedfordelerTest::code_of(afsender_, xml);
  }
};

TEST_F(FlereEjere, TheLimitsOfEveryAgreementHold) {
  aftaler({at::kKorsbaek, at::kNabo}, {at::kKorsbaek}, oio::Modtagerkontrol::BESKAER);
  EXPECT_EQ(code_of_both(1, {"11111111", "22222222"}, true), 20);
  EXPECT_EQ(code_of_both(2, {"11111111", "22222222"}, false), 20);
  EXPECT_EQ(code_of_both(3, {"22222222"}, true), 40) << "the central agreement lets nobody else receive";
  EXPECT_EQ(code_of_both(4, {"22222222"}, false), 40);
  auto to = connect("modtag");
  consume(to, 1, 2);
  ASSERT_TRUE(wait_deliveries(to, 2));
  for (const Modtaget& one : to.session->deliveries) {
    EXPECT_NE(one.body.find("11111111</sd:URNIdentifikator></b:TilladtModtager>"), std::string::npos);
    EXPECT_EQ(one.body.find("22222222</sd:URNIdentifikator></b:TilladtModtager>"), std::string::npos);
  }
}

TEST_F(FlereEjere, OneAgreementThatRefusesIsEnough) {
  aftaler({at::kKorsbaek}, {at::kKorsbaek}, oio::Modtagerkontrol::AFVIS);
  EXPECT_EQ(code_of_both(1, {"11111111", "22222222"}, true), 40);
  EXPECT_EQ(code_of_both(2, {"11111111", "22222222"}, false), 40);
  EXPECT_EQ(code_of_both(3, {"11111111"}, false), 20);
}

TEST_F(FlereEjere, WhatNobodyMayReceiveByAllOfThemIsAnswered40) {
  aftaler({at::kKorsbaek}, {at::kNabo}, oio::Modtagerkontrol::BESKAER);
  EXPECT_EQ(code_of_both(1, {}, true), 40);
  EXPECT_EQ(count(oio::Haendelse::BESKED_AFVIST), 1U);
}

TEST_F(Afsend, TheSameBeskedIdWithinAQuarterOfAnHourIsNotDistributedAgain) {
  EXPECT_EQ(code_of(Kuvert{}), 20);
  EXPECT_EQ(code_of(Kuvert{}), 20);
  Kuvert upper;
  upper.besked_id = "6D0D3C4E-0000-4000-8000-000000000001";
  EXPECT_EQ(code_of(upper), 20);
  EXPECT_EQ(tal().klar, 1U);
  ur_.advance(std::chrono::minutes(15) + std::chrono::seconds(1));
  EXPECT_EQ(code_of(Kuvert{}), 20);
  EXPECT_EQ(tal().klar, 2U);
}

TEST_F(Afsend, ResendsAreKnownAfterARestart) {
  EXPECT_EQ(code_of(Kuvert{}), 20);
  afsender_ = {};
  restart();
  EXPECT_EQ(code_of(Kuvert{}), 20);
  EXPECT_EQ(tal().klar, 1U);
}

TEST_F(Afsend, ABeskedAnsvarligAktoerOtherThanTheSenderIsTakenAndTold) {
  const auto with_aktoer = [](int n, std::string_view aktoer) {
    Kuvert kuvert;
    kuvert.besked_id = besked_id(n);
    std::string xml = kuvert.xml();
    const std::string element = fmt::format(
        "<b:BeskedAnsvarligAktoer><sd:UUIDIdentifikator>{}</sd:UUIDIdentifikator></b:BeskedAnsvarligAktoer>", aktoer);
    return xml.insert(xml.find("<b:ObjektRegistrering>"), element);
  };
  afsender_ = connect("afsend");
  const auto send_one = [&](int n, std::string_view aktoer) {
    return BeskedfordelerTest::code_of(afsender_, with_aktoer(n, aktoer));
  };
  EXPECT_EQ(send_one(1, kSystem.text()), 20);
  EXPECT_EQ(send_one(2, kAndetSystem.text()), 20);
  EXPECT_EQ(send_one(3, "1"), 20);
  const auto told = records(oio::Haendelse::BESKED_MODTAGET);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].find("BeskedAnsvarligAktoer"), std::string::npos);
  EXPECT_NE(told[1].find("BeskedAnsvarligAktoer " + kAndetSystem.text()), std::string::npos);
  EXPECT_NE(told[2].find("BeskedAnsvarligAktoer er intet UUID"), std::string::npos);
}

TEST_F(Afsend, TilladtModtagerOutsideTheAgreementIsRefusedByTheFirstVersionOfTheService) {
  world([](auto& all) {
    all.serviceaftaler[0].services[0].tilladte_myndigheder = {false, {at::kKorsbaek}};
    all.serviceaftaler[0].services[0].modtagerkontrol = oio::Modtagerkontrol::AFVIS;
  });
  Kuvert kuvert;
  kuvert.tilladt = {"11111111", "22222222"};
  EXPECT_EQ(code_of(kuvert), 40);
  EXPECT_EQ(count(oio::Haendelse::BESKED_AFVIST), 1U);
  kuvert.tilladt = {"11111111"};
  EXPECT_EQ(code_of(kuvert), 20);
}

class Modtagere : public Afsend {
 protected:
  void SetUp() override {
    Afsend::SetUp();
    tokens_.kald["andet-modtag"].myndighed = at::kNabo;
    // kSystem may receive for Korsbæk and the neighbour, kAndetSystem for the neighbour.
    world([](auto& all) {
      all.serviceaftaler[0].services[0].tilladte_myndigheder = {false, {at::kKorsbaek, at::kNabo}};
      all.serviceaftaler.push_back(at::aftale(at::kAndenAftale, kSystem, {at::kNabo}, {at::service("modtag")}));
      all.serviceaftaler.push_back(at::aftale(base::Uuid::literal("00000000-0000-4000-8000-00000000000c"), kAndetSystem,
                                              {at::kNabo}, {at::service("modtag")}));
    });
  }
  std::string delivered(const base::Uuid& dueslag, std::string_view token) {
    auto to = connect(std::string{token});
    consume(to, 1, 1, dueslag);
    EXPECT_TRUE(wait_deliveries(to, 1));
    return to.session->deliveries.at(0).body;
  }
  static std::vector<std::string> receivers(const std::string& body) {
    std::vector<std::string> out;
    for (std::size_t at = 0; (at = body.find("<b:TilladtModtager>", at)) != std::string::npos; ++at) {
      out.push_back(body.substr(body.find("cvr-nr:", at) + 7, 8));
    }
    return out;
  }
};

TEST_F(Modtagere, AreTrimmedAtPublishAndForEachDueslag) {
  Kuvert kuvert;
  kuvert.tilladt = {"22222222", "33333333", "11111111"};
  EXPECT_EQ(code_of(kuvert), 20);
  EXPECT_EQ(receivers(delivered(kDueslag, "modtag")), (std::vector<std::string>{"22222222", "11111111"}));
  EXPECT_EQ(receivers(delivered(kAndetDueslag, "andet-modtag")), (std::vector<std::string>{"22222222"}));
}

TEST_F(Modtagere, StandAsTheSenderWroteThemWhenAllMayReceive) {
  Kuvert kuvert;
  kuvert.tilladt = {"22222222"};
  EXPECT_EQ(code_of(kuvert), 20);
  const std::string body = delivered(kAndetDueslag, "andet-modtag");
  const std::string sent = kuvert.xml();
  EXPECT_TRUE(body.starts_with(sent.substr(0, sent.find("<b:Leveranceinformation>"))));
}

TEST_F(Modtagere, AbsentMeansAllThatTheAgreementAllows) {
  EXPECT_EQ(code_of(Kuvert{}), 20);
  EXPECT_EQ(receivers(delivered(kDueslag, "modtag")), (std::vector<std::string>{"11111111", "22222222"}));
}

TEST_F(Modtagere, WithNobodyLeftADueslagGetsNothing) {
  Kuvert kuvert;
  kuvert.tilladt = {"11111111"};
  EXPECT_EQ(code_of(kuvert), 20);
  EXPECT_EQ(tal(kDueslag).klar, 1U);
  EXPECT_EQ(tal(kAndetDueslag).klar, 0U);
}

TEST_F(Modtagere, TrimmedToNobodyAtPublishIsAnswered40) {
  Kuvert kuvert;
  kuvert.tilladt = {"33333333"};
  EXPECT_EQ(code_of(kuvert), 40);
}

TEST_F(Afsend, UnknownExchangesAreRefused) {
  afsender_ = connect("afsend");
  amqp::Publish message;
  message.exchange = "andet";
  const auto unknown = afsender_.client->publish(1, message);
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->code, 404);
  EXPECT_EQ(unknown->text, "NOT_FOUND - no exchange 'andet' in vhost 'BF'");
  message.exchange = "";
  EXPECT_EQ(afsender_.client->publish(2, message)->code, 403);
}

TEST_F(Afsend, AVerificationKeepsTheOrderOfItsChannel) {
  afsender_ = connect("afsend");
  Kuvert kuvert;
  for (int n = 1; n <= 5; ++n) {
    kuvert.besked_id = besked_id(n);
    send(afsender_, kuvert.xml(), n % 2 == 0 ? "slow-afsend" : "afsend");
  }
  afsender_.client->flush();
  ASSERT_TRUE(traad_.run_until([&] { return afsender_.session->replies.size() == 5; }));
  for (store::Ankomst n = 1; n <= 5; ++n) {
    EXPECT_NE(store_->beskeder().read(n)->body.find(besked_id(static_cast<int>(n))), std::string::npos);
  }
}

TEST_F(Afsend, AFullDiskAnswers53AndRecovers) {
  EXPECT_EQ(code_of(Kuvert{}), 20);
  files_.inner.faults.free = 10;
  Kuvert second;
  second.besked_id = besked_id(2);
  EXPECT_EQ(code_of(second), 53);
  EXPECT_EQ(afsender_.session->failed.size(), 1U);
  EXPECT_EQ(tal().klar, 1U);
  files_.inner.faults.free = ~std::uint64_t{0};
  EXPECT_EQ(code_of(second), 20);
  EXPECT_EQ(tal().klar, 2U);
}

TEST_F(Afsend, NothingIsConfirmedBeforeTheSync) {
  afsender_ = connect("afsend");
  files_.port.shut();
  send(afsender_, Kuvert{}.xml());
  afsender_.client->flush();
  traad_.run();
  EXPECT_TRUE(afsender_.session->replies.empty());
  EXPECT_EQ(tal().klar, 0U);
  files_.port.open();
  EXPECT_TRUE(traad_.run_until([&] { return afsender_.session->replies.size() == 1; }));
}

class Pres : public Afsend {
 protected:
  void SetUp() override {
    indstillinger_.efterslaeb_bytes = 2000;
    Afsend::SetUp();
  }
};

TEST_F(Pres, ASlowStoreStopsThePublishersUntilItHasCaughtUp) {
  afsender_ = connect("afsend");
  files_.port.shut();
  Kuvert kuvert;
  for (int n = 1; n <= 3; ++n) {
    kuvert.besked_id = besked_id(n);
    send(afsender_, kuvert.xml());
  }
  afsender_.client->flush();
  EXPECT_EQ(afsender_.session->blocks, (std::vector<bool>{true}));
  files_.port.open();
  ASSERT_TRUE(traad_.run_until([&] { return afsender_.session->replies.size() == 3; }));
  sync();
  beskedfordeler_->tick();
  traad_.run();
  EXPECT_EQ(afsender_.session->blocks, (std::vector<bool>{true, false}));
}

}  // namespace
}  // namespace brevdue::beskedfordeler
