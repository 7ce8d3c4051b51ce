// The Ydelsesindeks: importer and fremsoeg (spec indekser 2.6 and 4), for doors and for programs within. The rules that
// both indexes share are in indeks/.
//
// Thread safety: all from any thread that may block (the pool). Ownership: all that is given to it must outlive it; the
// composition in src/app owns it.
#pragma once

#include <array>

#include "indeks/fremsoegning.hpp"
#include "indeks/importering.hpp"
#include "oio/sidelager.hpp"
#include "xml/binding.hpp"
#include "ydelsesindeks/objekttyper.hpp"
#include "ydelsesindeks/operationer.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

class Ydelsesindeks {
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
  explicit Ydelsesindeks(const Dele& dele);
  Ydelsesindeks(const Ydelsesindeks&) = delete;
  Ydelsesindeks& operator=(const Ydelsesindeks&) = delete;

  // One UnikRetur an object, in their order.
  oio::MultipleOutput importer(const oio::Kald& kald, const ImporterInput& input);
  // What is found, or a StandardRetur that says why not. The answer points into the input and the arena.
  FremsoegOutput fremsoeg(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena);

  const Roller& roller() const { return dele_.roller; }

 private:
  base::Resultat<FremsoegOutput> search(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena);

  const Dele dele_;
  const Bevillingstype bevillingstype_;
  const Effektueringstype effektueringstype_;
  const std::array<const indeks::Objekttype*, 2> typer_{&bevillingstype_, &effektueringstype_};
  indeks::Importering importering_;
  indeks::Fremsoegning fremsoegning_;
};

}  // namespace brevdue::ydelsesindeks
