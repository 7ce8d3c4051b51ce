#include "aftaler/formaal.hpp"

#include <gtest/gtest.h>

namespace brevdue::aftaler {
namespace {

using oio::Formaal;

TEST(Formaalskatalog, HasEveryPurposeInOrderWithAText) {
  for (std::size_t i = 0; i < formaalskatalog().size(); ++i) {
    EXPECT_EQ(formaalskatalog()[i].formaal, static_cast<Formaal>(i));
    EXPECT_FALSE(formaalskatalog()[i].tekst.empty());
  }
  EXPECT_EQ(opslag(Formaal::FM_02).tekst, "Myndighedsopgave efter den sociale lovgivning");
}

TEST(Formaalskatalog, NothingIsExchangedForOwnWorkGuidanceOrRevision) {
  using enum Formaal;
  EXPECT_EQ(aftalelige_formaal(), (base::Maengde{FM_01, FM_02, FM_03, FM_04, FM_05, FM_06}));
}

TEST(Formaalsangivelse, HoldsWhatThePurposeDemands) {
  const auto med = [](Formaal formaal, std::string sag, std::string henvendelse) {
    return er_udfyldt({formaal, std::move(sag), std::move(henvendelse), {}});
  };
  EXPECT_TRUE(med(Formaal::FM_01, "", ""));
  for (const auto formaal : {Formaal::FM_02, Formaal::FM_03}) {
    EXPECT_FALSE(med(formaal, "", ""));
    EXPECT_TRUE(med(formaal, "sag", ""));
    EXPECT_TRUE(med(formaal, "", "Borgeren spørger om boligstøtte"));
  }
  EXPECT_FALSE(med(Formaal::FM_04, "", "Borgeren spørger om pension"));
  EXPECT_TRUE(med(Formaal::FM_04, "sag", ""));
  EXPECT_TRUE(med(Formaal::FM_05, "", ""));
}

}  // namespace
}  // namespace brevdue::aftaler
