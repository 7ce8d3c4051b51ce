// The store's folder before anything in it is read: one process at a time, and a disk format that this program knows.
//
// Thread safety: one thread. Ownership: holds the lock until it is destroyed.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "store/file_system.hpp"

namespace brevdue::store {

class StoreFolder {
 public:
  // Makes the folder when it is absent or empty. Errors: KONFLIKT: another process has it; UGYLDIG: another format, or
  // not a store's folder; LAGER.
  static base::Resultat<StoreFolder> open(const std::filesystem::path& folder, FileSystem& files);
  // Changes nothing in the folder. Errors: as open.
  static base::Resultat<StoreFolder> open_to_read(const std::filesystem::path& folder, FileSystem& files);
  StoreFolder(StoreFolder&& other) noexcept;
  StoreFolder& operator=(StoreFolder&&) = delete;
  ~StoreFolder();

  std::filesystem::path journal() const { return path_ / "journal"; }
  std::filesystem::path state() const { return path_ / "state"; }
  const std::filesystem::path& path() const { return path_; }
  std::uint64_t secret() const { return secret_; }

  static constexpr const char* kFormatFile = "FORMAT";

 private:
  explicit StoreFolder(std::filesystem::path path) : path_(std::move(path)) {}
  base::Resultat<void> take_lock(int flags);
  base::Resultat<void> read_format(FileSystem& files);
  base::Resultat<void> write_format(FileSystem& files);

  std::filesystem::path path_;
  std::uint64_t secret_ = 0;
  int lock_ = -1;
};

}  // namespace brevdue::store
