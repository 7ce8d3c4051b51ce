// Small files as a whole, for configuration, keys and descriptors; what is written is there whole or not at all. And
// the right to a folder.
//
// Thread safety: free functions and a plain value.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace brevdue::app {

// Errors of both: LAGER with the path.
base::Resultat<std::string> read_file(const std::filesystem::path& path);
// Written beside, synced, renamed into place. `secret`: readable by the owner only.
base::Resultat<void> write_file(const std::filesystem::path& path, std::string_view text, bool secret = false);

// Where a backup of a data folder may go: an absolute path, not inside it, in a folder that is there (a mount point
// that is not mounted is not taken for it). Errors: UGYLDIG, LAGER.
base::Resultat<std::filesystem::path> backup_folder(const std::filesystem::path& data, const std::string& text);

// One program's right to a folder that others want to serve on too, from here to its end. The system gives it back when
// the program dies.
class Mappelaas {
 public:
  // Makes the folder. Errors: KONFLIKT (another program has it), LAGER.
  static base::Resultat<Mappelaas> take(const std::filesystem::path& folder);
  ~Mappelaas();
  Mappelaas(Mappelaas&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Mappelaas& operator=(Mappelaas&&) = delete;

 private:
  explicit Mappelaas(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace brevdue::app
