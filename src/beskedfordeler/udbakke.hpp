// Events of the house's own services, from the outbox to the dueslag. A service puts its event there in the commit of
// the change it tells about; here it is matched and moved in a commit of its own, so a crash may repeat the work, never
// lose an event or move it twice.
//
// Thread safety: move() one call at a time, on a thread that may block. Ownership: the Faelles must outlive it.
#pragma once

#include <mutex>
#include <string_view>

#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {

class Udbakke {
 public:
  explicit Udbakke(Faelles& faelles) : faelles_(faelles), afsendelse_(faelles.afsendelsesdele()) {}
  // Moves what waits, oldest first; how many. One that is no besked is passed over with an alarm and a ledger record.
  std::size_t move();

 private:
  store::Commit prepare(const store::Udgaaende& event);
  store::Commit pass_over(const store::Udgaaende& event, std::string_view why);

  Faelles& faelles_;
  std::mutex mutex_;
  Afsendelse afsendelse_;
};

}  // namespace brevdue::beskedfordeler
