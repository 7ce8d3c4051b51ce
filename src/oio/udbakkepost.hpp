// An event of one of the house's own services as it stands in the outbox: put there in the commit of the change it
// tells about, moved to the dueslag by the Beskedfordeler.
//
// Thread safety: plain values and free functions. Ownership: a decoded one has a view into the bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"

namespace brevdue::oio {

struct Udbakkepost {
  base::Uuid afsender;  // the system that the receivers see as its source
  base::Cvr myndighed;
  std::string_view body;  // a whole Haendelsesbesked
  bool operator==(const Udbakkepost&) const = default;
};
std::string encode(const Udbakkepost& post);
// Errors: LAGER.
base::Resultat<Udbakkepost> decode_udbakkepost(std::string_view event);

}  // namespace brevdue::oio
