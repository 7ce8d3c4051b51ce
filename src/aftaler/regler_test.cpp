#include "aftaler/regler.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "aftaler/aftale_testing.hpp"
#include "aftaler/ordning.hpp"

namespace brevdue::aftaler {
namespace {

using namespace testing;
using base::FejlKode;
using oio::Aarsag;

// What is asked for, with the memory that an Oplysning looks into.
struct Spoergsmaal {
  base::Cvr dataejer = kUdk;
  base::Cvr datamodtager = kKorsbaek;
  Objektart art = Objektart::YDELSE;
  std::vector<base::KleEmne> kle{emne("32.06.04")};
  std::uint8_t foelsomhed = 2;
  std::vector<oio::Dag> betalinger{kIDag};
  base::Maengde<Formaal> formaal{Formaal::FM_02};
  bool har_samtykke = false;
  oio::Dag i_dag = kIDag;

  Udvekslingssvar til(const Aftaleregister& aftaler) const {
    return aftaler.afgoer({dataejer, datamodtager, art, kle, foelsomhed, betalinger, formaal, har_samtykke, i_dag});
  }
};

using Aftaler = std::vector<Dataudvekslingsaftale>;
constexpr std::size_t kRamme = 0;  // AFT-01
constexpr std::size_t kTilslutning = 3;

struct Raekke {
  std::string_view navn;
  std::function<void(Aftaler&)> aftaler;
  std::function<void(Spoergsmaal&)> spoergsmaal;
  Aarsag ventet;
};

const auto kIngen = [](Aftaler&) {};
const auto kSamme = [](Spoergsmaal&) {};

auto tilslutning(auto change) {
  return [=](Aftaler& all) { change(all[kTilslutning]); };
}
auto ramme(auto change) {
  return [=](Aftaler& all) { change(all[kRamme]); };
}
auto begge(auto change) {
  return [=](Aftaler& all) {
    change(all[kRamme]);
    change(all[kTilslutning]);
  };
}

// An agreement the other way: Korsbæk's benefits to UDK (AFT-03).
Dataudvekslingsaftale modsat() {
  auto out = aftalerne()[kTilslutning];
  out.id = "AFT-03";
  out.type = Aftaletype::BILATERAL;
  out.rammeaftale.clear();
  out.dataejer = kKorsbaek;
  out.datamodtagere = {kUdk};
  out.graenser.ordninger = {Ordning::KOMMUNAL};
  out.graenser.kle = {moenster("32.24.*")};
  return out;
}

std::vector<Raekke> om_parterne() {
  return {
      {"covered", kIngen, kSamme, Aarsag::TILLADT},
      {"no agreement at all", [](Aftaler& all) { all.clear(); }, kSamme, Aarsag::INGEN_AFTALE},
      {"a framework alone gives nobody anything",
       [](Aftaler& all) {
         all.erase(all.begin() + kTilslutning, all.end());
         all[kRamme].datamodtagere = {kKorsbaek};
         all[kRamme].tilstand = Aftaletilstand::AKTIV;
       },
       kSamme, Aarsag::INGEN_AFTALE},
      {"a stranger's data", kIngen, [](Spoergsmaal& s) { s.dataejer = kNabo; }, Aarsag::INGEN_AFTALE},
      {"another receiver", kIngen, [](Spoergsmaal& s) { s.datamodtager = kNabo; }, Aarsag::MYNDIGHED},
      {"the other way", kIngen,
       [](Spoergsmaal& s) {
         s.dataejer = kKorsbaek;
         s.datamodtager = kUdk;
       },
       Aarsag::RETNING},
      {"another kind of object", kIngen, [](Spoergsmaal& s) { s.art = Objektart::DOKUMENT; }, Aarsag::OBJEKTTYPE},
  };
}

std::vector<Raekke> om_tilstanden() {
  const auto er = [](Aftaletilstand tilstand) {
    return tilslutning([=](Dataudvekslingsaftale& a) { a.tilstand = tilstand; });
  };
  const auto ramme_er = [](Aftaletilstand tilstand) {
    return ramme([=](Dataudvekslingsaftale& a) { a.tilstand = tilstand; });
  };
  const auto ikke = Aarsag::AFTALE_IKKE_AKTIV;
  return {
      {"draft", er(Aftaletilstand::KLADDE), kSamme, ikke},
      {"being approved", er(Aftaletilstand::TIL_GODKENDELSE), kSamme, ikke},
      {"approved", er(Aftaletilstand::GODKENDT), kSamme, ikke},
      {"suspended", er(Aftaletilstand::SUSPENDERET), kSamme, ikke},
      {"over", er(Aftaletilstand::UDLOEBET), kSamme, ikke},
      {"ended", er(Aftaletilstand::OPSAGT), kSamme, ikke},
      {"begins today", tilslutning([](auto& a) { a.gyldig_fra = kIDag; }), kSamme, Aarsag::TILLADT},
      {"begins tomorrow", tilslutning([](auto& a) { a.gyldig_fra = kIDag + std::chrono::days{1}; }), kSamme, ikke},
      {"its last day", tilslutning([](auto& a) { a.gyldig_til = kIDag; }), kSamme, Aarsag::TILLADT},
      {"ended yesterday", tilslutning([](auto& a) { a.gyldig_til = kIDag - std::chrono::days{1}; }), kSamme, ikke},
      {"framework in force", ramme_er(Aftaletilstand::AKTIV), kSamme, Aarsag::TILLADT},
      {"framework suspended", ramme_er(Aftaletilstand::SUSPENDERET), kSamme, ikke},
      {"framework ended", ramme_er(Aftaletilstand::OPSAGT), kSamme, ikke},
      {"framework over by its date", ramme([](auto& a) {
         a.tilstand = Aftaletilstand::AKTIV;
         a.gyldig_til = kIDag - std::chrono::days{1};
       }),
       kSamme, ikke},
      {"a draft framework carries no real hjemmel", tilslutning([](auto& a) { a.hjemler.front().proeve = false; }),
       kSamme, ikke},
      {"real hjemmel under a framework in force",
       [](Aftaler& all) {
         all[kRamme].tilstand = Aftaletilstand::AKTIV;
         all[kTilslutning].hjemler.front().proeve = false;
       },
       kSamme, Aarsag::TILLADT},
  };
}

std::vector<Raekke> om_formaalet() {
  const auto kontrol = begge([](Dataudvekslingsaftale& a) { a.graenser.formaal = {Formaal::FM_05}; });
  return {
      {"no purpose", kIngen, [](Spoergsmaal& s) { s.formaal = {}; }, Aarsag::FORMAAL_MANGLER},
      {"a purpose that the accession left out", kIngen, [](Spoergsmaal& s) { s.formaal = {Formaal::FM_03}; },
       Aarsag::FORMAAL_IKKE_DAEKKET},
      {"a purpose that the framework does not have",
       tilslutning([](auto& a) { a.graenser.formaal.insert(Formaal::FM_04); }),
       [](Spoergsmaal& s) { s.formaal = {Formaal::FM_04}; }, Aarsag::FORMAAL_IKKE_DAEKKET},
      {"one of several purposes", kIngen, [](Spoergsmaal& s) { s.formaal = {Formaal::FM_01, Formaal::FM_09}; },
       Aarsag::TILLADT},
      {"no purposes agreed", tilslutning([](auto& a) { a.graenser.formaal = {}; }), kSamme,
       Aarsag::FORMAAL_IKKE_DAEKKET},
      {"consent is missing", kontrol, [](Spoergsmaal& s) { s.formaal = {Formaal::FM_05}; }, Aarsag::SAMTYKKE_MANGLER},
      {"consent is given", kontrol,
       [](Spoergsmaal& s) {
         s.formaal = {Formaal::FM_05};
         s.har_samtykke = true;
       },
       Aarsag::TILLADT},
  };
}

std::vector<Raekke> om_objektet() {
  const auto kle = [](std::vector<base::KleEmne> all) { return [=](Spoergsmaal& s) { s.kle = all; }; };
  return {
      // SC-04
      {"a scheme left out", tilslutning([](auto& a) { a.graenser.ordninger.erase(Ordning::BARSEL); }),
       kle({emne("32.30.08")}), Aarsag::ORDNING},
      {"the same scheme left in", kIngen, kle({emne("32.30.08")}), Aarsag::TILLADT},
      {"a scheme left out of the framework", ramme([](auto& a) { a.graenser.ordninger.erase(Ordning::BARSEL); }),
       kle({emne("32.30.08")}), Aarsag::ORDNING},
      {"no schemes", tilslutning([](auto& a) { a.graenser.ordninger = {}; }), kSamme, Aarsag::ORDNING},
      {"the kommune's own benefit", kIngen, kle({emne("32.24.04")}), Aarsag::ORDNING},
      {"one of two in no scheme", kIngen, kle({emne("32.06.04"), emne("32.24.04")}), Aarsag::ORDNING},
      {"excepted KLE", kIngen, kle({emne("32.06.16")}), Aarsag::KLE},
      {"excepted by the framework alone", tilslutning([](auto& a) { a.graenser.kle_undtaget.clear(); }),
       kle({emne("32.03.12")}), Aarsag::KLE},
      {"excepted by the accession alone",
       tilslutning([](auto& a) { a.graenser.kle_undtaget.push_back(moenster("32.06.04")); }), kSamme, Aarsag::KLE},
      {"two covered", kIngen, kle({emne("32.06.04"), emne("32.03.04")}), Aarsag::TILLADT},
      {"one of two excepted", kIngen, kle({emne("32.06.04"), emne("32.06.16")}), Aarsag::KLE},
      {"no KLE at all", kIngen, kle({}), Aarsag::KLE},
      {"no KLE agreed", tilslutning([](auto& a) { a.graenser.kle.clear(); }), kSamme, Aarsag::KLE},
      {"no KLE in the framework", ramme([](auto& a) { a.graenser.kle.clear(); }), kSamme, Aarsag::KLE},
      {"as sensitive as agreed", kIngen, [](Spoergsmaal& s) { s.foelsomhed = 3; }, Aarsag::TILLADT},
      {"too sensitive", kIngen, [](Spoergsmaal& s) { s.foelsomhed = 4; }, Aarsag::FOELSOMHED},
      {"too sensitive for the framework", ramme([](auto& a) { a.graenser.max_foelsomhed = 1; }), kSamme,
       Aarsag::FOELSOMHED},
      {"sensitivity not said", kIngen, [](Spoergsmaal& s) { s.foelsomhed = 0; }, Aarsag::TILLADT},
      {"no sensitivity agreed", tilslutning([](auto& a) { a.graenser.max_foelsomhed = 0; }),
       [](Spoergsmaal& s) { s.foelsomhed = 0; }, Aarsag::FOELSOMHED},
      {"nothing may be shown", tilslutning([](auto& a) { a.graenser.feltgrupper = {}; }), kSamme, Aarsag::FELTGRUPPE},
      {"only what it has not may be shown",
       tilslutning([](auto& a) { a.graenser.feltgrupper = {Feltgruppe::SAG_IDENT}; }), kSamme, Aarsag::FELTGRUPPE},
  };
}

std::vector<Raekke> om_betalingen() {
  const auto betalt = [](std::vector<oio::Dag> all) { return [=](Spoergsmaal& s) { s.betalinger = all; }; };
  return {
      // SC-02
      {"the day before the window", kIngen, betalt({dag(2026, 2, 14)}), Aarsag::PERIODE},
      {"the window's first day", kIngen, betalt({dag(2026, 2, 15)}), Aarsag::TILLADT},
      {"today", kIngen, betalt({dag(2026, 5, 15)}), Aarsag::TILLADT},
      {"tomorrow", kIngen, betalt({dag(2026, 5, 16)}), Aarsag::PERIODE},
      {"before and after", kIngen, betalt({dag(2026, 2, 14), dag(2026, 5, 16)}), Aarsag::PERIODE},
      {"one of several within", kIngen, betalt({dag(2026, 1, 1), dag(2026, 4, 1), dag(2027, 1, 1)}), Aarsag::TILLADT},
      {"never paid", kIngen, betalt({}), Aarsag::PERIODE},
      {"the accession's shorter window", tilslutning([](auto& a) { a.graenser.periode = 1; }),
       betalt({dag(2026, 4, 14)}), Aarsag::PERIODE},
      {"the framework's shorter window", ramme([](auto& a) { a.graenser.periode = 1; }), betalt({dag(2026, 4, 14)}),
       Aarsag::PERIODE},
      // SC-05: the same holds for a case
      {"a case paid within", kIngen,
       [](Spoergsmaal& s) {
         s.art = Objektart::SAG;
         s.betalinger = {dag(2026, 4, 30)};
       },
       Aarsag::TILLADT},
      {"a case last paid before", kIngen,
       [](Spoergsmaal& s) {
         s.art = Objektart::SAG;
         s.betalinger = {dag(2025, 12, 1)};
       },
       Aarsag::PERIODE},
      {"an event needs no payment", kIngen,
       [](Spoergsmaal& s) {
         s.art = Objektart::ADVISHAENDELSE;
         s.betalinger = {};
       },
       Aarsag::TILLADT},
  };
}

void expect_alle(const std::vector<Raekke>& raekker) {
  for (const auto& raekke : raekker) {
    auto aftaler = aftalerne();
    raekke.aftaler(aftaler);
    Spoergsmaal spoergsmaal;
    raekke.spoergsmaal(spoergsmaal);
    const auto svar = spoergsmaal.til(*make_aftaleregister(std::move(aftaler)));
    EXPECT_EQ(oio::navn(svar.aarsag), oio::navn(raekke.ventet)) << raekke.navn;
  }
}

TEST(Regler, SayWhyOfTheParties) {
  expect_alle(om_parterne());
}
TEST(Regler, SayWhyOfTheAgreementsState) {
  expect_alle(om_tilstanden());
}
TEST(Regler, SayWhyOfThePurpose) {
  expect_alle(om_formaalet());
}
TEST(Regler, SayWhyOfTheObject) {
  expect_alle(om_objektet());
}
TEST(Regler, SayWhyOfThePayments) {
  expect_alle(om_betalingen());
}

TEST(Regler, APermissionCarriesAgreementFieldsAndWindow) {
  const auto aftaler = make_aftaleregister(aftalerne());
  const auto svar = Spoergsmaal{}.til(*aftaler);
  ASSERT_TRUE(svar.tilladt());
  EXPECT_EQ(svar.aftale->aftale->id, "AFT-01/11111111");
  EXPECT_EQ(svar.aftale->aftale->version, 1U);
  EXPECT_EQ(svar.aftale->hjemmel, "Sandkassens prøvehjemmel § 0 (prøve)");
  using enum Feltgruppe;
  EXPECT_EQ(svar.feltgrupper, (base::Maengde{YD_TYPE, YD_PERIODE, YD_BELOEB, YD_DATO, YD_MODTAGER}));
  EXPECT_EQ(svar.vindue, (Vindue{dag(2026, 2, 15), kIDag}));
}

TEST(Regler, ACaseHasFiveFieldGroupsAndAnEventNone) {
  const auto aftaler = make_aftaleregister(aftalerne());
  Spoergsmaal spoergsmaal;
  spoergsmaal.art = Objektart::SAG;
  using enum Feltgruppe;
  EXPECT_EQ(spoergsmaal.til(*aftaler).feltgrupper,
            (base::Maengde{SAG_IDENT, SAG_KLE, SAG_STATUS, SAG_DATOER, SAG_ANSVARLIG}));
  spoergsmaal.art = Objektart::ADVISHAENDELSE;
  const auto event = spoergsmaal.til(*aftaler);
  EXPECT_TRUE(event.tilladt());
  EXPECT_TRUE(event.feltgrupper.empty());
  EXPECT_FALSE(event.vindue);
}

TEST(Regler, OnlyFieldGroupsThatBothAllowAreLeft) {
  auto all = aftalerne();
  all[kRamme].graenser.feltgrupper.erase(Feltgruppe::YD_BELOEB);
  all[kTilslutning].graenser.feltgrupper.erase(Feltgruppe::YD_MODTAGER);
  using enum Feltgruppe;
  EXPECT_EQ(Spoergsmaal{}.til(*make_aftaleregister(all)).feltgrupper, (base::Maengde{YD_TYPE, YD_PERIODE, YD_DATO}));
}

TEST(Regler, AfterPeriodeTheWindowIsKnown) {
  Spoergsmaal spoergsmaal;
  spoergsmaal.betalinger.clear();
  const auto svar = spoergsmaal.til(*make_aftaleregister(aftalerne()));
  EXPECT_EQ(svar.aarsag, Aarsag::PERIODE);
  EXPECT_EQ(svar.vindue, (Vindue{dag(2026, 2, 15), kIDag}));
}

// SC-28: the same rules the other way.
TEST(Regler, AKommunesOwnBenefitsGoToUdk) {
  auto all = aftalerne();
  all.push_back(modsat());
  const auto aftaler = make_aftaleregister(std::move(all));
  Spoergsmaal spoergsmaal;
  spoergsmaal.dataejer = kKorsbaek;
  spoergsmaal.datamodtager = kUdk;
  spoergsmaal.formaal = {Formaal::FM_01};
  spoergsmaal.kle = {emne("32.24.04")};
  EXPECT_TRUE(spoergsmaal.til(*aftaler).tilladt());
  spoergsmaal.kle = {emne("32.06.16")};
  EXPECT_EQ(spoergsmaal.til(*aftaler).aarsag, Aarsag::ORDNING);
  spoergsmaal.kle = {emne("27.24.04")};
  EXPECT_EQ(spoergsmaal.til(*aftaler).aarsag, Aarsag::KLE);
}

// A new version of Korsbæk's accession, with amounts left out, beginning when it says.
Aftaler med_ny_version(Aftaletilstand tilstand, std::optional<oio::Dag> fra) {
  auto all = aftalerne();
  auto ny = all[kTilslutning];
  ny.version = 2;
  ny.tilstand = tilstand;
  ny.gyldig_fra = fra;
  ny.graenser.feltgrupper.erase(Feltgruppe::YD_BELOEB);
  all.push_back(ny);
  return all;
}

std::uint32_t gaeldende_version(Aftaletilstand tilstand, std::optional<oio::Dag> fra = {}) {
  const auto aftaler = make_aftaleregister(med_ny_version(tilstand, fra));
  const auto svar = Spoergsmaal{}.til(*aftaler);
  return svar.tilladt() ? svar.aftale->aftale->version : 0;
}

TEST(Aftaleversioner, TheOldOneCountsUntilTheNewOneIsActive) {
  EXPECT_EQ(gaeldende_version(Aftaletilstand::KLADDE), 1U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::GODKENDT), 1U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::AKTIV, kIDag + std::chrono::days{1}), 1U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::AKTIV, kIDag), 2U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::AKTIV), 2U);
}

TEST(Aftaleversioner, EndingTheNewOneDoesNotReviveTheOld) {
  EXPECT_EQ(gaeldende_version(Aftaletilstand::SUSPENDERET), 0U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::OPSAGT), 0U);
  EXPECT_EQ(gaeldende_version(Aftaletilstand::UDLOEBET), 0U);
}

TEST(Aftaleregister, OffersThePurposesOfAgreementsInForce) {
  const auto aftaler = make_aftaleregister(aftalerne());
  const std::vector all{aftaler->find("AFT-01/11111111"), aftaler->find("AFT-01"), aftaler->find("AFT-12/11111111")};
  EXPECT_EQ(gaeldende_formaal(kKorsbaek, kIDag, all), (base::Maengde{Formaal::FM_01, Formaal::FM_02}));
  EXPECT_TRUE(gaeldende_formaal(kNabo, kIDag, all).empty());
  EXPECT_TRUE(gaeldende_formaal(kUdk, kIDag, all).empty());
  auto suspended = aftalerne();
  suspended[kTilslutning].tilstand = Aftaletilstand::SUSPENDERET;
  const auto after = make_aftaleregister(suspended);
  EXPECT_TRUE(gaeldende_formaal(kKorsbaek, kIDag, std::vector{after->find("AFT-01/11111111")}).empty());
}

TEST(Aftaleregister, RefusesWhatDoesNotHangTogether) {
  const std::vector<std::function<void(Aftaler&)>> wrong{
      [](Aftaler& all) { all.push_back(all[kTilslutning]); },
      [](Aftaler& all) {
        all.push_back(all[kTilslutning]);
        all.back().version = 2;
        all.back().dataejer = kNabo;
      },
      [](Aftaler& all) {
        all.push_back(all[kTilslutning]);
        all.back().version = 2;
        all.back().type = Aftaletype::BILATERAL;
      },
      [](Aftaler& all) { all[kTilslutning].rammeaftale = "AFT-99"; },
      [](Aftaler& all) { all[kTilslutning].rammeaftale = "AFT-12/11111111"; },
      [](Aftaler& all) { all[kRamme].dataejer = kNabo; },
  };
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    auto all = aftalerne();
    wrong[i](all);
    const auto made = Aftaleregister::make(std::move(all));
    ASSERT_FALSE(made) << i;
    EXPECT_EQ(made.error().kode, FejlKode::UGYLDIG) << i;
  }
}

TEST(Aftaleregister, FindsById) {
  const auto aftaler = make_aftaleregister(aftalerne());
  ASSERT_NE(aftaler->find("AFT-02"), nullptr);
  EXPECT_EQ(aftaler->find("AFT-02")->versioner.front().aftale->type, Aftaletype::RAMMEAFTALE);
  EXPECT_EQ(aftaler->find("AFT-2"), nullptr);
  EXPECT_EQ(aftaler->alle().size(), 6U);
}

TEST(Ordning, IsTheSchemeOfTheKle) {
  EXPECT_EQ(ordning_af(emne("32.03.04")), Ordning::PENSION);
  EXPECT_EQ(ordning_af(emne("32.06.00")), Ordning::BOLIGSTOETTE);
  EXPECT_EQ(ordning_af(emne("32.10.04")), Ordning::FAMILIEYDELSE);
  EXPECT_EQ(ordning_af(emne("32.12.08")), Ordning::FAMILIEYDELSE);
  EXPECT_EQ(ordning_af(emne("32.15.60")), Ordning::FAMILIEYDELSE);
  EXPECT_EQ(ordning_af(emne("32.30.08")), Ordning::BARSEL);
  EXPECT_EQ(ordning_af(emne("32.30.04")), Ordning::KOMMUNAL);
  EXPECT_EQ(ordning_af(emne("32.24.04")), Ordning::KOMMUNAL);
  EXPECT_EQ(ordning_af(emne("27.03.04")), Ordning::KOMMUNAL);
}

}  // namespace
}  // namespace brevdue::aftaler
