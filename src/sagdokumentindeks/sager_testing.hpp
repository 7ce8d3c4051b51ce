// For tests: UDK and two kommuner with their systems and Korsbæk's accessions, a store, the index on it, and sager and
// dokumenter to import.
//
// Thread safety: one test's thread.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adgangsstyring/adgang_testing.hpp"
#include "aftaler/standardaftaler.hpp"
#include "oio/objekter_testing.hpp"
#include "oio/udbakkepost.hpp"
#include "sagdokumentindeks/service.hpp"

namespace brevdue::sagdokumentindeks::testing {

namespace at = adgangsstyring::testing;
using oio::Termart;

inline constexpr std::string_view kSagUuid = "0b5e7f0a-1111-4222-8333-444455556666";
inline constexpr std::string_view kAndenSag = "0b5e7f0a-2222-4222-8333-444455556666";
inline constexpr std::string_view kDokumentUuid = "0b5e7f0a-7777-4222-8333-444455556666";
inline constexpr std::string_view kKlasse = "0b5e7f0a-8888-4222-8333-444455556666";
inline constexpr std::string_view kBorger = "urn:oio:cpr-nr:0123456789";
inline const base::Tidspunkt kNu = at::kNu;

inline oio::UnikId uuid(std::string_view text) {
  return {oio::UnikId::Art::UUID, text};
}
inline oio::UnikId urn(std::string_view text) {
  return {oio::UnikId::Art::URN, text};
}
inline oio::Virkning virkning(std::string_view fra, std::string_view til = {}) {
  oio::Virkning out;
  out.fra = oio::Tidsgraense{oio::Tidsgraense::Art::TIDSSTEMPEL, fra};
  out.til = til.empty() ? oio::Tidsgraense{oio::Tidsgraense::Art::GRAENSE, "true"}
                        : oio::Tidsgraense{oio::Tidsgraense::Art::TIDSSTEMPEL, til};
  return out;
}
inline Relation relation(std::optional<oio::UnikId> rolle, std::optional<oio::UnikId> reference) {
  Relation out;
  out.rolle = rolle;
  out.reference_id = reference;
  return out;
}
template <class T>
void udvid(std::optional<LokalUdvidelseListe>& liste, T indhold) {
  if (!liste) liste.emplace();
  liste->elementer.push_back({std::move(indhold)});
}

inline constexpr std::string_view kSagEjer = "9e979b84-b846-4472-8622-58007dc63c7e";
inline constexpr std::string_view kSagPrimaer = "a86c6581-ec85-412d-a655-31a1f1d5b14f";
inline constexpr std::string_view kMaster = "251c24fd-57b0-4afc-9d73-b063d1957eb3";
inline constexpr std::string_view kUdkUrn = "urn:oio:cvr-nr:33333333";
inline constexpr std::string_view kKorsbaekUrn = "urn:oio:cvr-nr:11111111";

inline Relation klasse(std::string_view rolle, std::string_view kle) {
  Relation out = relation(uuid(rolle), uuid(kKlasse));
  udvid(out.lokal_udvidelse_liste,
        SagsklasseUdvidelse{.facettitel = {}, .klassetitel = "Boligydelse", .brugervendt_noegle = kle, .soegeord = {}});
  return out;
}

// About kBorger, of class 32.06.04, foelsomhed 2.
inline SagRegistrering sagregistrering(std::string_view ejer_urn) {
  SagRegistrering out;
  out.note = "Hemmelig note";
  out.tidspunkt = "2026-01-02T00:00:00Z";
  out.livscyklus_kode = "Importeret";
  SagEgenskaber egenskaber;
  egenskaber.virkning = virkning("2026-01-01T00:00:00Z");
  egenskaber.brugervendt_noegle = "S-1";
  egenskaber.sagsnummer = "S-1";
  egenskaber.titel = "Hemmelig titel";
  out.attribut_liste.egenskaber.push_back(egenskaber);
  SagIndeksEgenskaber indeks;
  indeks.foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER";
  udvid(out.attribut_liste.lokal_udvidelse_liste, indeks);
  out.tilstand_liste.fremdrift.push_back({virkning("2026-01-01T00:00:00Z"), "Opstaaet"});
  auto& r = out.relation_liste;
  r.sagsaktoer.push_back(relation(uuid(kSagEjer), urn(ejer_urn)));
  r.sagsklasse.push_back(klasse(kSagPrimaer, "32.06.04"));
  r.sagspart.push_back(relation({}, urn(kBorger)));
  SagsitsystemRelation master;
  master.rolle = uuid(kMaster);
  master.reference_id = uuid("00000000-0000-4000-8000-000000000001");
  master.system_navn = "Boligstøtte";
  udvid(r.lokal_udvidelse_liste, master);
  return out;
}
inline Sag sag(std::string_view ejer_urn, std::string_view its_uuid = kSagUuid) {
  Sag out;
  out.uuid = its_uuid;
  out.registrering.push_back(sagregistrering(ejer_urn));
  return out;
}
inline Journalpost journalpost(std::string_view dokument) {
  Journalpost out;
  out.reference_id = uuid(dokument);
  return out;
}

inline Dokument dokument(std::string_view its_uuid = kDokumentUuid) {
  Dokument out;
  out.uuid = its_uuid;
  DokumentRegistrering one;
  one.tidspunkt = "2026-01-02T00:00:00Z";
  DokumentEgenskaber egenskaber;
  egenskaber.brugervendt_noegle = "D-1";
  egenskaber.foelsomhed = "IKKE_FORTROLIGE_DATA";
  one.attribut_liste.egenskaber.push_back(egenskaber);
  out.registrering.push_back(one);
  return out;
}

// Whoever is said to be about kBorger.
inline SoegSag om_borgeren(std::string_view part = kBorger) {
  SoegSag out;
  out.relation_liste.sagspart.push_back(relation({}, urn(part)));
  return out;
}
template <class Leaf>
FremsoegInput fremsoeg(Leaf leaf) {
  constexpr bool er_sag = std::is_same_v<Leaf, SoegSag>;
  SoegLed led;
  led.indhold.template emplace<er_sag ? SoegLed::SAG : SoegLed::DOKUMENT>(std::move(leaf));
  FremsoegInput out;
  out.soeg_udtryk.emplace().led.push_back(std::move(led));
  return out;
}

class Indekset : public ::testing::Test {
 protected:
  static adgangsstyring::Aftaleservice indeksservice(std::string_view name) {
    adgangsstyring::Aftaleservice out;
    out.service = name;
    out.foelsomhed = 3;
    return out;
  }
  // kSystem is UDK's and edits; kAndetSystem is Korsbæk's and reads, by its accessions to AFT-01 and AFT-02.
  static adgangsstyring::Registreringer verden() {
    using namespace adgangsstyring;
    auto all = at::verden();
    all.myndigheder.push_back({at::kUdk, "Udbetaling Danmark", ""});
    all.dataudvekslingsaftaler = aftaler::standardaftaler(at::kUdk);
    for (std::size_t i = 0; i < 3; ++i) {
      all.dataudvekslingsaftaler.push_back(aftaler::proevetilslutning(all.dataudvekslingsaftaler[i], at::kKorsbaek,
                                                                      {oio::Formaal::FM_01, oio::Formaal::FM_02}));
    }
    const std::vector services{indeksservice(kSagdokumentRediger), indeksservice(kSagdokumentUdstil)};
    auto korsbaek = at::aftale(at::kAndenAftale, at::kAndetSystem, {at::kKorsbaek}, services);
    korsbaek.dataudvekslingsaftaler = {"AFT-01/11111111", "AFT-02/11111111"};
    all.serviceaftaler = {at::aftale(at::kAftale, at::kSystem, {at::kUdk}, services), korsbaek};
    return all;
  }
  static oio::Kald kald(bool er_udk, std::string_view service) {
    oio::Kald out;
    out.anvendersystem = er_udk ? at::kSystem : at::kAndetSystem;
    out.myndighed = er_udk ? at::kUdk : at::kKorsbaek;
    out.service = service;
    out.udloeber = kNu + std::chrono::hours(1);
    const auto& certifikat = er_udk ? at::boligstoette() : at::andet_system();
    out.certifikat = adgangsstyring::fingeraftryk(certifikat.certifikat.der());
    return out;
  }
  static oio::Kald udk_skriver() { return kald(true, adgangsstyring::kSagdokumentRediger); }
  static oio::Kald udk_laeser() { return kald(true, adgangsstyring::kSagdokumentUdstil); }
  static oio::Kald korsbaek_laeser() { return kald(false, adgangsstyring::kSagdokumentUdstil); }

  template <class... Objekt>
  oio::MultipleOutput importer(const Objekt&... objekter) {
    ImporterInput input;
    (input.poster.push_back({objekter}), ...);
    return indeks_.importer(udk_skriver(), input);
  }
  FremsoegOutput search(const oio::Kald& kald, const FremsoegInput& input) {
    return indeks_.fremsoeg(kald, input, arena_);
  }
  // A payment of the sag, on a Danish day.
  void pay(std::string_view sag_uuid, std::string_view day, base::Cvr ejer = at::kUdk) {
    const oio::Objektref bevilling{oio::Objekttype::BEVILLING, base::Uuid::named({}, day)};
    oio::Objekt one{.ref = bevilling, .registreringer = {{}}};
    one.noegle.ejer = ejer.value();
    one.links = {{oio::Linkart::BEVILLINGSSAG, {oio::Objekttype::SAG, *base::Uuid::parse(sag_uuid)}}};
    oio::Objekt betaling{.ref = {oio::Objekttype::OEKONOMISK_EFFEKTUERING, bevilling.uuid}, .registreringer = {{}}};
    betaling.noegle.ejer = ejer.value();
    betaling.noegle.dag = static_cast<std::uint16_t>(
        std::chrono::floor<std::chrono::days>(*base::parse_iso(std::string(day) + "T12:00:00Z"))
            .time_since_epoch()
            .count());
    betaling.links = {{oio::Linkart::BEVILGET_YDELSE, bevilling}};
    lager_.put(one);
    lager_.put(betaling);
  }
  std::vector<std::string> ledger(oio::Haendelse haendelse) {
    std::vector<std::string> out;
    const auto read = lager_.store().ledger().read(0, [&](const store::LedgerEntry& entry) {
      const auto post = oio::decode_revisionspost(entry.record).value();
      if (post.haendelse == haendelse) out.push_back(oio::text(post));
      return true;
    });
    EXPECT_TRUE(read);
    return out;
  }
  std::vector<std::string> events() {
    std::vector<std::string> out;
    for (const auto& one : lager_.store().outbox().waiting(100)) {
      out.emplace_back(oio::decode_udbakkepost(one.event).value().body);
    }
    return out;
  }

  base::TestUr ur_{kNu};
  base::TestTilfaeldig tilfaeldig_{1};
  oio::testing::Objektlager lager_;
  adgangsstyring::Registre registre_{at::make_register(verden())};
  adgangsstyring::Afvisninger afvisninger_{lager_.store().committer(), ur_};
  oio::Sidelager sidelager_{ur_};
  Sagdokumentindeks indeks_{{lager_.store(), registre_, afvisninger_, ur_, tilfaeldig_, sidelager_, {}}};
  xml::Arena arena_;
};

}  // namespace brevdue::sagdokumentindeks::testing
