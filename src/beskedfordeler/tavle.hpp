// The Beskedfordeler's registrations as of one moment, ready for use: dueslag with their queue numbers, the matcher,
// and what every abonnement number has ever stood for; and the holder that swaps them.
//
// Thread safety: a Tavle is immutable; Tavler is safe from any thread. Ownership: whoever looks something up keeps the
// shared_ptr as long as it uses what it found.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "beskedfordeler/matcher.hpp"
#include "beskedfordeler/registreringer.hpp"
#include "store/queue_store.hpp"

namespace brevdue::beskedfordeler {

// An abonnement with one expression, for as long as anything was delivered by it: also after it was changed or removed.
struct Abonnementsnummer {
  base::Uuid abonnement;
  base::Uuid dueslag;
  std::string navn;
  Abonnementsudtryk udtryk;
  bool operator==(const Abonnementsnummer&) const = default;
};
using Abonnementsnumre = std::unordered_map<std::uint32_t, Abonnementsnummer>;

// One dueslag as it is used.
struct Dueslagsplads {
  const Dueslag* dueslag = nullptr;
  store::KoeNr koe = 0;
};

// One abonnement of the matcher's list.
struct Abonnementsplads {
  std::uint32_t dueslag = 0;  // place among dueslag()
  const Abonnement* abonnement = nullptr;
};

class Tavle {
 public:
  // `koer`: the queue number of each dueslag, in order. Errors: as check().
  static base::Resultat<std::shared_ptr<const Tavle>> make(Registreringer all, Abonnementsnumre numre,
                                                           std::vector<store::KoeNr> koer, std::uint64_t version);

  std::uint64_t version() const { return version_; }
  const Registreringer& registreringer() const { return all_; }
  const Abonnementsnumre& numre() const { return numre_; }
  const std::vector<Dueslagsplads>& dueslag() const { return dueslag_; }
  // By dueslag, and within one by creation: the order in which the first match counts (spec 6.7).
  const std::vector<Abonnementsplads>& abonnementer() const { return abonnementer_; }
  // Positions are those of abonnementer().
  const Matcher& matcher() const { return *matcher_; }

  const Dueslagsplads* find(const base::Uuid& dueslag) const;
  const Dueslagsplads* find(store::KoeNr koe) const;
  const Abonnementsnummer* find_nummer(std::uint32_t nummer) const;

  Tavle(const Tavle&) = delete;
  Tavle& operator=(const Tavle&) = delete;

 private:
  Tavle(Registreringer all, Abonnementsnumre numre, std::uint64_t version)
      : all_(std::move(all)), numre_(std::move(numre)), version_(version) {}

  const Registreringer all_;
  const Abonnementsnumre numre_;
  const std::uint64_t version_;
  std::vector<Dueslagsplads> dueslag_;
  std::vector<Abonnementsplads> abonnementer_;
  std::unordered_map<base::Uuid, std::uint32_t> by_uuid_;
  std::unordered_map<store::KoeNr, std::uint32_t> by_koe_;
  std::unique_ptr<const Matcher> matcher_;
};

// The Tavle in force. An import swaps it.
class Tavler {
 public:
  explicit Tavler(const std::shared_ptr<const Tavle>& first);
  std::shared_ptr<const Tavle> nu() const { return tavle_.load(); }
  // Cheaper than nu(): a hot path keeps its own shared_ptr and takes a new one when this number differs.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  void set(std::shared_ptr<const Tavle> next);

  // `changed` is called after each set() on its thread, without a lock held, until the handle is destroyed; one call
  // may still be running then, so it only passes word on.
  using Watch = std::shared_ptr<void>;
  Watch watch(std::function<void()> changed);

 private:
  std::atomic<std::shared_ptr<const Tavle>> tavle_;
  std::atomic<std::uint64_t> version_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<std::function<void()>>> watchers_;
};

}  // namespace brevdue::beskedfordeler
