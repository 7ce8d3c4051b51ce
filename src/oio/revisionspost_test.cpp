#include "oio/revisionspost.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "oio/felter.hpp"

namespace brevdue::oio {
namespace {

constexpr auto kSystem = base::Uuid::literal("00000000-0000-4000-8000-000000000001");

Revisionspost sample() {
  Revisionspost post;
  post.haendelse = Haendelse::BESKED_LEVERET;
  post.afgoerelse = Aarsag::TILLADT;
  post.tid = *base::parse_iso("2026-05-15T08:00:00.123456Z");
  post.anvendersystem = kSystem;
  post.myndighed = *base::Cvr::parse("00000001");
  post.objekt = kSystem;
  post.service = "modtag";
  post.tekst = "som aftalt";
  return post;
}

TEST(Revisionspost, SurvivesEncoding) {
  const auto bytes = encode(sample());
  const auto read = decode_revisionspost(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(encode(*read), bytes);
  EXPECT_EQ(read->myndighed.text(), "00000001");
  EXPECT_EQ(read->tekst, "som aftalt");
  EXPECT_EQ(read->tid, sample().tid);
}

Revisionspost shown() {
  auto post = sample();
  post.haendelse = Haendelse::OBJEKT_VIST;
  post.udveksling = {.bruger = kSystem,
                     .part = "urn:oio:cpr-nr:0123456789",
                     .formaal = Formaal::FM_02,
                     .reference = "sag 17",
                     .aftale = "AFT-01/11111111",
                     .version = 3,
                     .hjemmel = "§ 8, stk. 1"};
  return post;
}

TEST(Revisionspost, SaysForWhatPurposeAndByWhichAgreementSomethingWasShown) {
  const auto bytes = encode(shown());
  const auto read = decode_revisionspost(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->udveksling, shown().udveksling);
  const auto line = text(*read);
  EXPECT_NE(line.find(" part=urn:oio:cpr-nr:********** formaal=FM-02 "), std::string::npos) << line;
  EXPECT_NE(line.find(" udvekslingsaftale=AFT-01/11111111 udvekslingsversion=3 "), std::string::npos) << line;
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_revisionspost(bytes.substr(0, size)));
}

TEST(Revisionspost, WithoutThemItHasTheFormOfBefore) {
  EXPECT_EQ(encode(sample()).front(), 2);
  EXPECT_EQ(encode(shown()).front(), 3);
  std::string emptied = encode(sample());
  emptied.front() = 3;
  EXPECT_FALSE(decode_revisionspost(emptied + std::string(37, '\0')));
}

TEST(Revisionspost, TakesPurposeAndUserFromTheKaldAndTheAgreementFromTheAnswer) {
  Kald kald;
  kald.bruger = Bruger{.uuid = kSystem, .rettigheder = {}, .formaal = {}};
  kald.formaal = Formaalsangivelse{.formaal = Formaal::FM_02, .sagsreference = {}, .henvendelse = "ny", .samtykke = {}};
  auto post = revisionspost(Haendelse::OBJEKT_VIST, kald, sample().tid);
  EXPECT_EQ(post.udveksling.bruger, kSystem);
  EXPECT_EQ(post.udveksling.formaal, Formaal::FM_02);
  EXPECT_EQ(post.udveksling.reference, "ny");
  note_svar(post, {.aarsag = Aarsag::PERIODE, .serviceaftale = kSystem, .aftale = {"AFT-02", 1, "§"}});
  EXPECT_EQ(post.afgoerelse, Aarsag::PERIODE);
  EXPECT_EQ(post.serviceaftale, kSystem);
  EXPECT_EQ(post.udveksling.aftale, "AFT-02");
}

TEST(Revisionspost, AnUnknownCallerHasNoAuthority) {
  const auto bytes = encode(Revisionspost{});
  const auto read = decode_revisionspost(bytes);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->myndighed.is_none());
}

TEST(Revisionspost, RefusesEveryShorterOrLongerRecord) {
  const auto bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_revisionspost(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_revisionspost(bytes + '\0'));
}

TEST(Revisionspost, RefusesUnknownFormsEventsAndReasons) {
  for (const auto& [place, value] : {std::pair{0, 1}, {0, 3}, {0, 4}, {1, 0}, {1, 17}, {2, 25}}) {
    auto bytes = encode(sample());
    bytes[static_cast<std::size_t>(place)] = static_cast<char>(value);
    EXPECT_FALSE(decode_revisionspost(bytes)) << place << ' ' << value;
  }
}

RC_GTEST_PROP(RevisionspostEgenskab, OneFormForEachRecord, (std::string bytes)) {
  const auto read = decode_revisionspost(bytes);
  RC_ASSERT((!read || encode(*read) == bytes));
}

RC_GTEST_PROP(RevisionspostEgenskab, AChangedByteIsReadAsItStandsOrRefused, ()) {
  auto bytes = encode(sample());
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::arbitrary<std::uint8_t>());
  const auto read = decode_revisionspost(bytes);
  RC_ASSERT((!read || encode(*read) == bytes));
}

TEST(Revisionspost, ReadsAsOneLine) {
  auto post = sample();
  post.tekst = "to\nlinjer";
  const auto line = text(post);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(line.starts_with("2026-05-15T08:00:00.123Z BESKED_LEVERET TILLADT system=00000000-0000-4000-8000-"));
  EXPECT_NE(line.find("myndighed=00000001"), std::string::npos);
  EXPECT_EQ(line.find("aftale="), std::string::npos);
  EXPECT_EQ(line.find("antal="), std::string::npos);
}

TEST(Revisionspost, SaysHowManyItStandsFor) {
  auto post = sample();
  post.antal = 17;
  const auto bytes = encode(post);
  EXPECT_NE(text(*decode_revisionspost(bytes)).find(" antal=17 "), std::string::npos);
  post.antal = 0;
  EXPECT_FALSE(decode_revisionspost(encode(post)));
}

TEST(Revisionspost, TakesTheCallFromTheKald) {
  Kald kald;
  kald.anvendersystem = kSystem;
  kald.service = "afsend";
  kald.adresse = "127.0.0.1";
  const auto post = revisionspost(Haendelse::BESKED_MODTAGET, kald, sample().tid);
  EXPECT_EQ(post.anvendersystem, kSystem);
  EXPECT_EQ(post.service, "afsend");
  EXPECT_EQ(post.adresse, "127.0.0.1");
}

TEST(Felter, ACountIsBoundedByWhatIsLeft) {
  std::string bytes;
  Feltskriver(bytes).count(1'000'000);
  Feltlaeser from(bytes);
  EXPECT_EQ(from.count(), 0U);
  EXPECT_TRUE(from.failed());
}

TEST(Felter, AFlagIsZeroOrOne) {
  Feltlaeser from("\x02");
  EXPECT_FALSE(from.flag());
  EXPECT_FALSE(from.done());
}

}  // namespace
}  // namespace brevdue::oio
