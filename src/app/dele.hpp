// Inside app/: the parts of a running Server, in the order in which they are made; they end in the opposite one.
//
// Thread safety: each part's own. Ownership: the Server.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/sts.hpp"
#include "adgangsstyring/token.hpp"
#include "amqp/server.hpp"
#include "app/indekser.hpp"
#include "app/puls.hpp"
#include "app/registreringsimport.hpp"
#include "app/server.hpp"
#include "base/metrics.hpp"
#include "beskedfordeler/administration.hpp"
#include "beskedfordeler/amqp.hpp"
#include "beskedfordeler/service.hpp"
#include "beskedfordeler/tokens.hpp"
#include "http/server.hpp"
#include "net/server.hpp"
#include "store/store.hpp"

namespace brevdue::app {

struct Server::Impl {
  Impl(const Indstillinger& settings, const Omgivelser& around)
      : indstillinger(settings),
        omgivelser(around),
        https({.header_bytes = static_cast<std::size_t>(settings.https_header_kib) << 10,
               .body_bytes = static_cast<std::size_t>(settings.https_body_kib) << 10}) {}

  const Indstillinger indstillinger;
  const Omgivelser omgivelser;
  base::Metrics metrics;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<adgangsstyring::Afvisninger> afvisninger;
  std::unique_ptr<adgangsstyring::Registre> registre;
  std::unique_ptr<beskedfordeler::Tavler> tavler;
  std::unique_ptr<Registreringsimport> import;
  std::unique_ptr<net::IoThreads> threads;
  std::unique_ptr<adgangsstyring::Tokenkontrol> tokenkontrol;
  std::unique_ptr<beskedfordeler::TokenkontrolTokens> tokens;
  std::unique_ptr<adgangsstyring::Sts> sts;
  std::unique_ptr<beskedfordeler::Beskedfordeler> beskedfordeler;
  std::unique_ptr<beskedfordeler::Administration> administration;
  std::unique_ptr<beskedfordeler::AmqpDoer> amqp_doer;
  std::unique_ptr<amqp::Server> amqp;
  std::unique_ptr<Indekser> indekser;
  http::Router https;
  http::Router admin;
  http::Router maaling;                  // metrics and health
  std::unique_ptr<net::TlsContext> tls;  // of both TLS doors
  struct Doere {
    std::vector<std::unique_ptr<net::Listener>> https;
    std::vector<std::unique_ptr<net::Listener>> amqps;
    std::vector<std::unique_ptr<net::Listener>> maaling;
    std::unique_ptr<net::Listener> admin;
  } doere;
  std::atomic<bool> ready{false};
  bool drained = false;
  std::unique_ptr<Puls> puls;
};

}  // namespace brevdue::app
