// Valid time: half-open periods with infinity at either end, and a line of values, each with its period. The rules by
// which a service merges (spec indekser 3.2) are written with these few operations and nowhere else.
//
// Thread safety: plain values.
#pragma once

#include <algorithm>
#include <compare>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/ur.hpp"

namespace brevdue::oio {

// A place on the time axis: an instant, or before or after all of them.
class Graense {
 public:
  constexpr Graense(base::Tidspunkt tid) : tid_(tid) {}
  static constexpr Graense minus_uendelig() { return base::Tidspunkt::min(); }
  static constexpr Graense uendelig() { return base::Tidspunkt::max(); }

  // Nothing when it is infinite.
  constexpr std::optional<base::Tidspunkt> tidspunkt() const {
    if (*this == minus_uendelig() || *this == uendelig()) return std::nullopt;
    return tid_;
  }
  constexpr auto operator<=>(const Graense&) const = default;

 private:
  base::Tidspunkt tid_;
};

// From `fra` on, until just before `til`.
struct Periode {
  Graense fra = Graense::minus_uendelig();
  Graense til = Graense::uendelig();

  constexpr bool is_empty() const { return fra >= til; }
  constexpr bool contains(Graense at) const { return fra <= at && at < til; }
  constexpr bool overlaps(const Periode& other) const { return std::max(fra, other.fra) < std::min(til, other.til); }
  // Neither is empty, and no time lies between them.
  constexpr bool meets(const Periode& other) const {
    return !is_empty() && !other.is_empty() && fra <= other.til && other.fra <= til;
  }
  constexpr auto operator<=>(const Periode&) const = default;
};

template <class T>
class Tidslinje {
 public:
  struct Afsnit {
    Periode periode;
    T vaerdi;
    bool operator==(const Afsnit&) const = default;
  };

  // By `fra`; of equal ones in the order they came.
  std::span<const Afsnit> afsnit() const { return afsnit_; }

  // As it is given, even over others or empty: an import does not cut.
  void add(const Periode& periode, T vaerdi) {
    const auto at = std::ranges::upper_bound(afsnit_, periode.fra, {}, by_fra);
    afsnit_.insert(at, {periode, std::move(vaerdi)});
  }

  // Nothing is left within `periode`: what reaches over an edge keeps the part outside, in two when it reaches over
  // both.
  void cut(const Periode& periode) {
    Tidslinje left;
    for (Afsnit& one : afsnit_) {
      if (!one.periode.overlaps(periode)) {
        left.add(one.periode, std::move(one.vaerdi));
        continue;
      }
      const Periode before{one.periode.fra, periode.fra};
      const Periode after{periode.til, one.periode.til};
      if (!before.is_empty()) left.add(before, one.vaerdi);
      if (!after.is_empty()) left.add(after, std::move(one.vaerdi));
    }
    *this = std::move(left);
  }

  // Within `periode` there is this value and no other. An empty period changes nothing.
  void insert(const Periode& periode, T vaerdi) {
    if (periode.is_empty()) return;
    cut(periode);
    add(periode, std::move(vaerdi));
  }

  // Each value that `which` names and whose period meets `periode` ends before `periode` begins; nothing of it is left
  // afterwards either (spec indekser 3.2 step 2c).
  template <class Predicate>
  void end(const Periode& periode, Predicate which) {
    std::erase_if(afsnit_, [&](Afsnit& one) {
      if (!one.periode.meets(periode) || !which(std::as_const(one.vaerdi))) return false;
      one.periode.til = std::min(one.periode.til, periode.fra);
      return one.periode.is_empty();
    });
  }

  // The parts of `periode` in which nothing is in force, in order.
  std::vector<Periode> gaps(const Periode& periode) const {
    std::vector<Periode> out;
    Graense covered = periode.fra;
    for (const Afsnit& one : afsnit_) {
      if (!one.periode.overlaps(periode)) continue;
      if (covered < one.periode.fra) out.push_back({covered, one.periode.fra});
      covered = std::max(covered, one.periode.til);
    }
    if (covered < periode.til) out.push_back({covered, periode.til});
    return out;
  }

  // What is in force; where several are, the one that began last, or came last. Null when none is.
  const Afsnit* at(Graense tid) const {
    const auto it =
        std::find_if(afsnit_.rbegin(), afsnit_.rend(), [&](const Afsnit& one) { return one.periode.contains(tid); });
    return it == afsnit_.rend() ? nullptr : &*it;
  }

  // ... or, when none is, the one that begins last (spec indekser 5.3). Null when there is nothing at all.
  const Afsnit* at_or_last(Graense tid) const {
    const Afsnit* found = at(tid);
    return found != nullptr || afsnit_.empty() ? found : &afsnit_.back();
  }

 private:
  static constexpr auto by_fra = [](const Afsnit& one) { return one.periode.fra; };
  std::vector<Afsnit> afsnit_;
};

}  // namespace brevdue::oio
