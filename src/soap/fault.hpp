// Why a call is not answered: a Fejl, and whose fault it is in SOAP's words.
//
// Thread safety: plain values, functions without state.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "soap/version.hpp"

namespace brevdue::soap {

enum class FaultCode : std::uint8_t {
  VERSION_MISMATCH,
  SENDER,    // SOAP 1.1: Client
  RECEIVER,  // SOAP 1.1: Server
};

struct Fault {
  // Of the sender what the sender can mend, of the receiver the rest.
  Fault(base::Fejl why);  // NOLINT(google-explicit-constructor): a Fejl is a Fault wherever one is wanted
  Fault(FaultCode its_code, base::Fejl why) : code(its_code), fejl(std::move(why)) {}

  FaultCode code;
  base::Fejl fejl;
};

template <class T>
using Outcome = std::expected<T, Fault>;

// Whether the caller may know why: not when something failed inside the server (LAGER, INTERN). That is for its log.
bool is_told(const base::Fejl& fejl);

// The Fault element as a Body holds it; `s` is the envelope's prefix. The reason is the Fejl's path and text; the
// detail, in the namespace urn:brevdue:fejl, has them apart, and the code.
std::string fault_element(Version version, const Fault& fault);

// 500, or 400 for a Sender of SOAP 1.2 (SOAP 1.1 section 6.2; SOAP 1.2 part 2, table 20).
int http_status(Version version, FaultCode code);

}  // namespace brevdue::soap
