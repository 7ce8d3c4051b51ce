// Two clocks: the sandbox moves its own, but never that by which certificates are judged (spec sandbox, Time).
#pragma once

#include "base/ur.hpp"

namespace brevdue::adgangsstyring {

struct Ure {
  const base::Ur& ur;             // tokens, agreements, limits
  const base::Ur& certifikat_ur;  // the validity of X.509 certificates; the same one outside the sandbox
};

}  // namespace brevdue::adgangsstyring
