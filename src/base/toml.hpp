// TOML as a tree with line numbers, so that configuration and registrations can say where something is wrong. The
// parsing library is seen by toml.cpp alone.
//
// Thread safety: immutable once parsed. Ownership: a TomlTable owns all below it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace brevdue::base {

struct TomlValue;
using TomlArray = std::vector<TomlValue>;

struct TomlTable {
  std::map<std::string, TomlValue, std::less<>> values;
  int line = 0;
};

// A date or time without quotes, as TOML itself prints it.
struct TomlTid {
  std::string text;
};

struct TomlValue {
  std::variant<std::string, std::int64_t, bool, double, TomlTid, TomlArray, TomlTable> value;
  int line = 0;
};

// Errors: UGYLDIG with "source:line" as path.
Resultat<TomlTable> parse_toml(std::string_view text, std::string_view source);

// Reads a table's members one by one and remembers which, so that finish() can refuse what nobody asked for. The first
// failure is kept and everything after it yields defaults; ask finish() once at the end.
class TomlReader {
 public:
  TomlReader(const TomlTable& table, std::string source) : table_(table), source_(std::move(source)) {}

  bool has(std::string_view key) const;
  std::optional<std::string> text(std::string_view key);
  std::string required_text(std::string_view key);
  std::optional<std::string> time(std::string_view key);  // a date or time, in quotes or not
  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<bool> flag(std::string_view key);
  std::vector<std::string> texts(std::string_view key);        // array of strings, or absent
  const TomlTable* table(std::string_view key);                // nullptr when absent
  std::vector<const TomlTable*> tables(std::string_view key);  // array of tables, or absent
  // Says that a member's content is wrong, with its line.
  void refuse(std::string_view key, std::string_view why);
  // Unknown members and the first failure, as UGYLDIG with "source:line".
  Resultat<void> finish();
  const std::string& source() const { return source_; }

 private:
  const TomlValue* find(std::string_view key);
  void fail(int line, std::string text);
  const TomlTable& table_;
  std::string source_;
  std::set<std::string, std::less<>> seen_;
  std::optional<Fejl> failure_;
};

}  // namespace brevdue::base
