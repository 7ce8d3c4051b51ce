// The lexical forms of XSD 1.0 part 2, section 3; URIs are in any_uri.cpp.

#include <algorithm>
#include <charconv>
#include <string>

#include "xml/lexical_scan.hpp"
#include "xml/simple_type.hpp"

namespace brevdue::xml {

int compare_integer(std::string_view integer, std::int64_t with) {
  lexical::Scan scan{integer};
  const bool is_negative = scan.take('-');
  if (!is_negative) scan.take('+');
  auto digits = scan.digits();
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  constexpr std::size_t kFitsAlways = 18;
  if (digits.size() > kFitsAlways + 1) return is_negative ? -1 : 1;
  __int128 value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (is_negative) value = -value;
  return value < with ? -1 : value > with ? 1 : 0;
}

namespace lexical {
namespace {

bool is_leap(std::string_view year_digits) {
  // Leap years repeat every 400 years, so the last four digits decide.
  int year = 0;
  for (const char c : year_digits.substr(year_digits.size() - 4)) year = year * 10 + (c - '0');
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int month, bool leap) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap ? 29 : kDays[month - 1];
}

constexpr std::size_t kMostYearDigits = 18;
constexpr std::size_t kMostDigits = 24;

// At least four digits, no leading zero if there are more, no year 0000.
bool take_year(Scan& scan, bool& leap) {
  scan.take('-');
  const auto year = scan.digits();
  if (year.size() < 4 || year.size() > kMostYearDigits || (year.size() > 4 && year.front() == '0')) return false;
  leap = is_leap(year);
  return std::ranges::any_of(year, [](char c) { return c != '0'; });
}

bool take_day(Scan& scan) {
  bool leap = false;
  if (!take_year(scan, leap) || !scan.take('-')) return false;
  const int month = scan.two_digits();
  if (month < 1 || month > 12 || !scan.take('-')) return false;
  const int day = scan.two_digits();
  return day >= 1 && day <= days_in(month, leap);
}

bool take_time(Scan& scan) {
  const int hour = scan.two_digits();
  if (hour < 0 || !scan.take(':')) return false;
  const int minute = scan.two_digits();
  if (minute < 0 || minute > 59 || !scan.take(':')) return false;
  const int second = scan.two_digits();
  if (second < 0 || second > 59) return false;
  bool is_whole = second == 0;
  if (scan.take('.')) {
    const auto fraction = scan.digits();
    if (fraction.empty()) return false;
    is_whole = is_whole && std::ranges::all_of(fraction, [](char c) { return c == '0'; });
  }
  return hour <= 23 || (hour == 24 && minute == 0 && is_whole);
}

// Z, or an offset of at most 14 hours.
bool take_zone(Scan& scan) {
  if (scan.take('Z')) return true;
  if (!scan.take('+') && !scan.take('-')) return false;
  const int hour = scan.two_digits();
  if (hour < 0 || hour > 14 || !scan.take(':')) return false;
  const int minute = scan.two_digits();
  return minute >= 0 && minute <= (hour == 14 ? 0 : 59);
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

constexpr bool is_name_start(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c >= 0x80;
}

}  // namespace

bool is_integer(std::string_view text) {
  Scan scan{text};
  if (!scan.take('-')) scan.take('+');
  const auto digits = scan.digits();
  const auto significant = std::min(digits.find_first_not_of('0'), digits.size());
  return !digits.empty() && digits.size() - significant <= kMostDigits && scan.at_end();
}

bool is_boolean(std::string_view text) {
  return text == "true" || text == "false" || text == "1" || text == "0";
}

bool is_date_time(std::string_view text) {
  Scan scan{text};
  if (!take_day(scan) || !scan.take('T') || !take_time(scan)) return false;
  return scan.at_end() || (take_zone(scan) && std::ranges::all_of(scan.rest, is_space));
}

bool is_date(std::string_view text) {
  Scan scan{text};
  return take_day(scan) && (scan.at_end() || (take_zone(scan) && scan.at_end()));
}

bool is_base64(std::string_view text) {
  std::size_t count = 0;
  std::size_t padding = 0;
  int last = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    ++count;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int value = base64_value(c);
    if (value < 0 || padding > 0) return false;
    last = value;
  }
  // The bits that padding leaves unused are 0.
  const int unused = padding == 1 ? 0x3 : padding == 2 ? 0xF : 0;
  return count % 4 == 0 && padding <= 2 && (last & unused) == 0;
}

// Characters beyond ASCII are taken as name characters: the schemas here give ids to signatures only.
bool is_nc_name(std::string_view text) {
  if (text.empty() || !is_name_start(static_cast<unsigned char>(text.front()))) return false;
  return std::ranges::all_of(
      text, [](char c) { return is_name_start(static_cast<unsigned char>(c)) || is_digit(c) || c == '-' || c == '.'; });
}

}  // namespace lexical
}  // namespace brevdue::xml
