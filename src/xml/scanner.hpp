// Inside xml/ only: the same events as sax.hpp's, made straight from the bytes. No DTD, UTF-8 only, namespace-aware.
//
// Thread safety: an object belongs to one thread. Ownership: names, and values that stand as such in the document,
// point into it; the rest is the scanner's and lives until the next parse.
#pragma once

#include <deque>

#include "xml/sax.hpp"

namespace brevdue::xml::sax {

class Scanner : public Dokument {
 public:
  // `bytes` must be UTF-8 without NUL (first_bad_utf8). Errors: FOR_STOR (a limit), UGYLDIG (everything else).
  base::Resultat<void> parse(std::string_view bytes, const Graenser& limits, Profile profile);
  // Too much memory was taken by a large or hostile document: not to be kept.
  bool is_bloated() const;

 private:
  class Run;
  struct Given {
    std::string_view prefix;
    Attribute attribute;
  };
  struct Open {
    std::uint32_t event;
    std::uint32_t bindings;  // how many there were outside
    std::string_view qname;
  };
  std::vector<Open> open_;
  std::vector<Namespace> bindings_;
  std::vector<Given> given_;        // the attributes of the tag being read
  std::deque<std::string> unlike_;  // values that do not stand in the document as they are
};

}  // namespace brevdue::xml::sax
