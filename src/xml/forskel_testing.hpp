// The two parsers on the same bytes: libxml2's SAX2 (the judge) and the scanner. What they must agree on is everything
// but the words of an error: verdict, class of error, and every event.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>

#include "xml/scanner.hpp"

namespace brevdue::proeve {

class XmlForskel {
 public:
  // What differs; nothing when the two agree.
  std::optional<std::string> between(std::string_view bytes, const xml::Graenser& limits, xml::Profile profile = {}) {
    if (xml::first_bad_utf8(bytes) != bytes.size()) return std::nullopt;
    const auto judged = judge_.parse(bytes, limits, profile);
    const auto scanned = scanner_.parse(bytes, limits, profile);
    if (judged.has_value() != scanned.has_value()) return verdict("libxml2", judged) + verdict("; scanner", scanned);
    if (judged) return events(bytes);
    // With two faults either may come first; with one, its class is the same.
    if (limits.tekst < bytes.size() || limits.dybde < bytes.size()) return std::nullopt;
    if (judged.error().kode == scanned.error().kode) return std::nullopt;
    return verdict("libxml2", judged) + verdict("; scanner", scanned);
  }
  std::size_t accepted() const { return accepted_; }

 private:
  static std::string verdict(std::string_view who, const base::Resultat<void>& said) {
    return fmt::format("{}: {}", who, said ? "accepted" : said.error().tekst);
  }
  static std::string shown(std::string_view bytes, const xml::sax::Dokument& d, const xml::sax::RawEvent& e) {
    std::string all = fmt::format("kind {} place {}-{} partner {} ", static_cast<int>(e.kind), e.place.fra, e.place.til,
                                  e.kind == xml::EventKind::TEXT ? 0 : e.partner);
    if (e.kind == xml::EventKind::TEXT) {
      const auto from = e.in_input ? bytes : std::string_view(d.text);
      return all + fmt::format("{} {} {}", e.in_input, e.blank, from.substr(e.first, e.length));
    }
    all += fmt::format("{{{}}}{}", std::string_view(e.ns, e.ns_length), std::string_view(e.name, e.name_length));
    for (const auto& a : std::span(d.attributes).subspan(e.first, e.attributes)) {
      all += fmt::format(" {{{}}}{}={}\x01", a.ns, a.name, a.value);
    }
    for (const auto& n : std::span(d.declarations).subspan(e.first_declaration, e.declarations)) {
      all += fmt::format(" xmlns {}={}\x01", n.prefix, n.uri);
    }
    return all;
  }
  std::optional<std::string> events(std::string_view bytes) {
    ++accepted_;
    if (judge_.events.size() != scanner_.events.size()) return "another number of events";
    for (std::size_t i = 0; i < judge_.events.size(); ++i) {
      const auto judged = shown(bytes, judge_, judge_.events[i]);
      const auto scanned = shown(bytes, scanner_, scanner_.events[i]);
      if (judged != scanned) return fmt::format("event {}: libxml2 {}; scanner {}", i, judged, scanned);
    }
    return std::nullopt;
  }

  xml::sax::Parser judge_;
  xml::sax::Scanner scanner_;
  std::size_t accepted_ = 0;
};

}  // namespace brevdue::proeve
