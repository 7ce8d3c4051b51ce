#include "base/bytes.hpp"

#include <nmmintrin.h>

#include <array>

namespace brevdue::base {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int16_t, 256> kBase64Value = [] {
  std::array<std::int16_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int16_t>(i);
  }
  return table;
}();

constexpr std::size_t kStripe = 256;

// What kStripe zero bytes behind it make of a CRC, by each of its four bytes: CRCs are linear.
constexpr auto kShifted = [] {
  std::array<std::array<std::uint32_t, 256>, 4> table{};
  for (std::uint32_t bit = 0; bit < 32; ++bit) {
    std::uint32_t crc = 1U << bit;
    for (std::size_t i = 0; i < kStripe * 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78U : 0U);
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      if (byte >> bit % 8 & 1) table[bit / 8][byte] ^= crc;
    }
  }
  return table;
}();

std::uint64_t shifted(std::uint64_t crc) {
  return kShifted[0][crc & 255] ^ kShifted[1][crc >> 8 & 255] ^ kShifted[2][crc >> 16 & 255] ^ kShifted[3][crc >> 24];
}

std::uint64_t step(std::uint64_t crc, const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return _mm_crc32_u64(crc, word);
}

}  // namespace

// The instruction answers after three cycles but takes a new word each: so three stripes are worked on side by side.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed) {
  std::uint64_t crc = ~seed;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 3 * kStripe; at += 3 * kStripe, left -= 3 * kStripe) {
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (std::size_t i = 0; i < kStripe; i += 8) {
      crc = step(crc, at + i);
      second = step(second, at + kStripe + i);
      third = step(third, at + 2 * kStripe + i);
    }
    crc = shifted(shifted(crc) ^ second) ^ third;
  }
  for (; left >= 8; at += 8, left -= 8) crc = step(crc, at);
  auto narrow = static_cast<std::uint32_t>(crc);
  for (; left > 0; ++at, --left) narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(*at));
  return ~narrow;
}

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k <= n ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::optional<std::string> unbase64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  int filled = 0;
  int padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      if (padding > 2 || filled + padding > 4) return std::nullopt;
      continue;
    }
    const int value = kBase64Value[static_cast<unsigned char>(c)];
    if (value < 0 || padding > 0) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    if (++filled == 4) {
      out += static_cast<char>(group >> 16);
      out += static_cast<char>(group >> 8 & 255);
      out += static_cast<char>(group & 255);
      filled = 0;
      group = 0;
    }
  }
  if (filled == 0) return padding == 0 ? std::optional(std::move(out)) : std::nullopt;
  if (filled + padding != 4 || filled == 1) return std::nullopt;
  group <<= 6 * padding;
  out += static_cast<char>(group >> 16);
  if (filled == 3) out += static_cast<char>(group >> 8 & 255);
  return out;
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

}  // namespace brevdue::base
