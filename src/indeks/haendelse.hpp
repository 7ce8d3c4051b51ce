// The event about one registrering (spec indekser 2.7; decisions "Events from the indexes"): what it says, who may
// receive it, and the besked as it goes into the outbox.
//
// Thread safety: plain values and free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adgangsstyring/register.hpp"
#include "base/numre.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kald.hpp"

namespace brevdue::indeks {

struct Haendelse {
  base::Uuid beskedtype;
  base::Uuid objekttype;  // ObjektType
  base::Uuid handling;    // ObjektHandling
  base::Uuid objekt;
  base::Cvr ejer;  // none: nobody may receive it, and there is no event
  std::optional<base::Cvr> bopaelskommune{};
  std::vector<base::KleEmne> kle{};        // the first is its OpgaveEmne
  std::uint8_t foelsomhed = 4;             // 1 to 4
  std::vector<std::string> parter{};       // URNs, as RelateretObjekt
  base::Tidspunkt registreringstidspunkt;  // the source's, or else the index's
  // RegistreringBesked, an element that can stand alone: the whole registrering, and one with its times and empty
  // lists.
  std::string indhold;
  std::string kun_identitet;
};

// Ejer, and the Bopaelskommune when an agreement on ADVISHAENDELSE in force covers it (AFT-12); in order.
std::vector<base::Cvr> modtagere(const Haendelse& haendelse, const aftaler::Aftaleregister& aftaler, oio::Dag i_dag);

// The Haendelsesbesked. It holds the whole registrering only if nobody but the Ejer may receive it.
std::string besked(const Haendelse& haendelse, const std::vector<base::Cvr>& modtagere, const base::Uuid& besked_id,
                   base::Tidspunkt nu);

}  // namespace brevdue::indeks
