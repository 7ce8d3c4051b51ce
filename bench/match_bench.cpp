// How long the matcher takes for a besked with 1,000, 5,000 and 100,000 abonnementer, beside reading every one of them
// in the same run (docs/decisions/matcher.md). Abonnementer are laid out as the kommuner's would be: 98 authorities,
// KLE patterns of each level, a tenth with a negated criterion, and eight Beskedtyper.
#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <vector>

#include "beskedfordeler/beskeder_testing.hpp"
#include "beskedfordeler/matcher.hpp"

namespace {

using namespace brevdue;
using namespace brevdue::beskedfordeler;
using beskedfordeler::testing::Besked;
using beskedfordeler::testing::roll;
using beskedfordeler::testing::Terning;

constexpr std::size_t kTyper = 8;

base::Uuid type_number(std::size_t n) {
  base::Uuid out = beskedfordeler::testing::kTestType;
  out.bytes[15] = static_cast<std::uint8_t>(n);
  return out;
}

std::string cvr_number(std::size_t n) {
  return std::to_string(10000000 + n);
}

std::string emne(Terning& terning) {
  return fmt::format("{:02}.{:02}.{:02}", 20 + roll(terning, 15), 1 + roll(terning, 40), 1 + roll(terning, 20));
}

Udtryk kriterium(Felt felt, const std::vector<std::string>& values) {
  Udtryk out;
  out.art = Udtryk::Art::KRITERIUM;
  out.kriterium = *Kriterium::make(felt, values);
  return out;
}

Abonnementsudtryk abonnement(Terning& terning) {
  Abonnementsudtryk out;
  out.beskedtyper = {type_number(roll(terning, kTyper))};
  out.udtryk.dele.push_back(kriterium(Felt::OBJEKT_ANSVARLIG_MYNDIGHED, {cvr_number(roll(terning, 98))}));
  const std::string kle = emne(terning);
  const std::size_t level = roll(terning, 20);
  const std::string moenster = level == 0 ? kle.substr(0, 2) + ".*" : level < 8 ? kle.substr(0, 5) + ".*" : kle;
  out.udtryk.dele.push_back(kriterium(Felt::OPGAVE_EMNE, {moenster}));
  if (roll(terning, 10) == 0) {
    Udtryk ikke;
    ikke.art = Udtryk::Art::IKKE;
    ikke.dele.push_back(kriterium(Felt::OBJEKT_HANDLING, {"0000000a-0000-4000-8000-000000000001"}));
    out.udtryk.dele.push_back(std::move(ikke));
  }
  return out;
}

void fill(Besked& besked, Terning& terning) {
  auto& registrering = besked.registrering();
  registrering.objekt_ansvarlig_myndighed = besked.id("urn:oio:cvr-nr:" + cvr_number(roll(terning, 98)));
  registrering.objekt_id = besked.id("urn:oio:cpr-nr:6101011234");
  registrering.opgave_emne = besked.id("urn:oio:kle:" + emne(terning));
  registrering.objekt_handling = besked.id("0000000a-0000-4000-8000-000000000002");
}

struct Maaling {
  double ns = 0;
  std::uint64_t hits = 0;
};

template <class Find>
Maaling measure(const std::vector<Besked>& beskeder, std::size_t rounds, const Find& find) {
  Maaling out;
  std::vector<std::uint32_t> found;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t n = 0; n < beskeder.size(); ++n) {
      find(type_number(n % kTyper), beskeder[n].grundlag(), found);
      out.hits += found.size();
    }
  }
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
  out.ns = spent.count() / static_cast<double>(rounds * beskeder.size());
  out.hits /= rounds;
  return out;
}

void run(std::size_t count) {
  Terning terning(count);
  std::vector<Abonnementsudtryk> all;
  for (std::size_t n = 0; n < count; ++n) all.push_back(abonnement(terning));
  std::vector<const Abonnementsudtryk*> pointers;
  std::vector<Konjunktion> plain;
  for (const auto& one : all) {
    pointers.push_back(&one);
    plain.push_back(normalform(one.udtryk)->front());
  }
  std::vector<Besked> beskeder(512);
  for (Besked& besked : beskeder) fill(besked, terning);

  const auto start = std::chrono::steady_clock::now();
  const Matcher matcher(pointers);
  const std::chrono::duration<double, std::milli> build = std::chrono::steady_clock::now() - start;
  const auto indexed = measure(beskeder, 400, [&](const base::Uuid& type, const Grundlag& grundlag, auto& found) {
    matcher.find(type, grundlag, found);
  });
  const auto scanned =
      measure(beskeder, count > 10000 ? 1 : 8, [&](const base::Uuid& type, const Grundlag& grundlag, auto& found) {
        found.clear();
        for (std::uint32_t n = 0; n < all.size(); ++n) {
          if (covers(all[n], type) && holds(plain[n], grundlag)) found.push_back(n);
        }
      });
  fmt::print(
      "{{\"abonnementer\": {}, \"ns_besked\": {:.0f}, \"ns_besked_scan\": {:.0f}, \"hits_512\": {}, "
      "\"hits_512_scan\": {}, \"build_ms\": {:.0f}}}\n",
      count, indexed.ns, scanned.ns, indexed.hits, scanned.hits, build.count());
}

}  // namespace

int main() {
  for (const std::size_t count : {1000U, 5000U, 100000U}) run(count);
}
