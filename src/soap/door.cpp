#include "soap/door.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/uuid.hpp"
#include "soap/content.hpp"
#include "soap/wsdl.hpp"
#include "xml/parse.hpp"

namespace brevdue::soap {
namespace {

namespace log = base::log;
using base::FejlKode;

constexpr std::string_view kFaultAction = "http://www.w3.org/2005/08/addressing/soap/fault";
constexpr std::size_t kLoggedAction = 200;

// An element's name from a hostile document.
std::string_view shown(std::string_view name) {
  return name.substr(0, 80);
}

xml::Graenser limits_for(std::size_t message_bytes) {
  xml::Graenser limits;
  limits.bytes = message_bytes;
  return limits;
}

// For a request whose envelope could not be told: as it was sent.
Version version_of(const http::Request& request, const Envelope& envelope) {
  return envelope.version.value_or(is_soap12_type(request) ? Version::SOAP_1_2 : Version::SOAP_1_1);
}

}  // namespace

// One call: what it says, and what its handling needs.
struct Door::Arrival {
  std::string bytes;  // of a request that is read in the pool
  xml::Arena arena;
  Envelope envelope;
  const Operation* operation = nullptr;
  std::shared_ptr<void> input;
};

Door::Door(Service service, DoorSettings settings, net::IoThreads& threads, base::Tilfaeldig& random)
    : service_(std::move(service)),
      settings_(std::move(settings)),
      threads_(threads),
      random_(random),
      xsd_(xsd_texts(service_)) {}

base::Resultat<std::unique_ptr<Door>> Door::make(Service service, DoorSettings settings, net::IoThreads& threads,
                                                 base::Tilfaeldig& random) {
  PROEV(check(service));
  return std::unique_ptr<Door>(new Door(std::move(service), std::move(settings), threads, random));
}

void Door::add_to(http::Router& router, const std::string& path) const {
  router.add("POST", path, [this](const http::Request& request) { return call(request); }, settings_.message_bytes);
  router.add("GET", path,
             [this](const http::Request& request) -> net::Opgave<http::Response> { co_return describe(request); });
}

http::Response Door::describe(const http::Request& request) const {
  const std::string type = content_type(Version::SOAP_1_1);
  if (const auto prefix = request.parameter("xsd")) {
    const auto found = xsd_.find(*prefix);
    if (found != xsd_.end()) return {.status = 200, .content_type = type, .body = found->second, .headers = {}};
    return http::fejl_response({FejlKode::IKKE_FUNDET, "the service has no such schema", "xsd"});
  }
  if (!request.parameter("wsdl") && !request.parameter("WSDL")) {
    return http::fejl_response({FejlKode::IKKE_FUNDET, "this is a SOAP service; its description is at ?wsdl", {}});
  }
  const std::string_view host = request.header("host");
  if (!is_host(host)) return http::fejl_response({FejlKode::UGYLDIG, "the host is malformed", "Host"});
  const std::string address = fmt::format("{}://{}{}", settings_.scheme, host, request.path);
  return {.status = 200, .content_type = type, .body = wsdl_text(service_, address), .headers = {}};
}

net::Opgave<http::Response> Door::call(const http::Request& request) const {
  const auto arrival = std::make_shared<Arrival>();
  const auto received = co_await receive(request, arrival);
  Outcome<std::string> body = received ? Outcome<std::string>() : std::unexpected(received.error());
  if (received) {
    log_action(request, *arrival);
    body = co_await carry_out(request, *arrival);
  }
  if (!body) log_failure(*arrival, body.error());
  co_return answer(request, *arrival, body);
}

// What the pool works on it must own, since the coroutine may be gone before it is done.
net::Opgave<Outcome<void>> Door::receive(const http::Request& request, std::shared_ptr<Arrival> arrival) const {
  if (request.body.size() < settings_.pool_bytes) co_return read(request.body, *arrival);
  arrival->bytes = request.body;
  const auto outcome = std::make_shared<Outcome<void>>();
  const auto done =
      co_await threads_.run_in_pool([this, arrival, outcome] { *outcome = read(arrival->bytes, *arrival); });
  if (!done) co_return std::unexpected(Fault(done.error()));
  co_return *outcome;
}

Outcome<void> Door::read(std::string_view bytes, Arrival& arrival) const {
  return read_envelope(bytes, limits_for(settings_.message_bytes), arrival.arena, arrival.envelope,
                       [&](xml::Reader& reader) { return read_body(bytes, reader, arrival); });
}

Outcome<void> Door::read_body(std::string_view bytes, xml::Reader& reader, Arrival& arrival) const {
  const xml::Name root{reader.event().ns, reader.event().name};
  const auto found = std::ranges::find_if(service_.operations, [&](const auto& o) { return o.input->name == root; });
  if (found == service_.operations.end()) return unknown(root);
  arrival.operation = &*found;
  arrival.input = found->make_input();
  PROEV(xml::read_element(*found->input, service_.schema, bytes, reader, arrival.arena, arrival.input.get()));
  return {};
}

std::unexpected<Fault> Door::unknown(const xml::Name& root) const {
  const auto known = std::ranges::find(service_.not_built, root, &NotBuilt::input);
  const std::string path = fmt::format("/Envelope/Body/{}", shown(root.name));
  if (known == service_.not_built.end()) {
    return std::unexpected(Fault({FejlKode::UGYLDIG, "no operation takes this element", path}));
  }
  return std::unexpected(
      Fault({FejlKode::IKKE_UNDERSTOETTET, fmt::format("the operation {} is not offered", known->name), path}));
}

net::Opgave<Outcome<std::string>> Door::carry_out(const http::Request& request, Arrival& arrival) const {
  const Request told{*request.peer, arrival.envelope.headers.transaction.value_or(""), arrival.arena};
  try {
    auto body = co_await arrival.operation->answer(told, arrival.input.get(), service_.prefixes);
    if (body) co_return *std::move(body);
    co_return std::unexpected(Fault(std::move(body).error()));
  } catch (const std::exception& e) {
    co_return std::unexpected(Fault({FejlKode::INTERN, fmt::format("exception: {}", e.what()), {}}));
  }
}

void Door::log_action(const http::Request& request, const Arrival& arrival) const {
  const std::string_view wanted = arrival.operation->action;
  const std::string_view said[] = {action_of(request), arrival.envelope.headers.action.value_or("")};
  for (const std::string_view action : said) {
    if (action.empty() || action == wanted) continue;
    log::info("a SOAP action of another operation", {{"service", service_.name},
                                                     {"operation", arrival.operation->name},
                                                     {"action", action.substr(0, kLoggedAction)}});
  }
}

// What the caller is not told.
void Door::log_failure(const Arrival& arrival, const Fault& fault) const {
  if (is_told(fault.fejl)) return;
  log::error("a SOAP call failed", {{"service", service_.name},
                                    {"operation", arrival.operation == nullptr ? "" : arrival.operation->name},
                                    {"code", base::navn(fault.fejl.kode)},
                                    {"why", base::beskriv(fault.fejl)}});
}

AnswerHeaders Door::answer_headers(const Arrival& arrival, const Outcome<std::string>& body) const {
  const Headers& asked = arrival.envelope.headers;
  AnswerHeaders headers;
  headers.transaction = asked.transaction;
  headers.is_upgrade = !body && body.error().code == FaultCode::VERSION_MISMATCH;
  if (asked.has_addressing()) {
    headers.addressing = {body ? answer_action(service_, *arrival.operation) : std::string(kFaultAction),
                          "urn:uuid:" + base::Uuid::random(random_).text(), asked.message_id};
  }
  return headers;
}

http::Response Door::answer(const http::Request& request, const Arrival& arrival,
                            const Outcome<std::string>& body) const {
  const Version version = version_of(request, arrival.envelope);
  const bool is_mirrored = settings_.mirrors_content_type && is_soap12_type(request);
  http::Response response;
  response.status = body ? 200 : http_status(version, body.error().code);
  response.content_type = content_type(is_mirrored ? Version::SOAP_1_2 : version);
  const std::string fault = body ? std::string() : fault_element(version, body.error());
  response.body = write_envelope(version, answer_headers(arrival, body), body ? *body : fault);
  return response;
}

}  // namespace brevdue::soap
