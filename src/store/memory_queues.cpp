#include "store/memory_queues.hpp"

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::string_view kPrefix = "store/dueslag/";

std::string key_of(const base::Uuid& dueslag) {
  std::string key{kPrefix};
  key.append(reinterpret_cast<const char*>(dueslag.bytes.data()), dueslag.bytes.size());
  return key;
}

std::optional<base::Uuid> dueslag_in(std::string_view key) {
  base::Uuid dueslag;
  if (key.size() != kPrefix.size() + dueslag.bytes.size()) return std::nullopt;
  std::ranges::copy(key.substr(kPrefix.size()), dueslag.bytes.begin());
  return dueslag;
}

}  // namespace

MemoryQueues::Koe* MemoryQueues::find(KoeNr koe) const {
  const std::shared_lock lock{mutex_};
  const auto it = koer_.find(koe);
  return it == koer_.end() ? nullptr : it->second.get();
}

MemoryQueues::Koe& MemoryQueues::find_or_make(KoeNr koe) {
  if (Koe* found = find(koe)) return *found;
  const std::lock_guard lock{mutex_};
  auto& made = koer_[koe];
  if (!made) made = std::make_unique<Koe>(koe);
  return *made;
}

void MemoryQueues::remember(const base::Uuid& dueslag, KoeNr number) {
  const std::lock_guard lock{mutex_};
  numbers_[dueslag] = number;
  dueslag_[number] = dueslag;
  last_number_ = std::max(last_number_, number);
}

Resultat<KoeNr> MemoryQueues::number_of(const base::Uuid& dueslag) {
  const auto known = [&]() -> std::optional<KoeNr> {
    const std::shared_lock lock{mutex_};
    const auto it = numbers_.find(dueslag);
    return it == numbers_.end() ? std::nullopt : std::optional{it->second};
  };
  if (const auto number = known()) return *number;
  const std::lock_guard lock{numbering_};
  if (const auto number = known()) return *number;  // made meanwhile
  if (committer_ == nullptr) return base::fejl(FejlKode::LAGER, "a new dueslag gets no number now");
  return make_number(dueslag, *committer_);
}

Resultat<KoeNr> MemoryQueues::make_number(const base::Uuid& dueslag, Committer& committer) {
  const KoeNr number = last_number_ + 1;
  std::string value;
  base::put_be(value, number);
  Commit commit;
  commit.require_version(Familie::INDSTILLING, key_of(dueslag), 0);
  commit.put(Familie::INDSTILLING, key_of(dueslag), value);
  const Udfald udfald = committer.commit(std::move(commit)).udfald;
  if (udfald == Udfald::DISK_FULD) return base::fejl(FejlKode::DISK_FULD, "no room for a new dueslag");
  if (udfald != Udfald::OK) return base::fejl(FejlKode::LAGER, "a new dueslag could not be numbered");
  remember(dueslag, number);
  return number;
}

std::optional<base::Uuid> MemoryQueues::dueslag_of(KoeNr koe) const {
  const std::shared_lock lock{mutex_};
  const auto it = dueslag_.find(koe);
  return it == dueslag_.end() ? std::nullopt : std::optional{it->second};
}

std::size_t MemoryQueues::lease(KoeNr nr, std::size_t most, std::vector<Leased>& out) {
  Koe* koe = find(nr);
  if (koe == nullptr) return 0;
  const std::lock_guard lock{koe->mutex};
  return koe->indeks.lease(most, out);
}

void MemoryQueues::give_back(KoeNr nr, std::span<const Ankomst> ankomster) {
  Koe* koe = find(nr);
  if (koe == nullptr) return;
  bool became_ready = false;
  {
    const std::lock_guard lock{koe->mutex};
    const bool was_ready = koe->indeks.has_ready();
    for (const Ankomst ankomst : ankomster) koe->indeks.give_back(ankomst);
    became_ready = !was_ready && koe->indeks.has_ready();
  }
  if (became_ready) koe->watchers.notify();
}

KoeTal MemoryQueues::tal(KoeNr nr) const {
  Koe* koe = find(nr);
  if (koe == nullptr) return {};
  const std::lock_guard lock{koe->mutex};
  return koe->indeks.tal();
}

std::vector<Leased> MemoryQueues::list(KoeNr nr, bool fejlkoe, Ankomst after, std::size_t most) const {
  Koe* koe = find(nr);
  if (koe == nullptr) return {};
  const std::lock_guard lock{koe->mutex};
  return koe->indeks.list(fejlkoe, after, most);
}

QueueStore::Watch MemoryQueues::watch(KoeNr koe, std::function<void()> ready) {
  return find_or_make(koe).watchers.add(std::move(ready));
}

void MemoryQueues::mark_changed(Koe& koe) {
  if (std::exchange(koe.changed, true)) return;
  changed_.push_back(&koe);
}

void MemoryQueues::mark_ready(Koe& koe) {
  if (std::exchange(koe.became_ready, true)) return;
  became_ready_.push_back(&koe);
}

bool MemoryQueues::append(Ankomst ankomst, const Reference& reference) {
  Koe& koe = find_or_make(reference.koe);
  const std::lock_guard lock{koe.mutex};
  const bool was_ready = koe.indeks.has_ready();
  if (!koe.indeks.append(ankomst, reference)) return false;
  if (!was_ready) mark_ready(koe);
  mark_changed(koe);
  return true;
}

template <class Change>
void MemoryQueues::change(KoeNr nr, std::span<const Ankomst> ankomster, const Change& each) {
  Koe& koe = find_or_make(nr);
  const std::lock_guard lock{koe.mutex};
  const bool was_ready = koe.indeks.has_ready();
  for (const Ankomst ankomst : ankomster) each(koe.indeks, ankomst);
  if (!was_ready && koe.indeks.has_ready()) mark_ready(koe);
  mark_changed(koe);
}

void MemoryQueues::leveret(KoeNr koe, std::span<const Ankomst> ankomster) {
  change(koe, ankomster, [](KoeIndeks& indeks, Ankomst ankomst) { indeks.leveret(ankomst); });
}

void MemoryQueues::kvitteret(KoeNr koe, std::span<const Ankomst> ankomster, std::vector<Ankomst>& gone) {
  change(koe, ankomster, [&](KoeIndeks& indeks, Ankomst ankomst) {
    if (indeks.kvitteret(ankomst)) gone.push_back(ankomst);
  });
}

void MemoryQueues::til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) {
  change(koe, ankomster, [](KoeIndeks& indeks, Ankomst ankomst) { indeks.til_fejlkoe(ankomst); });
}

void MemoryQueues::fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) {
  change(koe, ankomster, [](KoeIndeks& indeks, Ankomst ankomst) { indeks.fra_fejlkoe(ankomst); });
}

void MemoryQueues::applied() {
  for (Koe* koe : became_ready_) {
    koe->became_ready = false;
    koe->watchers.notify();
  }
  became_ready_.clear();
}

void MemoryQueues::encode_changed(const std::function<void(KoeNr koe, std::string_view state)>& each) {
  for (Koe* koe : changed_) {
    koe->changed = false;
    const std::lock_guard lock{koe->mutex};
    each(koe->nr, koe->indeks.encode());
  }
  changed_.clear();
}

Resultat<void> MemoryQueues::restore(KoeNr nr, std::string_view state) {
  return find_or_make(nr).indeks.restore(state);
}

Resultat<void> MemoryQueues::serve(Committer* committer, const ObjectStore& objekter) {
  for (const auto& [nr, koe] : koer_) koe->indeks.restored();
  bool readable = true;
  PROEV(objekter.scan(Familie::INDSTILLING, kPrefix, [&](std::string_view key, const Laest& found) {
    const auto dueslag = dueslag_in(key);
    readable = dueslag && found.value.size() == sizeof(KoeNr);
    if (readable) remember(*dueslag, base::get_be<KoeNr>(found.value.data()));
    return readable;
  }));
  if (!readable) return base::fejl(FejlKode::LAGER, "a dueslag's number cannot be read");
  const std::lock_guard lock{numbering_};
  committer_ = committer;
  return {};
}

void MemoryQueues::stop() {
  const std::lock_guard lock{numbering_};
  committer_ = nullptr;
}

std::size_t MemoryQueues::memory() const {
  const std::shared_lock lock{mutex_};
  std::size_t bytes = 0;
  for (const auto& [nr, koe] : koer_) {
    const std::lock_guard inner{koe->mutex};
    bytes += sizeof(Koe) + koe->indeks.memory();
  }
  return bytes;
}

}  // namespace brevdue::store
