#include "indeks/eksempel.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "indeks/vaerdier.hpp"
#include "oio/grundtyper_type.hpp"
#include "xml/example.hpp"

namespace brevdue::indeks {
namespace {

using std::string_view;

// Texts that are names of something: compared exactly. Any other text of no special form is free text.
constexpr std::array<string_view, 12> kNoegler{
    "BrugervendtNoegle",
    "Sagsnummer",
    "Dokumentnummer",
    "Indeks",
    "Id",
    "BevilgetYdelseId",
    "Kassationskode",
    "Klassifikationsbeskrivelse",
    "Beregningsfrekvens",
    "URNIdentifikator",
    "SystemURI",
    "SoegeordIdentifikator",
};

bool is_a(const xml::SimpleType* type, const xml::SimpleType& ancestor) {
  for (; type != nullptr; type = type->base) {
    if (type == &ancestor) return true;
  }
  return false;
}

bool has_form(const xml::SimpleType* type) {
  for (; type != nullptr; type = type->base) {
    if (!type->enumeration.empty() || type->pattern.matches != nullptr) return true;
  }
  return false;
}

char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Without the white space around it and in lower case, as far as ASCII and Latin-1 go: in UTF-8 the capitals À to Þ are
// C3 80 to C3 9E (but for the sign C3 97), the small ones 20 above them.
std::string folded(string_view text) {
  std::string out(xml::trim(text));
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = lower_ascii(out[i]);
    const bool is_latin = i > 0 && out[i - 1] == '\xC3';
    if (is_latin && out[i] >= '\x80' && out[i] <= '\x9E' && out[i] != '\x97') {
      out[i] = static_cast<char>(out[i] + 0x20);
    }
  }
  return out;
}

// A number's digits as they are compared: no sign of a positive one, no zeros that say nothing.
std::string canonical_number(string_view text) {
  text = xml::trim(text);
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const auto point = std::min(text.find('.'), text.size());
  string_view whole = text.substr(0, point);
  string_view rest = point == text.size() ? string_view{} : text.substr(point + 1);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  rest = rest.substr(0, rest.find_last_not_of('0') + 1);
  const bool is_zero = whole.empty() && rest.empty();
  return std::string(is_negative && !is_zero ? "-" : "").append(whole).append(".").append(rest);
}

bool is_same_time(string_view left, string_view right) {
  const auto a = tidspunkt(left);
  return a ? a == tidspunkt(right) : xml::trim(left) == xml::trim(right);
}

bool is_equal_value(const xml::Element& element, string_view example, string_view value) {
  const auto* type = element.type->simple;
  if (is_a(type, xml::kDateTime)) return is_same_time(example, value);
  if (is_a(type, xml::kInteger) || is_a(type, oio::v6::kBeloebVaerdi)) {
    return canonical_number(example) == canonical_number(value);
  }
  if (is_a(type, xml::kBooleanType)) return oio::er_sand(example) == oio::er_sand(value);
  if (is_a(type, oio::v6::kUuidVaerdi)) return std::ranges::equal(example, value, {}, lower_ascii, lower_ascii);
  if (has_form(type) || is_a(type, xml::kDate) || std::ranges::find(kNoegler, element.name.name) != kNoegler.end()) {
    return example == value;
  }
  return folded(example) == folded(value);
}

bool is_equal(const std::optional<oio::UnikId>& example, const std::optional<oio::UnikId>& value) {
  if (!example) return true;
  return value && example->art == value->art && normaliseret(*example) == normaliseret(*value);
}

bool is_met(const oio::Virkning& example, const oio::Virkning& value) {
  if (!periode(example).overlaps(periode(value)) || !is_equal(example.aktoer_ref, value.aktoer_ref)) return false;
  if (example.aktoer_type_kode && example.aktoer_type_kode != value.aktoer_type_kode) return false;
  return !example.note || (value.note && folded(*example.note) == folded(*value.note));
}

std::optional<bool> as_a_whole(const xml::Type& type, const void* example, const void* value) {
  if (type.tag == xml::tag_of<oio::UnikId>()) {
    return is_equal(*static_cast<const oio::UnikId*>(example), *static_cast<const oio::UnikId*>(value));
  }
  if (type.tag == xml::tag_of<oio::Virkning>()) {
    return is_met(*static_cast<const oio::Virkning*>(example), *static_cast<const oio::Virkning*>(value));
  }
  return std::nullopt;
}

bool er_evalueret(string_view element) {
  if (element == "Notat" || element == "SenestAendretTidspunkt" || element == "*") return false;
  return !element.starts_with("Soeg") || !element.ends_with("LokalUdvidelse");
}

}  // namespace

bool er_moedt(const xml::Type& type, const void* eksempel, const void* objekt) {
  static const xml::Comparison kSammenligning{is_equal_value, as_a_whole};
  return xml::has_all_of(type, eksempel, objekt, kSammenligning);
}

std::optional<std::string> ikke_evalueret_i(const xml::Type& type, const void* eksempel) {
  std::optional<std::string> found;
  xml::each_value(type, eksempel, [&](string_view path, string_view) {
    bool is_evaluated = true;
    for (string_view left = path; is_evaluated && !left.empty();) {
      const auto end = std::min(left.find('/'), left.size());
      is_evaluated = er_evalueret(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    if (!is_evaluated) found = path;
    return is_evaluated;
  });
  return found;
}

}  // namespace brevdue::indeks
