// Calls from arbitrary bytes: each is answered with exactly one envelope, well-formed, of the version that was asked in
// when that is known; a fault's status is one of a fault, and an answer's 200.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdlib>

#include "base/log.hpp"
#include "soap/door.hpp"
#include "soap/proeve_testing.hpp"

namespace {

using namespace brevdue;

#define DEMAND(condition) \
  if (!(condition)) std::abort()

struct World {
  World() { base::log::configure(base::log::Niveau::OFF, false); }

  net::IoThreads threads{1, 1};  // never used: nothing is large enough for the pool
  base::TestTilfaeldig random{1};
  std::unique_ptr<soap::Door> door =
      std::move(soap::Door::make(soap::proeve::service(), {.pool_bytes = SIZE_MAX, .scheme = "https"}, threads, random))
          .value();
  net::Peer peer{.address = "192.0.2.1", .certificate_der = {}};
  boost::asio::io_context context{1};
};

http::Response call(World& world, std::string_view body, bool as_12) {
  http::Request request;
  request.method = "POST";
  request.path = soap::proeve::kSti;
  request.headers = {{"content-type", as_12 ? "application/soap+xml" : "text/xml"}};
  request.body = body;
  request.peer = &world.peer;
  http::Response out;
  boost::asio::co_spawn(
      world.context, [&]() -> net::Opgave<void> { out = co_await world.door->call(request); }, boost::asio::detached);
  world.context.restart();
  world.context.run();
  return out;
}

struct Seen {
  soap::Envelope envelope;
  std::string root;
};

Seen look_at(std::string_view bytes, xml::Arena& arena) {
  Seen seen;
  const auto read = soap::read_envelope(bytes, {.bytes = SIZE_MAX}, arena, seen.envelope,
                                        [&](xml::Reader& reader) -> soap::Outcome<void> {
                                          seen.root = reader.event().name;
                                          reader.skip_element();
                                          return {};
                                        });
  if (!read) seen.root.clear();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World& world = *new World;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const http::Response response = call(world, bytes, data[0] % 2 == 1);
  xml::Arena arena;
  const Seen asked = look_at(bytes, arena);
  const Seen answered = look_at(response.body, arena);
  DEMAND(!answered.root.empty() && answered.envelope.version);
  if (asked.envelope.version) DEMAND(asked.envelope.version == answered.envelope.version);
  if (asked.envelope.headers.transaction) {
    DEMAND(asked.envelope.headers.transaction == answered.envelope.headers.transaction);
  }
  if (answered.root == "Fault") {
    DEMAND(response.status == 500 || response.status == 400);
  } else {
    DEMAND(response.status == 200 && !asked.root.empty());
    DEMAND(answered.root == "BestilOutput");
  }
  return 0;
}
