#include "xml/packed_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "base/bytes.hpp"
#include "base/uuid.hpp"
#include "xml/lexical_scan.hpp"

namespace brevdue::xml {
namespace {

constexpr std::size_t kShortestInteger = 4;
constexpr std::size_t kLongestInteger = 18;
constexpr std::size_t kMostDecimals = 9;
constexpr std::size_t kSecondBytes = 5;
constexpr std::int64_t kDaySeconds = 86400;

enum class Zone : std::uint8_t { NONE, UTC, OFFSET };

struct Instant {
  Zone zone = Zone::NONE;
  std::int16_t offset = 0;   // minutes
  std::int64_t seconds = 0;  // since 0001-01-01T00:00:00, by its own clock
  std::size_t decimals = 0;
  std::uint64_t fraction = 0;
};

constexpr auto kFirstDay = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
constexpr std::int64_t kSeconds =
    (std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - kFirstDay).count() * kDaySeconds;

// How many bytes a fraction of so many decimals takes.
constexpr std::array<std::size_t, kMostDecimals + 1> kFractionBytes{0, 1, 1, 2, 2, 3, 3, 3, 4, 4};
constexpr std::array<std::uint64_t, kMostDecimals + 1> kTenTo{1,      10,      100,      1000,      10000,
                                                              100000, 1000000, 10000000, 100000000, 1000000000};

void put_bytes(std::string& out, std::uint64_t value, std::size_t count) {
  while (count > 0) out += static_cast<char>(value >> (8 * --count));
}

std::uint64_t get_bytes(std::string_view from) {
  std::uint64_t value = 0;
  for (const char c : from) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

bool is_lower_uuid(std::string_view text, base::Uuid& id) {
  if (text.size() != 36 || std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'F'; })) return false;
  return base::detail::parse_uuid(text, id.bytes);
}

// As std::to_string writes it.
bool is_plain_integer(std::string_view text, std::int64_t& value) {
  if (text.size() < kShortestInteger || text.size() > kLongestInteger) return false;
  const auto digits = text.substr(text.front() == '-' ? 1 : 0);
  if (digits.front() == '0') return false;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc{} && result.ptr == end;
}

std::optional<std::int64_t> days_of(lexical::Scan& scan) {
  const auto year = scan.digits();
  if (year.size() != 4 || !scan.take('-')) return {};
  const int month = scan.two_digits();
  if (month < 0 || !scan.take('-')) return {};
  const int day = scan.two_digits();
  int number = 0;
  for (const char c : year) number = number * 10 + (c - '0');
  const std::chrono::year_month_day date{std::chrono::year{number}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (day < 0 || number == 0 || !date.ok()) return {};
  return (std::chrono::sys_days{date} - kFirstDay).count();
}

std::optional<std::int64_t> seconds_of(lexical::Scan& scan) {
  const int hour = scan.two_digits();
  if (hour < 0 || hour > 23 || !scan.take(':')) return {};
  const int minute = scan.two_digits();
  if (minute < 0 || minute > 59 || !scan.take(':')) return {};
  const int second = scan.two_digits();
  if (second < 0 || second > 59) return {};
  return hour * 3600 + minute * 60 + second;
}

bool take_fraction(lexical::Scan& scan, Instant& instant) {
  if (!scan.take('.')) return true;
  const auto digits = scan.digits();
  instant.decimals = digits.size();
  for (const char c : digits.substr(0, kMostDecimals)) instant.fraction = instant.fraction * 10 + (c - '0');
  return !digits.empty() && digits.size() <= kMostDecimals;
}

// -00:00 is not taken: its sign would be lost.
bool take_zone(lexical::Scan& scan, Instant& instant) {
  if (scan.at_end()) return true;
  if (scan.take('Z')) {
    instant.zone = Zone::UTC;
    return scan.at_end();
  }
  const bool is_negative = scan.take('-');
  if (!is_negative && !scan.take('+')) return false;
  const int hour = scan.two_digits();
  if (hour < 0 || !scan.take(':')) return false;
  const int minute = scan.two_digits();
  if (minute < 0 || minute > 59 || !scan.at_end()) return false;
  instant.zone = Zone::OFFSET;
  instant.offset = static_cast<std::int16_t>((hour * 60 + minute) * (is_negative ? -1 : 1));
  return !(is_negative && instant.offset == 0);
}

bool is_instant(std::string_view text, Instant& instant) {
  if (text.size() < 19 || text[4] != '-' || text[10] != 'T') return false;
  lexical::Scan scan{text};
  const auto days = days_of(scan);
  if (!days || !scan.take('T')) return false;
  const auto seconds = seconds_of(scan);
  if (!seconds) return false;
  instant.seconds = *days * kDaySeconds + *seconds;
  return take_fraction(scan, instant) && take_zone(scan, instant);
}

void put_head(std::string& out, Form form, std::size_t length) {
  put_varint(out, std::uint64_t{length} << 2 | static_cast<std::uint64_t>(form));
}

std::size_t bytes_of(std::int64_t value) {
  std::size_t bytes = 1;
  while (bytes < 8 && value >> (8 * bytes - 1) != 0 && value >> (8 * bytes - 1) != -1) ++bytes;
  return bytes;
}

void put_integer(std::string& out, std::int64_t value) {
  const std::size_t bytes = bytes_of(value);
  put_head(out, Form::INTEGER, bytes);
  put_bytes(out, static_cast<std::uint64_t>(value), bytes);
}

void put_instant(std::string& out, const Instant& instant) {
  const bool has_offset = instant.zone == Zone::OFFSET;
  put_head(out, Form::INSTANT, 1 + (has_offset ? 2 : 0) + kSecondBytes + kFractionBytes[instant.decimals]);
  out += static_cast<char>(static_cast<unsigned>(instant.zone) << 4 | instant.decimals);
  if (has_offset) base::put_be(out, instant.offset);
  put_bytes(out, static_cast<std::uint64_t>(instant.seconds), kSecondBytes);
  put_bytes(out, instant.fraction, kFractionBytes[instant.decimals]);
}

std::optional<Instant> read_instant(std::string_view payload) {
  if (payload.empty()) return {};
  const auto kind = static_cast<unsigned char>(payload.front());
  payload.remove_prefix(1);
  if (kind >> 4 > static_cast<unsigned>(Zone::OFFSET) || (kind & 0xF) > kMostDecimals) return {};
  Instant instant{.zone = static_cast<Zone>(kind >> 4), .decimals = kind & 0xFU};
  const std::size_t offset_bytes = instant.zone == Zone::OFFSET ? 2 : 0;
  if (payload.size() != offset_bytes + kSecondBytes + kFractionBytes[instant.decimals]) return {};
  if (offset_bytes != 0) instant.offset = base::get_be<std::int16_t>(payload.data());
  instant.seconds = static_cast<std::int64_t>(get_bytes(payload.substr(offset_bytes, kSecondBytes)));
  instant.fraction = get_bytes(payload.substr(offset_bytes + kSecondBytes));
  const bool is_in_range =
      instant.seconds < kSeconds && instant.fraction < kTenTo[instant.decimals] && std::abs(instant.offset) < 100 * 60;
  return is_in_range ? std::optional(instant) : std::nullopt;
}

void put_digits(std::string& out, std::uint64_t value, std::size_t count) {
  const std::size_t at = out.size();
  out.resize(at + count);
  while (count > 0) {
    out[at + --count] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

void write_clock(std::uint64_t second, std::string& out) {
  put_digits(out, second / 3600, 2);
  put_digits(out += ':', second / 60 % 60, 2);
  put_digits(out += ':', second % 60, 2);
}

void write_instant(const Instant& instant, std::string& out) {
  const std::chrono::year_month_day date{kFirstDay + std::chrono::days{instant.seconds / kDaySeconds}};
  put_digits(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  put_digits(out += '-', static_cast<unsigned>(date.month()), 2);
  put_digits(out += '-', static_cast<unsigned>(date.day()), 2);
  write_clock(static_cast<std::uint64_t>(instant.seconds % kDaySeconds), out += 'T');
  if (instant.decimals > 0) put_digits(out += '.', instant.fraction, instant.decimals);
  if (instant.zone == Zone::UTC) out += 'Z';
  if (instant.zone != Zone::OFFSET) return;
  const auto offset = static_cast<unsigned>(std::abs(instant.offset));
  put_digits(out += instant.offset < 0 ? '-' : '+', offset / 60, 2);
  put_digits(out += ':', offset % 60, 2);
}

bool is_nothing_else(std::string_view text) {
  base::Uuid id;
  std::int64_t integer = 0;
  Instant instant;
  return !is_lower_uuid(text, id) && !is_plain_integer(text, integer) && !is_instant(text, instant);
}

void write_uuid(std::string_view bytes, std::string& out) {
  base::Uuid id;
  std::ranges::copy(bytes, reinterpret_cast<char*>(id.bytes.data()));
  out.resize(36);
  id.write(out.data());
}

// In as few bytes as it can be, and not shorter as text.
bool write_integer(std::string_view bytes, std::string& out) {
  if (bytes.empty() || bytes.size() > 8) return false;
  const auto shift = 64 - 8 * bytes.size();
  const auto value = static_cast<std::int64_t>(get_bytes(bytes) << shift) >> shift;
  out = std::to_string(value);
  return bytes.size() == bytes_of(value) && out.size() >= kShortestInteger && out.size() <= kLongestInteger;
}

}  // namespace

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
  constexpr std::size_t kMostBytes = 9;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < in.size() && i < kMostBytes; ++i) {
    const auto byte = static_cast<unsigned char>(in[i]);
    value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte >= 0x80) continue;
    if (byte == 0 && i > 0) return {};
    in.remove_prefix(i + 1);
    return value;
  }
  return {};
}

void put_text(std::string& out, std::string_view text) {
  base::Uuid id;
  std::int64_t integer = 0;
  Instant instant;
  if (is_lower_uuid(text, id)) {
    put_head(out, Form::UUID, id.bytes.size());
    out.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  } else if (is_plain_integer(text, integer)) {
    put_integer(out, integer);
  } else if (is_instant(text, instant)) {
    put_instant(out, instant);
  } else {
    put_verbatim(out, text);
  }
}

void put_verbatim(std::string& out, std::string_view text) {
  put_head(out, Form::TEXT, text.size());
  out += text;
}

// Each form has one payload for a text; that the text has no other form is what is asked of TEXT and INTEGER.
std::optional<std::string_view> text_of(Form form, std::string_view payload, std::string& scratch) {
  scratch.clear();
  switch (form) {
    case Form::TEXT:
      return is_nothing_else(payload) ? std::optional(payload) : std::nullopt;
    case Form::UUID:
      if (payload.size() != base::Uuid{}.bytes.size()) return {};
      write_uuid(payload, scratch);
      return scratch;
    case Form::INTEGER:
      return write_integer(payload, scratch) ? std::optional<std::string_view>(scratch) : std::nullopt;
    case Form::INSTANT:
      break;
  }
  const auto instant = read_instant(payload);
  if (!instant) return {};
  write_instant(*instant, scratch);
  return scratch;
}

}  // namespace brevdue::xml
