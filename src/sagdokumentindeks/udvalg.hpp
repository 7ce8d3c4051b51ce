// What a Filter asks to have returned of each type (spec indekser 4.6), and what a Sortering puts first (4.7).
//
// Thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indeks/fremsoegning.hpp"
#include "sagdokumentindeks/operationer.hpp"
#include "sagdokumentindeks/roller.hpp"

namespace brevdue::sagdokumentindeks {

// Whether it asks for nothing at all: then objects are counted and not shown.
bool er_tomt(const Filter& filter);
// Errors: IKKE_UNDERSTOETTET for what is not evaluated (SagInkluder, DokumentInkluder).
base::Resultat<void> check(const Filter& filter);
// Leaves what is named.
void udvaelg(SagRegistrering& registrering, const Filter& filter);
void udvaelg(DokumentRegistrering& registrering, const Filter& filter);

// The keys in the order of Prioritet. Errors: IKKE_UNDERSTOETTET for an element that is not sorted by.
base::Resultat<std::vector<oio::Sortering>> sorteringer(const std::vector<oio::Sortering>& wanted,
                                                        const std::string& sti);
// A registration's values; without keys its BrugervendtNoegle.
std::vector<indeks::Sorteringsvaerdi> orden(const SagRegistrering& registrering, const Roller& roller,
                                            base::Tidspunkt nu, const std::vector<oio::Sortering>& efter);
std::vector<indeks::Sorteringsvaerdi> orden(const DokumentRegistrering& registrering, const Roller& roller,
                                            base::Tidspunkt nu, const std::vector<oio::Sortering>& efter);

}  // namespace brevdue::sagdokumentindeks
