#include "indeks/kalder.hpp"

#include "adgangsstyring/kaldere.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::indeks {

base::Resultat<oio::Kald> kald_af(const soap::Request& request, std::string_view service, const Kaldere& kaldere) {
  const auto registre = kaldere.registre.nu();
  const auto transaktion = base::Uuid::parse(request.transaction);
  const auto korrelation = transaktion ? *transaktion : base::Uuid::random(kaldere.tilfaeldig);
  auto kald = adgangsstyring::kald_af_certifikat(*registre, request.peer, service, kaldere.ure);
  if (kald) {
    kald->korrelation = korrelation;
    return kald;
  }
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::LOGIN_AFVIST;
  post.afgoerelse =
      kald.error().kode == base::FejlKode::IKKE_TILLADT ? oio::Aarsag::INGEN_SERVICEAFTALE : oio::Aarsag::UKENDT_KALDER;
  post.tid = kaldere.ure.ur.nu();
  post.korrelation = korrelation;
  post.service = service;
  post.adresse = request.peer.address;
  post.tekst = kald.error().tekst;
  kaldere.afvisninger.noter(post);
  return kald;
}

}  // namespace brevdue::indeks
