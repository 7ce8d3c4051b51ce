// For tests: bevillinger and effektueringer of a fictitious citizen, as the messages that import and find them; and an
// index with a store of its own, in a world of two callers:
//
//   UDK's system (kAndetSystem) imports and reads for UDK; Korsbæk's (kSystem) reads for Korsbæk, of UDK's what AFT-01
//   gives.
//
// Thread safety: one test's thread; import() from any. Ownership: the Indekset keeps what an answer points to.
#pragma once

#include <fmt/format.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adgangsstyring/adgang_testing.hpp"
#include "aftaler/standardaftaler.hpp"
#include "indeks/kalder.hpp"
#include "oio/objekter_testing.hpp"
#include "xml/parse.hpp"
#include "xml/write.hpp"
#include "ydelsesindeks/service.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks::testing {

namespace at = adgangsstyring::testing;
using at::ct::value_of;

// SC-01's day: the window of three months is 15 February to 15 May.
inline const base::Tidspunkt kNu = *base::parse_iso("2026-05-15T08:00:00Z");
inline constexpr std::string_view kBevillingUuid = "0b5e7f0a-2222-4222-8333-444455556666";
inline constexpr std::string_view kEffektueringUuid = "0b5e7f0a-3333-4222-8333-444455556666";
inline constexpr std::string_view kBegge =
    R"(xmlns:yi="urn:oio:sts:ydelse:ydelseindeks:6" xmlns:bi="urn:oio:sts:ydelse:bevillingindeks:6" )"
    R"(xmlns:oef="urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6" xmlns:gd="urn:oio:sts:generelledefinitioner:6" )"
    R"(xmlns:go="urn:oio:sts:generelleoperationer:6" xmlns:sd="urn:oio:sagdok:3.0.0")";

inline std::string uuid_id(std::string_view text) {
  return fmt::format("<sd:UUIDIdentifikator>{}</sd:UUIDIdentifikator>", text);
}
inline std::string urn_id(std::string_view text) {
  return fmt::format("<sd:URNIdentifikator>{}</sd:URNIdentifikator>", text);
}

struct Ydelsen {
  std::string id = "1";
  std::string kle = "32.03.04";
  std::string startdato = "2026-01-01T00:00:00+01:00";
};
struct Bevillingen {
  std::string uuid{kBevillingUuid};
  std::string ejer = "33333333";
  std::string foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER";
  std::vector<Ydelsen> ydelser{{}};
  std::string cpr = "0123456789";
  std::string noegle = "2026-1";
  std::string sag{};
  std::string uden_notifikation = "false";
};
struct Effektueringen {
  std::string uuid{kEffektueringUuid};
  std::string ejer = "33333333";
  std::string dispositionsdato = "2026-05-01T00:00:00+02:00";
  std::string beloeb = "6694.00";
  std::string kle = "32.03.04";
  std::string bevilling{kBevillingUuid};
  std::string ydelse_id = "1";
  std::string cpr = "0123456789";
};

inline std::string text_of(const Ydelsen& one) {
  return fmt::format(
      "<bi:BevilgetYdelse><bi:Id>{}</bi:Id><bi:Navn>Ydelse {}</bi:Navn>"
      "<bi:BevilgetYdelseStartdato>{}</bi:BevilgetYdelseStartdato>"
      "<bi:ItSystem><bi:Rolle>{}</bi:Rolle><bi:ReferenceID>{}</bi:ReferenceID></bi:ItSystem>"
      "<bi:Ydelse><bi:Ydelsesnavn>Navn {}</bi:Ydelsesnavn><bi:Klassifikation>"
      "<bi:BrugervendtNoegle>{}</bi:BrugervendtNoegle></bi:Klassifikation></bi:Ydelse></bi:BevilgetYdelse>",
      one.id, one.id, one.startdato, uuid_id("251c24fd-57b0-4afc-9d73-b063d1957eb3"), uuid_id(at::kAndetSystem.text()),
      one.id, one.kle);
}

inline std::string text_of(const Bevillingen& one) {
  std::string ydelser;
  for (const Ydelsen& ydelse : one.ydelser) ydelser += text_of(ydelse);
  const auto sag = one.sag.empty() ? ""
                                   : fmt::format(
                                         "<bi:Bevillingssag><gd:ReferenceID>{}</gd:ReferenceID>"
                                         "<bi:FuldtNavn>En sagstitel</bi:FuldtNavn></bi:Bevillingssag>",
                                         uuid_id(one.sag));
  return fmt::format(
      "<yi:BevillingIndeks><bi:BevillingIndeks>{}<bi:Registrering><sd:NoteTekst>En note</sd:NoteTekst>"
      "<sd:Tidspunkt>2026-01-02T09:00:00Z</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>"
      "<bi:AttributListe><bi:Egenskaber><bi:BrugervendtNoegle>{}</bi:BrugervendtNoegle>"
      "<bi:Begrundelse>En begrundelse</bi:Begrundelse><bi:Foelsomhed>{}</bi:Foelsomhed></bi:Egenskaber>{}"
      "</bi:AttributListe><bi:TilstandListe/><bi:RelationListe>{}<bi:Bevillingspart><gd:ReferenceID>{}"
      "</gd:ReferenceID></bi:Bevillingspart><bi:Bevillingsaktoer><gd:Rolle>{}</gd:Rolle><bi:CVR-nr>{}</bi:CVR-nr>"
      "</bi:Bevillingsaktoer></bi:RelationListe></bi:Registrering><bi:UdenNotifikation>{}</bi:UdenNotifikation>"
      "</bi:BevillingIndeks></yi:BevillingIndeks>",
      uuid_id(one.uuid), one.noegle, one.foelsomhed, ydelser, sag, urn_id("urn:oio:cpr-nr:" + one.cpr),
      uuid_id("abdf4d3e-f113-4282-b13e-6cd32a82621c"), one.ejer, one.uden_notifikation);
}

inline std::string text_of(const Effektueringen& one) {
  return fmt::format(
      "<yi:OekonomiskEffektueringIndeks><oef:OekonomiskEffektueringIndeks>{}<oef:Registrering>"
      "<sd:Tidspunkt>2026-01-02T09:00:00Z</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>"
      "<oef:AttributListe><oef:Egenskaber><oef:BrugervendtNoegle>noegle-7</oef:BrugervendtNoegle>"
      "<oef:SamletBruttobeloeb>{}</oef:SamletBruttobeloeb><oef:Dispositionsdato>{}</oef:Dispositionsdato>"
      "<oef:Udbetalingsafdeling>En afdeling</oef:Udbetalingsafdeling></oef:Egenskaber></oef:AttributListe>"
      "<oef:TilstandListe/><oef:RelationListe><oef:OekonomiskYdelseEffektueringRelation>"
      "<oef:Ydelsesbeloeb>{}</oef:Ydelsesbeloeb><oef:Klassifikationsbeskrivelse>{}</oef:Klassifikationsbeskrivelse>"
      "<oef:BevilgetYdelseRef>{}<oef:BevilgetYdelseId>{}</oef:BevilgetYdelseId></oef:BevilgetYdelseRef>"
      "</oef:OekonomiskYdelseEffektueringRelation><oef:Aktoer><gd:Rolle>{}</gd:Rolle><oef:CVR-nr>{}</oef:CVR-nr>"
      "</oef:Aktoer><oef:ItSystem><gd:Rolle>{}</gd:Rolle><gd:ReferenceID>{}</gd:ReferenceID></oef:ItSystem>"
      "<oef:OekonomiskEffektueringPart><gd:ReferenceID>{}</gd:ReferenceID></oef:OekonomiskEffektueringPart>"
      "</oef:RelationListe></oef:Registrering></oef:OekonomiskEffektueringIndeks></yi:OekonomiskEffektueringIndeks>",
      uuid_id(one.uuid), one.beloeb, one.dispositionsdato, one.beloeb, one.kle, uuid_id(one.bevilling), one.ydelse_id,
      uuid_id("a91824c4-da1d-47f9-bce2-5d6597879415"), one.ejer, uuid_id("251c24fd-57b0-4afc-9d73-b063d1957eb3"),
      uuid_id(at::kAndetSystem.text()), urn_id("urn:oio:cpr-nr:" + one.cpr));
}

inline std::string importer_text(std::string_view objekter) {
  return fmt::format("<yi:ImporterYdelseIndeksInput {}>{}</yi:ImporterYdelseIndeksInput>", kBegge, objekter);
}
// `ider`, then the expression's parts, then filter and order.
inline std::string fremsoeg_text(std::string_view udtryk, std::string_view ider = {}, std::string_view resten = {}) {
  return fmt::format(
      "<yi:FremsoegYdelseIndeksInput {}>{}<yi:SoegUdtryk>{}</yi:SoegUdtryk>{}</yi:FremsoegYdelseIndeksInput>", kBegge,
      ider, udtryk, resten);
}
inline std::string soeg_bevilling(std::string_view attributter, std::string_view relationer = {},
                                  std::string_view foran = {}) {
  return fmt::format(
      "<yi:SoegBevillingIndeks>{}<bi:AttributListe>{}</bi:AttributListe><bi:TilstandListe/>"
      "<bi:RelationListe>{}</bi:RelationListe></yi:SoegBevillingIndeks>",
      foran, attributter, relationer);
}
inline std::string soeg_effektuering(std::string_view attributter, std::string_view relationer = {},
                                     std::string_view foran = {}) {
  return fmt::format(
      "<yi:SoegOekonomiskEffektueringIndeks>{}<oef:AttributListe>{}</oef:AttributListe><oef:TilstandListe/>"
      "<oef:RelationListe>{}</oef:RelationListe></yi:SoegOekonomiskEffektueringIndeks>",
      foran, attributter, relationer);
}
inline std::string alt() {
  return "<yi:operation>OR</yi:operation>" + soeg_bevilling({}) + soeg_effektuering({});
}

inline adgangsstyring::Aftaleservice indeksservice(std::string_view name) {
  adgangsstyring::Aftaleservice out;
  out.service = name;
  out.foelsomhed = 3;
  return out;
}
inline adgangsstyring::Registreringer indeksverden() {
  using namespace adgangsstyring;
  auto all = at::verden();
  all.myndigheder.push_back({at::kUdk, "Udbetaling Danmark", ""});
  all.dataudvekslingsaftaler = aftaler::standardaftaler(at::kUdk);
  for (std::size_t i = 0; i < 3; ++i) {
    all.dataudvekslingsaftaler.push_back(aftaler::proevetilslutning(all.dataudvekslingsaftaler[i], at::kKorsbaek,
                                                                    {oio::Formaal::FM_01, oio::Formaal::FM_02}));
  }
  auto laeser = at::aftale(at::kAftale, at::kSystem, {at::kKorsbaek}, {indeksservice(kYdelseUdstil)});
  laeser.dataudvekslingsaftaler = {"AFT-01/11111111"};
  all.serviceaftaler = {laeser, at::aftale(at::kAndenAftale, at::kAndetSystem, {at::kUdk},
                                           {indeksservice(kYdelseRediger), indeksservice(kYdelseUdstil)})};
  return all;
}

class Indekset {
 public:
  explicit Indekset(adgangsstyring::Registreringer all = indeksverden())
      : registre_(at::make_register(std::move(all))),
        afvisninger_(lager_.store().committer(), ur_),
        indeks_({lager_.store(), registre_, afvisninger_, ur_, tilfaeldig_, sidelager_}) {}

  Ydelsesindeks& indeks() { return indeks_; }
  oio::testing::Objektlager& lager() { return lager_; }
  indeks::Kaldere kaldere() { return {registre_, afvisninger_, {ur_, ur_}, tilfaeldig_}; }

  static oio::Kald kald(const base::Uuid& system, base::Cvr myndighed, std::string_view service,
                        const crypto::Identitet& identitet) {
    oio::Kald out;
    out.anvendersystem = system;
    out.myndighed = myndighed;
    out.service = service;
    out.udloeber = kNu + std::chrono::hours(24 * 365);
    out.certifikat = adgangsstyring::fingeraftryk(identitet.certifikat.der());
    return out;
  }
  static oio::Kald udk(std::string_view service = adgangsstyring::kYdelseUdstil) {
    return kald(at::kAndetSystem, at::kUdk, service, at::andet_system());
  }
  static oio::Kald korsbaek(std::string_view service = adgangsstyring::kYdelseUdstil) {
    return kald(at::kSystem, at::kKorsbaek, service, at::boligstoette());
  }

  // StatusKoder of the objects, in their order.
  std::vector<std::int64_t> import(const std::string& text) {
    xml::Arena arena;
    const auto input = value_of(xml::parse<ImporterInput>(kImporterInput, schema(), text, {}, arena));
    std::vector<std::int64_t> out;
    for (const auto& one : indeks_.importer(udk(adgangsstyring::kYdelseRediger), input).unik_retur) {
      out.push_back(one.status_kode);
    }
    return out;
  }
  template <class... O>
  std::vector<std::int64_t> import_alle(const O&... objekter) {
    return import(importer_text((text_of(objekter) + ...)));
  }

  const FremsoegOutput& fremsoeg(const oio::Kald& kald, std::string text) {
    auto& kept = kept_.emplace_back();
    kept.text = std::move(text);
    const auto input = value_of(xml::parse<FremsoegInput>(kFremsoegInput, schema(), kept.text, {}, kept.arena));
    kept.svar = indeks_.fremsoeg(kald, input, kept.arena);
    return kept.svar;
  }
  // The whole answer as it is sent.
  std::string answer(const oio::Kald& kald, std::string text) {
    return value_of(xml::write(kFremsoegOutput, fremsoeg(kald, std::move(text)), prefixes()));
  }

 private:
  struct Kept {
    std::string text;
    xml::Arena arena;
    FremsoegOutput svar;
  };
  oio::testing::Objektlager lager_;
  base::TestUr ur_{kNu};
  base::TestTilfaeldig tilfaeldig_{1};
  adgangsstyring::Registre registre_;
  adgangsstyring::Afvisninger afvisninger_;
  oio::Sidelager sidelager_{ur_};
  Ydelsesindeks indeks_;
  std::deque<Kept> kept_;
};

}  // namespace brevdue::ydelsesindeks::testing
