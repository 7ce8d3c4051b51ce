#include "oio/udveksling.hpp"

#include <gtest/gtest.h>

namespace brevdue::oio {
namespace {

using namespace std::chrono;

Dag dag(int year, unsigned month, unsigned day) {
  return Dag{year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}};
}
Dag dansk(std::string_view utc) {
  return dansk_dag(*base::parse_iso(utc));
}

TEST(DanskDag, BeginsAtDanishMidnight) {
  EXPECT_EQ(dansk("2026-02-14T22:59:59.999999Z"), dag(2026, 2, 14));
  EXPECT_EQ(dansk("2026-02-14T23:00:00Z"), dag(2026, 2, 15));
  EXPECT_EQ(dansk("2026-05-14T21:59:59Z"), dag(2026, 5, 14));
  EXPECT_EQ(dansk("2026-05-14T22:00:00Z"), dag(2026, 5, 15));
  EXPECT_EQ(dansk("2026-05-15T00:00:00+02:00"), dag(2026, 5, 15));
  EXPECT_EQ(dansk("1969-12-31T22:59:59Z"), dag(1969, 12, 31));
}

// The clocks go forward at 01:00 UTC on 29 March 2026 and back at 01:00 UTC on 25 October.
TEST(DanskDag, FollowsSummerTimeOverItsChanges) {
  EXPECT_EQ(dansk("2026-03-28T22:59:59Z"), dag(2026, 3, 28));
  EXPECT_EQ(dansk("2026-03-28T23:00:00Z"), dag(2026, 3, 29));
  EXPECT_EQ(dansk("2026-03-29T21:59:59Z"), dag(2026, 3, 29));
  EXPECT_EQ(dansk("2026-03-29T22:00:00Z"), dag(2026, 3, 30));
  EXPECT_EQ(dansk("2026-10-24T22:00:00Z"), dag(2026, 10, 25));
  EXPECT_EQ(dansk("2026-10-25T22:59:59Z"), dag(2026, 10, 25));
  EXPECT_EQ(dansk("2026-10-25T23:00:00Z"), dag(2026, 10, 26));
}

TEST(Navne, AreReadAsTheyAreWritten) {
  kAlleFormaal.each([](Formaal one) { EXPECT_EQ(parse_navn<Formaal>(kFormaalsnavne, navn(one)), one); });
  kAlleFeltgrupper.each([](Feltgruppe one) { EXPECT_EQ(parse_navn<Feltgruppe>(kFeltgruppenavne, navn(one)), one); });
  EXPECT_EQ(navn(Formaal::FM_09), "FM-09");
  EXPECT_EQ(navn(Feltgruppe::KTRL_HENLAGT_6M), "KTRL_HENLAGT_6M");
  EXPECT_EQ(navn(Objektart::FORMULAR), "FORMULAR");
  EXPECT_EQ(navn(Ordning::KOMMUNAL), "KOMMUNAL");
  EXPECT_FALSE(parse_navn<Formaal>(kFormaalsnavne, "FM-10"));
  EXPECT_FALSE(parse_navn<Formaal>(kFormaalsnavne, "fm-01"));
}

}  // namespace
}  // namespace brevdue::oio
