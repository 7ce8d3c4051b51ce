// The besked that the demo sends: KOMBIT's published example where their contracts are at hand (BREVDUE_KONTRAKTER,
// ../shared/contracts if not set), otherwise Brevdue's own of the same kind; each time with a BeskedId of its own.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/ur.hpp"

namespace brevdue::app {

struct Demobesked {
  std::string source;  // for people: where it is from
  std::string besked_id;
  std::string xml;
};

base::Resultat<Demobesked> make_demobesked(base::Tilfaeldig& random);

// Whether `delivered` differs from `sent` in Leveranceinformation and TilladtModtager only. Errors: UGYLDIG.
base::Resultat<void> compare(const Demobesked& sent, std::string_view delivered);

}  // namespace brevdue::app
