// Small files as a whole, for configuration, keys and descriptors; what is written is there whole or not at all.
//
// Thread safety: free functions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace brevdue::app {

// Errors of both: LAGER with the path.
base::Resultat<std::string> read_file(const std::filesystem::path& path);
// Written beside, synced, renamed into place. `secret`: readable by the owner only.
base::Resultat<void> write_file(const std::filesystem::path& path, std::string_view text, bool secret = false);

}  // namespace brevdue::app
