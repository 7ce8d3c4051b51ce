// How sager and dokumenter are kept: packed registrations, the terms they are found by, the objects they point to and
// their access keys, all from the structs alone.
//
// Thread safety: free functions; any thread. Ownership: what is returned keeps no views into what it was made of, but
// unpacked registrations look into their bytes and the arena.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "oio/kald.hpp"
#include "oio/objekter.hpp"
#include "sagdokumentindeks/model.hpp"
#include "sagdokumentindeks/roller.hpp"
#include "xml/binding.hpp"

namespace brevdue::sagdokumentindeks {

// What decides at `nu` (spec indekser 5.2 and 5.3): the owner, the Primaer klasse's KLE number, the foelsomhed (4 when
// there is none) and the master system. Of a Dokument its own, which count when it is on no sag.
oio::Adgangsnoegle adgangsnoegle(const SagRegistrering& registrering, const Roller& roller, base::Tidspunkt nu);
oio::Adgangsnoegle adgangsnoegle(const DokumentRegistrering& registrering, const Roller& roller, base::Tidspunkt nu);
// Who the Sag's citizen belongs to, at `nu`.
std::optional<base::Cvr> bopaelskommune(const SagRegistrering& registrering, const Roller& roller, base::Tidspunkt nu);

// What a registration is found by, whatever its virkning. An example's terms are those of whatever meets it. Values:
// EJER and KLE as their numbers' text; ids normalised; a CVR number is also the AKTOER of its URN.
std::vector<oio::Term> termer(const SagRegistrering& registrering, const Roller& roller);
std::vector<oio::Term> termer(const DokumentRegistrering& registrering, const Roller& roller);

// As it is stored: registrations by Tidspunkt, each with a StsTidspunkt of its own from `sts` on, ascending by
// microseconds; the last one's links. Errors: UGYLDIG (a party named by a UUID), what packing returned.
base::Resultat<oio::Objekt> to_objekt(const Sag& sag, const Roller& roller, base::Tidspunkt sts);
base::Resultat<oio::Objekt> to_objekt(const Dokument& dokument, const Roller& roller, base::Tidspunkt sts);

// What was packed: the object with one registration. Views look into the bytes and the arena. Errors: LAGER.
base::Resultat<Sag> unpack_sag(std::string_view pakket, xml::Arena& arena);
base::Resultat<Dokument> unpack_dokument(std::string_view pakket, xml::Arena& arena);

// By Tidspunkt, those without one first; of equal ones as they came.
std::vector<const SagRegistrering*> i_orden(const Sag& sag);
std::vector<const DokumentRegistrering*> i_orden(const Dokument& dokument);

}  // namespace brevdue::sagdokumentindeks
