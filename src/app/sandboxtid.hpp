// What `brevdue sandbox clock` asks for.
//
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace brevdue::app {

// The query of the admin call: "at=MICROSECONDS since 1970" for set, "by=MICROSECONDS" for advance. Errors: UGYLDIG.
base::Resultat<std::string> parse_sandboxtid(std::string_view verb, std::string_view value);

}  // namespace brevdue::app
