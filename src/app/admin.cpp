#include "app/admin.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/admin_beskeder.hpp"
#include "app/filer.hpp"
#include "app/foresporgsel.hpp"
#include "app/ledger_tekst.hpp"
#include "app/maaling.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;
using http::Request;
using http::Response;
using nlohmann::json;
using Dele = Server::Impl;

constexpr const char* kWho = "admin.sock";
// 9998-12-31T23:59:59Z, in microseconds since 1970: what is told from it, such as a token's end, still has four digits.
constexpr std::int64_t kLatest = 253'370'764'799'000'000;

int status_of(FejlKode kode) {
  switch (kode) {
    case FejlKode::UGYLDIG:
      return 400;
    case FejlKode::IKKE_FUNDET:
      return 404;
    case FejlKode::IKKE_TILLADT:
      return 403;
    case FejlKode::KONFLIKT:
      return 409;
    case FejlKode::FOR_STOR:
      return 413;
    case FejlKode::OVERBELASTET:
      return 503;
    case FejlKode::DISK_FULD:
      return 507;
    default:
      return 500;
  }
}

Response refuse(const base::Fejl& fejl) {
  return http::json_response(status_of(fejl.kode),
                             json{{"code", base::navn(fejl.kode)}, {"message", base::beskriv(fejl)}}.dump(
                                 -1, ' ', false, json::error_handler_t::replace));
}

using Act = std::function<Resultat<std::string>(const Request&)>;

// Everything here may block on the disk, so all of it runs on the pool.
http::Handler on_pool(Dele& dele, Act act) {
  return [&dele, act = std::move(act)](const Request& request) -> net::Opgave<Response> {
    Resultat<std::string> answer = base::fejl(FejlKode::INTERN, "did not run");
    const auto ran = co_await dele.threads->run_in_pool([&] { answer = act(request); });
    if (!ran) co_return refuse(ran.error());
    if (!answer) co_return refuse(answer.error());
    co_return http::text_response(200, std::move(*answer));
  };
}

Resultat<void> note(Dele& dele, std::string_view what) {
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::ADMINISTRATION;
  post.tid = dele.omgivelser.ure.ur.nu();
  post.adresse = kWho;
  post.tekst = what;
  store::Commit commit;
  commit.ledger(oio::encode(post));
  if (dele.store->committer().commit(std::move(commit)).udfald != store::Udfald::OK) {
    return base::fejl(FejlKode::LAGER, "the ledger cannot be written, so nothing is done");
  }
  return {};
}

Resultat<std::string> status(Dele& dele) {
  const auto stats = dele.store->stats();
  return json{{"version", BREVDUE_VERSION},
              {"ready", is_ready(dele)},
              {"now", base::iso_text(dele.omgivelser.ure.ur.nu())},
              {"amqp_connections", dele.amqp->connections()},
              {"commits", stats.commits},
              {"syncs", stats.syncs},
              {"segments", stats.segments},
              {"disk_full", stats.disk_full},
              {"ledger_head", dele.store->ledger().head().text()},
              {"registreringer", dele.registre->nu()->version()}}
      .dump(2);
}

Resultat<std::string> verify(const Dele& dele, const Request& request) {
  std::optional<store::LedgerHead> anchor;
  if (const auto text = request.parameter("anker"); text && !text->empty()) {
    anchor = store::LedgerHead::parse(*text);
    if (!anchor) return base::fejl(FejlKode::UGYLDIG, "must be NUMBER:HEX", "anker");
  }
  const auto head = PROEV(dele.store->ledger().verify(anchor));
  return fmt::format("the chain is whole: {} lines, head {}\n", head.number, head.text());
}

Resultat<std::string> import(Dele& dele, const Request& request) {
  // The command reads certificate files itself: no path in what comes here is looked at.
  const auto read = PROEV(parse_registreringer(request.body, "import", "/nonexistent"));
  return PROEV(dele.import->bring_in(read, kWho)) + "\n";
}

Resultat<std::string> backup(Dele& dele, const Request& request) {
  const auto into = PROEV(backup_folder(dele.indstillinger.data, request.body));
  PROEV(note(dele, "backup"));
  PROEV(dele.store->backup(into));
  return fmt::format("backed up into {}\n", into.string());
}

// The newest thing in the ledger: nearly every commit has a record there.
base::Tidspunkt last_committed(const store::Ledger& ledger) {
  base::Tidspunkt last{};
  const auto head = ledger.head();
  if (head.number == 0) return last;
  static_cast<void>(ledger.read(head.number, [&last](const store::LedgerEntry& entry) {
    last = entry.tid;
    return true;
  }));
  return last;
}

Resultat<std::string> clock(Dele& dele, const Request& request) {
  if (!dele.omgivelser.set_clock_offset) {
    return base::fejl(FejlKode::IKKE_TILLADT, "only a sandbox's clock can be moved");
  }
  const auto now = dele.omgivelser.ure.ur.nu().time_since_epoch().count();
  const auto by = PROEV(signed_number_of(request, "by", 0));
  if (by > 0 && by > kLatest - now) return base::fejl(FejlKode::UGYLDIG, "would go beyond the year 9998", "by");
  const auto at = PROEV(signed_number_of(request, "at", now + by));
  if (at > kLatest) return base::fejl(FejlKode::UGYLDIG, "is beyond the year 9998", "at");
  const base::Tidspunkt then{std::chrono::microseconds{at}};
  if (then < last_committed(dele.store->ledger())) {
    return base::fejl(FejlKode::KONFLIKT, "the clock cannot go back behind what is already committed");
  }
  PROEV(note(dele, fmt::format("clock to {}", base::iso_text(then))));
  PROEV(dele.omgivelser.set_clock_offset(then - dele.omgivelser.ure.certifikat_ur.nu()));
  return base::iso_text(dele.omgivelser.ure.ur.nu()) + "\n";
}

}  // namespace

void add_admin(Server::Impl& dele) {
  const auto add = [&dele](const char* method, const char* path, Act act) {
    dele.admin.add(method, path, on_pool(dele, std::move(act)));
  };
  add("GET", "/status", [&dele](const Request&) { return status(dele); });
  add("GET", "/registreringer",
      [&dele](const Request&) -> Resultat<std::string> { return write_registreringsfil(dele.import->current()); });
  add("GET", "/ledger", [&dele](const Request& request) -> Resultat<std::string> {
    const auto from = PROEV(number_of(request, "from", 1));
    return ledger_json_lines(dele.store->ledger(), from);
  });
  add("GET", "/ledger/verify", [&dele](const Request& request) { return verify(dele, request); });
  add("GET", "/dueslag", [&dele](const Request&) { return dueslag_json(*dele.administration); });
  add("GET", "/koe", [&dele](const Request& request) { return koe_json(*dele.administration, request, false); });
  add("GET", "/fejlkoe", [&dele](const Request& request) { return koe_json(*dele.administration, request, true); });
  add("GET", "/hvorfor", [&dele](const Request& request) { return hvorfor_json(*dele.administration, request, kWho); });
  add("POST", "/fejlkoe/requeue",
      [&dele](const Request& request) { return requeue(*dele.administration, request, kWho); });
  add("POST", "/fejlkoe/delete", [&dele](const Request& request) { return slet(*dele.administration, request, kWho); });
  add("POST", "/import", [&dele](const Request& request) { return import(dele, request); });
  add("POST", "/backup", [&dele](const Request& request) { return backup(dele, request); });
  add("POST", "/clock", [&dele](const Request& request) { return clock(dele, request); });
}

}  // namespace brevdue::app
