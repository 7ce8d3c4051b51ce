// Private to this folder: what the STS grants and refuses (spec adgangsstyring 3.5, 7.1, 10.1), apart from how it is
// asked.
//
// Thread safety: free functions over an immutable Register.
#pragma once

#include <string>
#include <string_view>

#include "adgangsstyring/entityider.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/sts_json.hpp"
#include "adgangsstyring/ure.hpp"
#include "oio/kald.hpp"

namespace brevdue::adgangsstyring {

// The numbers live clients test for.
enum class Stskode : int {
  UKENDT_SERVICE = 5002,   // or no role on it
  UKENDT_KONTEKST = 5015,  // the authority: claim wrong, or no agreement
  ANDET = 5050,
  UKENDT_CERTIFIKAT = 5607,  // not registered, blocked or not valid
};

// A refusal in the interface's own terms, and what the ledger calls it.
struct Stsfejl {
  int status = 400;
  Stskode kode = Stskode::ANDET;
  std::string tekst;
  oio::Aarsag aarsag = oio::Aarsag::UGYLDIG_ANMODNING;
};
template <class T>
using Stsresultat = std::expected<T, Stsfejl>;

// What may be issued. The pointers live as long as the Register.
struct Udstedelse {
  const Registreretcertifikat* kalder = nullptr;  // of the TLS connection
  const Registreretcertifikat* holder = nullptr;  // of UseKey: the same, or another of the same system (T11)
  const Serviceaftale* aftale = nullptr;
  std::string_view service;
  base::Cvr myndighed;
};

// The system behind the TLS certificate. Cheap: before anything of the request is read (T17).
Stsresultat<const Registreretcertifikat*> sts_kalder(const Register& registre, std::string_view certificate_der,
                                                     const Ure& ure);
Stsresultat<Udstedelse> sts_afgoer(const Register& registre, const Entityider& entityider,
                                   const Registreretcertifikat& kalder, const Stsanmodning& anmodning, const Ure& ure);

}  // namespace brevdue::adgangsstyring
