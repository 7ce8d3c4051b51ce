// The dueslag in memory over KoeIndeks, one lock each; and their numbers, which stand as objects of the applied state
// (Familie::INDSTILLING), so that a commit makes them.
//
// Thread safety: QueueStore's calls from any thread; KoeTilstand's, serve and stop from the committer's (and open,
// before it). Ownership: the Store owns it; serve's arguments must live until stop.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "store/dele.hpp"
#include "store/koe_indeks.hpp"
#include "store/queue_store.hpp"
#include "store/store.hpp"
#include "store/watchers.hpp"

namespace brevdue::store {

class MemoryQueues final : public QueueStore, public KoeTilstand {
 public:
  base::Resultat<KoeNr> number_of(const base::Uuid& dueslag) override;
  std::optional<base::Uuid> dueslag_of(KoeNr koe) const override;
  std::size_t lease(KoeNr koe, std::size_t most, std::vector<Leased>& out) override;
  void give_back(KoeNr koe, std::span<const Ankomst> ankomster) override;
  KoeTal tal(KoeNr koe) const override;
  std::vector<Leased> list(KoeNr koe, bool fejlkoe, Ankomst after, std::size_t most) const override;
  Watch watch(KoeNr koe, std::function<void()> ready) override;

  bool append(Ankomst ankomst, const Reference& reference) override;
  void leveret(KoeNr koe, std::span<const Ankomst> ankomster) override;
  void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster, std::vector<Ankomst>& gone) override;
  void til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override;
  void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override;
  void applied() override;
  void encode_changed(const std::function<void(KoeNr koe, std::string_view state)>& each) override;
  base::Resultat<void> restore(KoeNr koe, std::string_view state) override;

  // Recovery is over: all the journal holds has been appended. Reads the numbers. Errors: LAGER.
  base::Resultat<void> serve(Committer* committer, const ObjectStore& objekter);
  void stop();
  // Bytes of memory the queues take.
  std::size_t memory() const;

 private:
  struct Koe {
    explicit Koe(KoeNr number) : nr(number) {}
    const KoeNr nr;
    std::mutex mutex;
    KoeIndeks indeks;
    Watchers watchers;
    bool changed = false;  // committer's thread's own, as is the next
    bool became_ready = false;
  };
  Koe* find(KoeNr koe) const;
  Koe& find_or_make(KoeNr koe);
  void mark_changed(Koe& koe);
  void mark_ready(Koe& koe);
  template <class Change>
  void change(KoeNr koe, std::span<const Ankomst> ankomster, const Change& each);
  base::Resultat<KoeNr> make_number(const base::Uuid& dueslag, Committer& committer);
  void remember(const base::Uuid& dueslag, KoeNr number);

  mutable std::shared_mutex mutex_;
  std::unordered_map<KoeNr, std::unique_ptr<Koe>> koer_;  // never fewer while it lives
  std::unordered_map<base::Uuid, KoeNr> numbers_;
  std::unordered_map<KoeNr, base::Uuid> dueslag_;

  std::mutex numbering_;  // one new number at a time
  Committer* committer_ = nullptr;
  KoeNr last_number_ = 0;

  std::vector<Koe*> changed_;  // committer's thread's own, as is the next
  std::vector<Koe*> became_ready_;
};

}  // namespace brevdue::store
