#include "app/sandbox_verden.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "adgangsstyring/model.hpp"
#include "aftaler/standardaftaler.hpp"
#include "base/known.hpp"
#include "sagdokumentindeks/haendelse.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::app {
namespace {

constexpr std::array kMyndigheder{
    SandboxMyndighed{kUdk, "Udbetaling Danmark (sandkasse)", "UDK"},
    SandboxMyndighed{kKorsbaek, "Korsbæk Kommune", "KOMMUNE"},
    SandboxMyndighed{kKommune2, "Skovlunde Strand Kommune", "KOMMUNE"},
    SandboxMyndighed{kKommune3, "Vesterø Kommune", "KOMMUNE"},
    SandboxMyndighed{kKombitsEksempel, "KOMBITs eksempelmyndighed", "KOMMUNE"},
};

constexpr std::array kSystemer{
    SandboxSystem{"kombit-eksempel", "KOMBITs eksempelsystem", kKombitsEksempel, kEksempelSystem, true, true},
    SandboxSystem{"udk-barsel", "UDK Barsel", kUdk, "", true, false, Indeksadgang::REDIGER},
    SandboxSystem{"udk-boligstoette", "UDK Boligstøtte", kUdk, "", true, false, Indeksadgang::REDIGER},
    SandboxSystem{"udk-familieydelse", "UDK Familieydelse", kUdk, "", true, false, Indeksadgang::REDIGER},
    SandboxSystem{"udk-pension", "UDK Pension", kUdk, "", true, false, Indeksadgang::REDIGER},
    SandboxSystem{"korsbaek-ky", "Korsbæk KY", kKorsbaek, "", true, true, Indeksadgang::REDIGER},
    SandboxSystem{"korsbaek-ksd", "Korsbæk KSD", kKorsbaek, "", true, true, Indeksadgang::REDIGER},
    SandboxSystem{"korsbaek-esdh", "Korsbæk ESDH", kKorsbaek, "", true, true, Indeksadgang::REDIGER},
    SandboxSystem{"korsbaek-sapa", "Korsbæk SAPA", kKorsbaek, "", false, true, Indeksadgang::UDSTIL},
    SandboxSystem{"skovlunde-ky", "Skovlunde Strand KY", kKommune2, "", true, true, Indeksadgang::REDIGER},
    SandboxSystem{"vesteroe-ky", "Vesterø KY", kKommune3, "", true, true},
};

// The event about a Sag, as text.
std::string_view om_sager() {
  static const std::string text = sagdokumentindeks::beskedtype_sag().text();
  return text;
}

// Those about what the Ydelsesindeks holds.
std::string_view om_bevillinger() {
  static const std::string text = ydelsesindeks::Roller{}.bevilling.beskedtype.text();
  return text;
}
std::string_view om_effektueringer() {
  static const std::string text = ydelsesindeks::Roller{}.effektuering.beskedtype.text();
  return text;
}

std::span<const SandboxBeskedtype> beskedtyper() {
  static const std::array all{
      SandboxBeskedtype{kTestbeskedtype, "Test/TestbeskedType1"},
      SandboxBeskedtype{"832d0676-d0a0-4522-8f57-ac126dc8270e", "Test/TestbeskedType2"},
      SandboxBeskedtype{"b677c97e-aa5e-430e-9f60-9bbbbdb4ea1b", "Test/TestbeskedType3"},
      SandboxBeskedtype{om_sager(), "Sags- og Dokumentindeks/Sag"},
      SandboxBeskedtype{om_bevillinger(), "Ydelsesindeks/Bevilling"},
      SandboxBeskedtype{om_effektueringer(), "Ydelsesindeks/OekonomiskEffektuering"},
  };
  return all;
}

const std::vector<SandboxDueslag>& dueslag() {
  static const std::vector<SandboxDueslag> all{
      {"kombit-eksempel",
       "KOMBITs eksempel",
       "kombit-eksempel",
       kEksempelDueslag,
       "Alle testbeskeder",
       {kTestbeskedtype},
       {},
       {}},
      {"korsbaek-boligteam",
       "Korsbæk boligteam",
       "korsbaek-ky",
       "",
       "UDK's beskeder om boligstøtte",
       {kTestbeskedtype, om_sager(), om_bevillinger(), om_effektueringer()},
       {kUdk},
       {"32.06.*"}},
      {"korsbaek-sagsbehandling",
       "Korsbæk sagsbehandling",
       "korsbaek-sapa",
       "",
       "UDK's beskeder",
       {kTestbeskedtype, om_sager(), om_bevillinger(), om_effektueringer()},
       {kUdk},
       {"32.*"}},
  };
  return all;
}

std::string named(std::string_view kind, std::string_view slug) {
  return base::Uuid::named(base::kBrevdueNamespace, fmt::format("{}/{}", kind, slug)).text();
}

}  // namespace

std::string SandboxSystem::id() const {
  return uuid.empty() ? named("anvendersystem", slug) : std::string(uuid);
}
std::string SandboxSystem::serviceaftale_id() const {
  return named("serviceaftale", slug);
}
std::vector<std::string_view> SandboxSystem::services() const {
  using namespace adgangsstyring;
  std::vector<std::string_view> out;
  if (afsend) out.push_back(kAfsend);
  if (modtag) out.push_back(kModtag);
  if (indeks == Indeksadgang::REDIGER) out.insert(out.end(), {kSagdokumentRediger, kYdelseRediger});
  if (indeks != Indeksadgang::INGEN) out.insert(out.end(), {kSagdokumentUdstil, kYdelseUdstil});
  return out;
}
std::string SandboxDueslag::id() const {
  return uuid.empty() ? named("dueslag", slug) : std::string(uuid);
}
std::string SandboxDueslag::abonnement_id() const {
  return named("abonnement", slug);
}

std::span<const SandboxMyndighed> sandbox_myndigheder() {
  return kMyndigheder;
}
std::span<const SandboxSystem> sandbox_systemer() {
  return kSystemer;
}
std::span<const SandboxDueslag> sandbox_dueslag() {
  return dueslag();
}
std::span<const SandboxBeskedtype> sandbox_beskedtyper() {
  return beskedtyper();
}
const SandboxSystem& sandbox_system(std::string_view slug) {
  const auto found = std::ranges::find(kSystemer, slug, &SandboxSystem::slug);
  assert(found != kSystemer.end());
  return *found;
}

std::vector<aftaler::Dataudvekslingsaftale> sandbox_dataudvekslingsaftaler() {
  auto all = aftaler::standardaftaler(base::known(base::Cvr::parse(kUdk)));
  const auto kommune = base::known(base::Cvr::parse(kKorsbaek));
  const auto count = all.size();
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(aftaler::proevetilslutning(all[i], kommune, {oio::Formaal::FM_01, oio::Formaal::FM_02}));
  }
  return all;
}

std::vector<std::string> sapas_dataudvekslingsaftaler() {
  return {fmt::format("AFT-01/{}", kKorsbaek), fmt::format("AFT-02/{}", kKorsbaek)};
}

base::Uuid standard_fordelingssystem() {
  return base::Uuid::named(base::kBrevdueNamespace, "fordelingssystem/brevdue");
}

std::string uuid_tabel_markdown() {
  std::string out = fmt::format(
      "# Ids made from names\n\nUUID version 5 (RFC 9562) of the namespace `{}` and the name, equal in every sandbox.\n"
      "Printed by `brevdue docs uuid-tabel`.\n\n| name | UUID |\n|---|---|\n",
      base::kBrevdueNamespace.text());
  const auto row = [&](std::string_view kind, std::string_view slug) {
    out += fmt::format("| {}/{} | `{}` |\n", kind, slug, named(kind, slug));
  };
  row("fordelingssystem", "brevdue");
  for (const auto name :
       {"beskedtype/sag", "beskedtype/bevilling", "beskedtype/oekonomisk-effektuering", "objekttype/sag",
        "objekttype/bevilling", "objekttype/oekonomisk-effektuering", "objekttype/part", "handling/importeret",
        "rolle/sag/bopaelskommune", "rolle/dokument/ejer", "rolle/dokument/primaer-klasse", "sikkerhedsklasse/4"}) {
    out += fmt::format("| {} | `{}` |\n", name, base::Uuid::named(base::kBrevdueNamespace, name).text());
  }
  for (const auto& system : kSystemer) {
    if (system.uuid.empty()) row("anvendersystem", system.slug);
    row("serviceaftale", system.slug);
  }
  for (const auto& one : dueslag()) {
    if (one.uuid.empty()) row("dueslag", one.slug);
    row("abonnement", one.slug);
  }
  return out;
}

}  // namespace brevdue::app
