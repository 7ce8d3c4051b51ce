#include "indeks/vaerdier.hpp"

#include <algorithm>
#include <chrono>

#include "oio/beskedkuvert_tid.hpp"
#include "oio/grundtyper_type.hpp"

namespace brevdue::indeks {
namespace {

constexpr std::string_view kUsBorger = "urn:oio:us:borgerid:";
constexpr std::string_view kUdkBorger = "urn:oio:udk:borgerid:";

void lower(std::string& text, std::size_t end) {
  for (char& c : std::span(text).first(end)) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

// Of Z, +hh:mm or -hh:mm after the time.
bool has_zone(std::string_view text) {
  const auto time = text.find('T');
  return time != std::string_view::npos && text.find_first_of("Z+-", time) != std::string_view::npos;
}

// What a clock in Denmark shows; in the hour that comes twice the first is meant.
base::Tidspunkt from_danish(base::Tidspunkt shown) {
  using std::chrono::hours;
  const auto in_summer = shown - hours{2};
  return oio::is_summer_time(in_summer) ? in_summer : shown - hours{1};
}

template <std::size_t N>
std::uint8_t place_in(const std::string_view (&words)[N], std::string_view word) {
  const auto at = std::ranges::find(words, word);
  return at == std::end(words) ? 0 : static_cast<std::uint8_t>(at - std::begin(words) + 1);
}

oio::Graense graense(const std::optional<oio::Tidsgraense>& bound, oio::Graense unbounded) {
  if (!bound || bound->art == oio::Tidsgraense::Art::GRAENSE) return unbounded;
  const auto tid = tidspunkt(bound->tekst);
  return tid ? oio::Graense(*tid) : unbounded;
}

}  // namespace

std::string normaliseret(const oio::UnikId& id) {
  std::string out(id.tekst);
  if (id.art == oio::UnikId::Art::UUID) {
    lower(out, out.size());
    return out;
  }
  const auto last = out.rfind(':');
  if (last == std::string::npos) return out;
  lower(out, last);
  if (out.starts_with(kUsBorger)) out.replace(0, kUsBorger.size(), kUdkBorger);
  return out;
}

std::optional<base::Uuid> uuid_af(const std::optional<oio::UnikId>& id) {
  if (!id || id->art != oio::UnikId::Art::UUID) return std::nullopt;
  return base::Uuid::parse(id->tekst);
}

std::optional<base::Cvr> cvr_af(const oio::Felt& nummer, const std::optional<oio::UnikId>& reference_id) {
  if (const auto cvr = nummer ? base::Cvr::parse(*nummer) : std::nullopt) return cvr;
  return reference_id ? base::Cvr::from_urn(normaliseret(*reference_id)) : std::nullopt;
}

oio::Periode periode(const std::optional<oio::Virkning>& virkning) {
  if (!virkning) return {};
  return {graense(virkning->fra, oio::Graense::minus_uendelig()), graense(virkning->til, oio::Graense::uendelig())};
}

std::optional<base::Tidspunkt> tidspunkt(const oio::Felt& tekst) {
  if (!tekst) return std::nullopt;
  const auto text = xml::trim(*tekst);
  const auto tid = base::parse_iso(text);
  return tid && !has_zone(text) ? from_danish(*tid) : tid;
}

std::uint8_t foelsomhed(const oio::Felt& tekst) {
  constexpr std::uint8_t kUkendt = 4;
  const auto level = place_in(oio::v6::kFoelsomheder, tekst.value_or(""));
  return level == 0 ? kUkendt : level;
}

std::uint8_t livscyklus(const oio::Felt& tekst) {
  return place_in(oio::v6::kLivscyklusKoder, tekst.value_or(""));
}

void add_term(std::vector<oio::Term>& out, oio::Termart art, const std::optional<oio::UnikId>& id) {
  if (id && !id->tekst.empty()) out.push_back({art, normaliseret(*id)});
}

void add_term(std::vector<oio::Term>& out, oio::Termart art, const oio::Felt& tekst) {
  if (tekst && !tekst->empty()) out.push_back({art, std::string(*tekst)});
}

}  // namespace brevdue::indeks
