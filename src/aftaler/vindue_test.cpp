#include "aftaler/vindue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace brevdue::aftaler {
namespace {

using namespace std::chrono;
using oio::Dag;

Dag dag(int y, unsigned m, unsigned d) {
  return Dag{year_month_day{year{y}, month{m}, day{d}}};
}

// SC-02.
TEST(Vindue, HoldsBothItsEnds) {
  const auto three = vindue(3, dag(2026, 5, 15));
  EXPECT_EQ(three.fra, dag(2026, 2, 15));
  EXPECT_EQ(three.til, dag(2026, 5, 15));
  EXPECT_FALSE(three.contains(dag(2026, 2, 14)));
  EXPECT_TRUE(three.contains(dag(2026, 2, 15)));
  EXPECT_TRUE(three.contains(dag(2026, 5, 15)));
  EXPECT_FALSE(three.contains(dag(2026, 5, 16)));
}

TEST(Vindue, BeginsOnTheMonthsLastDayWhenItHasNoSuchDay) {
  EXPECT_EQ(vindue(3, dag(2026, 5, 31)).fra, dag(2026, 2, 28));
  EXPECT_EQ(vindue(3, dag(2026, 5, 29)).fra, dag(2026, 2, 28));
  EXPECT_EQ(vindue(3, dag(2026, 5, 28)).fra, dag(2026, 2, 28));
  EXPECT_EQ(vindue(3, dag(2028, 5, 31)).fra, dag(2028, 2, 29));
  EXPECT_EQ(vindue(3, dag(2028, 5, 29)).fra, dag(2028, 2, 29));
  EXPECT_EQ(vindue(3, dag(2026, 7, 31)).fra, dag(2026, 4, 30));
  EXPECT_EQ(vindue(3, dag(2028, 2, 29)).fra, dag(2027, 11, 29));
}

TEST(Vindue, GoesBackOverTheYear) {
  EXPECT_EQ(vindue(3, dag(2026, 1, 15)).fra, dag(2025, 10, 15));
  EXPECT_EQ(vindue(3, dag(2026, 3, 31)).fra, dag(2025, 12, 31));
  EXPECT_EQ(vindue(12, dag(2028, 2, 29)).fra, dag(2027, 2, 28));
  EXPECT_EQ(vindue(120, dag(2026, 5, 15)).fra, dag(2016, 5, 15));
}

// Told without calendar arithmetic: the month three steps back, and the day, or the last one before it.
RC_GTEST_PROP(VindueEgenskab, IsThreeMonthsOnEveryDay, ()) {
  const Dag today{days{*rc::gen::inRange(0, 40'000)}};
  const year_month_day now{today};
  const auto month_number = static_cast<int>(unsigned{now.month()}) - 3;
  const auto y = now.year() - years{month_number < 1 ? 1 : 0};
  const month m{static_cast<unsigned>(month_number < 1 ? month_number + 12 : month_number)};
  auto d = unsigned{now.day()};
  while (!year_month_day{y, m, day{d}}.ok()) --d;
  RC_ASSERT(vindue(3, today).fra == Dag{year_month_day(y, m, day{d})});
  RC_ASSERT(vindue(3, today).til == today);
}

RC_GTEST_PROP(VindueEgenskab, NeverBeginsEarlierOnALaterDay, ()) {
  const Dag today{days{*rc::gen::inRange(0, 40'000)}};
  const auto months = *rc::gen::inRange<std::uint8_t>(1, 121);
  RC_ASSERT(vindue(months, today).fra <= vindue(months, today + days{1}).fra);
}

}  // namespace
}  // namespace brevdue::aftaler
