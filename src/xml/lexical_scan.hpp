// Inside xml/ only: reading lexical forms character by character.
//
// Thread safety: plain value over the caller's text.
#pragma once

#include <string_view>

namespace brevdue::xml::lexical {

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A cursor over a text. Every step says whether it could be taken.
struct Scan {
  std::string_view rest;

  bool at_end() const { return rest.empty(); }
  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // Exactly two digits; -1 if they are not there.
  int two_digits() {
    if (rest.size() < 2 || !is_digit(rest[0]) || !is_digit(rest[1])) return -1;
    const int value = (rest[0] - '0') * 10 + (rest[1] - '0');
    rest.remove_prefix(2);
    return value;
  }
  // As many digits as there are.
  std::string_view digits() {
    std::size_t n = 0;
    while (n < rest.size() && is_digit(rest[n])) ++n;
    const auto taken = rest.substr(0, n);
    rest.remove_prefix(n);
    return taken;
  }
};

}  // namespace brevdue::xml::lexical
