#include "adgangsstyring/registreringslager.hpp"

#include <fmt/format.h>

#include "aftaler/aftale_toml.hpp"
#include "oio/felter.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;
using oio::Feltlaeser;
using oio::Feltskriver;
using store::Familie;

constexpr std::uint8_t kFormat = 2;
const std::string kHoved(1, '\0');  // the object that stands for all registrations

enum class Slags : std::uint8_t { MYNDIGHED = 1, ANVENDERSYSTEM = 2, SERVICEAFTALE = 3, DATAUDVEKSLINGSAFTALE = 4 };

std::string key(const Myndighed& one) {
  std::string out;
  Feltskriver(out).number(static_cast<std::uint8_t>(Slags::MYNDIGHED)).cvr(one.cvr);
  return out;
}
std::string key(const Anvendersystem& one) {
  std::string out;
  Feltskriver(out).number(static_cast<std::uint8_t>(Slags::ANVENDERSYSTEM)).uuid(one.uuid);
  return out;
}
std::string key(const Serviceaftale& one) {
  std::string out;
  Feltskriver(out).number(static_cast<std::uint8_t>(Slags::SERVICEAFTALE)).uuid(one.uuid);
  return out;
}

std::string key(const aftaler::Dataudvekslingsaftale& one) {
  std::string out;
  Feltskriver(out).number(static_cast<std::uint8_t>(Slags::DATAUDVEKSLINGSAFTALE)).text(one.id).number(one.version);
  return out;
}

void write(Feltskriver& to, const Myndighed& one) {
  to.cvr(one.cvr).text(one.navn).text(one.type);
}

void write(Feltskriver& to, const Anvendersystem& one) {
  to.uuid(one.uuid).text(one.navn).cvr(one.cvr).flag(one.spaerret).flag(one.uden_holder_of_key);
  to.count(one.certifikater.size());
  for (const auto& certifikat : one.certifikater) to.text(certifikat.der).flag(certifikat.spaerret);
}

void write(Feltskriver& to, const Aftaleservice& one) {
  to.text(one.service).count(one.roller.size());
  for (const auto& rolle : one.roller) to.text(rolle);
  to.flag(one.alle_beskedtyper).count(one.beskedtyper.size());
  for (const auto& type : one.beskedtyper) to.uuid(type);
  to.count(one.kle.size());
  for (const auto& moenster : one.kle) to.text(moenster.text());
  to.number(one.foelsomhed).flag(one.tilladte_myndigheder.alle).count(one.tilladte_myndigheder.cvr.size());
  for (const auto cvr : one.tilladte_myndigheder.cvr) to.cvr(cvr);
  to.number(static_cast<std::uint8_t>(one.modtagerkontrol)).flag(one.kontrol_af_ansvarlig_myndighed);
}

void write(Feltskriver& to, const std::optional<base::Tidspunkt>& tid) {
  to.flag(tid.has_value());
  if (tid) to.tid(*tid);
}

void write(Feltskriver& to, const Serviceaftale& one) {
  to.uuid(one.uuid).uuid(one.anvendersystem).count(one.myndigheder.size());
  for (const auto cvr : one.myndigheder) to.cvr(cvr);
  to.number(static_cast<std::uint8_t>(one.status));
  write(to, one.gyldig_fra);
  write(to, one.gyldig_til);
  to.count(one.services.size());
  for (const auto& service : one.services) write(to, service);
  to.count(one.dataudvekslingsaftaler.size());
  for (const auto& id : one.dataudvekslingsaftaler) to.text(id);
}

// In the form that people read and write it in: few, and with many fields that are nothing to the program.
void write(Feltskriver& to, const aftaler::Dataudvekslingsaftale& one) {
  to.text(aftaler::write_aftaler({one}));
}

template <class T, class Read>
std::vector<T> read_liste(Feltlaeser& from, Read read) {
  std::vector<T> out;
  for (auto left = from.count(); left > 0 && !from.failed(); --left) out.push_back(read());
  return out;
}

void read(Feltlaeser& from, Myndighed& one) {
  one.cvr = from.cvr();
  one.navn = from.text();
  one.type = from.text();
}

Systemcertifikat read_certifikat(Feltlaeser& from) {
  Systemcertifikat out;
  out.der = from.text();
  out.spaerret = from.flag();
  return out;
}

void read(Feltlaeser& from, Anvendersystem& one) {
  one.uuid = from.uuid();
  one.navn = from.text();
  one.cvr = from.cvr();
  one.spaerret = from.flag();
  one.uden_holder_of_key = from.flag();
  one.certifikater = read_liste<Systemcertifikat>(from, [&] { return read_certifikat(from); });
}

base::KleMoenster read_kle(Feltlaeser& from) {
  const auto moenster = base::KleMoenster::parse(from.text());
  if (!moenster) from.fail();
  return moenster.value_or(base::KleMoenster{});
}

Aftaleservice read_service(Feltlaeser& from) {
  Aftaleservice one;
  one.service = from.text();
  one.roller = read_liste<std::string>(from, [&] { return std::string(from.text()); });
  one.alle_beskedtyper = from.flag();
  one.beskedtyper = read_liste<base::Uuid>(from, [&] { return from.uuid(); });
  one.kle = read_liste<base::KleMoenster>(from, [&] { return read_kle(from); });
  one.foelsomhed = from.number<std::uint8_t>(4);
  one.tilladte_myndigheder.alle = from.flag();
  one.tilladte_myndigheder.cvr = read_liste<base::Cvr>(from, [&] { return from.cvr(); });
  one.modtagerkontrol = static_cast<oio::Modtagerkontrol>(
      from.number<std::uint8_t>(static_cast<std::uint8_t>(oio::Modtagerkontrol::BESKAER)));
  one.kontrol_af_ansvarlig_myndighed = from.flag();
  return one;
}

std::optional<base::Tidspunkt> read_tid(Feltlaeser& from) {
  if (!from.flag()) return std::nullopt;
  return from.tid();
}

void read(Feltlaeser& from, Serviceaftale& one) {
  one.uuid = from.uuid();
  one.anvendersystem = from.uuid();
  one.myndigheder = read_liste<base::Cvr>(from, [&] { return from.cvr(); });
  one.status = static_cast<Aftalestatus>(from.number<std::uint8_t>(static_cast<std::uint8_t>(Aftalestatus::OPSAGT)));
  one.gyldig_fra = read_tid(from);
  one.gyldig_til = read_tid(from);
  one.services = read_liste<Aftaleservice>(from, [&] { return read_service(from); });
  one.dataudvekslingsaftaler = read_liste<std::string>(from, [&] { return std::string(from.text()); });
}

void read(Feltlaeser& from, aftaler::Dataudvekslingsaftale& one) {
  const auto table = base::parse_toml(from.text(), "registration");
  if (!table) return from.fail();
  base::TomlReader top(*table, "registration");
  auto all = aftaler::read_aftaler(top);
  if (!all || all->size() != 1) return from.fail();
  one = std::move(all->front());
}

template <class T>
void put_alle(const std::vector<T>& all, store::Commit& commit) {
  for (const auto& one : all) {
    std::string value;
    Feltskriver to(value);
    to.number(kFormat);
    write(to, one);
    commit.put(Familie::REGISTRERING, key(one), value);
  }
}

template <class T>
base::Resultat<std::vector<T>> load_alle(const store::ObjectStore& objects, Slags slags) {
  std::vector<T> out;
  bool damaged = false;
  const std::string prefix(1, static_cast<char>(slags));
  PROEV(objects.scan(Familie::REGISTRERING, prefix, [&](std::string_view stored_key, const store::Laest& laest) {
    Feltlaeser from(laest.value);
    if (from.number<std::uint8_t>() != kFormat) from.fail();
    read(from, out.emplace_back());
    damaged = !from.done() || key(out.back()) != stored_key;
    return !damaged;
  }));
  if (damaged) {
    return base::fejl(FejlKode::LAGER,
                      fmt::format("registration {} of kind {} cannot be read", out.size(), prefix[0] + 0));
  }
  return out;
}

}  // namespace

base::Resultat<std::shared_ptr<const Register>> load_register(const store::ObjectStore& objects) {
  const auto hoved = PROEV(objects.get(Familie::REGISTRERING, kHoved));
  Registreringer all;
  all.myndigheder = PROEV(load_alle<Myndighed>(objects, Slags::MYNDIGHED));
  all.anvendersystemer = PROEV(load_alle<Anvendersystem>(objects, Slags::ANVENDERSYSTEM));
  all.serviceaftaler = PROEV(load_alle<Serviceaftale>(objects, Slags::SERVICEAFTALE));
  all.dataudvekslingsaftaler = PROEV(load_alle<aftaler::Dataudvekslingsaftale>(objects, Slags::DATAUDVEKSLINGSAFTALE));
  return Register::make(std::move(all), hoved ? hoved->version : 0);
}

void put_registreringer(const Registreringer& imported, std::uint64_t version, store::Commit& commit) {
  commit.require_version(Familie::REGISTRERING, kHoved, version);
  commit.put(Familie::REGISTRERING, kHoved, std::string(1, static_cast<char>(kFormat)));
  put_alle(imported.myndigheder, commit);
  put_alle(imported.anvendersystemer, commit);
  put_alle(imported.serviceaftaler, commit);
  put_alle(imported.dataudvekslingsaftaler, commit);
}

}  // namespace brevdue::adgangsstyring
