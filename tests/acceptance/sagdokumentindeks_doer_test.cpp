// The Sags- og Dokumentindeks of a running sandbox, as outside clients meet it: python3-zeep with our WSDL and with
// KOMBIT's, the published example in and out again, what is refused and how, and the event at the kommune.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "../conformance/kanonisk.hpp"
#include "sagdokumentindeks/roller.hpp"
#include "sandkasse.hpp"
#include "soap/version.hpp"

namespace brevdue::acceptance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kEsdh = "korsbaek-esdh";
constexpr std::string_view kNs = "urn:oio:sts:sagdok:sagdokumentindeks:6";

class SagdokumentIndeks : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandkasse_ = std::make_unique<Sandkasse>();
    if (!sandkasse_->start()) {
      std::fprintf(stderr, "%s\n", sandkasse_->log().c_str());
      std::abort();
    }
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(sandkasse_->stop(), 0);
    EXPECT_THAT(sandkasse_->log(), Not(HasSubstr("0123456789")));
    sandkasse_.reset();
  }

  static std::string envelope(std::string_view body, std::string_view ns = soap::kEnvelope11) {
    return fmt::format(
        R"(<e:Envelope xmlns:e="{}"><e:Header><h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/">)"
        R"(<h:TransactionUUID>T-1</h:TransactionUUID></h:RequestHeader></e:Header><e:Body>{}</e:Body></e:Envelope>)",
        ns, body);
  }
  static http::Answer post(std::string_view message, std::string_view slug = kEsdh,
                           std::string_view type = "text/xml; charset=utf-8") {
    const auto path = sandkasse_->descriptor()["paths"]["sagdokumentindeks"].get<std::string>();
    return must(http::request(sandkasse_->maal(sandkasse_->https_port(), slug), "POST", path,
                              {{"content-type", std::string(type)}}, message));
  }
  static std::string search(std::string_view inner) {
    return fmt::format(R"(<q:FremsoegSagDokumentIndeksInput xmlns:q="{0}">{1}</q:FremsoegSagDokumentIndeksInput>)", kNs,
                       inner);
  }
  static int zeep(const std::string& wsdl) {
    const auto script = std::string(BREVDUE_SOURCE_DIR) + "/tests/clients/soap/sagdokumentindeks.py";
    const auto descriptor = (sandkasse_->data() / "sandbox.json").string();
    const auto done = command(fmt::format("/usr/bin/python3 {} '{}' {} {}", script, wsdl, descriptor, kEsdh));
    if (done.exit_code != 0) std::fprintf(stderr, "%s\n", done.output.c_str());
    return done.exit_code;
  }

  static std::unique_ptr<Sandkasse> sandkasse_;
};
std::unique_ptr<Sandkasse> SagdokumentIndeks::sandkasse_;

TEST_F(SagdokumentIndeks, ZeepLoadsOurWsdlAndCallsEveryOperationInBothVersionsOfSoap) {
  EXPECT_EQ(zeep(fmt::format("https://localhost:{}/sagdokumentindeks/6?wsdl", sandkasse_->https_port())), 0);
}

TEST_F(SagdokumentIndeks, ZeepCallsThemByKombitsWsdl) {
  const auto folder = proeve::kontrakter();
  if (!folder) GTEST_SKIP() << "the contracts are not there";
  EXPECT_EQ(zeep((*folder / "sagdokumentindeks/wsdl/SagDokumentIndeksService_6.wsdl").string()), 0);
}

// What stands between two marks, the first one's included.
std::string between(const std::string& text, std::string_view from, std::string_view to) {
  const auto begin = text.find(from);
  const auto end = text.find(to, begin);
  return begin == std::string::npos || end == std::string::npos ? "" : text.substr(begin, end - begin);
}
// All declarations that a part of either document needs.
std::string alone(std::string part) {
  constexpr std::string_view kNames =
      R"( xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6")"
      R"( xmlns:si="urn:oio:sts:sagdok:sagindeks:6" xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6")"
      R"( xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0")";
  return part.insert(part.find('>'), kNames);
}
std::string without_sts(std::string text) {
  for (auto at = text.find("<gd:StsTidspunkt>"); at != std::string::npos; at = text.find("<gd:StsTidspunkt>")) {
    constexpr std::string_view kEnd = "</gd:StsTidspunkt>";
    text.erase(at, text.find(kEnd, at) + kEnd.size() - at);
  }
  return text;
}

TEST_F(SagdokumentIndeks, ThePublishedExampleComesOutAsItWentIn) {
  const auto folder = proeve::kontrakter();
  if (!folder) GTEST_SKIP() << "the contracts are not there";
  auto example = proeve::content_of(*folder / "examples/ImporterSagDokumentIndeksInput.xml");
  example.erase(0, example.find("<sdi:Importer"));
  EXPECT_THAT(post(envelope(example)).body, AllOf(HasSubstr(">20<"), Not(HasSubstr(">49<"))));
  EXPECT_THAT(post(envelope(example)).body, AllOf(HasSubstr(">49<"), Not(HasSubstr(">20<"))));

  const auto sag = between(example, "<sdi:SagIndeks>", "</sdi:SagIndeks>");
  const auto dokument = between(example, "<sdi:DokumentIndeks>", "</sdi:DokumentIndeks>");
  const auto uuid_of = [](const std::string& one) {
    return between(one, "<sd:UUIDIdentifikator>", "</").substr(std::string_view("<sd:UUIDIdentifikator>").size());
  };
  const auto answer = post(envelope(search(fmt::format("<q:SagUuid>{}</q:SagUuid><q:DokumentUuid>{}</q:DokumentUuid>",
                                                       uuid_of(sag), uuid_of(dokument)))))
                          .body;
  for (const auto& [sent, mark] : {std::pair(sag, "sag:Registrering>"), std::pair(dokument, "di:Registrering>")}) {
    const auto from = "<" + std::string(mark);
    const auto to = "</" + std::string(mark);
    const auto back = without_sts(between(answer, from, to)) + to;
    EXPECT_NE(back, to) << answer;
    EXPECT_EQ(proeve::kanonisk(alone(back), false), proeve::kanonisk(alone(between(sent, from, to) + to), false));
  }
}

TEST_F(SagdokumentIndeks, AnEnvelopeOf11UnderTheContentTypeOf12IsAnswered) {
  const auto answer = post(envelope(search("<q:SagUuid>0b5e7f0a-0000-4222-8333-444455556666</q:SagUuid>")), kEsdh,
                           "application/soap+xml; charset=utf-8");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, AllOf(HasSubstr(soap::kEnvelope11), HasSubstr("T-1"), Not(HasSubstr("Antal"))));
}

TEST_F(SagdokumentIndeks, WhoIsNotKnownGetsAFaultAndWhoHasNoServiceIsTold43) {
  const auto question = envelope(search("<q:SagUuid>0b5e7f0a-0000-4222-8333-444455556666</q:SagUuid>"));
  const auto nobody = post(question, "");
  EXPECT_EQ(nobody.status, 500);
  EXPECT_THAT(nobody.body, AllOf(HasSubstr("Fault"), HasSubstr("IKKE_AUTENTISERET")));
  EXPECT_THAT(post(question, "vesteroe-ky").body, AllOf(HasSubstr(">43<"), Not(HasSubstr("Fault"))));
  EXPECT_THAT(post(question, "korsbaek-sapa").body, HasSubstr(">20<"));
  const auto import =
      fmt::format(R"(<q:ImporterSagDokumentIndeksInput xmlns:q="{}"></q:ImporterSagDokumentIndeksInput>)", kNs);
  EXPECT_THAT(post(envelope(import), "korsbaek-sapa").body, HasSubstr(">43<"));
  EXPECT_THAT(post(envelope(import)).body, HasSubstr(">40<"));
}

TEST_F(SagdokumentIndeks, WhatIsNotBuiltIsNamedAndNotInTheWsdl) {
  const auto remove =
      fmt::format(R"(<q:FjernSagDokumentIndeksInput xmlns:q="{}"></q:FjernSagDokumentIndeksInput>)", kNs);
  EXPECT_THAT(post(envelope(remove)).body, AllOf(HasSubstr("Fault"), HasSubstr("fjern")));
  const auto wsdl =
      must(http::request(sandkasse_->maal(sandkasse_->https_port(), ""), "GET", "/sagdokumentindeks/6?wsdl", {}, ""));
  EXPECT_THAT(wsdl.body, AllOf(HasSubstr("operation name=\"fremsoeg\""), Not(HasSubstr("operation name=\"fjern\""))));
}

TEST_F(SagdokumentIndeks, BadInputIsRefusedByItsPath) {
  EXPECT_THAT(post(envelope(search("<q:Filter><q:SagVis><q:Vis>alt</q:Vis></q:SagVis></q:Filter>"))).body,
              HasSubstr("/FremsoegSagDokumentIndeksInput/Filter/SagVis/Vis"));
  EXPECT_THAT(post(envelope(search(""))).body, HasSubstr(">40<"));
  EXPECT_THAT(post("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + envelope(search(""))).body,
              AllOf(HasSubstr("Fault"), Not(HasSubstr("root:"))));
  const auto whole = envelope(search("<q:SagUuid>0b5e7f0a-0000-4222-8333-444455556666</q:SagUuid>"));
  EXPECT_THAT(post(whole.substr(0, whole.size() / 2)).body, HasSubstr("Fault"));
  EXPECT_EQ(post(whole + std::string(11 << 20, ' ')).status, 413);
}

// A Sag of UDK's about the fictitious citizen, who lives in Korsbæk.
std::string udks_sag(std::string_view uuid) {
  const auto rolle = sagdokumentindeks::Roller{};
  const auto aktoer = [](const base::Uuid& role, std::string_view cvr) {
    return fmt::format(
        "<s:Sagsaktoer><g:Rolle><d:UUIDIdentifikator>{}</d:UUIDIdentifikator></g:Rolle><g:ReferenceID>"
        "<d:URNIdentifikator>urn:oio:cvr-nr:{}</d:URNIdentifikator></g:ReferenceID></s:Sagsaktoer>",
        role.text(), cvr);
  };
  return fmt::format(
      R"(<q:ImporterSagDokumentIndeksInput xmlns:q="{}" xmlns:s="urn:oio:sts:sagdok:sag:6" )"
      R"(xmlns:i="urn:oio:sts:sagdok:sagindeks:6" xmlns:g="urn:oio:sts:generelledefinitioner:6" )"
      R"(xmlns:d="urn:oio:sagdok:3.0.0"><q:SagIndeks><d:UUIDIdentifikator>{}</d:UUIDIdentifikator><s:Registrering>)"
      "<d:Tidspunkt>2026-01-02T08:00:00Z</d:Tidspunkt><s:AttributListe><s:Egenskaber><s:Titel>Hemmelig titel</s:Titel>"
      "</s:Egenskaber><g:LokalUdvidelseListe><i:SagIndeksEgenskaber><i:Foelsomhed>FORTROLIGE_PERSONOPLYSNINGER"
      "</i:Foelsomhed></i:SagIndeksEgenskaber></g:LokalUdvidelseListe></s:AttributListe><s:TilstandListe/>"
      "<s:RelationListe>{}{}<s:Sagsklasse><g:Rolle><d:UUIDIdentifikator>{}</d:UUIDIdentifikator></g:Rolle>"
      "<g:LokalUdvidelseListe><i:SagsklasseLokalUdvidelse><i:BrugervendtNoegle>32.06.04</i:BrugervendtNoegle>"
      "</i:SagsklasseLokalUdvidelse></g:LokalUdvidelseListe></s:Sagsklasse><s:Sagspart><g:ReferenceID>"
      "<d:URNIdentifikator>urn:oio:cpr-nr:{}</d:URNIdentifikator></g:ReferenceID></s:Sagspart></s:RelationListe>"
      "</s:Registrering></q:SagIndeks></q:ImporterSagDokumentIndeksInput>",
      kNs, uuid, aktoer(rolle.sag_ejer, app::kUdk), aktoer(rolle.sag_bopaelskommune, app::kKorsbaek),
      rolle.sag_primaer_klasse.text(), kCprnummer);
}

TEST_F(SagdokumentIndeks, TheCitizensKommuneIsToldThatThereIsASagAndNothingOfIt) {
  constexpr std::string_view kSag = "0b5e7f0a-5555-4222-8333-444455556666";
  EXPECT_THAT(post(envelope(udks_sag(kSag)), "udk-boligstoette").body, HasSubstr(">20<"));
  const auto dueslag = std::ranges::find(app::sandbox_dueslag(), "korsbaek-boligteam", &app::SandboxDueslag::slug);
  auto receiver = must(sandkasse_->connect(sandkasse_->token("modtag", "korsbaek-ky"), "korsbaek-ky"));
  must(receiver->consume(dueslag->id()));
  const auto got = must(receiver->next(kSvarfrist));
  EXPECT_THAT(got.body, AllOf(HasSubstr(kSag), HasSubstr("urn:oio:cvr-nr:11111111"), Not(HasSubstr("Hemmelig"))));
  must(receiver->ack(got.delivery_tag));
  must(receiver->close());
  // UDK's sag was not paid, so Korsbæk's SAPA does not find it.
  EXPECT_THAT(post(envelope(search(fmt::format("<q:SagUuid>{}</q:SagUuid>", kSag))), "korsbaek-sapa").body,
              AllOf(HasSubstr(">20<"), Not(HasSubstr("SagFiltreret"))));
}

}  // namespace
}  // namespace brevdue::acceptance
