// The Store put together: journal, applied state, committer and what recovers them.
//
// The folder: FORMAT (format number and the checksums' secret), LOCK, journal/, state/.
//
// Thread safety and ownership: as Store. It owns all its parts.
#pragma once

#include <memory>

#include "store/dele.hpp"
#include "store/store.hpp"

namespace brevdue::store {

// The parts that know the encoding of commits, the queues in memory and the ledger's hashing.
class StoreDele {
 public:
  virtual ~StoreDele() = default;
  virtual const CommitLaeser& laeser() const = 0;
  virtual const LedgerKaede& kaede() const = 0;
  virtual KoeTilstand& koer() = 0;
  virtual QueueStore& queues() = 0;
  // Recovery is over: numbers of dueslag may be read, and new ones committed (unless there is no committer), until
  // stop.
  virtual base::Resultat<void> serve(Committer* committer, const ObjectStore& objekter) = 0;
  virtual void stop() = 0;
};

// As Store::open.
base::Resultat<std::unique_ptr<Store>> open_journal_store(const std::filesystem::path& folder,
                                                          const StoreLimits& limits, FileSystem& files,
                                                          const base::Ur& ur, std::unique_ptr<StoreDele> dele);
// As Laesestore::open.
base::Resultat<std::unique_ptr<Laesestore>> read_journal_store(const std::filesystem::path& folder, FileSystem& files,
                                                               const base::Ur& ur, std::unique_ptr<StoreDele> dele);
// As restore.
base::Resultat<void> restore_journal_store(const std::filesystem::path& backup, const std::filesystem::path& folder,
                                           FileSystem& files, const base::Ur& ur, std::unique_ptr<StoreDele> dele);

}  // namespace brevdue::store
