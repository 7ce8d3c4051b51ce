#include "oio/kald.hpp"

#include <algorithm>

namespace brevdue::oio {

bool Myndighedsgraense::tillader(base::Cvr myndighed) const {
  return alle || std::ranges::binary_search(cvr, myndighed);
}

std::string_view navn(Handling handling) {
  switch (handling) {
    case Handling::AFSEND_BESKED:
      return "AFSEND_BESKED";
    case Handling::MODTAG_BESKED:
      return "MODTAG_BESKED";
    case Handling::LAES_DUESLAG:
      return "LAES_DUESLAG";
    case Handling::ADMINISTRER:
      return "ADMINISTRER";
    case Handling::IMPORTER:
      return "IMPORTER";
    case Handling::FREMSOEG:
      return "FREMSOEG";
  }
  return "UKENDT";
}

std::string_view navn(Aarsag aarsag) {
  switch (aarsag) {
    case Aarsag::TILLADT:
      return "TILLADT";
    case Aarsag::KALD_UDLOEBET:
      return "KALD_UDLOEBET";
    case Aarsag::SYSTEM_SPAERRET:
      return "SYSTEM_SPAERRET";
    case Aarsag::INGEN_SERVICEAFTALE:
      return "INGEN_SERVICEAFTALE";
    case Aarsag::BESKEDTYPE_IKKE_DAEKKET:
      return "BESKEDTYPE_IKKE_DAEKKET";
    case Aarsag::MYNDIGHED_IKKE_DAEKKET:
      return "MYNDIGHED_IKKE_DAEKKET";
    case Aarsag::KLE_IKKE_DAEKKET:
      return "KLE_IKKE_DAEKKET";
    case Aarsag::FOELSOMHED_FOR_HOEJ:
      return "FOELSOMHED_FOR_HOEJ";
    case Aarsag::IKKE_EJER:
      return "IKKE_EJER";
    case Aarsag::UKENDT_KALDER:
      return "UKENDT_KALDER";
    case Aarsag::UGYLDIG_ANMODNING:
      return "UGYLDIG_ANMODNING";
    case Aarsag::ROLLE_MANGLER:
      return "ROLLE_MANGLER";
    case Aarsag::INGEN_AFTALE:
      return "INGEN_AFTALE";
    case Aarsag::MYNDIGHED:
      return "MYNDIGHED";
    case Aarsag::RETNING:
      return "RETNING";
    case Aarsag::OBJEKTTYPE:
      return "OBJEKTTYPE";
    case Aarsag::AFTALE_IKKE_AKTIV:
      return "AFTALE_IKKE_AKTIV";
    case Aarsag::FORMAAL_MANGLER:
      return "FORMAAL_MANGLER";
    case Aarsag::FORMAAL_IKKE_DAEKKET:
      return "FORMAAL_IKKE_DAEKKET";
    case Aarsag::SAMTYKKE_MANGLER:
      return "SAMTYKKE_MANGLER";
    case Aarsag::ORDNING:
      return "ORDNING";
    case Aarsag::KLE:
      return "KLE";
    case Aarsag::FOELSOMHED:
      return "FOELSOMHED";
    case Aarsag::FELTGRUPPE:
      return "FELTGRUPPE";
    case Aarsag::PERIODE:
      return "PERIODE";
  }
  return "UKENDT";
}

}  // namespace brevdue::oio
