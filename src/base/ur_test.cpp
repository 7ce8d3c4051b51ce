#include "base/ur.hpp"

#include <gtest/gtest.h>

namespace brevdue::base {

TEST(Iso, ReadsWithAndWithoutZone) {
  const auto noon = *parse_iso("2026-05-15T12:00:00Z");
  EXPECT_EQ(parse_iso("2026-05-15T14:00:00+02:00"), noon);
  EXPECT_EQ(parse_iso("2026-05-15T12:00:00"), noon);
  EXPECT_EQ(parse_iso("2026-05-15T12:00:00.000"), noon);
  EXPECT_EQ(iso_text(*parse_iso("2023-02-13T12:22:31.990+01:00")), "2023-02-13T11:22:31.990Z");
  EXPECT_EQ(iso_text(*parse_iso("2023-12-31T24:00:00Z"), 0), "2024-01-01T00:00:00Z");
  EXPECT_EQ(iso_text(*parse_iso("2023-02-13T12:22:31.1234567Z"), 6), "2023-02-13T12:22:31.123456Z");
}

TEST(Iso, RefusesWhatIsNoTime) {
  for (const char* bad : {"", "2026-05-15", "2026-02-30T00:00:00Z", "2026-05-15T25:00:00Z", "2026-05-15T12:60:00Z",
                          "2026-05-15T12:00:00.Z", "2026-05-15T12:00:00+15:00", "2026-05-15T12:00:00Zx",
                          "0000-01-01T00:00:00Z", "2026-05-15 12:00:00"}) {
    EXPECT_FALSE(parse_iso(bad)) << bad;
  }
}

TEST(TestUr, MovesBothHands) {
  TestUr ur(*parse_iso("2026-05-15T00:00:00Z"));
  const auto before = ur.monoton();
  ur.advance(std::chrono::hours{1});
  EXPECT_EQ(iso_text(ur.nu(), 0), "2026-05-15T01:00:00Z");
  EXPECT_EQ(ur.monoton() - before, std::chrono::hours{1});
}

}  // namespace brevdue::base
