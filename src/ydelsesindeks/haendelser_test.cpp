#include "ydelsesindeks/haendelser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ydelsesindeks/indeks_testing.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto kSag = base::Uuid::literal("0b5e7f0a-7777-4222-8333-444455556666");

class Haendelserne : public ::testing::Test {
 protected:
  // Of each object of one request, what is announced.
  template <class... O>
  std::vector<std::vector<indeks::Haendelse>> af(const O&... objekter) {
    const auto text = importer_text((text_of(objekter) + ...));
    xml::Arena arena;
    const auto input = value_of(xml::parse<ImporterInput>(kImporterInput, schema(), text, {}, arena));
    const auto snapshot = lager_.snapshot();
    const Haendelser haendelser(input, *snapshot, roller_);
    std::vector<std::vector<indeks::Haendelse>> out;
    for (const ImporterPost& post : input.poster) {
      if (const auto* one = std::get_if<ImporterPost::BEVILLING>(&post.objekt)) {
        out.push_back(value_of(haendelser.af(one->bevilling, value_of(to_objekt(one->bevilling, kNu, roller_)))));
      }
      if (const auto* one = std::get_if<ImporterPost::EFFEKTUERING>(&post.objekt)) {
        out.push_back(value_of(haendelser.af(one->effektuering, value_of(to_objekt(one->effektuering, kNu, roller_)))));
      }
    }
    return out;
  }
  void put_sag(std::vector<oio::Term> termer) {
    lager_.put({.ref = {oio::Objekttype::SAG, kSag}, .registreringer = {{{}, "sag", std::move(termer)}}});
  }

  oio::testing::Objektlager lager_;
  const Roller roller_;
};

TEST_F(Haendelserne, SayWhoseWhatAndForWhom) {
  const auto all = af(Bevillingen{});
  ASSERT_THAT(all, ElementsAre(SizeIs(1)));
  const auto& one = all[0][0];
  EXPECT_EQ(one.beskedtype, base::Uuid::named(base::kBrevdueNamespace, "beskedtype/bevilling"));
  EXPECT_EQ(one.objekt, base::Uuid::parse(kBevillingUuid));
  EXPECT_EQ(one.ejer, at::kUdk);
  EXPECT_EQ(one.bopaelskommune, std::nullopt);
  EXPECT_EQ(one.foelsomhed, 2);
  EXPECT_THAT(one.kle, ElementsAre(*base::KleEmne::parse("32.03.04")));
  EXPECT_THAT(one.parter, ElementsAre("urn:oio:cpr-nr:0123456789"));
  EXPECT_EQ(one.registreringstidspunkt, base::parse_iso("2026-01-02T09:00:00Z"));
}

TEST_F(Haendelserne, HaveTheWholeRegistreringOrItsIdentityAlone) {
  const auto all = af(Bevillingen{}, Effektueringen{});
  for (const auto& haendelser : all) {
    const auto& one = haendelser.at(0);
    EXPECT_THAT(one.indhold, HasSubstr("32.03.04"));
    EXPECT_THAT(one.kun_identitet, HasSubstr(one.objekt.text()));
    EXPECT_THAT(one.kun_identitet, HasSubstr("2026-01-02T09:00:00Z"));
    for (const auto* hidden : {"32.03.04", "0123456789", "33333333", "En note"}) {
      EXPECT_THAT(one.kun_identitet, Not(HasSubstr(hidden)));
    }
  }
}

TEST_F(Haendelserne, AreForTheKommuneOfTheSagToo) {
  put_sag({{oio::Termart::BOPAELSKOMMUNE, "11111111"}});
  const auto all = af(Bevillingen{.sag = kSag.text()}, Effektueringen{});
  EXPECT_EQ(all.at(0).at(0).bopaelskommune, at::kKorsbaek);
  EXPECT_EQ(all.at(1).at(0).bopaelskommune, at::kKorsbaek);
  EXPECT_EQ(all.at(1).at(0).foelsomhed, 2);
}

TEST_F(Haendelserne, OfTwoKommunerNoneIsMeant) {
  put_sag({{oio::Termart::BOPAELSKOMMUNE, "11111111"}, {oio::Termart::BOPAELSKOMMUNE, "22222222"}});
  EXPECT_EQ(af(Bevillingen{.sag = kSag.text()}).at(0).at(0).bopaelskommune, std::nullopt);
}

TEST_F(Haendelserne, OfAnUnknownBevillingKeepTheHighestFoelsomhed) {
  EXPECT_EQ(af(Effektueringen{}).at(0).at(0).foelsomhed, 4);
}

TEST_F(Haendelserne, AreNoneWhenTheSenderWantsNone) {
  EXPECT_THAT(af(Bevillingen{.uden_notifikation = "true"}), ElementsAre(IsEmpty()));
}

}  // namespace
}  // namespace brevdue::ydelsesindeks
