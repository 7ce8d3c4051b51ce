// One record of the ledger: who did what, for whom, to which object, what was decided and by which agreement. It
// answers the auditor and "why did I get this". Every door writes the same form, in the commit of what it tells about.
//
// Thread safety: plain values and free functions; any thread. Ownership: texts are views, into the caller's memory when
// written and into the decoded bytes when read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kald.hpp"

namespace brevdue::oio {

// What happened. The numbers are on disk: never change or reuse one.
enum class Haendelse : std::uint8_t {
  TOKEN_UDSTEDT = 1,            // objekt: the assertion; tekst: the entityid
  TOKEN_NAEGTET = 2,            // tekst: the fault's number and words
  REGISTRERING_IMPORTERET = 3,  // tekst: how many of what
  BESKED_MODTAGET = 4,          // objekt: BeskedId; relateret: Beskedtype; tekst: what was odd
  BESKED_AFVIST = 5,            // the same, as far as it was read; tekst: StatusKode and words
  BESKED_LEVERET = 6,           // objekt: BeskedId; relateret: the dueslag
  BESKED_TIL_FEJLKOE = 7,       // the same; tekst: why
  ADMINISTRATION = 8,           // tekst: what an operator did
  LOGIN_AFVIST = 9,             // a connection or a new token for it; tekst: why
  DUESLAG_NAEGTET = 10,         // somebody asked for a dueslag; relateret: the dueslag
  KONSUMENT_AFSLUTTET = 11,     // who was let to consume may not any more; relateret: the dueslag
  OBJEKT_IMPORTERET = 12,       // into an index; objekt: its UUID; tekst: its type
  IMPORT_AFVIST = 13,           // the same; tekst: its type, StatusKode and words
  FREMSOEGNING = 14,            // an index was searched; antal: once; tekst: how many of what were found
  OBJEKT_VIST = 15,             // of what was found; objekt: its UUID; tekst: its type
  OBJEKT_TILBAGEHOLDT = 16,     // what a search met and left out; antal: so many; tekst: their type
};
std::string_view navn(Haendelse haendelse);

// What information about a citizen was asked for or shown by.
struct Udvekslingspost {
  base::Uuid bruger;        // for whom the system asks; nil: for itself
  std::string_view part{};  // whom it is about, as the objects name them
  std::optional<Formaal> formaal{};
  std::string_view reference{};  // what the purpose rests on: an own case, a request, a consent
  std::string_view aftale{};     // the dataudvekslingsaftale that let another authority's object be seen
  std::uint32_t version = 0;
  std::string_view hjemmel{};
  bool operator==(const Udvekslingspost&) const = default;
};

struct Revisionspost {
  Haendelse haendelse = Haendelse::ADMINISTRATION;
  Aarsag afgoerelse = Aarsag::TILLADT;  // the decision; its agreement is `serviceaftale`
  base::Tidspunkt tid;
  std::uint32_t antal = 1;    // so many alike, of which the first was at `tid`
  base::Uuid anvendersystem;  // who; nil when unknown
  base::Cvr myndighed;        // for whom; none when unknown
  base::Uuid serviceaftale;
  base::Uuid korrelation;
  base::Uuid objekt;
  base::Uuid relateret;
  std::string_view service;
  std::string_view adresse;
  std::string_view tekst;
  Udvekslingspost udveksling{};
};

// Who, for whom, by which agreement, from where, for what purpose: taken from the Kald.
Revisionspost revisionspost(Haendelse haendelse, const Kald& kald, base::Tidspunkt tid);
// What was decided, and by which agreements.
void note_svar(Revisionspost& post, const Adgangssvar& svar);

// Appends the record to `out`. One without an Udvekslingspost has the form of before there was any.
void encode(const Revisionspost& post, std::string& out);
inline std::string encode(const Revisionspost& post) {
  std::string out;
  encode(post, out);
  return out;
}
// Errors: UGYLDIG for anything that encode() does not write.
base::Resultat<Revisionspost> decode_revisionspost(std::string_view record);
// One line for people: name=value, what is unknown left out, control characters escaped.
std::string text(const Revisionspost& post);

}  // namespace brevdue::oio
