#include "app/sandboxtid.hpp"

#include <gtest/gtest.h>

namespace brevdue::app {
namespace {

TEST(SandboxtidTest, SetTakesATime) {
  EXPECT_EQ(*parse_sandboxtid("set", "1970-01-01T00:00:01Z"), "at=1000000");
  EXPECT_FALSE(parse_sandboxtid("set", "tomorrow"));
  EXPECT_FALSE(parse_sandboxtid("set", "2026-02-30T00:00:00Z"));
}

TEST(SandboxtidTest, AdvanceTakesADurationForward) {
  EXPECT_EQ(*parse_sandboxtid("advance", "90s"), "by=90000000");
  EXPECT_EQ(*parse_sandboxtid("advance", "15m"), "by=900000000");
  EXPECT_EQ(*parse_sandboxtid("advance", "2h"), "by=7200000000");
  EXPECT_EQ(*parse_sandboxtid("advance", "3d"), "by=259200000000");
  for (const char* wrong : {"", "3", "d", "-1s", "0s", "1w", "1 s", "1ss", "99999999999999999999s", "36526d"}) {
    EXPECT_FALSE(parse_sandboxtid("advance", wrong)) << wrong;
  }
}

}  // namespace
}  // namespace brevdue::app
