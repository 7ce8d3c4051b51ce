// Which UUIDs of Faelleskommunalt Klassifikationssystem mean the roles that behaviour depends on (spec indekser 1.11),
// and how events are named (2.7). Every other role is kept and returned untouched.
//
// Thread safety: plain values; one is passed in.
#pragma once

#include <string_view>

#include "base/uuid.hpp"

namespace brevdue::ydelsesindeks {

// KOMBIT has published none of these: made from names (docs/uuid-tabel.md).
struct Haendelsestype {
  base::Uuid beskedtype;
  base::Uuid objekttype;
  base::Uuid handling;
};
Haendelsestype haendelsestype(std::string_view objekttype);

// Roles as KOMBIT's samples have them.
struct Roller {
  base::Uuid bevilling_ejer = base::Uuid::literal("abdf4d3e-f113-4282-b13e-6cd32a82621c");
  base::Uuid bevilling_ansvarlig = base::Uuid::literal("fbe1016a-170a-4dea-8652-2813c1a566c0");
  base::Uuid effektuering_ejer = base::Uuid::literal("a91824c4-da1d-47f9-bce2-5d6597879415");
  base::Uuid master = base::Uuid::literal("251c24fd-57b0-4afc-9d73-b063d1957eb3");
  Haendelsestype bevilling = haendelsestype("bevilling");
  Haendelsestype effektuering = haendelsestype("oekonomisk-effektuering");
};

}  // namespace brevdue::ydelsesindeks
