// WSDL 1.1 of a service, with a binding of SOAP 1.1 and one of SOAP 1.2, document/literal; and its schemas.
//
// Thread safety: functions without state.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "soap/service.hpp"

namespace brevdue::soap {

// The prefix of RequestHeader's namespace, in the WSDL and as ?xsd=hd.
inline constexpr std::string_view kHeaderPrefix = "hd";

// Each message has two parts, as KOMBIT's have: RequestHeader, and the body. The schemas are imported from ?xsd=PREFIX,
// relative to where the WSDL came from. `address` is where both ports are.
std::string wsdl_text(const Service& service, std::string_view address);

// The schema documents by prefix, RequestHeader's among them.
std::map<std::string, std::string, std::less<>> xsd_texts(const Service& service);

// All namespaces of the service's messages, RequestHeader's among them.
std::vector<std::string_view> published_namespaces(const Service& service);
// Nothing if the namespace has none.
std::string_view prefix_of(const Service& service, std::string_view ns);

}  // namespace brevdue::soap
