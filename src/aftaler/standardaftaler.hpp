// The agreements that are delivered (spec udveksling 6.4): RAMMEAFTALER in KLADDE, which give nobody anything until
// authorities approve and join them.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <string_view>
#include <vector>

#include "aftaler/model.hpp"

namespace brevdue::aftaler {

// AFT-01 (benefits), AFT-02 (cases) and AFT-12 (events), from UDK to kommuner.
std::vector<Dataudvekslingsaftale> standardaftaler(base::Cvr udk);

// A kommune's accession to one of them, AKTIV by a hjemmel that is made up and says so: for a sandbox. Its id is the
// framework's and the kommune's CVR ("AFT-01/11111111"). Of the framework's purposes only those in `formaal` are taken.
Dataudvekslingsaftale proevetilslutning(const Dataudvekslingsaftale& rammeaftale, base::Cvr kommune,
                                        base::Maengde<Formaal> formaal);

}  // namespace brevdue::aftaler
