// URI references: RFC 3986, appendix A.
#include <algorithm>
#include <string>

#include "xml/lexical_scan.hpp"
#include "xml/simple_type.hpp"

namespace brevdue::xml::lexical {
namespace {

constexpr std::string_view kSubDelimiters = "!$&'()*+,;=";

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// What XSD has escaped first stands for a harmless character: what is not ASCII, spaces, and the excluded ones.
std::string escaped(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return c <= ' ' || c == 0x7F || (c & 0x80) != 0; }, '_');
  std::ranges::replace_if(
      out, [](char c) { return std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos; }, '_');
  return out;
}

// Unreserved characters, sub-delimiters, %XX, and those in `more`.
bool is_made_of(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
      continue;
    }
    const bool is_unreserved =
        is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
    if (!is_unreserved && kSubDelimiters.find(c) == std::string_view::npos && more.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// Cuts off and returns what follows the first `mark`, which is dropped.
std::string_view cut_after(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

bool is_port(std::string_view text) {
  constexpr std::size_t kMostDigits = 8;
  return !text.empty() && text.size() <= kMostDigits && std::ranges::all_of(text, is_digit);
}

bool is_authority(std::string_view text) {
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    if (!is_made_of(text.substr(0, at), ":")) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view host = text;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = {};
    text.remove_prefix(end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    text.remove_prefix(host.size());
  }
  return is_made_of(host, "") && (text.empty() || (text.starts_with(':') && is_port(text.substr(1))));
}

// Removes "scheme:" if it is there.
bool take_scheme(std::string_view& text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return false;
  const auto is_of_scheme = [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
  if (!std::ranges::all_of(text.substr(0, colon), is_of_scheme)) return false;
  text.remove_prefix(colon + 1);
  return true;
}

}  // namespace

bool is_any_uri(std::string_view text) {
  const std::string uri = escaped(text);
  std::string_view rest = uri;
  const auto fragment = cut_after(rest, '#');
  const auto query = cut_after(rest, '?');
  if (!is_made_of(fragment, ":@/?") || !is_made_of(query, ":@/?")) return false;
  const bool is_absolute = take_scheme(rest);
  if (rest.starts_with("//")) {
    const auto authority = rest.substr(2, rest.find('/', 2) - 2);
    if (!is_authority(authority)) return false;
    rest.remove_prefix(2 + authority.size());
  } else if (!is_absolute && rest.substr(0, rest.find('/')).find(':') != std::string_view::npos) {
    return false;
  }
  return is_made_of(rest, ":@/");
}

}  // namespace brevdue::xml::lexical
