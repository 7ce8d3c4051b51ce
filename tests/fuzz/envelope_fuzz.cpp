// The envelope's whole way with hostile bytes: the reader agrees with libxml2's tree about what is XML; what parses as
// a besked can be delivered, and what is delivered is a besked with the sender's bytes around the two places.
#include <cstdlib>
#include <numeric>

#include "../conformance/dommer.hpp"
#include "besked_mutator.hpp"
#include "oio/beskedkuvert.hpp"
#include "xml/reader.hpp"

namespace {

using namespace brevdue;
using proeve::kWide;

#define DEMAND(condition) \
  if (!(condition)) std::abort()

bool is_UTF_8(const xmlDoc* doc) {
  return doc->encoding == nullptr || xmlStrcasecmp(doc->encoding, BAD_CAST "UTF-8") == 0;
}

// What the reader promises: libxml2's own verdict, less DOCTYPE, other encodings, and NUL.
void agree_on_XML(std::string_view bytes) {
  const auto tree = proeve::tree_of(bytes);
  const bool is_expected = tree != nullptr && tree->intSubset == nullptr && is_UTF_8(tree.get()) &&
                           xml::first_bad_utf8(bytes) == bytes.size();
  DEMAND(xml::Reader::open(bytes, kWide).has_value() == is_expected);
}

std::string joined(const std::vector<std::string_view>& pieces) {
  return std::accumulate(pieces.begin(), pieces.end(), std::string{},
                         [](std::string all, std::string_view piece) { return all.append(piece); });
}

void deliver(std::string_view bytes, const oio::Haendelsesbesked& besked) {
  const auto plan = oio::plan_splejsning(bytes, besked);
  DEMAND(plan.has_value());
  const auto stored = oio::decode_splejsning(oio::encode(*plan));
  DEMAND(stored.has_value() && oio::encode(*stored) == oio::encode(*plan));
  oio::Leverance leverance{};
  leverance.kildesystem_ip_adresse = "::1";
  leverance.kildesystem_akkreditiver = "<&>";
  const std::vector<base::Cvr> two(2, *base::Cvr::parse("11111111"));
  for (const auto& allowed : {std::optional<std::vector<base::Cvr>>{}, std::optional{two}}) {
    std::string scratch;
    std::vector<std::string_view> pieces;
    oio::splejs(bytes, *stored, leverance, allowed, scratch, pieces);
    const std::string out = joined(pieces);
    const auto& places = besked.pladser;
    DEMAND(out.starts_with(bytes.substr(0, allowed ? places.tilladt_modtager.fra : places.leveranceinformation.fra)));
    DEMAND(out.ends_with(bytes.substr(places.leveranceinformation.til)));
    std::deque<std::string> arena;
    const auto again = oio::parse_haendelsesbesked(out, kWide, arena);
    DEMAND(again.has_value());
    DEMAND(again->tilladt_modtager.size() == (allowed ? two.size() : besked.tilladt_modtager.size()));
    DEMAND(again->besked_id.tekst == besked.besked_id.tekst);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  agree_on_XML(bytes);
  std::deque<std::string> arena;
  if (const auto besked = oio::parse_haendelsesbesked(bytes, kWide, arena)) deliver(bytes, *besked);
  if (const auto plan = oio::decode_splejsning(bytes)) DEMAND(oio::encode(*plan) == bytes);
  return 0;
}
