// The values that registrations are made of, read from a TOML table; each is refused at its own line.
//
// Thread safety: one thread. Ownership: as TomlReader.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/toml.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"

namespace brevdue::base {

class TomlFelter {
 public:
  TomlFelter(const TomlTable& table, const std::string& source) : reader_(table, source) {}
  TomlReader& reader() { return reader_; }

  Uuid uuid(std::string_view key);
  Cvr cvr(std::string_view key);
  std::optional<Tidspunkt> tid(std::string_view key);
  std::optional<std::chrono::local_days> dag(std::string_view key);
  bool flag(std::string_view key, bool standard) { return reader_.flag(key).value_or(standard); }
  // A text that goes to logs, ledgers and tokens: refused when it is long, in bytes, or holds a control character.
  std::string ren(std::string_view key, std::string text, std::size_t most = 200);
  std::string navn(std::string_view key) { return ren(key, reader_.required_text(key)); }
  // Absent: empty.
  std::string tekst(std::string_view key, std::size_t most = 200);

  // Every text of an array through `parse`; in order, each once.
  template <class T, class Parse>
  std::vector<T> liste(std::string_view key, const std::vector<std::string>& texts, Parse parse,
                       std::string_view hvad) {
    std::vector<T> out;
    for (const auto& text : texts) {
      if (const auto value = parsed(key, parse(text), hvad)) out.push_back(*value);
    }
    std::ranges::sort(out);
    const auto again = std::ranges::unique(out);
    if (!again.empty()) reader_.refuse(key, "holds the same twice");
    out.erase(again.begin(), again.end());
    return out;
  }
  // The value, or the refusal when there is none.
  template <class T>
  std::optional<T> parsed(std::string_view key, std::optional<T> value, std::string_view hvad) {
    if (!value) reader_.refuse(key, hvad);
    return value;
  }

 private:
  TomlReader reader_;
};

// The text as TOML's basic string, and lines `key = text` and `key = [texts]`.
std::string toml_quoted(std::string_view text);
void toml_line(std::string& out, std::string_view key, std::string_view text);
void toml_liste(std::string& out, std::string_view key, const std::vector<std::string>& texts);

}  // namespace brevdue::base
