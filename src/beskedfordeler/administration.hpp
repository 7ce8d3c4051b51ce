// What an operator may see and do: the dueslag with their numbers, the Fejlkoe, and why a besked came or did not. What
// is changed or shown of a besked's content leaves a ledger record, in the same commit or before it is shown.
//
// Thread safety: all from any thread; they block on the disk. Ownership: the Beskedfordeler must outlive it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "beskedfordeler/hvorfor.hpp"
#include "beskedfordeler/service.hpp"

namespace brevdue::beskedfordeler {

struct Dueslagsstatus {
  base::Uuid uuid;
  std::string navn;
  base::Uuid system;
  store::KoeTal tal;
  std::uint32_t konsumenter = 0;
  std::optional<base::Tidspunkt> aeldste;  // when its oldest besked came
};

// A besked that stands in a dueslag or its Fejlkoe.
struct Koepost {
  store::Ankomst ankomst = 0;
  std::string besked_id;  // empty when the besked cannot be read
  base::Uuid beskedtype;
  base::Uuid afsender;
  base::Tidspunkt modtaget;
  base::Uuid abonnement;  // nil when nothing tells
  unsigned forsoeg = 0;   // deliveries tried
};

class Administration {
 public:
  // `most_searched`: the beskeder looked through for a BeskedId, newest first.
  explicit Administration(Beskedfordeler& beskedfordeler, std::size_t most_searched = 100'000)
      : faelles_(beskedfordeler.faelles()), most_searched_(most_searched) {}

  std::vector<Dueslagsstatus> dueslag() const;
  // A page by arrival, after `after`. Errors: IKKE_FUNDET (no such dueslag).
  base::Resultat<std::vector<Koepost>> beskeder(const base::Uuid& dueslag, bool fejlkoe, store::Ankomst after,
                                                std::size_t most) const;

  // From the Fejlkoe back to their old places, or out of it for good; how many of `ankomster` stood there. `who` goes
  // into the ledger, a record for each. Errors: IKKE_FUNDET, DISK_FULD, LAGER; nothing is changed then.
  base::Resultat<std::size_t> requeue(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                      std::string_view who);
  base::Resultat<std::size_t> slet(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                   std::string_view who);

  // Why it came to that dueslag, or why not; the question is in the ledger first. Errors: as forklar(); LAGER.
  base::Resultat<Hvorfor> hvorfor(const base::Uuid& dueslag, store::Ankomst ankomst, std::string_view who);
  // By its BeskedId: one answer for each time it came, newest first. Errors: IKKE_FUNDET when it is not kept, or not
  // among those looked through; the text says which.
  base::Resultat<std::vector<Hvorfor>> hvorfor(const base::Uuid& dueslag, std::string_view besked_id,
                                               std::string_view who);

 private:
  enum class Flytning : std::uint8_t { TILBAGE, SLET };
  base::Resultat<std::size_t> move(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                   std::string_view who, Flytning flytning);
  base::Resultat<store::KoeNr> koe_of(const base::Uuid& dueslag) const;
  Koepost post_of(const store::Leased& leased, const Tavle& tavle) const;
  base::Resultat<void> commit(store::Commit&& commit);

  Faelles& faelles_;
  const std::size_t most_searched_;
};

}  // namespace brevdue::beskedfordeler
