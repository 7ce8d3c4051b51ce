#include "store/gentagelser.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace brevdue::store {

std::size_t Gentagelser::home(const Noegle128& hash) const {
  return base::get_be<std::uint64_t>(hash.data()) & (slots_.size() - 1);
}

// The slot of the key, or the empty one where it would go.
std::size_t Gentagelser::find(const Noegle128& hash) const {
  std::size_t slot = home(hash);
  while (slots_[slot] != 0 && at(slots_[slot] - 1)->hash != hash) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

bool Gentagelser::used(const Noegle128& hash, std::chrono::seconds window, base::Tidspunkt now) const {
  const std::uint64_t found = slots_[find(hash)];
  return found != 0 && now - at(found - 1)->tid < window;
}

void Gentagelser::use(const BrugtNoegle& key, base::Tidspunkt now) {
  while (!brugte_.empty() && now - brugte_.front().tid >= std::chrono::seconds{brugte_.front().window_s}) drop_oldest();
  if (brugte_.size() >= most_) drop_oldest();
  const auto window_s = static_cast<std::uint32_t>(std::min<std::int64_t>(key.window.count(), UINT32_MAX));
  brugte_.push_back({key.hash, now, window_s});
  if (brugte_.size() * 2 > slots_.size()) {
    grow();
  } else {
    insert(first_ + brugte_.size() - 1);
  }
}

// A key used again (after its window) is found by its newest use.
void Gentagelser::insert(std::uint64_t sequence) {
  slots_[find(at(sequence)->hash)] = sequence + 1;
}

void Gentagelser::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < brugte_.size(); ++i) insert(first_ + i);
}

// Closes the gap, so that no key behind it in its run is lost.
void Gentagelser::erase(std::uint64_t sequence) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t gap = find(at(sequence)->hash);
  if (slots_[gap] != sequence + 1) return;
  for (std::size_t next = (gap + 1) & mask; slots_[next] != 0; next = (next + 1) & mask) {
    const std::size_t ideal = home(at(slots_[next] - 1)->hash);
    if (((next - ideal) & mask) < ((next - gap) & mask)) continue;
    slots_[gap] = slots_[next];
    gap = next;
  }
  slots_[gap] = 0;
}

void Gentagelser::drop_oldest() {
  erase(first_);
  brugte_.pop_front();
  ++first_;
}

void Gentagelser::forget_newest(std::size_t count) {
  for (; count > 0 && !brugte_.empty(); --count) {
    erase(first_ + brugte_.size() - 1);
    brugte_.pop_back();
  }
}

}  // namespace brevdue::store
