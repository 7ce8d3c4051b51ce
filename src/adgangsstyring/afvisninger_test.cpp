#include "adgangsstyring/afvisninger.hpp"

#include <gtest/gtest.h>

#include "adgangsstyring/adgang_testing.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using oio::Aarsag;
using oio::Haendelse;
using std::chrono::seconds;

oio::Revisionspost login(std::string_view adresse, std::string_view tekst = "unknown") {
  oio::Revisionspost post;
  post.haendelse = Haendelse::LOGIN_AFVIST;
  post.afgoerelse = Aarsag::UKENDT_KALDER;
  post.adresse = adresse;
  post.tekst = tekst;
  return post;
}

oio::Revisionspost dueslag(const base::Uuid& system, const base::Uuid& uuid) {
  oio::Revisionspost post;
  post.haendelse = Haendelse::DUESLAG_NAEGTET;
  post.afgoerelse = Aarsag::IKKE_EJER;
  post.anvendersystem = system;
  post.relateret = uuid;
  return post;
}

class AfvisningerTest : public ::testing::Test {
 protected:
  void noter(oio::Revisionspost post, int times = 1) {
    post.tid = ur_.nu();
    for (int n = 0; n < times; ++n) afvisninger_->noter(post);
  }
  void next_window() {
    ur_.advance(seconds(60));
    afvisninger_->tick();
  }
  std::vector<std::uint32_t> counts() const {
    std::vector<std::uint32_t> out;
    for (const auto& record : committer_.records()) {
      out.push_back(ct::value_of(oio::decode_revisionspost(record)).antal);
    }
    return out;
  }
  // The newest one; its texts live as long as record_.
  oio::Revisionspost last() {
    record_ = committer_.records().back();
    return ct::value_of(oio::decode_revisionspost(record_));
  }

  Testcommitter committer_;
  base::TestUr ur_{kNu};
  std::string record_;
  std::unique_ptr<Afvisninger> afvisninger_ =
      std::make_unique<Afvisninger>(committer_, ur_, Afvisninger::Graenser{seconds(60), 3, 20});
};

TEST_F(AfvisningerTest, TheFirstIsThereAtOnceAndTheRestAsOneAMinuteLater) {
  noter(login("192.0.2.1"), 1000);
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1}));
  ur_.advance(seconds(59));
  afvisninger_->tick();
  EXPECT_EQ(committer_.records().size(), 1U);
  ur_.advance(seconds(1));
  afvisninger_->tick();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 999}));
  EXPECT_EQ(last().haendelse, Haendelse::LOGIN_AFVIST);
  EXPECT_EQ(last().tid, kNu);
  EXPECT_EQ(last().adresse, "192.0.2.1");
}

TEST_F(AfvisningerTest, AMinuteOfSilenceEndsIt) {
  noter(login("192.0.2.1"));
  next_window();
  next_window();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1}));
  noter(login("192.0.2.1"));
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1}));
}

TEST_F(AfvisningerTest, ThoseThatDifferAreToldApart) {
  noter(login("192.0.2.1"));
  noter(login("192.0.2.2"));
  noter(dueslag(kSystem, kAftale));
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1, 1}));
  EXPECT_EQ(last().anvendersystem, kSystem);
  EXPECT_EQ(last().relateret, kAftale);
}

TEST_F(AfvisningerTest, OneHostsIpv6AddressesAreOneSource) {
  noter(login("2001:db8::1"));
  noter(login("2001:db8::2"));
  next_window();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1}));
  EXPECT_EQ(last().adresse, "2001:db8::2");
}

TEST_F(AfvisningerTest, ManySourcesAreJoinedBeforeTheyFillTheLedger) {
  for (int n = 0; n < 1000; ++n) noter(login("192.0.2." + std::to_string(n)));
  for (int n = 0; n < 1000; ++n) noter(login("192.0.2.1", std::to_string(n)));
  EXPECT_EQ(committer_.records().size(), 4U);
  noter(dueslag(kSystem, kAftale));
  EXPECT_EQ(last().anvendersystem, kSystem) << "a known system is named even then";
  EXPECT_TRUE(last().relateret.is_nil());
  next_window();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1, 1, 1, 1, 1996}));
  EXPECT_TRUE(last().adresse.empty());
}

TEST_F(AfvisningerTest, WhatTheDiskWouldNotTakeIsTriedAgain) {
  committer_.udfald = store::Udfald::DISK_FULD;
  noter(login("192.0.2.1"), 2);
  afvisninger_->tick();
  EXPECT_TRUE(committer_.records().empty());
  ur_.advance(seconds(5));
  noter(login("192.0.2.1"));
  committer_.udfald = store::Udfald::OK;
  afvisninger_->tick();
  EXPECT_TRUE(committer_.records().empty()) << "each try is a line in the log";
  next_window();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(last().tid, kNu);
}

TEST_F(AfvisningerTest, WhatIsLeftIsWrittenAtTheEnd) {
  noter(login("192.0.2.1"), 3);
  afvisninger_.reset();
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(AfvisningerTest, ALongTextIsCutBetweenCharacters) {
  noter(login("192.0.2.1", "nitten bogstaver er\xC3\xA6ldre"));
  EXPECT_EQ(last().tekst, "nitten bogstaver er");
}

}  // namespace
}  // namespace brevdue::adgangsstyring
