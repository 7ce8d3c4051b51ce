// How the Beskedfordeler's registrations are kept: in Familie::REGISTRERING under type bytes 16 to 18 and an id. The
// object of all registrations (adgangsstyring/registreringslager.hpp) guards them too: whoever adds these to a commit
// has put Adgangsstyring's, however few, in the same one.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.hpp"
#include "beskedfordeler/tavle.hpp"
#include "store/store.hpp"

namespace brevdue::beskedfordeler {

// What the store holds, as a Tavle of that version of the registrations. Makes queue numbers for dueslag that have
// none: it may block on the disk. Errors: LAGER, UGYLDIG.
base::Resultat<std::shared_ptr<const Tavle>> load_tavle(const store::ObjectStore& objects, store::QueueStore& queues,
                                                        std::uint64_t version);

// Adds to `commit` what changes when `imported` is laid over what `now` holds; new and changed abonnementer get their
// numbers here. Errors: UGYLDIG when the whole would not hang together.
base::Resultat<void> put_registreringer(const Registreringer& imported, const Tavle& now, store::Commit& commit);

}  // namespace brevdue::beskedfordeler
