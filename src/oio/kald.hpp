// The call and its access decision, as plain types. Every request, whatever its protocol, becomes one Kald; no domain
// function runs without one. adgangsstyring/ makes both Kald and Adgangssvar; everything above only carries them.
//
// Thread safety: plain values, immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"

namespace brevdue::oio {

// SHA-256 of a certificate's DER form.
using Fingeraftryk = std::array<char, 32>;

// Who calls, for whom. Made by adgangsstyring from what it verified, and by nothing else.
struct Kald {
  base::Uuid anvendersystem;  // the authenticated system
  base::Cvr myndighed;        // the one authority it acts for
  base::Uuid serviceaftale;   // the agreement that lets it
  std::string service;        // the service the token or certificate was meant for ("afsend", "modtag", ...)
  base::Uuid korrelation;     // in logs and ledger records of everything this call caused
  base::Tidspunkt udloeber;   // from then on the credentials are not accepted (a token's end plus the clock skew)
  Fingeraftryk certifikat{};  // the certificate whose key the caller is bound to
  std::string akkreditiver;   // KildesystemAkkreditiver of the certificate (spec beskedfordeler 1.3); sensitive
  std::string adresse;        // the peer's address
  std::uint64_t registerversion = 0;  // the version of the registrations it was made from
};

// What is done. One enumerator for each right that a serviceaftale can give.
enum class Handling : std::uint8_t { AFSEND_BESKED, MODTAG_BESKED, LAES_DUESLAG, ADMINISTRER };
std::string_view navn(Handling handling);

// All that the decision may see of an object. The service that owns the object fills it.
struct Adgangsnoegle {
  base::Cvr ejer;                  // owning or responsible authority; none when the object names none
  std::vector<base::KleEmne> kle;  // empty: not checked
  std::uint8_t foelsomhed = 0;     // 1 to 4; 0: the object does not say, not checked
  base::Uuid objekttype;           // for a besked its Beskedtype, for a dueslag nil
  base::Uuid anvendersystem;       // the system that owns the object (a dueslag); nil when none does
};

// Why a call was refused; permitted calls carry TILLADT. The names go to the log, the numbers to the ledger: never
// change or reuse one.
enum class Aarsag : std::uint8_t {
  TILLADT,
  KALD_UDLOEBET,        // credentials are over
  SYSTEM_SPAERRET,      // system or certificate suspended or removed since the call was made
  INGEN_SERVICEAFTALE,  // no active agreement for this system, authority and service
  BESKEDTYPE_IKKE_DAEKKET,
  MYNDIGHED_IKKE_DAEKKET,  // the object's authority is not the caller's
  KLE_IKKE_DAEKKET,
  FOELSOMHED_FOR_HOEJ,
  IKKE_EJER,          // the object belongs to another system
  UKENDT_KALDER,      // not decided: nobody known, or not proven
  UGYLDIG_ANMODNING,  // not decided: what was asked is malformed
};
std::string_view navn(Aarsag aarsag);

// A set of authorities, or all of them.
struct Myndighedsgraense {
  bool alle = false;
  std::vector<base::Cvr> cvr;  // in order, each once; empty when `alle`
  bool tillader(base::Cvr myndighed) const;
  bool operator==(const Myndighedsgraense&) const = default;
};

// What happens to a TilladtModtager outside the agreement's limit (spec beskedfordeler 5.6).
enum class Modtagerkontrol : std::uint8_t {
  AFVIS,    // service version 1: the besked is refused
  BESKAER,  // service version 2: that receiver is taken off the list
};

// The decision, what it rested on, and the limits that go with a permission.
struct Adgangssvar {
  Aarsag aarsag = Aarsag::INGEN_SERVICEAFTALE;
  base::Uuid serviceaftale;  // the agreement used; nil when none was found
  // Who may receive what is sent (AFSEND_BESKED), or whose events may be received (MODTAG_BESKED). Set when tilladt();
  // it lives as long as the Register that decided.
  const Myndighedsgraense* tilladte_myndigheder = nullptr;
  Modtagerkontrol modtagerkontrol = Modtagerkontrol::AFVIS;
  bool tilladt() const { return aarsag == Aarsag::TILLADT; }
};

}  // namespace brevdue::oio
