#include "base/log.hpp"

#include <gtest/gtest.h>

namespace brevdue::base::log {

TEST(LogClean, MasksWhatLooksLikeACpr) {
  EXPECT_EQ(clean("borger 6101801234 fundet"), "borger ********** fundet");
  EXPECT_EQ(clean("urn:oio:cpr-nr:6101801234"), "urn:oio:cpr-nr:**********");
  EXPECT_EQ(clean("610180-1234"), "**********");
}

TEST(LogClean, LeavesOtherNumbersAlone) {
  EXPECT_EQ(clean("cvr 11111111, 12345678901 bytes"), "cvr 11111111, 12345678901 bytes");
}

TEST(LogClean, EscapesControlCharactersSoThatALineStaysALine) {
  EXPECT_EQ(clean("a\nb\"c\\d"), "a\\u000ab\\\"c\\\\d");
}

}  // namespace brevdue::base::log
