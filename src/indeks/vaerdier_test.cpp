#include "indeks/vaerdier.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace brevdue::indeks {
namespace {

oio::UnikId uuid(std::string_view text) {
  return {oio::UnikId::Art::UUID, text};
}
oio::UnikId urn(std::string_view text) {
  return {oio::UnikId::Art::URN, text};
}
oio::Tidsgraense at(std::string_view text) {
  return {oio::Tidsgraense::Art::TIDSSTEMPEL, text};
}
const base::Tidspunkt kNu = *base::parse_iso("2026-06-01T08:00:00Z");

TEST(Vaerdier, TermsHaveOneSpelling) {
  EXPECT_EQ(normaliseret(uuid("0B5E7F0A-1111-4222-8333-44445555666F")), "0b5e7f0a-1111-4222-8333-44445555666f");
  EXPECT_EQ(normaliseret(urn("URN:OIO:Cpr-Nr:0123456789")), "urn:oio:cpr-nr:0123456789");
  EXPECT_EQ(normaliseret(urn("urn:oio:kmd:sag:RACFID:WX-YZABC")), "urn:oio:kmd:sag:racfid:WX-YZABC");
  EXPECT_EQ(normaliseret(urn("urn:oio:us:borgerid:1")), normaliseret(urn("urn:oio:udk:borgerid:1")));
  EXPECT_EQ(normaliseret(urn("Uden kolon")), "Uden kolon");
}

TEST(Vaerdier, ATimeWithoutZoneIsDanish) {
  EXPECT_EQ(tidspunkt("2026-07-01T10:00:00"), base::parse_iso("2026-07-01T08:00:00Z"));
  EXPECT_EQ(tidspunkt("2026-01-01T10:00:00"), base::parse_iso("2026-01-01T09:00:00Z"));
  EXPECT_EQ(tidspunkt("2026-01-01T10:00:00-01:00"), base::parse_iso("2026-01-01T11:00:00Z"));
  EXPECT_EQ(tidspunkt(" 2026-01-01T10:00:00Z\n"), base::parse_iso("2026-01-01T10:00:00Z"));
  // Both times that the clock shows 02:30 on that night: the first is meant.
  EXPECT_EQ(tidspunkt("2026-10-25T02:30:00"), base::parse_iso("2026-10-25T00:30:00Z"));
  EXPECT_EQ(tidspunkt("2026-10-25T03:30:00"), base::parse_iso("2026-10-25T02:30:00Z"));
  EXPECT_EQ(tidspunkt({}), std::nullopt);
}

TEST(Vaerdier, WhatIsAbsentInAVirkningIsInfinite) {
  EXPECT_EQ(periode({}), oio::Periode{});
  oio::Virkning virkning;
  virkning.fra = at("2026-01-01T00:00:00Z");
  virkning.til = oio::Tidsgraense{oio::Tidsgraense::Art::GRAENSE, "true"};
  EXPECT_EQ(periode(virkning).fra, oio::Graense(*base::parse_iso("2026-01-01T00:00:00Z")));
  EXPECT_EQ(periode(virkning).til, oio::Graense::uendelig());
}

TEST(Vaerdier, AnUnknownFoelsomhedIsTheHighest) {
  EXPECT_EQ(foelsomhed("IKKE_FORTROLIGE_DATA"), 1);
  EXPECT_EQ(foelsomhed("VIP_SAGER"), 4);
  EXPECT_EQ(foelsomhed("noget andet"), 4);
  EXPECT_EQ(foelsomhed({}), 4);
}

TEST(Vaerdier, ACvrNumberComesBeforeTheUrn) {
  EXPECT_EQ(cvr_af("11111111", urn("urn:oio:cvr-nr:22222222")), base::Cvr::parse("11111111"));
  EXPECT_EQ(cvr_af({}, urn("URN:OIO:cvr-nr:22222222")), base::Cvr::parse("22222222"));
  EXPECT_EQ(cvr_af("ikke et nummer", urn("urn:oio:andet:22222222")), std::nullopt);
}

struct Post {
  std::optional<oio::Virkning> virkning;
  int navn = 0;
};
Post post(int navn, std::string_view fra, std::string_view til = {}) {
  Post out{oio::Virkning{}, navn};
  out.virkning->fra = at(fra);
  if (!til.empty()) out.virkning->til = at(til);
  return out;
}
int navn_nu(const std::vector<Post>& all) {
  const auto* found = gaeldende(std::span(all), kNu, [](const Post&) { return true; });
  return found == nullptr ? 0 : found->navn;
}
bool skifter(const std::vector<Post>& all) {
  return kan_skifte(std::span(all), kNu, [](const Post&) { return true; });
}

TEST(Vaerdier, WhatIsInForceDecidesAndOtherwiseWhatBeginsLast) {
  EXPECT_EQ(navn_nu({}), 0);
  EXPECT_EQ(navn_nu({post(1, "2026-01-01T00:00:00Z"), post(2, "2027-01-01T00:00:00Z")}), 1);
  EXPECT_EQ(navn_nu({post(1, "2026-01-01T00:00:00Z"), post(2, "2026-02-01T00:00:00Z")}), 2);
  const auto ended = post(1, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
  EXPECT_EQ(navn_nu({post(2, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), ended}), 2);
}

TEST(Vaerdier, SomethingMayChangeWhenAnEntryBeginsOrEndsLater) {
  EXPECT_FALSE(skifter({post(1, "2026-01-01T00:00:00Z"), post(2, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")}));
  EXPECT_TRUE(skifter({post(1, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")}));
  EXPECT_TRUE(skifter({post(1, "2026-06-01T08:00:01Z")}));
}

}  // namespace
}  // namespace brevdue::indeks
