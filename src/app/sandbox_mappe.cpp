#include "app/sandbox_mappe.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "adgangsstyring/registreringer.hpp"
#include "adgangsstyring/sts.hpp"
#include "app/filer.hpp"
#include "app/sandbox_noegler.hpp"
#include "app/sandbox_verden.hpp"
#include "base/bytes.hpp"
#include "base/known.hpp"
#include "base/log.hpp"
#include "beskedfordeler/registreringer.hpp"
#include "sagdokumentindeks/soap.hpp"
#include "ydelsesindeks/soap.hpp"

namespace brevdue::app {
namespace {

namespace fs = std::filesystem;
using base::Resultat;
using nlohmann::json;

base::Cvr cvr(std::string_view text) {
  return base::known(base::Cvr::parse(text));
}
base::Uuid uuid(std::string_view text) {
  return base::known(base::Uuid::parse(text));
}

adgangsstyring::Aftaleservice aftaleservice(std::string_view service) {
  adgangsstyring::Aftaleservice out;
  out.service = service;
  out.roller = {fmt::format("http://stoettesystemerne.dk/roles/servicesystemrole/{}/1", service)};
  const bool om_beskeder = service == adgangsstyring::kAfsend || service == adgangsstyring::kModtag;
  out.alle_beskedtyper = om_beskeder;
  out.tilladte_myndigheder.alle = om_beskeder;
  out.foelsomhed = 3;
  return out;
}

Resultat<adgangsstyring::Registreringer> adgangsstyring_verden(const fs::path& pki) {
  adgangsstyring::Registreringer out;
  for (const auto& one : sandbox_myndigheder()) {
    out.myndigheder.push_back({cvr(one.cvr), std::string(one.navn), std::string(one.type)});
  }
  for (const auto& one : sandbox_systemer()) {
    const auto pem = PROEV(read_file(pki / fmt::format("{}.crt", one.slug)));
    adgangsstyring::Anvendersystem system;
    system.uuid = uuid(one.id());
    system.navn = one.navn;
    system.cvr = cvr(one.cvr);
    system.certifikater.push_back({PROEV(crypto::Certifikat::from_pem(pem)).der(), false});
    out.anvendersystemer.push_back(std::move(system));

    adgangsstyring::Serviceaftale aftale;
    aftale.uuid = uuid(one.serviceaftale_id());
    aftale.anvendersystem = uuid(one.id());
    aftale.myndigheder = {cvr(one.cvr)};
    aftale.status = adgangsstyring::Aftalestatus::GODKENDT;
    for (const auto service : one.services()) aftale.services.push_back(aftaleservice(service));
    if (one.slug == kSapasSystem) aftale.dataudvekslingsaftaler = sapas_dataudvekslingsaftaler();
    out.serviceaftaler.push_back(std::move(aftale));
  }
  out.dataudvekslingsaftaler = sandbox_dataudvekslingsaftaler();
  return out;
}

std::string quoted_list(const auto& texts) {
  std::string out;
  for (const auto& one : texts) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", one);
  return "[" + out + "]";
}

// The abonnementer stand as an operator would write them; import reads them like anyone's.
std::string beskedfordeler_verden() {
  std::string out;
  for (const auto& one : sandbox_beskedtyper()) {
    out += fmt::format("\n[[beskedtype]]\nuuid = \"{}\"\nnavn = \"{}\"\n", one.uuid, one.navn);
  }
  for (const auto& one : sandbox_dueslag()) {
    out += fmt::format("\n[[dueslag]]\nuuid = \"{}\"\nnavn = \"{}\"\nsystem = \"{}\"\nlevering = \"amqp\"\n", one.id(),
                       one.navn, sandbox_system(one.system).id());
    out += fmt::format("[[dueslag.abonnement]]\nuuid = \"{}\"\nnavn = \"{}\"\nbeskedtyper = {}\n", one.abonnement_id(),
                       one.abonnement_navn, quoted_list(one.beskedtyper));
    if (!one.myndigheder.empty()) out += fmt::format("myndigheder = {}\n", quoted_list(one.myndigheder));
    if (!one.kle.empty()) out += fmt::format("kle = {}\n", quoted_list(one.kle));
  }
  return out;
}

json systemer_json(const std::string& password) {
  json out = json::array();
  for (const auto& one : sandbox_systemer()) {
    const auto file = [&](const char* ending) { return fmt::format("pki/{}.{}", one.slug, ending); };
    out.push_back({{"navn", one.navn},
                   {"uuid", one.id()},
                   {"cvr", one.cvr},
                   {"cert", file("crt")},
                   {"key", file("key")},
                   {"p12", file("p12")},
                   {"p12_password", password},
                   {"services", one.services()}});
  }
  return out;
}

json dueslag_json() {
  json out = json::array();
  for (const auto& one : sandbox_dueslag()) {
    json abonnement{{"uuid", one.abonnement_id()},
                    {"navn", one.abonnement_navn},
                    {"beskedtyper", one.beskedtyper},
                    {"myndigheder", one.myndigheder},
                    {"kle", one.kle}};
    out.push_back({{"uuid", one.id()},
                   {"navn", one.navn},
                   {"system", sandbox_system(one.system).id()},
                   {"levering", "amqp"},
                   {"abonnementer", json::array({std::move(abonnement)})}});
  }
  return out;
}

json beskedtyper_json() {
  json out = json::array();
  for (const auto& one : sandbox_beskedtyper()) out.push_back({{"uuid", one.uuid}, {"navn", one.navn}});
  return out;
}

Resultat<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return base::fejl(base::FejlKode::LAGER, error.message(), folder.string());
  return {};
}

// The marker is written last, so a start that was cut short makes the keys again.
Resultat<std::string> make_pki(const fs::path& pki, base::Tidspunkt now, base::Tilfaeldig& random) {
  PROEV(make_folder(pki));
  std::array<std::uint8_t, 12> dice{};
  random.fill(dice);
  auto password = base::hex({reinterpret_cast<const char*>(dice.data()), dice.size()});
  PROEV(make_sandbox_keys(pki, password, now, random));
  PROEV(write_file(pki / Sandboxmappe::kMarker, password));
  return password;
}

}  // namespace

Resultat<Sandboxmappe> Sandboxmappe::open(const fs::path& folder, const base::Ur& certifikat_ur,
                                          base::Tilfaeldig& random) {
  const auto path = fs::absolute(folder).lexically_normal();
  const auto pki = path / "pki";
  std::error_code error;
  const bool made = fs::exists(pki / kMarker, error);
  if (!made && fs::exists(path / "store", error)) {
    return base::fejl(base::FejlKode::KONFLIKT, "the folder holds a store that no sandbox made", path.string());
  }
  Sandboxmappe out(path, made ? PROEV(read_file(pki / kMarker)) : PROEV(make_pki(pki, certifikat_ur.nu(), random)));
  if (!made || !fs::exists(out.registreringer(), error)) {
    const auto text = adgangsstyring::write_registreringer(PROEV(adgangsstyring_verden(pki))) + beskedfordeler_verden();
    PROEV(write_file(out.registreringer(), text));
  }
  return out;
}

Indstillinger Sandboxmappe::indstillinger(std::uint16_t port_base) const {
  Indstillinger out;
  const auto loopback = std::vector<std::string>{"127.0.0.1", "::1"};
  out.data = path_.string();
  out.log_level = "warn";
  out.log_json = false;
  out.certificate = (pki() / "server.crt").string();
  out.key = (pki() / "server.key").string();
  out.https_addresses = loopback;
  out.https_port = port_base;
  out.amqps_addresses = loopback;
  out.amqps_port = port_base + 1;
  out.metrics_addresses = {"127.0.0.1"};
  out.metrics_port = port_base + 3;
  out.sts_issuer = "https://sts.sandkasse.brevdue.invalid";
  out.sts_certificate = (pki() / "sts.crt").string();
  out.sts_key = (pki() / "sts.key").string();
  out.holder_of_key = "if-presented";
  out.amqp_plain = true;
  // Whoever builds a client sends many wrong ones.
  out.refused_tokens_per_minute = 100'000;
  out.requests_per_minute = 100'000;
  out.segment_mib = 16;
  out.kept_mib = 256;
  return out;
}

Resultat<std::chrono::microseconds> Sandboxmappe::clock_offset() const {
  std::error_code error;
  if (!fs::exists(path_ / "clock", error)) return std::chrono::microseconds{0};
  const auto text = PROEV(read_file(path_ / "clock"));
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    return base::fejl(base::FejlKode::UGYLDIG, "must be a number of microseconds", (path_ / "clock").string());
  }
  return std::chrono::microseconds{value};
}

Resultat<void> Sandboxmappe::set_clock_offset(std::chrono::microseconds offset) const {
  return write_file(path_ / "clock", std::to_string(offset.count()));
}

Resultat<void> Sandboxmappe::remove_descriptor() const {
  std::error_code error;
  fs::remove(path_ / "sandbox.json", error);
  if (error) return base::fejl(base::FejlKode::LAGER, error.message(), (path_ / "sandbox.json").string());
  return {};
}

Resultat<void> Sandboxmappe::write_descriptor(const Sandboxporte& porte, base::Tidspunkt now) const {
  const Indstillinger served = indstillinger(0);
  const json descriptor{
      {"version", 1},
      {"program", "brevdue " BREVDUE_VERSION},
      {"pid", ::getpid()},
      {"data", path_.string()},
      {"now", base::iso_text(now)},
      {"endpoints",
       {{"https", fmt::format("https://localhost:{}", porte.https)},
        {"amqps",
         {{"host", "localhost"},
          {"port", porte.amqps},
          {"vhost", "BF"},
          {"exchange", "AFSEND_BESKED_EXCHANGE"},
          {"reply_to", "amq.rabbitmq.reply-to"}}},
        {"metrics", fmt::format("http://127.0.0.1:{}/metrics", porte.metrics)}}},
      {"paths",
       {{"sts_rest", adgangsstyring::kStsRestPath},
        {"sagdokumentindeks", sagdokumentindeks::kSti},
        {"ydelseindeks", ydelsesindeks::kSti}}},
      {"audiences", {{"afsend", served.audience_afsend.front()}, {"modtag", served.audience_modtag.front()}}},
      {"ca", "pki/ca.crt"},
      {"truststore", {{"path", "pki/truststore.p12"}, {"type", "PKCS12"}, {"password", password_}}},
      {"systemer", systemer_json(password_)},
      {"dueslag", dueslag_json()},
      {"beskedtyper", beskedtyper_json()},
  };
  return write_file(path_ / "sandbox.json", descriptor.dump(2) + "\n");
}

bool is_sandbox_folder(const fs::path& data) {
  std::error_code error;
  return fs::exists(data / "pki" / Sandboxmappe::kMarker, error);
}

bool is_of_sandbox(const fs::path& file) {
  std::error_code error;
  const auto real = fs::weakly_canonical(file, error);
  if (!error && fs::exists(real.parent_path() / Sandboxmappe::kMarker, error)) return true;
  // What cannot be read, or is a key, is no certificate of theirs; whoever needs it says what is wrong with it.
  const auto text = read_file(file);
  const auto chain = text ? crypto::Certifikat::chain_from_pem(*text) : std::unexpected(text.error());
  return chain && std::ranges::any_of(*chain, is_sandbox_certificate);
}

}  // namespace brevdue::app
