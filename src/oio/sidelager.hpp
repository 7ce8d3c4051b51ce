// Results kept between the pages of one search, so that offsets stay the same while objects change: the sorted UUIDs of
// the first page's evaluation, for each caller and question, for ten minutes. The oldest goes when there is no room;
// then the search is evaluated again. Whoever shows a page checks access again (Soeger::may_see).
//
// Thread safety: all from any thread. Ownership: the clock must outlive it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kald.hpp"
#include "oio/objekter.hpp"

namespace brevdue::oio {

class Sidelager {
 public:
  static constexpr std::chrono::minutes kHoldetid{10};
  static constexpr std::size_t kPlads = 256 << 20;

  using Spoergsmaal = std::array<char, 32>;
  using Ider = std::shared_ptr<const std::vector<base::Uuid>>;

  // Who asks, by which registrations, for which type, and what: `soegning` is the question's own bytes without its
  // page. So another caller, or the same with other rights, never gets this one's result.
  static Spoergsmaal spoergsmaal(const Kald& kald, Objekttype type, std::string_view soegning);

  explicit Sidelager(const base::Ur& ur, std::size_t plads = kPlads) : ur_(ur), plads_(plads) {}

  // In place of what was kept for the same question; not kept when it is larger than all room.
  void keep(const Spoergsmaal& spoergsmaal, Ider ider);
  // Null when it is not kept, or no longer.
  Ider find(const Spoergsmaal& spoergsmaal);
  std::size_t bytes() const;

 private:
  struct Svar {
    Spoergsmaal spoergsmaal;
    Ider ider;
    base::Monoton udloeber;
    std::size_t bytes;
  };
  using Svarene = std::list<Svar>;  // oldest first
  void drop(Svarene::iterator svar);
  void drop_old(base::Monoton now, std::size_t needed);

  const base::Ur& ur_;
  const std::size_t plads_;
  mutable std::mutex mutex_;
  Svarene svar_;
  std::map<Spoergsmaal, Svarene::iterator> by_question_;
  std::size_t bytes_ = 0;
};

}  // namespace brevdue::oio
