#include "adgangsstyring/register.hpp"

#include <gtest/gtest.h>

#include "adgangsstyring/adgang_testing.hpp"
#include "adgangsstyring/kaldere.hpp"
#include "adgangsstyring/registreringslager.hpp"
#include "aftaler/standardaftaler.hpp"
#include "store/file_system.hpp"

namespace brevdue::adgangsstyring {
namespace {

using namespace testing;
using base::FejlKode;

TEST(Register, FindsWhatIsRegistered) {
  const auto registre = make_register(verden(), 7);
  EXPECT_EQ(registre->version(), 7U);
  const auto* certifikat = registre->certifikat(fingeraftryk(andet_certifikat().certifikat.der()));
  ASSERT_NE(certifikat, nullptr);
  EXPECT_EQ(certifikat->system, registre->system(kSystem));
  EXPECT_EQ(certifikat->subject, andet_certifikat().certifikat.subject());
  EXPECT_EQ(registre->certifikat(fingeraftryk(ct::fremmed().certifikat.der())), nullptr);
  EXPECT_EQ(registre->myndighed(kKorsbaek)->navn, "Korsbæk Kommune");
  EXPECT_EQ(registre->myndighed(kUdk), nullptr);
  EXPECT_EQ(registre->aftale(kAftale)->anvendersystem, kSystem);
  EXPECT_EQ(registre->aftaler(kSystem, kKorsbaek, kAfsend).size(), 1U);
  EXPECT_TRUE(registre->aftaler(kSystem, kKorsbaek, kAdmin).empty());
  EXPECT_TRUE(registre->aftaler(kSystem, kNabo, kAfsend).empty());
}

TEST(Register, RefusesWhatDoesNotHangTogether) {
  const std::vector<std::function<void(Registreringer&)>> breaks{
      [](auto& all) { all.myndigheder.push_back(all.myndigheder[0]); },
      [](auto& all) { all.anvendersystemer[1].uuid = kSystem; },
      [](auto& all) { all.serviceaftaler.push_back(all.serviceaftaler[0]); },
      [](auto& all) { all.anvendersystemer[1].certifikater = {{boligstoette().certifikat.der()}}; },
      [](auto& all) { all.anvendersystemer[1].certifikater = {{"no certificate"}}; },
      [](auto& all) { all.serviceaftaler[0].anvendersystem = kAftale; },
      [](auto& all) { all.serviceaftaler[0].myndigheder = {kUdk}; },
      [](auto& all) { all.serviceaftaler[0].dataudvekslingsaftaler = {"AFT-01"}; },
      [](auto& all) { all.dataudvekslingsaftaler = aftaler::standardaftaler(kUdk); },
      [](auto& all) {
        all.dataudvekslingsaftaler = aftaler::standardaftaler(kNabo);
        all.dataudvekslingsaftaler[0].datamodtagere = {kUdk};
      },
      [](auto& all) { all.dataudvekslingsaftaler.resize(2, aftaler::standardaftaler(kNabo)[0]); },
  };
  for (std::size_t n = 0; n < breaks.size(); ++n) {
    auto all = verden();
    breaks[n](all);
    const auto made = Register::make(std::move(all), 1);
    ASSERT_FALSE(made) << n;
    EXPECT_EQ(made.error().kode, FejlKode::UGYLDIG) << n;
  }
}

TEST(Registre, TellsWatchersUntilTheyLetGo) {
  Registre registre(make_register(verden(), 1));
  int told = 0;
  auto watch = registre.watch([&] {
    ++told;
    EXPECT_EQ(registre.nu()->version(), registre.version());
  });
  registre.set(make_register({}, 2));
  EXPECT_EQ(told, 1);
  EXPECT_EQ(registre.version(), 2U);
  watch.reset();
  registre.set(make_register({}, 3));
  EXPECT_EQ(told, 1);
}

class Certifikatkald : public ::testing::Test {
 protected:
  base::Resultat<oio::Kald> kald(std::string_view der, std::string_view service = kAfsend) {
    const net::Peer peer{.address = "127.0.0.1", .certificate_der = std::string(der)};
    return kald_af_certifikat(*make_register(all_, 5), peer, service, {ur_, certifikat_ur_});
  }
  Registreringer all_ = verden();
  base::TestUr ur_{kNu};
  base::TestUr certifikat_ur_{kNu};
  const std::string& der_ = boligstoette().certifikat.der();
};

TEST_F(Certifikatkald, CallsForItsOneAuthority) {
  const auto made = kald(der_);
  ASSERT_TRUE(made) << base::beskriv(made.error());
  EXPECT_EQ(made->anvendersystem, kSystem);
  EXPECT_EQ(made->myndighed, kKorsbaek);
  EXPECT_EQ(made->serviceaftale, kAftale);
  EXPECT_EQ(made->service, kAfsend);
  EXPECT_EQ(made->registerversion, 5U);
  EXPECT_EQ(made->udloeber, boligstoette().certifikat.not_after() + std::chrono::seconds(1));
}

TEST_F(Certifikatkald, SeveralAuthoritiesNeedAToken) {
  all_.serviceaftaler.push_back(aftale(kAndenAftale, kSystem, {kNabo}, {service(kAfsend)}));
  EXPECT_EQ(kald(der_).error().kode, FejlKode::IKKE_TILLADT);
  EXPECT_TRUE(kald(der_, kModtag));  // there it is still one
  all_.serviceaftaler[1].status = Aftalestatus::OPSAGT;
  EXPECT_TRUE(kald(der_));
}

TEST_F(Certifikatkald, RefusesEveryCertificateNotInOrder) {
  EXPECT_EQ(kald("").error().kode, FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kald("no certificate").error().kode, FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kald(ct::fremmed().certifikat.der()).error().kode, FejlKode::IKKE_AUTENTISERET);
  EXPECT_EQ(kald(andet_system().certifikat.der()).error().kode, FejlKode::IKKE_TILLADT);
  all_.anvendersystemer[0].certifikater[0].spaerret = true;
  EXPECT_EQ(kald(der_).error().kode, FejlKode::IKKE_AUTENTISERET);
  EXPECT_TRUE(kald(andet_certifikat().certifikat.der()));
  all_.anvendersystemer[0].spaerret = true;
  EXPECT_EQ(kald(andet_certifikat().certifikat.der()).error().kode, FejlKode::IKKE_AUTENTISERET);
}

TEST_F(Certifikatkald, CertificatesAreJudgedByTheirOwnClock) {
  ur_.advance(std::chrono::hours(24 * 365 * 20));  // the sandbox's time alone
  EXPECT_TRUE(kald(der_));
  const auto last = boligstoette().certifikat.not_after();
  certifikat_ur_.advance(last - kNu);
  const auto made = kald(der_);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->udloeber, ur_.nu() + std::chrono::seconds(1));
  certifikat_ur_.advance(std::chrono::seconds(1));
  EXPECT_EQ(kald(der_).error().kode, FejlKode::IKKE_AUTENTISERET);
}

class Registreringslager : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("brevdue-reglager-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    open();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open() {
    store_.reset();
    store_ = ct::value_of(store::Store::open(folder_, limits(), store::system_files(), ur_));
  }
  static store::StoreLimits limits() {
    store::StoreLimits out;
    out.segment_bytes = 4 << 20;
    return out;
  }
  std::shared_ptr<const Register> load() { return ct::value_of(load_register(store_->objects())); }
  store::CommitOutcome import(const Registreringer& all, std::uint64_t version) {
    store::Commit commit;
    put_registreringer(all, version, commit);
    return store_->committer().commit(std::move(commit));
  }
  base::TestUr ur_{kNu};
  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
};

// With agreements between two authorities.
Registreringer med_aftaler() {
  auto all = verden();
  all.dataudvekslingsaftaler = aftaler::standardaftaler(kNabo);
  all.dataudvekslingsaftaler.push_back(
      aftaler::proevetilslutning(all.dataudvekslingsaftaler[0], kKorsbaek, {oio::Formaal::FM_01}));
  all.serviceaftaler[0].dataudvekslingsaftaler = {"AFT-01/11111111"};
  return all;
}

TEST_F(Registreringslager, KeepsWhatWasImportedOverARestart) {
  EXPECT_EQ(load()->version(), 0U);
  const auto outcome = import(med_aftaler(), 0);
  ASSERT_EQ(outcome.udfald, store::Udfald::OK);
  open();
  const auto registre = load();
  EXPECT_EQ(registre->version(), outcome.version);
  EXPECT_EQ(registre->registreringer(), med_aftaler());
}

TEST_F(Registreringslager, KeepsEachVersionOfAnAgreement) {
  ASSERT_EQ(import(med_aftaler(), 0).udfald, store::Udfald::OK);
  Registreringer newer;
  newer.dataudvekslingsaftaler = {med_aftaler().dataudvekslingsaftaler[0]};
  newer.dataudvekslingsaftaler[0].version = 2;
  newer.dataudvekslingsaftaler[0].navn = "Ny";
  ASSERT_EQ(import(newer, load()->version()).udfald, store::Udfald::OK);
  const auto registre = load();
  EXPECT_EQ(registre->registreringer().dataudvekslingsaftaler.size(), 5U);
  const auto* forloeb = registre->dataudvekslingsaftaler().find("AFT-01");
  ASSERT_NE(forloeb, nullptr);
  ASSERT_EQ(forloeb->versioner.size(), 2U);
  EXPECT_EQ(forloeb->versioner.front().aftale->navn, "Ny");
}

TEST_F(Registreringslager, AnImportOnAnOlderVersionIsAConflict) {
  ASSERT_EQ(import(verden(), 0).udfald, store::Udfald::OK);
  EXPECT_EQ(import(verden(), 0).udfald, store::Udfald::KONFLIKT);
  EXPECT_EQ(import(verden(), load()->version()).udfald, store::Udfald::OK);
}

TEST_F(Registreringslager, ADamagedRegistrationIsRefusedNotSkipped) {
  ASSERT_EQ(import(verden(), 0).udfald, store::Udfald::OK);
  store::Commit commit;
  commit.put(store::Familie::REGISTRERING, std::string("\x01") + "????", "\x01");
  ASSERT_EQ(store_->committer().commit(std::move(commit)).udfald, store::Udfald::OK);
  const auto loaded = load_register(store_->objects());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kode, FejlKode::LAGER);
}

}  // namespace
}  // namespace brevdue::adgangsstyring
