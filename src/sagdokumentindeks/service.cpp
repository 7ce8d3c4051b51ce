#include "sagdokumentindeks/service.hpp"

#include "base/log.hpp"
#include "indeks/retur.hpp"
#include "sagdokumentindeks/haendelse.hpp"
#include "sagdokumentindeks/soegning.hpp"
#include "sagdokumentindeks/store.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using base::Resultat;

Resultat<indeks::Importeret> importeret(const Dokument& dokument, const Roller& roller, base::Tidspunkt sts) {
  return indeks::Importeret{PROEV(to_objekt(dokument, roller, sts)), {}};
}
Resultat<indeks::Importeret> importeret(const Sag& sag, const Roller& roller, base::Tidspunkt sts) {
  return indeks::Importeret{PROEV(to_objekt(sag, roller, sts)), PROEV(haendelser(sag, roller, sts))};
}

}  // namespace

Sagdokumentindeks::Sagdokumentindeks(const Dele& dele)
    : roller_(dele.roller),
      sagtype_(roller_),
      dokumenttype_(roller_),
      typer_{&sagtype_, &dokumenttype_},
      importering_({dele.store, dele.registre, dele.afvisninger, dele.ur, dele.tilfaeldig}),
      fremsoegning_({dele.store, dele.registre, dele.ur, dele.sidelager, typer_}) {}

oio::MultipleOutput Sagdokumentindeks::importer(const oio::Kald& kald, const ImporterInput& input) {
  std::vector<indeks::Importpost> poster;
  for (const ImporterPost& post : input.poster) {
    std::visit(
        [&](const auto& objekt) {
          const bool er_sag = post.objekt.index() == ImporterPost::SAG;
          poster.push_back({er_sag ? typer_[0] : typer_[1], objekt.uuid,
                            [&](base::Tidspunkt sts) { return importeret(objekt, roller_, sts); }});
        },
        post.objekt);
  }
  return importering_.import(kald, poster);
}

FremsoegOutput Sagdokumentindeks::fremsoeg(const oio::Kald& kald, const FremsoegInput& input, xml::Arena& arena) {
  FremsoegOutput out;
  Soegning soegning(input, roller_, typer_, arena, out);
  const auto svar = fremsoegning_.search(
      kald, [&](const indeks::Dommer& dommer, oio::Opslag& opslag) { return soegning.ask(dommer, opslag); });
  if (!svar) {
    out = {};
    out.standard_retur = indeks::retur(svar.error());
    if (out.standard_retur.status_kode == indeks::kInternFejl) {
      base::log::error("a search failed", {{"why", base::beskriv(svar.error())}});
    }
    return out;
  }
  out.standard_retur = indeks::ok();
  soegning.count(*svar);
  return out;
}

}  // namespace brevdue::sagdokumentindeks
