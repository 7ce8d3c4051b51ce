// What the texts of an object mean: ids, periods, what is in force; and the one spelling in which terms are kept and
// asked for. What is returned to a reader is never changed.
//
// Thread safety: free functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/grundtyper.hpp"
#include "oio/objekter.hpp"
#include "oio/tidslinje.hpp"

namespace brevdue::indeks {

// A UUIDIdentifikator in lower case; of a URN all but its last part in lower case, and `urn:oio:us:borgerid` as
// `urn:oio:udk:borgerid` (spec indekser 1.10 and 4.4).
std::string normaliseret(const oio::UnikId& id);
// Of a UUIDIdentifikator.
std::optional<base::Uuid> uuid_af(const std::optional<oio::UnikId>& id);
// Of CVR-Nummer (CVR-Nr, CVR-nr), or else a CVR number's URN in ReferenceID (spec 5.3).
std::optional<base::Cvr> cvr_af(const oio::Felt& nummer, const std::optional<oio::UnikId>& reference_id);

// Half-open; what is absent is infinite (spec 1.3).
oio::Periode periode(const std::optional<oio::Virkning>& virkning);
// A time with its zone; without one it is Danish time (spec 1.2).
std::optional<base::Tidspunkt> tidspunkt(const oio::Felt& tekst);

// 1 to 4; 4 when it is absent or not known (spec 5.3).
std::uint8_t foelsomhed(const oio::Felt& tekst);
// oio::Registreringshoved::livscyklus; 0: none that the schema knows.
std::uint8_t livscyklus(const oio::Felt& tekst);

// What decides at `nu`: of the entries `which` names the one in force, or else the one that begins last (spec 5.3).
// Null when there is none.
template <class T, class Which>
const T* gaeldende(std::span<const T> entries, base::Tidspunkt nu, Which which) {
  const T* best = nullptr;
  for (const T& one : entries) {
    if (!which(one)) continue;
    if (best == nullptr) {
      best = &one;
      continue;
    }
    const auto a = periode(one.virkning);
    const auto b = periode(best->virkning);
    const bool is_in_force = a.contains(nu);
    if (is_in_force != b.contains(nu) ? is_in_force : a.fra >= b.fra) best = &one;
  }
  return best;
}

// Whether what `which` names may give another answer at some time after `nu`: something ends or begins then.
template <class T, class Which>
bool kan_skifte(std::span<const T> entries, base::Tidspunkt nu, Which which) {
  for (const T& one : entries) {
    if (!which(one)) continue;
    const auto p = periode(one.virkning);
    if (p.fra > oio::Graense{nu} || (p.til > oio::Graense{nu} && p.til != oio::Graense::uendelig())) return true;
  }
  return false;
}

// Terms as both sides make them; none when the value is absent or empty.
void add_term(std::vector<oio::Term>& out, oio::Termart art, const std::optional<oio::UnikId>& id);
void add_term(std::vector<oio::Term>& out, oio::Termart art, const oio::Felt& tekst);

}  // namespace brevdue::indeks
