#include "sagdokumentindeks/haendelse.hpp"

#include <chrono>

#include "indeks/vaerdier.hpp"
#include "sagdokumentindeks/operationer.hpp"
#include "sagdokumentindeks/store.hpp"
#include "sagdokumentindeks/type.hpp"
#include "xml/write.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using base::Resultat;

base::Uuid egen(std::string_view name) {
  return base::Uuid::named(base::kBrevdueNamespace, name);
}

Resultat<std::string> besked_om(std::string_view uuid, const SagRegistrering& registrering) {
  return xml::write(kRegistreringBesked, SagRegistreringBesked{uuid, registrering}, prefixes());
}

// Its times and three empty lists.
SagRegistrering tider(const SagRegistrering& one) {
  SagRegistrering out;
  out.tidspunkt = one.tidspunkt;
  out.sts_tidspunkt = one.sts_tidspunkt;
  return out;
}

Resultat<indeks::Haendelse> haendelse(const Sag& sag, SagRegistrering one, const Roller& roller, base::Tidspunkt sts) {
  const std::string sts_text = base::iso_text(sts, 6);
  one.sts_tidspunkt = sts_text;
  const auto noegle = adgangsnoegle(one, roller, sts);
  indeks::Haendelse out;
  out.beskedtype = beskedtype_sag();
  out.objekttype = egen("objekttype/sag");
  out.handling = egen("handling/importeret");
  out.objekt = base::Uuid::parse(sag.uuid).value_or(base::Uuid{});
  out.ejer = noegle.ejer;
  out.bopaelskommune = bopaelskommune(one, roller, sts);
  out.kle = noegle.kle;
  out.foelsomhed = noegle.foelsomhed;
  for (const Relation& part : one.relation_liste.sagspart) {
    if (part.reference_id) out.parter.emplace_back(part.reference_id->tekst);
  }
  out.registreringstidspunkt = indeks::tidspunkt(one.tidspunkt).value_or(sts);
  out.indhold = PROEV(besked_om(sag.uuid, one));
  out.kun_identitet = PROEV(besked_om(sag.uuid, tider(one)));
  return out;
}

}  // namespace

base::Uuid beskedtype_sag() {
  return egen("beskedtype/sag");
}

Resultat<std::vector<indeks::Haendelse>> haendelser(const Sag& sag, const Roller& roller, base::Tidspunkt sts) {
  std::vector<indeks::Haendelse> out;
  if (oio::er_sand(sag.uden_notifikation)) return out;
  for (const SagRegistrering* one : i_orden(sag)) {
    out.push_back(PROEV(haendelse(sag, *one, roller, sts)));
    sts += std::chrono::microseconds(1);
  }
  return out;
}

}  // namespace brevdue::sagdokumentindeks
