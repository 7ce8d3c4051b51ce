// Structured logging: one line an event, as JSON or as text, to standard error (and so to the journal of the operator's
// system). Never log a CPR number, a token, a certificate's private part or a message body; say ids instead.
//
//   log::info("besked modtaget", {{"besked", id.text()}, {"system", kald.anvendersystem.text()}});
//
// Thread safety: all functions from any thread. Control characters in values are escaped; runs of ten digits that look
// like a CPR number are masked as a last net.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace brevdue::base::log {

enum class Niveau { DEBUG, INFO, WARN, ERROR, OFF };

// One key and its value, rendered at once (a log line is not on the hot path).
struct Felt {
  std::string_view key;
  std::string value;
  Felt(std::string_view k, std::string_view v) : key(k), value(v) {}
  Felt(std::string_view k, const char* v) : key(k), value(v) {}
  Felt(std::string_view k, const std::string& v) : key(k), value(v) {}
  Felt(std::string_view k, std::int64_t v) : key(k), value(std::to_string(v)) {}
  Felt(std::string_view k, std::uint64_t v) : key(k), value(std::to_string(v)) {}
  Felt(std::string_view k, int v) : key(k), value(std::to_string(v)) {}
  Felt(std::string_view k, unsigned v) : key(k), value(std::to_string(v)) {}
};
using Felter = std::initializer_list<Felt>;

// Call once at start; before it, warnings and errors go to standard error as text.
void configure(Niveau lowest, bool json);
// "debug", "info", "warn", "error", "off"; false for any other word.
bool parse_niveau(std::string_view word, Niveau& out);

void debug(std::string_view event, Felter felter = {});
void info(std::string_view event, Felter felter = {});
void warn(std::string_view event, Felter felter = {});
void error(std::string_view event, Felter felter = {});

// What the line would carry for this value: escaped and masked. For tests and for other text outputs.
std::string clean(std::string_view value);

}  // namespace brevdue::base::log
