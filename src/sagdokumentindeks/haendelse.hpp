// The events about a Sag (spec indekser 2.7): one a registration, unless its sender wants none. A Dokument has none.
//
// Thread safety: free functions.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "indeks/haendelse.hpp"
#include "sagdokumentindeks/model.hpp"
#include "sagdokumentindeks/roller.hpp"

namespace brevdue::sagdokumentindeks {

// What the event about a Sag is called (docs/uuid-tabel.md); KOMBIT's ids are not published.
base::Uuid beskedtype_sag();

// Oldest first, with the StsTidspunkt that to_objekt gives from `sts` on. Errors: what writing returned.
base::Resultat<std::vector<indeks::Haendelse>> haendelser(const Sag& sag, const Roller& roller, base::Tidspunkt sts);

}  // namespace brevdue::sagdokumentindeks
