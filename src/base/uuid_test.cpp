#include "base/uuid.hpp"

#include <gtest/gtest.h>

#include "base/ur.hpp"

namespace brevdue::base {

TEST(Uuid, ReadsAnyCaseAndWritesLower) {
  EXPECT_EQ(Uuid::parse("D92BB9C2-D826-4028-8FB5-D8B88B4377D4")->text(), "d92bb9c2-d826-4028-8fb5-d8b88b4377d4");
}

TEST(Uuid, RefusesWhatIsNotOne) {
  for (const char* bad : {"", "1", "d92bb9c2d82640288fb5d8b88b4377d4", "d92bb9c2-d826-4028-8fb5-d8b88b4377dg",
                          "{d92bb9c2-d826-4028-8fb5-d8b88b4377d}", "d92bb9c2-d826-4028-8fb5-d8b88b4377d44"}) {
    EXPECT_FALSE(Uuid::parse(bad)) << bad;
  }
}

TEST(Uuid, NamedFollowsTheRfcExample) {
  // RFC 9562 A.4: "www.example.com" in the DNS namespace.
  const auto dns = Uuid::literal("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  EXPECT_EQ(Uuid::named(dns, "www.example.com").text(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(Uuid, RandomIsVersionFour) {
  TestTilfaeldig dice(1);
  const std::string text = Uuid::random(dice).text();
  EXPECT_EQ(text[14], '4');
  EXPECT_NE(Uuid::random(dice).text(), text);
}

}  // namespace brevdue::base
