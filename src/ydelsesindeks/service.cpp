#include "ydelsesindeks/service.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "indeks/retur.hpp"
#include "ydelsesindeks/haendelser.hpp"
#include "ydelsesindeks/spoergsmaal.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using base::Resultat;

// A log line for the operator; the caller is only told that it failed.
void log_inderst(const base::Fejl& fejl) {
  base::log::error("a search failed", {{"why", base::beskriv(fejl)}});
}

}  // namespace

Ydelsesindeks::Ydelsesindeks(const Dele& dele)
    : dele_(dele),
      bevillingstype_(dele_.roller),
      effektueringstype_(dele_.roller),
      importering_({dele.store, dele.registre, dele.afvisninger, dele.ur, dele.tilfaeldig}),
      fremsoegning_({dele.store, dele.registre, dele.ur, dele.sidelager, typer_}) {}

oio::MultipleOutput Ydelsesindeks::importer(const oio::Kald& kald, const ImporterInput& input) {
  const auto snapshot = dele_.store.objects().snapshot();
  const Haendelser haendelser(input, *snapshot, dele_.roller);
  std::vector<indeks::Importpost> poster;
  const auto add = [&](const indeks::Objekttype& type, const auto& objekt) {
    poster.push_back({&type, objekt.uuid, [&](base::Tidspunkt sts) -> Resultat<indeks::Importeret> {
                        indeks::Importeret out;
                        out.objekt = PROEV(to_objekt(objekt, sts, dele_.roller));
                        out.haendelser = PROEV(haendelser.af(objekt, out.objekt));
                        return out;
                      }});
  };
  for (const ImporterPost& post : input.poster) {
    if (const auto* one = std::get_if<ImporterPost::BEVILLING>(&post.objekt)) add(bevillingstype_, one->bevilling);
    if (const auto* one = std::get_if<ImporterPost::EFFEKTUERING>(&post.objekt)) {
      add(effektueringstype_, one->effektuering);
    }
  }
  return importering_.import(kald, poster);
}

FremsoegOutput Ydelsesindeks::fremsoeg(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena) {
  auto svar = search(kald, input, arena);
  if (svar) return *std::move(svar);
  FremsoegOutput out;
  out.standard_retur = indeks::retur(svar.error());
  if (out.standard_retur.status_kode == indeks::kInternFejl) log_inderst(svar.error());
  return out;
}

Resultat<FremsoegOutput> Ydelsesindeks::search(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena) {
  FremsoegOutput out;
  out.standard_retur = indeks::ok();
  std::optional<Soegeplads> plads;
  std::vector<indeks::Side> sider;
  const auto ask = [&](const indeks::Dommer& dommer, oio::Opslag& opslag) -> Resultat<indeks::Spoergsmaal> {
    plads.emplace(dele_.roller, bevillingstype_, effektueringstype_, dommer, opslag, arena, out);
    auto spoergsmaal = PROEV(make_spoergsmaal(input, *plads));
    for (const indeks::Del& del : spoergsmaal.dele) sider.push_back(del.side);
    return spoergsmaal;
  };
  const auto delsvar = PROEV(fremsoegning_.search(kald, ask));
  add_antal(out, input, sider, delsvar);
  return out;
}

}  // namespace brevdue::ydelsesindeks
