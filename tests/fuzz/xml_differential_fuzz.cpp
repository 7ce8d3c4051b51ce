// The scanner that reads messages agrees with libxml2 about everything: what is XML, and every event of it.
#include <cstdio>
#include <cstdlib>

#include "besked_mutator.hpp"
#include "xml/forskel_testing.hpp"

namespace {

using namespace brevdue;
using proeve::kWide;

constexpr xml::Graenser kNarrow{.bytes = 1U << 30U, .dybde = 4, .attributter = 2, .elementer = 8, .tekst = 20};

void agree(std::string_view bytes, const xml::Graenser& limits, xml::Profile profile) {
  static proeve::XmlForskel both;
  const auto difference = both.between(bytes, limits, profile);
  if (!difference) return;
  std::fprintf(stderr, "%s\n", difference->c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  agree(bytes, kWide, {});
  agree(bytes, kNarrow, {.refuse_processing_instructions = true});
  return 0;
}
