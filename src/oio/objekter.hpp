// The store of bitemporal objects. An object is one value under its type and UUID: its registrations as the service
// packed them, what it is found by (terms), what it points to (links) and its Kortnoegle. Its postings and links in the
// store follow from that value alone and are written by the same commit; so the index can always be made again from
// the objects, and a service need not know what an older version of it wrote.
//
// Thread safety: plain values and free functions. Ownership: a LaestObjekt keeps the bytes its views look into.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kortnoegle.hpp"
#include "store/store.hpp"

namespace brevdue::oio {

// These numbers are on disk: never change or reuse one.
enum class Objekttype : std::uint8_t { SAG = 1, DOKUMENT = 2, BEVILLING = 3, OEKONOMISK_EFFEKTUERING = 4 };
std::string_view navn(Objekttype type);

// On disk too. What the bytes of a value are is up to the service that gives the terms, the same when it searches.
enum class Termart : std::uint8_t {
  ALLE = 0,  // every object has this one, without a value; the store itself gives it
  EJER = 1,
  PART = 2,
  AKTOER = 3,
  KLE = 4,
  KLASSE = 5,
  SYSTEM = 6,
  BRUGERVENDT_NOEGLE = 7,
  NUMMER = 8,          // Sagsnummer, Dokumentnummer
  BOPAELSKOMMUNE = 9,  // of a Sag, the CVR number's text: what the other index announces its objects by
};
std::string_view navn(Termart art);

// On disk too.
enum class Linkart : std::uint8_t {
  JOURNALPOST = 1,       // Sag to Dokument
  SAGSRELATION = 2,      // Sag to Sag
  DOKUMENTRELATION = 3,  // Dokument to Dokument
  BEVILLINGSSAG = 4,     // Bevilling to Sag
  BEVILGET_YDELSE = 5,   // OekonomiskEffektuering to Bevilling
};
std::string_view navn(Linkart art);

enum class Retning : std::uint8_t { UD, IND };  // along a link, or against it

struct Objektref {
  Objekttype type = Objekttype::SAG;
  base::Uuid uuid{};
  auto operator<=>(const Objektref&) const = default;
};

// UTF-8 or binary, at most kLaengsteTerm bytes (a URNIdentifikator is at most 255 characters).
inline constexpr std::size_t kLaengsteTerm = 1024;
struct Term {
  Termart art = Termart::ALLE;
  std::string vaerdi{};
  auto operator<=>(const Term&) const = default;
};

struct Link {
  Linkart art = Linkart::JOURNALPOST;
  Objektref til{};
  auto operator<=>(const Link&) const = default;
};

// What the store itself must know of a registration.
struct Registreringshoved {
  base::Tidspunkt sts_tidspunkt{};             // on the index' clock
  std::optional<base::Tidspunkt> tidspunkt{};  // on the source's
  std::uint8_t livscyklus = 0;                 // the service's own number for it
  bool operator==(const Registreringshoved&) const = default;
};

// As a service hands it over.
struct Objektregistrering {
  Registreringshoved hoved{};
  std::string pakket{};
  std::vector<Term> termer{};
};
struct Objekt {
  Objektref ref{};
  Kortnoegle noegle{};
  std::vector<Objektregistrering> registreringer{};  // oldest first; `nu` has the last one's terms, `historik` all
  std::vector<Link> links{};                         // to objects that need not exist
};

// As it was read.
struct LaestRegistrering {
  Registreringshoved hoved;
  std::string_view pakket;
  std::string_view termer;  // encoded
};
struct LaestObjekt {
  Objektref ref;
  store::Version version = 0;
  Kortnoegle noegle;
  std::vector<LaestRegistrering> registreringer;
  std::vector<Link> links;
  std::shared_ptr<const std::string> bytes;
};

// Nothing when there is no such object. Errors: LAGER.
base::Resultat<std::optional<LaestObjekt>> read_objekt(const store::Snapshot& snapshot, const Objektref& ref);

// Writes the object, and of its postings and links those that differ from `gammel`'s (null: it must not exist yet); the
// commit requires that version. Errors: UGYLDIG: a term is too long; LAGER: `gammel` is damaged.
base::Resultat<void> put_objekt(store::Commit& commit, const Objekt& ny, const LaestObjekt* gammel);
// Removes it with all its postings and links; links of others to it stay. Errors: LAGER.
base::Resultat<void> fjern_objekt(store::Commit& commit, const LaestObjekt& gammel);

}  // namespace brevdue::oio
