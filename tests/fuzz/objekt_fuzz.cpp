// Bytes as what stands in the store of an object: its value, a list of terms, a Kortnoegle, a key. Refused or read,
// never more; what is read is written again as the same bytes; and its index is that of the object put anew.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "oio/objektkode.hpp"

namespace {

using namespace brevdue;
using namespace brevdue::oio;

void require(bool holds) {
  if (!holds) std::abort();
}

// The object as a service would hand it over again; nothing when its terms cannot be read.
std::optional<Objekt> again(const LaestObjekt& laest) {
  Objekt out{.ref = laest.ref, .noegle = laest.noegle, .links = laest.links};
  for (const LaestRegistrering& one : laest.registreringer) {
    auto termer = decode_termer(one.termer);
    if (!termer) return std::nullopt;
    out.registreringer.push_back({one.hoved, std::string{one.pakket}, *std::move(termer)});
  }
  return out;
}

void objects(std::string_view bytes) {
  const Objektref ref{Objekttype::SAG, {}};
  const auto laest = decode_objekt(ref, {std::string{bytes}, 1});
  if (!laest) return;
  const auto objekt = again(*laest);
  const auto index = index_of(*laest);
  require(objekt.has_value() == index.has_value());
  if (!objekt) return;
  require(encode(*objekt) == std::string{bytes});
}

void parts(std::string_view bytes) {
  if (const auto noegle = decode_kortnoegle(bytes)) require(encode(*noegle) == bytes);
  if (const auto ref = parse_objekt_key(bytes)) require(objekt_key(*ref) == bytes);
  (void)decode_termer(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  objects(bytes);
  parts(bytes);
  return 0;
}
