// The envelope of a Haendelsesbesked (namespace urn:oio:besked:kuvert:1.0): what the Beskedfordeler reads of it, where
// in the bytes the parts stand that it changes, and the change itself. Spec: beskedfordeler 1.3; the description of the
// type is data in beskedkuvert.cpp.
//
// Thread safety: plain values; free functions without state. Ownership: every string_view points into the bytes that
// were parsed or into the `arena` given to parse (text that held references or CDATA), so both must outlive it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/grundtyper.hpp"
#include "xml/limits.hpp"
#include "xml/udsnit.hpp"

namespace brevdue::oio {

// An id here has no pattern, and is kept without the white space around it.

// A range of bytes in the parsed document.
using xml::Udsnit;

// The prefixes (with colon, or empty for the default) that mean urn:oio:besked:kuvert:1.0 and urn:oio:sagdok:3.0.0 at
// some place; `erklaering` is the declaration, with a space before it, to put on an element written there if the second
// has none.
struct Prefikser {
  std::string kuvert;
  std::string sagdok;
  std::string erklaering;
  bool operator==(const Prefikser&) const = default;
};

struct RelateretObjekt {
  UnikId objekt_id;
  UnikId objekt_type;
  std::optional<UnikId> objekt_rolle;
};

struct ObjektRegistrering {
  std::optional<UnikId> objekt_registrering_id;
  std::optional<UnikId> registrerings_aktoer;
  std::optional<UnikId> objekt_ansvarlig_myndighed;
  std::optional<UnikId> objekt_id;
  std::optional<UnikId> objekt_type;
  std::optional<UnikId> objekt_handling;
  std::optional<UnikId> opgave_emne;
};

// What the Beskedfordeler reads. All of the envelope is validated; what is not here is only validated.
struct Haendelsesbesked {
  UnikId besked_id;
  std::string_view besked_version;
  UnikId beskedtype;
  std::optional<UnikId> besked_ansvarlig_aktoer;
  std::vector<UnikId> tilladt_modtager;
  std::vector<RelateretObjekt> relateret_objekt;
  std::vector<ObjektRegistrering> objekt_registrering;
  std::vector<UnikId> tvaergaaende_proces;
  std::optional<UnikId> kildesystem;
  std::optional<UnikId> transaktions_id;
  std::optional<UnikId> sikkerhedsklassificering;

  // Where the parts stand that are changed on delivery.
  struct Pladser {
    Udsnit tilladt_modtager;  // from the first TilladtModtager's '<' to after the last one; empty at its place if none
    Udsnit leveranceinformation;  // the whole element
    Udsnit leverance_start;       // Leveranceinformation's start tag (or empty-element tag)
    Udsnit dannelsestidspunkt;    // these whole elements, empty when there is none
    Udsnit sikkerhedsklassificering;
    Udsnit leveranceruter;
    Udsnit leveranceruter_start;  // its start tag
    Udsnit leverancerute;         // from the first to the last
    Udsnit lokal_udvidelse;
    Prefikser i_filtreringsdata;
    Prefikser i_leveranceinformation;
    Prefikser i_leveranceruter;
  } pladser;
};

// Parses and validates `bytes` against the envelope's description. Errors: UGYLDIG and FOR_STOR, with the element path.
base::Resultat<Haendelsesbesked> parse_haendelsesbesked(std::string_view bytes, const xml::Graenser& limits,
                                                        std::deque<std::string>& arena);

// What the Beskedfordeler writes into Leveranceinformation on delivery (spec 1.3).
struct Leverance {
  base::Uuid transaktions_id;
  base::Uuid kildesystem;
  std::string_view kildesystem_ip_adresse;  // as it is to be written, e.g. "::FFFF:172.30.217.227"
  std::string_view kildesystem_akkreditiver;
  base::Uuid fordelingssystem;
  base::Tidspunkt modtagelses_tidspunkt;
  base::Tidspunkt leverance_tidspunkt;
  base::Uuid er_leveret_i_henhold_til;  // the abonnement
  unsigned antal_leveranceforsoeg = 1;
};

// A splice plan: everything that does not differ from one delivery of a besked to the next is worked out once, at
// publish, so that a delivery only joins byte ranges. Small enough to be stored with the besked; see encode/decode.
struct Splejsning {
  Udsnit tilladt_modtager;        // replaced when a list is given on delivery
  Udsnit leveranceinformation;    // replaced whole
  std::string foran;              // Leveranceinformation's own start tag up to what we write (prefixes as the sender's)
  std::string prefix_kuvert;      // the prefix for urn:oio:besked:kuvert:1.0 there, with colon, or empty for default
  std::string prefix_sagdok;      // the prefix for urn:oio:sagdok:3.0.0 there; declared by us on the element if absent
  std::string bevaret_foer;       // the sender's own children that stay before what we write (Dannelsestidspunkt)
  std::string bevaret_sikkerhed;  // ... between (Sikkerhedsklassificering)
  std::string bevarede_ruter;     // Leveranceruter's start tag and the Leverancerute elements that came with the besked
  std::string bevaret_efter;      // ... after (LeveranceinformationLokalUdvidelse) and the end tag
  Prefikser i_filtreringsdata;    // for TilladtModtager
  Prefikser i_leveranceruter;     // for our Leverancerute
  std::string slut_ruter;         // Leveranceruter's end tag
};

// Works the plan out from the parsed document.
base::Resultat<Splejsning> plan_splejsning(std::string_view bytes, const Haendelsesbesked& besked);
std::string encode(const Splejsning& plan);
// Errors: LAGER for everything but exactly what encode gave.
base::Resultat<Splejsning> decode_splejsning(std::string_view stored);

// The document as delivered, as pieces in order: views of `bytes`, of `plan`, and of `scratch` (which receives what is
// new). Outside Leveranceinformation and TilladtModtager every byte is the sender's. `tilladt_modtager`: the list to
// write instead of the sender's; nothing leaves the sender's bytes as they are. `scratch` is emptied first and must
// stay untouched while the pieces are used; `pieces` are appended.
void splejs(std::string_view bytes, const Splejsning& plan, const Leverance& leverance,
            const std::optional<std::vector<base::Cvr>>& tilladt_modtager, std::string& scratch,
            std::vector<std::string_view>& pieces);

}  // namespace brevdue::oio
