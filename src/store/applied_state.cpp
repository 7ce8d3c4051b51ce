#include "store/applied_state.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include <array>

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::array<const char*, kTabelCount> kNames{"registrering", "indstilling", "objekt",     "link",
                                                      "nu",           "historik",    "ledger",     "udbakke",
                                                      "koe",          "segment",     "gentagelse", "default"};
// Together well under what an idle program may use; many small column families share them.
constexpr std::size_t kBlockCache = 32 << 20;
constexpr std::size_t kAllMemtables = 32 << 20;
constexpr std::size_t kMemtable = 16 << 20;
constexpr std::size_t kArenaBlock = 128 << 10;

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view view(const rocksdb::Slice& text) {
  return {text.data(), text.size()};
}

Resultat<void> result_of(const rocksdb::Status& status) {
  if (status.ok()) return {};
  return base::fejl(status.IsNoSpace() ? FejlKode::DISK_FULD : FejlKode::LAGER, "applied state: " + status.ToString());
}

rocksdb::DBOptions db_options(FileSystem& files) {
  rocksdb::DBOptions options;
  options.env = files.rocksdb_env();
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.atomic_flush = true;
  options.db_write_buffer_size = kAllMemtables;
  options.max_background_jobs = 2;
  options.max_open_files = 256;
  options.stats_dump_period_sec = 0;
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.paranoid_checks = true;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = kMemtable;
  options.arena_block_size = kArenaBlock;
  options.compression = rocksdb::kLZ4Compression;
  return options;
}

// The first key behind all that begin with `prefix`; empty when there is none.
std::string end_of_prefix(std::string_view prefix) {
  std::string end{prefix};
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFF) end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

}  // namespace

std::string number_key(std::uint64_t number) {
  std::string key;
  base::put_be(key, number);
  return key;
}

using Handles = std::vector<rocksdb::ColumnFamilyHandle*>;  // by Tabel

struct StateBatch::Impl {
  rocksdb::WriteBatch writes;
  const Handles* handles;

  rocksdb::ColumnFamilyHandle* handle(Tabel tabel) const { return (*handles)[static_cast<std::size_t>(tabel)]; }
};

struct AppliedState::Impl {
  std::unique_ptr<rocksdb::DB> db;
  Handles handles;

  rocksdb::ColumnFamilyHandle* handle(Tabel tabel) const { return handles[static_cast<std::size_t>(tabel)]; }
  ~Impl() {
    if (!db) return;
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    db->Close();
  }
};

struct StateSnapshot::Impl {
  rocksdb::DB* db;
  const rocksdb::Snapshot* taken;
};

StateSnapshot::StateSnapshot() : impl_(std::make_unique<Impl>()) {}
StateSnapshot::~StateSnapshot() {
  impl_->db->ReleaseSnapshot(impl_->taken);
}

struct StateCursor::Impl {
  std::string prefix;
  std::string end;  // empty: no key can be behind the prefix
  rocksdb::Slice bound;
  std::unique_ptr<rocksdb::Iterator> it;
};

StateCursor::StateCursor() : impl_(std::make_unique<Impl>()) {}
StateCursor::~StateCursor() = default;

bool StateCursor::valid() const {
  return impl_->it->Valid();
}
std::string_view StateCursor::key() const {
  return view(impl_->it->key());
}
std::string_view StateCursor::value() const {
  return view(impl_->it->value());
}
void StateCursor::next() {
  impl_->it->Next();
}
void StateCursor::seek(std::string_view key) {
  impl_->it->Seek(slice(std::max<std::string_view>(impl_->prefix, key)));
}
Resultat<void> StateCursor::result() const {
  return result_of(impl_->it->status());
}

StateBatch::StateBatch(const AppliedState& state) : impl_(std::make_unique<Impl>()) {
  impl_->handles = &state.impl_->handles;
}
StateBatch::~StateBatch() = default;

void StateBatch::put(Tabel tabel, std::string_view key, std::string_view value) {
  impl_->writes.Put(impl_->handle(tabel), slice(key), slice(value));
}

void StateBatch::put(Tabel tabel, std::string_view key, Version version, std::string_view value) {
  const std::string before = number_key(version);
  const std::array<rocksdb::Slice, 1> keys{slice(key)};
  const std::array<rocksdb::Slice, 2> values{slice(before), slice(value)};
  impl_->writes.Put(impl_->handle(tabel), {keys.data(), keys.size()}, {values.data(), values.size()});
}

void StateBatch::erase(Tabel tabel, std::string_view key) {
  impl_->writes.Delete(impl_->handle(tabel), slice(key));
}

void StateBatch::erase_below(Tabel tabel, std::string_view key) {
  impl_->writes.DeleteRange(impl_->handle(tabel), rocksdb::Slice{}, slice(key));
}

void StateBatch::clear() {
  impl_->writes.Clear();
}

AppliedState::AppliedState() : impl_(std::make_unique<Impl>()) {}
AppliedState::~AppliedState() = default;

Resultat<std::unique_ptr<AppliedState>> AppliedState::open(const std::filesystem::path& folder, FileSystem& files) {
  const auto cache = rocksdb::NewLRUCache(kBlockCache);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kNames) families.emplace_back(name, family_options(cache));
  std::unique_ptr<AppliedState> state{new AppliedState};
  rocksdb::DB* db = nullptr;
  PROEV(result_of(rocksdb::DB::Open(db_options(files), folder.string(), families, &state->impl_->handles, &db)));
  state->impl_->db.reset(db);
  return state;
}

Resultat<void> AppliedState::write(StateBatch& batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  auto status = impl_->db->Write(options, &batch.impl_->writes);
  // After a failed flush RocksDB takes nothing until it is told that the disk is well again.
  if (status.IsNoSpace() && impl_->db->Resume().ok()) status = impl_->db->Write(options, &batch.impl_->writes);
  return result_of(status);
}

Resultat<void> AppliedState::flush() {
  auto status = impl_->db->Flush(rocksdb::FlushOptions{}, impl_->handles);
  if (status.IsNoSpace() && impl_->db->Resume().ok()) {
    status = impl_->db->Flush(rocksdb::FlushOptions{}, impl_->handles);
  }
  return result_of(status);
}

std::unique_ptr<const StateSnapshot> AppliedState::snapshot() const {
  std::unique_ptr<StateSnapshot> snapshot{new StateSnapshot};
  *snapshot->impl_ = {impl_->db.get(), impl_->db->GetSnapshot()};
  return snapshot;
}

Resultat<std::optional<std::string>> AppliedState::get(Tabel tabel, std::string_view key,
                                                       const StateSnapshot* snapshot) const {
  rocksdb::ReadOptions options;
  if (snapshot != nullptr) options.snapshot = snapshot->impl_->taken;
  std::string value;
  const auto status = impl_->db->Get(options, impl_->handle(tabel), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  PROEV(result_of(status));
  return value;
}

std::unique_ptr<StateCursor> AppliedState::cursor(Tabel tabel, std::string_view prefix, std::string_view from,
                                                  const StateSnapshot* snapshot) const {
  std::unique_ptr<StateCursor> cursor{new StateCursor};
  auto& [kept, end, bound, it] = *cursor->impl_;
  kept = prefix;
  end = end_of_prefix(prefix);
  bound = slice(end);
  rocksdb::ReadOptions options;
  if (snapshot != nullptr) options.snapshot = snapshot->impl_->taken;
  if (!end.empty()) options.iterate_upper_bound = &bound;
  it.reset(impl_->db->NewIterator(options, impl_->handle(tabel)));
  cursor->seek(from);
  return cursor;
}

Resultat<void> AppliedState::scan(Tabel tabel, std::string_view prefix, std::string_view from, const Each& each) const {
  const auto at = cursor(tabel, prefix, from);
  for (; at->valid(); at->next()) {
    if (!each(at->key(), at->value())) return {};
  }
  return at->result();
}

Resultat<void> AppliedState::checkpoint(const std::filesystem::path& into) {
  rocksdb::Checkpoint* made = nullptr;
  PROEV(result_of(rocksdb::Checkpoint::Create(impl_->db.get(), &made)));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint{made};
  return result_of(checkpoint->CreateCheckpoint(into.string()));
}

}  // namespace brevdue::store
