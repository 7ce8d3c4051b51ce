// A pull reader: the narrow border that messages from outside come through.
//
// What it refuses, always: DOCTYPE (before anything in it is looked at), entities other than the five, encodings other
// than UTF-8, ill-formed UTF-8, NUL, undeclared prefixes, duplicate attributes, anything not well-formed, and what is
// over the limits. It opens no file and no connection, and has no global state.
//
// The document is read once into compact events (scanner.hpp), and these are pulled; so the first event comes only
// when all of the document is known to be well-formed, and an element can be skipped in one step. Memory: 56 bytes an
// event, beside the document.
//
// Thread safety: one Reader belongs to one thread, and so does its destruction (parsers are kept for reuse by thread).
// Ownership: the bytes must outlive the reader and every view it hands out; views with `in_input` false, names and
// attribute values live as long as the reader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "xml/limits.hpp"
#include "xml/udsnit.hpp"

namespace brevdue::xml {

enum class EventKind : std::uint8_t { START, TEXT, END, FINISHED };

struct Attribute {
  std::string_view ns;
  std::string_view name;
  std::string_view value;  // normalised as XML says
};

// A prefix (empty for the default) and what it stands for (empty where xmlns="" took the default away).
struct Namespace {
  std::string_view prefix;
  std::string_view uri;
};

struct Event {
  EventKind kind = EventKind::FINISHED;
  bool in_input = false;  // TEXT: `text` is a view of the document's bytes
  bool blank = false;     // TEXT: white space only, and no CDATA: libxml2's schema validator takes that for content
  std::string_view ns;    // START and END
  std::string_view name;
  std::string_view text;  // TEXT: all character data up to the next tag; comments and PIs within it left out
  std::span<const Attribute> attributes;    // START; namespace declarations not among them
  std::span<const Namespace> declarations;  // START: the namespaces declared on this element
  // START and END: from the tag's '<' to after its '>'. For <a/> the END is empty, at the end of the START.
  // TEXT: the bytes between the two tags.
  Udsnit place;
};

// What legal XML a document may not hold beyond what is always refused.
struct Profile {
  bool refuse_processing_instructions = false;
};

class Reader {
 public:
  // Errors: FOR_STOR (a limit), UGYLDIG (everything else); the text gives the byte offset, never content.
  static base::Resultat<Reader> open(std::string_view bytes, const Graenser& limits, Profile profile = {});
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // The event the reader stands at; after open the root's START.
  const Event& event() const { return event_; }
  // Moves on. After the root's END it is FINISHED for ever.
  const Event& next_event();
  // Stands at a START: moves to just after the matching END, without looking at what is between.
  void skip_element();
  // Stands at a START: where the element stands in the bytes, all of it.
  Udsnit element_place() const;

  // The namespaces in scope, those of the START the reader stands at included.
  std::optional<std::string_view> namespace_of(std::string_view prefix) const;
  // A prefix that means `uri` here. With `allow_default` the empty prefix counts too.
  std::optional<std::string_view> prefix_of(std::string_view uri, bool allow_default = true) const;
  // All that are in scope, each prefix once.
  std::vector<Namespace> scope() const;

 private:
  struct Parsed;
  Reader(std::string_view bytes, std::unique_ptr<Parsed> parsed);
  void show();

  std::string_view bytes_;
  std::unique_ptr<Parsed> parsed_;
  Event event_;
  std::uint32_t at_ = 0;
};

// Where `bytes` stop being UTF-8 without NUL; their size when all of it is.
std::size_t first_bad_utf8(std::string_view bytes);

}  // namespace brevdue::xml
