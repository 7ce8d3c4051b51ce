// Packed objects of the indexes with hostile bytes: what is taken is exactly what would be packed; and what is read of
// a document is the same after having been packed. The first byte chooses the type.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "../conformance/generator.hpp"
#include "sagdokumentindeks/model.hpp"
#include "sagdokumentindeks/type.hpp"
#include "xml/pack.hpp"
#include "xml/parse.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/type.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace brevdue;

#define DEMAND(condition) \
  if (!(condition)) std::abort()

struct Slags {
  const xml::Type& type;
  const xml::Schema& schema;
  std::string (*packed)(const Slags& slags, std::string_view document);
  void (*check)(const Slags& slags, std::string_view bytes);
};

template <class S>
std::string packed(const Slags& slags, std::string_view document) {
  const xml::Element root("urn:proeve", "objekt", slags.type);
  xml::Arena arena;
  const auto value = xml::parse<S>(root, slags.schema, document, {}, arena);
  DEMAND(value.has_value());
  return *xml::pack(slags.type, *value);
}

template <class S>
void check(const Slags& slags, std::string_view bytes) {
  xml::Arena arena;
  const auto value = xml::unpack<S>(slags.type, bytes, arena);
  if (value) DEMAND(*xml::pack(slags.type, *value) == bytes);
}

template <class S>
Slags slags(const xml::Type& type, const xml::Schema& schema) {
  return {type, schema, packed<S>, check<S>};
}

const Slags& of_first_byte(std::uint8_t first) {
  static const std::array all{
      slags<sagdokumentindeks::Sag>(sagdokumentindeks::kSagType, sagdokumentindeks::schema()),
      slags<sagdokumentindeks::Dokument>(sagdokumentindeks::kDokumentType, sagdokumentindeks::schema()),
      slags<ydelsesindeks::Bevilling>(ydelsesindeks::kBevillingType, ydelsesindeks::schema()),
      slags<ydelsesindeks::OekonomiskEffektuering>(ydelsesindeks::kEffektueringType, ydelsesindeks::schema())};
  return all[first % all.size()];
}

}  // namespace

// One time in eight a generated object: bytes alone would rarely become one.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  if (seed % 8 != 0) return LLVMFuzzerMutate(data, size, max_size);
  proeve::Tilfaeldig random(seed);
  const Slags& chosen = of_first_byte(static_cast<std::uint8_t>(seed / 8));
  proeve::Generator generator(random, chosen.schema, {.deep = 8, .elements = 30});
  const xml::Element root("urn:proeve", "objekt", chosen.type);
  const std::string bytes = chosen.packed(chosen, proeve::Stil(random).document(generator.valid(root)));
  if (bytes.size() >= max_size) return LLVMFuzzerMutate(data, size, max_size);
  data[0] = static_cast<std::uint8_t>(seed / 8);
  std::ranges::copy(bytes, data + 1);
  return bytes.size() + 1;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Slags& chosen = of_first_byte(data[0]);
  chosen.check(chosen, {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
