#include "ydelsesindeks/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "xml/pack.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr std::string_view kUuid = "0b5e7f0a-1111-4222-8333-444455556666";
constexpr std::string_view kBevillingUuid = "0B5E7F0A-2222-4222-8333-444455556666";
constexpr std::string_view kSystem = "0b5e7f0a-3333-4222-8333-444455556666";
constexpr std::string_view kSag = "0b5e7f0a-4444-4222-8333-444455556666";
constexpr std::string_view kMaster = "251c24fd-57b0-4afc-9d73-b063d1957eb3";
constexpr std::string_view kBevillingEjer = "abdf4d3e-f113-4282-b13e-6cd32a82621c";
constexpr std::string_view kEffektueringEjer = "a91824c4-da1d-47f9-bce2-5d6597879415";
const base::Tidspunkt kNu = *base::parse_iso("2026-05-15T08:00:00Z");
const Roller kRoller;

oio::UnikId uuid(std::string_view text) {
  return {oio::UnikId::Art::UUID, text};
}
oio::UnikId urn(std::string_view text) {
  return {oio::UnikId::Art::URN, text};
}
oio::Virkning fra(std::string_view text) {
  oio::Virkning out;
  out.fra = oio::Tidsgraense{oio::Tidsgraense::Art::TIDSSTEMPEL, text};
  return out;
}
oio::Dag dag(int year, unsigned month, unsigned day) {
  return oio::Dag{std::chrono::local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}};
}

Aktoer aktoer(std::string_view role, oio::UnikId reference) {
  Aktoer out;
  out.rolle = uuid(role);
  out.reference_id = reference;
  return out;
}
BevilgetYdelse ydelse(std::string_view id, std::string_view kle) {
  BevilgetYdelse out;
  out.id = id;
  YdelseItSystem system;
  system.rolle = uuid(kMaster);
  system.reference_id = uuid(kSystem);
  out.it_system.push_back(system);
  out.ydelse.emplace().klassifikation.emplace().brugervendt_noegle = kle;
  return out;
}
BevillingRegistrering registrering(std::string_view tidspunkt) {
  BevillingRegistrering out;
  out.tidspunkt = tidspunkt;
  out.livscyklus_kode = "Importeret";
  out.attribut_liste.egenskaber.emplace_back().foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER";
  out.attribut_liste.bevilget_ydelse = {ydelse("1", "32.03.04"), ydelse("2", "32.06.04")};
  out.relation_liste.bevillingsaktoer.push_back(aktoer(kBevillingEjer, urn("urn:oio:cvr-nr:33333333")));
  NavngivenRelation part;
  part.reference_id = urn("urn:oio:cpr-nr:0123456789");
  out.relation_liste.bevillingspart.push_back(part);
  return out;
}
Bevilling bevilling() {
  Bevilling out;
  out.uuid = kUuid;
  out.registrering.push_back(registrering("2026-01-02T00:00:00Z"));
  return out;
}
EffektueringRegistrering betaling(std::string_view dispositionsdato) {
  EffektueringRegistrering out;
  out.tidspunkt = "2026-05-02T00:00:00Z";
  auto& egenskaber = out.attribut_liste.egenskaber.emplace_back();
  egenskaber.dispositionsdato = dispositionsdato;
  egenskaber.samlet_bruttobeloeb = "6694.00";
  auto& paid = out.relation_liste.oekonomisk_ydelse_effektuering.emplace_back();
  paid.klassifikationsbeskrivelse = "32.03.04";
  paid.ydelsesbeloeb = "6694.00";
  paid.bevilget_ydelse_ref = BevilgetYdelseRef{kBevillingUuid, "1"};
  out.relation_liste.aktoer.push_back(aktoer(kEffektueringEjer, urn("urn:oio:cvr-nr:33333333")));
  return out;
}
std::vector<oio::Dag> betalinger(const EffektueringRegistrering& one) {
  return betalte_ydelser(one, kNu, kRoller).front().noegle.betalinger;
}

template <class R>
std::vector<oio::Term> terms_of(const R& one) {
  return termer(one.attribut_liste, one.relation_liste, kRoller);
}

TEST(BevillingStore, FindsOwnerPartyKleAndSystem) {
  EXPECT_THAT(terms_of(registrering("2026-01-02T00:00:00Z")),
              IsSupersetOf<oio::Term>({{oio::Termart::EJER, "33333333"},
                                       {oio::Termart::AKTOER, "urn:oio:cvr-nr:33333333"},
                                       {oio::Termart::KLE, "32.03.04"},
                                       {oio::Termart::KLE, "32.06.04"},
                                       {oio::Termart::SYSTEM, std::string(kSystem)},
                                       {oio::Termart::PART, "urn:oio:cpr-nr:0123456789"}}));
}

TEST(BevillingStore, ActorsOfOtherRolesAreNotOwners) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  one.relation_liste.bevillingsaktoer = {aktoer(kSag, urn("urn:oio:cvr-nr:22222222"))};
  EXPECT_THAT(terms_of(one), Not(Contains(oio::Term{oio::Termart::EJER, "22222222"})));
  EXPECT_TRUE(adgangsnoegler(one, kNu, kRoller).front().ejer.is_none());
}

TEST(BevillingStore, EachYdelseIsDecidedByItself) {
  const auto noegler = adgangsnoegler(registrering("2026-01-02T00:00:00Z"), kNu, kRoller);
  ASSERT_EQ(noegler.size(), 2U);
  EXPECT_THAT(noegler[0].kle, ElementsAre(*base::KleEmne::parse("32.03.04")));
  EXPECT_THAT(noegler[1].kle, ElementsAre(*base::KleEmne::parse("32.06.04")));
  for (const auto& noegle : noegler) {
    EXPECT_EQ(noegle.ejer, base::Cvr::parse("33333333"));
    EXPECT_EQ(noegle.foelsomhed, 2);
    EXPECT_EQ(noegle.anvendersystem, base::Uuid::parse(kSystem));
    EXPECT_EQ(noegle.art, oio::Objektart::YDELSE);
  }
}

TEST(BevillingStore, TheOwnerInForceDecidesAndNotALaterOne) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  one.relation_liste.bevillingsaktoer.push_back(aktoer(kBevillingEjer, urn("urn:oio:cvr-nr:22222222")));
  one.relation_liste.bevillingsaktoer.back().virkning = fra("2026-12-31T00:00:00Z");
  EXPECT_EQ(adgangsnoegler(one, kNu, kRoller).front().ejer, base::Cvr::parse("33333333"));
  EXPECT_EQ(adgangsnoegler(one, kNu + std::chrono::days(365), kRoller).front().ejer, base::Cvr::parse("22222222"));
}

TEST(BevillingStore, TheNumberOfAnOwnerCountsBeforeItsUrn) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  one.relation_liste.bevillingsaktoer.front().cvr_nr = "44444444";
  EXPECT_EQ(adgangsnoegler(one, kNu, kRoller).front().ejer, base::Cvr::parse("44444444"));
}

TEST(BevillingStore, WithoutFoelsomhedItIsTheHighest) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  one.attribut_liste.egenskaber.clear();
  EXPECT_EQ(foelsomhed(one, kNu), 4);
}

TEST(BevillingStore, WithoutKleAYdelseHasNone) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  one.attribut_liste.bevilget_ydelse.front().ydelse.reset();
  EXPECT_THAT(adgangsnoegler(one, kNu, kRoller).front().kle, IsEmpty());
}

TEST(BevillingStore, LinksAreToSagerNamedByUuid) {
  BevillingRegistrering one = registrering("2026-01-02T00:00:00Z");
  NavngivenRelation sag;
  sag.reference_id = uuid(kSag);
  NavngivenRelation other;
  other.reference_id = urn("urn:oio:fuldtnavn:sag");
  one.relation_liste.bevillingssag = {sag, other};
  EXPECT_THAT(links(one),
              ElementsAre(oio::Link{oio::Linkart::BEVILLINGSSAG, {oio::Objekttype::SAG, *base::Uuid::parse(kSag)}}));
}

TEST(BevillingStore, TheIndexSaysFromWhenToWhenItRuns) {
  BevillingAttributListe attributter = registrering("2026-01-02T00:00:00Z").attribut_liste;
  attributter.egenskaber.front().bevilling_startdato = "sent";
  BevilgetYdelse& first = attributter.bevilget_ydelse[0];
  BevilgetYdelse& second = attributter.bevilget_ydelse[1];
  first.startdato = "2026-03-01T00:00:00+01:00";
  first.slutdato = "2026-06-01T00:00:00+02:00";
  second.startdato = "2026-02-28T23:30:00Z";
  fill_datoer(attributter);
  EXPECT_EQ(attributter.egenskaber.front().bevilling_startdato, "2026-03-01T00:00:00+01:00");
  EXPECT_EQ(attributter.egenskaber.front().bevilling_slutdato, std::nullopt);
  second.slutdato = "2026-05-31T22:00:01Z";
  fill_datoer(attributter);
  EXPECT_EQ(attributter.egenskaber.front().bevilling_slutdato, "2026-05-31T22:00:01Z");
}

TEST(BevillingStore, RegistrationsAreKeptByTidspunktEachWithItsOwnStsTidspunkt) {
  Bevilling one = bevilling();
  one.registrering.push_back(registrering("2025-01-02T00:00:00Z"));
  const auto objekt = to_objekt(one, kNu, kRoller);
  ASSERT_TRUE(objekt.has_value());
  ASSERT_EQ(objekt->registreringer.size(), 2U);
  EXPECT_EQ(objekt->registreringer[0].hoved.tidspunkt, base::parse_iso("2025-01-02T00:00:00Z"));
  EXPECT_EQ(objekt->registreringer[0].hoved.sts_tidspunkt, kNu);
  EXPECT_GT(objekt->registreringer[1].hoved.sts_tidspunkt, kNu);
}

TEST(BevillingStore, WhatIsPackedComesBackWithItsStsTidspunkt) {
  const auto objekt = to_objekt(bevilling(), kNu, kRoller);
  ASSERT_TRUE(objekt.has_value());
  xml::Arena arena;
  const auto back = xml::unpack<Bevilling>(kBevillingType, objekt->registreringer.front().pakket, arena);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->uuid, kUuid);
  ASSERT_EQ(back->registrering.size(), 1U);
  EXPECT_EQ(back->registrering.front().sts_tidspunkt, "2026-05-15T08:00:00.000000Z");
  EXPECT_EQ(back->registrering.front().attribut_liste.bevilget_ydelse.size(), 2U);
}

TEST(BevillingStore, NothingIsMadeOfABevillingWithoutRegistrations) {
  Bevilling one = bevilling();
  one.registrering.clear();
  EXPECT_FALSE(to_objekt(one, kNu, kRoller).has_value());
}

TEST(EffektueringStore, FindsOwnerPartyKleAndSystem) {
  EffektueringRegistrering one = betaling("2026-05-01T00:00:00+02:00");
  one.relation_liste.oekonomisk_effektuering_part.emplace_back().reference_id = urn("urn:oio:cpr-nr:0123456789");
  one.relation_liste.it_system.emplace_back().reference_id = uuid(kSystem);
  EXPECT_THAT(terms_of(one), IsSupersetOf<oio::Term>({{oio::Termart::EJER, "33333333"},
                                                      {oio::Termart::KLE, "32.03.04"},
                                                      {oio::Termart::SYSTEM, std::string(kSystem)},
                                                      {oio::Termart::PART, "urn:oio:cpr-nr:0123456789"}}));
}

TEST(EffektueringStore, PointsToTheBevillingInAnyLetterCase) {
  EXPECT_THAT(links(betaling("2026-05-01T00:00:00+02:00")),
              ElementsAre(oio::Link{oio::Linkart::BEVILGET_YDELSE,
                                    {oio::Objekttype::BEVILLING, *base::Uuid::parse(kBevillingUuid)}}));
}

TEST(EffektueringStore, UntilItsBevillingIsSeenItIsItsOwnSystemsAlone) {
  const auto one = betalte_ydelser(betaling("2026-05-01T00:00:00+02:00"), kNu, kRoller).front();
  EXPECT_TRUE(one.noegle.kun_eget_system);
  EXPECT_EQ(one.bevilling, base::Uuid::parse(kBevillingUuid));
  EXPECT_EQ(one.ydelse_id, "1");
}

TEST(EffektueringStore, ItIsPaidOnTheDanishDayOfItsDispositionsdato) {
  EXPECT_THAT(betalinger(betaling("2026-05-01T00:00:00+02:00")), ElementsAre(dag(2026, 5, 1)));
  EXPECT_THAT(betalinger(betaling("2026-05-01T22:30:00Z")), ElementsAre(dag(2026, 5, 2)));
  EXPECT_THAT(betalinger(betaling("2026-05-01T23:30:00")), ElementsAre(dag(2026, 5, 1)));
  EXPECT_THAT(betalinger(betaling("2026-01-31T23:30:00Z ")), ElementsAre(dag(2026, 2, 1)));
}

TEST(EffektueringStore, WhatWasAnnulledIsNoPayment) {
  for (const std::string_view zero : {"0", "-0.00", "000"}) {
    EffektueringRegistrering whole = betaling("2026-05-01T00:00:00+02:00");
    whole.attribut_liste.egenskaber.front().samlet_bruttobeloeb = zero;
    EXPECT_THAT(betalinger(whole), IsEmpty()) << zero;
    EffektueringRegistrering part = betaling("2026-05-01T00:00:00+02:00");
    part.relation_liste.oekonomisk_ydelse_effektuering.front().ydelsesbeloeb = zero;
    EXPECT_THAT(betalinger(part), IsEmpty()) << zero;
  }
}

TEST(EffektueringStore, WithoutDispositionsdatoThereIsNoPayment) {
  EffektueringRegistrering one = betaling("");
  one.attribut_liste.egenskaber.front().dispositionsdato.reset();
  EXPECT_THAT(betalinger(one), IsEmpty());
}

}  // namespace
}  // namespace brevdue::ydelsesindeks
