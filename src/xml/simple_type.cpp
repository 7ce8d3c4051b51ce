#include "xml/simple_type.hpp"

#include <algorithm>

#include "xml/lexical_scan.hpp"

namespace brevdue::xml {

constinit const SimpleType kString{.name = "string", .white_space = WhiteSpace::PRESERVE};
constinit const SimpleType kNormalizedString{.name = "normalizedString", .white_space = WhiteSpace::REPLACE};
constinit const SimpleType kToken{.name = "token"};
constinit const SimpleType kInteger{.name = "integer", .lexical = lexical::is_integer};
constinit const SimpleType kBooleanType{.name = "boolean", .lexical = lexical::is_boolean};
constinit const SimpleType kDateTime{
    .name = "dateTime", .white_space = WhiteSpace::PRESERVE, .lexical = lexical::is_date_time};
constinit const SimpleType kDate{.name = "date", .white_space = WhiteSpace::PRESERVE, .lexical = lexical::is_date};
constinit const SimpleType kBase64Binary{.name = "base64Binary", .lexical = lexical::is_base64};
constinit const SimpleType kAnyUri{.name = "anyURI", .lexical = lexical::is_any_uri};
constinit const SimpleType kId{.name = "ID", .lexical = lexical::is_nc_name};

namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_in_facets(const SimpleType& type, std::string_view text) {
  if (type.min_length && characters(text) < *type.min_length) return false;
  if (type.max_length && characters(text) > *type.max_length) return false;
  if (type.min_inclusive && compare_integer(text, *type.min_inclusive) < 0) return false;
  if (type.max_inclusive && compare_integer(text, *type.max_inclusive) > 0) return false;
  if (!type.enumeration.empty() && std::ranges::find(type.enumeration, text) == type.enumeration.end()) return false;
  return type.pattern.matches == nullptr || type.pattern.matches(text);
}

bool is_collapsed(std::string_view text) {
  bool after_space = true;
  for (const char c : text) {
    if (c == '\t' || c == '\n' || c == '\r' || (c == ' ' && after_space)) return false;
    after_space = c == ' ';
  }
  return text.empty() || text.back() != ' ';
}

void collapse(std::string_view text, std::string& out) {
  out.clear();
  for (const char c : text) {
    if (!lexical::is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && lexical::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && lexical::is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view apply_white_space(WhiteSpace rule, std::string_view text, std::string& scratch) {
  if (rule == WhiteSpace::PRESERVE) return text;
  if (rule == WhiteSpace::REPLACE) {
    if (std::ranges::none_of(text, [](char c) { return c != ' ' && lexical::is_space(c); })) return text;
    scratch.assign(text);
    std::ranges::replace_if(scratch, lexical::is_space, ' ');
    return scratch;
  }
  const std::string_view inner = trim(text);
  if (is_collapsed(inner)) return inner;
  collapse(inner, scratch);
  return scratch;
}

bool is_valid(const SimpleType& type, std::string_view text) {
  if (type.base != nullptr && !is_valid(*type.base, text)) return false;
  return (type.lexical == nullptr || type.lexical(text)) && is_in_facets(type, text);
}

}  // namespace brevdue::xml
