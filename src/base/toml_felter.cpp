#include "base/toml_felter.hpp"

#include <fmt/format.h>

namespace brevdue::base {

Uuid TomlFelter::uuid(std::string_view key) {
  return parsed(key, Uuid::parse(reader_.required_text(key)), "must be a UUID").value_or(Uuid{});
}

Cvr TomlFelter::cvr(std::string_view key) {
  return parsed(key, Cvr::parse(reader_.required_text(key)), "must be eight digits").value_or(Cvr{});
}

std::optional<Tidspunkt> TomlFelter::tid(std::string_view key) {
  const auto text = reader_.time(key);
  if (!text) return std::nullopt;
  return parsed(key, parse_iso(*text), "must be a time such as 2026-05-15T08:00:00Z");
}

std::optional<std::chrono::local_days> TomlFelter::dag(std::string_view key) {
  const auto text = reader_.time(key);
  if (!text) return std::nullopt;
  const auto midnight = parsed(key, parse_iso(*text + "T00:00:00Z"), "must be a date such as 2026-05-15");
  if (!midnight) return std::nullopt;
  return std::chrono::local_days{std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch()};
}

std::string TomlFelter::ren(std::string_view key, std::string text, std::size_t most) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (text.size() > most) reader_.refuse(key, "is too long");
  if (std::ranges::any_of(text, control)) reader_.refuse(key, "holds a control character");
  return text;
}

std::string TomlFelter::tekst(std::string_view key, std::size_t most) {
  return ren(key, reader_.text(key).value_or(""), most);
}

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

void toml_line(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format("{} = {}\n", key, toml_quoted(text));
}

void toml_liste(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "" : ", ") + toml_quoted(text);
  out += fmt::format("{} = [{}]\n", key, list);
}

}  // namespace brevdue::base
