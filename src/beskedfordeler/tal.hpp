// What the Beskedfordeler counts. Labels carry codes and ids of dueslag, nothing personal.
//
// Thread safety: all. Ownership: the Metrics owns the counters.
#pragma once

#include "base/metrics.hpp"
#include "beskedfordeler/standardretur.hpp"

namespace brevdue::beskedfordeler {

struct Tal {
  explicit Tal(base::Metrics& metrics);
  base::Counter& publish(StatusKode kode);

  base::Counter& ok;
  base::Counter& ugyldig;
  base::Counter& udloebet;
  base::Counter& ikke_tilladt;
  base::Counter& intern_fejl;
  base::Counter& ikke_tilgaengelig;
  base::Counter& gentaget;
  base::Counter& leveret;
  base::Counter& genleveret;
  base::Counter& kvitteret;
  base::Counter& lagt_tilbage;
  base::Counter& til_fejlkoe;
  base::Counter& fra_disk;
  base::Counter& match_ns;
  base::Counter& match;
};

}  // namespace brevdue::beskedfordeler
