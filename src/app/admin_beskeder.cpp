#include "app/admin_beskeder.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "app/foresporgsel.hpp"

namespace brevdue::app {
namespace {

using base::Resultat;
using http::Request;
using nlohmann::json;
using namespace beskedfordeler;

constexpr std::size_t kPage = 1000;

// What stands in a besked is any bytes the schema lets through.
std::string dump(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

json id_or_null(const base::Uuid& id) {
  return id.is_nil() ? json(nullptr) : json(id.text());
}

json json_of(const Kriteriesvar& svar) {
  return {{"felt", svar.felt},
          {"negeret", svar.negeret},
          {"vaerdier", svar.vaerdier},
          {"fundet", svar.fundet},
          {"holder", svar.holder}};
}

json json_of(const Alternativsvar& svar) {
  json kriterier = json::array();
  for (const auto& one : svar.kriterier) kriterier.push_back(json_of(one));
  return {{"holder", svar.holder}, {"kriterier", std::move(kriterier)}};
}

json json_of(const Abonnementssvar& svar) {
  json alternativer = json::array();
  for (const auto& one : svar.alternativer) alternativer.push_back(json_of(one));
  return {{"abonnement", svar.abonnement.text()},
          {"navn", svar.navn},
          {"beskedtype", svar.beskedtype},
          {"holder", svar.holder},
          {"alternativer", std::move(alternativer)}};
}

json json_of(const Hvorfor& hvorfor) {
  json out{{"ankomst", hvorfor.ankomst},
           {"besked_id", hvorfor.besked_id},
           {"beskedtype", hvorfor.beskedtype.text()},
           {"afsender", hvorfor.afsender.text()},
           {"myndighed", hvorfor.myndighed.text()},
           {"afsender_aftale", hvorfor.afsender_aftale.text()},
           {"modtaget", base::iso_text(hvorfor.modtaget)},
           {"dueslag", hvorfor.dueslag.text()},
           {"sted", navn(hvorfor.sted)},
           {"registreringer_aendret", hvorfor.registreringer_aendret}};
  if (hvorfor.fordeling) {
    out["afgoerelse"] = oio::navn(hvorfor.fordeling->aarsag);
    out["modtager_aftale"] = id_or_null(hvorfor.fordeling->serviceaftale);
  }
  json modtagere = json::array();
  for (const auto& one : hvorfor.modtagere) modtagere.push_back(one.text());
  out["tilladt_modtager"] = std::move(modtagere);
  json abonnementer = json::array();
  for (const auto& one : hvorfor.abonnementer) abonnementer.push_back(json_of(one));
  out["abonnementer"] = std::move(abonnementer);
  return out;
}

json json_of(const Dueslagsstatus& status) {
  return {{"uuid", status.uuid.text()},
          {"navn", status.navn},
          {"system", status.system.text()},
          {"klar", status.tal.klar},
          {"udlaant", status.tal.udlaant},
          {"fejlkoe", status.tal.fejlkoe},
          {"konsumenter", status.konsumenter},
          {"aeldste", status.aeldste ? json(base::iso_text(*status.aeldste)) : json(nullptr)}};
}

json json_of(const Koepost& post) {
  return {{"ankomst", post.ankomst},
          {"besked_id", post.besked_id},
          {"beskedtype", post.beskedtype.text()},
          {"afsender", post.afsender.text()},
          {"modtaget", base::iso_text(post.modtaget)},
          {"abonnement", id_or_null(post.abonnement)},
          {"forsoeg", post.forsoeg}};
}

template <class List>
std::string list(const List& values) {
  json out = json::array();
  for (const auto& one : values) out.push_back(json_of(one));
  return dump(out);
}

struct Valgt {
  base::Uuid dueslag;
  store::Ankomst ankomst = 0;
};

Resultat<Valgt> chosen(const Request& request) {
  Valgt out;
  out.dueslag = PROEV(uuid_of(request, "dueslag"));
  out.ankomst = PROEV(number_of(request, "ankomst", 0));
  if (out.ankomst == 0) return base::fejl(base::FejlKode::UGYLDIG, "is missing", "ankomst");
  return out;
}

Resultat<std::string> moved(const Resultat<std::size_t>& count) {
  if (!count) return std::unexpected(count.error());
  if (*count == 0) return base::fejl(base::FejlKode::IKKE_FUNDET, "no such besked in that Fejlkoe");
  return std::string{"done\n"};
}

}  // namespace

Resultat<std::string> dueslag_json(const Administration& administration) {
  return list(administration.dueslag());
}

Resultat<std::string> koe_json(const Administration& administration, const Request& request, bool fejlkoe) {
  const auto dueslag = PROEV(uuid_of(request, "dueslag"));
  const auto after = PROEV(number_of(request, "after", 0));
  return list(PROEV(administration.beskeder(dueslag, fejlkoe, after, kPage)));
}

Resultat<std::string> hvorfor_json(Administration& administration, const Request& request, std::string_view who) {
  const auto dueslag = PROEV(uuid_of(request, "dueslag"));
  const auto besked = request.parameter("besked");
  if (!besked || besked->empty()) return base::fejl(base::FejlKode::UGYLDIG, "must be a BeskedId", "besked");
  return list(PROEV(administration.hvorfor(dueslag, *besked, who)));
}

Resultat<std::string> requeue(Administration& administration, const Request& request, std::string_view who) {
  const auto one = PROEV(chosen(request));
  return moved(administration.requeue(one.dueslag, std::array{one.ankomst}, who));
}

Resultat<std::string> slet(Administration& administration, const Request& request, std::string_view who) {
  const auto one = PROEV(chosen(request));
  return moved(administration.slet(one.dueslag, std::array{one.ankomst}, who));
}

}  // namespace brevdue::app
