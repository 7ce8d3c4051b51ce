// How functions fail: as values. Expected failures are a Fejl inside a std::expected; exceptions end one request and
// nothing more; asserts are for bugs only.
//
// Thread safety: plain values.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace brevdue::base {

// The one table of failure codes. A door translates them to its own protocol's words (AMQP reply codes, HTTP status,
// StatusKode, exit codes); nothing else may invent codes.
enum class FejlKode {
  UGYLDIG,             // malformed or invalid input; the caller must change it
  FOR_STOR,            // over a size, depth or count limit
  IKKE_FUNDET,         // no such object
  IKKE_AUTENTISERET,   // unknown or unproven caller
  TOKEN_UDLOEBET,      // the token's time is over, nothing else (StatusKode 41)
  IKKE_TILLADT,        // known caller, refused by the decision
  KONFLIKT,            // a precondition did not hold: prepare again, or it exists already
  IKKE_UNDERSTOETTET,  // a legal request for something Brevdue does not offer
  OVERBELASTET,        // a limit of the server is reached: try again later
  DISK_FULD,           // no room: nothing was changed
  LAGER,               // the store failed (I/O, checksum); nothing was confirmed
  TIDSFRIST,           // a deadline passed
  FORBINDELSE,         // the peer went away
  INTERN,              // a bug or an impossible state
};

// The code's name as written above, for logs and metrics.
std::string_view navn(FejlKode kode);

// One failure: a code, one sentence for people (no personal data in it), and the path to the offending place
// (an element path, a file and line, a setting's name), empty when there is none.
struct Fejl {
  FejlKode kode = FejlKode::INTERN;
  std::string tekst;
  std::string sti;
};

// "sti: tekst", or only the text.
std::string beskriv(const Fejl& fejl);

template <class T>
using Resultat = std::expected<T, Fejl>;

inline std::unexpected<Fejl> fejl(FejlKode kode, std::string tekst, std::string sti = {}) {
  return std::unexpected(Fejl{kode, std::move(tekst), std::move(sti)});
}

}  // namespace brevdue::base

// auto x = PROEV(f());   PROEV(g());   — the value, or return the Fejl to the caller. The one early-return macro.
// Not for coroutines (they say `if (!r) co_return std::unexpected(r.error())`).
#define PROEV(udtryk)                                                               \
  ({                                                                                \
    auto proev_resultat = (udtryk);                                                 \
    if (!proev_resultat) return std::unexpected(std::move(proev_resultat).error()); \
    *std::move(proev_resultat);                                                     \
  })
