#include "app/demo_besked.hpp"

#include <array>
#include <cstdlib>
#include <deque>
#include <filesystem>

#include "app/filer.hpp"
#include "base/uuid.hpp"
#include "oio/beskedkuvert.hpp"

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;

// A person's event as a sender writes it, comments and all; the CPR number is nobody's (60 added to the day).
constexpr std::string_view kOwn = R"(<?xml version="1.0" encoding="UTF-8"?>
<k:Haendelsesbesked xmlns:k="urn:oio:besked:kuvert:1.0" xmlns:s="urn:oio:sagdok:3.0.0">
  <k:BeskedId><s:UUIDIdentifikator>00000000-0000-4000-8000-000000000000</s:UUIDIdentifikator></k:BeskedId>
  <k:BeskedVersion>1.0</k:BeskedVersion>
  <k:Beskedkuvert>
    <k:Filtreringsdata>
      <k:Beskedtype><s:UUIDIdentifikator>7654895c-a3f3-4c77-8afd-4c77330f963c</s:UUIDIdentifikator></k:Beskedtype>
      <!-- the only authority that may receive it -->
      <k:TilladtModtager><s:URNIdentifikator>urn:oio:cvr-nr:99999999</s:URNIdentifikator></k:TilladtModtager>
      <k:ObjektRegistrering>
        <k:Registreringstidspunkt><s:TidsstempelDatoTid>2026-01-15T08:00:00</s:TidsstempelDatoTid></k:Registreringstidspunkt>
        <k:ObjektAnsvarligMyndighed><s:URNIdentifikator>urn:oio:cvr-nr:99999999</s:URNIdentifikator></k:ObjektAnsvarligMyndighed>
        <k:ObjektId><s:URNIdentifikator>urn:oio:cpr-nr:7105801234</s:URNIdentifikator></k:ObjektId>
        <k:OpgaveEmne><s:URNIdentifikator>urn:oio:kle:32.06.01</s:URNIdentifikator></k:OpgaveEmne>
      </k:ObjektRegistrering>
    </k:Filtreringsdata>
    <k:Leveranceinformation>
      <k:Dannelsestidspunkt><s:TidsstempelDatoTid>2026-01-15T08:00:00</s:TidsstempelDatoTid></k:Dannelsestidspunkt>
    </k:Leveranceinformation>
  </k:Beskedkuvert>
  <k:Beskeddata><e:Besked xmlns:e="urn:brevdue:eksempel">Boligstøtten er ændret</e:Besked></k:Beskeddata>
</k:Haendelsesbesked>
)";

Demobesked template_besked() {
  const char* named = std::getenv("BREVDUE_KONTRAKTER");
  const std::filesystem::path contracts = named != nullptr ? named : "../shared/contracts";
  const auto file = contracts / "beskedfordeler" / "example_messages" / "externTestBesked.xml";
  if (auto text = read_file(file)) return {"KOMBIT's externTestBesked.xml", {}, *std::move(text)};
  return {"Brevdue's own test message", {}, std::string(kOwn)};
}

using Dele = std::array<std::string_view, 3>;

// Before, between and after the two ranges that may change.
Resultat<Dele> untouched(std::string_view xml) {
  std::deque<std::string> arena;
  const auto besked = PROEV(oio::parse_haendelsesbesked(xml, {}, arena));
  const auto& first = besked.pladser.tilladt_modtager;
  const auto& second = besked.pladser.leveranceinformation;
  return Dele{xml.substr(0, first.fra), xml.substr(first.til, second.fra - first.til), xml.substr(second.til)};
}

}  // namespace

Resultat<Demobesked> make_demobesked(base::Tilfaeldig& random) {
  Demobesked out = template_besked();
  std::deque<std::string> arena;
  const auto besked = PROEV(oio::parse_haendelsesbesked(out.xml, {}, arena));
  const auto at = static_cast<std::size_t>(besked.besked_id.tekst.data() - out.xml.data());
  if (at > out.xml.size()) return base::fejl(FejlKode::UGYLDIG, "the example's BeskedId does not stand as such in it");
  out.besked_id = base::Uuid::random(random).text();
  out.xml.replace(at, besked.besked_id.tekst.size(), out.besked_id);
  return out;
}

Resultat<void> compare(const Demobesked& sent, std::string_view delivered) {
  if (PROEV(untouched(sent.xml)) != PROEV(untouched(delivered))) {
    return base::fejl(FejlKode::UGYLDIG, "the delivered besked differs from the sent one where it must not");
  }
  return {};
}

}  // namespace brevdue::app
