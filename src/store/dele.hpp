// What the committer and recovery ask of the store's other parts: how an encoded commit reads, what the queues keep in
// memory, how the ledger's chain is hashed. Interfaces, so that the journal's code knows none of their formats and is
// tested without them.
//
// Thread safety: called on the committer's thread, and before it at open. Ownership: the Store owns what implements
// them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "store/commit.hpp"
#include "store/gruppe.hpp"

namespace brevdue::store {

// Gets the writes of a commit, in order. Views are into the encoded bytes.
class OpModtager {
 public:
  virtual ~OpModtager() = default;
  virtual void put(Familie, std::string_view /*key*/, std::string_view /*value*/) {}
  virtual void erase(Familie, std::string_view /*key*/) {}
  // `op`: the whole encoded operation, which reads alone as a commit of one besked.
  virtual void besked(std::string_view /*op*/, std::string_view /*meta*/, std::string_view /*body*/,
                      std::span<const Reference>) {}
  virtual void leveret(KoeNr, std::span<const Ankomst>) {}
  virtual void kvitteret(KoeNr, std::span<const Ankomst>) {}
  virtual void til_fejlkoe(KoeNr, std::span<const Ankomst>) {}
  virtual void fra_fejlkoe(KoeNr, std::span<const Ankomst>) {}
  virtual void udgaaende(std::string_view /*event*/) {}
  virtual void udgaaende_flyttet(std::uint64_t /*number*/) {}
  virtual void ledger(std::string_view /*record*/) {}
};

class BetingelseModtager {
 public:
  virtual ~BetingelseModtager() = default;
  virtual void version(Familie familie, std::string_view key, Version version) = 0;
  virtual void key(const BrugtNoegle& key) = 0;
};

class CommitLaeser {
 public:
  virtual ~CommitLaeser() = default;
  // Errors: LAGER when the bytes are no operations.
  virtual base::Resultat<void> ops(std::string_view encoded, OpModtager& to) const = 0;
  virtual base::Resultat<void> conditions(const Commit& commit, BetingelseModtager& to) const = 0;
  virtual std::string_view encoded(const Commit& commit) const = 0;
};

// The queues in memory. A besked already there, or done with according to the restored state, is not appended again.
class KoeTilstand {
 public:
  virtual ~KoeTilstand() = default;
  virtual bool append(Ankomst ankomst, const Reference& reference) = 0;
  virtual void leveret(KoeNr koe, std::span<const Ankomst> ankomster) = 0;
  // `gone` gets each besked that the queue or its Fejlkoe held until now.
  virtual void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster, std::vector<Ankomst>& gone) = 0;
  virtual void til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) = 0;
  virtual void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) = 0;
  // All of a group is there: watchers may be called.
  virtual void applied() = 0;

  // The state of each queue changed since the last call: what is done with, attempts, Fejlkoe.
  virtual void encode_changed(const std::function<void(KoeNr koe, std::string_view state)>& each) = 0;
  virtual base::Resultat<void> restore(KoeNr koe, std::string_view state) = 0;
};

class LedgerKaede {
 public:
  virtual ~LedgerKaede() = default;
  virtual std::string merkle_root(std::span<const std::string_view> records) const = 0;
  virtual std::string line_hash(std::uint64_t number, base::Tidspunkt tid, std::string_view previous,
                                std::string_view root) const = 0;
};

}  // namespace brevdue::store
