// UUIDs as 16 bytes. Parsed from text in any letter case, written in lower case with dashes.
//
// Thread safety: plain values.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace brevdue::base {

class Tilfaeldig;

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }

  // 8-4-4-4-12 hexadecimal digits with dashes, any case; anything else is nothing.
  static std::optional<Uuid> parse(std::string_view text);
  // A constant of the program; ill-formed text does not compile.
  static consteval Uuid literal(std::string_view text);
  // Version 4 from the given source.
  static Uuid random(Tilfaeldig& source);
  // Version 5 (RFC 9562): the same name in the same namespace gives the same id in every installation.
  static Uuid named(const Uuid& space, std::string_view name);

  std::string text() const;
  // Writes exactly 36 characters to `out`.
  void write(char* out) const;
};

// The namespace of every id that Brevdue makes from a name (docs/uuid-tabel.md).
extern const Uuid kBrevdueNamespace;

namespace detail {
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
constexpr bool parse_uuid(std::string_view text, std::array<std::uint8_t, 16>& out) {
  if (text.size() != 36) return false;
  std::size_t n = 0;
  for (std::size_t i = 0; i < 36;) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return false;
      ++i;
      continue;
    }
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return false;
    out[n++] = static_cast<std::uint8_t>(high * 16 + low);
    i += 2;
  }
  return true;
}
}  // namespace detail

consteval Uuid Uuid::literal(std::string_view text) {
  Uuid result;
  if (!detail::parse_uuid(text, result.bytes)) throw "not a UUID";
  return result;
}

}  // namespace brevdue::base

template <>
struct std::hash<brevdue::base::Uuid> {
  std::size_t operator()(const brevdue::base::Uuid& id) const noexcept {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    __builtin_memcpy(&high, id.bytes.data(), 8);
    __builtin_memcpy(&low, id.bytes.data() + 8, 8);
    std::uint64_t mixed = (high ^ (low * 0x9E3779B97F4A7C15ULL)) * 0xFF51AFD7ED558CCDULL;
    return mixed ^ (mixed >> 32);
  }
};
