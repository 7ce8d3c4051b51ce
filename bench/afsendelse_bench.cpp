// What a publish costs before the protocol and after it the disk: parse, validate, decide, match and prepare the
// commit, for the smallest envelope and one of 5 KB, with 5,000 abonnementer of which one matches. Prints JSON lines.
#include <fmt/core.h>

#include <chrono>

#include "beskedfordeler/service_testing.hpp"

namespace {

using namespace brevdue;
using namespace brevdue::beskedfordeler;
using namespace brevdue::beskedfordeler::testing;
namespace adgang = brevdue::adgangsstyring::testing;

std::shared_ptr<const Tavle> tavle(std::size_t count) {
  Registreringer all;
  all.beskedtyper.push_back({adgang::kBeskedtype, "t"});
  Dueslag dueslag{kDueslag, "d", adgang::kSystem, Levering::AMQP, {}};
  for (std::uint32_t n = 0; n < count; ++n) {
    Abonnement& one = dueslag.abonnementer.emplace_back();
    one.uuid = base::Uuid::named(base::kBrevdueNamespace, std::to_string(n));
    one.nummer = one.oprettet = n + 1;
    one.udtryk.beskedtyper = {adgang::kBeskedtype};
    Udtryk kle;
    kle.art = Udtryk::Art::KRITERIUM;
    kle.kriterium = *Kriterium::make(
        Felt::OPGAVE_EMNE,
        std::vector<std::string>{n == 0 ? "32.06.*"
                                        : fmt::format("{:02}.{:02}.{:02}", 40 + n % 50, n / 50 % 100, n / 5000 % 100)});
    one.udtryk.udtryk.dele.push_back(std::move(kle));
  }
  all.dueslag.push_back(std::move(dueslag));
  return *Tavle::make(std::move(all), {}, {1}, 1);
}

void run(const char* name, const std::string& body) {
  const adgangsstyring::Registre registre{adgang::make_register(adgang::verden())};
  const Tavler tavler{tavle(5000)};
  const base::SystemUr ur;
  base::TestTilfaeldig tilfaeldig{1};
  base::Metrics metrics;
  Tal tal{metrics};
  const Afsendelsesindstillinger indstillinger;
  Afsendelse afsendelse({registre, tavler, ur, tilfaeldig, indstillinger, tal});
  oio::Kald kald = kald_for(adgang::kSystem, "afsend");
  kald.adresse = "172.30.217.227";
  kald.udloeber = ur.nu() + std::chrono::hours(1);
  constexpr std::size_t kMany = 200'000;
  std::size_t taken = 0;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t n = 0; n < kMany; ++n) {
    taken += afsendelse.prepare(kald, {body, "6d0d3c4e-0000-4000-8000-0000000000aa"}).besked ? 1 : 0;
  }
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
  fmt::print("{{\"envelope\": \"{}\", \"bytes\": {}, \"ns\": {:.0f}, \"taken\": {}, \"match_ns\": {}}}\n", name,
             body.size(), spent.count() / kMany, taken, tal.match_ns.value() / kMany);
}

}  // namespace

int main() {
  Kuvert small;
  run("small", small.xml());
  small.data = std::string(4000, 'x');
  run("5 KB", small.xml());
}
