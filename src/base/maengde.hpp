// A set of enumerators of a small enum, as bits: what an agreement names, what a user may.
//
// Thread safety: plain values.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace brevdue::base {

// E's enumerators are 0 to 31.
template <class E>
class Maengde {
 public:
  constexpr Maengde() = default;
  constexpr Maengde(std::initializer_list<E> members) {
    for (const E one : members) insert(one);
  }

  constexpr void insert(E one) { bits_ |= bit(one); }
  constexpr void erase(E one) { bits_ &= ~bit(one); }
  constexpr bool contains(E one) const { return (bits_ & bit(one)) != 0; }
  constexpr bool contains(Maengde all) const { return (all.bits_ & ~bits_) == 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::size_t size() const { return static_cast<std::size_t>(std::popcount(bits_)); }

  // In the order of the enumerators.
  template <class Each>
  constexpr void each(Each visit) const {
    for (auto left = bits_; left != 0; left &= left - 1) visit(static_cast<E>(std::countr_zero(left)));
  }

  constexpr Maengde operator&(Maengde other) const { return Maengde(bits_ & other.bits_); }
  constexpr Maengde operator|(Maengde other) const { return Maengde(bits_ | other.bits_); }
  constexpr bool operator==(const Maengde&) const = default;

 private:
  explicit constexpr Maengde(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(E one) { return std::uint32_t{1} << std::to_underlying(one); }
  std::uint32_t bits_ = 0;
};

}  // namespace brevdue::base
