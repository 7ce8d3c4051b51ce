// Who calls, at the SOAP doors of the indexes: the TLS client certificate registered to a system (the certificate
// model).
//
// Thread safety: free functions; any thread.
#pragma once

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "oio/kald.hpp"
#include "soap/service.hpp"

namespace brevdue::indeks {

struct Kaldere {
  const adgangsstyring::Registre& registre;
  adgangsstyring::Afvisninger& afvisninger;  // where refusals are told
  adgangsstyring::Ure ure;
  base::Tilfaeldig& tilfaeldig;
};

// A TransactionUUID that is a UUID becomes its korrelation. Errors: IKKE_AUTENTISERET: no certificate, or one that is
// not registered, blocked or over (a SOAP fault); IKKE_TILLADT: no serviceaftale in force on the service (StatusKode
// 43).
base::Resultat<oio::Kald> kald_af(const soap::Request& request, std::string_view service, const Kaldere& kaldere);

}  // namespace brevdue::indeks
