// The Beskedfordeler: what all its connections share, what it does by itself now and then, and its list of connections.
// Its rules are in afsendelse (publish) and modtagerside (delivery); its door is amqp.hpp.
//
// Thread safety: all from any thread. Ownership: src/app owns one; it ends after the last connection and before the
// Store. The destructor waits for the commits under way.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "beskedfordeler/faelles.hpp"
#include "beskedfordeler/udbakke.hpp"

namespace brevdue::beskedfordeler {

class Beskedfordeler {
 public:
  Beskedfordeler(const Ydre& ydre, Indstillinger indstillinger);
  ~Beskedfordeler();
  Beskedfordeler(const Beskedfordeler&) = delete;
  Beskedfordeler& operator=(const Beskedfordeler&) = delete;

  Faelles& faelles() { return faelles_; }

  // To be called about once a second, from any thread: token times, what paused, events left over, retention.
  void tick();

  // A connection: `look` is called when time has passed or registrations changed, on any thread, until the handle is
  // destroyed (one call may still be running then).
  enum class Grund : std::uint8_t { TID, REGISTRERINGER };
  std::shared_ptr<void> connect(std::function<void(Grund)> look);
  // Keeps a connection's Postkasse until nothing of it is under way.
  void keep(std::shared_ptr<Postkasse> postkasse);

 private:
  void tell(Grund grund);
  void show_dueslag();
  void move_events();

  Faelles faelles_;
  Udbakke udbakke_;
  std::atomic<bool> is_moving_{false};  // asked for and not begun
  std::atomic<std::int64_t> next_expiry_us_{0};
  std::mutex expiry_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<std::function<void(Grund)>>> connections_;
  std::vector<std::shared_ptr<Postkasse>> postkasser_;
  std::set<base::Uuid> shown_;  // dueslag with gauges
  adgangsstyring::Registre::Watch registre_watch_;
  Tavler::Watch tavler_watch_;
  store::QueueStore::Watch udbakke_watch_;
};

}  // namespace brevdue::beskedfordeler
