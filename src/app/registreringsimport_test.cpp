// Registrations from a file into force: the sandbox's own file as the example of a whole one.
#include "app/registreringsimport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "adgangsstyring/registreringslager.hpp"
#include "app/filer.hpp"
#include "app/sandbox_mappe.hpp"
#include "app/sandbox_verden.hpp"
#include "beskedfordeler/store.hpp"
#include "oio/revisionspost.hpp"
#include "store/file_system.hpp"

namespace brevdue::app {
namespace {

using testing::HasSubstr;

class RegistreringsimportTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string made = (std::filesystem::temp_directory_path() / "brevdue-XXXXXX").string();
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    world_ = new std::filesystem::path(made);
    const base::SystemUr ur;
    base::SystemTilfaeldig random;
    const auto mappe = Sandboxmappe::open(*world_, ur, random);
    ASSERT_TRUE(mappe) << base::beskriv(mappe.error());
  }
  static void TearDownTestSuite() {
    std::filesystem::remove_all(*world_);
    delete world_;
  }

  void SetUp() override { open(); }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(*world_ / "store");
  }
  void open() {
    store_.reset();
    store::StoreLimits limits;
    limits.segment_bytes = 1 << 20;
    auto opened = store::Store::open(*world_ / "store", limits, store::system_files(), ur_);
    ASSERT_TRUE(opened) << base::beskriv(opened.error());
    store_ = std::move(*opened);
    auto reg = adgangsstyring::load_register(store_->objects());
    ASSERT_TRUE(reg);
    auto tavle = beskedfordeler::load_tavle(store_->objects(), store_->queues(), (*reg)->version());
    ASSERT_TRUE(tavle);
    registre_ = std::make_unique<adgangsstyring::Registre>(*reg);
    tavler_ = std::make_unique<beskedfordeler::Tavler>(*tavle);
  }
  base::Resultat<std::string> bring_in(const Registreringsfil& all) {
    return Registreringsimport(*store_, *registre_, *tavler_, ur_).bring_in(all, "test");
  }
  static Registreringsfil world() { return *read_registreringsfil(*world_ / "registreringer.toml"); }

  static std::filesystem::path* world_;
  base::SystemUr ur_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<adgangsstyring::Registre> registre_;
  std::unique_ptr<beskedfordeler::Tavler> tavler_;
};

std::filesystem::path* RegistreringsimportTest::world_ = nullptr;

TEST_F(RegistreringsimportTest, ComesIntoForceAndIsThereAfterARestart) {
  const auto said = bring_in(world());
  ASSERT_TRUE(said) << base::beskriv(said.error());
  for (int restarts = 0; restarts < 2; ++restarts, open()) {
    EXPECT_NE(registre_->nu()->system(*base::Uuid::parse(kEksempelSystem)), nullptr);
    EXPECT_NE(tavler_->nu()->find(*base::Uuid::parse(kEksempelDueslag)), nullptr);
    EXPECT_EQ(tavler_->nu()->version(), registre_->nu()->version());
  }
}

TEST_F(RegistreringsimportTest, TheLedgerSaysWhoImportedWhat) {
  ASSERT_TRUE(bring_in(world()));
  std::string found;
  ASSERT_TRUE(store_->ledger().read(1, [&](const store::LedgerEntry& entry) {
    const auto post = oio::decode_revisionspost(entry.record);
    if (post && post->haendelse == oio::Haendelse::REGISTRERING_IMPORTERET) found = oio::text(*post);
    return true;
  }));
  EXPECT_THAT(found, HasSubstr("test"));
  EXPECT_THAT(found, HasSubstr("11 anvendersystemer"));
}

TEST_F(RegistreringsimportTest, WhatDoesNotHangTogetherChangesNothing) {
  ASSERT_TRUE(bring_in(world()));
  const auto before = registre_->nu()->version();
  Registreringsfil wrong;
  adgangsstyring::Serviceaftale aftale;
  aftale.uuid = base::Uuid::named(base::kBrevdueNamespace, "aftale");
  aftale.anvendersystem = base::Uuid::named(base::kBrevdueNamespace, "nobody");
  wrong.adgangsstyring.serviceaftaler.push_back(aftale);
  EXPECT_FALSE(bring_in(wrong));
  open();
  EXPECT_EQ(registre_->nu()->version(), before);
}

TEST_F(RegistreringsimportTest, ADueslagOfAnUnknownSystemIsRefusedByName) {
  auto all = world();
  const auto nobody = base::Uuid::named(base::kBrevdueNamespace, "nobody");
  all.beskedfordeler.dueslag.back().system = nobody;
  const auto refused = bring_in(all);
  ASSERT_FALSE(refused);
  const auto said = base::beskriv(refused.error());
  EXPECT_THAT(said, HasSubstr("dueslag " + all.beskedfordeler.dueslag.back().uuid.text()));
  EXPECT_THAT(said, HasSubstr(all.beskedfordeler.dueslag.back().navn));
  EXPECT_THAT(said, HasSubstr(nobody.text()));
  EXPECT_EQ(registre_->nu()->version(), 0U);
  EXPECT_EQ(tavler_->nu()->dueslag().size(), 0U);
}

TEST_F(RegistreringsimportTest, ADueslagMayComeAfterItsSystem) {
  auto systems = world();
  auto dueslag = std::exchange(systems.beskedfordeler, {});
  ASSERT_TRUE(bring_in(systems));
  EXPECT_TRUE(bring_in({{}, dueslag}));
}

TEST_F(RegistreringsimportTest, WrittenAndReadItIsTheSame) {
  const auto all = world();
  const auto again = parse_registreringer(write_registreringsfil(all), "again", *world_);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_TRUE(again->adgangsstyring == all.adgangsstyring);
  EXPECT_TRUE(again->beskedfordeler == all.beskedfordeler);
}

TEST_F(RegistreringsimportTest, AnUnknownTableIsRefusedWithItsLine) {
  const auto got = parse_registreringer("\n[[anvendersytem]]\nuuid = \"x\"\n", "file.toml", *world_);
  ASSERT_FALSE(got);
  EXPECT_THAT(base::beskriv(got.error()), HasSubstr("file.toml:2"));
}

}  // namespace
}  // namespace brevdue::app
