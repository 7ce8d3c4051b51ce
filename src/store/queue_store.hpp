// The dueslag: for each, an ordered list of references to messages. Append happens by Commit::besked; ack, attempt and
// Fejlkoe by the other calls of Commit; leases live in memory only and end with the program.
//
// Order: by arrival number, always. A message given back returns to its place, before all later ones.
//
// Thread safety: every call from any thread (one lock a dueslag). Watchers are called on the committer's thread or the
// thread that gives back, without the lock held. Ownership: the Store owns the QueueStore.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/commit.hpp"

namespace brevdue::store {

struct Leased {
  Ankomst ankomst = 0;
  std::uint32_t abonnement = 0;
  std::uint16_t variant = 0;
  std::uint16_t attempts = 0;  // completed Commit::leveret before this lease; > 0 means redelivered
};

struct KoeTal {
  std::uint64_t klar = 0;     // ready
  std::uint64_t udlaant = 0;  // leased
  std::uint64_t fejlkoe = 0;
  Ankomst aeldste = 0;  // oldest message not done with, 0 if none
};

class QueueStore {
 public:
  virtual ~QueueStore() = default;

  // The dueslag's number; made (durably, before it returns) the first time. Blocks: not on an io thread while serving.
  virtual base::Resultat<KoeNr> number_of(const base::Uuid& dueslag) = 0;
  virtual std::optional<base::Uuid> dueslag_of(KoeNr koe) const = 0;

  // The oldest ready messages, up to `most`, appended to `out`; how many.
  virtual std::size_t lease(KoeNr koe, std::size_t most, std::vector<Leased>& out) = 0;
  // Not delivered after all, or returned by the receiver: ready again, in their place.
  virtual void give_back(KoeNr koe, std::span<const Ankomst> ankomster) = 0;

  virtual KoeTal tal(KoeNr koe) const = 0;
  // A page of what stands in the queue (or its Fejlkoe), by arrival, after `after`.
  virtual std::vector<Leased> list(KoeNr koe, bool fejlkoe, Ankomst after, std::size_t most) const = 0;

  // Called when a queue that had nothing ready gets something, until the returned handle is destroyed.
  using Watch = std::shared_ptr<void>;
  virtual Watch watch(KoeNr koe, std::function<void()> ready) = 0;
};

}  // namespace brevdue::store
