// Parameters of an admin request.
//
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "http/server.hpp"

namespace brevdue::app {

// `otherwise` when it is absent. Errors: UGYLDIG with the parameter's name.
base::Resultat<std::uint64_t> number_of(const http::Request& request, std::string_view name, std::uint64_t otherwise);
base::Resultat<std::int64_t> signed_number_of(const http::Request& request, std::string_view name,
                                              std::int64_t otherwise);
base::Resultat<base::Uuid> uuid_of(const http::Request& request, std::string_view name);

}  // namespace brevdue::app
