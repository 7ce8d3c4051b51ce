// The words that authorities exchange information by: purposes, schemes, kinds of objects, field groups, and the Danish
// dates that windows are counted in (spec udveksling 6). The rules over them are in aftaler/.
//
// Thread safety: plain values and free functions.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/maengde.hpp"
#include "base/ur.hpp"

namespace brevdue::oio {

// The numbers of these enumerators are on disk, the names in files: never change or reuse one.

// The purposes of the catalogue (spec udveksling 6.5; texts in aftaler/formaal.hpp).
enum class Formaal : std::uint8_t { FM_01, FM_02, FM_03, FM_04, FM_05, FM_06, FM_07, FM_08, FM_09 };
inline constexpr std::array<std::string_view, 9> kFormaalsnavne{"FM-01", "FM-02", "FM-03", "FM-04", "FM-05",
                                                                "FM-06", "FM-07", "FM-08", "FM-09"};

// UDK's four schemes, told by KLE (aftaler/ordning.hpp); KOMMUNAL is what belongs to none of them.
enum class Ordning : std::uint8_t { BARSEL, BOLIGSTOETTE, FAMILIEYDELSE, PENSION, KOMMUNAL };
inline constexpr std::array<std::string_view, 5> kOrdningsnavne{"BARSEL", "BOLIGSTOETTE", "FAMILIEYDELSE", "PENSION",
                                                                "KOMMUNAL"};

// What a dataudvekslingsaftale can be about.
enum class Objektart : std::uint8_t { YDELSE, SAG, DOKUMENT, JOURNALNOTAT, KONTROLSAG, ADVISHAENDELSE, FORMULAR };
inline constexpr std::array<std::string_view, 7> kObjektartsnavne{
    "YDELSE", "SAG", "DOKUMENT", "JOURNALNOTAT", "KONTROLSAG", "ADVISHAENDELSE", "FORMULAR"};

// What of an object an agreement lets through.
enum class Feltgruppe : std::uint8_t {
  YD_TYPE,
  YD_PERIODE,
  YD_BELOEB,
  YD_DATO,
  YD_MODTAGER,
  SAG_IDENT,
  SAG_KLE,
  SAG_STATUS,
  SAG_DATOER,
  SAG_ANSVARLIG,
  SAG_TITEL_FRITEKST,
  SAG_JOURNAL,
  SAG_DOKUMENT,
  PEN_TILLAEGSPROCENT,
  PEN_LIKVID_FORMUE,
  KTRL_FINDES,
  KTRL_TEMA,
  KTRL_SAGSSKRIDT,
  KTRL_HENLAGT_6M,
};
inline constexpr std::array<std::string_view, 19> kFeltgruppenavne{
    "YD_TYPE",        "YD_PERIODE",          "YD_BELOEB",
    "YD_DATO",        "YD_MODTAGER",         "SAG_IDENT",
    "SAG_KLE",        "SAG_STATUS",          "SAG_DATOER",
    "SAG_ANSVARLIG",  "SAG_TITEL_FRITEKST",  "SAG_JOURNAL",
    "SAG_DOKUMENT",   "PEN_TILLAEGSPROCENT", "PEN_LIKVID_FORMUE",
    "KTRL_FINDES",    "KTRL_TEMA",           "KTRL_SAGSSKRIDT",
    "KTRL_HENLAGT_6M"};

constexpr std::string_view navn(Formaal one) {
  return kFormaalsnavne[std::to_underlying(one)];
}
constexpr std::string_view navn(Ordning one) {
  return kOrdningsnavne[std::to_underlying(one)];
}
constexpr std::string_view navn(Objektart one) {
  return kObjektartsnavne[std::to_underlying(one)];
}
constexpr std::string_view navn(Feltgruppe one) {
  return kFeltgruppenavne[std::to_underlying(one)];
}

// The enumerator of that name among `navne`, which stand in their order.
template <class E, std::size_t N>
constexpr std::optional<E> parse_navn(const std::array<std::string_view, N>& navne, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (navne[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

// Every enumerator that has a name among `navne`.
template <class E, std::size_t N>
constexpr base::Maengde<E> alle_navngivne(const std::array<std::string_view, N>&) {
  base::Maengde<E> out;
  for (std::size_t i = 0; i < N; ++i) out.insert(static_cast<E>(i));
  return out;
}

inline constexpr auto kAlleFormaal = alle_navngivne<Formaal>(kFormaalsnavne);
inline constexpr auto kAlleFeltgrupper = alle_navngivne<Feltgruppe>(kFeltgruppenavne);

// A date on the Danish calendar.
using Dag = std::chrono::local_days;
// The Danish date at that moment: of a payment, of its Dispositionsdato.
Dag dansk_dag(base::Tidspunkt t);

// Days from `fra` to `til`, both included.
struct Vindue {
  Dag fra;
  Dag til;
  constexpr bool contains(Dag dag) const { return fra <= dag && dag <= til; }
  bool operator==(const Vindue&) const = default;
};

}  // namespace brevdue::oio
