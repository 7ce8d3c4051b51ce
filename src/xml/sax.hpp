// Inside xml/ only: the events of one document as libxml2's SAX2 reported them, in compact form.
//
// Thread safety: an object belongs to one thread. Ownership: names and namespaces point into the parser's dictionary
// and live until the next parse; texts and attribute values are offsets into `text`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "xml/reader.hpp"

namespace brevdue::xml::sax {

struct RawEvent {
  const char* name = nullptr;
  const char* ns = nullptr;
  std::uint32_t name_length = 0;
  std::uint32_t ns_length = 0;
  Udsnit place;
  std::uint32_t first = 0;    // START: first attribute; TEXT: offset in `text`, or of the view in the document
  std::uint32_t length = 0;   // TEXT
  std::uint32_t partner = 0;  // START: index of its END; END: of its START
  std::uint16_t attributes = 0;
  std::uint16_t declarations = 0;
  std::uint32_t first_declaration = 0;
  EventKind kind = EventKind::FINISHED;
  bool in_input = false;
  bool blank = false;
};

struct RawAttribute {
  std::string_view ns;
  std::string_view name;
  std::uint32_t value = 0;
  std::uint32_t length = 0;
};

// What a parser makes of one document. The buffers are reused, for making them costs more than reading a small message.
struct Dokument {
  void clear() {
    events.clear();
    declarations.clear();
    attributes.clear();
    text.clear();
  }

  std::vector<RawEvent> events;
  std::vector<Namespace> declarations;
  std::vector<Attribute> attributes;
  std::string text;
  std::vector<Namespace> in_scope;  // for the reader
};

// libxml2 as the parser, and the judge of scanner.hpp.
class Parser : public Dokument {
 public:
  Parser();
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  base::Resultat<void> parse(std::string_view bytes, const Graenser& limits, Profile profile);
  // Too much memory was taken by a large or hostile document: not to be kept.
  bool is_bloated() const;

  class Handler;

 private:
  struct Context;
  std::vector<RawAttribute> raw_attributes;  // become `attributes` once `text` has stopped growing
  std::string terminated;                    // what libxml2 reads
  std::vector<std::uint32_t> open;           // the STARTs without an END so far
  std::unique_ptr<Context> context_;
};

}  // namespace brevdue::xml::sax
