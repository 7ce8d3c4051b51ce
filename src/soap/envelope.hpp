// A SOAP envelope: read from hostile bytes, and written around an answer.
//
// Three of a request's headers are read: RequestHeader, and WS-Addressing's MessageID and Action. Every other one is
// passed by, also where it says mustUnderstand: KOMBIT's clients send headers (Liberty's Framework, for one) that not
// all of KOMBIT's services heed.
//
// Thread safety: functions without state. Ownership: what is read points into the arena.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "soap/fault.hpp"
#include "xml/limits.hpp"
#include "xml/reader.hpp"
#include "xml/type.hpp"

namespace brevdue::soap {

inline constexpr std::string_view kRequestHeaderNs = "http://kombit.dk/xml/schemas/RequestHeader/1/";
inline constexpr std::string_view kAddressing = "http://www.w3.org/2005/08/addressing";

// RequestHeader as the WSDL publishes it. It is read by hand: it may carry attributes of SOAP and of WS-Security.
extern const xml::Element kRequestHeader;

struct Headers {
  std::optional<std::string_view> transaction;  // RequestHeader/TransactionUUID: any text but none, often a UUID
  std::optional<std::string_view> message_id;
  std::optional<std::string_view> action;

  bool has_addressing() const { return message_id || action; }
};

struct Envelope {
  std::optional<Version> version;  // as soon as the root says so, whatever becomes of the rest
  Headers headers;
};

// Reads the one element in the Body, at whose START the reader stands, to after its END.
using ReadBody = std::function<Outcome<void>(xml::Reader& reader)>;

// The whole document is known to be well-formed before anything of it is used; DOCTYPE and processing instructions are
// refused. Errors: what the reader refuses; an envelope of a third version (VERSION_MISMATCH); anything but one Header
// at most and a Body with one element; what `read_body` says.
Outcome<void> read_envelope(std::string_view bytes, const xml::Graenser& limits, xml::Arena& arena, Envelope& out,
                            const ReadBody& read_body);

// The headers of an answer.
struct AnswerHeaders {
  std::optional<std::string_view> transaction;
  // WS-Addressing, where the request had it.
  struct Addressing {
    std::string action;
    std::string message_id;
    std::optional<std::string_view> relates_to;
  };
  std::optional<Addressing> addressing;
  bool is_upgrade = false;  // names the versions there are (SOAP 1.2 part 1, section 5.4.7)
};

// `body` is one element; its prefixes, but for a Fault's `s`, are declared in it.
std::string write_envelope(Version version, const AnswerHeaders& headers, std::string_view body);

}  // namespace brevdue::soap
