// The description of ds:Signature (XML Signature, http://www.w3.org/2000/09/xmldsig#), for types that may hold one. It
// only validates the form; what a signature is worth is crypto/'s business.
//
// Thread safety: constants.
#pragma once

#include <span>
#include <string_view>

#include "xml/type.hpp"

namespace brevdue::xml {

inline constexpr std::string_view kXmldsig = "http://www.w3.org/2000/09/xmldsig#";

extern const Element kSignature;
// Every element that the namespace declares globally.
extern const std::span<const Element* const> kXmldsigGlobals;

}  // namespace brevdue::xml
