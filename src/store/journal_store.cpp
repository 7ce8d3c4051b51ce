#include "store/journal_store.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "store/anvender.hpp"
#include "store/committer.hpp"
#include "store/genbrug.hpp"
#include "store/store_folder.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::size_t kCopyBlock = 1 << 20;

enum class Adgang : std::uint8_t { READ, WRITE };

class JournalStore final : public Store {
 public:
  JournalStore(StoreFolder folder, const StoreLimits& limits, FileSystem& files, const base::Ur& ur,
               std::unique_ptr<StoreDele> dele)
      : folder_(std::move(folder)), limits_(limits), files_(files), ur_(ur), dele_(std::move(dele)) {}
  ~JournalStore() override;

  // One of the two, once. After start_reading() what is not Laesestore's is not called.
  Resultat<void> start();
  Resultat<void> start_reading();

  Committer& committer() override { return *committer_; }
  ObjectStore& objects() override { return *objekter_; }
  Beskedlager& beskeder() override { return *lager_; }
  QueueStore& queues() override { return dele_->queues(); }
  Outbox& outbox() override { return *udbakke_; }
  Ledger& ledger() override { return *ledger_; }
  StoreStats stats() const override;
  Resultat<void> backup(const std::filesystem::path& into) override;

 private:
  Resultat<void> recover(Adgang adgang);
  Resultat<void> open_parts(Adgang adgang);
  Resultat<void> read_marks();
  Resultat<void> load_queues();
  Resultat<void> load_segments();
  Resultat<void> replay();
  Resultat<Gentagelser> load_keys();
  Resultat<void> copy_segment(const Segment& segment, std::uint64_t bytes, const std::filesystem::path& into);

  StoreFolder folder_;
  const StoreLimits limits_;
  FileSystem& files_;
  const base::Ur& ur_;
  std::unique_ptr<StoreDele> dele_;

  std::unique_ptr<AppliedState> state_;
  std::unique_ptr<Journal> journal_;
  Beskedindeks indeks_;
  std::unique_ptr<RocksObjectStore> objekter_;
  std::unique_ptr<RocksOutbox> udbakke_;
  std::unique_ptr<RocksLedger> ledger_;
  std::unique_ptr<JournalBeskedlager> lager_;
  std::unique_ptr<Anvender> anvender_;
  std::unique_ptr<Genbrug> genbrug_;
  std::unique_ptr<JournalCommitter> committer_;

  Anvendt anvendt_;  // as found at open
  std::optional<Kontrolpunkt> kontrolpunkt_;
  std::set<std::uint64_t> forgotten_;  // segments that were let go of before the last stop
  std::uint64_t replayed_ = 0;
};

JournalStore::~JournalStore() {
  dele_->stop();
  if (!committer_) return;
  committer_.reset();
  genbrug_.reset();
  if (const auto flushed = state_->flush(); !flushed) {
    base::log::warn("the applied state was not flushed; the journal will catch it up",
                    {{"error", base::beskriv(flushed.error())}});
  }
}

Resultat<void> JournalStore::start() {
  PROEV(recover(Adgang::WRITE));
  for (const std::uint64_t segment : forgotten_) journal_->recycle(segment);
  auto keys = PROEV(load_keys());
  genbrug_ = std::make_unique<Genbrug>(Genbrug::Dele{*journal_, *state_, indeks_, dele_->koer(), limits_});
  const JournalCommitter::Dele skriver{*journal_, *anvender_, *objekter_,     dele_->laeser(), dele_->kaede(), *lager_,
                                       files_,    ur_,        folder_.path(), limits_,         genbrug_.get()};
  committer_ = std::make_unique<JournalCommitter>(skriver, std::move(keys));
  return dele_->serve(committer_.get(), *objekter_);
}

Resultat<void> JournalStore::start_reading() {
  PROEV(recover(Adgang::READ));
  return dele_->serve(nullptr, *objekter_);
}

Resultat<void> JournalStore::recover(Adgang adgang) {
  PROEV(open_parts(adgang));
  PROEV(read_marks());
  const Anvender::Dele anvendes{*state_, dele_->laeser(), dele_->kaede(), dele_->koer(), indeks_, *udbakke_, *ledger_};
  anvender_ = std::make_unique<Anvender>(anvendes, anvendt_);
  PROEV(load_queues());
  PROEV(load_segments());
  return replay();
}

Resultat<void> JournalStore::open_parts(Adgang adgang) {
  const bool reads = adgang == Adgang::READ;
  state_ =
      PROEV(reads ? AppliedState::open_to_read(folder_.state(), files_) : AppliedState::open(folder_.state(), files_));
  JournalOptions options;
  options.read_only = reads;
  options.segment_bytes = limits_.segment_bytes;
  options.spare_segments = limits_.spare_segments;
  options.reserve_bytes = limits_.reserve_bytes;
  options.secret = folder_.secret();
  journal_ = PROEV(Journal::open(files_, folder_.journal(), options));
  objekter_ = std::make_unique<RocksObjectStore>(*state_);
  udbakke_ = std::make_unique<RocksOutbox>(*state_);
  ledger_ = std::make_unique<RocksLedger>(*state_, dele_->kaede());
  lager_ = std::make_unique<JournalBeskedlager>(*journal_, indeks_, dele_->laeser());
  return {};
}

Resultat<void> JournalStore::read_marks() {
  anvendt_.ledger.hash.assign(32, '\0');
  if (const auto value = PROEV(state_->get(Tabel::SYSTEM, kAnvendtKey))) {
    const auto anvendt = Anvendt::decode(*value);
    if (!anvendt) return base::fejl(FejlKode::LAGER, "the applied state's mark cannot be read");
    anvendt_ = *anvendt;
  }
  if (const auto value = PROEV(state_->get(Tabel::SYSTEM, kKontrolpunktKey))) {
    kontrolpunkt_ = Kontrolpunkt::decode(*value);
    if (!kontrolpunkt_) return base::fejl(FejlKode::LAGER, "the applied state's checkpoint cannot be read");
  }
  return {};
}

Resultat<void> JournalStore::load_queues() {
  Resultat<void> result;
  PROEV(state_->scan(Tabel::KOE, {}, {}, [&](std::string_view key, std::string_view value) {
    result = dele_->koer().restore(static_cast<KoeNr>(base::get_be<std::uint64_t>(key.data())), value);
    return result.has_value();
  }));
  return result;
}

// Before the checkpoint's segment each one in use has its row.
Resultat<void> JournalStore::load_segments() {
  if (!kontrolpunkt_) return {};
  for (const std::uint64_t segment : journal_->segments()) {
    if (segment >= kontrolpunkt_->place.segment) break;
    const auto row = PROEV(state_->get(Tabel::SEGMENT, number_key(segment)));
    if (row) {
      PROEV(anvender_->load_row(segment, *row));
    } else {
      forgotten_.insert(segment);
    }
  }
  return {};
}

Resultat<void> JournalStore::replay() {
  const JournalPlace from{kontrolpunkt_ ? kontrolpunkt_->place.segment : 0, 0};
  const std::uint64_t checkpointed = kontrolpunkt_ ? kontrolpunkt_->record : 0;
  // Without a checkpoint nothing was ever let go of, so the first record must be there.
  PROEV(journal_->recover(from, kontrolpunkt_ ? 0 : 1, [&](const JournalRecord& record) {
    const bool news = record.number > anvendt_.record;
    replayed_ += news ? 1 : 0;
    const Nyt queues = record.number > checkpointed ? Nyt::KOER : Nyt::PLADSER;
    return anvender_->apply(record, news ? Nyt::ALT : queues);
  }));
  if (journal_->last_number() < anvendt_.record) {
    return base::fejl(FejlKode::LAGER, fmt::format("the journal ends at record {}, but record {} was applied",
                                                   journal_->last_number(), anvendt_.record));
  }
  return {};
}

Resultat<Gentagelser> JournalStore::load_keys() {
  Gentagelser table{limits_.gentagelse_keys};
  const base::Tidspunkt now = ur_.nu();
  StateBatch spent;
  Resultat<void> result;
  PROEV(state_->scan(Tabel::GENTAGELSE, {}, {}, [&](std::string_view key, std::string_view row) {
    base::Tidspunkt tid;
    const auto keys = BrugtNoegle::decode(row, tid);
    if (!keys) result = std::unexpected(keys.error());
    if (!keys) return false;
    const bool alive = std::ranges::any_of(*keys, [&](const BrugtNoegle& one) { return now - tid < one.window; });
    if (!alive) spent.erase(Tabel::GENTAGELSE, key);
    for (const BrugtNoegle& one : *keys) {
      if (now - tid < one.window) table.use(one, tid);
    }
    return true;
  }));
  PROEV(std::move(result));
  PROEV(state_->write(spent));
  return table;
}

StoreStats JournalStore::stats() const {
  StoreStats stats;
  stats.commits = committer_->commits();
  stats.records = journal_->last_number();
  stats.syncs = journal_->syncs();
  stats.bytes = committer_->bytes();
  stats.segments = journal_->segments().size();
  stats.replayed = replayed_;
  stats.copied_forward = genbrug_->copied();
  stats.disk_full = committer_->disk_full();
  return stats;
}

// The state is taken before the journal's end, so that the journal is never behind; segments are held from before that,
// and one that is held is not written over.
Resultat<void> JournalStore::backup(const std::filesystem::path& into) {
  std::error_code error;
  if (!std::filesystem::create_directories(into / "journal", error)) {
    return base::fejl(FejlKode::KONFLIKT, "a backup goes into a folder that does not exist yet", into.string());
  }
  auto keep = genbrug_->keep_segments();
  PROEV(state_->checkpoint(into / "state"));
  const JournalPlace end = journal_->end();
  std::map<std::uint64_t, std::shared_ptr<const Segment>> held;
  for (const std::uint64_t segment : journal_->segments()) held.emplace(segment, journal_->segment(segment));
  keep.unlock();
  for (const auto& [generation, segment] : held) {
    if (generation > end.segment) continue;
    const std::uint64_t all = PROEV(segment->file->size());
    PROEV(copy_segment(*segment, generation == end.segment ? end.offset : all, into / "journal"));
  }
  std::filesystem::copy_file(folder_.path() / StoreFolder::kFormatFile, into / StoreFolder::kFormatFile, error);
  if (error) return base::fejl(FejlKode::LAGER, "the backup's format file: " + error.message());
  PROEV(files_.sync_folder(into / "journal"));
  return files_.sync_folder(into);
}

Resultat<void> JournalStore::copy_segment(const Segment& segment, std::uint64_t bytes,
                                          const std::filesystem::path& into) {
  const auto copy = PROEV(files_.open(into / segment.path.filename(), true));
  std::string block;
  for (std::uint64_t at = 0; at < bytes; at += block.size()) {
    block.resize(std::min<std::uint64_t>(kCopyBlock, bytes - at));
    block.resize(PROEV(segment.file->read_at(at, block)));
    if (block.empty()) break;
    PROEV(copy->write_at(at, block));
  }
  return copy->sync();
}

}  // namespace

Resultat<std::unique_ptr<Store>> open_journal_store(const std::filesystem::path& folder, const StoreLimits& limits,
                                                    FileSystem& files, const base::Ur& ur,
                                                    std::unique_ptr<StoreDele> dele) {
  auto opened = PROEV(StoreFolder::open(folder, files));
  auto store = std::make_unique<JournalStore>(std::move(opened), limits, files, ur, std::move(dele));
  PROEV(store->start());
  return store;
}

Resultat<std::unique_ptr<Laesestore>> read_journal_store(const std::filesystem::path& folder, FileSystem& files,
                                                         const base::Ur& ur, std::unique_ptr<StoreDele> dele) {
  auto opened = PROEV(StoreFolder::open_to_read(folder, files));
  auto store = std::make_unique<JournalStore>(std::move(opened), StoreLimits{}, files, ur, std::move(dele));
  PROEV(store->start_reading());
  return store;
}

Resultat<void> restore_journal_store(const std::filesystem::path& backup, const std::filesystem::path& folder,
                                     FileSystem& files, const base::Ur& ur, std::unique_ptr<StoreDele> dele) {
  std::error_code error;
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder, error)) {
    return base::fejl(FejlKode::KONFLIKT, "a backup is restored into an absent or empty folder", folder.string());
  }
  std::filesystem::copy(backup, folder, std::filesystem::copy_options::recursive, error);
  if (error) return base::fejl(FejlKode::LAGER, "the backup could not be copied: " + error.message());
  StoreLimits limits;
  limits.spare_segments = 0;  // made when it serves, and of the size it then has
  const auto store = PROEV(open_journal_store(folder, limits, files, ur, std::move(dele)));
  PROEV(store->ledger().verify({}));
  return {};
}

}  // namespace brevdue::store
