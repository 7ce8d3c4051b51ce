// The ground types of the indexes (urn:oio:sagdok:3.0.0 as they have it, generelledefinitioner:6 and
// generelleoperationer:6; spec indekser 1.2 to 1.4 and 2.3): what every object and every call is made of. Their tables
// are in grundtyper_type.hpp.
//
// A simple value is kept as the text it was received with, white space and all: what is returned to a reader shall be
// what the sender wrote. What a text means is asked for where it matters (er_sand, base::parse_iso, base::Cvr ...).
// What only we write (StandardRetur and the like) holds its own texts and numbers.
//
// Thread safety: plain values. Ownership: a view points into the document, the packed bytes or the arena that the value
// was read with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brevdue::oio {

// A simple value that may be absent, which is another thing than empty.
using Felt = std::optional<std::string_view>;

// sd:UnikIdType: exactly one of a UUIDIdentifikator or a URNIdentifikator.
struct UnikId {
  enum class Art : std::uint8_t { UUID, URN };
  Art art = Art::UUID;
  std::string_view tekst;
};

// sd:TidspunktType: an instant, or that there is no bound (whose text is `true` or empty).
struct Tidsgraense {
  enum class Art : std::uint8_t { TIDSSTEMPEL, GRAENSE };
  Art art = Art::TIDSSTEMPEL;
  std::string_view tekst;
};

// sd:VirkningType, also as an example to search by. What absent bounds mean is indekser 1.3.
struct Virkning {
  std::optional<Tidsgraense> fra;
  std::optional<Tidsgraense> til;
  std::optional<UnikId> aktoer_ref;
  Felt aktoer_type_kode;
  Felt note;
};

// sd:OffentlighedUndtagetType.
struct OffentlighedUndtaget {
  std::string_view titel_alternativ;
  std::string_view hjemmel;
};

// sd:SagDokObjektType: what every object begins with.
struct SagDokObjekt {
  std::string_view uuid;
};

// gd:RelationType without its LokalUdvidelseListe, in which each index knows its own elements.
struct Relation {
  std::optional<Virkning> virkning;
  std::optional<UnikId> rolle;
  std::optional<UnikId> type;
  Felt indeks;
  std::optional<UnikId> reference_id;
};

// gd:RegistreringType: what every registrering begins with.
struct Registrering {
  Felt note;
  Felt tidspunkt;
  Felt livscyklus_kode;
  std::optional<UnikId> bruger_ref;
  Felt sts_tidspunkt;
};

// sd:StandardReturType.
struct StandardRetur {
  std::int64_t status_kode = 0;
  std::optional<std::string> fejlbesked;
  std::optional<std::string> detaljeret_fejlbesked;
};

// sd:UnikReturType.
struct UnikRetur : StandardRetur {
  std::string type;
  std::string uuid;
};

// sd:BasicOutputType.
struct BasicOutput {
  StandardRetur standard_retur;
};

// sd:MultipleOutputType: one of the two lists, or none.
struct MultipleOutput {
  std::vector<UnikRetur> unik_retur;
  std::vector<StandardRetur> standard_retur;
};

// sd:UuidNoteInputType, and sd:RetInputType, which says the same.
struct UuidNote {
  std::string_view uuid;
  Felt note;
};

// sd:SoegRegistreringType.
struct SoegRegistrering {
  std::optional<Tidsgraense> fra;
  std::optional<Tidsgraense> til;
  Felt livscyklus_kode;
  std::optional<UnikId> bruger_ref;
};

// go:SoegIndeksInputType: what every leaf of a search begins with.
struct SoegInput {
  Felt foerste_resultat;
  Felt maksimal_antal;
  std::optional<SoegRegistrering> registrering;
  std::optional<Virkning> virkning;
  std::optional<Tidsgraense> sts_fra;
  std::optional<Tidsgraense> sts_til;
};

// go:SoegTidIntervalType (both bounds are there), go:OprettetTidspunktIntervalType and go:SenestAendretIntervalType.
struct SoegTidInterval {
  std::optional<Tidsgraense> fra;
  std::optional<Tidsgraense> til;
};

// go:SoegBeloebIntervalType.
struct SoegBeloebInterval {
  std::string_view fra;
  std::string_view til;
};

// go:PagineringType, as it is answered.
struct Paginering {
  std::optional<std::int64_t> foerste_resultat;
  std::optional<std::int64_t> maksimal_antal;
};

// One hit count of an answer (AntalType of both indexes).
struct Antal {
  std::string element;
  std::int64_t antal = 0;
  std::optional<Paginering> paginering;
};

// One element of the answer that is asked for (the Vis types of both indexes).
struct Vis {
  std::string_view vis;
};

// One key to sort by (the Sortering types of both indexes). `plads`: Prioritet or Sekvens.
struct Sortering {
  std::string_view element;
  std::string_view retning;
  std::string_view plads;
};

// Whether an xs:boolean is true.
bool er_sand(std::string_view boolean);
inline bool er_sand(const Felt& boolean) {
  return boolean && er_sand(*boolean);
}

}  // namespace brevdue::oio
