#include "oio/tidslinje.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <set>

namespace brevdue::oio {
namespace {

constexpr Graense at(int tid) {
  return base::Tidspunkt{std::chrono::microseconds{tid}};
}
constexpr Periode kAltid{};

using Linje = Tidslinje<char>;

Linje linje(std::initializer_list<Linje::Afsnit> afsnit) {
  Linje out;
  for (const auto& one : afsnit) out.add(one.periode, one.vaerdi);
  return out;
}

std::vector<Linje::Afsnit> afsnit(const Linje& linje) {
  return {linje.afsnit().begin(), linje.afsnit().end()};
}

// The worked cases of spec indekser 3.3, a = 1, b = 2, c = 3.
TEST(Tidslinje, AValueInTheMiddleSplitsTheOneThatWasThere) {
  Linje egenskaber = linje({{{at(1), Graense::uendelig()}, 'x'}});
  egenskaber.insert({at(2), at(3)}, 'y');
  EXPECT_EQ(
      afsnit(egenskaber),
      (std::vector<Linje::Afsnit>{{{at(1), at(2)}, 'x'}, {{at(2), at(3)}, 'y'}, {{at(3), Graense::uendelig()}, 'x'}}));
}

TEST(Tidslinje, AnotherOwnerFromADayEndsTheFirstThatDay) {
  Linje ejer = linje({{{at(1), Graense::uendelig()}, 'x'}});
  ejer.insert({at(2), Graense::uendelig()}, 'y');
  EXPECT_EQ(afsnit(ejer), (std::vector<Linje::Afsnit>{{{at(1), at(2)}, 'x'}, {{at(2), Graense::uendelig()}, 'y'}}));
}

TEST(Tidslinje, TheSamePartAgainLeavesNoTail) {
  for (const int begin : {1, 2}) {
    Linje part = linje({{{at(1), Graense::uendelig()}, 'p'}});
    const Periode again{at(begin), at(3)};
    part.end(again, [](char one) { return one == 'p'; });
    part.insert(again, 'p');
    EXPECT_TRUE(part.gaps({at(1), at(3)}).empty());
    EXPECT_EQ(part.afsnit().size(), static_cast<std::size_t>(begin));
    EXPECT_EQ(part.at(at(3)), nullptr);
  }
}

TEST(Tidslinje, OnlyWhatIsNamedAndMeetsThePeriodEnds) {
  Linje parter = linje({{{at(0), at(2)}, 'p'}, {{at(2), at(4)}, 'q'}, {{at(6), at(8)}, 'p'}, {{at(9), at(10)}, 'p'}});
  parter.end({at(3), at(6)}, [](char one) { return one == 'p'; });  // the third only touches it
  EXPECT_EQ(afsnit(parter),
            (std::vector<Linje::Afsnit>{{{at(0), at(2)}, 'p'}, {{at(2), at(4)}, 'q'}, {{at(9), at(10)}, 'p'}}));
}

TEST(Tidslinje, WhatIsInForceIsWhatBeganLast) {
  const Linje one = linje({{{at(1), at(9)}, 'x'}, {{at(3), at(5)}, 'y'}, {{at(3), at(4)}, 'z'}, {{at(7), at(7)}, '-'}});
  EXPECT_EQ(one.at(at(0)), nullptr);
  EXPECT_EQ(one.at(at(2))->vaerdi, 'x');
  EXPECT_EQ(one.at(at(3))->vaerdi, 'z');
  EXPECT_EQ(one.at(at(4))->vaerdi, 'y');
  EXPECT_EQ(one.at(at(7))->vaerdi, 'x');
  EXPECT_EQ(one.at(at(9)), nullptr);
  EXPECT_EQ(one.at_or_last(at(9))->vaerdi, '-');
  EXPECT_EQ(Linje{}.at_or_last(at(0)), nullptr);
}

TEST(Tidslinje, AGapIsWhereNothingAtAllIsInForce) {
  const Linje one = linje({{{at(1), at(9)}, 'x'}, {{at(3), at(5)}, 'y'}, {{at(12), Graense::uendelig()}, 'z'}});
  EXPECT_EQ(one.gaps({at(2), at(9)}), std::vector<Periode>{});
  EXPECT_EQ(one.gaps(kAltid), (std::vector<Periode>{{Graense::minus_uendelig(), at(1)}, {at(9), at(12)}}));
  EXPECT_EQ(Linje{}.gaps(kAltid), std::vector<Periode>{kAltid});
}

TEST(Tidslinje, InfinityIsNoInstant) {
  EXPECT_EQ(Graense::uendelig().tidspunkt(), std::nullopt);
  EXPECT_EQ(Graense::minus_uendelig().tidspunkt(), std::nullopt);
  EXPECT_EQ(at(7).tidspunkt(), base::Tidspunkt{std::chrono::microseconds{7}});
  EXPECT_LT(Graense::minus_uendelig(), at(-1));
  EXPECT_FALSE(kAltid.is_empty());
}

// The same, point by point: which values are in force in each cell of a small axis whose first and last cells are
// infinite. Each value is given once, so an unbroken run of cells is one entry.
constexpr int kCells = 12;

class Punkter {
 public:
  static Graense begin_of(int cell) {
    if (cell == 0) return Graense::minus_uendelig();
    return cell == kCells ? Graense::uendelig() : at(cell);
  }
  static Periode periode(int fra, int til) { return {begin_of(fra), begin_of(til)}; }

  void add(int fra, int til, int value) {
    for (int cell = fra; cell < til; ++cell) cells_[static_cast<std::size_t>(cell)].insert(value);
  }
  void cut(int fra, int til) {
    for (int cell = fra; cell < til; ++cell) cells_[static_cast<std::size_t>(cell)].clear();
  }
  void end(int fra, int til, const std::set<int>& which) {
    if (fra >= til) return;
    for (const int value : which) {
      for (const auto& [first, last] : runs(value)) {
        if (last < fra || first > til) continue;
        for (int cell = std::max(first, fra); cell < last; ++cell) cells_[static_cast<std::size_t>(cell)].erase(value);
      }
    }
  }
  const std::set<int>& in_force(int cell) const { return cells_[static_cast<std::size_t>(cell)]; }
  std::size_t entries(int values) const {
    std::size_t count = 0;
    for (int value = 0; value < values; ++value) count += runs(value).size();
    return count;
  }

 private:
  std::vector<std::pair<int, int>> runs(int value) const {
    std::vector<std::pair<int, int>> out;
    for (int cell = 0; cell < kCells; ++cell) {
      if (!in_force(cell).contains(value)) continue;
      if (out.empty() || out.back().second != cell) out.emplace_back(cell, cell);
      out.back().second = cell + 1;
    }
    return out;
  }
  std::array<std::set<int>, kCells> cells_;
};

class Prover {
 public:
  void step() {
    fra_ = *rc::gen::inRange(0, kCells);
    til_ = *rc::gen::inRange(std::max(0, fra_ - 1), kCells + 1);
    const Periode periode = Punkter::periode(fra_, til_);
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        linje_.add(periode, next_);
        return punkter_.add(fra_, til_, next_++);
      case 1:
        linje_.insert(periode, next_);
        punkter_.cut(fra_, til_);
        return punkter_.add(fra_, til_, next_++);
      case 2:
        linje_.cut(periode);
        return punkter_.cut(fra_, til_);
      default:
        return end(periode);
    }
  }

  void compare() const {
    std::size_t entries = 0;
    for (const auto& one : linje_.afsnit()) entries += one.periode.is_empty() ? 0 : 1;
    RC_ASSERT(entries == punkter_.entries(next_));
    RC_ASSERT(std::ranges::is_sorted(linje_.afsnit(), {}, [](const auto& one) { return one.periode.fra; }));
    for (int cell = 0; cell < kCells; ++cell) compare(cell);
    compare_gaps();
  }

 private:
  void end(const Periode& periode) {
    const int divisor = *rc::gen::inRange(1, 4);
    std::set<int> which;
    for (int value = 0; value < next_; value += divisor) which.insert(value);
    linje_.end(periode, [&](int value) { return which.contains(value); });
    punkter_.end(fra_, til_, which);
  }
  void compare(int cell) const {
    std::set<int> found;
    for (const auto& one : linje_.afsnit()) {
      if (one.periode.contains(Punkter::begin_of(cell))) found.insert(one.vaerdi);
    }
    RC_ASSERT(found == punkter_.in_force(cell));
    const auto* in_force = linje_.at(Punkter::begin_of(cell));
    RC_ASSERT((in_force == nullptr) == found.empty());
    if (in_force != nullptr) RC_ASSERT(found.contains(in_force->vaerdi));
  }
  void compare_gaps() const {
    const int fra = *rc::gen::inRange(0, kCells);
    const int til = *rc::gen::inRange(fra, kCells + 1);
    std::set<int> open;
    for (const Periode& gap : linje_.gaps(Punkter::periode(fra, til))) {
      RC_ASSERT(!gap.is_empty());
      for (int cell = 0; cell < kCells; ++cell) {
        if (gap.contains(Punkter::begin_of(cell))) open.insert(cell);
      }
    }
    for (int cell = 0; cell < kCells; ++cell) {
      RC_ASSERT(open.contains(cell) == (fra <= cell && cell < til && punkter_.in_force(cell).empty()));
    }
  }

  Tidslinje<int> linje_;
  Punkter punkter_;
  int next_ = 0;
  int fra_ = 0;
  int til_ = 0;
};

RC_GTEST_PROP(TidslinjeEgenskab, AgreesWithTheLinePointByPoint, ()) {
  Prover prover;
  for (int steps = *rc::gen::inRange(1, 30); steps > 0; --steps) prover.step();
  prover.compare();
}

}  // namespace
}  // namespace brevdue::oio
