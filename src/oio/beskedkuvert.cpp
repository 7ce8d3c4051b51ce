#include "oio/beskedkuvert.hpp"

#include <fmt/format.h>

#include "oio/beskedkuvert_prefikser.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/parse.hpp"

namespace brevdue::oio {
namespace {

std::string with_colon(std::string_view prefix) {
  return prefix.empty() ? std::string{} : fmt::format("{}:", prefix);
}

// A prefix that means nothing here, so that declaring it hides nothing.
std::string unused_prefix(const xml::Reader& reader) {
  std::string prefix = "sd";
  for (int n = 1; reader.namespace_of(prefix); ++n) prefix = fmt::format("sd{}", n);
  return prefix;
}

// The reader stands at an element of the envelope, so its own prefix is in scope.
Prefikser prefixes_here(const xml::Reader& reader) {
  Prefikser found{with_colon(reader.prefix_of(kKuvert).value_or("")), {}, {}};
  if (const auto sagdok = reader.prefix_of(kSagdok)) {
    found.sagdok = with_colon(*sagdok);
    return found;
  }
  const std::string prefix = unused_prefix(reader);
  found.sagdok = with_colon(prefix);
  found.erklaering = fmt::format(" xmlns:{}=\"{}\"", prefix, kSagdok);
  return found;
}

}  // namespace

void note_filtreringsdata(Haendelsesbesked& besked, const xml::Reader& reader) {
  besked.pladser.i_filtreringsdata = prefixes_here(reader);
}

void note_leveranceinformation(Haendelsesbesked& besked, const xml::Reader& reader) {
  besked.pladser.i_leveranceinformation = prefixes_here(reader);
  besked.pladser.leverance_start = reader.event().place;
}

void note_leveranceruter(Haendelsesbesked& besked, const xml::Reader& reader) {
  besked.pladser.i_leveranceruter = prefixes_here(reader);
  besked.pladser.leveranceruter_start = reader.event().place;
}

base::Resultat<Haendelsesbesked> parse_haendelsesbesked(std::string_view bytes, const xml::Graenser& limits,
                                                        std::deque<std::string>& arena) {
  return xml::parse<Haendelsesbesked>(kHaendelsesbeskedElement, beskedkuvert_schema(), bytes, limits, arena);
}

}  // namespace brevdue::oio
