#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "base/ur.hpp"

namespace brevdue::base::log {
namespace {

std::atomic<bool> json_form{false};

spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    spdlog::logger made("brevdue", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%v");
    made.set_level(spdlog::level::warn);
    made.flush_on(spdlog::level::trace);
    return made;
  }();
  return instance;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Length of a CPR-like run at `at` (dddddddddd or dddddd-dddd, not part of a longer number), else 0.
std::size_t cpr_run(std::string_view text, std::size_t at) {
  if (at > 0 && digit(text[at - 1])) return 0;
  std::size_t seen = 0;
  std::size_t i = at;
  for (; i < text.size() && (digit(text[i]) || (text[i] == '-' && seen == 6 && i - at == 6)); ++i) {
    if (digit(text[i])) ++seen;
  }
  return seen == 10 ? i - at : 0;
}

void line(spdlog::level::level_enum level, std::string_view event, Felter felter) {
  if (!logger().should_log(level)) return;
  static const SystemUr clock;
  const auto name = spdlog::level::to_string_view(level);
  const std::string_view level_name{name.data(), name.size()};
  std::string text;
  if (json_form) {
    text = fmt::format(R"({{"tid":"{}","niveau":"{}","hvad":"{}")", iso_text(clock.nu()), level_name, clean(event));
    for (const auto& f : felter) text += fmt::format(R"(,"{}":"{}")", f.key, clean(f.value));
    text += '}';
  } else {
    text = fmt::format("{} {} {}", iso_text(clock.nu()), level_name, clean(event));
    for (const auto& f : felter) text += fmt::format(" {}={}", f.key, clean(f.value));
  }
  logger().log(level, text);
}

}  // namespace

std::string clean(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size();) {
    if (const std::size_t run = cpr_run(value, i); run != 0) {
      out += "**********";
      i += run;
      continue;
    }
    const char c = value[i++];
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

void configure(Niveau lowest, bool json) {
  json_form = json;
  switch (lowest) {
    case Niveau::DEBUG:
      logger().set_level(spdlog::level::debug);
      break;
    case Niveau::INFO:
      logger().set_level(spdlog::level::info);
      break;
    case Niveau::WARN:
      logger().set_level(spdlog::level::warn);
      break;
    case Niveau::ERROR:
      logger().set_level(spdlog::level::err);
      break;
    case Niveau::OFF:
      logger().set_level(spdlog::level::off);
      break;
  }
}

bool parse_niveau(std::string_view word, Niveau& out) {
  if (word == "debug") return out = Niveau::DEBUG, true;
  if (word == "info") return out = Niveau::INFO, true;
  if (word == "warn") return out = Niveau::WARN, true;
  if (word == "error") return out = Niveau::ERROR, true;
  if (word == "off") return out = Niveau::OFF, true;
  return false;
}

void debug(std::string_view event, Felter felter) {
  line(spdlog::level::debug, event, felter);
}
void info(std::string_view event, Felter felter) {
  line(spdlog::level::info, event, felter);
}
void warn(std::string_view event, Felter felter) {
  line(spdlog::level::warn, event, felter);
}
void error(std::string_view event, Felter felter) {
  line(spdlog::level::err, event, felter);
}

}  // namespace brevdue::base::log
