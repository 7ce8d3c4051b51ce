#include "app/maaling.hpp"

#include <fmt/format.h>

namespace brevdue::app {
namespace {

using http::Request;
using http::Response;

void add_store(Server::Impl& dele) {
  const auto stat = [&dele](const char* name, const char* help, auto member) {
    dele.metrics.gauge(name, help, {}, [&dele, member] { return static_cast<double>(dele.store->stats().*member); });
  };
  stat("brevdue_store_commits", "commits on disk since the start", &store::StoreStats::commits);
  stat("brevdue_store_records", "journal records written since the start", &store::StoreStats::records);
  stat("brevdue_store_syncs", "syncs of the journal since the start", &store::StoreStats::syncs);
  stat("brevdue_store_bytes", "bytes written into the journal since the start", &store::StoreStats::bytes);
  stat("brevdue_store_segments", "journal segments", &store::StoreStats::segments);
  stat("brevdue_store_replayed", "records caught up from the journal at the start", &store::StoreStats::replayed);
  stat("brevdue_store_copied_forward", "messages copied out of dying segments", &store::StoreStats::copied_forward);
  stat("brevdue_store_disk_full", "1 while the disk has too little room", &store::StoreStats::disk_full);
  dele.metrics.gauge("brevdue_store_backlog_bytes", "bytes waiting for the disk", {},
                     [&dele] { return static_cast<double>(dele.store->committer().backlog_bytes()); });
}

void add_doors(Server::Impl& dele) {
  dele.metrics.gauge("brevdue_amqp_connections", "open AMQP connections", {},
                     [&dele] { return static_cast<double>(dele.amqp->connections()); });
  dele.metrics.gauge("brevdue_amqp_channels", "open AMQP channels", {},
                     [&dele] { return static_cast<double>(dele.amqp->channels()); });
  const auto token = [&dele](const char* what, auto member) {
    dele.metrics.gauge("brevdue_tokens", "tokens judged at the doors", fmt::format("udfald=\"{}\"", what),
                       [&dele, member] { return static_cast<double>(dele.tokenkontrol->tal().*member); });
  };
  token("verificeret", &adgangsstyring::Tokental::verificeret);
  token("husket", &adgangsstyring::Tokental::husket);
  token("afvist", &adgangsstyring::Tokental::afvist);
  token("bremset", &adgangsstyring::Tokental::bremset);
  const auto sts = [&dele](const char* what, auto member) {
    dele.metrics.gauge("brevdue_sts", "requests for tokens", fmt::format("udfald=\"{}\"", what),
                       [&dele, member] { return static_cast<double>(dele.sts->tal().*member); });
  };
  sts("udstedt", &adgangsstyring::Ststal::udstedt);
  sts("afvist", &adgangsstyring::Ststal::afvist);
  sts("bremset", &adgangsstyring::Ststal::bremset);
}

// The head stands in a label: it is what an operator keeps to compare with.
std::string head_text(const store::LedgerHead& head) {
  return fmt::format(
      "# HELP brevdue_ledger_head chain lines of the ledger; the head is the anchor of `ledger verify --anker`\n"
      "# TYPE brevdue_ledger_head gauge\nbrevdue_ledger_head{{head=\"{}\"}} {}\n",
      head.text(), head.number);
}

}  // namespace

bool is_ready(const Server::Impl& dele) {
  return dele.ready.load() && !dele.store->stats().disk_full;
}

void add_maaling(Server::Impl& dele) {
  add_store(dele);
  add_doors(dele);
  dele.maaling.add("GET", "/healthz",
                   [](const Request&) -> net::Opgave<Response> { co_return http::text_response(200, "ok\n"); });
  dele.maaling.add("GET", "/readyz", [&dele](const Request&) -> net::Opgave<Response> {
    co_return is_ready(dele) ? http::text_response(200, "ready\n") : http::text_response(503, "not ready\n");
  });
  dele.maaling.add("GET", "/metrics", [&dele](const Request&) -> net::Opgave<Response> {
    auto response = http::text_response(200, dele.metrics.text() + head_text(dele.store->ledger().head()));
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    co_return response;
  });
}

}  // namespace brevdue::app
