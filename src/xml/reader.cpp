#include "xml/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "xml/scanner.hpp"

namespace brevdue::xml {

using base::fejl;
using base::FejlKode;

// The one place where the parser is chosen.
struct Reader::Parsed : sax::Scanner {};

namespace {

constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

// libxml2 counts in int, and places are 32 bits.
constexpr std::size_t kLargest = std::numeric_limits<std::int32_t>::max() - 1;

base::Resultat<void> check_bytes(std::string_view bytes, const Graenser& limits) {
  if (bytes.size() > std::min(limits.bytes, kLargest)) return fejl(FejlKode::FOR_STOR, "the document is too large");
  if (bytes.empty()) return fejl(FejlKode::UGYLDIG, "the document is empty");
  if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE") || bytes.starts_with(std::string_view("<\0", 2)) ||
      bytes.starts_with(std::string_view("\0<", 2))) {
    return fejl(FejlKode::UGYLDIG, "UTF-16 is not accepted, only UTF-8");
  }
  const std::size_t bad = first_bad_utf8(bytes);
  if (bad == bytes.size()) return {};
  return fejl(FejlKode::UGYLDIG, fmt::format("not UTF-8, or a NUL (at byte {})", bad));
}

// One parser a thread waits here for the next document.
template <class T>
std::unique_ptr<T>& spare() {
  thread_local std::unique_ptr<T> kept;
  return kept;
}

}  // namespace

base::Resultat<Reader> Reader::open(std::string_view bytes, const Graenser& limits, Profile profile) {
  PROEV(check_bytes(bytes, limits));
  Reader reader(bytes, nullptr);
  PROEV(reader.parsed_->parse(bytes, limits, profile));
  reader.parsed_->in_scope.clear();
  reader.show();
  return reader;
}

Reader::Reader(std::string_view bytes, std::unique_ptr<Parsed> parsed) : bytes_(bytes), parsed_(std::move(parsed)) {
  if (!parsed_) parsed_ = std::move(spare<Parsed>());
  if (!parsed_) parsed_ = std::make_unique<Parsed>();
}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

Reader::~Reader() {
  if (parsed_ && !parsed_->is_bloated()) spare<Parsed>() = std::move(parsed_);
}

const Event& Reader::next_event() {
  if (event_.kind == EventKind::FINISHED) return event_;
  if (event_.kind == EventKind::END) {
    // An END ends the scope of what its START declared.
    const auto& start = parsed_->events[parsed_->events[at_].partner];
    parsed_->in_scope.resize(parsed_->in_scope.size() - start.declarations);
  }
  ++at_;
  show();
  return event_;
}

void Reader::skip_element() {
  at_ = parsed_->events[at_].partner;
  event_.kind = EventKind::END;
  next_event();
}

Udsnit Reader::element_place() const {
  const auto& start = parsed_->events[at_];
  return {start.place.fra, parsed_->events[start.partner].place.til};
}

void Reader::show() {
  if (at_ >= parsed_->events.size()) {
    event_ = {};
    return;
  }
  const sax::RawEvent& raw = parsed_->events[at_];
  event_.kind = raw.kind;
  event_.place = raw.place;
  if (raw.kind == EventKind::TEXT) {
    event_.name = {};
    event_.ns = {};
    event_.in_input = raw.in_input;
    event_.blank = raw.blank;
    event_.text = (raw.in_input ? bytes_ : std::string_view(parsed_->text)).substr(raw.first, raw.length);
    return;
  }
  event_.name = {raw.name, raw.name_length};
  event_.ns = {raw.ns, raw.ns_length};
  event_.attributes = std::span(parsed_->attributes).subspan(raw.first, raw.attributes);
  event_.declarations = std::span(parsed_->declarations).subspan(raw.first_declaration, raw.declarations);
  if (raw.kind == EventKind::START) {
    parsed_->in_scope.insert(parsed_->in_scope.end(), event_.declarations.begin(), event_.declarations.end());
  }
}

std::optional<std::string_view> Reader::namespace_of(std::string_view prefix) const {
  if (prefix == "xml") return kXmlNamespace;
  const auto& known = parsed_->in_scope;
  const auto found = std::find_if(known.rbegin(), known.rend(), [&](const auto& n) { return n.prefix == prefix; });
  if (found == known.rend() || found->uri.empty()) return std::nullopt;
  return found->uri;
}

std::optional<std::string_view> Reader::prefix_of(std::string_view uri, bool allow_default) const {
  for (auto at = parsed_->in_scope.rbegin(); at != parsed_->in_scope.rend(); ++at) {
    if (at->uri != uri || (at->prefix.empty() && !allow_default)) continue;
    if (namespace_of(at->prefix) == uri) return at->prefix;  // not hidden by an inner declaration
  }
  return std::nullopt;
}

std::vector<Namespace> Reader::scope() const {
  std::vector<Namespace> visible;
  for (auto at = parsed_->in_scope.rbegin(); at != parsed_->in_scope.rend(); ++at) {
    const bool is_hidden = std::ranges::any_of(visible, [&](const auto& n) { return n.prefix == at->prefix; });
    if (!is_hidden) visible.push_back(*at);
  }
  std::erase_if(visible, [](const auto& n) { return n.uri.empty(); });
  return visible;
}

}  // namespace brevdue::xml
