// The admin socket of a data folder, from the other side: for the commands and the demo.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace brevdue::app {

// Whether a program serves on that folder.
bool is_served(const std::filesystem::path& data);

// The answer's body. Errors: FORBINDELSE when nobody serves there; the server's own refusals with its words.
base::Resultat<std::string> admin_get(const std::filesystem::path& data, const std::string& target);
base::Resultat<std::string> admin_post(const std::filesystem::path& data, const std::string& target,
                                       std::string_view body = {});

// The pages of a list of beskeder as one JSON array. `page` gives those after an arrival number, none when that was the
// last. Errors: those of `page`; INTERN when it gives no such list.
base::Resultat<std::string> all_pages(const std::function<base::Resultat<std::string>(std::uint64_t after)>& page);

}  // namespace brevdue::app
