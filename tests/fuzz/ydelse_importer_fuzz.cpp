// Imports into the Ydelsesindeks from arbitrary bytes: refused, or every object of it can be stored, read and
// announced. One time in eight a generated message: bytes alone would rarely become one.
#include <cstdlib>
#include <cstring>

#include "../conformance/generator.hpp"
#include "oio/objektkode.hpp"
#include "xml/parse.hpp"
#include "ydelsesindeks/beskaering.hpp"
#include "ydelsesindeks/laes.hpp"
#include "ydelsesindeks/store.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace brevdue;
using namespace brevdue::ydelsesindeks;

#define DEMAND(condition) \
  if (!(condition)) std::abort()

constexpr base::Tidspunkt kNu{std::chrono::seconds{1'800'000'000}};

std::size_t count_parts(const BevillingRegistrering& one, const Roller& roller) {
  const auto noegler = adgangsnoegler(one, kNu, roller);
  DEMAND(noegler.size() == one.attribut_liste.bevilget_ydelse.size());
  return noegler.size();
}
std::size_t count_parts(const EffektueringRegistrering& one, const Roller& roller) {
  const auto betalte = betalte_ydelser(one, kNu, roller);
  DEMAND(betalte.size() == one.relation_liste.oekonomisk_ydelse_effektuering.size());
  return betalte.size();
}

// What was stored comes back, and can be shown to one who may see nothing of its parts.
template <class O>
void check(const O& objekt, const Roller& roller) {
  const auto made = to_objekt(objekt, kNu, roller);
  if (!made) return;
  const auto bytes = oio::encode(*made);
  DEMAND(bytes.has_value());
  const auto laest = oio::decode_objekt(made->ref, {*bytes, 1});
  DEMAND(laest.has_value());
  DEMAND(oio::index_of(*laest).has_value());
  xml::Arena arena;
  auto read = laes_seneste<O>(*laest, arena);
  DEMAND(read.has_value() && read->registrering.size() == 1);
  auto& registrering = read->registrering.front();
  const std::vector<oio::Adgangssvar> intet(count_parts(registrering, roller));
  beskaer(registrering, intet, roller);
  DEMAND(count_parts(registrering, roller) == 0);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  if (seed % 8 != 0) return LLVMFuzzerMutate(data, size, max_size);
  proeve::Tilfaeldig random(seed);
  proeve::Generator generator(random, schema(), {.deep = 10, .elements = 40});
  const std::string bytes = proeve::Stil(random).document(generator.valid(kImporterInput));
  if (bytes.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Roller roller;
  xml::Arena arena;
  const auto input =
      xml::parse<ImporterInput>(kImporterInput, schema(), {reinterpret_cast<const char*>(data), size}, {}, arena);
  if (!input) return 0;
  for (const ImporterPost& post : input->poster) {
    if (const auto* one = std::get_if<ImporterPost::BEVILLING>(&post.objekt)) check(one->bevilling, roller);
    if (const auto* one = std::get_if<ImporterPost::EFFEKTUERING>(&post.objekt)) check(one->effektuering, roller);
  }
  return 0;
}
