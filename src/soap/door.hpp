// The door of one service on the HTTP server: POST for calls, GET with ?wsdl or ?xsd=PREFIX for its description.
//
// Which operation is meant, the Body's element says; which version of SOAP, the envelope. Content-Type and SOAPAction
// are looked at no further than to log an action of another operation: KOMBIT's clients send envelopes of 1.1 as
// application/soap+xml.
//
// Thread safety: handlers run on io threads, several at once. Ownership: src/app owns one a service; IoThreads and the
// random source must outlive it, and it must outlive the Router's listeners.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/ur.hpp"
#include "http/server.hpp"
#include "net/server.hpp"
#include "soap/envelope.hpp"
#include "soap/service.hpp"

namespace brevdue::soap {

struct DoorSettings {
  std::size_t message_bytes = 10 << 20;  // what is larger is answered 413 while it is received
  std::size_t pool_bytes = 64 << 10;     // from this size on a request is read in the pool
  // An envelope of 1.1 that came as application/soap+xml is answered as such instead of as text/xml.
  bool mirrors_content_type = false;
  std::string scheme = "https";  // of the address in the WSDL; its host is the one that was asked
};

class Door {
 public:
  // Errors: those of check().
  static base::Resultat<std::unique_ptr<Door>> make(Service service, DoorSettings settings, net::IoThreads& threads,
                                                    base::Tilfaeldig& random);

  // With and without a trailing slash. A service may stand at several paths.
  void add_to(http::Router& router, const std::string& path) const;

  // Answers one call; the request and its peer must live until then.
  net::Opgave<http::Response> call(const http::Request& request) const;
  http::Response describe(const http::Request& request) const;

 private:
  struct Arrival;

  Door(Service service, DoorSettings settings, net::IoThreads& threads, base::Tilfaeldig& random);
  Outcome<void> read(std::string_view bytes, Arrival& arrival) const;
  Outcome<void> read_body(std::string_view bytes, xml::Reader& reader, Arrival& arrival) const;
  std::unexpected<Fault> unknown(const xml::Name& root) const;
  net::Opgave<Outcome<void>> receive(const http::Request& request, std::shared_ptr<Arrival> arrival) const;
  net::Opgave<Outcome<std::string>> carry_out(const http::Request& request, Arrival& arrival) const;
  void log_action(const http::Request& request, const Arrival& arrival) const;
  void log_failure(const Arrival& arrival, const Fault& fault) const;
  AnswerHeaders answer_headers(const Arrival& arrival, const Outcome<std::string>& body) const;
  http::Response answer(const http::Request& request, const Arrival& arrival, const Outcome<std::string>& body) const;

  Service service_;
  DoorSettings settings_;
  net::IoThreads& threads_;
  base::Tilfaeldig& random_;
  std::map<std::string, std::string, std::less<>> xsd_;
};

}  // namespace brevdue::soap
