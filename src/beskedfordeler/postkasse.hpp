// One connection's commits under way: hands them to the committer in batches, and brings the outcomes back to the
// connection's own thread in batches, together with what each commit was about.
//
// What must happen whether the connection still lives or not (a new besked into memory; what could not be acknowledged
// back to its dueslag) happens on the committer's thread.
//
// Thread safety: submit and close on the connection's thread, done on the committer's. Ownership: shared; it keeps
// itself alive while an outcome is being told, and the Beskedfordeler keeps it until none is due.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "beskedfordeler/besked.hpp"
#include "net/strom.hpp"
#include "store/store.hpp"

namespace brevdue::beskedfordeler {

// What a commit was about.
struct Aerinde {
  enum class Art : std::uint8_t { PUBLISH, UDLEVERING, UDAF_KOE };
  Art art = Art::PUBLISH;
  std::uint64_t id = 0;                  // PUBLISH: PublishId; UDLEVERING: number of the portion
  std::string svar;                      // PUBLISH: the reply that refuses it; empty when it is taken
  std::shared_ptr<const Besked> besked;  // PUBLISH: to be remembered
  // UDAF_KOE: what goes back to its dueslag when the commit fails.
  std::vector<std::pair<store::KoeNr, std::vector<store::Ankomst>>> udlaan;
};

struct Afgjort {
  Aerinde aerinde;
  store::CommitOutcome outcome;
};

class Postkasse final : public store::CommitSink, public std::enable_shared_from_this<Postkasse> {
 public:
  using Modtag = std::function<void(std::vector<Afgjort>&)>;
  Postkasse(store::Store& store, Beskedhukommelse& hukommelse, net::Poster poster, Modtag modtag)
      : store_(store), hukommelse_(hukommelse), poster_(std::move(poster)), modtag_(std::move(modtag)) {}

  // As many of each; both are emptied.
  void submit(std::vector<store::Submission>& submissions, std::vector<Aerinde>& aerinder);
  void submit(store::Commit&& commit, Aerinde&& aerinde);
  // The connection ends: no outcome is told any more.
  void close() { modtag_ = nullptr; }
  bool is_idle() const;

  void done(std::span<const store::CommitOutcome> outcomes) override;

 private:
  void settle(Afgjort& afgjort);
  void tell();

  store::Store& store_;
  Beskedhukommelse& hukommelse_;
  const net::Poster poster_;
  Modtag modtag_;
  mutable std::mutex mutex_;
  std::deque<Aerinde> under_way_;  // in the order they were submitted, which is that of their outcomes
  std::vector<Afgjort> settled_;
  bool is_posted_ = false;
};

}  // namespace brevdue::beskedfordeler
