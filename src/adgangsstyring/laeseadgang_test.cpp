// FREMSOEG and IMPORTER through the one decision: own data, other authorities' data, the system's and the user's
// limits.
#include "adgangsstyring/laeseadgang.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "adgangsstyring/adgang_testing.hpp"
#include "adgangsstyring/adgangssvar.hpp"
#include "adgangsstyring/kaldere.hpp"
#include "aftaler/standardaftaler.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using oio::Aarsag;
using oio::Feltgruppe;
using oio::Formaal;
using oio::Handling;
using oio::Objektart;

// SC-01's day.
const base::Tidspunkt kNuIMaj = *base::parse_iso("2026-05-15T08:00:00Z");

oio::Dag dag(int year, unsigned month, unsigned day) {
  return oio::Dag{
      std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}};
}
base::KleEmne kle(std::string_view text) {
  return *base::KleEmne::parse(text);
}
base::KleMoenster moenster(std::string_view text) {
  return *base::KleMoenster::parse(text);
}

Aftaleservice indeksservice(std::string_view name) {
  Aftaleservice out;
  out.service = name;
  out.foelsomhed = 3;
  return out;
}

// kSystem reads both indexes for Korsbæk by its accessions to AFT-01, AFT-02 and AFT-12 with FM-01 and FM-02;
// kAndetSystem edits the Ydelsesindeks for UDK.
Registreringer indeksverden() {
  auto all = verden();
  all.myndigheder.push_back({kUdk, "Udbetaling Danmark", ""});
  all.dataudvekslingsaftaler = aftaler::standardaftaler(kUdk);
  for (std::size_t i = 0; i < 3; ++i) {
    all.dataudvekslingsaftaler.push_back(
        aftaler::proevetilslutning(all.dataudvekslingsaftaler[i], kKorsbaek, {Formaal::FM_01, Formaal::FM_02}));
  }
  auto laeser =
      aftale(kAftale, kSystem, {kKorsbaek}, {indeksservice(kSagdokumentUdstil), indeksservice(kYdelseUdstil)});
  laeser.dataudvekslingsaftaler = {"AFT-01/11111111", "AFT-02/11111111"};
  all.serviceaftaler = {laeser, aftale(kAndenAftale, kAndetSystem, {kUdk}, {indeksservice(kYdelseRediger)})};
  return all;
}
constexpr std::size_t kYdelsesaftale = 3;  // Korsbæk's accession to AFT-01

oio::Kald systemkald(std::string_view service = kYdelseUdstil) {
  oio::Kald out;
  out.anvendersystem = kSystem;
  out.myndighed = kKorsbaek;
  out.service = service;
  out.udloeber = kNu + std::chrono::hours(1);
  out.certifikat = fingeraftryk(boligstoette().certifikat.der());
  return out;
}
oio::Kald udks_kald(std::string_view service) {
  auto out = systemkald(service);
  out.anvendersystem = kAndetSystem;
  out.myndighed = kUdk;
  out.certifikat = fingeraftryk(andet_system().certifikat.der());
  return out;
}

oio::Brugerrettighed ret(std::string rolle) {
  return {std::move(rolle), {{moenster("32.*"), 3}}};
}
// A caseworker who may see everything under 32 and has stated FM-02 with a case.
Brugersession brugersession() {
  Brugersession out;
  out.anvendersystem = kSystem;
  out.myndighed = kKorsbaek;
  out.bruger.rettigheder = {ret("OVB_LAES"), ret("OVB_UDK_YDELSER"), ret("OVB_UDK_SAGER")};
  out.bruger.formaal = {Formaal::FM_01, Formaal::FM_02, Formaal::FM_03};
  out.formaal = {Formaal::FM_02, "en sag", {}, {}};
  out.udloeber = kNu;
  return out;
}
oio::Kald brugerkald(std::string_view service = kYdelseUdstil) {
  return ct::value_of(kald_af_bruger(*make_register(indeksverden()), brugersession(), service, kNuIMaj));
}

// A benefit paid on 1 May.
oio::Adgangsnoegle ydelse(base::Cvr ejer) {
  oio::Adgangsnoegle out;
  out.ejer = ejer;
  out.kle = {kle("32.06.04")};
  out.foelsomhed = 2;
  out.anvendersystem = kAndetSystem;
  out.art = Objektart::YDELSE;
  out.betalinger = {dag(2026, 5, 1)};
  return out;
}
oio::Adgangsnoegle sag(base::Cvr ejer) {
  auto out = ydelse(ejer);
  out.art = Objektart::SAG;
  return out;
}

oio::Adgangssvar fremsoeg(const oio::Kald& kald, const oio::Adgangsnoegle& noegle,
                          const Registreringer& all = indeksverden()) {
  static std::shared_ptr<const Register> last;  // views in the answer live as long as it
  last = make_register(all);
  return afgoer(*last, kald, Handling::FREMSOEG, noegle, kNuIMaj);
}

TEST(Brugerkald, IsTheSystemsForOneAuthorityAndEndsWithTheSession) {
  const auto kald = brugerkald();
  EXPECT_EQ(kald.anvendersystem, kSystem);
  EXPECT_EQ(kald.myndighed, kKorsbaek);
  EXPECT_EQ(kald.serviceaftale, kAftale);
  EXPECT_EQ(kald.udloeber, kNu);
  EXPECT_TRUE(kald.bruger && kald.formaal);
  EXPECT_EQ(afgoer(*make_register(indeksverden()), kald, Handling::FREMSOEG, ydelse(kUdk), kNu).aarsag,
            Aarsag::KALD_UDLOEBET);
}

TEST(Brugerkald, NeedsASystemInOrderWithAnAgreement) {
  using base::FejlKode;
  auto all = indeksverden();
  auto session = brugersession();
  const auto refused = [&](std::string_view service = kYdelseUdstil) {
    return kald_af_bruger(*make_register(all), session, service, kNuIMaj).error().kode;
  };
  EXPECT_EQ(refused(kYdelseRediger), FejlKode::IKKE_TILLADT);
  session.myndighed = kNabo;
  EXPECT_EQ(refused(), FejlKode::IKKE_TILLADT);
  session.anvendersystem = kAftale;
  EXPECT_EQ(refused(), FejlKode::IKKE_AUTENTISERET);
  session = brugersession();
  for (auto& certifikat : all.anvendersystemer[0].certifikater) certifikat.spaerret = true;
  EXPECT_EQ(refused(), FejlKode::IKKE_AUTENTISERET);
  all = indeksverden();
  all.anvendersystemer[0].spaerret = true;
  EXPECT_EQ(refused(), FejlKode::IKKE_AUTENTISERET);
}

TEST(Laeseadgang, OwnDataNeedsNoPurposeAndHasNoWindow) {
  auto kald = brugerkald();
  kald.formaal.reset();
  auto noegle = ydelse(kKorsbaek);
  noegle.betalinger.clear();
  for (const auto& one : {kald, systemkald()}) {
    const auto svar = fremsoeg(one, noegle);
    EXPECT_TRUE(svar.tilladt());
    EXPECT_EQ(svar.feltgrupper, oio::kAlleFeltgrupper);
    EXPECT_FALSE(svar.vindue);
    EXPECT_TRUE(svar.aftale.aftale.empty());
    EXPECT_EQ(svar.serviceaftale, kAftale);
  }
}

// SC-01.
TEST(Laeseadgang, AnothersDataComesWithAgreementFieldsAndWindow) {
  for (const auto& one : {brugerkald(), systemkald()}) {
    const auto svar = fremsoeg(one, ydelse(kUdk));
    ASSERT_TRUE(svar.tilladt()) << oio::navn(svar.aarsag);
    EXPECT_EQ(svar.aftale.aftale, "AFT-01/11111111");
    EXPECT_EQ(svar.aftale.version, 1U);
    EXPECT_EQ(svar.aftale.hjemmel, "Sandkassens prøvehjemmel § 0 (prøve)");
    EXPECT_EQ(svar.vindue, (oio::Vindue{dag(2026, 2, 15), dag(2026, 5, 15)}));
    using enum Feltgruppe;
    EXPECT_EQ(svar.feltgrupper, (base::Maengde{YD_TYPE, YD_PERIODE, YD_BELOEB, YD_DATO, YD_MODTAGER}));
  }
}

TEST(Laeseadgang, AnothersCaseComesByItsOwnAgreement) {
  const auto svar = fremsoeg(brugerkald(kSagdokumentUdstil), sag(kUdk));
  ASSERT_TRUE(svar.tilladt()) << oio::navn(svar.aarsag);
  EXPECT_EQ(svar.aftale.aftale, "AFT-02/11111111");
  EXPECT_FALSE(svar.feltgrupper.contains(Feltgruppe::SAG_TITEL_FRITEKST));
}

struct Raekke {
  std::string_view navn;
  std::function<void(Registreringer&)> verden;
  std::function<void(oio::Kald&)> kald;
  std::function<void(oio::Adgangsnoegle&)> noegle;
  Aarsag ventet;
};
const auto kVerden = [](Registreringer&) {};
const auto kKald = [](oio::Kald&) {};
const auto kNoegle = [](oio::Adgangsnoegle&) {};

std::vector<Raekke> om_systemet() {
  return {
      {"covered", kVerden, kKald, kNoegle, Aarsag::TILLADT},
      {"serviceaftale not approved", [](auto& all) { all.serviceaftaler[0].status = Aftalestatus::ANMODET; }, kKald,
       kNoegle, Aarsag::INGEN_SERVICEAFTALE},
      {"call for the other index", kVerden, [](auto& k) { k.service = kSagdokumentUdstil; }, kNoegle,
       Aarsag::INGEN_SERVICEAFTALE},
      {"an object of the other index", kVerden, kKald, [](auto& n) { n.art = Objektart::SAG; },
       Aarsag::INGEN_SERVICEAFTALE},
      {"an object of no index", kVerden, kKald, [](auto& n) { n.art.reset(); }, Aarsag::INGEN_SERVICEAFTALE},
      {"an event is in no index", kVerden, kKald, [](auto& n) { n.art = Objektart::ADVISHAENDELSE; },
       Aarsag::INGEN_SERVICEAFTALE},
      {"the system's KLE", [](auto& all) { all.serviceaftaler[0].services[1].kle = {moenster("32.03.*")}; }, kKald,
       kNoegle, Aarsag::KLE_IKKE_DAEKKET},
      {"the system's foelsomhed", [](auto& all) { all.serviceaftaler[0].services[1].foelsomhed = 1; }, kKald, kNoegle,
       Aarsag::FOELSOMHED_FOR_HOEJ},
      {"the serviceaftale names no dataudvekslingsaftale",
       [](auto& all) { all.serviceaftaler[0].dataudvekslingsaftaler.clear(); }, kKald, kNoegle, Aarsag::INGEN_AFTALE},
      {"it names another", [](auto& all) { all.serviceaftaler[0].dataudvekslingsaftaler = {"AFT-02/11111111"}; }, kKald,
       kNoegle, Aarsag::OBJEKTTYPE},
      {"a third authority's object", kVerden, kKald, [](auto& n) { n.ejer = kNabo; }, Aarsag::INGEN_AFTALE},
      // SC-26
      {"the agreement is suspended",
       [](auto& all) { all.dataudvekslingsaftaler[kYdelsesaftale].tilstand = aftaler::Aftaletilstand::SUSPENDERET; },
       kKald, kNoegle, Aarsag::AFTALE_IKKE_AKTIV},
      // SC-04
      {"the scheme is left out",
       [](auto& all) { all.dataudvekslingsaftaler[kYdelsesaftale].graenser.ordninger.erase(oio::Ordning::BARSEL); },
       kKald, [](auto& n) { n.kle = {kle("32.30.08")}; }, Aarsag::ORDNING},
      {"last paid before the window", kVerden, kKald, [](auto& n) { n.betalinger = {dag(2026, 2, 14)}; },
       Aarsag::PERIODE},
  };
}

std::vector<Raekke> om_brugeren() {
  const auto angiver = [](Formaal formaal, const std::string& sagen) {
    return [=](oio::Kald& k) { k.formaal = {formaal, sagen, {}, {}}; };
  };
  const auto retten = [](auto change) { return [=](oio::Kald& k) { change(k.bruger->rettigheder[1]); }; };
  return {
      {"no rights", kVerden, [](auto& k) { k.bruger->rettigheder.clear(); }, kNoegle, Aarsag::ROLLE_MANGLER},
      {"no right to another's benefits", kVerden, [](auto& k) { k.bruger->rettigheder[1].rolle = "OVB_HOP"; }, kNoegle,
       Aarsag::ROLLE_MANGLER},
      {"a right without limits is none", kVerden, retten([](auto& r) { r.graenser.clear(); }), kNoegle,
       Aarsag::KLE_IKKE_DAEKKET},
      {"the user's KLE", kVerden, retten([](auto& r) { r.graenser[0].kle = moenster("32.03.*"); }), kNoegle,
       Aarsag::KLE_IKKE_DAEKKET},
      {"the user's foelsomhed", kVerden, retten([](auto& r) { r.graenser[0].foelsomhed = 1; }), kNoegle,
       Aarsag::FOELSOMHED_FOR_HOEJ},
      {"more under one KLE", kVerden,
       retten([](auto& r) { r.graenser = {{moenster("32.*"), 1}, {moenster("32.06.*"), 2}}; }), kNoegle,
       Aarsag::TILLADT},
      // SC-03
      {"no purpose", kVerden, [](auto& k) { k.formaal.reset(); }, kNoegle, Aarsag::FORMAAL_MANGLER},
      {"own work is no purpose for another's data", kVerden, angiver(Formaal::FM_07, "en sag"), kNoegle,
       Aarsag::FORMAAL_MANGLER},
      {"a purpose without its case", kVerden, angiver(Formaal::FM_02, ""), kNoegle, Aarsag::FORMAAL_MANGLER},
      {"a purpose that needs none", kVerden, angiver(Formaal::FM_01, ""), kNoegle, Aarsag::TILLADT},
      {"a purpose that the roles allow and no agreement", kVerden, angiver(Formaal::FM_03, "en sag"), kNoegle,
       Aarsag::FORMAAL_IKKE_DAEKKET},
      {"a purpose that the agreement has and not the roles", kVerden,
       [](auto& k) { k.bruger->formaal.erase(Formaal::FM_02); }, kNoegle, Aarsag::FORMAAL_IKKE_DAEKKET},
  };
}

void expect_alle(const std::vector<Raekke>& raekker, const oio::Kald& start) {
  for (const auto& raekke : raekker) {
    auto all = indeksverden();
    raekke.verden(all);
    auto kald = start;
    raekke.kald(kald);
    auto noegle = ydelse(kUdk);
    raekke.noegle(noegle);
    const auto svar = fremsoeg(kald, noegle, all);
    EXPECT_EQ(oio::navn(svar.aarsag), oio::navn(raekke.ventet)) << raekke.navn;
    EXPECT_EQ(svar.feltgrupper.empty(), !svar.tilladt() && svar.aarsag != Aarsag::PERIODE) << raekke.navn;
  }
}

TEST(Laeseadgang, SaysWhyOfTheSystem) {
  expect_alle(om_systemet(), systemkald());
  expect_alle(om_systemet(), brugerkald());
}
TEST(Laeseadgang, SaysWhyOfTheUser) {
  expect_alle(om_brugeren(), brugerkald());
}

TEST(Laeseadgang, VipNeedsAPatternThatIsNotEverything) {
  auto all = indeksverden();
  for (auto& service : all.serviceaftaler[0].services) service.foelsomhed = 4;
  auto kald = brugerkald();
  auto noegle = ydelse(kKorsbaek);
  noegle.foelsomhed = 4;
  kald.bruger->rettigheder = {{"OVB_LAES", {{moenster("*"), 4}}}};
  EXPECT_EQ(fremsoeg(kald, noegle, all).aarsag, Aarsag::FOELSOMHED_FOR_HOEJ);
  kald.bruger->rettigheder = {{"OVB_LAES", {{moenster("*"), 4}, {moenster("32.06.*"), 4}}}};
  EXPECT_TRUE(fremsoeg(kald, noegle, all).tilladt());
}

TEST(Laeseadgang, WhatADecisionNeedsIsMissingSoItIsItsOwnSystems) {
  const std::vector<std::function<void(oio::Adgangsnoegle&)>> mangler{
      [](auto& n) { n.ejer = {}; }, [](auto& n) { n.kle.clear(); }, [](auto& n) { n.kun_eget_system = true; }};
  for (const auto& change : mangler) {
    auto noegle = ydelse(kKorsbaek);
    change(noegle);
    EXPECT_EQ(fremsoeg(systemkald(), noegle).aarsag, Aarsag::IKKE_EJER);
    EXPECT_TRUE(fremsoeg(udks_kald(kYdelseUdstil), noegle).tilladt());
    noegle.anvendersystem = kSystem;
    EXPECT_TRUE(fremsoeg(systemkald(), noegle).tilladt());
    EXPECT_EQ(fremsoeg(brugerkald(), noegle).aarsag, Aarsag::IKKE_EJER) << "a user is no system";
  }
}

TEST(Laeseadgang, WhoMayEditMayRead) {
  EXPECT_TRUE(fremsoeg(udks_kald(kYdelseUdstil), ydelse(kUdk)).tilladt());
  EXPECT_EQ(fremsoeg(udks_kald(kYdelseUdstil), ydelse(kKorsbaek)).aarsag, Aarsag::INGEN_AFTALE);
  EXPECT_EQ(fremsoeg(udks_kald(kSagdokumentUdstil), sag(kUdk)).aarsag, Aarsag::INGEN_SERVICEAFTALE);
  const auto registre = make_register(indeksverden());
  EXPECT_EQ(registre->myndigheder(kAndetSystem, kYdelseUdstil).size(), 1U);
}

TEST(Importadgang, AsksForTheRightToEditAndNotWhoseItIs) {
  const auto registre = make_register(indeksverden());
  const auto importer = [&](const oio::Kald& kald, const oio::Adgangsnoegle& noegle) {
    return afgoer(*registre, kald, Handling::IMPORTER, noegle, kNuIMaj).aarsag;
  };
  auto noegle = ydelse(kNabo);
  noegle.foelsomhed = 4;
  EXPECT_EQ(importer(udks_kald(kYdelseRediger), noegle), Aarsag::TILLADT);
  EXPECT_EQ(importer(udks_kald(kYdelseRediger), sag(kUdk)), Aarsag::INGEN_SERVICEAFTALE);
  EXPECT_EQ(importer(udks_kald(kYdelseUdstil), noegle), Aarsag::INGEN_SERVICEAFTALE);
  EXPECT_EQ(importer(systemkald(kYdelseRediger), noegle), Aarsag::INGEN_SERVICEAFTALE);
  noegle.art.reset();
  EXPECT_EQ(importer(udks_kald(kYdelseRediger), noegle), Aarsag::INGEN_SERVICEAFTALE);
}

TEST(Formaalstilbud, AreThoseOfTheRolesAndAnAgreementInForce) {
  auto all = indeksverden();
  const auto tilbud = [&](const oio::Kald& kald) { return formaal_at_tilbyde(*make_register(all), kald, kNuIMaj); };
  EXPECT_EQ(tilbud(brugerkald()), (base::Maengde{Formaal::FM_01, Formaal::FM_02}));
  EXPECT_TRUE(tilbud(systemkald()).empty());
  auto kald = brugerkald();
  kald.bruger->formaal = {Formaal::FM_02, Formaal::FM_03};
  EXPECT_EQ(tilbud(kald), base::Maengde{Formaal::FM_02});
  all.dataudvekslingsaftaler[kYdelsesaftale].tilstand = aftaler::Aftaletilstand::SUSPENDERET;
  EXPECT_EQ(tilbud(kald), base::Maengde{Formaal::FM_02}) << "AFT-02 is still in force";
  all.dataudvekslingsaftaler[kYdelsesaftale + 1].tilstand = aftaler::Aftaletilstand::SUSPENDERET;
  EXPECT_TRUE(tilbud(kald).empty()) << "AFT-12 is not named by the serviceaftale";
  all = indeksverden();
  all.serviceaftaler[0].status = Aftalestatus::OPSAGT;
  EXPECT_TRUE(tilbud(kald).empty());
}

// Whatever the user may and whoever asks: another authority's object is never seen without all four.
RC_GTEST_PROP(LaeseadgangEgenskab, NothingOfAnothersIsSeenWithoutAgreementServiceRightAndPurpose, ()) {
  auto all = indeksverden();
  auto kald = brugerkald();
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      all.dataudvekslingsaftaler[kYdelsesaftale].tilstand = aftaler::Aftaletilstand::OPSAGT;
      break;
    case 1:
      all.serviceaftaler[0].status = Aftalestatus::OPSAGT;
      break;
    case 2:
      kald.bruger->rettigheder.erase(kald.bruger->rettigheder.begin() + 1);
      break;
    default:
      kald.formaal = {
          *rc::gen::element(Formaal::FM_03, Formaal::FM_04, Formaal::FM_07, Formaal::FM_09), "en sag", {}, {}};
      break;
  }
  auto noegle = ydelse(kUdk);
  noegle.kle = {kle(*rc::gen::element("32.03.04", "32.06.04", "32.30.08", "32.24.04"))};
  noegle.foelsomhed = *rc::gen::inRange<std::uint8_t>(0, 5);
  RC_ASSERT(!fremsoeg(kald, noegle, all).tilladt());
}

}  // namespace
}  // namespace brevdue::adgangsstyring
