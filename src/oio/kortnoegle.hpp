// An object's Adgangsnoegle in the 16 bytes that stand in each of its postings, so that a search leaves out what the
// caller may not see without loading it. What does not fit (a fourth KLE number, the responsible unit) is only in the
// object itself.
//
//   owner CVR 4 | three KLE numbers of 3 each | foelsomhed, 0x80 when there are more KLE numbers, 0x40 kan_skifte | day
//   2
//
// Thread safety: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/numre.hpp"

namespace brevdue::oio {

inline constexpr std::size_t kKortnoegleBytes = 16;

struct Kortnoegle {
  static constexpr std::uint32_t kIngenKle = 0xFFFFFF;

  std::uint32_t ejer = base::Cvr{}.value();  // Cvr::value()
  std::array<std::uint32_t, 3> kle{kIngenKle, kIngenKle,
                                   kIngenKle};  // KleEmne::value(); none behind the first kIngenKle
  bool har_flere_kle = false;
  std::uint8_t foelsomhed = 0;  // 1 to 4; 0: the object does not say
  // What it was made of changes by its virkning alone, after the object was written: what it says is then only of that
  // time, and a search asks the object.
  bool kan_skifte = false;
  std::uint16_t dag = 0;  // the day that a period is counted from, in days since 1970; 0: none

  void set_kle(std::span<const base::KleEmne> emner);
  bool operator==(const Kortnoegle&) const = default;
};

std::string encode(const Kortnoegle& noegle);
// Nothing when it is not 16 bytes of this form.
std::optional<Kortnoegle> decode_kortnoegle(std::string_view bytes);

}  // namespace brevdue::oio
