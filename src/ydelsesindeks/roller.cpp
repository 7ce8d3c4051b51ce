#include "ydelsesindeks/roller.hpp"

#include <fmt/format.h>

namespace brevdue::ydelsesindeks {

Haendelsestype haendelsestype(std::string_view objekttype) {
  const auto named = [](const std::string& name) { return base::Uuid::named(base::kBrevdueNamespace, name); };
  return {named(fmt::format("beskedtype/{}", objekttype)), named(fmt::format("objekttype/{}", objekttype)),
          named("handling/importeret")};
}

}  // namespace brevdue::ydelsesindeks
