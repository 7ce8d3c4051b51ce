// One dueslag in memory: what is ready, lent out or in its Fejlkoe, in arrival order; and what of it must survive a
// restart. That is: up to which arrival number the queue has come, which runs of those are still there, which have
// been tried, which are in the Fejlkoe. The beskeder themselves, and their references, are read from the journal.
//
// At restart: restore, then append for every besked the journal still holds (older ones may come later, copied forward;
// those done with are not taken), with the changes of the records behind the checkpoint in between, then restored.
//
// Thread safety: none; the owner locks. Ownership: plain memory, 16 to 32 bytes a besked.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/postraekke.hpp"
#include "store/queue_store.hpp"

namespace brevdue::store {

class KoeIndeks {
 public:
  // False when it is there already, or was done with.
  bool append(Ankomst ankomst, const Reference& reference);
  // False when the queue (not its Fejlkoe) does not hold it.
  bool leveret(Ankomst ankomst) { return koe_.count_attempt(ankomst); }
  // False when neither the queue nor its Fejlkoe holds it.
  bool kvitteret(Ankomst ankomst);
  bool til_fejlkoe(Ankomst ankomst);
  // Ready in its old place.
  bool fra_fejlkoe(Ankomst ankomst);

  std::size_t lease(std::size_t most, std::vector<Leased>& out);
  bool give_back(Ankomst ankomst) { return koe_.give_back(ankomst); }

  KoeTal tal() const;
  std::vector<Leased> list(bool fejlkoe, Ankomst after, std::size_t most) const;
  bool has_ready() const { return koe_.ready() > 0; }
  Ankomst seen() const { return seen_; }
  std::size_t memory() const { return koe_.memory() + fejlkoe_.memory(); }

  std::string encode() const;
  // On an empty index. Errors: LAGER when the bytes are no such state.
  base::Resultat<void> restore(std::string_view state);
  // All that the journal holds has been appended.
  void restored() { genskabt_.reset(); }

 private:
  // What the restored state says about beskeder not appended yet.
  struct Genskabt {
    std::map<Ankomst, Ankomst> runs;  // first -> last
    std::map<Ankomst, std::uint16_t> tried;
    std::map<Ankomst, std::uint16_t> fejlkoe;

    std::map<Ankomst, Ankomst>::iterator run_of(Ankomst ankomst);
    void cut(Ankomst ankomst);
  };
  bool append_restored(Post post);
  void forget(Ankomst ankomst);

  Postraekke koe_;
  Postraekke fejlkoe_;
  Ankomst seen_ = 0;  // the highest number ever appended
  std::unique_ptr<Genskabt> genskabt_;
};

}  // namespace brevdue::store
