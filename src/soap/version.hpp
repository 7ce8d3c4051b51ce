// The two versions of SOAP, told apart by the envelope's namespace.
//
// Thread safety: constants.
#pragma once

#include <cstdint>
#include <string_view>

namespace brevdue::soap {

enum class Version : std::uint8_t { SOAP_1_1, SOAP_1_2 };

inline constexpr std::string_view kEnvelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kEnvelope12 = "http://www.w3.org/2003/05/soap-envelope";

constexpr std::string_view envelope_namespace(Version version) {
  return version == Version::SOAP_1_1 ? kEnvelope11 : kEnvelope12;
}

}  // namespace brevdue::soap
