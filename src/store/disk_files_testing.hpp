// For tests: the store's FileSystem, and RocksDB's, over one Disk.
//
// Thread safety: as FileSystem and rocksdb::FileSystem. Ownership: the Disk must outlive them.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include "store/disk_testing.hpp"
#include "store/file_system.hpp"

namespace brevdue::store::testing {

namespace disk {

inline std::string plain(const std::filesystem::path& path) {
  std::string text = path.lexically_normal().string();
  if (text.ends_with('/')) text.pop_back();
  return text;
}

inline rocksdb::IOStatus status(const base::Fejl& fejl) {
  if (fejl.kode == base::FejlKode::DISK_FULD) return rocksdb::IOStatus::NoSpace(fejl.tekst);
  if (fejl.kode == base::FejlKode::IKKE_FUNDET) return rocksdb::IOStatus::PathNotFound(fejl.tekst, fejl.sti);
  return rocksdb::IOStatus::IOError(fejl.tekst);
}
template <class T>
rocksdb::IOStatus status(const base::Resultat<T>& result) {
  return result ? rocksdb::IOStatus::OK() : status(result.error());
}

inline rocksdb::IOStatus read(const Disk& from, const Disk::Handle& file, std::uint64_t offset, std::size_t most,
                              rocksdb::Slice* result, char* scratch) {
  const auto got = from.read(file, offset, scratch, most);
  *result = rocksdb::Slice{scratch, got.value_or(0)};
  return status(got);
}

using IOOptions = rocksdb::IOOptions;
using IODebug = rocksdb::IODebugContext;
using IOStatus = rocksdb::IOStatus;

class Sequential final : public rocksdb::FSSequentialFile {
 public:
  Sequential(Disk& disk, Disk::Handle file) : disk_(disk), file_(std::move(file)) {}
  IOStatus Read(std::size_t n, const IOOptions&, rocksdb::Slice* result, char* scratch, IODebug*) override {
    auto done = read(disk_, file_, at_, n, result, scratch);
    at_ += result->size();
    return done;
  }
  IOStatus Skip(std::uint64_t n) override {
    at_ += n;
    return IOStatus::OK();
  }

 private:
  Disk& disk_;
  Disk::Handle file_;
  std::uint64_t at_ = 0;
};

class RandomAccess final : public rocksdb::FSRandomAccessFile {
 public:
  RandomAccess(Disk& disk, Disk::Handle file) : disk_(disk), file_(std::move(file)) {}
  IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions&, rocksdb::Slice* result, char* scratch,
                IODebug*) const override {
    return read(disk_, file_, offset, n, result, scratch);
  }

 private:
  Disk& disk_;
  Disk::Handle file_;
};

class Writable final : public rocksdb::FSWritableFile {
 public:
  Writable(Disk& disk, Disk::Handle file) : disk_(disk), file_(std::move(file)) {}
  using FSWritableFile::Append;
  IOStatus Append(const rocksdb::Slice& data, const IOOptions&, IODebug*) override {
    const auto done = disk_.write(file_, size_, {data.data(), data.size()});
    if (done) size_ += data.size();
    return status(done);
  }
  IOStatus Truncate(std::uint64_t, const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus Close(const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebug*) override { return status(disk_.sync(file_)); }
  std::uint64_t GetFileSize(const IOOptions&, IODebug*) override { return size_; }

 private:
  Disk& disk_;
  Disk::Handle file_;
  std::uint64_t size_ = 0;
};

class Folder final : public rocksdb::FSDirectory {
 public:
  Folder(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebug*) override { return status(disk_.sync_folder(path_)); }

 private:
  Disk& disk_;
  std::string path_;
};

class Silent final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

class Lock final : public rocksdb::FileLock {};

// What RocksDB needs of a file system, no more.
class RocksFiles final : public rocksdb::FileSystem {
 public:
  explicit RocksFiles(Disk& disk) : disk_(disk) {}
  const char* Name() const override { return "brevdue-test-disk"; }

  template <class Kind, class Base>
  IOStatus open(const std::string& name, bool create, std::unique_ptr<Base>* result) {
    auto file = disk_.open(plain(name), create, create);
    if (!file) return status(file);
    *result = std::make_unique<Kind>(disk_, *std::move(file));
    return IOStatus::OK();
  }
  IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions&,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result, IODebug*) override {
    return open<Sequential>(name, false, result);
  }
  IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions&,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result, IODebug*) override {
    return open<RandomAccess>(name, false, result);
  }
  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>* result, IODebug*) override {
    return open<Writable>(name, true, result);
  }
  IOStatus NewDirectory(const std::string& name, const IOOptions&, std::unique_ptr<rocksdb::FSDirectory>* result,
                        IODebug*) override {
    *result = std::make_unique<Folder>(disk_, plain(name));
    return IOStatus::OK();
  }
  IOStatus FileExists(const std::string& name, const IOOptions&, IODebug*) override {
    return disk_.exists(plain(name)) ? IOStatus::OK() : IOStatus::NotFound(name);
  }
  IOStatus GetChildren(const std::string& name, const IOOptions&, std::vector<std::string>* result, IODebug*) override {
    *result = disk_.list(plain(name));
    return IOStatus::OK();
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions&, IODebug*) override {
    return status(disk_.remove(plain(name)));
  }
  IOStatus CreateDir(const std::string&, const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus CreateDirIfMissing(const std::string&, const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus DeleteDir(const std::string&, const IOOptions&, IODebug*) override { return IOStatus::OK(); }
  IOStatus GetFileSize(const std::string& name, const IOOptions&, std::uint64_t* size, IODebug*) override {
    const auto file = disk_.open(plain(name), false);
    if (!file) return status(file);
    const auto found = disk_.size(*file);
    *size = found.value_or(0);
    return status(found);
  }
  IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* time, IODebug*) override {
    *time = 0;
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&, IODebug*) override {
    return status(disk_.rename(plain(from), plain(to)));
  }
  IOStatus LockFile(const std::string&, const IOOptions&, rocksdb::FileLock** lock, IODebug*) override {
    *lock = new Lock;
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* lock, const IOOptions&, IODebug*) override {
    delete lock;
    return IOStatus::OK();
  }
  IOStatus GetTestDirectory(const IOOptions&, std::string* path, IODebug*) override {
    *path = "/";
    return IOStatus::OK();
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* result,
                     IODebug*) override {
    *result = std::make_shared<Silent>();
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& name, const IOOptions&, std::string* path, IODebug*) override {
    *path = plain(name);
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& name, const IOOptions&, bool* is, IODebug*) override {
    *is = !disk_.exists(plain(name));
    return IOStatus::OK();
  }

 private:
  Disk& disk_;
};

// RocksDB sleeps a second after a failed flush; nothing here gets better by waiting.
class NoSleep final : public rocksdb::SystemClockWrapper {
 public:
  explicit NoSleep(const std::shared_ptr<rocksdb::SystemClock>& clock) : SystemClockWrapper(clock) {}
  const char* Name() const override { return "brevdue-test-clock"; }
  void SleepForMicroseconds(int) override { std::this_thread::yield(); }
};

class Environment final : public rocksdb::EnvWrapper {
 public:
  explicit Environment(Disk& disk) : EnvWrapper(rocksdb::NewCompositeEnv(std::make_shared<RocksFiles>(disk))) {
    system_clock_ = std::make_shared<NoSleep>(system_clock_);
  }
};

}  // namespace disk

class DiskFile final : public File {
 public:
  DiskFile(Disk& disk, Disk::Handle file) : disk_(disk), file_(std::move(file)) {}
  base::Resultat<void> write_at(std::uint64_t offset, std::string_view bytes) override {
    return disk_.write(file_, offset, bytes);
  }
  base::Resultat<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    return disk_.read(file_, offset, into.data(), into.size());
  }
  base::Resultat<void> sync() override { return disk_.sync(file_); }
  base::Resultat<std::uint64_t> size() const override { return disk_.size(file_); }

 private:
  Disk& disk_;
  Disk::Handle file_;
};

class DiskFiles final : public FileSystem {
 public:
  explicit DiskFiles(Disk& disk) : disk_(disk), env_(disk) {}
  base::Resultat<std::unique_ptr<File>> open(const std::filesystem::path& path, bool create) override {
    return std::make_unique<DiskFile>(disk_, PROEV(disk_.open(disk::plain(path), create)));
  }
  base::Resultat<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return disk_.rename(disk::plain(from), disk::plain(to));
  }
  base::Resultat<void> remove(const std::filesystem::path& path) override { return disk_.remove(disk::plain(path)); }
  base::Resultat<void> sync_folder(const std::filesystem::path& folder) override {
    return disk_.sync_folder(disk::plain(folder));
  }
  base::Resultat<std::vector<std::string>> list(const std::filesystem::path& folder) const override {
    return disk_.list(disk::plain(folder));
  }
  base::Resultat<std::uint64_t> free_bytes(const std::filesystem::path&) const override { return disk_.free_bytes(); }
  rocksdb::Env* rocksdb_env() override { return &env_; }

 private:
  Disk& disk_;
  disk::Environment env_;
};

}  // namespace brevdue::store::testing
