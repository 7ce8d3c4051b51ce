// What the store asks of the disk, in one place, so that tests can cut the power, tear writes, slow the sync and fill
// the disk under the journal and RocksDB alike.
//
// Thread safety: a FileSystem from any thread; a File's write, sync from one thread at a time, read from any.
// Ownership: the caller of open owns the File; the FileSystem must outlive its Files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace rocksdb {
class Env;
}

namespace brevdue::store {

inline constexpr std::size_t kDiskBlock = 4096;

// Memory that begins where a block does.
template <class T>
struct BlockAllocator {
  using value_type = T;
  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{kDiskBlock}));
  }
  void deallocate(T* at, std::size_t) { ::operator delete(at, std::align_val_t{kDiskBlock}); }
  bool operator==(const BlockAllocator&) const = default;
};
using BlockBuffer = std::basic_string<char, std::char_traits<char>, BlockAllocator<char>>;

class File {
 public:
  virtual ~File() = default;
  // Errors of all: DISK_FULD (ENOSPC, EDQUOT), LAGER otherwise. A short write is an error. Whole blocks, out of memory
  // that begins where one does, may go past the page cache: nobody copies them, and who reads them reads the disk.
  virtual base::Resultat<void> write_at(std::uint64_t offset, std::string_view bytes) = 0;
  virtual base::Resultat<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const = 0;
  // Data on stable storage (fdatasync).
  virtual base::Resultat<void> sync() = 0;
  virtual base::Resultat<std::uint64_t> size() const = 0;
  // No more is written for now: what only writing needs is let go. From the writing thread.
  virtual void rest() {}
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual base::Resultat<std::unique_ptr<File>> open(const std::filesystem::path& path, bool create) = 0;
  virtual base::Resultat<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual base::Resultat<void> remove(const std::filesystem::path& path) = 0;
  // Names made, renamed and removed in `folder` so far survive a power cut.
  virtual base::Resultat<void> sync_folder(const std::filesystem::path& folder) = 0;
  virtual base::Resultat<std::vector<std::string>> list(const std::filesystem::path& folder) const = 0;
  virtual base::Resultat<std::uint64_t> free_bytes(const std::filesystem::path& folder) const = 0;
  // The environment RocksDB runs on, so that it sees the same disk.
  virtual rocksdb::Env* rocksdb_env() = 0;
};

// The operating system's own.
FileSystem& system_files();

}  // namespace brevdue::store
