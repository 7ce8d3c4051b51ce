// What all connections of the Beskedfordeler share.
//
// Thread safety: every member from any thread. Ownership: the Beskedfordeler owns it; it outlives every connection.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/register.hpp"
#include "beskedfordeler/afsendelse.hpp"
#include "beskedfordeler/besked.hpp"
#include "beskedfordeler/konsumenter.hpp"
#include "beskedfordeler/postkasse.hpp"
#include "beskedfordeler/tal.hpp"
#include "beskedfordeler/tavle.hpp"
#include "net/server.hpp"
#include "store/store.hpp"

namespace brevdue::beskedfordeler {

struct Indstillinger {
  Afsendelsesindstillinger afsendelse;
  base::Uuid fordelingssystem;              // this distributor, in Leverancerute
  std::chrono::hours opbevaring{7 * 24};    // older beskeder go to the Fejlkoe
  std::size_t hukommelse_bytes = 32 << 20;  // newest beskeder kept for delivery
  // Commits waiting over it: publishes are not read until half of it is done.
  std::size_t efterslaeb_bytes = 32 << 20;
  std::chrono::seconds tokenfrist{60};  // from a token's end to the end of its connection (spec 2.8)
  std::size_t portion = 256;            // deliveries prepared together, at most
};

struct Ydre {
  store::Store& store;
  const adgangsstyring::Registre& registre;
  Tavler& tavler;
  const base::Ur& ur;
  base::Tilfaeldig& tilfaeldig;
  net::IoThreads& threads;
  base::Metrics& metrics;
  adgangsstyring::Afvisninger& afvisninger;
};

struct Faelles {
  Faelles(const Ydre& outside, Indstillinger settings)
      : ydre(outside),
        indstillinger(std::move(settings)),
        tal(outside.metrics),
        hukommelse(indstillinger.hukommelse_bytes) {}

  // Runs `work` on the pool and then `then`, on some io thread; false when the pool had no room for it. After end()
  // neither is run.
  void in_pool(std::function<void()> work, std::function<void(bool ran)> then);
  // `act` for those who may call it after end(), when it is not done; end() waits for calls under way.
  template <class Act>
  auto while_alive(Act act) {
    return [liv = liv_, act = std::move(act)](auto... arguments) {
      const std::shared_lock lock{liv->mutex};
      if (!liv->ended) act(arguments...);
    };
  }
  // Whether end() was not called yet; for those who take locks of their own, and are stopped before by their owner.
  std::function<bool()> still_alive() const {
    return [liv = liv_] { return !liv->ended; };
  }
  void end();
  // A besked from the journal. Errors: as Beskedlager::read.
  base::Resultat<std::shared_ptr<const Besked>> read(store::Ankomst ankomst) const;
  // The same, from memory if it is there.
  base::Resultat<std::shared_ptr<const Besked>> find(store::Ankomst ankomst) const;
  Afsendelse::Dele afsendelsesdele() {
    return {ydre.registre, ydre.tavler, ydre.ur, ydre.tilfaeldig, indstillinger.afsendelse, tal};
  }

  Ydre ydre;
  const Indstillinger indstillinger;
  Tal tal;
  Beskedhukommelse hukommelse;
  Konsumenter konsumenter;

 private:
  // Who calls may outlast the Faelles, so whether it still lives is told by something that outlasts both.
  struct Liv {
    std::shared_mutex mutex;
    std::atomic<bool> ended{false};
  };
  const std::shared_ptr<Liv> liv_ = std::make_shared<Liv>();
};

}  // namespace brevdue::beskedfordeler
