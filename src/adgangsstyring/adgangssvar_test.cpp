#include "adgangsstyring/adgangssvar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <new>

#include "adgangsstyring/adgang_testing.hpp"
#include "aftaler/standardaftaler.hpp"

#if !__has_feature(thread_sanitizer)  // which has its own operator new
#define COUNTS_ALLOCATIONS
namespace {
thread_local std::uint64_t allocations = 0;
}  // namespace

// Counts what this program allocates with new.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
#endif

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using oio::Aarsag;
using oio::Handling;

oio::Kald kald(std::string_view service = kAfsend) {
  oio::Kald out;
  out.anvendersystem = kSystem;
  out.myndighed = kKorsbaek;
  out.service = service;
  out.udloeber = kNu + std::chrono::hours(1);
  out.certifikat = fingeraftryk(boligstoette().certifikat.der());
  return out;
}

oio::Adgangsnoegle besked(base::Cvr ejer = kKorsbaek) {
  oio::Adgangsnoegle out;
  out.ejer = ejer;
  out.objekttype = kBeskedtype;
  return out;
}

oio::Adgangsnoegle dueslag(const base::Uuid& system) {
  oio::Adgangsnoegle out;
  out.anvendersystem = system;
  return out;
}

base::KleEmne kle(std::string_view text) {
  return *base::KleEmne::parse(text);
}

// The world with one thing changed.
template <class Change>
std::shared_ptr<const Register> changed(Change change) {
  auto all = verden();
  change(all);
  return make_register(std::move(all));
}

struct Raekke {
  std::string_view navn;
  std::function<void(Registreringer&)> verden;
  std::function<void(oio::Kald&)> kald;
  std::function<void(oio::Adgangsnoegle&)> noegle;
  Handling handling;
  Aarsag ventet;
};

std::vector<Raekke> afsendelser() {
  const auto h = Handling::AFSEND_BESKED;
  const auto aftale_er = [](auto change) { return [=](Registreringer& all) { change(all.serviceaftaler[0]); }; };
  const auto service_er = [](auto change) {
    return [=](Registreringer& all) { change(all.serviceaftaler[0].services[0]); };
  };
  const auto ingen = [](Registreringer&) {};
  const auto samme = [](oio::Kald&) {};
  const auto uaendret = [](oio::Adgangsnoegle&) {};
  return {
      {"covered", ingen, samme, uaendret, h, Aarsag::TILLADT},
      {"credentials over at their very end", ingen, [](oio::Kald& k) { k.udloeber = kNu; }, uaendret, h,
       Aarsag::KALD_UDLOEBET},
      {"system blocked", [](Registreringer& all) { all.anvendersystemer[0].spaerret = true; }, samme, uaendret, h,
       Aarsag::SYSTEM_SPAERRET},
      {"certificate blocked", [](Registreringer& all) { all.anvendersystemer[0].certifikater[0].spaerret = true; },
       samme, uaendret, h, Aarsag::SYSTEM_SPAERRET},
      {"the other certificate blocked",
       [](Registreringer& all) { all.anvendersystemer[0].certifikater[1].spaerret = true; }, samme, uaendret, h,
       Aarsag::TILLADT},
      {"certificate removed", [](Registreringer& all) { all.anvendersystemer[0].certifikater.clear(); }, samme,
       uaendret, h, Aarsag::SYSTEM_SPAERRET},
      {"system unknown", ingen, [](oio::Kald& k) { k.anvendersystem = kAftale; }, uaendret, h, Aarsag::SYSTEM_SPAERRET},
      {"another system's certificate", ingen,
       [](oio::Kald& k) { k.certifikat = fingeraftryk(andet_system().certifikat.der()); }, uaendret, h,
       Aarsag::SYSTEM_SPAERRET},
      {"no agreement", [](Registreringer& all) { all.serviceaftaler.clear(); }, samme, uaendret, h,
       Aarsag::INGEN_SERVICEAFTALE},
      {"agreement not approved", aftale_er([](Serviceaftale& a) { a.status = Aftalestatus::ANMODET; }), samme, uaendret,
       h, Aarsag::INGEN_SERVICEAFTALE},
      {"agreement terminated", aftale_er([](Serviceaftale& a) { a.status = Aftalestatus::OPSAGT; }), samme, uaendret, h,
       Aarsag::INGEN_SERVICEAFTALE},
      {"agreement begins now", aftale_er([](Serviceaftale& a) { a.gyldig_fra = kNu; }), samme, uaendret, h,
       Aarsag::TILLADT},
      {"agreement begins later", aftale_er([](Serviceaftale& a) { a.gyldig_fra = kNu + std::chrono::seconds(1); }),
       samme, uaendret, h, Aarsag::INGEN_SERVICEAFTALE},
      {"agreement ended now", aftale_er([](Serviceaftale& a) { a.gyldig_til = kNu; }), samme, uaendret, h,
       Aarsag::INGEN_SERVICEAFTALE},
      {"call made for another service", ingen, [](oio::Kald& k) { k.service = kModtag; }, uaendret, h,
       Aarsag::INGEN_SERVICEAFTALE},
      {"agreement with another authority", ingen, [](oio::Kald& k) { k.myndighed = kNabo; }, uaendret, h,
       Aarsag::INGEN_SERVICEAFTALE},
      {"another beskedtype", ingen, samme, [](oio::Adgangsnoegle& n) { n.objekttype = kAndenBeskedtype; }, h,
       Aarsag::BESKEDTYPE_IKKE_DAEKKET},
      {"no beskedtype", ingen, samme, [](oio::Adgangsnoegle& n) { n.objekttype = {}; }, h,
       Aarsag::BESKEDTYPE_IKKE_DAEKKET},
      {"any beskedtype", service_er([](Aftaleservice& s) {
         s.beskedtyper.clear();
         s.alle_beskedtyper = true;
       }),
       samme, [](oio::Adgangsnoegle& n) { n.objekttype = kAndenBeskedtype; }, h, Aarsag::TILLADT},
      {"another authority's object", ingen, samme, [](oio::Adgangsnoegle& n) { n.ejer = kNabo; }, h,
       Aarsag::MYNDIGHED_IKKE_DAEKKET},
      {"another authority's object from a central sender",
       service_er([](Aftaleservice& s) { s.kontrol_af_ansvarlig_myndighed = false; }), samme,
       [](oio::Adgangsnoegle& n) { n.ejer = kNabo; }, h, Aarsag::TILLADT},
      {"no authority named", ingen, samme, [](oio::Adgangsnoegle& n) { n.ejer = {}; }, h, Aarsag::TILLADT},
      {"KLE outside", service_er([](Aftaleservice& s) { s.kle = {*base::KleMoenster::parse("32.*")}; }), samme,
       [](oio::Adgangsnoegle& n) { n.kle = {kle("32.01.01"), kle("27.01.01")}; }, h, Aarsag::KLE_IKKE_DAEKKET},
      {"KLE inside one of two patterns", service_er([](Aftaleservice& s) {
         s.kle = {*base::KleMoenster::parse("32.*"), *base::KleMoenster::parse("27.01.*")};
       }),
       samme, [](oio::Adgangsnoegle& n) { n.kle = {kle("32.01.01"), kle("27.01.01")}; }, h, Aarsag::TILLADT},
      {"no KLE named", service_er([](Aftaleservice& s) { s.kle = {*base::KleMoenster::parse("32.*")}; }), samme,
       uaendret, h, Aarsag::TILLADT},
      {"too sensitive", service_er([](Aftaleservice& s) { s.foelsomhed = 2; }), samme,
       [](oio::Adgangsnoegle& n) { n.foelsomhed = 3; }, h, Aarsag::FOELSOMHED_FOR_HOEJ},
      {"as sensitive as covered", service_er([](Aftaleservice& s) { s.foelsomhed = 3; }), samme,
       [](oio::Adgangsnoegle& n) { n.foelsomhed = 3; }, h, Aarsag::TILLADT},
      {"administration without its agreement", ingen, samme, uaendret, Handling::ADMINISTRER,
       Aarsag::INGEN_SERVICEAFTALE},
  };
}

TEST(Adgangssvar, SaysWhyForEachReason) {
  for (const auto& raekke : afsendelser()) {
    auto all = verden();
    raekke.verden(all);
    const auto registre = make_register(std::move(all));
    auto caller = kald();
    raekke.kald(caller);
    auto noegle = besked();
    raekke.noegle(noegle);
    const auto svar = afgoer(*registre, caller, raekke.handling, noegle, kNu);
    EXPECT_EQ(oio::navn(svar.aarsag), oio::navn(raekke.ventet)) << raekke.navn;
    EXPECT_EQ(svar.tilladte_myndigheder != nullptr, svar.tilladt()) << raekke.navn;
  }
}

TEST(Adgangssvar, CarriesTheAgreementAndItsLimits) {
  const auto registre = changed([](Registreringer& all) {
    all.serviceaftaler[0].services[0].tilladte_myndigheder = {.alle = false, .cvr = {kNabo}};
    all.serviceaftaler[0].services[0].modtagerkontrol = oio::Modtagerkontrol::AFVIS;
  });
  const auto svar = afgoer(*registre, kald(), Handling::AFSEND_BESKED, besked(), kNu);
  ASSERT_TRUE(svar.tilladt());
  EXPECT_EQ(svar.serviceaftale, kAftale);
  EXPECT_TRUE(svar.tilladte_myndigheder->tillader(kNabo));
  EXPECT_FALSE(svar.tilladte_myndigheder->tillader(kKorsbaek));
  EXPECT_EQ(svar.modtagerkontrol, oio::Modtagerkontrol::AFVIS);
}

TEST(Adgangssvar, ADueslagIsItsOwnersAlone) {
  const auto registre = make_register(verden());
  const auto caller = kald(kModtag);
  EXPECT_EQ(afgoer(*registre, caller, Handling::LAES_DUESLAG, dueslag(kSystem), kNu).aarsag, Aarsag::TILLADT);
  EXPECT_EQ(afgoer(*registre, caller, Handling::LAES_DUESLAG, dueslag(kAndetSystem), kNu).aarsag, Aarsag::IKKE_EJER);
  EXPECT_EQ(afgoer(*registre, caller, Handling::LAES_DUESLAG, dueslag({}), kNu).aarsag, Aarsag::IKKE_EJER);
  EXPECT_EQ(afgoer(*registre, kald(kAfsend), Handling::LAES_DUESLAG, dueslag(kSystem), kNu).aarsag,
            Aarsag::INGEN_SERVICEAFTALE);
}

TEST(Adgangssvar, OneOfSeveralAgreementsSuffices) {
  const auto registre = changed([](Registreringer& all) {
    auto second = aftale(kAndenAftale, kSystem, {kKorsbaek}, {service(kAfsend)});
    second.services[0].beskedtyper = {kAndenBeskedtype};
    second.services[0].foelsomhed = 1;
    all.serviceaftaler.push_back(second);
  });
  auto noegle = besked();
  EXPECT_EQ(afgoer(*registre, kald(), Handling::AFSEND_BESKED, noegle, kNu).serviceaftale, kAftale);
  noegle.objekttype = kAndenBeskedtype;
  EXPECT_EQ(afgoer(*registre, kald(), Handling::AFSEND_BESKED, noegle, kNu).serviceaftale, kAndenAftale);
  noegle.foelsomhed = 2;  // the first stops at the beskedtype, the second further on
  const auto svar = afgoer(*registre, kald(), Handling::AFSEND_BESKED, noegle, kNu);
  EXPECT_EQ(svar.aarsag, Aarsag::FOELSOMHED_FOR_HOEJ);
  EXPECT_EQ(svar.serviceaftale, kAndenAftale);
}

TEST(Adgangssvar, ReceptionAsksWhoseEventItIs) {
  const auto registre = changed([](Registreringer& all) {
    all.serviceaftaler[0].services[1].tilladte_myndigheder = {.alle = false, .cvr = {kUdk}};
  });
  EXPECT_TRUE(afgoer_modtagelse(*registre, kSystem, kKorsbaek, besked(kUdk), kNu).tilladt());
  EXPECT_EQ(afgoer_modtagelse(*registre, kSystem, kKorsbaek, besked(kNabo), kNu).aarsag,
            Aarsag::MYNDIGHED_IKKE_DAEKKET);
  EXPECT_EQ(afgoer_modtagelse(*registre, kSystem, kNabo, besked(kUdk), kNu).aarsag, Aarsag::INGEN_SERVICEAFTALE);
  EXPECT_EQ(afgoer_modtagelse(*registre, kAftale, kKorsbaek, besked(kUdk), kNu).aarsag, Aarsag::SYSTEM_SPAERRET);
  EXPECT_EQ(registre->myndigheder(kSystem, kModtag).size(), 1U);
}

TEST(Adgangssvar, AdministrationNeedsItsOwnAgreement) {
  const auto registre = changed([](Registreringer& all) {
    all.serviceaftaler.push_back(aftale(kAndenAftale, kSystem, {kKorsbaek}, {service(kAdmin)}));
  });
  EXPECT_TRUE(afgoer(*registre, kald(kAdmin), Handling::ADMINISTRER, {}, kNu).tilladt());
}

#ifdef COUNTS_ALLOCATIONS
TEST(Adgangssvar, AllocatesNothing) {
  const auto registre =
      changed([](Registreringer& all) { all.serviceaftaler[0].services[0].kle = {*base::KleMoenster::parse("32.*")}; });
  const auto caller = kald();
  auto noegle = besked();
  noegle.kle = {kle("32.01.01")};
  const auto before = allocations;
  const auto permitted = afgoer(*registre, caller, Handling::AFSEND_BESKED, noegle, kNu);
  const auto refused = afgoer(*registre, caller, Handling::LAES_DUESLAG, noegle, kNu);
  const auto received = afgoer_modtagelse(*registre, kSystem, kKorsbaek, noegle, kNu);
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(permitted.tilladt());
  EXPECT_FALSE(refused.tilladt());
  EXPECT_TRUE(received.tilladt());
}
#endif

#ifdef COUNTS_ALLOCATIONS
TEST(Adgangssvar, ReadingAnothersDataAllocatesNothing) {
  auto all = verden();
  all.myndigheder.push_back({kUdk, "Udbetaling Danmark", ""});
  all.dataudvekslingsaftaler = aftaler::standardaftaler(kUdk);
  all.dataudvekslingsaftaler.push_back(
      aftaler::proevetilslutning(all.dataudvekslingsaftaler[0], kKorsbaek, {oio::Formaal::FM_01}));
  all.serviceaftaler[0].services = {service(kYdelseUdstil)};
  all.serviceaftaler[0].dataudvekslingsaftaler = {"AFT-01/11111111"};
  const auto registre = make_register(std::move(all));
  const auto caller = kald(kYdelseUdstil);
  auto noegle = besked(kUdk);
  noegle.art = oio::Objektart::YDELSE;
  noegle.kle = {kle("32.06.04")};
  noegle.betalinger = {oio::dansk_dag(kNu)};
  const auto before = allocations;
  const auto permitted = afgoer(*registre, caller, Handling::FREMSOEG, noegle, kNu);
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(permitted.tilladt());
}
#endif

// Any call, any object, of small sets so that they often meet.
oio::Kald any_kald() {
  auto out = kald(*rc::gen::element(kAfsend, kModtag, kAdmin));
  out.anvendersystem = *rc::gen::element(kSystem, kAndetSystem);
  out.myndighed = *rc::gen::element(kKorsbaek, kNabo);
  const auto& own = out.anvendersystem == kSystem ? boligstoette() : andet_system();
  out.certifikat = fingeraftryk(own.certifikat.der());
  return out;
}
oio::Adgangsnoegle any_noegle() {
  oio::Adgangsnoegle out;
  out.ejer = *rc::gen::element(kKorsbaek, kNabo, base::Cvr{});
  out.objekttype = *rc::gen::element(kBeskedtype, kAndenBeskedtype);
  out.foelsomhed = *rc::gen::inRange<std::uint8_t>(0, 5);
  out.anvendersystem = *rc::gen::element(kSystem, kAndetSystem);
  return out;
}
Handling any_handling() {
  return *rc::gen::element(Handling::AFSEND_BESKED, Handling::MODTAG_BESKED, Handling::LAES_DUESLAG,
                           Handling::ADMINISTRER);
}

RC_GTEST_PROP(AdgangssvarEgenskab, NothingIsPermittedWithoutAnAgreementInForce, ()) {
  static const auto registre =
      changed([](Registreringer& all) { all.serviceaftaler[0].status = Aftalestatus::OPSAGT; });
  RC_ASSERT(!afgoer(*registre, any_kald(), any_handling(), any_noegle(), kNu).tilladt());
}

RC_GTEST_PROP(AdgangssvarEgenskab, AnUnrelatedAgreementChangesNothing, ()) {
  static const auto before = make_register(verden());
  static const auto after = changed([](Registreringer& all) {
    auto everything = service(kAfsend);
    everything.alle_beskedtyper = true;
    everything.beskedtyper.clear();
    all.serviceaftaler.insert(all.serviceaftaler.begin(), aftale(kAndenAftale, kAndetSystem, {kNabo}, {everything}));
  });
  const auto caller = any_kald();
  const auto handling = any_handling();
  const auto noegle = any_noegle();
  RC_PRE(caller.anvendersystem != kAndetSystem || caller.myndighed != kNabo || caller.service != kAfsend);
  const auto first = afgoer(*before, caller, handling, noegle, kNu);
  const auto second = afgoer(*after, caller, handling, noegle, kNu);
  RC_ASSERT(first.aarsag == second.aarsag);
  RC_ASSERT(first.serviceaftale == second.serviceaftale);
}

RC_GTEST_PROP(AdgangssvarEgenskab, WhatIsPermittedLiesWithinTheAgreement, ()) {
  static const auto registre = make_register(verden());
  const auto caller = any_kald();
  const auto handling = any_handling();
  const auto noegle = any_noegle();
  const auto svar = afgoer(*registre, caller, handling, noegle, kNu);
  if (!svar.tilladt()) return;
  RC_ASSERT(caller.anvendersystem == kSystem);
  RC_ASSERT(caller.myndighed == kKorsbaek);
  RC_ASSERT(caller.service == service_af(handling));
  RC_ASSERT(svar.serviceaftale == kAftale);
}

}  // namespace
}  // namespace brevdue::adgangsstyring
