// The sandbox's folder: made once, read again, described for outside clients.
#include "app/sandbox_mappe.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "adgangsstyring/register.hpp"
#include "app/filer.hpp"
#include "app/registreringsimport.hpp"
#include "app/sandbox_verden.hpp"
#include "crypto/certifikat.hpp"
#include "crypto/noegle.hpp"
#include "crypto/pki.hpp"

namespace brevdue::app {
namespace {

class SandboxmappeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = (std::filesystem::temp_directory_path() / "brevdue-XXXXXX").string();
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  base::Resultat<Sandboxmappe> open() { return Sandboxmappe::open(folder_, ur_, random_); }

  std::filesystem::path folder_;
  base::SystemUr ur_;
  base::SystemTilfaeldig random_;
};

TEST_F(SandboxmappeTest, TheDescriptorNamesFilesThatAreThere) {
  const auto mappe = open();
  ASSERT_TRUE(mappe) << base::beskriv(mappe.error());
  ASSERT_TRUE(mappe->write_descriptor({8443, 8444, 8446}, ur_.nu()));
  const auto descriptor = nlohmann::json::parse(*read_file(folder_ / "sandbox.json"));
  EXPECT_EQ(descriptor["version"], 1);
  EXPECT_EQ(descriptor["endpoints"]["amqps"]["port"], 8444);
  EXPECT_TRUE(std::filesystem::exists(folder_ / descriptor["ca"].get<std::string>()));
  EXPECT_TRUE(std::filesystem::exists(folder_ / descriptor["truststore"]["path"].get<std::string>()));
  ASSERT_FALSE(descriptor["systemer"].empty());
  for (const auto& system : descriptor["systemer"]) {
    const auto file = [&](const char* key) { return *read_file(folder_ / system[key].get<std::string>()); };
    const auto certificate = crypto::Certifikat::from_pem(file("cert"));
    const auto key = crypto::PrivatNoegle::from_pem(file("key"));
    ASSERT_TRUE(certificate && key);
    EXPECT_TRUE(key->matches(*certificate));
    EXPECT_FALSE(file("p12").empty());
  }
}

TEST_F(SandboxmappeTest, KombitsPublishedIdentitiesAreThere) {
  const auto mappe = open();
  ASSERT_TRUE(mappe);
  ASSERT_TRUE(mappe->write_descriptor({}, ur_.nu()));
  const auto descriptor = nlohmann::json::parse(*read_file(folder_ / "sandbox.json"));
  bool owned = false;
  for (const auto& one : descriptor["dueslag"]) {
    owned |= one["uuid"] == kEksempelDueslag && one["system"] == kEksempelSystem;
  }
  EXPECT_TRUE(owned);
}

TEST_F(SandboxmappeTest, KorsbaeksAccessionsAreTheOnlyAgreementsInForce) {
  const auto mappe = open();
  ASSERT_TRUE(mappe);
  const auto all = read_registreringsfil(mappe->registreringer());
  ASSERT_TRUE(all) << base::beskriv(all.error());
  const auto registre = adgangsstyring::Register::make(all->adgangsstyring, 1);
  ASSERT_TRUE(registre) << base::beskriv(registre.error());
  const auto& aftaler = (*registre)->dataudvekslingsaftaler();
  for (const auto* id : {"AFT-01", "AFT-02", "AFT-12"}) {
    const auto state = [&](const std::string& which) {
      return aftaler.find(which)->versioner.front().aftale->tilstand;
    };
    EXPECT_EQ(state(id), aftaler::Aftaletilstand::KLADDE);
    EXPECT_EQ(state(std::string(id) + "/11111111"), aftaler::Aftaletilstand::AKTIV);
  }
  EXPECT_EQ(aftaler.alle().size(), 6U);
}

TEST_F(SandboxmappeTest, ALaterStartKeepsItsKeys) {
  ASSERT_TRUE(open());
  const auto before = *read_file(folder_ / "pki" / "ca.crt");
  ASSERT_TRUE(open());
  EXPECT_EQ(*read_file(folder_ / "pki" / "ca.crt"), before);
}

TEST_F(SandboxmappeTest, AStartThatWasCutShortMakesItsKeysAgain) {
  ASSERT_TRUE(open());
  std::filesystem::remove(folder_ / "pki" / Sandboxmappe::kMarker);
  std::filesystem::remove(folder_ / "pki" / "server.key");
  ASSERT_TRUE(open());
  EXPECT_TRUE(std::filesystem::exists(folder_ / "pki" / "server.key"));
}

TEST_F(SandboxmappeTest, AFolderWithAnotherStoreIsRefused) {
  std::filesystem::create_directories(folder_ / "store");
  EXPECT_FALSE(open());
}

TEST_F(SandboxmappeTest, ItsKeysAreKnownAsNoSecrets) {
  ASSERT_TRUE(open());
  EXPECT_TRUE(is_of_sandbox(folder_ / "pki" / "server.key"));
  std::filesystem::create_symlink(folder_ / "pki" / "server.key", folder_ / "linked.key");
  EXPECT_TRUE(is_of_sandbox(folder_ / "linked.key"));
  ASSERT_TRUE(write_file(folder_ / "own.key", "x"));
  EXPECT_FALSE(is_of_sandbox(folder_ / "own.key"));
  EXPECT_FALSE(is_of_sandbox(folder_ / "absent.crt"));
}

TEST_F(SandboxmappeTest, ItsCertificatesAreKnownWhereverTheyLie) {
  ASSERT_TRUE(open());
  for (const char* name : {"ca.crt", "sts.crt", "server.crt", "kombit-eksempel.crt"}) {
    std::filesystem::copy_file(folder_ / "pki" / name, folder_ / name);
    EXPECT_TRUE(is_of_sandbox(folder_ / name)) << name;
  }
  base::SystemTilfaeldig random;
  const base::Tidspunkt now{std::chrono::seconds{1'800'000'000}};
  const auto other = crypto::make_ca("En anden CA", {now, now + std::chrono::hours{24}}, random);
  ASSERT_TRUE(other);
  ASSERT_TRUE(write_file(folder_ / "other.crt", other->certifikat.pem()));
  EXPECT_FALSE(is_of_sandbox(folder_ / "other.crt"));
}

TEST_F(SandboxmappeTest, TheClockIsKept) {
  const auto mappe = open();
  ASSERT_TRUE(mappe);
  EXPECT_EQ(mappe->clock_offset()->count(), 0);
  ASSERT_TRUE(mappe->set_clock_offset(std::chrono::microseconds{-5}));
  EXPECT_EQ(mappe->clock_offset()->count(), -5);
  ASSERT_TRUE(write_file(folder_ / "clock", "x5"));
  EXPECT_FALSE(mappe->clock_offset());
}

TEST(UuidTabelTest, TheDocumentationIsMadeFromTheProgram) {
  const auto text = read_file(std::filesystem::path(BREVDUE_SOURCE_DIR) / "docs" / "uuid-tabel.md");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, uuid_tabel_markdown()) << "renew it with `brevdue docs uuid-tabel`";
}

}  // namespace
}  // namespace brevdue::app
