#include "store/store.hpp"

#include "store/commit_codec.hpp"
#include "store/journal_store.hpp"
#include "store/ledger_chain.hpp"
#include "store/memory_queues.hpp"

namespace brevdue::store {
namespace {

class StandardDele final : public StoreDele {
 public:
  const CommitLaeser& laeser() const override { return kode_; }
  const LedgerKaede& kaede() const override { return kaede_; }
  KoeTilstand& koer() override { return koer_; }
  QueueStore& queues() override { return koer_; }
  base::Resultat<void> serve(Committer* committer, const ObjectStore& objekter) override {
    return koer_.serve(committer, objekter);
  }
  void stop() override { koer_.stop(); }

 private:
  Commitkode kode_;
  Sha256Kaede kaede_;
  MemoryQueues koer_;
};

}  // namespace

base::Resultat<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder, const StoreLimits& limits,
                                                   FileSystem& files, const base::Ur& ur) {
  return open_journal_store(folder, limits, files, ur, std::make_unique<StandardDele>());
}

base::Resultat<std::unique_ptr<Laesestore>> Laesestore::open(const std::filesystem::path& folder, FileSystem& files,
                                                             const base::Ur& ur) {
  return read_journal_store(folder, files, ur, std::make_unique<StandardDele>());
}

base::Resultat<void> restore(const std::filesystem::path& backup, const std::filesystem::path& folder,
                             FileSystem& files, const base::Ur& ur) {
  return restore_journal_store(backup, folder, files, ur, std::make_unique<StandardDele>());
}

}  // namespace brevdue::store
