// The Sags- og Dokumentindeks as its callers use it (spec indekser 2.4 and 4): importer and fremsoeg. What cannot be
// done is said in the answer's StatusKode.
//
// Thread safety: from any thread that may block (the pool). Ownership: src/app owns one; what is in Dele must outlive
// it.
#pragma once

#include <array>

#include "adgangsstyring/afvisninger.hpp"
#include "indeks/fremsoegning.hpp"
#include "indeks/importering.hpp"
#include "oio/sidelager.hpp"
#include "sagdokumentindeks/adgang.hpp"
#include "sagdokumentindeks/operationer.hpp"
#include "sagdokumentindeks/roller.hpp"
#include "xml/binding.hpp"

namespace brevdue::sagdokumentindeks {

class Sagdokumentindeks {
 public:
  struct Dele {
    store::Store& store;
    const adgangsstyring::Registre& registre;
    adgangsstyring::Afvisninger& afvisninger;
    const base::Ur& ur;
    base::Tilfaeldig& tilfaeldig;
    oio::Sidelager& sidelager;
    Roller roller{};
  };
  explicit Sagdokumentindeks(const Dele& dele);

  oio::MultipleOutput importer(const oio::Kald& kald, const ImporterInput& input);
  // The answer looks into the arena.
  FremsoegOutput fremsoeg(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena);

  const Roller& roller() const { return roller_; }

 private:
  const Roller roller_;
  const Sagtype sagtype_;
  const Dokumenttype dokumenttype_;
  const std::array<const indeks::Objekttype*, 2> typer_;
  indeks::Importering importering_;
  indeks::Fremsoegning fremsoegning_;
};

}  // namespace brevdue::sagdokumentindeks
