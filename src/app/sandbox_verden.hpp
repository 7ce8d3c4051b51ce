// The fictitious world of the sandbox: authorities, systems, agreements, dueslag. Data only; ids that KOMBIT's
// published samples carry are kept letter for letter, all others are made from names (docs/uuid-tabel.md).
//
// Thread safety: constants. Every CVR number here belongs to no registered company.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aftaler/model.hpp"
#include "base/uuid.hpp"

namespace brevdue::app {

inline constexpr std::string_view kUdk = "33333333";
inline constexpr std::string_view kKorsbaek = "11111111";
inline constexpr std::string_view kKommune2 = "22222222";
inline constexpr std::string_view kKommune3 = "44444444";
inline constexpr std::string_view kKombitsEksempel = "99999999";

// What KOMBIT's published sample clients are configured with.
inline constexpr std::string_view kEksempelSystem = "ba537e12-8b0c-44b1-9de7-f75803a4e091";
inline constexpr std::string_view kEksempelDueslag = "a9efc97c-3473-45b5-9519-7fc837b89fa8";
inline constexpr std::string_view kTestbeskedtype = "7654895c-a3f3-4c77-8afd-4c77330f963c";

// The system that Korsbæk's SAPA reads through.
inline constexpr std::string_view kSapasSystem = "korsbaek-sapa";

struct SandboxMyndighed {
  std::string_view cvr;
  std::string_view navn;
  std::string_view type;  // "KOMMUNE" or "UDK"
};

// What a system may do in both indexes. Who may edit may also read.
enum class Indeksadgang : std::uint8_t { INGEN, UDSTIL, REDIGER };

struct SandboxSystem {
  std::string_view slug;  // names its files in pki/
  std::string_view navn;
  std::string_view cvr;
  std::string_view uuid;  // empty: made from the slug
  bool afsend = false;
  bool modtag = false;
  Indeksadgang indeks = Indeksadgang::INGEN;

  std::string id() const;
  std::string serviceaftale_id() const;
  // As a serviceaftale names them.
  std::vector<std::string_view> services() const;
};

struct SandboxDueslag {
  std::string_view slug;
  std::string_view navn;
  std::string_view system;  // slug
  std::string_view uuid;    // empty: made from the slug
  std::string_view abonnement_navn;
  std::vector<std::string_view> beskedtyper;
  std::vector<std::string_view> myndigheder;  // empty: any
  std::vector<std::string_view> kle;          // empty: any

  std::string id() const;
  std::string abonnement_id() const;
};

struct SandboxBeskedtype {
  std::string_view uuid;
  std::string_view navn;
};

std::span<const SandboxMyndighed> sandbox_myndigheder();
std::span<const SandboxSystem> sandbox_systemer();
std::span<const SandboxDueslag> sandbox_dueslag();
std::span<const SandboxBeskedtype> sandbox_beskedtyper();
const SandboxSystem& sandbox_system(std::string_view slug);

// The delivered dataudvekslingsaftaler, KLADDE, and Korsbæk's accessions to them, AKTIV by a hjemmel made up for the
// sandbox, for FM-01 and FM-02 alone. Korsbæk's SAPA reads UDK's objects by the first two.
std::vector<aftaler::Dataudvekslingsaftale> sandbox_dataudvekslingsaftaler();
std::vector<std::string> sapas_dataudvekslingsaftaler();

// Brevdue as Fordelingssystem, when nothing else is configured.
base::Uuid standard_fordelingssystem();

// The ids that Brevdue makes from names, as the Markdown of docs/uuid-tabel.md.
std::string uuid_tabel_markdown();

}  // namespace brevdue::app
