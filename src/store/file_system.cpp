#include "store/file_system.hpp"

#include <fcntl.h>
#include <rocksdb/env.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

std::unexpected<base::Fejl> failed(int error, std::string_view what, const std::filesystem::path& path) {
  const FejlKode kode = error == ENOSPC || error == EDQUOT ? FejlKode::DISK_FULD : FejlKode::LAGER;
  return base::fejl(kode, std::string{what} + ": " + std::generic_category().message(error), path.string());
}

class SystemFile final : public File {
 public:
  SystemFile(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
  ~SystemFile() override {
    rest();
    ::close(fd_);
  }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  Resultat<void> write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const bool direct = takes_direct(offset, bytes);
      const ssize_t written =
          ::pwrite(direct ? direct_fd_ : fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0 && errno == EINVAL && direct) {  // promised at open, but not kept
        never_direct_ = true;
        continue;
      }
      if (written < 0) return failed(errno, "write", path_);
      offset += static_cast<std::uint64_t>(written);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

  Resultat<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    std::size_t done = 0;
    while (done < into.size()) {
      const auto at = static_cast<off_t>(offset + done);
      const ssize_t got = ::pread(fd_, into.data() + done, into.size() - done, at);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failed(errno, "read", path_);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  Resultat<void> sync() override {
    if (::fdatasync(fd_) != 0) return failed(errno, "sync", path_);
    return {};
  }

  Resultat<std::uint64_t> size() const override {
    struct stat about{};
    if (::fstat(fd_, &about) != 0) return failed(errno, "size", path_);
    return static_cast<std::uint64_t>(about.st_size);
  }

  void rest() override {
    if (direct_fd_ >= 0) ::close(std::exchange(direct_fd_, -1));
  }

 private:
  // Opened when first needed. A file system may know no way past the page cache (tmpfs): then all goes through it.
  bool takes_direct(std::uint64_t offset, std::string_view bytes) {
    const auto memory = reinterpret_cast<std::uintptr_t>(bytes.data());
    if (never_direct_ || (offset | bytes.size() | memory) % kDiskBlock != 0) return false;
    if (direct_fd_ < 0) direct_fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_DIRECT);
    never_direct_ = direct_fd_ < 0;
    return !never_direct_;
  }

  int fd_;
  int direct_fd_ = -1;
  bool never_direct_ = false;
  std::filesystem::path path_;
};

class SystemFiles final : public FileSystem {
 public:
  Resultat<std::unique_ptr<File>> open(const std::filesystem::path& path, bool create) override {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
    if (fd < 0) return failed(errno, "open", path);
    return std::make_unique<SystemFile>(fd, path);
  }

  Resultat<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return failed(errno, "rename", from);
    return {};
  }

  Resultat<void> remove(const std::filesystem::path& path) override {
    if (::unlink(path.c_str()) != 0) return failed(errno, "remove", path);
    return {};
  }

  Resultat<void> sync_folder(const std::filesystem::path& folder) override {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed(errno, "open", folder);
    const int error = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    if (error != 0) return failed(error, "sync", folder);
    return {};
  }

  Resultat<std::vector<std::string>> list(const std::filesystem::path& folder) const override {
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::directory_iterator it{folder, error};
    for (; !error && it != std::filesystem::directory_iterator{}; it.increment(error)) {
      names.push_back(it->path().filename().string());
    }
    if (error) return failed(error.value(), "list", folder);
    return names;
  }

  Resultat<std::uint64_t> free_bytes(const std::filesystem::path& folder) const override {
    struct statvfs about{};
    if (::statvfs(folder.c_str(), &about) != 0) return failed(errno, "free space", folder);
    return std::uint64_t{about.f_bavail} * about.f_frsize;
  }

  rocksdb::Env* rocksdb_env() override { return rocksdb::Env::Default(); }
};

}  // namespace

FileSystem& system_files() {
  static SystemFiles files;
  return files;
}

}  // namespace brevdue::store
