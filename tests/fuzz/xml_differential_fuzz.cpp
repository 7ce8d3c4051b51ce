// The scanner that reads messages agrees with libxml2 about everything: what is XML, and every event of it.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../conformance/generator.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/forskel_testing.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace brevdue;

constexpr xml::Graenser kWide{.bytes = 1U << 30U, .dybde = 1U << 20U, .attributter = 65535};
constexpr xml::Graenser kNarrow{.bytes = 1U << 30U, .dybde = 4, .attributter = 2, .elementer = 8, .tekst = 20};

void agree(std::string_view bytes, const xml::Graenser& limits, xml::Profile profile) {
  static proeve::XmlForskel both;
  const auto difference = both.between(bytes, limits, profile);
  if (!difference) return;
  std::fprintf(stderr, "%s\n", difference->c_str());
  std::abort();
}

}  // namespace

// One time in four a generated besked, whole or with one change.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  if (seed % 4 != 0) return LLVMFuzzerMutate(data, size, max_size);
  proeve::Tilfaeldig random(seed);
  proeve::Generator generator(random, oio::beskedkuvert_schema());
  auto tree = generator.valid(oio::kHaendelsesbeskedElement);
  if (proeve::chance(random, 50)) generator.mutate(tree);
  const std::string bytes = proeve::Stil(random).document(tree);
  if (bytes.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  agree(bytes, kWide, {});
  agree(bytes, kNarrow, {.refuse_processing_instructions = true});
  return 0;
}
