// The Beskedfordeler over a real store behind a door without TLS, whose tokens are the words "afsend" and "modtag":
// what bench/publish measures when it leaves TLS and tokens out of the comparison. Everything else is as in the
// product.
//
//   plain_door_bench FOLDER TOLD    writes {"port", "queue"} into TOLD once it serves; until SIGTERM
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/kaldere.hpp"
#include "adgangsstyring/registreringslager.hpp"
#include "amqp/server.hpp"
#include "app/drift.hpp"
#include "app/filer.hpp"
#include "app/puls.hpp"
#include "app/registreringsimport.hpp"
#include "app/sandbox_mappe.hpp"
#include "app/sandbox_verden.hpp"
#include "beskedfordeler/amqp.hpp"
#include "beskedfordeler/store.hpp"
#include "crypto/certifikat.hpp"

namespace {

using namespace brevdue;

template <class T>
T must(base::Resultat<T> result) {
  if (!result) {
    std::fprintf(stderr, "plain_door_bench: %s\n", base::beskriv(result.error()).c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Who says a service's name is KOMBIT's sample system, with that service.
class Ord final : public beskedfordeler::Tokens {
 public:
  Ord(const adgangsstyring::Registre& registre, std::string certificate_der, const base::Ur& ur)
      : registre_(registre), ure_{ur, ur} {
    peer_.certificate_der = std::move(certificate_der);
  }
  net::Opgave<adgangsstyring::Tokensvar> verify(std::string token, std::span<const std::string_view>,
                                                const net::Peer&) override {
    co_return adgangsstyring::kald_af_certifikat(*registre_.nu(), peer_, token, ure_);
  }
  std::optional<adgangsstyring::Tokensvar> verify_known(std::string_view token, std::span<const std::string_view>,
                                                        const net::Peer&) override {
    return adgangsstyring::kald_af_certifikat(*registre_.nu(), peer_, token, ure_);
  }

 private:
  const adgangsstyring::Registre& registre_;
  const adgangsstyring::Ure ure_;
  net::Peer peer_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  app::take_signals();
  const base::SystemUr ur;
  base::SystemTilfaeldig random;
  const auto mappe = must(app::Sandboxmappe::open(argv[1], ur, random));
  store::StoreLimits limits;
  limits.segment_bytes = 16 << 20;
  const auto store = must(store::Store::open(mappe.path() / "store", limits, store::system_files(), ur));
  adgangsstyring::Registre registre(must(adgangsstyring::load_register(store->objects())));
  beskedfordeler::Tavler tavler(
      must(beskedfordeler::load_tavle(store->objects(), store->queues(), registre.nu()->version())));
  must(app::Registreringsimport(*store, registre, tavler, ur)
           .bring_in(must(app::read_registreringsfil(mappe.registreringer())), "bench"));

  const auto pem = must(app::read_file(mappe.path() / "pki" / "kombit-eksempel.crt"));
  Ord tokens(registre, must(crypto::Certifikat::from_pem(pem)).der(), ur);
  base::Metrics metrics;
  net::IoThreads threads(2, 2);
  adgangsstyring::Afvisninger afvisninger(store->committer(), ur);
  beskedfordeler::Beskedfordeler fordeler({*store, registre, tavler, ur, random, threads, metrics, afvisninger}, {});
  beskedfordeler::AmqpDoer door(fordeler, tokens, {});
  amqp::Server server(door, {}, ur, random);
  const auto listener = must(net::Listener::tcp(threads, "127.0.0.1", 0, nullptr, {}, server.serve()));
  const app::Puls pulse({{std::chrono::seconds(1), [&] { fordeler.tick(); }}});
  const nlohmann::json told{{"port", listener->port()}, {"queue", app::kEksempelDueslag}};
  must(app::write_file(argv[2], told.dump()));

  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  int number = 0;
  sigwait(&end, &number);
  listener->stop();
  server.close_all("the benchmark is over");
  while (listener->open_connections() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  threads.stop();
}
