// The entityids by which tokens name services (spec adgangsstyring 1): compared as exact strings (T5).
//
// Thread safety: a plain value, filled at start and not changed afterwards.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace brevdue::adgangsstyring {

// service ("afsend") -> the entityids it answers to; an entityid belongs to one service.
using Entityider = std::map<std::string, std::vector<std::string>, std::less<>>;

// The service, or empty when nobody answers to that entityid.
std::string_view service_med(const Entityider& entityider, std::string_view entityid);

}  // namespace brevdue::adgangsstyring
