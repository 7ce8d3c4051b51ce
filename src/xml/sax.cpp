#include "xml/sax.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <mutex>

namespace brevdue::xml::sax {
namespace {

using base::fejl;
using base::FejlKode;

constexpr auto kNoMemory = "not enough memory for the document";
constexpr unsigned kMostAttributes = 65535;
constexpr std::size_t kKeptDictionary = 256 * 1024;
constexpr std::size_t kKeptEvents = 64 * 1024;
constexpr std::size_t kKeptText = 1024 * 1024;

const char* chars(const xmlChar* text) {
  return reinterpret_cast<const char*>(text);
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
}

// libxml2's words may quote the document, so its numbers get words of ours.
std::string_view explain(int code) {
  switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
      return "the document is empty";
    case XML_ERR_DOCUMENT_END:
      return "there is something after the root element, or it does not end";
    case XML_ERR_INVALID_CHAR:
      return "a character that XML does not allow";
    case XML_ERR_UNDECLARED_ENTITY:
      return "an entity other than the five of XML";
    case XML_ERR_LT_IN_ATTRIBUTE:
      return "'<' in an attribute";
    case XML_ERR_TAG_NAME_MISMATCH:
      return "an end tag that does not match its start tag";
    case XML_ERR_TAG_NOT_FINISHED:
      return "an element that does not end";
    case XML_ERR_ATTRIBUTE_REDEFINED:
    case XML_NS_ERR_ATTRIBUTE_REDEFINED:
      return "an attribute given twice";
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
      return "a prefix that is not declared";
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
      return "only UTF-8 is accepted";
    default:
      return "not well-formed XML";
  }
}

}  // namespace

struct Parser::Context {
  xmlParserCtxtPtr ptr = nullptr;
  ~Context() {
    if (ptr) xmlFreeParserCtxt(ptr);
  }
};

// What the callbacks need while one document is read. The callbacks are called from C, so none may throw.
class Parser::Handler {
 public:
  Handler(Parser& parser, xmlParserCtxtPtr context, std::string_view bytes, const Graenser& limits, Profile profile)
      : out_(parser), context_(context), bytes_(bytes), limits_(limits), profile_(profile) {}

  static void install(xmlSAXHandler& sax);

  void start(const xmlChar* name, const xmlChar* uri, int namespaces, const xmlChar** declared, int count,
             const xmlChar** values);
  void end(const xmlChar* name, const xmlChar* uri);
  void characters(const xmlChar* data, int length);
  void cdata(const xmlChar* data, int length) {
    has_cdata_ = true;
    characters(data, length);
  }
  void note(int code) {
    if (code_ == 0) code_ = code;
  }
  void refuse(FejlKode kode, std::string_view why);
  base::Resultat<void> verdict() const;
  bool refuses_instructions() const { return profile_.refuse_processing_instructions; }

  // Runs `work`, turning what it throws into the end of the parse.
  template <class Work>
  static void guarded(void* user, Work work) noexcept {
    auto* context = static_cast<xmlParserCtxtPtr>(user);
    auto& self = *static_cast<Handler*>(context->_private);
    try {
      if (!self.refusal_) work(self);
    } catch (const std::exception&) {
      self.out_of_memory_ = true;
      xmlStopParser(context);
    }
  }

 private:
  // Where the parser stands in the document. Nothing is converted (UTF-8 only), so its count is ours.
  std::uint32_t offset() const {
    const auto* input = context_->input;
    return static_cast<std::uint32_t>(input->consumed + static_cast<unsigned long>(input->cur - input->base));
  }
  // Where the last '<' before `end` stands (memrchr, for rfind goes byte by byte).
  std::uint32_t last_tag_before(std::uint32_t end) const {
    const void* found = ::memrchr(bytes_.data(), '<', end);
    return found == nullptr ? 0 : static_cast<std::uint32_t>(static_cast<const char*>(found) - bytes_.data());
  }
  void flush_text(std::uint32_t until);
  void add_declarations(int namespaces, const xmlChar** declared);
  void add_attributes(int count, const xmlChar** values);
  bool within_limits(int attribute_count);
  bool is_utf8();
  // Most neighbours share their namespace, and the dictionary gives equal strings equal addresses.
  std::uint32_t ns_length(const char* uri) {
    if (uri != last_uri_) {
      last_uri_ = uri;
      last_length_ = uri ? static_cast<std::uint32_t>(std::strlen(uri)) : 0;
    }
    return last_length_;
  }

  Parser& out_;
  xmlParserCtxtPtr context_;
  std::string_view bytes_;
  const Graenser& limits_;
  Profile profile_;
  std::vector<std::uint32_t>& open_ = out_.open;
  std::uint32_t tag_end_ = 0;
  std::size_t text_from_ = 0;
  bool has_cdata_ = false;  // in the text being gathered
  std::size_t elements_ = 0;
  const char* last_uri_ = nullptr;
  std::uint32_t last_length_ = 0;
  int code_ = 0;
  bool out_of_memory_ = false;
  std::optional<base::Fejl> refusal_;
};

void Parser::Handler::refuse(FejlKode kode, std::string_view why) {
  if (!refusal_) refusal_ = base::Fejl{kode, fmt::format("{} (at byte {})", why, offset()), {}};
  xmlStopParser(context_);
}

bool Parser::Handler::within_limits(int attribute_count) {
  if (open_.size() >= limits_.dybde) refuse(FejlKode::FOR_STOR, "too many nested elements");
  if (++elements_ > limits_.elementer) refuse(FejlKode::FOR_STOR, "too many elements");
  if (static_cast<unsigned>(attribute_count) > std::min(limits_.attributter, kMostAttributes))
    refuse(FejlKode::FOR_STOR, "too many attributes");
  return !refusal_;
}

// libxml2 itself would convert from other encodings, and then its offsets would not be the document's.
bool Parser::Handler::is_utf8() {
  const bool is_converted = context_->input->buf != nullptr && context_->input->buf->encoder != nullptr;
  const auto* declared = context_->input->encoding ? context_->input->encoding : context_->encoding;
  if (is_converted || (declared && xmlStrcasecmp(declared, BAD_CAST "UTF-8") != 0)) {
    refuse(FejlKode::UGYLDIG, explain(XML_ERR_UNSUPPORTED_ENCODING));
  }
  return !refusal_;
}

void Parser::Handler::start(const xmlChar* name, const xmlChar* uri, int namespaces, const xmlChar** declared,
                            int count, const xmlChar** values) {
  if (open_.empty() && !is_utf8()) return;
  if (!within_limits(count + namespaces)) return;
  // The parser stands at '>' or '/>', and no '<' can stand inside a tag: the last one before it is the tag's own.
  const std::uint32_t at = offset();
  const std::uint32_t from = last_tag_before(at);
  flush_text(from);
  RawEvent event;
  event.kind = EventKind::START;
  event.name = chars(name);
  event.name_length = static_cast<std::uint32_t>(std::strlen(event.name));
  event.ns = chars(uri);
  event.ns_length = ns_length(event.ns);
  // A start tag cut off by the end of the document is reported too; the parse fails right after.
  event.place = {from, at + (at < bytes_.size() && bytes_[at] == '/' ? 2U : 1U)};
  event.first = static_cast<std::uint32_t>(out_.raw_attributes.size());
  event.attributes = static_cast<std::uint16_t>(count);
  event.first_declaration = static_cast<std::uint32_t>(out_.declarations.size());
  event.declarations = static_cast<std::uint16_t>(namespaces);
  if (namespaces != 0) add_declarations(namespaces, declared);
  if (count != 0) add_attributes(count, values);
  open_.push_back(static_cast<std::uint32_t>(out_.events.size()));
  out_.events.push_back(event);
  tag_end_ = event.place.til;
}

void Parser::Handler::add_declarations(int namespaces, const xmlChar** declared) {
  for (; namespaces > 0; --namespaces, declared += 2) {
    const char* prefix = chars(declared[0]);
    const char* uri = chars(declared[1]);
    out_.declarations.push_back({prefix ? prefix : std::string_view{}, uri ? uri : std::string_view{}});
  }
}

void Parser::Handler::add_attributes(int count, const xmlChar** values) {
  for (int i = 0; i < count; ++i, values += 5) {
    const auto length = static_cast<std::size_t>(values[4] - values[3]);
    if (length > limits_.tekst) return refuse(FejlKode::FOR_STOR, "an attribute is too long");
    out_.raw_attributes.push_back({values[2] ? chars(values[2]) : std::string_view{}, chars(values[0]),
                                   static_cast<std::uint32_t>(out_.text.size()), static_cast<std::uint32_t>(length)});
    out_.text.append(chars(values[3]), length);
  }
  text_from_ = out_.text.size();
}

void Parser::Handler::end(const xmlChar* name, const xmlChar* uri) {
  if (open_.empty()) return;
  const std::uint32_t at = offset();
  RawEvent event;
  event.kind = EventKind::END;
  const RawEvent& opening = out_.events[open_.back()];
  const bool is_empty_tag = opening.place.til == at;
  event.place = {is_empty_tag ? at : last_tag_before(at), at};
  flush_text(event.place.fra);
  event.name = chars(name);
  event.ns = chars(uri);
  event.name_length = out_.events[open_.back()].name_length;
  event.ns_length = ns_length(event.ns);
  event.partner = open_.back();
  out_.events[open_.back()].partner = static_cast<std::uint32_t>(out_.events.size());
  open_.pop_back();
  out_.events.push_back(event);
  tag_end_ = at;
}

void Parser::Handler::characters(const xmlChar* data, int length) {
  if (out_.text.size() - text_from_ + static_cast<std::size_t>(length) > limits_.tekst) {
    return refuse(FejlKode::FOR_STOR, "a text is too long");
  }
  out_.text.append(chars(data), static_cast<std::size_t>(length));
}

// What was gathered since the last tag becomes one TEXT. Equal bytes in the document (no references, CDATA, comments,
// carriage returns) make it a view of them.
void Parser::Handler::flush_text(std::uint32_t until) {
  const std::string_view gathered = std::string_view(out_.text).substr(text_from_);
  if (gathered.empty() && !has_cdata_) return;
  const std::string_view raw = bytes_.substr(tag_end_, until - tag_end_);
  RawEvent event;
  event.kind = EventKind::TEXT;
  event.place = {tag_end_, until};
  event.in_input = raw == gathered;
  event.blank = !has_cdata_ && is_blank(gathered);
  event.length = static_cast<std::uint32_t>(gathered.size());
  event.first = event.in_input ? tag_end_ : static_cast<std::uint32_t>(text_from_);
  if (event.in_input) out_.text.resize(text_from_);
  text_from_ = out_.text.size();
  has_cdata_ = false;
  out_.events.push_back(event);
}

base::Resultat<void> Parser::Handler::verdict() const {
  if (out_of_memory_) return fejl(FejlKode::FOR_STOR, kNoMemory);
  if (refusal_) return std::unexpected(*refusal_);
  if (context_->wellFormed && context_->nsWellFormed && open_.empty() && !out_.events.empty()) return {};
  const auto where = context_->input ? offset() : 0;
  return fejl(FejlKode::UGYLDIG, fmt::format("{} (at byte {})", explain(code_), where));
}

void Parser::Handler::install(xmlSAXHandler& sax) {
  sax = {};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = [](void* user, const xmlChar* name, const xmlChar*, const xmlChar* uri, int namespaces,
                          const xmlChar** declared, int count, int, const xmlChar** values) {
    guarded(user, [&](Handler& self) { self.start(name, uri, namespaces, declared, count, values); });
  };
  sax.endElementNs = [](void* user, const xmlChar* name, const xmlChar*, const xmlChar* uri) {
    guarded(user, [&](Handler& self) { self.end(name, uri); });
  };
  sax.characters = [](void* user, const xmlChar* data, int length) {
    guarded(user, [&](Handler& self) { self.characters(data, length); });
  };
  sax.ignorableWhitespace = sax.characters;
  sax.cdataBlock = [](void* user, const xmlChar* data, int length) {
    guarded(user, [&](Handler& self) { self.cdata(data, length); });
  };
  // Called when the name after <!DOCTYPE has been read, before any subset, internal or external.
  sax.internalSubset = [](void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
    guarded(user, [](Handler& self) { self.refuse(FejlKode::UGYLDIG, "DOCTYPE is not accepted"); });
  };
  sax.processingInstruction = [](void* user, const xmlChar*, const xmlChar*) {
    guarded(user, [](Handler& self) {
      if (self.refuses_instructions()) self.refuse(FejlKode::UGYLDIG, "processing instructions are not accepted");
    });
  };
  sax.serror = [](void* user, xmlErrorPtr error) {
    guarded(user, [&](Handler& self) {
      if (error->level != XML_ERR_WARNING) self.note(error->code);
    });
  };
}

Parser::Parser() : context_(std::make_unique<Context>()) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  context_->ptr = xmlNewParserCtxt();
  if (context_->ptr == nullptr) throw std::bad_alloc();
  Handler::install(*context_->ptr->sax);
}

Parser::~Parser() = default;

base::Resultat<void> Parser::parse(std::string_view bytes, const Graenser& limits, Profile profile) {
  clear();
  raw_attributes.clear();
  open.clear();
  auto* context = context_->ptr;
  Handler handler(*this, context, bytes, limits, profile);
  context->_private = &handler;
  xmlCtxtReset(context);
  // HUGE takes libxml2's own limits away, so that the caller's are the only ones; they were checked or will be.
  // NOENT: without it an ampersand in an attribute comes as "&#38;"; there are no entities but the five.
  xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
  // A string as input: with xmlCtxtReadMemory its buffers cost a tenth of the whole. It must end in a NUL.
  terminated.assign(bytes);
  xmlParserInputPtr stream = xmlNewStringInputStream(context, BAD_CAST terminated.c_str());
  if (stream == nullptr || inputPush(context, stream) < 0) return fejl(FejlKode::FOR_STOR, kNoMemory);
  xmlParseDocument(context);
  const auto verdict = handler.verdict();
  context->_private = nullptr;
  if (!verdict) return verdict;
  attributes.reserve(raw_attributes.size());
  for (const auto& raw : raw_attributes) {
    attributes.push_back({raw.ns, raw.name, std::string_view(text).substr(raw.value, raw.length)});
  }
  return {};
}

bool Parser::is_bloated() const {
  return xmlDictGetUsage(context_->ptr->dict) > kKeptDictionary || events.capacity() > kKeptEvents ||
         text.capacity() + terminated.capacity() > kKeptText;
}

}  // namespace brevdue::xml::sax
