// Private to this folder: the JSON of the STS (spec adgangsstyring 7.1), read from outside and so with limits, and
// written.
//
// Thread safety: free functions; values.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/ur.hpp"

namespace brevdue::adgangsstyring {

// The members the call knows, white space round them trimmed; empty when absent.
struct Stsanmodning {
  std::string token_type;
  std::string request_type;
  std::string key_type;
  std::string cvr;           // AnvenderKontekst.Cvr
  std::string use_key;       // the certificate, decoded
  std::string applies_to;    // AppliesTo.EndpointReference.Address
  std::string on_behalf_of;  // as sent
};

// Property names in any case (real clients differ); a name twice in one object, more than 16 levels, 1000 values or a
// text with control characters is refused, as is a known member of another kind. Unknown members are passed over.
// Errors: UGYLDIG, whose text names the member and never its content.
base::Resultat<Stsanmodning> parse_stsanmodning(std::string_view json);

// The answer; `lifetime` is written as two real clients parse it, MM/dd/yyyy HH:mm:ss, in UTC (A3).
std::string sts_svar(const Stsanmodning& anmodning, base::Tidspunkt lifetime, std::string_view assertion);
std::string sts_fejl(int code, std::string_view message);

}  // namespace brevdue::adgangsstyring
