// The call and its access decision, as plain types. Every request, whatever its protocol, becomes one Kald; no domain
// function runs without one. adgangsstyring/ makes both Kald and Adgangssvar; everything above only carries them.
//
// Thread safety: plain values, immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/udveksling.hpp"

namespace brevdue::oio {

// SHA-256 of a certificate's DER form.
using Fingeraftryk = std::array<char, 32>;

// A purpose as a user states it for one party (UDV-060), with what its entry in the catalogue demands.
struct Formaalsangivelse {
  Formaal formaal = Formaal::FM_07;
  std::string sagsreference;  // the own case, or
  std::string henvendelse;    // what a new request is about
  std::string samtykke;       // where the citizen's consent is filed
};

// One of a user's rights within its limits: for each KLE number the highest foelsomhed (spec sapa 2.2 and 2.3).
struct Klegraense {
  base::KleMoenster kle;
  std::uint8_t foelsomhed = 1;  // 4 counts only for a pattern that is not `*`
};
struct Brugerrettighed {
  std::string rolle;                 // the brugersystemrolle, such as "OVB_LAES"
  std::vector<Klegraense> graenser;  // none: nothing
};

// The person for whom a system asks.
struct Bruger {
  base::Uuid uuid;
  std::vector<Brugerrettighed> rettigheder;
  base::Maengde<Formaal> formaal;  // which the roles allow
};

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
  std::optional<Bruger> bruger{};     // none: the system asks for itself, for the purposes of its agreements (UDV-051)
  std::optional<Formaalsangivelse> formaal{};  // a user's; none: own authority's data alone
};

// What is done. One enumerator for each right that a serviceaftale can give.
enum class Handling : std::uint8_t {
  AFSEND_BESKED,
  MODTAG_BESKED,
  LAES_DUESLAG,
  ADMINISTRER,
  IMPORTER,  // the indexes' "Rediger"
  FREMSOEG,  // the indexes' "Udstil"
};
std::string_view navn(Handling handling);

// All that the decision may see of an object. The service that owns the object fills it, and asks about each part that
// may be shown without the others (a benefit of a Bevilling).
struct Adgangsnoegle {
  base::Cvr ejer;                  // owning or responsible authority; none when the object names none
  std::vector<base::KleEmne> kle;  // all must be covered; empty: not checked for a besked
  std::uint8_t foelsomhed = 0;     // 1 to 4; 0: the object does not say, not checked
  base::Uuid objekttype;           // for a besked its Beskedtype, for a dueslag nil
  base::Uuid anvendersystem;       // the system that owns the object (a dueslag, a Master); nil when none does
  // What the indexes say of theirs. An object in an index without owner or KLE is its own system's alone.
  std::optional<Objektart> art{};  // none: nothing that is in an index
  std::vector<Dag> betalinger{};   // when it was paid, or its case was; not what was annulled
  bool kun_eget_system = false;    // something a decision needs is not known: its own system's alone
};

// Why a call was refused; permitted calls carry TILLADT. The names go to the log, the numbers to the ledger: never
// change or reuse one. Those of a dataudvekslingsaftale (spec udveksling 6.3) stand in the order of its checks.
enum class Aarsag : std::uint8_t {
  TILLADT = 0,
  KALD_UDLOEBET = 1,        // credentials are over
  SYSTEM_SPAERRET = 2,      // system or certificate suspended or removed since the call was made
  INGEN_SERVICEAFTALE = 3,  // no active agreement for this system, authority and service
  BESKEDTYPE_IKKE_DAEKKET = 4,
  MYNDIGHED_IKKE_DAEKKET = 5,  // the object's authority is not the caller's
  KLE_IKKE_DAEKKET = 6,
  FOELSOMHED_FOR_HOEJ = 7,
  IKKE_EJER = 8,              // the object belongs to another system
  UKENDT_KALDER = 9,          // not decided: nobody known, or not proven
  UGYLDIG_ANMODNING = 10,     // not decided: what was asked is malformed
  ROLLE_MANGLER = 11,         // the user lacks the right
  INGEN_AFTALE = 12,          // the two authorities have no dataudvekslingsaftale
  MYNDIGHED = 13,             // the owner has one, with others
  RETNING = 14,               // there is one, the other way
  OBJEKTTYPE = 15,            // none about such objects
  AFTALE_IKKE_AKTIV = 16,     // not yet, suspended, over
  FORMAAL_MANGLER = 17,       // no purpose is stated, or not what it demands
  FORMAAL_IKKE_DAEKKET = 18,  // not by the agreement, or not by the user's roles
  SAMTYKKE_MANGLER = 19,
  ORDNING = 20,
  KLE = 21,
  FOELSOMHED = 22,
  FELTGRUPPE = 23,  // nothing of the object may be shown
  PERIODE = 24,     // no payment within the window
};
inline constexpr auto kSidsteAarsag = Aarsag::PERIODE;
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

// The dataudvekslingsaftale that lets another authority's object be seen. Views into the Register that decided.
struct Aftalegrundlag {
  std::string_view aftale;  // empty: none
  std::uint32_t version = 0;
  std::string_view hjemmel;
};

// The decision, what it rested on, and the limits that go with a permission.
struct Adgangssvar {
  Aarsag aarsag = Aarsag::INGEN_SERVICEAFTALE;
  base::Uuid serviceaftale;  // the agreement used; nil when none was found
  // Who may receive what is sent (AFSEND_BESKED), or whose events may be received (MODTAG_BESKED). Set when tilladt();
  // it lives as long as the Register that decided.
  const Myndighedsgraense* tilladte_myndigheder = nullptr;
  Modtagerkontrol modtagerkontrol = Modtagerkontrol::AFVIS;
  // FREMSOEG. Of a refusal: the agreement that came furthest, if any did.
  Aftalegrundlag aftale{};
  base::Maengde<Feltgruppe> feltgrupper{};  // what may be shown; all, when no agreement limits it
  // Only payments within it may be shown. After PERIODE the question may be put again with more payments, if there are
  // any within it.
  std::optional<Vindue> vindue{};
  bool tilladt() const { return aarsag == Aarsag::TILLADT; }
};

}  // namespace brevdue::oio
