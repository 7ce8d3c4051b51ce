#include "store/genbrug.hpp"

#include <algorithm>
#include <map>

#include "base/log.hpp"

namespace brevdue::store {
namespace {

constexpr std::uint64_t kNearlyDead = 10;  // alive by less than 1/10

}  // namespace

GenbrugValg choose_segments(const std::vector<std::uint64_t>& segments, const std::vector<SegmentBrug>& brug,
                            std::size_t segment_bytes, std::uint64_t kept_bytes, base::Tidspunkt keep_after) {
  std::map<std::uint64_t, SegmentBrug> by_segment;
  for (const SegmentBrug& one : brug) by_segment[one.segment] = one;
  struct Kandidat {
    SegmentBrug brug;
    std::uint64_t segment;
  };
  std::vector<Kandidat> kandidater;
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    const SegmentBrug& one = by_segment[segments[i]];
    if (one.levende == 0 || one.levende_bytes * kNearlyDead < one.bytes) kandidater.push_back({one, segments[i]});
  }
  GenbrugValg valg;
  std::uint64_t kept = kandidater.size() * segment_bytes;
  for (const Kandidat& kandidat : kandidater) {
    if (kept <= kept_bytes && kandidat.brug.nyeste >= keep_after) break;
    (kandidat.brug.levende == 0 ? valg.frigives : valg.flyttes).push_back(kandidat.segment);
    kept -= segment_bytes;
  }
  return valg;
}

Genbrug::Genbrug(const Dele& dele) : dele_(dele), thread_([this] { flush_jobs(); }) {}

Genbrug::~Genbrug() {
  {
    const std::lock_guard lock{mutex_};
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

GenbrugValg Genbrug::choose(base::Tidspunkt now, bool space_demands) const {
  auto segments = dele_.journal.segments();
  std::erase_if(segments, [this](std::uint64_t segment) { return leaving_.contains(segment); });
  const std::uint64_t kept = space_demands ? 0 : dele_.limits.kept_bytes;
  return choose_segments(segments, dele_.beskeder.brug(), dele_.limits.segment_bytes, kept,
                         now - dele_.limits.filtreringsdata);
}

bool Genbrug::can_give_back(base::Tidspunkt now) const {
  const GenbrugValg valg = choose(now, true);
  return !valg.frigives.empty() || !valg.flyttes.empty();
}

std::vector<Ankomst> Genbrug::overlevende(base::Tidspunkt now, bool space_demands) {
  std::vector<Ankomst> out;
  for (const std::uint64_t segment : choose(now, space_demands).flyttes) {
    const auto levende = dele_.beskeder.levende(segment);
    out.insert(out.end(), levende.begin(), levende.end());
  }
  return out;
}

base::Resultat<void> Genbrug::checkpoint(const Stand& stand, bool space_demands) {
  // What was let go of and given back since is in use no more.
  const auto in_use = dele_.journal.segments();
  std::erase_if(leaving_, [&](std::uint64_t segment) { return !std::ranges::binary_search(in_use, segment); });
  Job job{choose(stand.now, space_demands).frigives};
  StateBatch batch;
  dele_.koer.encode_changed([&](KoeNr koe, std::string_view state) { batch.put(Tabel::KOE, number_key(koe), state); });
  for (const std::uint64_t segment : job.frigives) batch.erase(Tabel::SEGMENT, number_key(segment));
  batch.put(Tabel::SYSTEM, kKontrolpunktKey, Kontrolpunkt{stand.record, stand.place}.encode());
  const std::string first_key = BrugtNoegle::row_key(stand.oldest_key, 0);
  PROEV(dele_.state.scan(Tabel::GENTAGELSE, {}, {}, [&](std::string_view key, std::string_view) {
    if (key >= first_key) return false;
    batch.erase(Tabel::GENTAGELSE, key);
    return true;
  }));
  PROEV(dele_.state.write(batch));
  for (const std::uint64_t segment : job.frigives) {
    dele_.beskeder.drop(segment);
    leaving_.insert(segment);
  }
  const std::lock_guard lock{mutex_};
  jobs_.push_back(std::move(job));
  changed_.notify_all();
  return {};
}

void Genbrug::flush_jobs() {
  std::vector<std::uint64_t> unflushed;  // kept for the next try when a flush fails
  std::unique_lock lock{mutex_};
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    // One flush serves all that wait: it holds everything written before it.
    for (const Job& job : jobs_) unflushed.insert(unflushed.end(), job.frigives.begin(), job.frigives.end());
    jobs_.clear();
    lock.unlock();
    if (const auto flushed = dele_.state.flush()) {
      const std::lock_guard giving_back{giving_back_};
      for (const std::uint64_t segment : unflushed) dele_.journal.recycle(segment);
      unflushed.clear();
    } else {
      base::log::error("the applied state could not be flushed", {{"error", base::beskriv(flushed.error())}});
    }
    lock.lock();
  }
}

}  // namespace brevdue::store
