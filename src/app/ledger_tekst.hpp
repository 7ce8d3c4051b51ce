// The ledger's records as JSON lines, for operators and auditors.
//
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "store/store.hpp"

namespace brevdue::app {

// At most 10,000 records from chain line `from`; each line says where it stands, so the next call can go on.
// Errors: LAGER.
base::Resultat<std::string> ledger_json_lines(const store::Ledger& ledger, std::uint64_t from);

}  // namespace brevdue::app
