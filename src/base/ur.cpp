#include "base/ur.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <stdexcept>

namespace brevdue::base {
namespace {

// Reads exactly `count` digits at `at`, moving it; -1 if they are not there.
int digits(std::string_view text, std::size_t& at, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return -1;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, char expected) {
  if (at >= text.size() || text[at] != expected) return false;
  ++at;
  return true;
}

// Microseconds after an optional '.'; nothing if the point has no digit after it.
std::optional<std::int64_t> fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 0;
  ++at;
  std::int64_t value = 0;
  std::int64_t unit = 100000;
  const std::size_t first = at;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) value += (text[at] - '0') * unit;
  if (at == first) return std::nullopt;
  return value;
}

// The zone's distance from UTC in minutes; absent or Z is 0; nothing if it is not a zone to the end of the text.
std::optional<int> zone(std::string_view text, std::size_t at) {
  if (at == text.size()) return 0;
  if (text.substr(at) == "Z") return 0;
  const char sign = text[at++];
  if (sign != '+' && sign != '-') return std::nullopt;
  const int hours = digits(text, at, 2);
  if (hours < 0 || hours > 14 || !skip(text, at, ':')) return std::nullopt;
  const int minutes = digits(text, at, 2);
  if (minutes < 0 || minutes > 59 || at != text.size() || (hours == 14 && minutes != 0)) return std::nullopt;
  return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Tidspunkt SystemUr::nu() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + offset();
}

std::uint64_t Tilfaeldig::number() {
  std::uint64_t value = 0;
  fill({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
  return value;
}

void SystemTilfaeldig::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno != EINTR) throw std::runtime_error("getrandom failed");
    if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
  }
}

void TestTilfaeldig::fill(std::span<std::uint8_t> out) {
  const std::lock_guard lock(mutex_);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
}

std::string iso_text(Tidspunkt t, int decimals) {
  using namespace std::chrono;
  const auto day = floor<days>(t);
  const year_month_day date{day};
  const auto rest = (t - day).count();
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 rest / 3600000000, rest / 60000000 % 60, rest / 1000000 % 60);
  if (decimals == 3) text += fmt::format(".{:03}", rest / 1000 % 1000);
  if (decimals == 6) text += fmt::format(".{:06}", rest % 1000000);
  return text + 'Z';
}

std::optional<Tidspunkt> parse_iso(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const int y = digits(text, at, 4);
  if (y < 1 || !skip(text, at, '-')) return std::nullopt;
  const int month_number = digits(text, at, 2);
  if (month_number < 1 || !skip(text, at, '-')) return std::nullopt;
  const int day_number = digits(text, at, 2);
  if (day_number < 1 || !skip(text, at, 'T')) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number)}};
  if (!date.ok()) return std::nullopt;
  const int h = digits(text, at, 2);
  if (h < 0 || h > 24 || !skip(text, at, ':')) return std::nullopt;
  const int m = digits(text, at, 2);
  if (m < 0 || m > 59 || !skip(text, at, ':')) return std::nullopt;
  const int s = digits(text, at, 2);
  if (s < 0 || s > 59) return std::nullopt;
  const auto us = fraction(text, at);
  if (!us || (h == 24 && (m != 0 || s != 0 || *us != 0))) return std::nullopt;
  const auto offset = zone(text, at);
  if (!offset) return std::nullopt;
  return Tidspunkt{sys_days{date}} + hours{h} + minutes{m - *offset} + seconds{s} + microseconds{*us};
}

}  // namespace brevdue::base
