// Dataudvekslingsaftaler: under which law, for which purposes, which of one authority's data another may see (spec
// udveksling 6.2). The fields that rules ask for, and those without which one may not be AKTIV.
//
// An empty list allows nothing, never everything.
//
// Thread safety: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/maengde.hpp"
#include "base/numre.hpp"
#include "oio/udveksling.hpp"

namespace brevdue::aftaler {

using oio::Feltgruppe;
using oio::Formaal;
using oio::Objektart;
using oio::Ordning;
using oio::Vindue;

// The numbers of these two are on disk: never change or reuse one.
enum class Aftaletype : std::uint8_t {
  RAMMEAFTALE,        // made for many; gives nobody a right by itself
  BILATERAL,          // between the two it names
  LOKAL_TILSLUTNING,  // joins a RAMMEAFTALE, within its limits
};
inline constexpr std::array<std::string_view, 3> kAftaletypenavne{"RAMMEAFTALE", "BILATERAL", "LOKAL_TILSLUTNING"};

enum class Aftaletilstand : std::uint8_t { KLADDE, TIL_GODKENDELSE, GODKENDT, AKTIV, SUSPENDERET, UDLOEBET, OPSAGT };
inline constexpr std::array<std::string_view, 7> kAftaletilstandsnavne{
    "KLADDE", "TIL_GODKENDELSE", "GODKENDT", "AKTIV", "SUSPENDERET", "UDLOEBET", "OPSAGT"};

constexpr std::string_view navn(Aftaletype one) {
  return kAftaletypenavne[std::to_underlying(one)];
}
constexpr std::string_view navn(Aftaletilstand one) {
  return kAftaletilstandsnavne[std::to_underlying(one)];
}

// A provision as an authority approved it. Law is data; no paragraph stands in code.
struct Hjemmel {
  std::string lov;
  std::string paragraf;  // "8", "11 a"
  std::string stykke;    // may be empty, as may nummer
  std::string nummer;
  std::string ordlyd;
  std::string kildehenvisning;
  std::optional<oio::Dag> kontrolleret;
  std::string kontrolleret_af;
  bool proeve = false;  // made up for a test; no law
  bool operator==(const Hjemmel&) const = default;
};
// "Lov om Udbetaling Danmark § 8, stk. 1", with "(prøve)" when it is made up.
std::string tekst(const Hjemmel& hjemmel);

struct Aftalegraenser {
  base::Maengde<Formaal> formaal;
  base::Maengde<Objektart> objekttyper;
  base::Maengde<Ordning> ordninger;
  std::vector<base::KleMoenster> kle;           // in order, each once
  std::vector<base::KleMoenster> kle_undtaget;  // the same; what it names is not covered
  std::uint8_t max_foelsomhed = 0;              // 1 to 4; 0: nothing
  base::Maengde<Feltgruppe> feltgrupper;
  std::optional<std::uint8_t> periode;  // months back from today within which there was a payment; none: not asked for
  bool operator==(const Aftalegraenser&) const = default;
};

struct Dataudvekslingsaftale {
  std::string id;             // the same in every version
  std::uint32_t version = 1;  // an older one counts until a newer has taken effect, and never again
  std::string navn;
  Aftaletype type = Aftaletype::BILATERAL;
  std::string rammeaftale;  // the id that a LOKAL_TILSLUTNING joins
  base::Cvr dataejer;
  std::vector<base::Cvr> datamodtagere;  // in order, each once
  std::vector<Hjemmel> hjemler;
  std::string begrundelse;  // for the approver
  Aftalegraenser graenser;
  std::optional<oio::Dag> gyldig_fra;  // absent: always has been
  std::optional<oio::Dag> gyldig_til;  // its last day; absent: no end
  Aftaletilstand tilstand = Aftaletilstand::KLADDE;
  std::string kombit_inddraget;        // date and reference
  std::vector<base::Cvr> godkendt_af;  // authorities, in order, each once
  bool operator==(const Dataudvekslingsaftale&) const = default;
};

// The groups that say something of such an object.
base::Maengde<Feltgruppe> feltgrupper_af(Objektart art);

}  // namespace brevdue::aftaler
