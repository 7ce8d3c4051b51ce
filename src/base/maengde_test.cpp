#include "base/maengde.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace brevdue::base {
namespace {

enum class Farve : std::uint8_t { ROED, GROEN, BLAA, SIDSTE = 31 };
using Farver = Maengde<Farve>;

TEST(Maengde, HoldsWhatIsPutIntoIt) {
  Farver farver{Farve::ROED, Farve::SIDSTE};
  EXPECT_TRUE(farver.contains(Farve::ROED));
  EXPECT_TRUE(farver.contains(Farve::SIDSTE));
  EXPECT_FALSE(farver.contains(Farve::GROEN));
  EXPECT_EQ(farver.size(), 2U);
  farver.erase(Farve::ROED);
  farver.erase(Farve::GROEN);
  EXPECT_EQ(farver, Farver{Farve::SIDSTE});
  EXPECT_TRUE(Farver{}.empty());
}

TEST(Maengde, IsASet) {
  const Farver a{Farve::ROED, Farve::GROEN};
  const Farver b{Farve::GROEN, Farve::BLAA};
  EXPECT_EQ(a & b, Farver{Farve::GROEN});
  EXPECT_EQ(a | b, (Farver{Farve::ROED, Farve::GROEN, Farve::BLAA}));
  EXPECT_TRUE(a.contains(a & b));
  EXPECT_TRUE(a.contains(Farver{}));
  EXPECT_FALSE(a.contains(b));
}

TEST(Maengde, IsVisitedInOrder) {
  std::vector<Farve> seen;
  Farver{Farve::SIDSTE, Farve::BLAA, Farve::ROED}.each([&](Farve one) { seen.push_back(one); });
  EXPECT_EQ(seen, (std::vector{Farve::ROED, Farve::BLAA, Farve::SIDSTE}));
}

}  // namespace
}  // namespace brevdue::base
