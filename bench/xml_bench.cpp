// What reading an envelope costs, beside libxml2 doing the same work: a tree of it, and that tree validated against the
// published schema. Alternating in one run, medians of processor time. Prints a table and JSON. With BREVDUE_KONTRAKTER
// the contract's example is measured too.
#include <fmt/format.h>

#include <ctime>
#include <functional>
#include <nlohmann/json.hpp>

#include "../tests/conformance/dommer.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/reader.hpp"
#include "xml/sax.hpp"

namespace {

using namespace brevdue;

constexpr int kRounds = 9;
constexpr std::clock_t kRoundTime = CLOCKS_PER_SEC / 20;

std::string smallest() {
  return R"(<?xml version="1.0" encoding="UTF-8"?><b:Haendelsesbesked xmlns:b="urn:oio:besked:kuvert:1.0" xmlns="urn:oio:sagdok:3.0.0"><b:BeskedId><UUIDIdentifikator>6d0d3c4e-0000-4000-8000-000000000001</UUIDIdentifikator></b:BeskedId><b:BeskedVersion>1.0</b:BeskedVersion><b:Beskedkuvert><b:Filtreringsdata><b:Beskedtype><UUIDIdentifikator>6d0d3c4e-0000-4000-8000-000000000002</UUIDIdentifikator></b:Beskedtype><b:ObjektRegistrering><b:ObjektAnsvarligMyndighed><URNIdentifikator>urn:oio:cvr-nr:11111111</URNIdentifikator></b:ObjektAnsvarligMyndighed><b:OpgaveEmne><URNIdentifikator>urn:oio:kle:32.01.01</URNIdentifikator></b:OpgaveEmne></b:ObjektRegistrering></b:Filtreringsdata><b:Leveranceinformation><b:Dannelsestidspunkt><TidsstempelDatoTid>2026-02-13T12:22:31.990+01:00</TidsstempelDatoTid></b:Dannelsestidspunkt></b:Leveranceinformation></b:Beskedkuvert><b:Beskeddata/></b:Haendelsesbesked>)";
}

// As people write them: indented, with a comment at every second value.
std::string indented(std::string_view compact, std::size_t size) {
  std::string out;
  int depth = 0;
  bool was_start = false;
  for (std::size_t at = 0; at < compact.size();) {
    const auto end = compact.find('>', at) + 1;
    const auto tag = compact.substr(at, end - at);
    const bool is_end = tag.starts_with("</");
    if (is_end) --depth;
    if (!(is_end && was_start)) out.append("\n").append(static_cast<std::size_t>(std::max(depth, 0)) * 4, ' ');
    if (tag.starts_with("<UUID")) out.append("<!-- the UUID of something in a register -->\n").append(20, ' ');
    was_start = !is_end && !tag.ends_with("/>") && !tag.ends_with("?>");
    if (was_start) ++depth;
    const auto next = std::min(compact.find('<', end), compact.size());
    out.append(compact.substr(at, next - at));
    at = next;
  }
  const auto data = out.find("<b:Beskeddata/>");
  std::string content = "<b:Beskeddata>";
  for (int i = 0; out.size() + content.size() < size - 16; ++i) {
    content += fmt::format("\n        <x:linje xmlns:x=\"urn:eksempel\" nr=\"{}\">tekst</x:linje>", i);
  }
  return out.replace(data, 15, content + "\n    </b:Beskeddata>").substr(1);
}

// Microseconds of processor time: others may use the machine meanwhile.
double once(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  const std::clock_t until = start + kRoundTime;
  std::size_t count = 0;
  for (; std::clock() < until; count += 50) {
    for (int i = 0; i < 50; ++i) work();
  }
  return static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / static_cast<double>(count);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Maaling {
  std::string name;
  std::function<void()> work;
  std::vector<double> times = {};
};

void must(bool is_right) {
  if (!is_right) throw std::runtime_error("the document is not read");
}

std::vector<Maaling> works(const std::string& bytes, proeve::Skemadommer& schema) {
  return {{"reader alone", [&] { must(xml::Reader::open(bytes, {}).has_value()); }},
          {"libxml2 SAX2 to the same events",
           [&] {
             static xml::sax::Parser parser;
             must(xml::first_bad_utf8(bytes) == bytes.size() && parser.parse(bytes, {}, {}).has_value());
           }},
          {"parse and validate",
           [&] {
             std::deque<std::string> arena;
             must(oio::parse_haendelsesbesked(bytes, {}, arena).has_value());
           }},
          {"parse, validate, plan, encode",
           [&] {
             std::deque<std::string> arena;
             const auto besked = oio::parse_haendelsesbesked(bytes, {}, arena);
             must(!oio::encode(*oio::plan_splejsning(bytes, *besked)).empty());
           }},
          {"libxml2 tree", [&] { must(proeve::tree_of(bytes) != nullptr); }},
          {"libxml2 tree and schema", [&] { must(schema.accepts(bytes)); }}};
}

nlohmann::json measure(std::string_view name, const std::string& bytes, proeve::Skemadommer& schema) {
  auto all = works(bytes, schema);
  for (int round = 0; round < kRounds; ++round) {
    for (Maaling& one : all) one.times.push_back(once(one.work));
  }
  const double whole = median(all.back().times);
  nlohmann::json result{{"document", name}, {"bytes", bytes.size()}};
  fmt::print("{} ({} B)\n", name, bytes.size());
  for (const Maaling& one : all) {
    const double us = median(one.times);
    fmt::print("  {:<32}{:>8.2f} us{:>8.0f} MB/s   tree and schema / this{:>7.1f}\n", one.name, us,
               static_cast<double>(bytes.size()) / us, whole / us);
    result["us"][one.name] = us;
    result["ratio"][one.name] = whole / us;
  }
  return result;
}

}  // namespace

int main() {
  const proeve::Mappe folder;
  for (const xml::SchemaFile& file : oio::beskedkuvert_schema_files()) {
    proeve::put_file(folder.path() / file.location,
                     xml::xsd_text(oio::beskedkuvert_schema(), file.ns, oio::beskedkuvert_schema_files()));
  }
  proeve::Skemadommer schema(folder.path() / "Beskedkuvert.xsd");
  nlohmann::json results = nlohmann::json::array();
  results.push_back(measure("smallest", smallest(), schema));
  results.push_back(measure("5 KB, indented", indented(smallest(), 4760), schema));
  if (const auto contracts = proeve::kontrakter()) {
    const auto file = *contracts / "beskedfordeler" / "example_messages" / "externTestBesked.xml";
    results.push_back(measure("the contract's example", proeve::content_of(file), schema));
  }
  fmt::print("{}\n", results.dump());
}
