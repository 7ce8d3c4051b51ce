// A fremsoeg as the pipeline in indeks/ takes it: the expression with its leaves' terms and checks, the listed ids, the
// order, and what puts each object that is found into the answer (spec indekser 4).
//
// What is not evaluated is refused by name, with StatusKode 40: what Inkluder names, names to sort by, intervals, and
// the times that a leaf restricts itself to.
//
// Thread safety: one request. Ownership: the input, the arena and the answer must outlive the question.
#pragma once

#include <span>

#include "indeks/fremsoegning.hpp"
#include "xml/binding.hpp"
#include "ydelsesindeks/objekttyper.hpp"
#include "ydelsesindeks/operationer.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

// What the answer is made with. `svar` points into `arena` afterwards.
struct Soegeplads {
  const Roller& roller;
  const Bevillingstype& bevillingstype;
  const Effektueringstype& effektueringstype;
  const indeks::Dommer& dommer;
  oio::Opslag& opslag;
  xml::Arena& arena;
  FremsoegOutput& svar;
};

// Errors: UGYLDIG, IKKE_UNDERSTOETTET, in Danish, with the element's path.
base::Resultat<indeks::Spoergsmaal> make_spoergsmaal(const FremsoegInput& input, const Soegeplads& plads);

// How many there are of each type that something is shown of (or is counted alone), with the page as it was applied.
// `sider` and `delsvar` are those of the bevillinger and the effektueringer, in this order.
void add_antal(FremsoegOutput& svar, const FremsoegInput& input, std::span<const indeks::Side> sider,
               std::span<const indeks::Delsvar> delsvar);

}  // namespace brevdue::ydelsesindeks
