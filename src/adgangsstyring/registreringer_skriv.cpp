#include <fmt/format.h>

#include "adgangsstyring/registreringer.hpp"
#include "aftaler/aftale_toml.hpp"
#include "base/toml_felter.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::adgangsstyring {
namespace {

// Left out where it is what absence means.
void flag(std::string& out, std::string_view key, bool value, bool standard) {
  if (value != standard) out += fmt::format("{} = {}\n", key, value);
}

template <class List, class Text>
void liste(std::string& out, std::string_view key, const List& values, Text text) {
  if (values.empty()) return;
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const auto& value : values) texts.push_back(text(value));
  base::toml_liste(out, key, texts);
}

std::string as_text(const auto& value) {
  return value.text();
}

void certifikater(std::string& out, std::string_view key, const Anvendersystem& system, bool spaerret) {
  std::string texts;
  for (const auto& one : system.certifikater) {
    if (one.spaerret != spaerret) continue;
    if (const auto parsed = crypto::Certifikat::from_der(one.der)) {
      texts += fmt::format("\"\"\"\n{}\"\"\",\n", parsed->pem());
    }
  }
  if (!texts.empty()) out += fmt::format("{} = [{}]\n", key, texts);
}

void write(std::string& out, const Myndighed& one) {
  out += "\n[[myndighed]]\n";
  base::toml_line(out, "cvr", one.cvr.text());
  base::toml_line(out, "navn", one.navn);
  if (!one.type.empty()) base::toml_line(out, "type", one.type);
}

void write(std::string& out, const Anvendersystem& one) {
  out += "\n[[anvendersystem]]\n";
  base::toml_line(out, "uuid", one.uuid.text());
  base::toml_line(out, "navn", one.navn);
  base::toml_line(out, "cvr", one.cvr.text());
  flag(out, "spaerret", one.spaerret, false);
  flag(out, "uden_holder_of_key", one.uden_holder_of_key, false);
  certifikater(out, "certifikater", one, false);
  certifikater(out, "spaerrede_certifikater", one, true);
}

void write(std::string& out, const Aftaleservice& one) {
  out += "\n[[serviceaftale.service]]\n";
  base::toml_line(out, "service", one.service);
  liste(out, "roller", one.roller, [](const std::string& rolle) { return rolle; });
  if (one.alle_beskedtyper) out += "beskedtyper = [\"*\"]\n";
  liste(out, "beskedtyper", one.beskedtyper, as_text<base::Uuid>);
  liste(out, "kle", one.kle, as_text<base::KleMoenster>);
  out += fmt::format("foelsomhed = {}\n", one.foelsomhed);
  if (one.tilladte_myndigheder.alle) out += "tilladte_myndigheder = [\"*\"]\n";
  liste(out, "tilladte_myndigheder", one.tilladte_myndigheder.cvr, as_text<base::Cvr>);
  if (one.modtagerkontrol == oio::Modtagerkontrol::AFVIS) out += "version = 1\n";
  flag(out, "kontrol_af_ansvarlig_myndighed", one.kontrol_af_ansvarlig_myndighed, true);
}

void write(std::string& out, const Serviceaftale& one) {
  out += "\n[[serviceaftale]]\n";
  base::toml_line(out, "uuid", one.uuid.text());
  base::toml_line(out, "anvendersystem", one.anvendersystem.text());
  liste(out, "myndigheder", one.myndigheder, as_text<base::Cvr>);
  base::toml_line(out, "status", navn(one.status));
  if (one.gyldig_fra) base::toml_line(out, "gyldig_fra", base::iso_text(*one.gyldig_fra, 6));
  if (one.gyldig_til) base::toml_line(out, "gyldig_til", base::iso_text(*one.gyldig_til, 6));
  if (!one.dataudvekslingsaftaler.empty()) {
    base::toml_liste(out, "dataudvekslingsaftaler", one.dataudvekslingsaftaler);
  }
  for (const auto& service : one.services) write(out, service);
}

}  // namespace

std::string write_registreringer(const Registreringer& all) {
  std::string out;
  for (const auto& one : all.myndigheder) write(out, one);
  for (const auto& one : all.anvendersystemer) write(out, one);
  for (const auto& one : all.serviceaftaler) write(out, one);
  return out + aftaler::write_aftaler(all.dataudvekslingsaftaler);
}

}  // namespace brevdue::adgangsstyring
