#include <emmintrin.h>

#include <algorithm>
#include <bit>

#include "xml/reader.hpp"

namespace brevdue::xml {
namespace {

constexpr std::size_t kBlock = 16;

// How many bytes of a block are ASCII and not NUL, up to the first that is not.
std::size_t plain_bytes(const char* at) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const int others = _mm_movemask_epi8(_mm_or_si128(block, _mm_cmpeq_epi8(block, _mm_setzero_si128())));
  return std::min<std::size_t>(kBlock, static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(others))));
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
    if (bytes.size() - at >= kBlock) {
      const std::size_t plain = plain_bytes(bytes.data() + at);
      at += plain;
      if (plain == kBlock) continue;
    }
    const std::size_t length =
        sequence_length(reinterpret_cast<const unsigned char*>(bytes.data()) + at, bytes.size() - at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

}  // namespace brevdue::xml
