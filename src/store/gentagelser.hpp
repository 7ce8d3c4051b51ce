// The keys that Commit::require_new took: a bounded table of 128-bit hashes with the time of their use, oldest out.
//
// Thread safety: one thread (the committer's). Ownership: plain memory, at most 36 bytes a key and a table of 8.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/ur.hpp"
#include "store/gruppe.hpp"

namespace brevdue::store {

class Gentagelser {
 public:
  explicit Gentagelser(std::size_t most) : most_(most == 0 ? 1 : most) {}
  // Whether the key was used within `window` before `now`.
  bool used(const Noegle128& hash, std::chrono::seconds window, base::Tidspunkt now) const;
  // Remembers it; what has run out, and the oldest beyond the limit, goes.
  void use(const BrugtNoegle& key, base::Tidspunkt now);
  // Forgets the `count` newest: their record was not written.
  void forget_newest(std::size_t count);
  // When the oldest one remembered was used; `otherwise` when there is none.
  base::Tidspunkt oldest(base::Tidspunkt otherwise) const { return brugte_.empty() ? otherwise : brugte_.front().tid; }
  std::size_t size() const { return brugte_.size(); }

 private:
  struct Brugt {
    Noegle128 hash;
    base::Tidspunkt tid;
    std::uint32_t window_s;
  };
  // Slots hold sequence numbers + 1 of brugte_ (its front is first_); 0 is empty. Linear probing.
  std::size_t home(const Noegle128& hash) const;
  const Brugt* at(std::uint64_t sequence) const { return &brugte_[sequence - first_]; }
  std::size_t find(const Noegle128& hash) const;
  void insert(std::uint64_t sequence);
  void erase(std::uint64_t sequence);
  void drop_oldest();
  void grow();

  std::size_t most_;
  std::deque<Brugt> brugte_;  // by time of use
  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(64);
};

}  // namespace brevdue::store
