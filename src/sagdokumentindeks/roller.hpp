// The roles of relations that the index acts by (spec indekser 1.11). Any other role is stored and returned untouched.
// Those of a Dokument, and Bopaelskommune, are not published: ids of our own until they are configured
// (docs/uuid-tabel.md).
//
// Thread safety: plain values. Ownership: src/app makes one and hands it to the service.
#pragma once

#include <string_view>

#include "base/uuid.hpp"

namespace brevdue::sagdokumentindeks {

struct Roller {
  base::Uuid sag_ejer = base::Uuid::literal("9e979b84-b846-4472-8622-58007dc63c7e");
  base::Uuid sag_primaer_klasse = base::Uuid::literal("a86c6581-ec85-412d-a655-31a1f1d5b14f");
  base::Uuid sag_handlingsklasse = base::Uuid::literal("05ef7011-11a7-4e4c-a46b-3de6aa457fc3");
  base::Uuid sag_bopaelskommune = egen("rolle/sag/bopaelskommune");
  base::Uuid dokument_ejer = egen("rolle/dokument/ejer");
  base::Uuid dokument_primaer_klasse = egen("rolle/dokument/primaer-klasse");
  base::Uuid master = base::Uuid::literal("251c24fd-57b0-4afc-9d73-b063d1957eb3");  // of both

 private:
  static base::Uuid egen(std::string_view name) { return base::Uuid::named(base::kBrevdueNamespace, name); }
};

}  // namespace brevdue::sagdokumentindeks
