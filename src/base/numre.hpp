// The numbers the domain is keyed by: CPR, CVR and KLE. No date or modulus check is made on anything received
// (published examples hold 0123456789); forms in the browser check dates themselves.
//
// Thread safety: plain values. A Cpr must never be written to a log.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace brevdue::base {

// A person's civil registration number: exactly 10 digits.
class Cpr {
 public:
  static std::optional<Cpr> parse(std::string_view text);
  std::string_view text() const { return {digits_.data(), digits_.size()}; }
  auto operator<=>(const Cpr&) const = default;

 private:
  std::array<char, 10> digits_{};
};

// A company's or authority's number: exactly 8 digits. Stored as a number, so that it fits an Adgangsnoegle.
class Cvr {
 public:
  constexpr Cvr() = default;
  static std::optional<Cvr> parse(std::string_view text);
  // The authority in `urn:oio:cvr-nr:12345678` or `urn:oio:cvr:12345678`, which mean the same
  // (spec beskedfordeler 1.3); nothing for any other text.
  static std::optional<Cvr> from_urn(std::string_view urn);
  // What value() gave; none for any other number.
  static Cvr of_value(std::uint32_t value);
  std::string text() const;
  std::string urn() const { return "urn:oio:cvr-nr:" + text(); }
  std::uint32_t value() const { return value_; }
  bool is_none() const { return value_ == kNone; }
  auto operator<=>(const Cvr&) const = default;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t value_ = kNone;
};

// A KLE subject number nn.nn.nn.
class KleEmne {
 public:
  static std::optional<KleEmne> parse(std::string_view text);
  // From `urn:oio:kle:nn.nn.nn`.
  static std::optional<KleEmne> from_urn(std::string_view urn);
  // What value() gave; nothing for any other number.
  static std::optional<KleEmne> of_value(std::uint32_t value);
  std::string text() const;
  // 0 to 999999: the six digits as one number; orders as the text does.
  std::uint32_t value() const { return value_; }
  auto operator<=>(const KleEmne&) const = default;

 private:
  std::uint32_t value_ = 0;
};

// A pattern over KLE numbers in its normal form: `*`, `nn.*`, `nn.nn.*` or `nn.nn.nn`.
class KleMoenster {
 public:
  // Reads the normal form and what doors meet: `32`, `32.03`, `00.01*`, `32*`, each also after `urn:oio:kle:`.
  static std::optional<KleMoenster> parse(std::string_view text);
  std::string text() const;
  bool matches(KleEmne emne) const { return level_ == 0 || emne.value() / kDivisor[level_] == prefix_; }
  // 0 for `*`, 1 for `nn.*`, 2 for `nn.nn.*`, 3 for a whole number.
  int level() const { return level_; }
  // The leading 0, 2, 4 or 6 digits as one number.
  std::uint32_t prefix() const { return prefix_; }
  auto operator<=>(const KleMoenster&) const = default;

  static constexpr std::array<std::uint32_t, 4> kDivisor{1000000, 10000, 100, 1};

 private:
  int level_ = 0;
  std::uint32_t prefix_ = 0;
};

}  // namespace brevdue::base

template <>
struct std::hash<brevdue::base::Cvr> {
  std::size_t operator()(brevdue::base::Cvr cvr) const noexcept {
    return static_cast<std::size_t>(cvr.value()) * 0x9E3779B97F4A7C15ULL >> 16;
  }
};
