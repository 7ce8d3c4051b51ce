// Beskedlager over the journal: a besked is read where it was written, and checked.
//
// Thread safety: all from any thread. Ownership: what it refers to must outlive it.
#pragma once

#include "store/beskedindeks.hpp"
#include "store/dele.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"

namespace brevdue::store {

class JournalBeskedlager final : public Beskedlager {
 public:
  JournalBeskedlager(const Journal& journal, const Beskedindeks& indeks, const CommitLaeser& laeser)
      : journal_(journal), indeks_(indeks), laeser_(laeser) {}
  base::Resultat<LagretBesked> read(Ankomst ankomst) const override;
  Ankomst newest() const override { return indeks_.newest(); }

  struct Kodet {
    std::string op;  // as Commit::besked encoded it
    base::Tidspunkt modtaget;
  };
  // For copying forward. Errors: as read.
  base::Resultat<Kodet> read_encoded(Ankomst ankomst) const;

 private:
  const Journal& journal_;
  const Beskedindeks& indeks_;
  const CommitLaeser& laeser_;
};

}  // namespace brevdue::store
