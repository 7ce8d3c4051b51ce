#include "aftaler/aftale_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "aftaler/formaal.hpp"
#include "base/toml_felter.hpp"

namespace brevdue::aftaler {
namespace {

using base::FejlKode;
using base::TomlFelter;

constexpr std::size_t kLaengsteOrdlyd = 4000;
constexpr std::uint8_t kLaengstePeriode = 120;

// An enumerator by its name; required.
template <class E, std::size_t N>
E ord(TomlFelter& from, std::string_view key, const std::array<std::string_view, N>& navne) {
  const auto value = oio::parse_navn<E>(navne, from.reader().required_text(key));
  return from.parsed(key, value, fmt::format("must be {}", fmt::join(navne, ", "))).value_or(E{});
}

template <class E, std::size_t N>
base::Maengde<E> maengde(TomlFelter& from, std::string_view key, const std::array<std::string_view, N>& navne) {
  base::Maengde<E> out;
  const auto parse = [&](const std::string& text) { return oio::parse_navn<E>(navne, text); };
  for (const E one : from.liste<E>(key, from.reader().texts(key), parse,
                                   fmt::format("must hold names among {}", fmt::join(navne, ", ")))) {
    out.insert(one);
  }
  return out;
}

std::vector<base::Cvr> cvr_liste(TomlFelter& from, std::string_view key) {
  return from.liste<base::Cvr>(key, from.reader().texts(key), base::Cvr::parse, "must hold CVR numbers");
}

std::vector<base::KleMoenster> kle_liste(TomlFelter& from, std::string_view key) {
  return from.liste<base::KleMoenster>(key, from.reader().texts(key), base::KleMoenster::parse,
                                       "must hold KLE patterns such as 32.*, 32.03.* or 32.03.04");
}

// P1M to P120M, in one way of writing.
std::optional<std::uint8_t> parse_periode(std::string_view text) {
  for (std::uint8_t months = 1; months <= kLaengstePeriode; ++months) {
    if (text == fmt::format("P{}M", months)) return months;
  }
  return std::nullopt;
}

base::Resultat<Hjemmel> read_hjemmel(TomlFelter& from) {
  Hjemmel out;
  out.lov = from.navn("lov");
  out.paragraf = from.navn("paragraf");
  out.stykke = from.tekst("stykke");
  out.nummer = from.tekst("nummer");
  out.ordlyd = from.tekst("ordlyd", kLaengsteOrdlyd);
  out.kildehenvisning = from.tekst("kildehenvisning");
  out.kontrolleret = from.dag("kontrolleret");
  out.kontrolleret_af = from.tekst("kontrolleret_af");
  out.proeve = from.flag("proeve", false);
  PROEV(from.reader().finish());
  return out;
}

Aftalegraenser read_graenser(TomlFelter& from) {
  Aftalegraenser out;
  out.formaal = maengde<Formaal>(from, "formaal", oio::kFormaalsnavne);
  out.objekttyper = maengde<Objektart>(from, "objekttyper", oio::kObjektartsnavne);
  out.ordninger = maengde<Ordning>(from, "ordninger", oio::kOrdningsnavne);
  out.kle = kle_liste(from, "kle");
  out.kle_undtaget = kle_liste(from, "kle_undtaget");
  out.max_foelsomhed = static_cast<std::uint8_t>(from.reader().number("max_foelsomhed", 1, 4).value_or(0));
  out.feltgrupper = maengde<Feltgruppe>(from, "feltgrupper", oio::kFeltgruppenavne);
  if (const auto periode = from.reader().text("periode")) {
    out.periode = from.parsed("periode", parse_periode(*periode), "must be a number of months such as P3M");
  }
  return out;
}

void check_graenser(TomlFelter& from, const Aftalegraenser& graenser) {
  auto& reader = from.reader();
  if (!aftalelige_formaal().contains(graenser.formaal)) {
    reader.refuse("formaal", "holds a purpose for which nothing may be exchanged");
  }
  base::Maengde<Feltgruppe> mulige;
  graenser.objekttyper.each([&](Objektart art) { mulige = mulige | feltgrupper_af(art); });
  if (!mulige.contains(graenser.feltgrupper)) reader.refuse("feltgrupper", "holds one of other objekttyper");
  const bool betales =
      graenser.objekttyper.contains(Objektart::YDELSE) || graenser.objekttyper.contains(Objektart::SAG);
  if (betales && !graenser.periode) reader.refuse("periode", "must be given for YDELSE and SAG");
}

void check_parter(TomlFelter& from, const Dataudvekslingsaftale& aftale) {
  auto& reader = from.reader();
  const bool tilslutning = aftale.type == Aftaletype::LOKAL_TILSLUTNING;
  if (tilslutning == aftale.rammeaftale.empty()) {
    reader.refuse("rammeaftale", "names what a LOKAL_TILSLUTNING joins, and stands nowhere else");
  }
  if (aftale.datamodtagere.empty() && aftale.type != Aftaletype::RAMMEAFTALE) {
    reader.refuse("datamodtagere", "must name at least one authority");
  }
  if (std::ranges::binary_search(aftale.datamodtagere, aftale.dataejer)) {
    reader.refuse("datamodtagere", "holds the dataejer");
  }
  if (aftale.gyldig_fra && aftale.gyldig_til && *aftale.gyldig_til < *aftale.gyldig_fra) {
    reader.refuse("gyldig_til", "must not be before gyldig_fra");
  }
}

bool er_hel(const Hjemmel& hjemmel) {
  return !hjemmel.ordlyd.empty() && !hjemmel.kildehenvisning.empty() && hjemmel.kildehenvisning != "?";
}

bool har_godkendt(const Dataudvekslingsaftale& aftale, base::Cvr cvr) {
  return std::ranges::binary_search(aftale.godkendt_af, cvr);
}

// What an AKTIV agreement must have.
void require_grundlag(TomlFelter& from, const Dataudvekslingsaftale& aftale) {
  auto& reader = from.reader();
  const auto mangler = [&](std::string_view key, bool er_der, std::string_view why) {
    if (!er_der) reader.refuse(key, why);
  };
  mangler("formaal", !aftale.graenser.formaal.empty(), "must name at least one before the agreement is AKTIV");
  mangler("begrundelse", !aftale.begrundelse.empty(), "must be given before the agreement is AKTIV");
  mangler("hjemmel", !aftale.hjemler.empty() && std::ranges::all_of(aftale.hjemler, er_hel),
          "must be there, each with ordlyd and kildehenvisning, before the agreement is AKTIV");
  mangler("kombit_inddraget", !aftale.kombit_inddraget.empty(), "must be on record before the agreement is AKTIV");
  const auto godkendt = [&](base::Cvr cvr) { return har_godkendt(aftale, cvr); };
  mangler("godkendt_af", godkendt(aftale.dataejer) && std::ranges::all_of(aftale.datamodtagere, godkendt),
          "must name every party before the agreement is AKTIV");
}

void read_tilstand(TomlFelter& from, Dataudvekslingsaftale& into) {
  into.gyldig_fra = from.dag("gyldig_fra");
  into.gyldig_til = from.dag("gyldig_til");
  into.tilstand = ord<Aftaletilstand>(from, "tilstand", kAftaletilstandsnavne);
  into.kombit_inddraget = from.tekst("kombit_inddraget");
  into.godkendt_af = cvr_liste(from, "godkendt_af");
}

base::Resultat<Dataudvekslingsaftale> read_aftale(TomlFelter& from) {
  Dataudvekslingsaftale out;
  out.id = from.navn("id");
  out.version = static_cast<std::uint32_t>(from.reader().number("version", 1, 1'000'000).value_or(1));
  out.navn = from.navn("navn");
  out.type = ord<Aftaletype>(from, "type", kAftaletypenavne);
  out.rammeaftale = from.tekst("rammeaftale");
  out.dataejer = from.cvr("dataejer");
  out.datamodtagere = cvr_liste(from, "datamodtagere");
  for (const auto* table : from.reader().tables("hjemmel")) {
    TomlFelter hjemmel(*table, from.reader().source());
    out.hjemler.push_back(PROEV(read_hjemmel(hjemmel)));
  }
  out.begrundelse = from.tekst("begrundelse", kLaengsteOrdlyd);
  out.graenser = read_graenser(from);
  read_tilstand(from, out);
  check_graenser(from, out.graenser);
  check_parter(from, out);
  if (out.tilstand == Aftaletilstand::AKTIV) require_grundlag(from, out);
  PROEV(from.reader().finish());
  return out;
}

template <class E>
std::vector<std::string> navne(base::Maengde<E> all) {
  std::vector<std::string> out;
  all.each([&](E one) { out.emplace_back(navn(one)); });
  return out;
}

template <class T>
std::vector<std::string> tekster(const std::vector<T>& all) {
  std::vector<std::string> out;
  out.reserve(all.size());
  for (const auto& one : all) out.push_back(one.text());
  return out;
}

void dag(std::string& out, std::string_view key, const std::optional<oio::Dag>& value) {
  if (!value) return;
  const auto midnight = base::Tidspunkt{value->time_since_epoch()};
  base::toml_line(out, key, base::iso_text(midnight, 0).substr(0, 10));
}

// Left out when it is empty.
void tekst(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) base::toml_line(out, key, value);
}

void write(std::string& out, const Hjemmel& one) {
  out += "\n[[dataudvekslingsaftale.hjemmel]]\n";
  base::toml_line(out, "lov", one.lov);
  base::toml_line(out, "paragraf", one.paragraf);
  tekst(out, "stykke", one.stykke);
  tekst(out, "nummer", one.nummer);
  tekst(out, "ordlyd", one.ordlyd);
  tekst(out, "kildehenvisning", one.kildehenvisning);
  dag(out, "kontrolleret", one.kontrolleret);
  tekst(out, "kontrolleret_af", one.kontrolleret_af);
  if (one.proeve) out += "proeve = true\n";
}

void write(std::string& out, const Aftalegraenser& one) {
  base::toml_liste(out, "formaal", navne(one.formaal));
  base::toml_liste(out, "objekttyper", navne(one.objekttyper));
  base::toml_liste(out, "ordninger", navne(one.ordninger));
  base::toml_liste(out, "kle", tekster(one.kle));
  base::toml_liste(out, "kle_undtaget", tekster(one.kle_undtaget));
  if (one.max_foelsomhed > 0) out += fmt::format("max_foelsomhed = {}\n", one.max_foelsomhed);
  base::toml_liste(out, "feltgrupper", navne(one.feltgrupper));
  if (one.periode) base::toml_line(out, "periode", fmt::format("P{}M", *one.periode));
}

void write(std::string& out, const Dataudvekslingsaftale& one) {
  out += "\n[[dataudvekslingsaftale]]\n";
  base::toml_line(out, "id", one.id);
  out += fmt::format("version = {}\n", one.version);
  base::toml_line(out, "navn", one.navn);
  base::toml_line(out, "type", navn(one.type));
  tekst(out, "rammeaftale", one.rammeaftale);
  base::toml_line(out, "dataejer", one.dataejer.text());
  base::toml_liste(out, "datamodtagere", tekster(one.datamodtagere));
  tekst(out, "begrundelse", one.begrundelse);
  write(out, one.graenser);
  dag(out, "gyldig_fra", one.gyldig_fra);
  dag(out, "gyldig_til", one.gyldig_til);
  base::toml_line(out, "tilstand", navn(one.tilstand));
  tekst(out, "kombit_inddraget", one.kombit_inddraget);
  base::toml_liste(out, "godkendt_af", tekster(one.godkendt_af));
  for (const auto& hjemmel : one.hjemler) write(out, hjemmel);
}

}  // namespace

base::Resultat<std::vector<Dataudvekslingsaftale>> read_aftaler(base::TomlReader& top) {
  std::vector<Dataudvekslingsaftale> out;
  std::set<std::pair<std::string, std::uint32_t>> seen;
  for (const auto* table : top.tables("dataudvekslingsaftale")) {
    TomlFelter from(*table, top.source());
    out.push_back(PROEV(read_aftale(from)));
    if (seen.emplace(out.back().id, out.back().version).second) continue;
    return base::fejl(FejlKode::UGYLDIG, "this version of the dataudvekslingsaftale stands in the file already",
                      fmt::format("{}:{}", top.source(), table->line));
  }
  return out;
}

std::string write_aftaler(const std::vector<Dataudvekslingsaftale>& all) {
  std::string out;
  for (const auto& one : all) write(out, one);
  return out;
}

}  // namespace brevdue::aftaler
