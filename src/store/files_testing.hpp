// For tests: real files in a real folder, with faults to switch on: a full disk, a sync that fails.
#pragma once

#include <fcntl.h>
#include <rocksdb/env.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "store/file_system.hpp"

namespace brevdue::store::testing {

struct Faults {
  std::atomic<bool> full{false};  // every write fails halfway
  std::atomic<bool> sync_fails{false};
  std::atomic<std::uint64_t> free{~std::uint64_t{0}};
};

class TestFile final : public File {
 public:
  TestFile(int fd, Faults& faults) : fd_(fd), faults_(faults) {}
  ~TestFile() override { ::close(fd_); }
  base::Resultat<void> write_at(std::uint64_t offset, std::string_view bytes) override {
    // A short header still fits: the journal takes back a record it could not write.
    const bool full = faults_.full && bytes.size() > 64;
    if (full) bytes = bytes.substr(0, bytes.size() / 2);
    if (::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset)) != static_cast<ssize_t>(bytes.size())) {
      return base::fejl(base::FejlKode::LAGER, std::strerror(errno));
    }
    if (full) return base::fejl(base::FejlKode::DISK_FULD, "full");
    return {};
  }
  base::Resultat<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    const auto got = ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno));
    return static_cast<std::size_t>(got);
  }
  base::Resultat<void> sync() override {
    if (faults_.sync_fails) return base::fejl(base::FejlKode::LAGER, "the sync failed");
    return {};  // the power stays on in these tests
  }
  base::Resultat<std::uint64_t> size() const override { return static_cast<std::uint64_t>(::lseek(fd_, 0, SEEK_END)); }

 private:
  int fd_;
  Faults& faults_;
};

class TestFiles final : public FileSystem {
 public:
  Faults faults;

  base::Resultat<std::unique_ptr<File>> open(const std::filesystem::path& path, bool create) override {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
    if (fd < 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno), path.string());
    return std::make_unique<TestFile>(fd, faults);
  }
  base::Resultat<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return result([&](std::error_code& error) { std::filesystem::rename(from, to, error); });
  }
  base::Resultat<void> remove(const std::filesystem::path& path) override {
    return result([&](std::error_code& error) { std::filesystem::remove(path, error); });
  }
  base::Resultat<void> sync_folder(const std::filesystem::path&) override { return {}; }
  base::Resultat<std::vector<std::string>> list(const std::filesystem::path& folder) const override {
    std::vector<std::string> names;
    PROEV(result([&](std::error_code& error) {
      for (const auto& one : std::filesystem::directory_iterator{folder, error}) names.push_back(one.path().filename());
    }));
    return names;
  }
  base::Resultat<std::uint64_t> free_bytes(const std::filesystem::path&) const override { return faults.free.load(); }
  rocksdb::Env* rocksdb_env() override { return rocksdb::Env::Default(); }

 private:
  template <class Do>
  static base::Resultat<void> result(const Do& act) {
    std::error_code error;
    act(error);
    if (error) return base::fejl(base::FejlKode::LAGER, error.message());
    return {};
  }
};

}  // namespace brevdue::store::testing
