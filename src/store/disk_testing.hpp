// For tests: a disk in memory that forgets. What was written is seen at once, as a page cache shows it; what survives a
// power cut is only what was synced, and of the rest whatever chance leaves: nothing, a torn beginning, any sectors;
// names made, renamed and removed, too. It can also fill up, fail or slow its syncs, or only pretend to sync.
//
// The journal sees it through files(), RocksDB through rocksdb_env(): the same disk (disk_rocksdb_testing.hpp).
//
// Thread safety: all from any thread. Ownership: files and environments must not outlive the Disk.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace brevdue::store::testing {

struct DiskFaults {
  std::atomic<bool> sync_works{true};  // false: sync says OK and does nothing
  std::atomic<bool> sync_fails{false};
  std::atomic<int> sync_delay_us{0};
  std::atomic<std::uint64_t> capacity{~std::uint64_t{0}};
  std::atomic<std::int64_t> full_at{-1};  // counts down a write each; at 0 that write finds no room, once
  std::atomic<bool> full{false};          // no write finds room
  std::atomic<std::int64_t> cut_at{-1};   // counts down a change each; at 0 the power is cut in the middle of it
};

class Disk {
 public:
  static constexpr std::size_t kSector = 512;

  struct Write {
    std::size_t offset = 0;
    std::string bytes;
  };
  struct Inode {
    std::string now;
    std::string stable;
    std::vector<Write> unsynced;
  };
  // An open file: good until the next power cut.
  struct Handle {
    std::shared_ptr<Inode> inode;
    std::uint64_t epoch = 0;
  };

  explicit Disk(std::uint64_t seed) : chance_(seed) {}
  DiskFaults faults;

  base::Resultat<Handle> open(const std::string& path, bool create, bool empty = false) {
    const std::lock_guard lock{mutex_};
    if (!on_) return off();
    auto it = names_.find(path);
    const bool fresh = it == names_.end() || empty;
    if (fresh && !create) return base::fejl(base::FejlKode::IKKE_FUNDET, "no such file", path);
    if (fresh) {
      const auto inode = std::make_shared<Inode>();
      PROEV(change_names({{}, path, inode}));
      it = names_.find(path);
    }
    return Handle{it->second, epoch_};
  }

  base::Resultat<void> write(const Handle& file, std::size_t offset, std::string_view bytes) {
    const std::lock_guard lock{mutex_};
    PROEV(usable(file));
    ++writes_;
    std::size_t fits = bytes.size();
    const bool refused = faults.full || faults.full_at == 0;
    faults.full_at -= faults.full_at >= 0 ? 1 : 0;
    if (refused) fits /= 2;
    const std::uint64_t end = file.inode->now.size() + std::min<std::uint64_t>(free_locked(), SIZE_MAX / 2);
    fits = offset < end ? std::min<std::size_t>(fits, end - offset) : 0;
    put(file.inode->now, offset, bytes.substr(0, fits));
    file.inode->unsynced.push_back({offset, std::string{bytes.substr(0, fits)}});
    PROEV(count_change());
    if (fits < bytes.size() || refused) return base::fejl(base::FejlKode::DISK_FULD, "no room on the test's disk");
    return {};
  }

  base::Resultat<std::size_t> read(const Handle& file, std::size_t offset, char* into, std::size_t most) const {
    const std::lock_guard lock{mutex_};
    PROEV(usable(file));
    const std::string& now = file.inode->now;
    if (offset >= now.size()) return std::size_t{0};
    return now.copy(into, most, offset);
  }

  base::Resultat<void> sync(const Handle& file) {
    if (const int delay = faults.sync_delay_us) std::this_thread::sleep_for(std::chrono::microseconds{delay});
    const std::lock_guard lock{mutex_};
    PROEV(usable(file));
    ++syncs_;
    PROEV(count_change());
    if (faults.sync_fails) return base::fejl(base::FejlKode::LAGER, "the test's disk fails to sync");
    if (!faults.sync_works) return {};
    for (const Write& one : file.inode->unsynced) put(file.inode->stable, one.offset, one.bytes);
    file.inode->unsynced.clear();
    return {};
  }

  base::Resultat<std::uint64_t> size(const Handle& file) const {
    const std::lock_guard lock{mutex_};
    PROEV(usable(file));
    return file.inode->now.size();
  }

  base::Resultat<void> rename(const std::string& from, const std::string& to) {
    const std::lock_guard lock{mutex_};
    if (!on_) return off();
    const auto it = names_.find(from);
    if (it == names_.end()) return base::fejl(base::FejlKode::IKKE_FUNDET, "no such file", from);
    return change_names({from, to, it->second});
  }

  base::Resultat<void> remove(const std::string& path) {
    const std::lock_guard lock{mutex_};
    if (!on_) return off();
    if (!names_.contains(path)) return base::fejl(base::FejlKode::IKKE_FUNDET, "no such file", path);
    return change_names({path, {}, nullptr});
  }

  base::Resultat<void> sync_folder(const std::string& folder) {
    const std::lock_guard lock{mutex_};
    if (!on_) return off();
    PROEV(count_change());
    if (faults.sync_fails) return base::fejl(base::FejlKode::LAGER, "the test's disk fails to sync");
    if (!faults.sync_works) return {};
    std::erase_if(renames_, [&](const Rename& one) {
      const bool here = parent(one.from.empty() ? one.to : one.from) == folder;
      if (here) apply(one, stable_names_);
      return here;
    });
    return {};
  }

  std::vector<std::string> list(const std::string& folder) const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> out;
    for (const auto& [path, inode] : names_) {
      if (parent(path) == folder) out.push_back(path.substr(folder.size() + 1));
    }
    return out;
  }
  bool exists(const std::string& path) const {
    const std::lock_guard lock{mutex_};
    return names_.contains(path);
  }
  std::uint64_t free_bytes() const {
    const std::lock_guard lock{mutex_};
    return free_locked();
  }

  std::uint64_t used_bytes() const {
    const std::lock_guard lock{mutex_};
    return used_locked();
  }

  // What was not synced survives by chance; everything fails until power_on.
  void cut_power() {
    const std::lock_guard lock{mutex_};
    cut_locked();
  }
  // Files opened before stay dead.
  void power_on() {
    const std::lock_guard lock{mutex_};
    on_ = true;
    faults.cut_at = -1;
  }
  bool is_on() const {
    const std::lock_guard lock{mutex_};
    return on_;
  }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t writes() const { return writes_; }

 private:
  struct Rename {
    std::string from;  // empty: made
    std::string to;    // empty: removed
    std::shared_ptr<Inode> inode;
  };
  using Names = std::map<std::string, std::shared_ptr<Inode>>;

  static std::unexpected<base::Fejl> off() { return base::fejl(base::FejlKode::LAGER, "the test's power is off"); }
  static std::string parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

  static void put(std::string& into, std::size_t offset, std::string_view bytes) {
    if (into.size() < offset + bytes.size()) into.resize(offset + bytes.size());
    into.replace(offset, bytes.size(), bytes);
  }
  static void apply(const Rename& one, Names& names) {
    if (!one.from.empty()) names.erase(one.from);
    if (!one.to.empty()) names[one.to] = one.inode;
  }

  base::Resultat<void> usable(const Handle& file) const {
    if (!on_ || file.epoch != epoch_) return off();
    return {};
  }
  base::Resultat<void> change_names(Rename one) {
    apply(one, names_);
    renames_.push_back(std::move(one));
    return count_change();
  }
  base::Resultat<void> count_change() {
    if (faults.cut_at < 0) return {};
    if (faults.cut_at > 0) {
      --faults.cut_at;
      return {};
    }
    faults.cut_at = -1;
    cut_locked();
    return off();
  }
  std::uint64_t used_locked() const {
    std::uint64_t used = 0;
    for (const auto& [path, inode] : names_) used += inode->now.size();
    return used;
  }
  std::uint64_t free_locked() const {
    if (faults.capacity == ~std::uint64_t{0}) return faults.capacity;
    const std::uint64_t used = used_locked();
    return used > faults.capacity ? 0 : faults.capacity - used;
  }

  bool toss(double chance) { return std::bernoulli_distribution{chance}(chance_); }

  void cut_locked() {
    on_ = false;
    ++epoch_;
    cut_names();
    std::set<Inode*> seen;
    for (const auto& [path, inode] : names_) {
      if (seen.insert(inode.get()).second) tear(*inode);
    }
  }

  // The first so many changes of names survive, in their order, as in a journaling file system (RocksDB needs that: its
  // CURRENT may name a MANIFEST whose own name was not synced before).
  void cut_names() {
    const auto kept = std::uniform_int_distribution<std::size_t>{0, renames_.size()}(chance_);
    for (std::size_t i = 0; i < kept; ++i) apply(renames_[i], stable_names_);
    renames_.clear();
    names_ = stable_names_;
  }

  void tear(Inode& inode) {
    enum { NOTHING, ALL, BEGINNING, SECTORS };
    // What makes a file longer survives from its beginning, as file systems promise that put data before the size, and
    // as RocksDB's logs need it; only what is written over may survive in any of its sectors.
    const bool grows = std::ranges::any_of(
        inode.unsynced, [&](const Write& one) { return one.offset + one.bytes.size() > inode.stable.size(); });
    const int how = std::uniform_int_distribution<int>{NOTHING, grows ? BEGINNING : SECTORS}(chance_);
    const std::size_t whole = how == ALL ? inode.unsynced.size() : std::min(torn_at(inode), inode.unsynced.size());
    for (std::size_t i = 0; i < inode.unsynced.size() && how != NOTHING; ++i) {
      const Write& one = inode.unsynced[i];
      if (how == SECTORS) {
        put_some_sectors(inode.stable, one);
      } else if (i < whole) {
        put(inode.stable, one.offset, one.bytes);
      } else if (i == whole) {
        const auto kept = std::uniform_int_distribution<std::size_t>{0, one.bytes.size()}(chance_);
        put(inode.stable, one.offset, std::string_view{one.bytes}.substr(0, kept));
      }
    }
    inode.unsynced.clear();
    inode.now = inode.stable;
  }
  std::size_t torn_at(const Inode& inode) {
    return std::uniform_int_distribution<std::size_t>{0, inode.unsynced.size()}(chance_);
  }
  void put_some_sectors(std::string& into, const Write& one) {
    const std::size_t end = one.offset + one.bytes.size();
    for (std::size_t at = one.offset; at < end;) {
      const std::size_t next = std::min(end, (at / kSector + 1) * kSector);
      if (toss(0.5)) put(into, at, std::string_view{one.bytes}.substr(at - one.offset, next - at));
      at = next;
    }
  }

  mutable std::mutex mutex_;
  std::mt19937_64 chance_;
  Names names_;
  Names stable_names_;
  std::vector<Rename> renames_;  // not synced
  bool on_ = true;
  std::uint64_t epoch_ = 0;
  std::atomic<std::uint64_t> syncs_{0};
  std::atomic<std::uint64_t> writes_{0};
};

}  // namespace brevdue::store::testing
