#include "oio/sidelager.hpp"

#include <gtest/gtest.h>

namespace brevdue::oio {
namespace {

constexpr auto kSystem = base::Uuid::literal("00000000-0000-4000-8000-000000000001");

class SidelagerTest : public ::testing::Test {
 protected:
  static Sidelager::Ider ider(std::size_t count) {
    return std::make_shared<const std::vector<base::Uuid>>(count, kSystem);
  }
  Sidelager::Spoergsmaal om(std::string_view soegning) const {
    return Sidelager::spoergsmaal(kald_, Objekttype::SAG, soegning);
  }
  void SetUp() override {
    kald_.anvendersystem = kSystem;
    kald_.myndighed = *base::Cvr::parse("11111111");
  }
  Kald kald_;
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
};

TEST_F(SidelagerTest, AResultIsKeptForTenMinutes) {
  Sidelager lager{ur_};
  const auto kept = ider(3);
  lager.keep(om("q"), kept);
  ur_.advance(Sidelager::kHoldetid - std::chrono::microseconds{1});
  EXPECT_EQ(lager.find(om("q")), kept);
  ur_.advance(std::chrono::microseconds{1});
  EXPECT_EQ(lager.find(om("q")), nullptr);
  EXPECT_EQ(lager.bytes(), 0U);
}

TEST_F(SidelagerTest, AnotherQuestionCallerOrRightGetsNothingOfIt) {
  Sidelager lager{ur_};
  lager.keep(om("q"), ider(1));
  EXPECT_EQ(lager.find(om("r")), nullptr);
  EXPECT_EQ(lager.find(Sidelager::spoergsmaal(kald_, Objekttype::DOKUMENT, "q")), nullptr);
  const Kald mine = kald_;
  kald_.myndighed = *base::Cvr::parse("22222222");
  EXPECT_EQ(lager.find(om("q")), nullptr);
  kald_ = mine;
  kald_.registerversion = 2;
  EXPECT_EQ(lager.find(om("q")), nullptr);
  kald_ = mine;
  kald_.service = "q";
  EXPECT_EQ(lager.find(om("")), nullptr);
  kald_ = mine;
  EXPECT_NE(lager.find(om("q")), nullptr);
}

TEST_F(SidelagerTest, ANewFirstPageReplacesTheOld) {
  Sidelager lager{ur_};
  lager.keep(om("q"), ider(100));
  const std::size_t before = lager.bytes();
  const auto ny = ider(100);
  lager.keep(om("q"), ny);
  EXPECT_EQ(lager.find(om("q")), ny);
  EXPECT_EQ(lager.bytes(), before);
}

TEST_F(SidelagerTest, TheOldestGoesWhenThereIsNoRoom) {
  Sidelager lager{ur_, 40'000};
  for (const std::string_view q : {"1", "2", "3"}) lager.keep(om(q), ider(1000));
  EXPECT_EQ(lager.find(om("1")), nullptr);
  EXPECT_NE(lager.find(om("2")), nullptr);
  EXPECT_NE(lager.find(om("3")), nullptr);
  lager.keep(om("2"), ider(10'000));  // larger than all room: the old one would be wrong
  EXPECT_EQ(lager.find(om("2")), nullptr);
  EXPECT_NE(lager.find(om("3")), nullptr);
  EXPECT_LE(lager.bytes(), 40'000U);
}

}  // namespace
}  // namespace brevdue::oio
