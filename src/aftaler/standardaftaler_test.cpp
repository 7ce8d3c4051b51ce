#include "aftaler/standardaftaler.hpp"

#include <gtest/gtest.h>

#include "aftaler/aftale_testing.hpp"
#include "aftaler/aftale_toml.hpp"

namespace brevdue::aftaler {
namespace {

using namespace testing;

TEST(Standardaftaler, AreDraftsOfUdk) {
  const auto all = standardaftaler(kUdk);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].id, "AFT-01");
  EXPECT_EQ(all[1].id, "AFT-02");
  EXPECT_EQ(all[2].id, "AFT-12");
  for (const auto& one : all) {
    EXPECT_EQ(one.tilstand, Aftaletilstand::KLADDE) << one.id;
    EXPECT_EQ(one.type, Aftaletype::RAMMEAFTALE) << one.id;
    EXPECT_EQ(one.dataejer, kUdk) << one.id;
    EXPECT_TRUE(one.datamodtagere.empty()) << one.id;
  }
}

// Nothing but the state stands between a draft and force, so the state alone must not be enough.
TEST(Standardaftaler, CannotBeMadeActiveAsTheyAreDelivered) {
  for (auto one : standardaftaler(kUdk)) {
    one.tilstand = Aftaletilstand::AKTIV;
    const auto table = base::parse_toml(write_aftaler({one}), "fil.toml");
    ASSERT_TRUE(table);
    base::TomlReader top(*table, "fil.toml");
    EXPECT_FALSE(read_aftaler(top)) << one.id;
  }
}

TEST(Standardaftaler, AProveAccessionTakesOnlyThePurposesOfBoth) {
  const auto all = standardaftaler(kUdk);
  const auto one = proevetilslutning(all[2], kKorsbaek, {Formaal::FM_02, Formaal::FM_03});
  EXPECT_EQ(one.id, "AFT-12/11111111");
  EXPECT_EQ(one.graenser.formaal, base::Maengde{Formaal::FM_02});
  EXPECT_EQ(one.tilstand, Aftaletilstand::AKTIV);
  EXPECT_TRUE(one.hjemler.front().proeve);
  EXPECT_EQ(tekst(one.hjemler.front()), "Sandkassens prøvehjemmel § 0 (prøve)");
}

TEST(Hjemmel, IsShownAsAProvision) {
  EXPECT_EQ(tekst(standardaftaler(kUdk)[0].hjemler.front()), "Lov om Udbetaling Danmark § 8, stk. 1");
  Hjemmel hjemmel;
  hjemmel.lov = "Lov";
  hjemmel.paragraf = "11 a";
  hjemmel.stykke = "2";
  hjemmel.nummer = "3";
  EXPECT_EQ(tekst(hjemmel), "Lov § 11 a, stk. 2, nr. 3");
}

}  // namespace
}  // namespace brevdue::aftaler
