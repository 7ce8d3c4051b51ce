// One change, whole or not at all: preconditions, writes, messages with their references, acks, outgoing events and
// ledger records. A Commit is prepared anywhere (parsed, decided, merged), encoded as it is built, and handed to the
// Committer, which joins what waits into one journal record, syncs once, applies it and answers.
//
// Thread safety: a Commit belongs to one thread until it is submitted. CommitSink::done is called on the committer's
// thread. Ownership: the sink must outlive every commit submitted with it (Committer::forget waits for that).
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"

namespace brevdue::store {

using Ankomst = std::uint64_t;  // arrival number of a besked: 1, 2, 3, ... in commit order, never reused
using KoeNr = std::uint32_t;    // a dueslag's number on disk, given once (QueueStore::number_of)
using Version = std::uint64_t;  // the journal record that wrote an object last; 0: it does not exist

// The tables of the applied state that domain code may write to.
enum class Familie : std::uint8_t { REGISTRERING, INDSTILLING, OBJEKT, LINK, NU, HISTORIK };
// Links and postings are written with the object they belong to: its version guards them, they have none of their own.
constexpr bool has_version(Familie familie) {
  return familie <= Familie::OBJEKT;
}

// What a queue holds of a besked: enough to deliver it without asking anyone else.
struct Reference {
  KoeNr koe = 0;
  std::uint32_t abonnement = 0;  // number of the abonnement that matched
  std::uint16_t variant = 0;     // which TilladtModtager list, from the besked's own table
};

class Commit {
 public:
  // The object's last version must be `version` (0: it must not exist), else the outcome is KONFLIKT. Only for a
  // family that has versions, else the outcome is FEJL.
  void require_version(Familie familie, std::string_view key, Version version);
  // `key` must not have been used within `window` before now, else the outcome is GENTAGELSE and nothing is written.
  // Keys are remembered as 128-bit hashes, across restarts.
  void require_new(std::string_view key, std::chrono::seconds window);

  void put(Familie familie, std::string_view key, std::string_view value);
  void erase(Familie familie, std::string_view key);
  // A new besked and its references (none: it is only kept for the dry run and "why"). `meta` is the caller's own.
  // The outcome's first_ankomst + n is the number of the commit's nth besked.
  void besked(std::string_view meta, std::string_view body, std::span<const Reference> references);
  // The messages are about to be handed out: counts an attempt for each.
  void leveret(KoeNr koe, std::span<const Ankomst> ankomster);
  // The messages are done with in that queue.
  void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster);
  // The messages leave the queue for its Fejlkoe, or come back from it to their old place.
  void til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster);
  void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster);
  // An event for the Beskedfordeler to pick up (Outbox).
  void udgaaende(std::string_view event);
  // The outbox is done with all events up to and including `number`.
  void udgaaende_flyttet(std::uint64_t number);
  // One record of the ledger; hashed into the batch's Merkle tree.
  void ledger(std::string_view record);

  bool is_empty() const { return ops_.empty(); }
  std::size_t size() const { return ops_.size(); }

 private:
  friend class Committer;
  friend struct CommitAccess;  // the committer's and the tests' view
  std::string ops_;            // encoded writes: what goes into the journal as it is
  std::string conditions_;     // encoded preconditions: never on disk
  std::uint32_t besked_count_ = 0;
};

enum class Udfald : std::uint8_t {
  OK,          // on disk, synced and applied
  KONFLIKT,    // a require_version did not hold: prepare again, at most 3 times
  GENTAGELSE,  // a require_new key was used before
  DISK_FULD,   // no room; nothing was written
  FEJL,        // the store failed or stops; nothing is promised
};

struct CommitOutcome {
  std::uint64_t token = 0;  // the submitter's own
  Udfald udfald = Udfald::FEJL;
  Version version = 0;        // the journal record's number
  Ankomst first_ankomst = 0;  // number of the commit's first besked, 0 if it had none
};

// Receives outcomes, in the order the commits were submitted by one thread; called on the committer's thread, so it
// only passes them on (net::Strom::post).
class CommitSink {
 public:
  virtual ~CommitSink() = default;
  virtual void done(std::span<const CommitOutcome> outcomes) = 0;
};

struct Submission {
  Commit commit;
  std::uint64_t token = 0;
};

}  // namespace brevdue::store
