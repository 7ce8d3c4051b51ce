#include "sagdokumentindeks/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "sagdokumentindeks/sager_testing.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;

const Roller kRoller;

oio::Adgangsnoegle noegle(const Sag& sag, base::Tidspunkt nu = kNu) {
  return adgangsnoegle(sag.registrering.front(), kRoller, nu);
}

TEST(SagStore, IsFoundByOwnerPartyAndKle) {
  EXPECT_THAT(termer(sagregistrering(kKorsbaekUrn), kRoller),
              IsSupersetOf<oio::Term>({{Termart::EJER, "11111111"},
                                       {Termart::AKTOER, std::string(kKorsbaekUrn)},
                                       {Termart::KLE, "32.06.04"},
                                       {Termart::NUMMER, "S-1"},
                                       {Termart::SYSTEM, "00000000-0000-4000-8000-000000000001"},
                                       {Termart::PART, std::string(kBorger)}}));
}

TEST(SagStore, ActorsOfOtherRolesAreNotOwners) {
  SagRegistrering one = sagregistrering(kKorsbaekUrn);
  one.relation_liste.sagsaktoer = {relation(uuid(kKlasse), urn(kUdkUrn))};
  EXPECT_THAT(termer(one, kRoller), Not(Contains(oio::Term{Termart::EJER, "33333333"})));
}

TEST(SagStore, AnOwnersNumberCountsBeforeItsUrn) {
  Sag one = sag(kUdkUrn);
  udvid(one.registrering[0].relation_liste.sagsaktoer[0].lokal_udvidelse_liste,
        SagsaktoerUdvidelse{.brugervendt_noegle = {}, .fuldt_navn = {}, .cvr_nummer = "11111111"});
  EXPECT_EQ(noegle(one).ejer, at::kKorsbaek);
  EXPECT_THAT(termer(one.registrering[0], kRoller), Contains(oio::Term{Termart::EJER, "11111111"}));
}

TEST(SagStore, TellsTheBopaelskommuneToTheOtherIndex) {
  const std::string rolle = kRoller.sag_bopaelskommune.text();
  SagRegistrering one = sagregistrering(kUdkUrn);
  one.relation_liste.sagsaktoer.push_back(relation(uuid(rolle), urn(kKorsbaekUrn)));
  EXPECT_THAT(termer(one, kRoller), Contains(oio::Term{Termart::BOPAELSKOMMUNE, "11111111"}));
  EXPECT_THAT(termer(one, kRoller), Not(Contains(oio::Term{Termart::BOPAELSKOMMUNE, "33333333"})));
}

TEST(SagStore, TheOwnerInForceDecidesAndTheKeySaysThatItMayChange) {
  Sag one = sag(kKorsbaekUrn);
  EXPECT_FALSE(to_objekt(one, kRoller, kNu)->noegle.kan_skifte);
  auto& aktoerer = one.registrering.front().relation_liste.sagsaktoer;
  aktoerer.front().virkning = virkning("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z");
  aktoerer.push_back(relation(uuid(kSagEjer), urn(kUdkUrn)));
  aktoerer.back().virkning = virkning("2026-12-31T00:00:00Z", "2027-12-31T00:00:00Z");
  EXPECT_EQ(noegle(one).ejer, at::kKorsbaek);
  EXPECT_EQ(noegle(one, kNu + std::chrono::days(3650)).ejer, at::kUdk);
  EXPECT_TRUE(to_objekt(one, kRoller, kNu)->noegle.kan_skifte);
}

TEST(SagStore, WithoutFoelsomhedItIsTheHighest) {
  Sag one = sag(kKorsbaekUrn);
  EXPECT_EQ(noegle(one).foelsomhed, 2);
  one.registrering.front().attribut_liste.lokal_udvidelse_liste.reset();
  EXPECT_EQ(noegle(one).foelsomhed, 4);
}

TEST(SagStore, LinksAreToDocumentsThatTheLatestRegistrationNames) {
  Sag one = sag(kKorsbaekUrn);
  Journalpost note;
  note.reference_id = urn("URN:Empty");
  one.registrering.front().relation_liste.journalpost = {journalpost(kDokumentUuid), note};
  one.registrering.push_back(sagregistrering(kKorsbaekUrn));
  one.registrering.back().tidspunkt = "2025-01-02T00:00:00Z";
  one.registrering.back().relation_liste.journalpost = {journalpost(kAndenSag)};
  EXPECT_THAT(to_objekt(one, kRoller, kNu)->links,
              ElementsAre(oio::Link{oio::Linkart::JOURNALPOST,
                                    {oio::Objekttype::DOKUMENT, *base::Uuid::parse(kDokumentUuid)}}));
}

TEST(SagStore, RegistrationsAreKeptByTidspunktEachWithItsOwnStsTidspunkt) {
  Sag one = sag(kKorsbaekUrn);
  one.registrering.push_back(sagregistrering(kKorsbaekUrn));
  one.registrering.back().tidspunkt = "2025-01-02T00:00:00Z";
  const auto objekt = to_objekt(one, kRoller, kNu);
  ASSERT_TRUE(objekt.has_value());
  ASSERT_EQ(objekt->registreringer.size(), 2U);
  EXPECT_EQ(objekt->registreringer[0].hoved.tidspunkt, base::parse_iso("2025-01-02T00:00:00Z"));
  EXPECT_EQ(objekt->registreringer[0].hoved.sts_tidspunkt, kNu);
  EXPECT_GT(objekt->registreringer[1].hoved.sts_tidspunkt, kNu);
}

TEST(SagStore, IsUnpackedInTheLettersItCameIn) {
  constexpr std::string_view kStore = "0B5E7F0A-1111-4222-8333-44445555666F";
  const auto objekt = to_objekt(sag(kKorsbaekUrn, kStore), kRoller, kNu);
  xml::Arena arena;
  const auto read = unpack_sag(objekt->registreringer.back().pakket, arena);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->uuid, kStore);
  EXPECT_EQ(read->registrering.front().sts_tidspunkt, base::iso_text(kNu, 6));
}

TEST(SagStore, NothingIsMadeOfASagWithoutRegistrations) {
  Sag one = sag(kKorsbaekUrn);
  one.registrering.clear();
  EXPECT_FALSE(to_objekt(one, kRoller, kNu).has_value());
}

TEST(DokumentStore, HasAnOwnerAndAClassOfItsOwn) {
  DokumentRegistrering one;
  const auto ejer = kRoller.dokument_ejer.text();
  const auto primaer = kRoller.dokument_primaer_klasse.text();
  one.relation_liste.dokumentaktoer.push_back(relation(uuid(ejer), uuid(kKlasse)));
  udvid(one.relation_liste.dokumentaktoer[0].lokal_udvidelse_liste,
        DokumentaktoerUdvidelse{.brugervendt_noegle = {}, .fuldt_navn = {}, .cvr_nr = "11111111"});
  one.relation_liste.dokumentklasse.push_back(relation(uuid(primaer), uuid(kKlasse)));
  udvid(one.relation_liste.dokumentklasse[0].lokal_udvidelse_liste,
        DokumentklasseUdvidelse{.klassetitel = {}, .brugervendt_noegle = "32.03.10", .soegeord = {}});
  const auto made = adgangsnoegle(one, kRoller, kNu);
  EXPECT_EQ(made.ejer, at::kKorsbaek);
  EXPECT_THAT(made.kle, ElementsAre(*base::KleEmne::parse("32.03.10")));
  EXPECT_EQ(made.foelsomhed, 4);
  EXPECT_EQ(made.art, oio::Objektart::DOKUMENT);
}

}  // namespace
}  // namespace brevdue::sagdokumentindeks
