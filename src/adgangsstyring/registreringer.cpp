#include "adgangsstyring/registreringer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "aftaler/aftale_toml.hpp"
#include "base/toml_felter.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;
using base::TomlFelter;
using base::TomlReader;

constexpr std::uintmax_t kStoersteFil = 64 << 10;

bool er_alle(const std::vector<std::string>& texts) {
  return texts.size() == 1 && texts.front() == "*";
}

base::Resultat<Myndighed> read_myndighed(TomlFelter& from) {
  Myndighed out;
  out.cvr = from.cvr("cvr");
  out.navn = from.navn("navn");
  out.type = from.ren("type", from.reader().text("type").value_or(""));
  PROEV(from.reader().finish());
  return out;
}

// A PEM text, or the PEM text in a file.
base::Resultat<std::string> pem_text(const std::string& value, const std::filesystem::path& folder) {
  if (value.starts_with("-----BEGIN")) return value;
  const auto path = folder / value;
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > kStoersteFil) return base::fejl(FejlKode::UGYLDIG, "cannot be read, or is too large");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return base::fejl(FejlKode::UGYLDIG, "cannot be read");
  return std::move(text).str();
}

void read_certifikater(TomlFelter& from, std::string_view key, bool spaerret, const std::filesystem::path& folder,
                       std::vector<Systemcertifikat>& into) {
  for (const auto& value : from.reader().texts(key)) {
    const auto pem = pem_text(value, folder);
    const auto certifikat = pem ? crypto::Certifikat::from_pem(*pem) : std::unexpected(pem.error());
    if (certifikat) {
      into.push_back({certifikat->der(), spaerret});
    } else {
      from.reader().refuse(key, "holds what is no certificate: " + certifikat.error().tekst);
    }
  }
}

base::Resultat<Anvendersystem> read_anvendersystem(TomlFelter& from, const std::filesystem::path& folder) {
  Anvendersystem out;
  out.uuid = from.uuid("uuid");
  out.navn = from.navn("navn");
  out.cvr = from.cvr("cvr");
  read_certifikater(from, "certifikater", false, folder, out.certifikater);
  read_certifikater(from, "spaerrede_certifikater", true, folder, out.certifikater);
  out.spaerret = from.flag("spaerret", false);
  out.uden_holder_of_key = from.flag("uden_holder_of_key", false);
  PROEV(from.reader().finish());
  return out;
}

bool er_servicenavn(std::string_view name) {
  const auto legal = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '-'; };
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, legal);
}

void read_beskedtyper(TomlFelter& from, Aftaleservice& into) {
  const auto texts = from.reader().texts("beskedtyper");
  into.alle_beskedtyper = er_alle(texts);
  if (into.alle_beskedtyper) return;
  into.beskedtyper = from.liste<base::Uuid>("beskedtyper", texts, base::Uuid::parse, "must hold UUIDs, or \"*\" alone");
}

void read_tilladte_myndigheder(TomlFelter& from, Aftaleservice& into) {
  const auto texts = from.reader().texts("tilladte_myndigheder");
  into.tilladte_myndigheder.alle = er_alle(texts);
  if (into.tilladte_myndigheder.alle) return;
  into.tilladte_myndigheder.cvr = from.liste<base::Cvr>("tilladte_myndigheder", texts, base::Cvr::parse,
                                                        "must hold CVR numbers of eight digits, or \"*\" alone");
}

// Where beskeder are sent or received, nobody gets all of them by saying nothing.
void require_graenser(TomlFelter& from, const Aftaleservice& service) {
  if (service.service != kAfsend && service.service != kModtag) return;
  if (!service.alle_beskedtyper && service.beskedtyper.empty()) {
    from.reader().refuse("beskedtyper", "must name the beskedtyper, or \"*\"");
  }
  if (!service.tilladte_myndigheder.alle && service.tilladte_myndigheder.cvr.empty()) {
    from.reader().refuse("tilladte_myndigheder", "must name the authorities, or \"*\"");
  }
}

base::Resultat<Aftaleservice> read_service(TomlFelter& from) {
  Aftaleservice out;
  auto& reader = from.reader();
  out.service = reader.required_text("service");
  if (!er_servicenavn(out.service)) reader.refuse("service", "must be a service's name, in small letters");
  for (auto& rolle : reader.texts("roller")) out.roller.push_back(from.ren("roller", std::move(rolle)));
  read_beskedtyper(from, out);
  out.kle = from.liste<base::KleMoenster>("kle", reader.texts("kle"), base::KleMoenster::parse,
                                          "must hold KLE patterns such as 32.*, 32.03.* or 32.03.04");
  out.foelsomhed = static_cast<std::uint8_t>(reader.number("foelsomhed", 1, 4).value_or(4));
  read_tilladte_myndigheder(from, out);
  const auto version = reader.number("version", 1, 2).value_or(2);
  out.modtagerkontrol = version == 1 ? oio::Modtagerkontrol::AFVIS : oio::Modtagerkontrol::BESKAER;
  out.kontrol_af_ansvarlig_myndighed = from.flag("kontrol_af_ansvarlig_myndighed", true);
  require_graenser(from, out);
  PROEV(reader.finish());
  return out;
}

void read_periode(TomlFelter& from, Serviceaftale& into) {
  const auto word = from.reader().required_text("status");
  const auto status = parse_aftalestatus(word);
  if (!status) from.reader().refuse("status", "must be KLADDE, ANMODET, GODKENDT, AFVIST or OPSAGT");
  into.status = status.value_or(Aftalestatus::KLADDE);
  into.gyldig_fra = from.tid("gyldig_fra");
  into.gyldig_til = from.tid("gyldig_til");
  if (into.gyldig_fra && into.gyldig_til && *into.gyldig_til <= *into.gyldig_fra) {
    from.reader().refuse("gyldig_til", "must be after gyldig_fra");
  }
}

base::Resultat<Serviceaftale> read_serviceaftale(TomlFelter& from) {
  Serviceaftale out;
  auto& reader = from.reader();
  out.uuid = from.uuid("uuid");
  out.anvendersystem = from.uuid("anvendersystem");
  out.myndigheder =
      from.liste<base::Cvr>("myndigheder", reader.texts("myndigheder"), base::Cvr::parse, "must hold CVR numbers");
  if (out.myndigheder.empty()) reader.refuse("myndigheder", "must name at least one authority");
  read_periode(from, out);
  const auto navn = [&](const std::string& id) { return std::optional(from.ren("dataudvekslingsaftaler", id)); };
  out.dataudvekslingsaftaler =
      from.liste<std::string>("dataudvekslingsaftaler", reader.texts("dataudvekslingsaftaler"), navn, "must hold ids");
  for (const auto* table : reader.tables("service")) {
    TomlFelter service(*table, reader.source());
    out.services.push_back(PROEV(read_service(service)));
  }
  PROEV(reader.finish());
  return out;
}

base::Cvr id(const Myndighed& one) {
  return one.cvr;
}
std::pair<std::string, std::uint32_t> id(const aftaler::Dataudvekslingsaftale& one) {
  return {one.id, one.version};
}
template <class T>
base::Uuid id(const T& one) {
  return one.uuid;
}
template <class T>
using Id = decltype(id(std::declval<const T&>()));

template <class T, class Read>
base::Resultat<std::vector<T>> read_alle(TomlReader& top, std::string_view key, Read read) {
  std::vector<T> out;
  std::set<Id<T>> seen;
  for (const auto* table : top.tables(key)) {
    TomlFelter from(*table, top.source());
    out.push_back(PROEV(read(from)));
    if (seen.insert(id(out.back())).second) continue;
    return base::fejl(FejlKode::UGYLDIG, fmt::format("this {} stands in the file already", key),
                      fmt::format("{}:{}", top.source(), table->line));
  }
  return out;
}

template <class T>
void lay_over(std::vector<T>& older, const std::vector<T>& newer) {
  std::map<Id<T>, std::size_t> places;
  for (const auto& one : older) places.emplace(id(one), places.size());
  for (const auto& one : newer) {
    const auto [place, is_new] = places.emplace(id(one), older.size());
    if (is_new) {
      older.push_back(one);
    } else {
      older[place->second] = one;
    }
  }
}

}  // namespace

base::Resultat<Registreringer> read_registreringer(TomlReader& top, const std::filesystem::path& folder) {
  Registreringer out;
  out.myndigheder = PROEV(read_alle<Myndighed>(top, "myndighed", read_myndighed));
  out.anvendersystemer = PROEV(read_alle<Anvendersystem>(
      top, "anvendersystem", [&](TomlFelter& from) { return read_anvendersystem(from, folder); }));
  out.serviceaftaler = PROEV(read_alle<Serviceaftale>(top, "serviceaftale", read_serviceaftale));
  out.dataudvekslingsaftaler = PROEV(aftaler::read_aftaler(top));
  return out;
}

Registreringer merge(Registreringer older, const Registreringer& newer) {
  lay_over(older.myndigheder, newer.myndigheder);
  lay_over(older.anvendersystemer, newer.anvendersystemer);
  lay_over(older.serviceaftaler, newer.serviceaftaler);
  lay_over(older.dataudvekslingsaftaler, newer.dataudvekslingsaftaler);
  return older;
}

}  // namespace brevdue::adgangsstyring
