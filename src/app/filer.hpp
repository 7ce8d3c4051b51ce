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
