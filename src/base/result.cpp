#include "base/result.hpp"

namespace brevdue::base {

std::string_view navn(FejlKode kode) {
  switch (kode) {
    case FejlKode::UGYLDIG:
      return "UGYLDIG";
    case FejlKode::FOR_STOR:
      return "FOR_STOR";
    case FejlKode::IKKE_FUNDET:
      return "IKKE_FUNDET";
    case FejlKode::IKKE_AUTENTISERET:
      return "IKKE_AUTENTISERET";
    case FejlKode::TOKEN_UDLOEBET:
      return "TOKEN_UDLOEBET";
    case FejlKode::IKKE_TILLADT:
      return "IKKE_TILLADT";
    case FejlKode::KONFLIKT:
      return "KONFLIKT";
    case FejlKode::IKKE_UNDERSTOETTET:
      return "IKKE_UNDERSTOETTET";
    case FejlKode::OVERBELASTET:
      return "OVERBELASTET";
    case FejlKode::DISK_FULD:
      return "DISK_FULD";
    case FejlKode::LAGER:
      return "LAGER";
    case FejlKode::TIDSFRIST:
      return "TIDSFRIST";
    case FejlKode::FORBINDELSE:
      return "FORBINDELSE";
    case FejlKode::INTERN:
      return "INTERN";
  }
  return "INTERN";
}

std::string beskriv(const Fejl& fejl) {
  return fejl.sti.empty() ? fejl.tekst : fejl.sti + ": " + fejl.tekst;
}

}  // namespace brevdue::base
