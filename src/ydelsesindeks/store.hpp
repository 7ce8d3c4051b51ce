// What the store must know of a Bevilling and of an Oekonomisk Effektuering: their packed registrations, the terms they
// are found by, the objects they point to and what access is decided by, all from the structs alone.
//
// Access is decided for each granted ydelse, and for each ydelse that is paid, by itself (spec indekser 5.2). What the
// objects at the other end of a link have to say to it, adgang.hpp asks.
//
// Thread safety: free functions; any thread. Ownership: what is returned keeps no views into the object, but for
// Betaltydelse.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "oio/kald.hpp"
#include "oio/objekter.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

// Of an object that has registrations, the one with the latest Tidspunkt; of equal ones the last.
const BevillingRegistrering& seneste(const Bevilling& bevilling);

// By what is in force at `nu`, or else what begins last (spec indekser 5.3). 1 to 4; without one it is 4.
std::uint8_t foelsomhed(const BevillingRegistrering& registrering, base::Tidspunkt nu);

// One for each BevilgetYdelse, in their order; without payments, which only effektueringer know of.
std::vector<oio::Adgangsnoegle> adgangsnoegler(const BevillingRegistrering& registrering, base::Tidspunkt nu,
                                               const Roller& roller);

// One ydelse that an effektuering pays. Its foelsomhed is the bevilling's: until somebody has seen that, the part is
// its own system's alone.
struct Betaltydelse {
  oio::Adgangsnoegle noegle;  // with the payment's day, unless it was annulled
  std::optional<base::Uuid> bevilling;
  std::string_view ydelse_id;
};
// One for each OekonomiskYdelseEffektueringRelation, in their order.
std::vector<Betaltydelse> betalte_ydelser(const EffektueringRegistrering& registrering, base::Tidspunkt nu,
                                          const Roller& roller);

// The terms of one registration, whatever their virkning; also of an example, which has some of what it is to find.
// Values: EJER and KLE as their numbers' text, an AKTOER's CVR number also as its URN, all others as the element says.
std::vector<oio::Term> termer(const BevillingAttributListe& attributter, const BevillingRelationListe& relationer,
                              const Roller& roller);
std::vector<oio::Term> termer(const EffektueringAttributListe& attributter, const EffektueringRelationListe& relationer,
                              const Roller& roller);

// The links to objects named by a UUID.
std::vector<oio::Link> links(const BevillingRegistrering& registrering);
std::vector<oio::Link> links(const EffektueringRegistrering& registrering);

// Bevillingstartdato and Bevillingslutdato of all Egenskaber, which the index says and not the sender (spec indekser
// 1.8): the earliest start, and the latest end, or none while a ydelse has no end.
void fill_datoer(BevillingAttributListe& attributter);

// As it is stored: registrations by Tidspunkt, each with a StsTidspunkt of its own from `sts` on, ascending by
// microseconds; the last one's links, and a Kortnoegle of all its parts together (an effektuering's has no foelsomhed,
// and as its day the payment's). Errors: UGYLDIG: no registration, or no UUID; what packing returned.
base::Resultat<oio::Objekt> to_objekt(const Bevilling& bevilling, base::Tidspunkt sts, const Roller& roller);
base::Resultat<oio::Objekt> to_objekt(const OekonomiskEffektuering& effektuering, base::Tidspunkt sts,
                                      const Roller& roller);

}  // namespace brevdue::ydelsesindeks
