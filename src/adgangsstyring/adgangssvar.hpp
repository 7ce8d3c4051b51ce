// The one decision: may this Kald do this to that object, and why. Deny is the default; nothing else in the house
// decides access.
//
// Thread safety: free functions over an immutable Register; any thread. None of them allocates: they stand on the
// publish and delivery paths. Limits in an answer live as long as the Register.
#pragma once

#include "adgangsstyring/register.hpp"
#include "base/ur.hpp"
#include "oio/kald.hpp"

namespace brevdue::adgangsstyring {

// The service that an agreement must name for it; for IMPORTER and FREMSOEG it depends on the kind of object. Empty:
// there is none, and nothing is permitted.
std::string_view service_af(oio::Handling handling, std::optional<oio::Objektart> art = std::nullopt);

// In this order: the credentials' time, system and certificate, an agreement in force on the action's service (which
// must be the one the Kald was made for), then the object: its beskedtype, authority, KLE, foelsomhed and owner. When
// several agreements are in force one that covers suffices; if none does, the reason is of the one that came furthest.
//
// IMPORTER asks for the agreement alone; whose object it is does not matter. FREMSOEG goes on: what an index does not
// know the owner of is its own system's; otherwise the system's KLE and foelsomhed, then the user's right within its
// limits, and then the object must be the caller's authority's own, or a dataudvekslingsaftale that the serviceaftale
// names must cover it for the user's purpose (aftaler/regler.hpp).
oio::Adgangssvar afgoer(const Register& registre, const oio::Kald& kald, oio::Handling handling,
                        const oio::Adgangsnoegle& noegle, base::Tidspunkt nu);

// The purposes to offer the Kald's user for a party (UDV-061): those that the roles allow and an agreement in force,
// named by a serviceaftale in force on one of the indexes, is for. Empty without a user.
base::Maengde<oio::Formaal> formaal_at_tilbyde(const Register& registre, const oio::Kald& kald, base::Tidspunkt nu);

// Whether the system or the certificate is blocked or gone, so that nothing of this call is accepted any more and its
// connection need not be kept.
bool er_spaerret(const Register& registre, const oio::Kald& kald);

// MODTAG_BESKED where nobody calls: may this system receive this for that authority (TilladtModtager at distribution,
// spec beskedfordeler 5.7)? The candidates of a system are Register::myndigheder(system, kModtag).
oio::Adgangssvar afgoer_modtagelse(const Register& registre, const base::Uuid& system, base::Cvr myndighed,
                                   const oio::Adgangsnoegle& noegle, base::Tidspunkt nu);

}  // namespace brevdue::adgangsstyring
