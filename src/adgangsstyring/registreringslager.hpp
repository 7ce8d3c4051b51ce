// How registrations are kept: in Familie::REGISTRERING under a type byte and an id. One object stands for all of them:
// its version is the Register's version, and every import requires it, so that two imports at once cannot mix.
//
// Type bytes of the family: 0 that object, 1 to 15 Adgangsstyring, 16 to 31 the Beskedfordeler.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include "adgangsstyring/register.hpp"
#include "base/result.hpp"
#include "oio/kald.hpp"
#include "store/store.hpp"

namespace brevdue::adgangsstyring {

// The Register of what the store holds (an empty one at first). Errors: LAGER, UGYLDIG.
base::Resultat<std::shared_ptr<const Register>> load_register(const store::ObjectStore& objects);

// Adds to `commit`: the condition that the registrations are still those of `version`, the step to the next version,
// and everything in `imported`. The new Register's version is the outcome's version. Whoever else has registrations of
// their own puts them in the same commit; the ledger record is the importer's.
void put_registreringer(const Registreringer& imported, std::uint64_t version, store::Commit& commit);

}  // namespace brevdue::adgangsstyring
