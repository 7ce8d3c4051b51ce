#include "adgangsstyring/entityider.hpp"

#include <algorithm>

namespace brevdue::adgangsstyring {

std::string_view service_med(const Entityider& entityider, std::string_view entityid) {
  for (const auto& [service, ids] : entityider) {
    if (std::ranges::find(ids, entityid) != ids.end()) return service;
  }
  return {};
}

}  // namespace brevdue::adgangsstyring
