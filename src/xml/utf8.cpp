#include <bit>
#include <cstdint>
#include <cstring>

#include "xml/reader.hpp"

namespace brevdue::xml {
namespace {

// Eight bytes at a time: true when all are ASCII and none is NUL.
bool is_plain(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  return ((word | ((word - kOnes) & ~word)) & kHigh) == 0;
}

bool is_continuation(unsigned char c) {
  return (c & 0xC0) == 0x80;
}

// The length of the well-formed sequence at `at`, 0 when it is not one (overlong forms, surrogates and what is over
// U+10FFFF are not: Unicode table 3-7).
std::size_t sequence_length(const unsigned char* at, std::size_t left) {
  const unsigned char c = at[0];
  if (c == 0) return 0;
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  const std::size_t length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  if (left < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(at[i])) return 0;
  }
  if ((c == 0xE0 && at[1] < 0xA0) || (c == 0xED && at[1] > 0x9F)) return 0;
  if ((c == 0xF0 && at[1] < 0x90) || (c == 0xF4 && at[1] > 0x8F)) return 0;
  return length;
}

}  // namespace

std::size_t first_bad_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at >= 8 && is_plain(bytes.data() + at)) {
      at += 8;
      continue;
    }
    const std::size_t length =
        sequence_length(reinterpret_cast<const unsigned char*>(bytes.data()) + at, bytes.size() - at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

}  // namespace brevdue::xml
