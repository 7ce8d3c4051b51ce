// Bytes on the wire and on disk: big-endian numbers, checksums, text codings.
//
// Thread safety: free functions on the caller's memory.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace brevdue::base {

template <class T, class Out>
inline void put_be(Out& out, T value) {
  if constexpr (sizeof(T) > 1) value = std::byteswap(value);
  out.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

template <class T>
inline T get_be(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  if constexpr (sizeof(T) > 1) value = std::byteswap(value);
  return value;
}

template <class T>
inline void write_be(char* to, T value) {
  if constexpr (sizeof(T) > 1) value = std::byteswap(value);
  std::memcpy(to, &value, sizeof(T));
}

// CRC-32C (Castagnoli), continuing from `seed` (0 for a new one).
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);

std::string base64(std::string_view bytes);
// Standard alphabet; white space between characters is skipped; anything else, or wrong padding, is nothing.
std::optional<std::string> unbase64(std::string_view text);
std::string hex(std::string_view bytes);

}  // namespace brevdue::base
