// The namespaces that the OIO types stand in.
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace brevdue::oio {

inline constexpr std::string_view kSagdok = "urn:oio:sagdok:3.0.0";
inline constexpr std::string_view kGenerelleDefinitioner = "urn:oio:sts:generelledefinitioner:6";
inline constexpr std::string_view kGenerelleOperationer = "urn:oio:sts:generelleoperationer:6";

}  // namespace brevdue::oio
