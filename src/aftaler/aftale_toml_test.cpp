#include "aftaler/aftale_toml.hpp"

#include <gtest/gtest.h>

#include "aftaler/aftale_testing.hpp"

namespace brevdue::aftaler {
namespace {

using namespace testing;
using base::FejlKode;

base::Resultat<std::vector<Dataudvekslingsaftale>> read(std::string_view text) {
  const auto table = PROEV(base::parse_toml(text, "fil.toml"));
  base::TomlReader top(table, "fil.toml");
  auto out = PROEV(read_aftaler(top));
  PROEV(top.finish());
  return out;
}

// Everything the form can say.
Dataudvekslingsaftale fuld() {
  auto out = aftalerne()[3];
  out.navn = "Ydelser \"og\" \\ mere";
  out.version = 7;
  out.datamodtagere = {kKorsbaek, kNabo};
  out.hjemler.push_back({"Lov om prøver", "11 a", "1", "2", "Ordlyd", "Kilde", dag(2026, 2, 28), "En jurist", false});
  out.graenser.kle = {moenster("32.06.*"), moenster("32.30.08")};
  out.gyldig_fra = dag(2026, 1, 1);
  out.gyldig_til = dag(2028, 2, 29);
  out.godkendt_af = {kKorsbaek, kNabo, kUdk};
  return out;
}

TEST(AftaleToml, WhatIsWrittenReadsAsTheSame) {
  auto all = aftalerne();
  all.push_back(fuld());
  Dataudvekslingsaftale tom;
  tom.id = "AFT-99";
  tom.navn = "Tom";
  tom.dataejer = kUdk;
  tom.datamodtagere = {kNabo};
  all.push_back(tom);
  const auto again = read(write_aftaler(all));
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(*again, all);
}

constexpr std::string_view kFil = R"([[dataudvekslingsaftale]]
id = 'AFT-01/11111111'
version = 2
navn = 'Ydelser'
type = 'LOKAL_TILSLUTNING'
rammeaftale = 'AFT-01'
dataejer = '33333333'
datamodtagere = ['11111111']
begrundelse = 'Fordi'
formaal = ['FM-01', 'FM-02']
objekttyper = ['YDELSE']
ordninger = ['PENSION']
kle = ['32.03.*']
kle_undtaget = []
max_foelsomhed = 3
feltgrupper = ['YD_TYPE']
periode = 'P3M'
gyldig_fra = 2026-01-01
gyldig_til = 2026-12-31
tilstand = 'AKTIV'
kombit_inddraget = '2026-01-01, sag 1'
godkendt_af = ['11111111', '33333333']
[[dataudvekslingsaftale.hjemmel]]
lov = 'Prøvelov'
paragraf = '8'
ordlyd = 'Ordlyd'
kildehenvisning = 'Kilde'
kontrolleret = 2026-01-01
)";

struct Linje {
  std::string_view fra;
  std::string_view til;
  int linje;
};

constexpr Linje kLinjer[] = {
    {"id = 'AFT-01/11111111'\n", "", 1},
    {"version = 2", "version = 0", 3},
    {"navn = 'Ydelser'", "navn = \"a\\u0007\"", 4},
    {"'LOKAL_TILSLUTNING'", "'TILSLUTNING'", 5},
    {"rammeaftale = 'AFT-01'\n", "", 1},
    {"type = 'LOKAL_TILSLUTNING'", "type = 'BILATERAL'", 6},
    {"dataejer = '33333333'", "dataejer = '3333333'", 7},
    {"dataejer = '33333333'", "dataejer = '11111111'", 8},
    {"datamodtagere = ['11111111']", "datamodtagere = []", 8},
    {"begrundelse = 'Fordi'\n", "", 1},
    {"'FM-02']", "'FM-10']", 10},
    {"'FM-02']", "'FM-07']", 10},
    {"'FM-02']", "'FM-01']", 10},
    {"['FM-01', 'FM-02']", "[]", 10},
    {"['YDELSE']", "['YDELSER']", 11},
    {"['PENSION']", "['*']", 12},
    {"['32.03.*']", "['32.*.04']", 13},
    {"max_foelsomhed = 3", "max_foelsomhed = 5", 15},
    {"['YD_TYPE']", "['SAG_IDENT']", 16},
    {"'P3M'", "'P03M'", 17},
    {"'P3M'", "'P0M'", 17},
    {"periode = 'P3M'\n", "", 1},
    {"2026-01-01\ngyldig_til", "2026-01-01T00:00:00Z\ngyldig_til", 18},
    {"gyldig_til = 2026-12-31", "gyldig_til = 2025-12-31", 19},
    {"'AKTIV'", "'aktiv'", 20},
    {"kombit_inddraget = '2026-01-01, sag 1'\n", "", 1},
    {"godkendt_af = ['11111111', '33333333']", "godkendt_af = ['11111111']", 22},
    {"godkendt_af = ['11111111', '33333333']", "godkendt_af = ['33333333']", 22},
    {"lov = 'Prøvelov'\n", "", 23},
    {"kontrolleret = 2026-01-01", "kontrolleret = '2026-02-30'", 28},
    {"kontrolleret = 2026-01-01", "kilde = 'x'", 28},
    {"kle_undtaget = []", "kle_undtagne = []", 14},
};

TEST(AftaleToml, EveryBadLineIsNamed) {
  ASSERT_TRUE(read(kFil)) << base::beskriv(read(kFil).error());
  for (const auto& [fra, til, linje] : kLinjer) {
    std::string text(kFil);
    const auto place = text.find(fra);
    ASSERT_NE(place, std::string::npos) << fra;
    text.replace(place, fra.size(), til);
    const auto result = read(text);
    ASSERT_FALSE(result) << til;
    EXPECT_EQ(result.error().kode, FejlKode::UGYLDIG) << til;
    EXPECT_EQ(result.error().sti, "fil.toml:" + std::to_string(linje)) << til << ": " << result.error().tekst;
  }
}

// SC-27: a hjemmel without its wording or its source does not do.
TEST(AftaleToml, AnActiveAgreementNeedsARealHjemmel) {
  auto aftale = fuld();
  const auto refused = [&] { return !read(write_aftaler({aftale})).has_value(); };
  EXPECT_FALSE(refused());
  aftale.hjemler[1].kildehenvisning = "?";
  EXPECT_TRUE(refused());
  aftale.hjemler[1].kildehenvisning = "Kilde";
  aftale.hjemler[1].ordlyd = "";
  EXPECT_TRUE(refused());
  aftale.tilstand = Aftaletilstand::TIL_GODKENDELSE;
  EXPECT_FALSE(refused());
  aftale.tilstand = Aftaletilstand::AKTIV;
  aftale.hjemler.clear();
  EXPECT_TRUE(refused());
}

TEST(AftaleToml, AVersionTwiceInAFileIsRefused) {
  const auto all = aftalerne();
  const auto result = read(write_aftaler({all[0], all[1], all[0]}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kode, FejlKode::UGYLDIG);
}

}  // namespace
}  // namespace brevdue::aftaler
