// Folder-private: the little that is read of a Content-Type and a SOAPAction.
//
// Thread safety: functions without state. Ownership: views of the headers.
#pragma once

#include <string_view>

#include "http/server.hpp"
#include "soap/version.hpp"

namespace brevdue::soap {

inline constexpr std::string_view kSoap12Type = "application/soap+xml";

bool is_soap12_type(const http::Request& request);
// SOAPAction, or the action of the Content-Type; without quotes, empty if there is none.
std::string_view action_of(const http::Request& request);
std::string content_type(Version version);
// Whether the request's Host may stand in an address.
bool is_host(std::string_view text);

}  // namespace brevdue::soap
