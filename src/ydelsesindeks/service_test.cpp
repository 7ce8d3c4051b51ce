// The index by its two operations: what goes in, who finds what of it, and what is refused by name.
#include "ydelsesindeks/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "ydelsesindeks/indeks_testing.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kAndenBevilling = "0b5e7f0a-4444-4222-8333-444455556666";
constexpr std::string_view kAndenEffektuering = "0b5e7f0a-5555-4222-8333-444455556666";

std::string ydelse_med_kle(std::string_view kle) {
  return fmt::format(
      "<bi:BevilgetYdelse><bi:Ydelse><bi:Klassifikation><bi:BrugervendtNoegle>{}</bi:BrugervendtNoegle>"
      "</bi:Klassifikation></bi:Ydelse></bi:BevilgetYdelse>",
      kle);
}

class Indekstest : public ::testing::Test {
 protected:
  // How many of each type are shown.
  std::pair<std::size_t, std::size_t> found(const oio::Kald& kald, const std::string& text) {
    const auto& svar = indekset_.fremsoeg(kald, text);
    EXPECT_EQ(svar.standard_retur.status_kode, 20) << svar.standard_retur.fejlbesked.value_or("");
    return {svar.bevilling.size(), svar.effektuering.size()};
  }
  using Par = std::pair<std::size_t, std::size_t>;

  Indekset indekset_;
};

TEST_F(Indekstest, WhatIsImportedIsFoundByEachOfItsCriteria) {
  EXPECT_THAT(indekset_.import_alle(Bevillingen{}, Effektueringen{}), ElementsAre(20, 20));
  const std::string part = "<gd:ReferenceID><sd:URNIdentifikator>urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>";
  const std::string ejer = "<gd:Rolle>" + uuid_id("ABDF4D3E-f113-4282-b13e-6cd32a82621c") + "</gd:Rolle>";
  const std::string system = uuid_id(at::kAndetSystem.text());
  for (const auto& blad : {
           soeg_bevilling({}, "<bi:Bevillingspart>" + part + "</gd:ReferenceID></bi:Bevillingspart>"),
           soeg_bevilling(ydelse_med_kle("32.03.04")),
           soeg_bevilling({}, "<bi:Bevillingsaktoer>" + ejer + "<bi:CVR-nr>33333333</bi:CVR-nr></bi:Bevillingsaktoer>"),
           soeg_bevilling("<bi:BevilgetYdelse><bi:ItSystem><bi:ReferenceID>" + system +
                          "</bi:ReferenceID></bi:ItSystem></bi:BevilgetYdelse>"),
           soeg_bevilling("<bi:Egenskaber><bi:BrugervendtNoegle>2026-1</bi:BrugervendtNoegle></bi:Egenskaber>"),
       }) {
    EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(blad)), Par(1, 0)) << blad;
  }
  for (const auto& blad : {
           soeg_effektuering(
               {}, "<oef:OekonomiskEffektueringPart>" + part + "</gd:ReferenceID></oef:OekonomiskEffektueringPart>"),
           soeg_effektuering({},
                             "<oef:OekonomiskYdelseEffektueringRelation><oef:Klassifikationsbeskrivelse>32.03.04"
                             "</oef:Klassifikationsbeskrivelse></oef:OekonomiskYdelseEffektueringRelation>"),
           soeg_effektuering({}, "<oef:Aktoer><oef:CVR-nr>33333333</oef:CVR-nr></oef:Aktoer>"),
           soeg_effektuering({}, "<oef:ItSystem><gd:ReferenceID>" + system + "</gd:ReferenceID></oef:ItSystem>"),
       }) {
    EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(blad)), Par(0, 1)) << blad;
  }
  const auto ider = fmt::format("<yi:BevillingUuid>{}</yi:BevillingUuid>", kBevillingUuid);
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text({}, ider)), Par(1, 0));
}

TEST_F(Indekstest, WhatAnExampleDoesNotHaveIsNotFound) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{});
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(soeg_bevilling(ydelse_med_kle("32.06.04")))), Par(0, 0));
  // All of one example entry in the same entry of the object.
  EXPECT_EQ(found(Indekset::udk(),
                  fremsoeg_text(soeg_bevilling(
                      {}, "<bi:Bevillingsaktoer><gd:Rolle>" + uuid_id("fbe1016a-170a-4dea-8652-2813c1a566c0") +
                              "</gd:Rolle><bi:CVR-nr>33333333</bi:CVR-nr></bi:Bevillingsaktoer>"))),
            Par(0, 0));
}

TEST_F(Indekstest, ExpressionsOverBothTypesAreJoinedByTheYdelseThatIsPaid) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{}, Bevillingen{.uuid = std::string(kAndenBevilling)});
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(2, 1));
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(soeg_bevilling({}) + soeg_effektuering({}))), Par(1, 1));
  const auto ikke = "<yi:NOT>" +
                    soeg_bevilling(
                        "<bi:Egenskaber><bi:BrugervendtNoegle>2026-1</bi:BrugervendtNoegle>"
                        "</bi:Egenskaber>") +
                    "</yi:NOT>";
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(ikke)), Par(0, 0));
}

TEST_F(Indekstest, AnExistingUuidIsRefusedAndChangesNothing) {
  EXPECT_THAT(indekset_.import_alle(Bevillingen{}), ElementsAre(20));
  const auto before = indekset_.answer(Indekset::udk(), fremsoeg_text(alt()));
  EXPECT_THAT(indekset_.import_alle(Bevillingen{.noegle = "en anden"}, Effektueringen{}), ElementsAre(49, 20));
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(1, 1));
  EXPECT_THAT(indekset_.answer(Indekset::udk(), fremsoeg_text(soeg_bevilling({}))), Not(HasSubstr("en anden")));
  EXPECT_THAT(before, HasSubstr("2026-1"));
}

TEST_F(Indekstest, OfTwoWritersOneIsFirst) {
  for (int i = 0; i < 8; ++i) {
    const auto uuid = base::Uuid::named({}, std::to_string(i)).text();
    std::vector<std::int64_t> left;
    std::vector<std::int64_t> right;
    std::thread other([&] { left = indekset_.import_alle(Bevillingen{.uuid = uuid, .noegle = "den ene"}); });
    right = indekset_.import_alle(Bevillingen{.uuid = uuid, .noegle = "den anden"});
    other.join();
    ASSERT_EQ(left[0] + right[0], 20 + 49);
    const auto svar = indekset_.answer(Indekset::udk(),
                                       fremsoeg_text({}, fmt::format("<yi:BevillingUuid>{}</yi:BevillingUuid>", uuid)));
    EXPECT_THAT(svar, HasSubstr(left[0] == 20 ? "den ene" : "den anden"));
    EXPECT_THAT(svar, Not(HasSubstr(left[0] == 20 ? "den anden" : "den ene")));
  }
}

TEST_F(Indekstest, OnlyWhoMayEditImports) {
  xml::Arena arena;
  const auto text = importer_text(text_of(Bevillingen{}));
  const auto input = value_of(xml::parse<ImporterInput>(kImporterInput, schema(), text, {}, arena));
  const auto svar = indekset_.indeks().importer(Indekset::korsbaek(adgangsstyring::kYdelseRediger), input);
  EXPECT_THAT(svar.unik_retur, IsEmpty());
  ASSERT_THAT(svar.standard_retur, SizeIs(1));
  EXPECT_EQ(svar.standard_retur.front().status_kode, 43);
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(0, 0));
}

TEST_F(Indekstest, TheIndexSaysFromWhenToWhenABevillingRuns) {
  indekset_.import_alle(Bevillingen{});
  EXPECT_THAT(indekset_.answer(Indekset::udk(), fremsoeg_text(alt())),
              HasSubstr("<bi:Bevillingstartdato>2026-01-01T00:00:00+01:00</bi:Bevillingstartdato>"));
}

// The window of AFT-01, both ends included (SC-02), and its exceptions.
TEST_F(Indekstest, AnotherAuthoritySeesWhatWasPaidWithinTheWindow) {
  for (const auto& [dato, er_inde] : {std::pair{"2026-02-14T23:59:59+01:00", false},
                                      {"2026-02-15T00:00:00+01:00", true},
                                      {"2026-05-15T23:59:59+02:00", true},
                                      {"2026-05-16T00:00:00+02:00", false}}) {
    Indekset indekset;
    indekset.import_alle(Bevillingen{}, Effektueringen{.dispositionsdato = dato});
    const auto& svar = indekset.fremsoeg(Indekset::korsbaek(), fremsoeg_text(alt()));
    EXPECT_EQ(svar.bevilling.size(), er_inde ? 1U : 0U) << dato;
    EXPECT_EQ(svar.effektuering.size(), er_inde ? 1U : 0U) << dato;
    EXPECT_EQ(svar.antal.empty(), !er_inde) << dato;
  }
}

TEST_F(Indekstest, WhatWasAnnulledOpensNothing) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{.beloeb = "0.00"});
  EXPECT_EQ(found(Indekset::korsbaek(), fremsoeg_text(alt())), Par(0, 0));
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(1, 1));
}

TEST_F(Indekstest, APaymentOpensTheYdelseThatItIsOf) {
  indekset_.import_alle(Bevillingen{.ydelser = {{}, {.id = "2", .kle = "32.06.04"}}}, Effektueringen{});
  const auto svar = indekset_.answer(Indekset::korsbaek(), fremsoeg_text(alt()));
  EXPECT_THAT(svar, HasSubstr("Navn 1"));
  EXPECT_THAT(svar, Not(HasSubstr("Navn 2")));
  EXPECT_THAT(svar, Not(HasSubstr("32.06.04")));
  EXPECT_EQ(found(Indekset::korsbaek(), fremsoeg_text(soeg_bevilling(ydelse_med_kle("32.06.04")))), Par(0, 0));
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(soeg_bevilling(ydelse_med_kle("32.06.04")))), Par(1, 0));
}

TEST_F(Indekstest, APaymentOfAnotherOwnerOpensNothing) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{.ejer = "11111111"});
  EXPECT_THAT(indekset_.answer(Indekset::korsbaek(), fremsoeg_text(soeg_bevilling({}))), Not(HasSubstr("Navn 1")));
}

TEST_F(Indekstest, OfAnotherAuthoritysOnlyTheFieldGroupsAreShown) {
  indekset_.import_alle(Bevillingen{.sag = std::string(kAndenBevilling)}, Effektueringen{});
  const auto svar = indekset_.answer(Indekset::korsbaek(), fremsoeg_text(alt()));
  for (const auto* shown : {"Navn 1", "32.03.04", "6694.00", "2026-05-01T00:00:00+02:00", "urn:oio:cpr-nr:0123456789",
                            "33333333", "<bi:Bevillingstartdato>"}) {
    EXPECT_THAT(svar, HasSubstr(shown));
  }
  for (const auto* hidden :
       {"En note", "En begrundelse", "2026-1", "FORTROLIGE", "En sagstitel", "En afdeling", "noegle-7", "251c24fd"}) {
    EXPECT_THAT(svar, Not(HasSubstr(hidden)));
  }
  // Nor is anything found by what is not shown.
  for (const auto* gaet :
       {"<bi:Begrundelse>En begrundelse</bi:Begrundelse>", "<bi:BrugervendtNoegle>2026-1</bi:BrugervendtNoegle>"}) {
    const auto blad = soeg_bevilling(fmt::format("<bi:Egenskaber>{}</bi:Egenskaber>", gaet));
    EXPECT_EQ(found(Indekset::korsbaek(), fremsoeg_text(blad)), Par(0, 0)) << gaet;
    EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(blad)), Par(1, 0)) << gaet;
  }
}

TEST_F(Indekstest, TheFoelsomhedOfABevillingIsThatOfItsPayments) {
  indekset_.import_alle(Bevillingen{.foelsomhed = "VIP_SAGER"}, Effektueringen{});
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(0, 0));
}

TEST_F(Indekstest, AnEffektueringWithoutItsBevillingIsItsOwnSystems) {
  indekset_.import_alle(Effektueringen{});
  EXPECT_EQ(found(Indekset::udk(), fremsoeg_text(alt())), Par(0, 1));
  EXPECT_EQ(found(Indekset::korsbaek(), fremsoeg_text(alt())), Par(0, 0));
}

TEST_F(Indekstest, WhatMayNotBeSeenChangesNoByte) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{});
  const std::vector<std::string> spoergsmaal{fremsoeg_text(alt()), fremsoeg_text(soeg_bevilling({})),
                                             fremsoeg_text("<yi:NOT>" + alt() + "</yi:NOT>")};
  std::vector<std::string> before;
  for (const auto& one : spoergsmaal) before.push_back(indekset_.answer(Indekset::korsbaek(), one));
  const auto skjult = std::string(kAndenBevilling);
  indekset_.import_alle(
      Bevillingen{.uuid = skjult, .ejer = "22222222"},
      Effektueringen{.uuid = std::string(kAndenEffektuering), .ejer = "22222222", .bevilling = skjult},
      Effektueringen{.uuid = "0b5e7f0a-6666-4222-8333-444455556666", .dispositionsdato = "2025-01-01T00:00:00Z"});
  for (std::size_t i = 0; i < spoergsmaal.size(); ++i) {
    EXPECT_EQ(indekset_.answer(Indekset::korsbaek(), spoergsmaal[i]), before[i]);
  }
}

TEST_F(Indekstest, WhatIsNotEvaluatedIsNamed) {
  indekset_.import_alle(Bevillingen{});
  const auto named = [&](const std::string& text) {
    const auto& retur = indekset_.fremsoeg(Indekset::udk(), text).standard_retur;
    EXPECT_EQ(retur.status_kode, 40) << text;
    return retur.detaljeret_fejlbesked.value_or("");
  };
  EXPECT_THAT(named(fremsoeg_text(alt(), {},
                                  "<yi:Filter><yi:BevillingInkluder>bevilgetydelse</yi:BevillingInkluder>"
                                  "</yi:Filter>")),
              HasSubstr("BevillingInkluder"));
  EXPECT_THAT(named(fremsoeg_text(alt(), {},
                                  "<yi:Sortering><yi:BevillingSortering><yi:Element>FuldtNavn</yi:Element>"
                                  "<yi:Retning>Stigende</yi:Retning><yi:Sekvens>1</yi:Sekvens></yi:BevillingSortering>"
                                  "</yi:Sortering>")),
              HasSubstr("BevillingSortering"));
  EXPECT_THAT(named(fremsoeg_text(soeg_bevilling({}, {}, "<sd:SoegVirkning/>"))), HasSubstr("SoegVirkning"));
  const auto graense = "<sd:GraenseIndikator>true</sd:GraenseIndikator>";
  EXPECT_THAT(named(fremsoeg_text(soeg_effektuering(fmt::format(
                  "<gd:LokalUdvidelseListe><oef:SoegEgenskaberLokalUdvidelse><oef:DispositionsDatoInterval>"
                  "<go:FraTidspunkt>{0}</go:FraTidspunkt><go:TilTidspunkt>{0}</go:TilTidspunkt>"
                  "</oef:DispositionsDatoInterval></oef:SoegEgenskaberLokalUdvidelse></gd:LokalUdvidelseListe>",
                  graense)))),
              HasSubstr("SoegEgenskaberLokalUdvidelse"));
  EXPECT_THAT(named(fremsoeg_text({}, "<yi:BevillingUuid>ikke en uuid</yi:BevillingUuid>")),
              HasSubstr("BevillingUuid"));
}

TEST_F(Indekstest, AnEmptyFilterCountsAndAnotherOneChooses) {
  indekset_.import_alle(Bevillingen{}, Effektueringen{});
  const auto& talt = indekset_.fremsoeg(Indekset::udk(), fremsoeg_text(alt(), {}, "<yi:Filter/>"));
  EXPECT_THAT(talt.bevilling, IsEmpty());
  EXPECT_THAT(talt.antal, SizeIs(2));
  const auto valgt = indekset_.answer(Indekset::udk(), fremsoeg_text(alt(), {},
                                                                     "<yi:Filter><yi:BevillingVis><yi:Vis>part</yi:Vis>"
                                                                     "</yi:BevillingVis></yi:Filter>"));
  EXPECT_THAT(valgt, HasSubstr("<bi:Bevillingspart>"));
  EXPECT_THAT(valgt, Not(HasSubstr("<bi:BevilgetYdelse>")));
  EXPECT_THAT(valgt, Not(HasSubstr("<bi:Bevillingsaktoer>")));
}

TEST_F(Indekstest, WithoutHitsThereIsNoAntal) {
  const auto& svar = indekset_.fremsoeg(Indekset::udk(), fremsoeg_text(alt()));
  EXPECT_EQ(svar.standard_retur.status_kode, 20);
  EXPECT_THAT(svar.antal, IsEmpty());
}

TEST_F(Indekstest, PagesAreInTheOrderAskedForAndEachKnowsHowManyThereAre) {
  indekset_.import_alle(Bevillingen{});
  for (int i = 1; i <= 5; ++i) {
    indekset_.import_alle(Effektueringen{.uuid = base::Uuid::named({}, std::to_string(i)).text(),
                                         .dispositionsdato = fmt::format("2026-05-0{}T00:00:00+02:00", i)});
  }
  const auto page = [&](int foerste) -> const FremsoegOutput& {
    const auto side = fmt::format(
        "<sd:FoersteResultatReference>{}</sd:FoersteResultatReference>"
        "<sd:MaksimalAntalKvantitet>2</sd:MaksimalAntalKvantitet>",
        foerste);
    return indekset_.fremsoeg(Indekset::udk(),
                              fremsoeg_text(soeg_effektuering({}, {}, side), {},
                                            "<yi:Sortering><yi:OekonomiskEffektueringSortering><yi:Element>"
                                            "Dispositionsdato</yi:Element><yi:Retning>Faldende</yi:Retning>"
                                            "<yi:Sekvens>1</yi:Sekvens></yi:OekonomiskEffektueringSortering>"
                                            "</yi:Sortering>"));
  };
  std::vector<std::string> datoer;
  for (const int foerste : {0, 2, 4}) {
    const auto& svar = page(foerste);
    ASSERT_THAT(svar.antal, SizeIs(1));
    EXPECT_EQ(svar.antal.front().antal, 5);
    EXPECT_EQ(svar.antal.front().paginering->foerste_resultat, foerste);
    for (const auto& one : svar.effektuering) {
      datoer.emplace_back(one.registrering.front().attribut_liste.egenskaber.front().dispositionsdato->substr(8, 2));
    }
  }
  EXPECT_THAT(datoer, ElementsAre("05", "04", "03", "02", "01"));
  EXPECT_THAT(page(6).antal, IsEmpty());
}

}  // namespace
}  // namespace brevdue::ydelsesindeks
