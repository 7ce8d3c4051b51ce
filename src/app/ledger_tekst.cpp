#include "app/ledger_tekst.hpp"

#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::app {
namespace {

constexpr std::size_t kMostRecords = 10'000;

void add_id(nlohmann::json& out, const char* name, const base::Uuid& id) {
  if (!id.is_nil()) out[name] = id.text();
}

nlohmann::json json_of(const store::LedgerEntry& entry) {
  nlohmann::json out{{"line", entry.line}, {"index", entry.index}, {"committed", base::iso_text(entry.tid, 6)}};
  const auto post = oio::decode_revisionspost(entry.record);
  if (!post) {
    out["raw"] = base::hex(entry.record);  // of another version of this program
    return out;
  }
  out["haendelse"] = oio::navn(post->haendelse);
  out["afgoerelse"] = oio::navn(post->afgoerelse);
  out["tid"] = base::iso_text(post->tid, 6);
  if (post->antal != 1) out["antal"] = post->antal;
  add_id(out, "anvendersystem", post->anvendersystem);
  if (!post->myndighed.is_none()) out["myndighed"] = post->myndighed.text();
  add_id(out, "serviceaftale", post->serviceaftale);
  add_id(out, "korrelation", post->korrelation);
  add_id(out, "objekt", post->objekt);
  add_id(out, "relateret", post->relateret);
  if (!post->service.empty()) out["service"] = post->service;
  if (!post->adresse.empty()) out["adresse"] = post->adresse;
  if (!post->tekst.empty()) out["tekst"] = post->tekst;
  return out;
}

}  // namespace

base::Resultat<std::string> ledger_json_lines(const store::Ledger& ledger, std::uint64_t from) {
  std::string out;
  std::size_t count = 0;
  PROEV(ledger.read(from, [&](const store::LedgerEntry& entry) {
    // Strings in a record are any bytes; what is not UTF-8 is shown as replacement characters.
    out += json_of(entry).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    out += '\n';
    return ++count < kMostRecords;
  }));
  return out;
}

}  // namespace brevdue::app
