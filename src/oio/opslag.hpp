// What one request reads of the objects, on one snapshot, and the work it costs: postings and links walked, objects
// loaded. Over the budget, or after a failure to read, every answer is empty and result() says why; so what is found is
// handed over only after result() was asked.
//
// Thread safety: one thread at a time. Ownership: the snapshot must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "oio/objekter.hpp"

namespace brevdue::oio {

inline constexpr std::uint64_t kArbejdsbudget = 1'000'000;
// What the caller is told over the budget.
inline constexpr std::string_view kAfgraens = "Afgræns søgningen";

struct Arbejde {
  std::uint64_t posteringer = 0;
  std::uint64_t links = 0;
  std::uint64_t indlaesninger = 0;
  std::uint64_t i_alt() const { return posteringer + links + indlaesninger; }
};

class Opslag {
 public:
  explicit Opslag(const store::Snapshot& snapshot, std::uint64_t budget = kArbejdsbudget)
      : snapshot_(snapshot), budget_(budget) {}

  // Null when there is no such object. Lives until the next load; the object loaded last costs nothing again.
  const LaestObjekt* load(const Objektref& ref);
  // Of the object's latest registration, without loading it.
  std::optional<Kortnoegle> noegle(const Objektref& ref);
  // The objects at the other ends of its links of this kind, in order; until `each` returns false.
  void each_link(const Objektref& ref, Linkart art, Retning retning, const std::function<bool(const Objektref&)>& each);

  // Counts one step of the kind; false when nothing more may be done.
  bool count(std::uint64_t Arbejde::* slags);
  void fail(base::Fejl&& fejl);
  // Errors: FOR_STOR: over the budget (StatusKode 40), in words for the caller; LAGER.
  const base::Resultat<void>& result() const { return result_; }
  bool failed() const { return !result_.has_value(); }
  const Arbejde& arbejde() const { return arbejde_; }
  std::uint64_t budget() const { return budget_; }
  const store::Snapshot& snapshot() const { return snapshot_; }

 private:
  const store::Snapshot& snapshot_;
  const std::uint64_t budget_;
  Arbejde arbejde_;
  base::Resultat<void> result_;
  std::optional<LaestObjekt> last_;
};

}  // namespace brevdue::oio
