#include "store/applied_state.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/utilities/write_batch_with_index.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <cstdarg>

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

// Together well under what an idle program may use.
constexpr std::size_t kBlockCache = 32 << 20;
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

rocksdb::Options options_with(FileSystem& files) {
  rocksdb::Options options;
  options.env = files.rocksdb_env();
  options.create_if_missing = true;
  options.max_background_jobs = 2;
  options.max_open_files = 256;
  options.stats_dump_period_sec = 0;
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.paranoid_checks = true;
  options.write_buffer_size = kMemtable;
  options.arena_block_size = kArenaBlock;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCache);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// A key as RocksDB has it: the table's byte first.
std::string key_of(Tabel tabel, std::string_view key) {
  std::string out(1, static_cast<char>(tabel));
  return out.append(key);
}

// The first key behind all that begin with `prefix`, whose first byte is a table's.
std::string end_of_prefix(std::string_view prefix) {
  std::string end{prefix};
  while (static_cast<unsigned char>(end.back()) == 0xFF) end.pop_back();
  ++end.back();
  return end;
}

// RocksDB would write one into the folder.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, std::va_list) override {}
};

class OnTop final : public rocksdb::WriteBatch::Handler {
 public:
  explicit OnTop(rocksdb::WriteBatchWithIndex& to) : to_(to) {}
  void Put(const rocksdb::Slice& key, const rocksdb::Slice& value) override { to_.Put(key, value); }
  void Delete(const rocksdb::Slice& key) override { to_.Delete(key); }

 private:
  rocksdb::WriteBatchWithIndex& to_;
};

}  // namespace

std::string number_key(std::uint64_t number) {
  std::string key;
  base::put_be(key, number);
  return key;
}

struct StateBatch::Impl {
  rocksdb::WriteBatch writes;
};

struct AppliedState::Impl {
  std::unique_ptr<rocksdb::DB> db;
  std::unique_ptr<rocksdb::WriteBatchWithIndex> on_top;  // opened to be read: what was written all the same
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
  Tabel tabel;
  std::string prefix;  // with the table's byte, as `end` too
  std::string end;
  rocksdb::Slice bound;
  bool keeps_bound = true;  // what stands on top does not
  std::unique_ptr<rocksdb::Iterator> it;
};

StateCursor::StateCursor() : impl_(std::make_unique<Impl>()) {}
StateCursor::~StateCursor() = default;

bool StateCursor::valid() const {
  return impl_->it->Valid() && (impl_->keeps_bound || impl_->it->key().compare(impl_->bound) < 0);
}
std::string_view StateCursor::key() const {
  return view(impl_->it->key()).substr(1);
}
std::string_view StateCursor::value() const {
  return view(impl_->it->value());
}
void StateCursor::next() {
  impl_->it->Next();
}
void StateCursor::seek(std::string_view key) {
  impl_->it->Seek(std::max(impl_->prefix, key_of(impl_->tabel, key)));
}
Resultat<void> StateCursor::result() const {
  return result_of(impl_->it->status());
}

StateBatch::StateBatch() : impl_(std::make_unique<Impl>()) {}
StateBatch::~StateBatch() = default;

void StateBatch::put(Tabel tabel, std::string_view key, std::string_view value) {
  impl_->writes.Put(key_of(tabel, key), slice(value));
}

void StateBatch::put(Tabel tabel, std::string_view key, Version version, std::string_view value) {
  const std::string whole_key = key_of(tabel, key);
  const std::string before = number_key(version);
  const std::array<rocksdb::Slice, 1> keys{slice(whole_key)};
  const std::array<rocksdb::Slice, 2> values{slice(before), slice(value)};
  impl_->writes.Put({keys.data(), keys.size()}, {values.data(), values.size()});
}

void StateBatch::erase(Tabel tabel, std::string_view key) {
  impl_->writes.Delete(key_of(tabel, key));
}

void StateBatch::clear() {
  impl_->writes.Clear();
}

AppliedState::AppliedState() : impl_(std::make_unique<Impl>()) {}
AppliedState::~AppliedState() = default;

Resultat<std::unique_ptr<AppliedState>> AppliedState::open(const std::filesystem::path& folder, FileSystem& files) {
  std::unique_ptr<AppliedState> state{new AppliedState};
  rocksdb::DB* db = nullptr;
  PROEV(result_of(rocksdb::DB::Open(options_with(files), folder.string(), &db)));
  state->impl_->db.reset(db);
  return state;
}

Resultat<std::unique_ptr<AppliedState>> AppliedState::open_to_read(const std::filesystem::path& folder,
                                                                   FileSystem& files) {
  std::unique_ptr<AppliedState> state{new AppliedState};
  auto options = options_with(files);
  options.create_if_missing = false;
  options.info_log = std::make_shared<NoLog>();
  rocksdb::DB* db = nullptr;
  PROEV(result_of(rocksdb::DB::OpenForReadOnly(options, folder.string(), &db)));
  state->impl_->db.reset(db);
  constexpr bool kNewestOnly = true;
  state->impl_->on_top = std::make_unique<rocksdb::WriteBatchWithIndex>(rocksdb::BytewiseComparator(), 0, kNewestOnly);
  return state;
}

Resultat<void> AppliedState::write(StateBatch& batch) {
  if (impl_->on_top) {
    OnTop to{*impl_->on_top};
    return result_of(batch.impl_->writes.Iterate(&to));
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  auto status = impl_->db->Write(options, &batch.impl_->writes);
  // After a failed flush RocksDB takes nothing until it is told that the disk is well again.
  if (status.IsNoSpace() && impl_->db->Resume().ok()) status = impl_->db->Write(options, &batch.impl_->writes);
  return result_of(status);
}

Resultat<void> AppliedState::flush() {
  auto status = impl_->db->Flush(rocksdb::FlushOptions{});
  if (status.IsNoSpace() && impl_->db->Resume().ok()) {
    status = impl_->db->Flush(rocksdb::FlushOptions{});
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
  const auto status = impl_->on_top
                          ? impl_->on_top->GetFromBatchAndDB(impl_->db.get(), options, key_of(tabel, key), &value)
                          : impl_->db->Get(options, key_of(tabel, key), &value);
  if (status.IsNotFound()) return std::nullopt;
  PROEV(result_of(status));
  return value;
}

std::unique_ptr<StateCursor> AppliedState::cursor(Tabel tabel, std::string_view prefix, std::string_view from,
                                                  const StateSnapshot* snapshot) const {
  std::unique_ptr<StateCursor> cursor{new StateCursor};
  auto& [kept_tabel, kept_prefix, end, bound, keeps_bound, it] = *cursor->impl_;
  kept_tabel = tabel;
  kept_prefix = key_of(tabel, prefix);
  end = end_of_prefix(kept_prefix);
  bound = slice(end);
  rocksdb::ReadOptions options;
  if (snapshot != nullptr) options.snapshot = snapshot->impl_->taken;
  options.iterate_upper_bound = &bound;
  it.reset(impl_->db->NewIterator(options));
  if (impl_->on_top) {
    keeps_bound = false;
    it.reset(impl_->on_top->NewIteratorWithBase(impl_->db->DefaultColumnFamily(), it.release(), &options));
  }
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
