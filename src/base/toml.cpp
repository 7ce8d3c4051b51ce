#include "base/toml.hpp"

#include <fmt/format.h>

// The shared library of the distribution is used, so only declarations are needed here.
#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace brevdue::base {
namespace {

int line_of(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

std::string at_line(std::string_view source, int line) {
  return fmt::format("{}:{}", source, line);
}

TomlTable convert(const toml::table& from);
TomlValue convert(const toml::node& node);

TomlArray convert(const toml::array& from) {
  TomlArray out;
  out.reserve(from.size());
  for (const auto& element : from) out.push_back(convert(element));
  return out;
}

// Dates and times keep the form TOML itself prints them in.
template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TomlValue convert(const toml::node& node) {
  TomlValue out;
  out.line = line_of(node);
  if (const auto* table = node.as_table()) {
    out.value = convert(*table);
  } else if (const auto* array = node.as_array()) {
    out.value = convert(*array);
  } else if (const auto* text = node.as_string()) {
    out.value = text->get();
  } else if (const auto* number = node.as_integer()) {
    out.value = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    out.value = flag->get();
  } else if (const auto* real = node.as_floating_point()) {
    out.value = real->get();
  } else if (const auto* date = node.as_date()) {
    out.value = TomlTid{printed(date->get())};
  } else if (const auto* time = node.as_time()) {
    out.value = TomlTid{printed(time->get())};
  } else if (const auto* both = node.as_date_time()) {
    out.value = TomlTid{printed(both->get())};
  }
  return out;
}

TomlTable convert(const toml::table& from) {
  TomlTable out;
  out.line = line_of(from);
  for (const auto& [key, node] : from) {
    TomlValue value = convert(node);
    // A table made implicitly by a dotted header has no place of its own; the key's place is the next best.
    if (value.line == 0) value.line = static_cast<int>(key.source().begin.line);
    out.values.emplace(std::string(key.str()), std::move(value));
  }
  return out;
}

// The last character of the string that begins at `at`; one that does not end, ends with its line.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool is_long = text.substr(at, 3) == three;
  for (std::size_t i = at + (is_long ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (is_long && text.substr(i, 3) == three) {
      i += 2;
      while (i + 1 < text.size() && text[i + 1] == quote) ++i;  // up to two may stand before the end
      return i;
    } else if (!is_long && (text[i] == quote || text[i] == '\n')) {
      return text[i] == quote ? i : i - 1;
    }
  }
  return text.size() - 1;
}

// The line of a key with more parts than any of ours has. The library makes a table in a table of each part, and what
// goes through those does it by recursion.
std::optional<int> line_of_too_deep_key(std::string_view text) {
  constexpr int kParts = 16;
  int line = 1;
  int dots = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const std::size_t end = end_of_string(text, i);
      line += static_cast<int>(std::ranges::count(text.substr(i, end - i), '\n'));
      i = end;
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size()) - 1;
    } else if (c == '.') {
      if (++dots >= kParts) return line;
    } else if (c == '\n' || c == '=' || c == ',' || c == '{') {
      line += c == '\n' ? 1 : 0;
      dots = 0;
    }
  }
  return std::nullopt;
}

}  // namespace

Resultat<TomlTable> parse_toml(std::string_view text, std::string_view source) {
  if (const auto line = line_of_too_deep_key(text)) {
    return fejl(FejlKode::UGYLDIG, "a key has too many parts", at_line(source, *line));
  }
  try {
    return convert(toml::parse(text, source));
  } catch (const toml::parse_error& error) {
    return fejl(FejlKode::UGYLDIG, std::string(error.description()),
                at_line(source, static_cast<int>(error.source().begin.line)));
  }
}

const TomlValue* TomlReader::find(std::string_view key) {
  seen_.emplace(key);
  const auto found = table_.values.find(key);
  return found == table_.values.end() ? nullptr : &found->second;
}

void TomlReader::fail(int line, std::string text) {
  if (!failure_) failure_ = Fejl{FejlKode::UGYLDIG, std::move(text), at_line(source_, line)};
}

bool TomlReader::has(std::string_view key) const {
  return table_.values.contains(key);
}

std::optional<std::string> TomlReader::text(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&value->value);
  if (text != nullptr && !text->contains('\0')) return *text;
  fail(value->line, fmt::format("'{}' must be a text in quotes, without NUL", key));
  return std::nullopt;
}

std::optional<std::string> TomlReader::time(std::string_view key) {
  const TomlValue* value = find(key);
  const auto* time = value == nullptr ? nullptr : std::get_if<TomlTid>(&value->value);
  return time == nullptr ? text(key) : time->text;
}

std::string TomlReader::required_text(std::string_view key) {
  auto value = text(key);
  if (!value) fail(table_.line, fmt::format("'{}' is missing", key));
  return std::move(value).value_or("");
}

std::optional<std::int64_t> TomlReader::number(std::string_view key, std::int64_t least, std::int64_t most) {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* number = std::get_if<std::int64_t>(&value->value);
  if (number != nullptr && *number >= least && *number <= most) return *number;
  fail(value->line, fmt::format("'{}' must be a whole number from {} to {}", key, least, most));
  return std::nullopt;
}

std::optional<bool> TomlReader::flag(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&value->value)) return *flag;
  fail(value->line, fmt::format("'{}' must be true or false", key));
  return std::nullopt;
}

std::vector<std::string> TomlReader::texts(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  const auto refused = [&] {
    fail(value->line, fmt::format("'{}' must be an array of texts in quotes", key));
    return std::vector<std::string>{};
  };
  const auto* array = std::get_if<TomlArray>(&value->value);
  if (array == nullptr) return refused();
  std::vector<std::string> out;
  for (const auto& element : *array) {
    const auto* text = std::get_if<std::string>(&element.value);
    if (text == nullptr) return refused();
    out.push_back(*text);
  }
  return out;
}

const TomlTable* TomlReader::table(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return nullptr;
  if (const auto* table = std::get_if<TomlTable>(&value->value)) return table;
  fail(value->line, fmt::format("'{}' must be a table", key));
  return nullptr;
}

std::vector<const TomlTable*> TomlReader::tables(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  const auto refused = [&] {
    fail(value->line, fmt::format("'{0}' must be an array of tables ([[{0}]])", key));
    return std::vector<const TomlTable*>{};
  };
  const auto* array = std::get_if<TomlArray>(&value->value);
  if (array == nullptr) return refused();
  std::vector<const TomlTable*> out;
  for (const auto& element : *array) {
    const auto* table = std::get_if<TomlTable>(&element.value);
    if (table == nullptr) return refused();
    out.push_back(table);
  }
  return out;
}

void TomlReader::refuse(std::string_view key, std::string_view why) {
  const auto found = table_.values.find(key);
  fail(found == table_.values.end() ? table_.line : found->second.line, fmt::format("'{}' {}", key, why));
}

Resultat<void> TomlReader::finish() {
  // What nobody asked for is usually a misspelt name, so it is said even when a later default hid its absence.
  for (const auto& [key, value] : table_.values) {
    if (!seen_.contains(key)) fail(value.line, fmt::format("'{}' is not known here", key));
  }
  if (failure_) return std::unexpected(*failure_);
  return {};
}

}  // namespace brevdue::base
