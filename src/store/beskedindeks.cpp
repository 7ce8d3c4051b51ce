#include "store/beskedindeks.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

namespace brevdue::store {
namespace {

constexpr std::uint16_t kMost = std::numeric_limits<std::uint16_t>::max();
constexpr int kMantissaBits = 11;
constexpr std::uint64_t kMantissaEnd = 1 << kMantissaBits;

// A length in 16 bits, rounded up: enough to read a besked in one go, without 4 more bytes for each of millions.
std::uint16_t pack_length(std::uint64_t bytes) {
  int exponent = 0;
  while ((bytes + (std::uint64_t{1} << exponent) - 1) >> exponent >= kMantissaEnd) ++exponent;
  const std::uint64_t mantissa = (bytes + (std::uint64_t{1} << exponent) - 1) >> exponent;
  return static_cast<std::uint16_t>(static_cast<std::uint64_t>(exponent) << kMantissaBits | mantissa);
}

std::uint64_t unpack_length(std::uint16_t length) {
  return (length & (kMantissaEnd - 1)) << (length >> kMantissaBits);
}

}  // namespace

Beskedindeks::Entry Beskedindeks::count(Segment& segment, const BeskedPlads& plads, std::size_t references) {
  segment.brug.segment = plads.segment;
  const Entry entry{plads.offset, plads.checksum, static_cast<std::uint16_t>(std::min<std::size_t>(references, kMost)),
                    pack_length(plads.bytes)};
  if (segment.times.empty() || segment.times.back().modtaget != plads.modtaget) {
    segment.times.push_back({plads.offset, plads.modtaget});
  }
  segment.brug.nyeste = std::max(segment.brug.nyeste, plads.modtaget);
  segment.brug.bytes += unpack_length(entry.length);
  if (references > 0) {
    ++segment.brug.levende;
    segment.brug.levende_bytes += unpack_length(entry.length);
  }
  return entry;
}

bool Beskedindeks::add(Ankomst ankomst, const BeskedPlads& plads, std::size_t references) {
  const std::lock_guard lock{mutex_};
  Segment& segment = segments_[plads.segment];
  if (segment.entries.empty()) {
    // The ones before it are full: what they grew ahead is given back.
    if (!by_first_.empty()) segments_[by_first_.rbegin()->second].entries.shrink_to_fit();
    segment.first = ankomst;
    by_first_[ankomst] = plads.segment;
  } else if (segment.first + segment.entries.size() != ankomst) {
    return false;
  }
  segment.entries.push_back(count(segment, plads, references));
  return true;
}

void Beskedindeks::move(Ankomst ankomst, const BeskedPlads& plads, std::size_t references) {
  const std::lock_guard lock{mutex_};
  Segments::iterator from;
  if (Entry* old = locate(ankomst, from); old != nullptr && from->first != plads.segment) {
    references = old->references;
    if (references > 0) let_go(from->second, *old);
  }
  Segment& segment = segments_[plads.segment];
  const auto at = std::ranges::lower_bound(segment.moved, ankomst, {}, &Moved::ankomst);
  if (at != segment.moved.end() && at->ankomst == ankomst) return;
  segment.moved.insert(at, {ankomst, count(segment, plads, references)});
}

void Beskedindeks::let_go(Segment& segment, Entry& entry) {
  entry.references = 0;
  --segment.brug.levende;
  segment.brug.levende_bytes -= unpack_length(entry.length);
}

void Beskedindeks::release(Ankomst ankomst) {
  const std::lock_guard lock{mutex_};
  Segments::iterator where;
  Entry* entry = locate(ankomst, where);
  // A count that did not fit stays: such a besked lives until the next restart counts again.
  if (entry == nullptr || entry->references == 0 || entry->references == kMost) return;
  if (entry->references == 1) {
    let_go(where->second, *entry);
  } else {
    --entry->references;
  }
}

Beskedindeks::Entry* Beskedindeks::within(Segment& segment, Ankomst ankomst) {
  if (ankomst < segment.first || ankomst - segment.first >= segment.entries.size()) return nullptr;
  return &segment.entries[ankomst - segment.first];
}

Beskedindeks::Entry* Beskedindeks::within_moved(Segment& segment, Ankomst ankomst) {
  const auto at = std::ranges::lower_bound(segment.moved, ankomst, {}, &Moved::ankomst);
  return at == segment.moved.end() || at->ankomst != ankomst ? nullptr : &at->entry;
}

// The newest place wins: a besked that was moved is looked for among the moved first, where there are any.
Beskedindeks::Entry* Beskedindeks::locate(Ankomst ankomst, Segments::iterator& where) {
  for (auto it = segments_.end(); it != segments_.begin();) {
    --it;
    if (it->second.moved.empty()) continue;
    where = it;
    if (Entry* entry = within_moved(it->second, ankomst)) return entry;
  }
  const auto after = by_first_.upper_bound(ankomst);
  if (after == by_first_.begin()) return nullptr;
  where = segments_.find(std::prev(after)->second);
  return within(where->second, ankomst);
}

std::optional<BeskedPlads> Beskedindeks::find(Ankomst ankomst) const {
  const std::shared_lock lock{mutex_};
  Segments::iterator where;
  const Entry* entry = const_cast<Beskedindeks*>(this)->locate(ankomst, where);
  if (entry == nullptr) return std::nullopt;
  const Segment& segment = where->second;
  const auto time = std::ranges::upper_bound(segment.times, entry->offset, {}, &Time::offset);
  return BeskedPlads{where->first, entry->offset, entry->checksum, unpack_length(entry->length),
                     time == segment.times.begin() ? base::Tidspunkt{} : std::prev(time)->modtaget};
}

Ankomst Beskedindeks::newest() const {
  const std::shared_lock lock{mutex_};
  Ankomst out = 0;
  for (const auto& [generation, segment] : segments_) {
    if (!segment.entries.empty()) out = std::max(out, segment.first + segment.entries.size() - 1);
    if (!segment.moved.empty()) out = std::max(out, segment.moved.back().ankomst);
  }
  return out;
}

std::vector<Ankomst> Beskedindeks::levende(std::uint64_t generation) const {
  const std::shared_lock lock{mutex_};
  std::vector<Ankomst> out;
  const auto it = segments_.find(generation);
  if (it == segments_.end()) return out;
  const Segment& segment = it->second;
  for (std::size_t i = 0; i < segment.entries.size(); ++i) {
    if (segment.entries[i].references > 0) out.push_back(segment.first + i);
  }
  for (const Moved& moved : segment.moved) {
    if (moved.entry.references > 0) out.push_back(moved.ankomst);
  }
  std::ranges::sort(out);
  return out;
}

std::vector<SegmentBrug> Beskedindeks::brug() const {
  const std::shared_lock lock{mutex_};
  std::vector<SegmentBrug> out;
  for (const auto& [generation, segment] : segments_) out.push_back(segment.brug);
  return out;
}

void Beskedindeks::drop(std::uint64_t generation) {
  const std::lock_guard lock{mutex_};
  const auto it = segments_.find(generation);
  if (it == segments_.end()) return;
  if (!it->second.entries.empty()) by_first_.erase(it->second.first);
  segments_.erase(it);
}

}  // namespace brevdue::store
