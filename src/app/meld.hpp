// How a command says that it failed: one sentence on standard error, and an exit code.
//
// Thread safety: free functions.
#pragma once

#include "base/result.hpp"

namespace brevdue::app {

int report(const base::Fejl& fejl);  // 1
// The same for a store that could not be opened: 3 when its folder has another disk format.
int report_store(const base::Fejl& fejl);

}  // namespace brevdue::app
