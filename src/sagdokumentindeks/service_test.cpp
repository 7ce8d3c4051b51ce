// importer and fremsoeg as their callers see them, on a store: what is answered, kept, announced and told to the
// ledger.
#include "sagdokumentindeks/service.hpp"

#include <gmock/gmock.h>

#include "indeks/retur.hpp"
#include "oio/beskedkuvert.hpp"
#include "sagdokumentindeks/sager_testing.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Import : public Indekset {};
class Search : public Indekset {};

// kBorger as a line of the ledger shows it.
constexpr std::string_view kVist = "part=urn:oio:cpr-nr:**********";

std::vector<std::int64_t> koder(const oio::MultipleOutput& out) {
  std::vector<std::int64_t> koder;
  for (const auto& one : out.unik_retur) koder.push_back(one.status_kode);
  return koder;
}
std::vector<std::string_view> uuids(const FremsoegOutput& out) {
  std::vector<std::string_view> all;
  for (const auto& one : out.sag) all.push_back(one.objekt_type.uuid);
  for (const auto& one : out.dokument) all.push_back(one.objekt_type.uuid);
  return all;
}

TEST_F(Import, AnswersEachObjectInItsOrderAndKeepsIt) {
  const auto out = importer(dokument(), sag(kUdkUrn));
  EXPECT_THAT(koder(out), ElementsAre(20, 20));
  EXPECT_EQ(out.unik_retur[0].type, "Dokument");
  EXPECT_EQ(out.unik_retur[1].type, "Sag");
  EXPECT_EQ(out.unik_retur[1].uuid, kSagUuid);
  EXPECT_THAT(out.standard_retur, IsEmpty());
  EXPECT_THAT(ledger(oio::Haendelse::OBJEKT_IMPORTERET),
              ElementsAre(HasSubstr("tekst=Dokument"), AllOf(HasSubstr("tekst=Sag"), HasSubstr(kSagUuid))));
}

TEST_F(Import, AnExistingObjectIs49AndStaysAsItWas) {
  importer(sag(kUdkUrn));
  EXPECT_THAT(koder(importer(sag(kKorsbaekUrn))), ElementsAre(49));
  EXPECT_THAT(koder(importer(sag(kUdkUrn, kAndenSag), sag(kUdkUrn, kAndenSag))), ElementsAre(20, 49));
  EXPECT_THAT(events(), SizeIs(2));
  FremsoegInput input;
  input.sag_uuid = {kSagUuid};
  const auto out = search(udk_laeser(), input);
  ASSERT_THAT(out.sag, SizeIs(1));
  EXPECT_EQ(out.sag[0].registrering[0].relation_liste.sagsaktoer[0].reference_id->tekst, kUdkUrn);
}

TEST_F(Import, OneObjectsFailureDoesNotTouchTheOthers) {
  auto with_uuid = sag(kUdkUrn);
  with_uuid.registrering[0].relation_liste.sagspart[0].reference_id = uuid(kKlasse);
  const auto out = importer(with_uuid, sag(kUdkUrn, kAndenSag));
  EXPECT_THAT(koder(out), ElementsAre(40, 20));
  EXPECT_THAT(out.unik_retur[0].detaljeret_fejlbesked, ::testing::Optional(HasSubstr("Sagspart")));
}

TEST_F(Import, NothingToImportIs40AndACallerWithoutTheServiceIs43) {
  EXPECT_EQ(importer().standard_retur.at(0).status_kode, 40);
  ImporterInput input;
  input.poster.push_back({sag(kUdkUrn)});
  auto other = udk_skriver();
  other.myndighed = at::kNabo;
  const auto out = indeks_.importer(other, input);
  EXPECT_EQ(out.standard_retur.at(0).status_kode, 43);
  EXPECT_THAT(out.unik_retur, IsEmpty());
  EXPECT_THAT(events(), IsEmpty());
}

// The envelope's TilladtModtager, and its bytes.
std::vector<std::string> modtagere(std::string_view body) {
  std::deque<std::string> arena;
  const auto besked = oio::parse_haendelsesbesked(body, {}, arena);
  if (!besked) return {base::beskriv(besked.error())};
  std::vector<std::string> out;
  for (const auto& one : besked->tilladt_modtager) out.emplace_back(one.tekst);
  return out;
}

TEST_F(Import, TheOwnerIsToldEverything) {
  importer(sag(kUdkUrn));
  ASSERT_THAT(events(), SizeIs(1));
  const auto body = events().front();
  EXPECT_THAT(modtagere(body), ElementsAre(std::string(kUdkUrn)));
  EXPECT_THAT(body, AllOf(HasSubstr("Hemmelig titel"), HasSubstr("urn:oio:kle:32.06.04"), HasSubstr(kBorger)));
}

TEST_F(Import, TheKommuneThatAnAgreementCoversIsToldTheIdentityAlone) {
  Sag one = sag(kUdkUrn);
  const auto rolle = Roller{}.sag_bopaelskommune.text();
  one.registrering[0].relation_liste.sagsaktoer.push_back(relation(uuid(rolle), urn(kKorsbaekUrn)));
  importer(one);
  const auto body = events().at(0);
  EXPECT_THAT(modtagere(body), ElementsAre(std::string(kKorsbaekUrn), std::string(kUdkUrn)));
  EXPECT_THAT(body, AllOf(HasSubstr(kSagUuid), HasSubstr("2026-01-02T00:00:00Z"), Not(HasSubstr("Hemmelig"))));
}

TEST_F(Import, AKommuneThatNoAgreementCoversIsNotTold) {
  Sag one = sag(kUdkUrn);
  const auto rolle = Roller{}.sag_bopaelskommune.text();
  one.registrering[0].relation_liste.sagsaktoer.push_back(relation(uuid(rolle), urn("urn:oio:cvr-nr:22222222")));
  importer(one);
  EXPECT_THAT(modtagere(events().at(0)), ElementsAre(std::string(kUdkUrn)));
}

TEST_F(Import, UdenNotifikationAndDokumenterAreNotTold) {
  Sag one = sag(kUdkUrn);
  one.uden_notifikation = "true";
  EXPECT_THAT(koder(importer(one, dokument())), ElementsAre(20, 20));
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(Search, FindsByPartyInEitherSpellingOfABorgerid) {
  Sag one = sag(kUdkUrn);
  one.registrering[0].relation_liste.sagspart[0].reference_id = urn("URN:OIO:us:borgerid:000000000017");
  importer(one);
  const auto out = search(udk_laeser(), fremsoeg(om_borgeren("urn:oio:udk:borgerid:000000000017")));
  EXPECT_THAT(uuids(out), ElementsAre(kSagUuid));
  EXPECT_EQ(out.sag[0].registrering[0].relation_liste.sagspart[0].reference_id->tekst,
            "URN:OIO:us:borgerid:000000000017");
}

TEST_F(Search, FindsByKleAndByOwner) {
  importer(sag(kUdkUrn));
  SoegSag by_kle;
  by_kle.relation_liste.sagsklasse.push_back(relation({}, {}));
  udvid(by_kle.relation_liste.sagsklasse[0].lokal_udvidelse_liste,
        SagsklasseUdvidelse{.facettitel = {}, .klassetitel = {}, .brugervendt_noegle = "32.06.04", .soegeord = {}});
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(by_kle))), ElementsAre(kSagUuid));
  SoegSag by_owner;
  by_owner.relation_liste.sagsaktoer.push_back(relation(uuid(kSagEjer), urn(kUdkUrn)));
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(by_owner))), ElementsAre(kSagUuid));
  by_owner.relation_liste.sagsaktoer[0].rolle = uuid(kMaster);
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(by_owner))), IsEmpty());
}

TEST_F(Search, ADokumentIsFoundOnItsSagAndJoinedToIt) {
  Sag one = sag(kUdkUrn);
  one.registrering[0].relation_liste.journalpost.push_back(journalpost(kDokumentUuid));
  importer(one, sag(kUdkUrn, kAndenSag), dokument());
  FremsoegInput both = fremsoeg(SoegDokument{});
  both.soeg_udtryk->led.push_back({om_borgeren()});
  EXPECT_THAT(uuids(search(udk_laeser(), both)), ElementsAre(kSagUuid, kDokumentUuid));
  FremsoegInput loose;
  loose.soeg_udtryk.emplace().led.emplace_back().indhold.emplace<SoegLed::SAGSLOESE_DOKUMENTER>();
  EXPECT_THAT(uuids(search(udk_laeser(), loose)), IsEmpty());
}

TEST_F(Search, NotIsWhatIsLeftOfTheType) {
  importer(sag(kUdkUrn), sag(kUdkUrn, kAndenSag));
  SoegSag numbered;
  numbered.attribut_liste.egenskaber.emplace_back().sagsnummer = "S-2";
  FremsoegInput input;
  SoegUdtryk inner;
  inner.led.push_back({numbered});
  input.soeg_udtryk.emplace().led.emplace_back().indhold.emplace<SoegLed::NOT>(inner);
  EXPECT_THAT(uuids(search(udk_laeser(), input)), ElementsAre(kSagUuid, kAndenSag));
}

TEST_F(Search, WhatIsNotEvaluatedIsNamed) {
  const auto refused = [&](FremsoegInput input) {
    const auto out = search(udk_laeser(), input);
    EXPECT_EQ(out.standard_retur.status_kode, 40);
    return out.standard_retur.detaljeret_fejlbesked.value_or("");
  };
  SoegSag leaf = om_borgeren();
  leaf.virkning.emplace();
  EXPECT_EQ(refused(fremsoeg(leaf)), "SoegUdtryk/SoegSag/SoegVirkning");
  leaf = om_borgeren();
  leaf.sts_fra.emplace();
  EXPECT_EQ(refused(fremsoeg(leaf)), "SoegUdtryk/SoegSag/SoegStsFraTidspunkt");
  leaf = om_borgeren();
  SagSoegEgenskaber interval;
  interval.oprettet_tidspunkt.emplace().fra = oio::Tidsgraense{oio::Tidsgraense::Art::GRAENSE, "true"};
  udvid(leaf.attribut_liste.lokal_udvidelse_liste, interval);
  EXPECT_THAT(refused(fremsoeg(leaf)), HasSubstr("SoegEgenskaberLokalUdvidelse/OprettetTidspunktInterval"));
  leaf = om_borgeren();
  leaf.relation_liste.journalpost.emplace_back().egenskaber.emplace().journalnotat_egenskaber.emplace().notat = "AAAA";
  EXPECT_THAT(refused(fremsoeg(leaf)), HasSubstr("JournalnotatEgenskaber/Notat"));
  auto input = fremsoeg(om_borgeren());
  input.filter.emplace().sag_inkluder = {"journalpost"};
  EXPECT_EQ(refused(input), "Filter/SagInkluder");
  input = fremsoeg(om_borgeren());
  input.sortering.emplace().sag = {{"Titel", "Stigende", "1"}};
  EXPECT_EQ(refused(input), "Sortering/SagSortering/Element=Titel");
  EXPECT_EQ(refused({}), "SoegUdtryk");
  FremsoegInput by_name;
  by_name.sag_uuid = {"S-1"};
  EXPECT_EQ(refused(by_name), "SagUuid");
}

TEST_F(Search, PagesAreOfTheFirstResultAndCountAll) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(base::Uuid::named({}, std::to_string(i)).text());
  for (const auto& name : names) importer(sag(kUdkUrn, name));
  std::set<std::string> seen;
  for (const char* first : {"0", "2", "4", "6"}) {
    SoegSag leaf = om_borgeren();
    leaf.foerste_resultat = first;
    leaf.maksimal_antal = "2";
    const auto out = search(udk_laeser(), fremsoeg(leaf));
    EXPECT_EQ(out.antal.empty(), out.sag.empty());
    if (!out.antal.empty()) EXPECT_EQ(out.antal[0].antal, 5);
    for (const auto one : uuids(out)) EXPECT_TRUE(seen.emplace(one).second);
    importer(sag(kUdkUrn, base::Uuid::named({}, first).text() == names[0] ? kAndenSag : kSagUuid));
  }
  EXPECT_EQ(seen.size(), 5U);
}

TEST_F(Search, AFilterLeavesWhatItNamesAndAnEmptyOneOnlyCounts) {
  importer(sag(kUdkUrn));
  auto input = fremsoeg(om_borgeren());
  input.filter.emplace().sag_vis = {{"sagspart"}};
  auto out = search(udk_laeser(), input);
  ASSERT_THAT(out.sag, SizeIs(1));
  EXPECT_THAT(out.sag[0].registrering[0].attribut_liste.egenskaber, IsEmpty());
  EXPECT_THAT(out.sag[0].registrering[0].relation_liste.sagspart, SizeIs(1));
  input.filter.emplace();
  out = search(udk_laeser(), input);
  EXPECT_THAT(out.sag, IsEmpty());
  EXPECT_EQ(out.antal.at(0).antal, 1);
}

TEST_F(Search, AnothersSagIsShownWhenItWasPaidAndWithoutWhatIsNotAgreed) {
  importer(sag(kUdkUrn));
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(om_borgeren()))), IsEmpty());
  EXPECT_THAT(ledger(oio::Haendelse::OBJEKT_TILBAGEHOLDT), Each(HasSubstr(" PERIODE ")));
  pay(kSagUuid, "2026-05-01");
  const auto out = search(korsbaek_laeser(), fremsoeg(om_borgeren()));
  ASSERT_THAT(uuids(out), ElementsAre(kSagUuid));
  const auto& shown = out.sag[0].registrering[0];
  EXPECT_FALSE(shown.note);
  EXPECT_FALSE(shown.attribut_liste.egenskaber[0].titel);
  EXPECT_EQ(shown.attribut_liste.egenskaber[0].sagsnummer, "S-1");
  EXPECT_THAT(shown.tilstand_liste.fremdrift, SizeIs(1));
  EXPECT_THAT(
      ledger(oio::Haendelse::OBJEKT_VIST),
      ElementsAre(AllOf(HasSubstr("udvekslingsaftale=AFT-02/11111111 udvekslingsversion=1"), HasSubstr(kVist))));
}

TEST_F(Search, AnotherOwnersPaymentsDoNotOpenASag) {
  importer(sag(kUdkUrn));
  pay(kSagUuid, "2026-05-01", at::kNabo);
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(om_borgeren()))), IsEmpty());
}

TEST_F(Search, WhatIsNotShownIsNotSearchedEither) {
  importer(sag(kUdkUrn));
  pay(kSagUuid, "2026-05-01");
  SoegSag leaf = om_borgeren();
  leaf.attribut_liste.egenskaber.emplace_back().titel = "hemmelig TITEL";
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(leaf))), ElementsAre(kSagUuid));
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(leaf))), IsEmpty());
}

TEST_F(Search, ADokumentIsSeenThroughASagThatMayBeSeen) {
  Sag own = sag(kKorsbaekUrn);
  own.registrering[0].relation_liste.journalpost.push_back(journalpost(kDokumentUuid));
  Sag others = sag(kUdkUrn, kAndenSag);
  constexpr std::string_view kUdksDokument = "0b5e7f0a-9999-4222-8333-444455556666";
  others.registrering[0].relation_liste.journalpost.push_back(journalpost(kUdksDokument));
  importer(own, others, dokument(), dokument(kUdksDokument));
  pay(kAndenSag, "2026-05-01");
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(SoegDokument{}))), ElementsAre(kDokumentUuid));
}

TEST_F(Search, HiddenObjectsChangeNothing) {
  importer(sag(kKorsbaekUrn));
  auto input = fremsoeg(om_borgeren());
  const auto before = search(korsbaek_laeser(), input);
  importer(sag(kUdkUrn, kAndenSag));
  const auto after = search(korsbaek_laeser(), input);
  EXPECT_EQ(uuids(before), uuids(after));
  EXPECT_EQ(before.antal.at(0).antal, after.antal.at(0).antal);
}

TEST_F(Search, NobodyElsesSystemSeesASagWithoutOwner) {
  Sag one = sag(kUdkUrn);
  one.registrering[0].relation_liste.sagsaktoer.clear();
  importer(one);
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(om_borgeren()))), ElementsAre(kSagUuid));
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(om_borgeren()))), IsEmpty());
}

TEST_F(Search, TheSearchItselfIsInTheLedgerForEachParty) {
  importer(sag(kUdkUrn));
  search(udk_laeser(), fremsoeg(om_borgeren()));
  EXPECT_THAT(ledger(oio::Haendelse::FREMSOEGNING), ElementsAre(AllOf(HasSubstr(kVist), HasSubstr("Sag 1/1"))));
}

TEST_F(Search, AnOwnerThatChangesByItsVirkningIsJudgedByTheClock) {
  Sag one = sag(kUdkUrn);
  auto& aktoerer = one.registrering[0].relation_liste.sagsaktoer;
  aktoerer[0].virkning = virkning("2026-01-01T00:00:00Z", "2026-06-01T08:30:00Z");
  aktoerer.push_back(relation(uuid(kSagEjer), urn(kKorsbaekUrn)));
  aktoerer[1].virkning = virkning("2026-06-01T08:30:00Z");
  importer(one);
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(om_borgeren()))), IsEmpty());
  ur_.advance(std::chrono::minutes(45));
  EXPECT_THAT(uuids(search(korsbaek_laeser(), fremsoeg(om_borgeren()))), ElementsAre(kSagUuid));
  EXPECT_THAT(uuids(search(udk_laeser(), fremsoeg(om_borgeren()))), IsEmpty());
}

}  // namespace
}  // namespace brevdue::sagdokumentindeks
