#include "base/numre.hpp"

#include <gtest/gtest.h>

namespace brevdue::base {

TEST(Numre, AreMadeAgainOfTheirValue) {
  EXPECT_EQ(Cvr::of_value(Cvr::parse("00000017")->value()), Cvr::parse("00000017"));
  EXPECT_TRUE(Cvr::of_value(Cvr{}.value()).is_none());
  EXPECT_TRUE(Cvr::of_value(100'000'000).is_none());
  EXPECT_EQ(KleEmne::of_value(320304), KleEmne::parse("32.03.04"));
  EXPECT_FALSE(KleEmne::of_value(1'000'000));
}

TEST(Cpr, TakesTenDigitsAndNothingElse) {
  EXPECT_EQ(Cpr::parse("0123456789")->text(), "0123456789");
  EXPECT_FALSE(Cpr::parse("012345678"));
  EXPECT_FALSE(Cpr::parse("01234567890"));
  EXPECT_FALSE(Cpr::parse("012345-789"));
}

TEST(Cvr, BothUrnFormsMeanTheSame) {
  EXPECT_EQ(Cvr::from_urn("urn:oio:cvr-nr:11111111"), Cvr::from_urn("urn:oio:cvr:11111111"));
  EXPECT_EQ(Cvr::parse("00000012")->text(), "00000012");
  EXPECT_FALSE(Cvr::from_urn("urn:oio:cpr-nr:11111111"));
  EXPECT_FALSE(Cvr::parse("1111111"));
  EXPECT_TRUE(Cvr{}.is_none());
}

TEST(KleEmne, ParsesAndWrites) {
  EXPECT_EQ(KleEmne::parse("32.03.01")->text(), "32.03.01");
  EXPECT_EQ(KleEmne::from_urn("urn:oio:kle:00.01.02")->text(), "00.01.02");
  for (const char* bad : {"", "32", "32.03", "32.03.1", "32-03-01", "aa.03.01", "32.03.011"}) {
    EXPECT_FALSE(KleEmne::parse(bad)) << bad;
  }
}

struct Form {
  const char* read;
  const char* normal;
};

class KleMoensterForm : public testing::TestWithParam<Form> {};

TEST_P(KleMoensterForm, HasOneNormalForm) {
  const auto pattern = KleMoenster::parse(GetParam().read);
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->text(), GetParam().normal);
}

INSTANTIATE_TEST_SUITE_P(All, KleMoensterForm,
                         testing::Values(Form{"*", "*"}, Form{"32", "32.*"}, Form{"32.*", "32.*"}, Form{"32*", "32.*"},
                                         Form{"32.03", "32.03.*"}, Form{"00.01*", "00.01.*"},
                                         Form{"32.03.*", "32.03.*"}, Form{"32.03.01", "32.03.01"},
                                         Form{"urn:oio:kle:32.*", "32.*"}, Form{"urn:oio:kle:*", "*"}));

TEST(KleMoenster, RefusesOtherForms) {
  for (const char* bad : {"", "3", "3*", "32.0", "32..01", "32.03.01.*", "32.03.01*", "**", "32.03.01.02", "x"}) {
    EXPECT_FALSE(KleMoenster::parse(bad)) << bad;
  }
}

TEST(KleMoenster, MatchesByPrefix) {
  const auto emne = *KleEmne::parse("32.06.04");
  for (const char* yes : {"*", "32.*", "32.06.*", "32.06.04"})
    EXPECT_TRUE(KleMoenster::parse(yes)->matches(emne)) << yes;
  for (const char* no : {"31.*", "32.03.*", "32.06.05"}) EXPECT_FALSE(KleMoenster::parse(no)->matches(emne)) << no;
}

}  // namespace brevdue::base
