#include "xml/scanner.hpp"

#include <emmintrin.h>
#include <fmt/format.h>
#include <libxml/uri.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

namespace brevdue::xml::sax {
namespace {

using base::FejlKode;

constexpr unsigned kMostAttributes = 65535;
constexpr auto kTooManyAttributes = "too many attributes";
constexpr std::size_t kKeptEvents = 64 * 1024;
constexpr std::size_t kKeptText = 1024 * 1024;
constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, is_space);
}

// ASCII in names: 1 may start one, 2 may go on.
constexpr auto kNameClass = [] {
  std::array<std::uint8_t, 256> all{};
  for (char c = 'a'; c <= 'z'; ++c) all[static_cast<unsigned char>(c)] = 3;
  for (char c = 'A'; c <= 'Z'; ++c) all[static_cast<unsigned char>(c)] = 3;
  for (char c = '0'; c <= '9'; ++c) all[static_cast<unsigned char>(c)] = 2;
  all['_'] = 3;
  all['-'] = all['.'] = 2;
  return all;
}();

struct Range {
  char32_t first;
  char32_t last;
};
// XML 1.0, 5th edition, productions 4 and 4a, beyond ASCII.
constexpr Range kNameStart[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
constexpr Range kNameMore[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

bool is_in(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}

struct Decoded {
  char32_t value;
  std::size_t length;
};
// Of UTF-8 known to be well-formed; the first byte is not ASCII.
Decoded decode(const char* at) {
  const auto byte = [at](int i) { return static_cast<char32_t>(static_cast<unsigned char>(at[i])); };
  const auto more = [&](int i) { return byte(i) & 0x3FU; };
  if (byte(0) < 0xE0) return {((byte(0) & 0x1FU) << 6U) | more(1), 2};
  if (byte(0) < 0xF0) return {((byte(0) & 0x0FU) << 12U) | (more(1) << 6U) | more(2), 3};
  return {((byte(0) & 0x07U) << 18U) | (more(1) << 12U) | (more(2) << 6U) | more(3), 4};
}

void append_utf8(char32_t c, std::string& out) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0U | (c >> 6U));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
  }
  put(0x80U | (c & 0x3FU));
}

bool is_xml_char(char32_t c) {
  if (c < 0x20) return c == 0x9 || c == 0xA || c == 0xD;
  return c < 0xD800 || (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF && c < 0x110000);
}

__m128i load(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
__m128i equal(__m128i block, char c) {
  return _mm_cmpeq_epi8(block, _mm_set1_epi8(c));
}

// Where the document has a character that XML does not have; its end when there is none.
const char* first_bad_character(const char* at, const char* end) {
  const auto is_bad = [end](const char* p) {
    const auto c = static_cast<unsigned char>(*p);
    if (c < 0x20) return !is_space(*p);
    return c == 0xEF && end - p > 2 && p[1] == '\xBF' && static_cast<unsigned char>(p[2]) >= 0xBE;
  };
  while (at < end) {
    if (end - at >= 16) {
      const __m128i block = load(at);
      const __m128i space = _mm_or_si128(_mm_or_si128(equal(block, '\n'), equal(block, '\t')), equal(block, '\r'));
      const __m128i suspect = _mm_or_si128(
          _mm_cmplt_epi8(_mm_xor_si128(block, _mm_set1_epi8('\x80')), _mm_set1_epi8(static_cast<char>(0x20 ^ 0x80))),
          equal(block, '\xEF'));
      if (_mm_movemask_epi8(_mm_andnot_si128(space, suspect)) == 0) {
        at += 16;
        continue;
      }
    }
    const char* until = end - at < 16 ? end : at + 16;
    for (; at < until; ++at) {
      if (is_bad(at)) return at;
    }
  }
  return end;
}

// The first of four characters from `at` on.
template <char A, char B, char C, char D>
const char* find_any(const char* at, const char* end) {
  for (; end - at >= 16; at += 16) {
    const __m128i block = load(at);
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(equal(block, A), equal(block, B)), _mm_or_si128(equal(block, C), equal(block, D)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) return at + std::countr_zero(mask);
  }
  for (; at < end; ++at) {
    if (*at == A || *at == B || *at == C || *at == D) break;
  }
  return at;
}

// A namespace must be a URI. The common forms are seen at once; libxml2 judges the rest.
bool is_uri(std::string_view uri) {
  const auto is_plain = [](char c) { return (kNameClass[static_cast<unsigned char>(c)] & 2U) != 0; };
  if (uri.starts_with("urn:")) {
    if (std::ranges::all_of(uri, [&](char c) { return is_plain(c) || c == ':'; })) return true;
  } else if (uri.starts_with("http://") && uri.size() > 7 && is_plain(uri[7])) {
    if (std::ranges::all_of(uri.substr(7), [&](char c) { return is_plain(c) || c == '/'; })) return true;
  }
  xmlURIPtr parsed = xmlParseURI(std::string(uri).c_str());
  const bool is_valid = parsed != nullptr;
  xmlFreeURI(parsed);
  return is_valid;
}

}  // namespace

// One document being read. Every function returns whether to go on; the first failure has set `failure_`.
class Scanner::Run {
 public:
  Run(Scanner& out, std::string_view bytes, const Graenser& limits, Profile profile)
      : out_(out), begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()), limits_(limits), profile_(profile) {}

  bool document();
  base::Fejl failure() && { return std::move(failure_).value_or(base::Fejl{}); }

 private:
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  char peek(std::size_t n = 0) const { return n < left() ? at_[n] : '\0'; }
  bool stands(std::string_view text) const { return std::string_view(at_, left()).starts_with(text); }
  bool take(std::string_view text) {
    if (!stands(text)) return false;
    at_ += text.size();
    return true;
  }
  bool skip_space() {
    const char* from = at_;
    while (at_ < end_ && is_space(*at_)) ++at_;
    return at_ != from;
  }
  std::uint32_t place(const char* p) const { return static_cast<std::uint32_t>(p - begin_); }
  bool refuse(std::string_view why, FejlKode kode = FejlKode::UGYLDIG) {
    failure_ = base::Fejl{kode, fmt::format("{} (at byte {})", why, place(at_)), {}};
    return false;
  }
  bool too_large(std::string_view why) { return refuse(why, FejlKode::FOR_STOR); }

  bool declaration();
  std::optional<std::string_view> quoted_after(std::string_view keyword);
  bool misc();
  bool content();
  bool markup();
  bool comment();
  bool instruction();
  bool cdata();
  bool characters();
  bool reference(std::string& out);
  std::optional<char32_t> character_reference();

  std::string_view ncname();
  bool qname(std::string_view& prefix, std::string_view& local);
  bool start_tag();
  bool attribute(std::uint32_t outer);
  bool value(std::string_view& out);
  bool unlike_value(const char* from, char quote, std::string_view& out);
  bool declare(std::string_view prefix, std::string_view uri, std::uint32_t outer);
  bool resolve_attributes();
  bool within_limits();
  std::size_t most_attributes() const { return std::min(limits_.attributter, kMostAttributes); }
  const Namespace* bound(std::string_view prefix) const;
  bool end_tag();
  void close(Udsnit where);

  bool add(std::string_view piece);
  bool spread(std::string_view piece);
  void flush_text(std::uint32_t until);

  Scanner& out_;
  const char* begin_;
  const char* at_;
  const char* end_;
  const Graenser& limits_;
  Profile profile_;
  std::uint32_t tag_end_ = 0;
  std::size_t text_from_ = 0;
  std::string_view run_;    // the text since the last tag while it is one piece of the document,
  bool is_spread_ = false;  // after that it is in `text`
  bool has_cdata_ = false;
  std::size_t elements_ = 0;
  std::optional<base::Fejl> failure_;
};

bool Scanner::Run::document() {
  if (const char* bad = first_bad_character(at_, end_); bad != end_) {
    at_ = bad;
    return refuse("a character that XML does not allow");
  }
  take("\xEF\xBB\xBF");
  if (stands("<?xml") && is_space(peek(5)) && !declaration()) return false;
  if (!misc()) return false;
  if (stands("<!DOCTYPE")) return refuse("DOCTYPE is not accepted");
  if (peek() != '<') return refuse("the document is empty");
  if (!start_tag() || !content() || !misc()) return false;
  return at_ == end_ || refuse("there is something after the root element");
}

// [name] S? '=' S? quoted: what is between the quotes.
std::optional<std::string_view> Scanner::Run::quoted_after(std::string_view keyword) {
  at_ += keyword.size();
  skip_space();
  if (!take("=")) return std::nullopt;
  skip_space();
  const char quote = peek();
  if (quote != '"' && quote != '\'') return std::nullopt;
  const std::string_view rest(at_ + 1, left() - 1);
  const auto length = rest.find(quote);
  if (length == std::string_view::npos) return std::nullopt;
  at_ += length + 2;
  return rest.substr(0, length);
}

bool Scanner::Run::declaration() {
  at_ += 5;
  skip_space();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto version = stands("version") ? quoted_after("version") : std::nullopt;
  if (!version || !version->starts_with("1.") || !std::ranges::all_of(version->substr(2), is_digit)) {
    return refuse("not a version of XML 1");
  }
  bool has_space = skip_space();
  if (has_space && stands("encoding")) {
    const auto encoding = quoted_after("encoding");
    const auto same = [](char a, char b) { return a == b || (a >= 'a' && a <= 'z' && a - 32 == b); };
    if (!encoding || !std::ranges::equal(*encoding, std::string_view("UTF-8"), same)) {
      return refuse("only UTF-8 is accepted");
    }
    skip_space();  // libxml2 does not ask for any between UTF-8 and what follows
  }
  if (has_space && stands("standalone")) {
    const auto standalone = quoted_after("standalone");
    if (standalone != "yes" && standalone != "no") return refuse("standalone is yes or no");
    skip_space();
  }
  return take("?>") || refuse("an XML declaration that does not end");
}

bool Scanner::Run::misc() {
  for (;;) {
    skip_space();
    if (stands("<?")) {
      if (!instruction()) return false;
    } else if (stands("<!--")) {
      if (!comment()) return false;
    } else {
      return true;
    }
  }
}

bool Scanner::Run::content() {
  while (!out_.open_.empty()) {
    if (at_ == end_) return refuse("an element that does not end");
    if (*at_ == '<' ? !markup() : !characters()) return false;
  }
  return true;
}

bool Scanner::Run::markup() {
  switch (peek(1)) {
    case '/':
      return end_tag();
    case '?':
      return instruction();
    case '!':
      if (stands("<!--")) return comment();
      return stands("<![CDATA[") ? cdata() : refuse("not well-formed XML");
    default:
      return start_tag();
  }
}

bool Scanner::Run::comment() {
  const auto dashes = std::string_view(at_ + 4, left() - 4).find("--");
  if (dashes == std::string_view::npos) return refuse("a comment that does not end");
  at_ += 4 + dashes + 2;
  return take(">") || refuse("'--' in a comment");
}

bool Scanner::Run::instruction() {
  at_ += 2;
  const auto target = ncname();
  const auto lower = [](char a, char b) { return (a | 0x20) == b; };
  if (target.empty() || std::ranges::equal(target, std::string_view("xml"), lower)) {
    return refuse("not the name of a processing instruction");
  }
  if (!stands("?>") && !skip_space()) return refuse("not well-formed XML");
  const auto length = std::string_view(at_, left()).find("?>");
  if (length == std::string_view::npos) return refuse("a processing instruction that does not end");
  at_ += length + 2;
  return !profile_.refuse_processing_instructions || refuse("processing instructions are not accepted");
}

bool Scanner::Run::cdata() {
  at_ += 9;
  const auto length = std::string_view(at_, left()).find("]]>");
  if (length == std::string_view::npos) return refuse("CDATA that does not end");
  const char* until = at_ + length;
  has_cdata_ = true;
  while (at_ < until) {
    const char* stop = std::find(at_, until, '\r');
    if (!add({at_, static_cast<std::size_t>(stop - at_)})) return false;
    at_ = stop;
    if (stop == until) break;
    ++at_;
    if (peek() != '\n' && !spread("\n")) return false;
  }
  at_ += 3;
  return true;
}

bool Scanner::Run::characters() {
  const char* stop = find_any<'<', '&', '\r', ']'>(at_, end_);
  while (stop != end_ && *stop == ']') {
    if (std::string_view(stop, static_cast<std::size_t>(end_ - stop)).starts_with("]]>")) {
      at_ = stop;
      return refuse("']]>' in text");
    }
    stop = find_any<'<', '&', '\r', ']'>(stop + 1, end_);
  }
  const std::string_view piece(at_, static_cast<std::size_t>(stop - at_));
  at_ = stop;
  if (!add(piece)) return false;
  if (at_ == end_ || *at_ == '<') return true;
  if (*at_ == '&') {
    std::string meant;
    return reference(meant) && spread(meant);
  }
  ++at_;  // CR LF is LF, and so is CR alone
  return peek() == '\n' || spread("\n");
}

bool Scanner::Run::add(std::string_view piece) {
  if (piece.empty()) return true;
  if (is_spread_ || !run_.empty()) return spread(piece);
  run_ = piece;
  return piece.size() <= limits_.tekst || too_large("a text is too long");
}

bool Scanner::Run::spread(std::string_view piece) {
  if (!is_spread_) out_.text.append(run_);
  is_spread_ = true;
  out_.text.append(piece);
  return out_.text.size() - text_from_ <= limits_.tekst || too_large("a text is too long");
}

// What was gathered since the last tag becomes one TEXT.
void Scanner::Run::flush_text(std::uint32_t until) {
  if (run_.empty() && !is_spread_ && !has_cdata_) return;
  RawEvent event;
  event.kind = EventKind::TEXT;
  event.place = {tag_end_, until};
  event.in_input = !is_spread_ && run_.size() == until - tag_end_;
  if (!event.in_input && !is_spread_) out_.text.append(run_);
  const std::string_view gathered = event.in_input ? run_ : std::string_view(out_.text).substr(text_from_);
  event.blank = !has_cdata_ && is_blank(gathered);
  event.length = static_cast<std::uint32_t>(gathered.size());
  event.first = event.in_input ? tag_end_ : static_cast<std::uint32_t>(text_from_);
  text_from_ = out_.text.size();
  run_ = {};
  is_spread_ = has_cdata_ = false;
  out_.events.push_back(event);
}

std::optional<char32_t> Scanner::Run::character_reference() {
  const bool is_hex = take("x");
  char32_t value = 0;
  for (; peek() != ';'; ++at_) {
    const char c = peek();
    const char low = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * (is_hex ? 16 : 10) + static_cast<char32_t>(c - '0');
    } else if (is_hex && low >= 'a' && low <= 'f') {
      value = value * 16 + static_cast<char32_t>(low - 'a' + 10);
    } else {
      return std::nullopt;
    }
    value = std::min<char32_t>(value, 0x110000);
  }
  ++at_;
  if (!is_xml_char(value)) return std::nullopt;
  return value;
}

bool Scanner::Run::reference(std::string& out) {
  ++at_;
  if (take("#")) {
    const auto value = character_reference();
    if (value) append_utf8(*value, out);
    return value || refuse("not a reference to a character of XML");
  }
  struct Entity {
    std::string_view name;
    char meant;
  };
  for (const auto& [name, meant] : {Entity{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}}) {
    if (!take(name)) continue;
    out += meant;
    return true;
  }
  return refuse("an entity other than the five of XML");
}

std::string_view Scanner::Run::ncname() {
  const char* from = at_;
  for (unsigned wanted = 1; at_ < end_; wanted = 2) {
    const auto c = static_cast<unsigned char>(*at_);
    if (c < 0x80) {
      if ((kNameClass[c] & wanted) == 0) break;
      ++at_;
      continue;
    }
    const auto [value, length] = decode(at_);
    if (!is_in(kNameStart, value) && (wanted == 1 || !is_in(kNameMore, value))) break;
    at_ += length;
  }
  return {from, static_cast<std::size_t>(at_ - from)};
}

bool Scanner::Run::qname(std::string_view& prefix, std::string_view& local) {
  local = ncname();
  if (local.empty()) return refuse("not a name");
  if (peek() != ':') return true;
  ++at_;
  prefix = local;
  local = ncname();
  return (!local.empty() && peek() != ':') || refuse("not a name with a prefix");
}

const Namespace* Scanner::Run::bound(std::string_view prefix) const {
  static constexpr Namespace kXml{"xml", kXmlUri};
  const auto& known = out_.bindings_;
  for (std::size_t i = known.size(); i > 0; --i) {
    if (known[i - 1].prefix == prefix) return &known[i - 1];
  }
  return prefix == "xml" ? &kXml : nullptr;
}

bool Scanner::Run::within_limits() {
  if (out_.open_.size() >= limits_.dybde) return too_large("too many nested elements");
  return ++elements_ <= limits_.elementer || too_large("too many elements");
}

bool Scanner::Run::start_tag() {
  const char* from = at_++;
  std::string_view prefix;
  std::string_view local;
  if (!qname(prefix, local)) return false;
  const std::string_view name(from + 1, static_cast<std::size_t>(at_ - from - 1));
  const auto outer = static_cast<std::uint32_t>(out_.bindings_.size());
  out_.given_.clear();
  while (at_ < end_ && *at_ != '>' && *at_ != '/') {
    if (!skip_space()) return refuse("not well-formed XML");
    if (at_ < end_ && *at_ != '>' && *at_ != '/' && !attribute(outer)) return false;
  }
  const std::size_t declared = out_.bindings_.size() - outer;
  if (!within_limits()) return false;
  flush_text(place(from));
  RawEvent event;
  event.kind = EventKind::START;
  event.first = static_cast<std::uint32_t>(out_.attributes.size());
  event.attributes = static_cast<std::uint16_t>(out_.given_.size());
  if (!out_.given_.empty() && !resolve_attributes()) return false;
  const Namespace* ns = bound(prefix);
  if (ns == nullptr && !prefix.empty()) return refuse("a prefix that is not declared");
  const bool is_empty = take("/");
  if (!take(">")) return refuse("a tag that does not end");
  event.place = {place(from), place(at_)};
  event.name = local.data();
  event.name_length = static_cast<std::uint32_t>(local.size());
  if (ns != nullptr) event.ns = ns->uri.data();
  if (ns != nullptr) event.ns_length = static_cast<std::uint32_t>(ns->uri.size());
  event.first_declaration = static_cast<std::uint32_t>(out_.declarations.size());
  event.declarations = static_cast<std::uint16_t>(declared);
  if (declared != 0)
    out_.declarations.insert(out_.declarations.end(), out_.bindings_.begin() + outer, out_.bindings_.end());
  out_.open_.push_back({static_cast<std::uint32_t>(out_.events.size()), outer, name});
  out_.events.push_back(event);
  tag_end_ = event.place.til;
  if (is_empty) close({tag_end_, tag_end_});
  return true;
}

bool Scanner::Run::attribute(std::uint32_t outer) {
  std::string_view prefix;
  std::string_view local;
  std::string_view text;
  // Before duplicates are looked for, which takes the square of their count.
  if (out_.given_.size() + out_.bindings_.size() - outer >= most_attributes()) return too_large(kTooManyAttributes);
  if (!qname(prefix, local)) return false;
  skip_space();
  if (!take("=")) return refuse("an attribute without a value");
  skip_space();
  if (!value(text)) return false;
  if (prefix.empty() && local == "xmlns") return declare({}, text, outer);
  if (prefix == "xmlns") return declare(local, text, outer);
  if (text.size() > limits_.tekst) return too_large("an attribute is too long");
  out_.given_.push_back({prefix, {{}, local, text}});
  return true;
}

bool Scanner::Run::value(std::string_view& out) {
  const char quote = peek();
  if (quote != '"' && quote != '\'') return refuse("an attribute without quotes");
  const char* from = ++at_;
  for (; at_ < end_ && *at_ != quote; ++at_) {
    const auto c = static_cast<unsigned char>(*at_);
    if (c < 0x20 || c == '&') return unlike_value(from, quote, out);
    if (c == '<') return refuse("'<' in an attribute");
  }
  if (at_ == end_) return refuse("an attribute that does not end");
  out = {from, static_cast<std::size_t>(at_ - from)};
  ++at_;
  return true;
}

// With references, or white space that XML makes blanks.
bool Scanner::Run::unlike_value(const char* from, char quote, std::string_view& out) {
  std::string& made = out_.unlike_.emplace_back(from, at_);
  while (at_ < end_ && *at_ != quote) {
    const char c = *at_;
    if (c == '<') return refuse("'<' in an attribute");
    if (c == '&') {
      if (!reference(made)) return false;
      continue;
    }
    ++at_;
    if (c == '\r' && peek() == '\n') continue;
    made += is_space(c) ? ' ' : c;
  }
  if (at_ == end_) return refuse("an attribute that does not end");
  ++at_;
  out = made;
  return true;
}

bool Scanner::Run::declare(std::string_view prefix, std::string_view uri, std::uint32_t outer) {
  if (prefix == "xml") return uri == kXmlUri || refuse("the prefix xml means another namespace");
  if (prefix == "xmlns" || uri == kXmlUri || uri == kXmlnsUri) return refuse("a namespace that XML has taken");
  if (uri.empty() ? !prefix.empty() : !is_uri(uri)) return refuse("a namespace that is no URI");
  const auto own = std::span(out_.bindings_).subspan(outer);
  if (std::ranges::find(own, prefix, &Namespace::prefix) != own.end()) return refuse("an attribute given twice");
  out_.bindings_.push_back({prefix, uri});
  return true;
}

bool Scanner::Run::resolve_attributes() {
  const std::size_t first = out_.attributes.size();
  for (auto& [prefix, attribute] : out_.given_) {
    if (!prefix.empty()) {
      const Namespace* ns = bound(prefix);
      if (ns == nullptr) return refuse("a prefix that is not declared");
      attribute.ns = ns->uri;
    }
    const auto before = std::span(out_.attributes).subspan(first);
    const bool is_given_before = std::ranges::any_of(
        before, [&](const Attribute& a) { return a.name == attribute.name && a.ns == attribute.ns; });
    if (is_given_before) return refuse("an attribute given twice");
    out_.attributes.push_back(attribute);
  }
  return true;
}

bool Scanner::Run::end_tag() {
  const char* from = at_;
  at_ += 2;
  if (!take(out_.open_.back().qname)) return refuse("an end tag that does not match its start tag");
  skip_space();
  if (!take(">")) return refuse("an end tag that does not match its start tag");
  flush_text(place(from));
  close({place(from), place(at_)});
  return true;
}

void Scanner::Run::close(Udsnit where) {
  const auto [start, outer, name] = out_.open_.back();
  RawEvent& opening = out_.events[start];
  RawEvent event;
  event.kind = EventKind::END;
  event.place = where;
  event.name = opening.name;
  event.name_length = opening.name_length;
  event.ns = opening.ns;
  event.ns_length = opening.ns_length;
  event.partner = start;
  opening.partner = static_cast<std::uint32_t>(out_.events.size());
  out_.open_.pop_back();
  out_.bindings_.resize(outer);
  out_.events.push_back(event);
  tag_end_ = where.til;
}

base::Resultat<void> Scanner::parse(std::string_view bytes, const Graenser& limits, Profile profile) {
  clear();
  open_.clear();
  bindings_.clear();
  unlike_.clear();
  Run run(*this, bytes, limits, profile);
  if (run.document()) return {};
  return std::unexpected(std::move(run).failure());
}

bool Scanner::is_bloated() const {
  return events.capacity() > kKeptEvents || attributes.capacity() > kKeptEvents || bindings_.capacity() > kKeptEvents ||
         text.capacity() > kKeptText || unlike_.size() > kKeptEvents;
}

}  // namespace brevdue::xml::sax
