// Retention: a besked that nobody took for longer than `opbevaring` goes to the Fejlkoe, with an alarm and a ledger
// record; it is never silently dropped (docs/decisions). One that an operator requeues has the whole time again.
//
// Thread safety: expire() one call at a time, it blocks on the disk; renew() any thread.
#pragma once

#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {

// Beskeder that come back from the Fejlkoe with `commit`: their time begins at `nu`.
void renew(store::KoeNr koe, std::span<const store::Ankomst> ankomster, base::Tidspunkt nu, store::Commit& commit);

// How many were moved.
std::size_t expire(Faelles& faelles);

}  // namespace brevdue::beskedfordeler
