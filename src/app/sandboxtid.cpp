#include "app/sandboxtid.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>

#include "base/ur.hpp"

namespace brevdue::app {
namespace {

std::optional<std::int64_t> unit_seconds(std::string_view unit) {
  if (unit == "s") return 1;
  if (unit == "m") return 60;
  if (unit == "h") return 3600;
  if (unit == "d") return 86400;
  return std::nullopt;
}

// Up to a hundred years, so that no arithmetic overflows.
std::optional<std::int64_t> duration_us(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || number <= 0) return std::nullopt;
  const auto unit = unit_seconds(text.substr(static_cast<std::size_t>(end - text.data())));
  if (!unit || number > 36525LL * 86400 / *unit) return std::nullopt;
  return number * *unit * 1'000'000;
}

}  // namespace

base::Resultat<std::string> parse_sandboxtid(std::string_view verb, std::string_view value) {
  if (verb == "set") {
    const auto at = base::parse_iso(value);
    if (!at) return base::fejl(base::FejlKode::UGYLDIG, "must be a time such as 2026-05-15T08:00:00Z");
    return fmt::format("at={}", at->time_since_epoch().count());
  }
  const auto by = duration_us(value);
  if (!by) return base::fejl(base::FejlKode::UGYLDIG, "must be a duration such as 90s, 15m, 2h or 3d");
  return fmt::format("by={}", *by);
}

}  // namespace brevdue::app
