// The catalogue of purposes (spec udveksling 6.5): what people read, and what else has to be said with each.
//
// Thread safety: constants and free functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "oio/kald.hpp"
#include "oio/udveksling.hpp"

namespace brevdue::aftaler {

// What must be stated with a purpose.
enum class Formaalskrav : std::uint8_t {
  INTET,
  SAG_ELLER_HENVENDELSE,  // the own case, or what the new request is about
  SAG,
  SAMTYKKE,
};

struct Formaalsopslag {
  oio::Formaal formaal;
  std::string_view tekst;    // as shown, Danish
  std::string_view hjemmel;  // as shown; what counts is the agreement's
  Formaalskrav krav;
  bool kan_aftales;  // an agreement may name it (FM-08 waits for clarification A-08)
};

const std::array<Formaalsopslag, 9>& formaalskatalog();  // in order of the codes
const Formaalsopslag& opslag(oio::Formaal formaal);
// Those that an agreement may name.
base::Maengde<oio::Formaal> aftalelige_formaal();

// Whether what the purpose demands is stated. Consent is not looked at: an agreement answers for that
// (SAMTYKKE_MANGLER).
bool er_udfyldt(const oio::Formaalsangivelse& angivelse);

}  // namespace brevdue::aftaler
