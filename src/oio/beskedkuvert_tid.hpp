// Danish local time as the envelope carries it: with milliseconds and offset, "2023-02-13T12:22:31.990+01:00".
//
// Thread safety: free functions.
#pragma once

#include <string>

#include "base/ur.hpp"

namespace brevdue::oio {

// Whether Danish summer time holds: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
// October (Directive 2000/84/EC, in force since 2002; the rule is used for every year).
bool is_summer_time(base::Tidspunkt t);

void append_danish_time(base::Tidspunkt t, std::string& out);

}  // namespace brevdue::oio
