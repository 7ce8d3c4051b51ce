// What the journal's records add up to, in RocksDB without a write-ahead log: objects, ledger, outbox, the queues'
// state, the sealed segments' indexes. Each write carries the number of the record it came from, and writes reach the
// disk whole and in order, so after a crash the state is that of some record, and the journal says the rest.
//
// The tables share one column family, a key's first byte telling which: several can only be flushed together by a way
// of RocksDB's that may wait for itself for good once the disk was full (docs/decisions/commit.md).
//
// Thread safety: all members from any thread, one writer at a time. Ownership: the FileSystem must outlive it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/commit.hpp"
#include "store/file_system.hpp"

namespace brevdue::store {

// The tables, by the first byte of a key: numbers are on disk. The first six are Familie's, in its order.
enum class Tabel : std::uint8_t {
  REGISTRERING,
  INDSTILLING,
  OBJEKT,
  LINK,
  NU,
  HISTORIK,
  LEDGER,      // chain line (8 bytes) -> its line and records
  UDBAKKE,     // event number (8 bytes) -> event
  KOE,         // dueslag number (8 bytes) -> state
  SEGMENT,     // generation (8 bytes) -> where its beskeder stand, and their references
  GENTAGELSE,  // time us (8 bytes), record number (8 bytes) -> the keys it used
  SYSTEM,      // the store's own few values
};
inline Tabel tabel_of(Familie familie) {
  return static_cast<Tabel>(familie);
}

// Numbers as keys: 8 bytes, ordered as the numbers are.
std::string number_key(std::uint64_t number);

// Writes gathered to be applied together.
class StateBatch {
 public:
  StateBatch();
  ~StateBatch();
  void put(Tabel tabel, std::string_view key, std::string_view value);
  // The value with `version` (8 bytes) before it.
  void put(Tabel tabel, std::string_view key, Version version, std::string_view value);
  void erase(Tabel tabel, std::string_view key);
  void clear();

 private:
  friend class AppliedState;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The state as of one write; what comes later does not show in it. The state must outlive it.
class StateSnapshot {
 public:
  ~StateSnapshot();

 private:
  friend class AppliedState;
  StateSnapshot();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A place among the keys with one prefix (store::Cursor says how it moves). State and snapshot must outlive it.
class StateCursor {
 public:
  ~StateCursor();
  bool valid() const;
  std::string_view key() const;
  std::string_view value() const;
  void next();
  void seek(std::string_view key);
  base::Resultat<void> result() const;

 private:
  friend class AppliedState;
  StateCursor();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class AppliedState {
 public:
  // Errors: LAGER, DISK_FULD.
  static base::Resultat<std::unique_ptr<AppliedState>> open(const std::filesystem::path& folder, FileSystem& files);
  // Of a folder that stays as it is: what is written is kept in memory and seen by all that is read, gone at the end.
  // Nothing is read before the last write. Errors: LAGER.
  static base::Resultat<std::unique_ptr<AppliedState>> open_to_read(const std::filesystem::path& folder,
                                                                    FileSystem& files);
  ~AppliedState();

  // In memory until flush (or until RocksDB chooses to). Errors: DISK_FULD: RocksDB has stopped for want of room, call
  // again; LAGER.
  base::Resultat<void> write(StateBatch& batch);
  // All that was written so far, on stable storage. Neither this nor checkpoint() after open_to_read().
  base::Resultat<void> flush();
  std::unique_ptr<const StateSnapshot> snapshot() const;
  // Of the snapshot, or of what was written last.
  base::Resultat<std::optional<std::string>> get(Tabel tabel, std::string_view key,
                                                 const StateSnapshot* snapshot = nullptr) const;
  // Among the keys that begin with `prefix`, on the first that is not before `from`.
  std::unique_ptr<StateCursor> cursor(Tabel tabel, std::string_view prefix, std::string_view from,
                                      const StateSnapshot* snapshot = nullptr) const;
  // Keys that begin with `prefix`, from `from` on (empty: the first), in order, on one snapshot; until `each` returns
  // false.
  using Each = std::function<bool(std::string_view key, std::string_view value)>;
  base::Resultat<void> scan(Tabel tabel, std::string_view prefix, std::string_view from, const Each& each) const;
  // A consistent copy of what is applied, flushed, into a folder that does not exist yet.
  base::Resultat<void> checkpoint(const std::filesystem::path& into);

 private:
  AppliedState();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace brevdue::store
