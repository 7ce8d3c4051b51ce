// Applies a journal record: the one function that serving (after the sync) and recovery both use, so that a restart
// arrives where the program was.
//
// Also keeps the row of the segment being written (where its beskeder stand, and their references), so that a restart
// reads rows instead of all bodies.
//
// Thread safety: the committer's thread (and open, before it). Ownership: all it refers to must outlive it.
#pragma once

#include <string>

#include "store/anvendt.hpp"
#include "store/applied_state.hpp"
#include "store/beskedindeks.hpp"
#include "store/dele.hpp"
#include "store/gruppe.hpp"
#include "store/journal.hpp"
#include "store/ledger.hpp"
#include "store/outbox.hpp"

namespace brevdue::store {

// How much of a record is news: at restart the queues' rows may hold it, or the whole state.
enum class Nyt : std::uint8_t { PLADSER, KOER, ALT };

class Anvender {
 public:
  struct Dele {
    AppliedState& state;
    const CommitLaeser& laeser;
    const LedgerKaede& kaede;
    KoeTilstand& koer;
    Beskedindeks& beskeder;
    RocksOutbox& udbakke;
    RocksLedger& ledger;
  };
  Anvender(const Dele& dele, Anvendt anvendt);

  // Errors: DISK_FULD: nothing happened, call again; LAGER.
  base::Resultat<void> apply(const JournalRecord& record, Nyt nyt);
  // A sealed segment's row, as apply wrote it.
  base::Resultat<void> load_row(std::uint64_t segment, std::string_view row);
  const Anvendt& anvendt() const { return anvendt_; }
  // Of the records applied since the start, the latest time.
  base::Tidspunkt tid() const { return tid_; }

 private:
  class Tilstand;  // a group's writes to the applied state
  class Koer;      // ... and to the queues and places
  base::Resultat<void> write_state(const JournalRecord& record, const Gruppe& gruppe);
  base::Resultat<void> update_queues(const JournalRecord& record, const Gruppe& gruppe, bool changes);
  base::Resultat<void> place(Ankomst ankomst, const BeskedPlads& plads, std::span<const Reference> references,
                             bool moved);
  void add_to_row(Ankomst ankomst, const BeskedPlads& plads, std::span<const Reference> references, bool moved);

  Dele dele_;
  Anvendt anvendt_;
  base::Tidspunkt tid_;
  std::uint64_t row_segment_ = 0;
  std::string row_;
};

}  // namespace brevdue::store
