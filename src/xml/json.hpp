// A struct as JSON, after the description of its type: an object with the elements' names as keys, lists for what may
// be repeated, numbers and truth values where the member has them, content that is not ours as its XML.
//
// Thread safety: functions without state. Ownership: the result holds no views.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "xml/type.hpp"

namespace brevdue::xml {

nlohmann::json json_value(const Type& type, const void* value);

}  // namespace brevdue::xml
