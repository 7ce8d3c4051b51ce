// Which of UDK's schemes a KLE number belongs to (spec udveksling 6.4, ordliste).
//
// Thread safety: a free function.
#pragma once

#include "base/numre.hpp"
#include "oio/udveksling.hpp"

namespace brevdue::aftaler {

// KOMMUNAL when no scheme has it.
oio::Ordning ordning_af(base::KleEmne kle);

}  // namespace brevdue::aftaler
