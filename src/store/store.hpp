// Everything that is kept, behind one promise: a commit that was answered OK survives kill -9 and power loss, whole;
// one that was not is there whole or not at all. The journal is the truth; RocksDB holds the applied state and is
// caught up from the journal after a crash (docs/decisions: commit, queue).
//
// Thread safety: all public members from any thread. Ownership: src/app owns one Store; the interfaces it returns live
// as long as it does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "store/commit.hpp"
#include "store/queue_store.hpp"

namespace brevdue::store {

class FileSystem;  // store/file_system.hpp: what the disk does, so that tests can cut the power

// The one writer. Commits are gathered while the last sync runs, never by count.
class Committer {
 public:
  virtual ~Committer() = default;
  // Takes the submissions in order. Never blocks on the disk; when more than the limit waits, they are answered at
  // once with FEJL. The sink is called once for each.
  virtual void submit(CommitSink& sink, std::vector<Submission>&& submissions) = 0;
  // Waits until nothing of this sink is under way.
  virtual void forget(CommitSink& sink) = 0;
  // For threads that may block (start-up, commands, tests): submits one and waits.
  virtual CommitOutcome commit(Commit&& commit) = 0;
  // Bytes waiting or being written; the doors apply back-pressure over a limit of their own.
  virtual std::size_t backlog_bytes() const = 0;
};

struct Laest {
  std::string value;
  Version version = 0;  // 0 in a family without versions
};

// A place among the keys of one family, in order. What key() and value() show lives until the cursor is moved.
//
// Thread safety: one thread at a time.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool valid() const = 0;  // it stands on a key
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual void next() = 0;
  // To the first key that is `key` or behind it, in either direction; never outside the cursor's prefix.
  virtual void seek(std::string_view key) = 0;
  // Why it is not valid: the end was reached, or LAGER.
  virtual base::Resultat<void> result() const = 0;
};

// All families as of one commit, whatever is written meanwhile. It keeps old versions from being cleaned up, so it is
// held for one request and not longer; it must not outlive the store, nor its cursors it.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual base::Resultat<std::optional<Laest>> get(Familie familie, std::string_view key) const = 0;
  // Among the keys that begin with `prefix`, on the first that is not before `from`.
  virtual std::unique_ptr<Cursor> cursor(Familie familie, std::string_view prefix,
                                         std::string_view from = {}) const = 0;
};

// Objects by family and key, as of the last applied commit.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual base::Resultat<std::optional<Laest>> get(Familie familie, std::string_view key) const = 0;
  // All keys that begin with `prefix`, in order; stops when `each` returns false. One consistent snapshot.
  virtual base::Resultat<void> scan(Familie familie, std::string_view prefix,
                                    const std::function<bool(std::string_view key, const Laest&)>& each) const = 0;
  virtual std::unique_ptr<const Snapshot> snapshot() const = 0;
};

struct LagretBesked {
  std::string meta;
  std::string body;
  base::Tidspunkt modtaget;
};

// The bodies, each once, in the journal. A besked can be read while a queue or Fejlkoe holds it, and afterwards until
// its segment is recycled.
class Beskedlager {
 public:
  virtual ~Beskedlager() = default;
  // Errors: IKKE_FUNDET (done with and recycled), LAGER (checksum or I/O).
  virtual base::Resultat<LagretBesked> read(Ankomst ankomst) const = 0;
  // The highest number that can still be read; 0 when there is none.
  virtual Ankomst newest() const = 0;
};

struct Udgaaende {
  std::uint64_t number = 0;
  std::string event;
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  // Events not yet moved, oldest first.
  virtual std::vector<Udgaaende> waiting(std::size_t most) const = 0;
  virtual QueueStore::Watch watch(std::function<void()> ready) = 0;
};

// The chain's newest line; text form "NUMBER:HEX" is what operators keep as an anchor.
struct LedgerHead {
  std::uint64_t number = 0;  // chain lines so far
  std::string hash;          // 32 bytes
  std::string text() const;
  static std::optional<LedgerHead> parse(std::string_view text);
};

struct LedgerEntry {
  std::uint64_t line = 0;   // chain line it belongs to
  std::uint32_t index = 0;  // place in that batch
  base::Tidspunkt tid;
  std::string record;
};

class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual LedgerHead head() const = 0;
  // Records in order from chain line `from`; stops when `each` returns false.
  virtual base::Resultat<void> read(std::uint64_t from, const std::function<bool(const LedgerEntry&)>& each) const = 0;
  // Walks the whole chain: numbers, previous hashes, Merkle roots; with an anchor also that the chain still holds that
  // line with that hash. The Fejl says which line is wrong and how (changed, missing, inserted, out of order, cut off).
  virtual base::Resultat<LedgerHead> verify(const std::optional<LedgerHead>& anchor) const = 0;
};

struct StoreLimits {
  std::size_t segment_bytes = 64 << 20;
  std::size_t spare_segments = 2;              // zeroed beforehand
  std::size_t backlog_bytes = 256 << 20;       // waiting commits; more is refused
  std::size_t reserve_bytes = 64 << 20;        // disk kept free, so that receivers can still empty it
  std::chrono::hours filtreringsdata{7 * 24};  // how long done messages stay readable, space permitting
  std::uint64_t kept_bytes = 1ULL << 30;       // segments kept only for that, at most
  std::size_t gentagelse_keys = 4'000'000;     // remembered require_new keys at most (oldest out)
};

struct StoreStats {
  std::uint64_t commits = 0;
  std::uint64_t records = 0;  // journal records = syncs for commits
  std::uint64_t syncs = 0;
  std::uint64_t bytes = 0;
  std::uint64_t segments = 0;
  std::uint64_t replayed = 0;        // records applied from the journal at open
  std::uint64_t copied_forward = 0;  // survivors
  bool disk_full = false;
};

// What can be read of a store, of one that is closed too.
class Laesestore {
 public:
  // Opens the store in `folder` for reading: nothing in the folder is written, made or removed, and no room on the disk
  // is needed. What the journal holds beyond the applied state is added in memory. Meanwhile nobody else can open it.
  // Errors as Store::open.
  static base::Resultat<std::unique_ptr<Laesestore>> open(const std::filesystem::path& folder, FileSystem& files,
                                                          const base::Ur& ur);
  virtual ~Laesestore() = default;

  virtual ObjectStore& objects() = 0;
  virtual Beskedlager& beskeder() = 0;
  virtual QueueStore& queues() = 0;  // of a store opened for reading no new dueslag gets a number: LAGER
  virtual Outbox& outbox() = 0;
  virtual Ledger& ledger() = 0;
};

class Store : public Laesestore {
 public:
  // Opens or makes the store in `folder`; catches up from the journal. Errors: UGYLDIG (another disk format; exit
  // code 3), LAGER (damage, with segment and offset), KONFLIKT (another process has it open).
  static base::Resultat<std::unique_ptr<Store>> open(const std::filesystem::path& folder, const StoreLimits& limits,
                                                     FileSystem& files, const base::Ur& ur);
  ~Store() override = default;  // finishes what was submitted, flushes, closes

  virtual Committer& committer() = 0;
  virtual StoreStats stats() const = 0;

  // A copy of the whole store as of now into a new folder, while it serves: RocksDB checkpoint and journal segments.
  virtual base::Resultat<void> backup(const std::filesystem::path& into) = 0;
};

// Makes `folder` (absent or empty) from a backup and checks it by opening it.
base::Resultat<void> restore(const std::filesystem::path& backup, const std::filesystem::path& folder,
                             FileSystem& files, const base::Ur& ur);

}  // namespace brevdue::store
