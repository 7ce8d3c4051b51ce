#include "adgangsstyring/registreringer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "adgangsstyring/adgang_testing.hpp"
#include "aftaler/standardaftaler.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using base::FejlKode;

base::Resultat<Registreringer> read(std::string_view text, const std::filesystem::path& folder = {}) {
  const auto table = PROEV(base::parse_toml(text, "fil.toml"));
  base::TomlReader top(table, "fil.toml");
  auto out = PROEV(read_registreringer(top, folder));
  PROEV(top.finish());
  return out;
}

// Everything the form can say.
Registreringer fuldt() {
  auto all = verden();
  all.myndigheder[0].navn = "Korsbæk \"Kommune\" \\ øst";
  all.anvendersystemer[0].uden_holder_of_key = true;
  all.anvendersystemer[0].certifikater[1].spaerret = true;
  all.anvendersystemer[1].spaerret = true;
  auto& aftale = all.serviceaftaler[0];
  aftale.gyldig_fra = kNu;
  aftale.gyldig_til = kNu + std::chrono::microseconds(1);
  auto& first = aftale.services[0];
  first.roller = {"http://brevdue.invalid/roles/servicesystemrole/afsend/1"};
  first.beskedtyper = {kBeskedtype, kAndenBeskedtype};
  first.kle = {*base::KleMoenster::parse("27.*"), *base::KleMoenster::parse("32.03.04")};
  first.foelsomhed = 2;
  first.tilladte_myndigheder = {.alle = false, .cvr = {kKorsbaek, kNabo}};
  first.modtagerkontrol = oio::Modtagerkontrol::AFVIS;
  first.kontrol_af_ansvarlig_myndighed = false;
  auto& second = aftale.services[1];
  second.beskedtyper.clear();
  second.alle_beskedtyper = true;
  all.serviceaftaler.push_back(testing::aftale(kAndenAftale, kSystem, {kNabo}, {service("sagdokumentindeks:udstil")}));
  all.serviceaftaler[1].status = Aftalestatus::KLADDE;
  all.serviceaftaler[1].dataudvekslingsaftaler = {"AFT-01/11111111", "AFT-12"};
  all.dataudvekslingsaftaler = aftaler::standardaftaler(kUdk);
  all.dataudvekslingsaftaler.push_back(
      aftaler::proevetilslutning(all.dataudvekslingsaftaler[0], kKorsbaek, {oio::Formaal::FM_01}));
  return all;
}

TEST(Registreringer, WhatIsWrittenReadsAsTheSame) {
  const auto all = fuldt();
  const auto again = read(write_registreringer(all));
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(*again, all);
  EXPECT_EQ(read(write_registreringer({})), Registreringer{});
}

TEST(Registreringer, LeavesOtherTablesToOthers) {
  const auto table = ct::value_of(base::parse_toml("[[dueslag]]\nuuid = 'x'\n", "fil.toml"));
  base::TomlReader top(table, "fil.toml");
  ASSERT_TRUE(read_registreringer(top, {}));
  EXPECT_FALSE(top.finish());
}

TEST(Registreringer, TakesCertificatesFromFilesBesideIt) {
  const auto folder = std::filesystem::temp_directory_path() / ("brevdue-reg-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "pki");
  std::ofstream(folder / "pki/a.crt") << boligstoette().certifikat.pem();
  const auto all = read(
      "[[anvendersystem]]\nuuid = '00000000-0000-4000-8000-000000000001'\nnavn = 'A'\ncvr = '33333333'\n"
      "certifikater = ['pki/a.crt']\n",
      folder);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(all) << base::beskriv(all.error());
  EXPECT_EQ(all->anvendersystemer[0].certifikater[0].der, boligstoette().certifikat.der());
}

struct Linje {
  std::string_view fra;
  std::string_view til;
  int linje;
};

constexpr std::string_view kFil = R"([[myndighed]]
cvr = '11111111'
navn = 'Korsbæk'

[[anvendersystem]]
uuid = '00000000-0000-4000-8000-000000000001'
navn = 'A'
cvr = '33333333'
certifikater = []

[[serviceaftale]]
uuid = '00000000-0000-4000-8000-00000000000a'
anvendersystem = '00000000-0000-4000-8000-000000000001'
myndigheder = ['11111111']
status = 'GODKENDT'
gyldig_fra = '2026-01-01T00:00:00Z'
gyldig_til = '2027-01-01T00:00:00Z'

[[serviceaftale.service]]
service = 'afsend'
beskedtyper = ['*']
kle = ['32.*']
foelsomhed = 4
tilladte_myndigheder = ['*']
version = 2
)";

TEST(Registreringer, EveryBadLineIsNamed) {
  ASSERT_TRUE(read(kFil)) << base::beskriv(read(kFil).error());
  constexpr Linje kLinjer[] = {
      {"cvr = '11111111'", "cvr = '1111111'", 2},
      {"navn = 'Korsbæk'", "navn = 7", 3},
      {"navn = 'Korsbæk'", "navn = 'a'\ntype = \"a\\u0000b\"", 4},
      {"navn = 'Korsbæk'", "nvan = 'Korsbæk'", 1},
      {"uuid = '00000000-0000-4000-8000-000000000001'\nnavn", "uuid = '1'\nnavn", 6},
      {"navn = 'A'\n", "", 5},
      {"certifikater = []", "certifikater = ['findes-ikke.crt']", 9},
      {"certifikater = []", "certifikater = ['-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----']", 9},
      {"certifikater = []", "certifikater = []\nspaerret = 'ja'", 10},
      {"myndigheder = ['11111111']", "myndigheder = []", 14},
      {"myndigheder = ['11111111']", "myndigheder = ['11111111', '11111111']", 14},
      {"status = 'GODKENDT'", "status = 'godkendt'", 15},
      {"status = 'GODKENDT'\n", "", 11},
      {"gyldig_fra = '2026-01-01T00:00:00Z'", "gyldig_fra = '2026-13-01T00:00:00Z'", 16},
      {"gyldig_til = '2027-01-01T00:00:00Z'", "gyldig_til = '2026-01-01T00:00:00Z'", 17},
      {"status = 'GODKENDT'", "dataudvekslingsaftaler = ['A', 'A']\nstatus = 'GODKENDT'", 15},
      {"status = 'GODKENDT'", "dataudvekslingsaftaler = 'A'\nstatus = 'GODKENDT'", 15},
      {"service = 'afsend'", "service = 'Afsend'", 20},
      {"service = 'afsend'", "servise = 'afsend'", 19},
      {"beskedtyper = ['*']", "beskedtyper = ['*', '7654895c-a3f3-4c77-8afd-4c77330f963c']", 21},
      {"beskedtyper = ['*']", "beskedtyper = []", 21},
      {"beskedtyper = ['*']\n", "", 19},
      {"kle = ['32.*']", "kle = ['32.*.01']", 22},
      {"foelsomhed = 4", "foelsomhed = 5", 23},
      {"foelsomhed = 4", "folsomhed = 4", 23},
      {"tilladte_myndigheder = ['*']", "tilladte_myndigheder = ['alle']", 24},
      {"tilladte_myndigheder = ['*']\n", "", 19},
      {"version = 2", "version = 3", 25},
      {"version = 2", "version = 2\nroller = [1]", 26},
  };
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

TEST(Registreringer, TheSameTwiceInAFileIsRefused) {
  const auto result =
      read("[[myndighed]]\ncvr = '11111111'\nnavn = 'a'\n[[myndighed]]\ncvr = '11111111'\nnavn = 'b'\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().sti, "fil.toml:4");
}

TEST(Registreringer, AnImportIsLaidOverWhatIsThere) {
  Registreringer newer;
  newer.myndigheder = {{kNabo, "Nyt navn", ""}, {kUdk, "UDK", ""}};
  const auto all = merge(verden(), newer);
  ASSERT_EQ(all.myndigheder.size(), 3U);
  EXPECT_EQ(all.myndigheder[0].navn, "Korsbæk Kommune");
  EXPECT_EQ(all.myndigheder[1].navn, "Nyt navn");
  EXPECT_EQ(all.myndigheder[2].cvr, kUdk);
  EXPECT_EQ(all.serviceaftaler, verden().serviceaftaler);
}

TEST(Registreringer, AnImportReplacesAVersionOfAnAgreementAndKeepsTheOthers) {
  Registreringer older;
  older.dataudvekslingsaftaler = aftaler::standardaftaler(kUdk);
  auto ny = older.dataudvekslingsaftaler[0];
  auto aendret = older.dataudvekslingsaftaler[1];
  ny.version = 2;
  aendret.tilstand = aftaler::Aftaletilstand::OPSAGT;
  Registreringer newer;
  newer.dataudvekslingsaftaler = {ny, aendret};
  const auto all = merge(older, newer).dataudvekslingsaftaler;
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0], older.dataudvekslingsaftaler[0]);
  EXPECT_EQ(all[1], aendret);
  EXPECT_EQ(all[3], ny);
}

}  // namespace
}  // namespace brevdue::adgangsstyring
