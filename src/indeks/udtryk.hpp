// The shape that the search expressions of both indexes have (spec indekser 4.2 and 4.8): operation and parts, of which
// some are expressions themselves; and what every leaf says beside its example.
//
// Thread safety: free functions.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "indeks/fremsoegning.hpp"
#include "oio/grundtyper.hpp"

namespace brevdue::indeks {

// The page that the first leaf of a type with one sets; `side` is left alone when it has a value. Errors: UGYLDIG
// (negative, no number), IKKE_UNDERSTOETTET for the times a leaf is restricted to, which are not evaluated.
base::Resultat<void> read_soeginput(const oio::SoegInput& input, const std::string& sti, std::optional<Side>& side);

// `U` is an index's SoegUdtryk; `leaf(led, sti)` translates a part that is no expression.
template <class U, class Leaf>
base::Resultat<oio::Udtryk> oversaet(const U& udtryk, const Leaf& leaf, const std::string& sti) {
  using Led = typename decltype(U::led)::value_type;
  std::vector<oio::Udtryk> dele;
  for (const Led& led : udtryk.led) {
    if (led.indhold.index() == Led::NOT) {
      auto del = PROEV(oversaet(*std::get_if<Led::NOT>(&led.indhold), leaf, sti + "/NOT"));
      dele.push_back(oio::Udtryk::ikke(std::move(del)));
    } else if (led.indhold.index() == Led::UDTRYK) {
      dele.push_back(PROEV(oversaet(*std::get_if<Led::UDTRYK>(&led.indhold), leaf, sti + "/SoegUdtryk")));
    } else {
      dele.push_back(PROEV(leaf(led, sti)));
    }
  }
  if (udtryk.operation == "OR") return oio::Udtryk::eller(std::move(dele));
  return oio::Udtryk::og(std::move(dele));
}

}  // namespace brevdue::indeks
