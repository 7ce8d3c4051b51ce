// For fuzz targets whose input is a besked: libFuzzer's mutator, which now and then is handed a generated one.
// Included by a target's only .cpp file: it defines the function libFuzzer looks for.
//
// Thread safety: one thread, libFuzzer's.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include "../conformance/generator.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/reader.hpp"

namespace brevdue::proeve {

// Wider than any input.
inline constexpr xml::Graenser kWide{.bytes = 1U << 30U, .dybde = 1U << 20U, .attributter = 65535};

}  // namespace brevdue::proeve

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// One time in four a generated besked, whole or with one change: bytes alone would rarely become one.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  namespace proeve = brevdue::proeve;
  if (seed % 4 != 0) return LLVMFuzzerMutate(data, size, max_size);
  proeve::Tilfaeldig random(seed);
  proeve::Generator generator(random, brevdue::oio::beskedkuvert_schema());
  auto tree = generator.valid(brevdue::oio::kHaendelsesbeskedElement);
  if (proeve::chance(random, 50)) generator.mutate(tree);
  const std::string bytes = proeve::Stil(random).document(tree);
  if (bytes.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}
