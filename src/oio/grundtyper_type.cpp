#include "oio/grundtyper_type.hpp"

#include "base/numre.hpp"
#include "base/uuid.hpp"

namespace brevdue::oio::v6 {

bool is_uuid(std::string_view text) {
  return base::Uuid::parse(text).has_value();
}

bool is_cvr(std::string_view text) {
  return base::Cvr::parse(text).has_value();
}

// -?[0-9]+(\.[0-9]+)?
bool is_beloeb(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto is_digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text);
  return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

}  // namespace brevdue::oio::v6
