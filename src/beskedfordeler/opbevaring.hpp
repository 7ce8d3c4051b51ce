// Retention: a besked that nobody took for longer than `opbevaring` goes to the Fejlkoe, with an alarm and a ledger
// record; it is never silently dropped (docs/decisions).
//
// Thread safety: one call at a time; it blocks on the disk.
#pragma once

#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {

// How many were moved.
std::size_t expire(Faelles& faelles);

}  // namespace brevdue::beskedfordeler
