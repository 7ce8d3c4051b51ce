// The Beskedfordeler: what all its connections share, what it does by itself now and then, and its list of connections.
// Its rules are in afsendelse (publish) and modtagerside (delivery); its door is amqp.hpp.
//
// Thread safety: all from any thread. Ownership: src/app owns one; it ends after the last connection and before the
// Store. The destructor waits for the commits under way.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {

class Beskedfordeler {
 public:
  Beskedfordeler(const Ydre& ydre, Indstillinger indstillinger);
  ~Beskedfordeler();
  Beskedfordeler(const Beskedfordeler&) = delete;
  Beskedfordeler& operator=(const Beskedfordeler&) = delete;

  Faelles& faelles() { return faelles_; }

  // To be called about once a second, from any thread: token times, what paused, retention.
  void tick();

  // A connection: `look` is called when time has passed or registrations changed, on any thread, until the handle is
  // destroyed (one call may still be running then).
  enum class Grund : std::uint8_t { TID, REGISTRERINGER };
  std::shared_ptr<void> connect(std::function<void(Grund)> look);
  // Keeps a connection's Postkasse until nothing of it is under way.
  void keep(std::shared_ptr<Postkasse> postkasse);

 private:
  void tell(Grund grund);

  Faelles faelles_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<std::function<void(Grund)>>> connections_;
  std::vector<std::shared_ptr<Postkasse>> postkasser_;
  adgangsstyring::Registre::Watch registre_watch_;
  Tavler::Watch tavler_watch_;
};

}  // namespace brevdue::beskedfordeler
