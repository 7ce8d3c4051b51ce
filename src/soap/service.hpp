// A service as data: its operations, each an input and an output described for the engine in xml/, and what carries it
// out. The door (door.hpp) dispatches with it, and the WSDL (wsdl.hpp) is printed from it.
//
// Thread safety: constants once filled; handlers run on io threads, several at once. Ownership: elements, schema and
// prefixes have static storage; the door owns the rest.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/strom.hpp"
#include "xml/reader.hpp"
#include "xml/type.hpp"
#include "xml/write.hpp"

namespace brevdue::soap {

// What a handler is told beside the input. It lives until the answer is written.
struct Request {
  const net::Peer& peer;         // not judged: whose certificate it is, is for the handler to ask
  std::string_view transaction;  // RequestHeader/TransactionUUID as it was sent; empty: none
  xml::Arena& arena;             // for texts that the answer points to
};

// The answer's struct may point into the input, the arena and what has static storage. A Fejl becomes a Fault: its text
// and path are told to the caller (but for LAGER and INTERN).
template <class In, class Out>
using Handler = std::function<net::Opgave<base::Resultat<Out>>(const Request& request, const In& input)>;

struct Operation {
  std::string_view name;    // as in the WSDL
  std::string_view action;  // soapAction
  const xml::Element* input;
  const xml::Element* output;
  const void* input_tag;  // the structs that the handler takes and gives
  const void* output_tag;
  std::shared_ptr<void> (*make_input)();
  // Handles what stands in the input and writes the answer.
  std::function<net::Opgave<base::Resultat<std::string>>(const Request& request, const void* input,
                                                         std::span<const xml::Namespace> prefixes)>
      answer;
};

template <class In, class Out>
Operation operation(std::string_view name, std::string_view action, const xml::Element& input,
                    const xml::Element& output, Handler<In, Out> handler) {
  Operation o{name, action, &input, &output, xml::tag_of<In>(), xml::tag_of<Out>(), nullptr, {}};
  o.make_input = []() -> std::shared_ptr<void> { return std::make_shared<In>(); };
  o.answer = [handle = std::move(handler), written = &output](
                 const Request& request, const void* given,
                 std::span<const xml::Namespace> prefixes) -> net::Opgave<base::Resultat<std::string>> {
    base::Resultat<Out> out = co_await handle(request, *static_cast<const In*>(given));
    if (!out) co_return std::unexpected(std::move(out).error());
    auto text = xml::write(*written, *out, prefixes);
    // An answer that does not fit its description is our fault, whatever the writer calls it.
    if (!text) co_return base::fejl(base::FejlKode::INTERN, base::beskriv(text.error()));
    co_return text;
  };
  return o;
}

// An operation that callers may know and that is not built: left out of the WSDL, and refused by its name.
struct NotBuilt {
  std::string_view name;
  xml::Name input;
};

struct Service {
  std::string_view name;       // wsdl:service, e.g. "SagDokumentIndeksService_6"
  std::string_view port_type;  // wsdl:portType
  std::string_view port;       // wsdl:port of SOAP 1.1; that of SOAP 1.2 has "Soap12" after it
  std::string_view ns;         // the WSDL's target namespace
  std::vector<Operation> operations;
  std::vector<NotBuilt> not_built;
  xml::Schema schema;                        // holds every operation's elements and what wildcards know
  std::span<const xml::Namespace> prefixes;  // for what is written and published; every namespace has one
};

// WS-Addressing's default for the answer to an operation (WSDL binding, section 4.4.4).
std::string answer_action(const Service& service, const Operation& operation);

// Errors: INTERN for a service that does not hang together (structs, namespaces without a prefix, reserved prefixes,
// two operations with one input).
base::Resultat<void> check(const Service& service);

}  // namespace brevdue::soap
