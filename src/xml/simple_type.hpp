// Simple types: what the text of an element or attribute may be. XSD's built-in ones, and restrictions of them as data.
//
// Thread safety: constants and free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brevdue::xml {

inline constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";

enum class WhiteSpace : std::uint8_t { PRESERVE, REPLACE, COLLAPSE };

// A pattern facet: the check in code, and the regular expression that says the same in the published schema.
struct Pattern {
  bool (*matches)(std::string_view text) = nullptr;
  std::string_view expression;
};

struct SimpleType {
  std::string_view ns = kXsd;
  std::string_view name = {};        // empty: anonymous, written where it is used
  const SimpleType* base = nullptr;  // none: built in
  WhiteSpace white_space = WhiteSpace::COLLAPSE;
  bool (*lexical)(std::string_view text) = nullptr;  // built-in types; none: every text
  std::optional<std::size_t> min_length = {};        // in characters
  std::optional<std::size_t> max_length = {};
  std::optional<std::int64_t> min_inclusive = {};  // of integers, whatever their length
  std::optional<std::int64_t> max_inclusive = {};
  std::span<const std::string_view> enumeration = {};
  Pattern pattern = {};
};

extern const SimpleType kString;
extern const SimpleType kNormalizedString;
extern const SimpleType kToken;
extern const SimpleType kInteger;
extern const SimpleType kBooleanType;
extern const SimpleType kDateTime;  // this and kDate without white space around them: see lexical::is_date_time
extern const SimpleType kDate;
extern const SimpleType kBase64Binary;
extern const SimpleType kAnyUri;
extern const SimpleType kId;  // an NCName; that it is unique is the engine's business

// Text as the type's white space rule leaves it: a view of `text` if it can be, of `scratch` otherwise.
std::string_view apply_white_space(WhiteSpace rule, std::string_view text, std::string& scratch);
// Whether text (after white space processing) is of the type, all its bases included.
bool is_valid(const SimpleType& type, std::string_view text);
// -1, 0, 1 for a lexically right xs:integer of any length.
int compare_integer(std::string_view integer, std::int64_t with);

// The lexical forms of XSD 1.0 part 2, section 3. Where libxml2's schema validator is stricter so are these: what is
// delivered shall validate there, and "the same verdict" is then one that can be tested.
namespace lexical {
bool is_integer(std::string_view text);  // at most 24 digits, leading zeros apart
bool is_boolean(std::string_view text);
// With 24:00:00, years of up to 18 digits and before Christ. Of white space around it (which XSD collapses) libxml2
// takes only what follows a time zone.
bool is_date_time(std::string_view text);
bool is_date(std::string_view text);
bool is_base64(std::string_view text);
bool is_any_uri(std::string_view text);  // a URI reference as RFC 3986, once what it forbids has been escaped
bool is_nc_name(std::string_view text);
}  // namespace lexical

std::string_view trim(std::string_view text);

}  // namespace brevdue::xml
