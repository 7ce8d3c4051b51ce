#include "base/numre.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brevdue::base {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

constexpr std::string_view kKleUrn = "urn:oio:kle:";

}  // namespace

std::optional<Cpr> Cpr::parse(std::string_view text) {
  if (text.size() != 10 || !all_digits(text)) return std::nullopt;
  Cpr cpr;
  std::ranges::copy(text, cpr.digits_.begin());
  return cpr;
}

std::optional<Cvr> Cvr::parse(std::string_view text) {
  if (text.size() != 8 || !all_digits(text)) return std::nullopt;
  Cvr cvr;
  cvr.value_ = number(text);
  return cvr;
}

std::optional<Cvr> Cvr::from_urn(std::string_view urn) {
  for (const std::string_view prefix : {std::string_view{"urn:oio:cvr-nr:"}, std::string_view{"urn:oio:cvr:"}}) {
    if (urn.starts_with(prefix)) return parse(urn.substr(prefix.size()));
  }
  return std::nullopt;
}

Cvr Cvr::of_value(std::uint32_t value) {
  Cvr cvr;
  if (value <= 99'999'999) cvr.value_ = value;
  return cvr;
}

std::string Cvr::text() const {
  return is_none() ? std::string{} : fmt::format("{:08}", value_);
}

std::optional<KleEmne> KleEmne::parse(std::string_view text) {
  if (text.size() != 8 || text[2] != '.' || text[5] != '.') return std::nullopt;
  if (!all_digits(text.substr(0, 2)) || !all_digits(text.substr(3, 2)) || !all_digits(text.substr(6, 2))) {
    return std::nullopt;
  }
  KleEmne emne;
  emne.value_ = number(text.substr(0, 2)) * 10000 + number(text.substr(3, 2)) * 100 + number(text.substr(6, 2));
  return emne;
}

std::optional<KleEmne> KleEmne::from_urn(std::string_view urn) {
  if (!urn.starts_with(kKleUrn)) return std::nullopt;
  return parse(urn.substr(kKleUrn.size()));
}

std::optional<KleEmne> KleEmne::of_value(std::uint32_t value) {
  if (value > 999'999) return std::nullopt;
  KleEmne emne;
  emne.value_ = value;
  return emne;
}

std::string KleEmne::text() const {
  return fmt::format("{:02}.{:02}.{:02}", value_ / 10000, value_ / 100 % 100, value_ % 100);
}

std::optional<KleMoenster> KleMoenster::parse(std::string_view text) {
  if (text.starts_with(kKleUrn)) text.remove_prefix(kKleUrn.size());
  KleMoenster pattern;
  if (text == "*") return pattern;
  const bool starred = text.ends_with('*');
  if (starred) {
    text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  for (;;) {
    if (text.size() < 2 || !all_digits(text.substr(0, 2))) return std::nullopt;
    pattern.prefix_ = pattern.prefix_ * 100 + number(text.substr(0, 2));
    ++pattern.level_;
    text.remove_prefix(2);
    if (text.empty()) break;
    if (text.front() != '.' || pattern.level_ == 3) return std::nullopt;
    text.remove_prefix(1);
  }
  if (starred && pattern.level_ == 3) return std::nullopt;
  return pattern;
}

std::string KleMoenster::text() const {
  switch (level_) {
    case 0:
      return "*";
    case 1:
      return fmt::format("{:02}.*", prefix_);
    case 2:
      return fmt::format("{:02}.{:02}.*", prefix_ / 100, prefix_ % 100);
    default:
      return fmt::format("{:02}.{:02}.{:02}", prefix_ / 10000, prefix_ / 100 % 100, prefix_ % 100);
  }
}

}  // namespace brevdue::base
