#include "app/server.hpp"

#include <chrono>
#include <functional>
#include <utility>

#include "adgangsstyring/registreringslager.hpp"
#include "app/admin.hpp"
#include "app/dele.hpp"
#include "app/filer.hpp"
#include "app/maaling.hpp"
#include "app/puls.hpp"
#include "app/sandbox_verden.hpp"
#include "base/log.hpp"
#include "beskedfordeler/store.hpp"

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;
using namespace std::chrono_literals;
using Dele = Server::Impl;

constexpr auto kDrain = 3s;  // SIGTERM is answered within 5 s, closing the store on a busy disk included

std::size_t mib(std::int64_t count) {
  return static_cast<std::size_t>(count) << 20;
}

store::StoreLimits store_limits(const Indstillinger& from) {
  store::StoreLimits out;
  out.segment_bytes = mib(from.segment_mib);
  out.spare_segments = static_cast<std::size_t>(from.spare_segments);
  out.backlog_bytes = mib(from.backlog_mib);
  out.reserve_bytes = mib(from.reserve_mib);
  out.kept_bytes = mib(from.kept_mib);
  out.filtreringsdata = std::chrono::hours(24 * from.filtreringsdata_dage);
  return out;
}

Resultat<void> open_store(Dele& dele, bool& store_failed) {
  auto opened = store::Store::open(std::filesystem::path(dele.indstillinger.data) / "store",
                                   store_limits(dele.indstillinger), dele.omgivelser.files, dele.omgivelser.ure.ur);
  store_failed = !opened;
  dele.store = PROEV(std::move(opened));
  auto registre = PROEV(adgangsstyring::load_register(dele.store->objects()));
  auto tavle = PROEV(beskedfordeler::load_tavle(dele.store->objects(), dele.store->queues(), registre->version()));
  dele.afvisninger = std::make_unique<adgangsstyring::Afvisninger>(dele.store->committer(), dele.omgivelser.ure.ur);
  dele.registre = std::make_unique<adgangsstyring::Registre>(std::move(registre));
  dele.tavler = std::make_unique<beskedfordeler::Tavler>(std::move(tavle));
  dele.import =
      std::make_unique<Registreringsimport>(*dele.store, *dele.registre, *dele.tavler, dele.omgivelser.ure.ur);
  return {};
}

adgangsstyring::Entityider entityider(const Indstillinger& from) {
  return {{std::string(adgangsstyring::kAfsend), from.audience_afsend},
          {std::string(adgangsstyring::kModtag), from.audience_modtag}};
}

Resultat<crypto::Certifikat> read_certificate(const std::string& file) {
  const auto pem = PROEV(read_file(file));
  auto out = crypto::Certifikat::from_pem(pem);
  if (!out) out.error().sti = file;
  return out;
}

Resultat<adgangsstyring::StsIndstillinger> sts_settings(const Indstillinger& from) {
  auto certificate = PROEV(read_certificate(from.sts_certificate));
  const auto pem = PROEV(read_file(from.sts_key));
  auto key = crypto::PrivatNoegle::from_pem(pem);
  if (!key) return base::fejl(FejlKode::UGYLDIG, key.error().tekst, from.sts_key);
  if (!key->matches(certificate)) {
    return base::fejl(FejlKode::UGYLDIG, "is not the key of [sts] certificate", from.sts_key);
  }
  adgangsstyring::StsIndstillinger out{.issuer = from.sts_issuer,
                                       .certifikat = std::move(certificate),
                                       .noegle = std::move(*key),
                                       .entityider = entityider(from),
                                       .levetid = std::chrono::minutes(from.sts_lifetime_minutes)};
  out.anmodninger_certifikat.antal = static_cast<unsigned>(from.requests_per_minute);
  out.anmodninger_adresse.antal = static_cast<unsigned>(5 * from.requests_per_minute);
  return out;
}

Resultat<adgangsstyring::Tokenindstillinger> token_settings(const Indstillinger& from) {
  adgangsstyring::Tokenindstillinger out;
  out.issuer = from.sts_issuer;
  out.pinned.push_back(PROEV(read_certificate(from.sts_certificate)));
  for (const auto& file : from.sts_trusted) out.pinned.push_back(PROEV(read_certificate(file)));
  out.entityider = entityider(from);
  out.holder_of_key =
      adgangsstyring::parse_holder_of_key(from.holder_of_key).value_or(adgangsstyring::HolderOfKey::REQUIRED);
  out.skew = std::chrono::seconds(from.clock_skew_seconds);
  out.afvisninger.antal = static_cast<unsigned>(from.refused_tokens_per_minute);
  return out;
}

Resultat<void> make_adgangsstyring(Dele& dele) {
  const auto& around = dele.omgivelser;
  auto for_tokens = PROEV(token_settings(dele.indstillinger));
  dele.tokenkontrol = std::make_unique<adgangsstyring::Tokenkontrol>(std::move(for_tokens), *dele.registre, around.ure,
                                                                     around.random, *dele.threads);
  dele.tokens = std::make_unique<beskedfordeler::TokenkontrolTokens>(*dele.tokenkontrol);
  auto for_sts = PROEV(sts_settings(dele.indstillinger));
  dele.sts = std::make_unique<adgangsstyring::Sts>(std::move(for_sts), *dele.registre, around.ure, around.random,
                                                   dele.store->committer(), *dele.afvisninger, *dele.threads);
  dele.sts->add_to(dele.https);
  return {};
}

beskedfordeler::Indstillinger beskedfordeler_settings(const Indstillinger& from) {
  beskedfordeler::Indstillinger out;
  out.afsendelse.graenser.bytes = static_cast<std::size_t>(from.besked_kib) << 10;
  out.afsendelse.graenser.dybde = static_cast<unsigned>(from.besked_dybde);
  out.opbevaring = std::chrono::hours(24 * from.opbevaring_dage);
  out.fordelingssystem = base::Uuid::parse(from.fordelingssystem).value_or(standard_fordelingssystem());
  return out;
}

void make_beskedfordeler(Dele& dele) {
  const auto& around = dele.omgivelser;
  auto settings = beskedfordeler_settings(dele.indstillinger);
  const beskedfordeler::Ydre outside{*dele.store,   *dele.registre, *dele.tavler, around.ure.ur,
                                     around.random, *dele.threads,  dele.metrics, *dele.afvisninger};
  dele.beskedfordeler = std::make_unique<beskedfordeler::Beskedfordeler>(outside, std::move(settings));
  dele.administration = std::make_unique<beskedfordeler::Administration>(*dele.beskedfordeler);
  dele.amqp_doer = std::make_unique<beskedfordeler::AmqpDoer>(
      *dele.beskedfordeler, *dele.tokens, beskedfordeler::Doerindstillinger{.plain = dele.indstillinger.amqp_plain});
  amqp::AmqpLimits limits;
  limits.message_bytes = static_cast<std::uint64_t>(dele.indstillinger.besked_kib) << 10;
  limits.message_hard_bytes = mib(dele.indstillinger.amqp_body_mib);
  limits.channel_max = static_cast<std::uint16_t>(dele.indstillinger.amqp_channels);
  limits.handshake = std::chrono::seconds(dele.indstillinger.handshake_seconds);
  limits.heartbeat_seconds = static_cast<std::uint16_t>(dele.indstillinger.heartbeat_seconds);
  limits.write_stall = std::chrono::seconds(dele.indstillinger.write_stall_seconds);
  dele.amqp = std::make_unique<amqp::Server>(*dele.amqp_doer, limits, around.ure.ur, around.random);
}

Resultat<void> make_indekser(Dele& dele) {
  const auto& around = dele.omgivelser;
  const Indekser::Dele outside{*dele.store, *dele.registre, *dele.afvisninger,
                               around.ure,  around.random,  *dele.threads};
  dele.indekser = PROEV(Indekser::make(outside, dele.indstillinger));
  dele.indekser->add_to(dele.https);
  return {};
}

// The first address settles the port; the others take the same. An address family that the machine does not have is
// left out, as long as one address is served.
Resultat<std::vector<std::unique_ptr<net::Listener>>> listen(Dele& dele, const std::vector<std::string>& addresses,
                                                             std::int64_t port, net::TlsContext* tls,
                                                             const net::Serve& serve) {
  net::ListenLimits limits;
  limits.connections = static_cast<unsigned>(dele.indstillinger.connections);
  limits.handshake = std::chrono::seconds(dele.indstillinger.handshake_seconds);
  std::vector<std::unique_ptr<net::Listener>> out;
  std::optional<base::Fejl> first;
  auto number = static_cast<std::uint16_t>(port);
  for (const auto& address : addresses) {
    auto listener = net::Listener::tcp(*dele.threads, address, number, tls, limits, serve);
    if (!listener && (out.empty() || address.find(':') == std::string::npos)) return std::unexpected(listener.error());
    if (!listener) continue;
    number = (*listener)->port();
    out.push_back(std::move(*listener));
  }
  if (out.empty()) return base::fejl(FejlKode::UGYLDIG, "no address to listen on");
  return out;
}

Resultat<void> open_doors(Dele& dele) {
  const auto& from = dele.indstillinger;
  const net::TlsFiles files{from.certificate, from.key};
  dele.tls = PROEV(net::TlsContext::make(files, net::ClientCertificate::REQUESTED));
  add_maaling(dele);
  add_admin(dele);
  auto& doere = dele.doere;
  doere.maaling = PROEV(listen(dele, from.metrics_addresses, from.metrics_port, nullptr, dele.maaling.serve()));
  doere.admin =
      PROEV(net::Listener::local(*dele.threads, std::filesystem::path(from.data) / "admin.sock", dele.admin.serve()));
  doere.https = PROEV(listen(dele, from.https_addresses, from.https_port, dele.tls.get(), dele.https.serve()));
  doere.amqps = PROEV(listen(dele, from.amqps_addresses, from.amqps_port, dele.tls.get(), dele.amqp->serve()));
  return {};
}

void start_pulse(Dele& dele) {
  const auto note_head = [&dele, last = std::string{}]() mutable {
    const auto head = dele.store->ledger().head().text();
    if (head != last) base::log::info("ledger", {{"anker", head}});
    last = head;
  };
  dele.puls = std::make_unique<Puls>(std::vector<Puls::Opgave>{
      {60s, note_head},
      {1s, [&dele] { dele.beskedfordeler->tick(); }},
      {1s, [&dele] { dele.afvisninger->tick(); }},
  });
}

void for_each_door(Dele& dele, const std::function<void(net::Listener&)>& what) {
  for (const auto* door : {&dele.doere.https, &dele.doere.amqps, &dele.doere.maaling}) {
    for (const auto& listener : *door) what(*listener);
  }
  if (dele.doere.admin) what(*dele.doere.admin);
}

}  // namespace

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Resultat<std::unique_ptr<Server>> Server::start(const Indstillinger& indstillinger, const Omgivelser& omgivelser,
                                                bool& store_failed) {
  store_failed = false;
  std::error_code error;
  std::filesystem::create_directories(indstillinger.data, error);
  if (error) return base::fejl(FejlKode::LAGER, error.message(), indstillinger.data);
  std::unique_ptr<Server> out(new Server(std::make_unique<Impl>(indstillinger, omgivelser)));
  Impl& dele = *out->impl_;
  PROEV(open_store(dele, store_failed));
  dele.threads = std::make_unique<net::IoThreads>(static_cast<unsigned>(indstillinger.io_threads),
                                                  static_cast<unsigned>(indstillinger.pool_threads));
  PROEV(make_adgangsstyring(dele));
  make_beskedfordeler(dele);
  PROEV(make_indekser(dele));
  PROEV(open_doors(dele));
  start_pulse(dele);
  dele.ready = true;
  base::log::info("klar", {{"https", unsigned{out->porte().https}},
                           {"amqps", unsigned{out->porte().amqps}},
                           {"metrics", unsigned{out->porte().metrics}},
                           {"anker", dele.store->ledger().head().text()}});
  return out;
}

Server::~Server() {
  drain();
  if (impl_->threads) impl_->threads->stop();
  // Connections that would not end go with the threads, while everything they refer to is still there.
  impl_->doere = {};
  impl_->threads.reset();
}

Porte Server::porte() const {
  const auto port = [](const auto& door) { return door.empty() ? std::uint16_t{0} : door.front()->port(); };
  return {port(impl_->doere.https), port(impl_->doere.amqps), port(impl_->doere.maaling)};
}

Resultat<std::string> Server::import(const std::string& file, std::string_view who) {
  const auto read = PROEV(read_registreringsfil(file));
  return impl_->import->bring_in(read, who);
}

bool Server::has_registrations() const {
  return impl_->registre->nu()->version() != 0;
}

Resultat<void> Server::reload() {
  return impl_->tls->reload();
}

void Server::drain() {
  if (std::exchange(impl_->drained, true)) return;
  impl_->ready = false;
  impl_->puls.reset();
  for_each_door(*impl_, [](net::Listener& door) { door.stop(); });
  impl_->https.drain();
  impl_->admin.drain();
  impl_->maaling.drain();
  if (impl_->amqp) impl_->amqp->close_all("the server is shutting down");
  const auto until = std::chrono::steady_clock::now() + kDrain;
  for_each_door(*impl_, [until](net::Listener& door) { door.wait_empty(until); });
}

}  // namespace brevdue::app
