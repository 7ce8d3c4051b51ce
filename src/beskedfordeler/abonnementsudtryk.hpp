// The expression of an abonnement: which beskeder it wants (spec beskedfordeler 6, widened with AND, OR, NOT and KLE
// patterns). KOMBIT's form is the default: one or more Beskedtyper and a list of criteria that must all hold.
//
// What it means. An expression holds for a besked if there is a choice of one ObjektRegistrering and one
// RelateretObjekt of it for which the expression holds, so criteria on several fields of either are met by the same
// occurrence. A criterion holds when its element is there and equals one of the criterion's values; a negated one when
// its element is there and equals none of them: an absent element satisfies neither. TilladtModtager and
// TvaergaaendeProces repeat by themselves: any of them may be equal.
//
// Thread safety: plain values and free functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "oio/beskedkuvert.hpp"

namespace brevdue::beskedfordeler {

// The elements an expression can ask about. The order is on disk: add at the end.
enum class Felt : std::uint8_t {
  BESKED_ANSVARLIG_AKTOER,
  TILLADT_MODTAGER,
  TVAERGAAENDE_PROCES,
  SIKKERHEDSKLASSIFICERING,
  KILDESYSTEM,
  RELATERET_OBJEKT_ID,
  RELATERET_OBJEKT_TYPE,
  RELATERET_OBJEKT_ROLLE,
  OBJEKT_REGISTRERING_ID,
  REGISTRERINGS_AKTOER,
  OBJEKT_ANSVARLIG_MYNDIGHED,
  OBJEKT_ID,
  OBJEKT_TYPE,
  OBJEKT_HANDLING,
  OPGAVE_EMNE,
};
inline constexpr std::size_t kFelter = 15;

// The element's path below Filtreringsdata or Leveranceinformation, e.g. "ObjektRegistrering.ObjektId".
std::string_view navn(Felt felt);
std::optional<Felt> parse_felt(std::string_view navn);

// An identifier in the form that comparisons use: a UUID in lower case, `urn:oio:cvr:` as `urn:oio:cvr-nr:`, anything
// else as it stands. The text lives in the object or in what it was made from.
class Kanonisk {
 public:
  explicit Kanonisk(std::string_view identifier);
  explicit Kanonisk(base::Cvr cvr);
  Kanonisk(const Kanonisk&) = delete;
  Kanonisk& operator=(const Kanonisk&) = delete;
  std::string_view tekst() const { return tekst_; }

 private:
  std::array<char, 36> buffer_;
  std::string_view tekst_;
};

// The element equals one of the values.
struct Kriterium {
  Felt felt = Felt::OBJEKT_ID;
  std::vector<std::string> vaerdier;   // canonical, sorted, each once
  std::vector<base::KleMoenster> kle;  // OPGAVE_EMNE only: sorted, each once

  // UGYLDIG when a value is no value for that field; KLE patterns are recognised for OPGAVE_EMNE only, bare CVR numbers
  // for the two fields that hold authorities.
  static base::Resultat<Kriterium> make(Felt felt, std::span<const std::string> vaerdier);
  bool accepts(std::string_view element) const;
  bool operator==(const Kriterium&) const = default;
};

struct Udtryk {
  enum class Art : std::uint8_t { KRITERIUM, OG, ELLER, IKKE };
  Art art = Art::OG;
  Kriterium kriterium;       // KRITERIUM
  std::vector<Udtryk> dele;  // the others; OG of nothing holds always
  bool operator==(const Udtryk&) const = default;
};

struct Abonnementsudtryk {
  std::vector<base::Uuid> beskedtyper;  // one of them; sorted, never empty
  Udtryk udtryk;
  bool operator==(const Abonnementsudtryk&) const = default;

  // The values of the plain criteria on ObjektAnsvarligMyndighed and OpgaveEmne at the top, as they are shown to
  // people.
  std::vector<std::string> myndigheder() const;
  std::vector<std::string> kle() const;
};

// What an expression is judged on: the besked as its receivers will see it.
struct Grundlag {
  const oio::Haendelsesbesked& besked;
  std::string_view kildesystem;                 // UUID of the sending system, canonical
  std::span<const base::Cvr> tilladt_modtager;  // after trimming at publish (spec 5.6)
};

// One alternative of the expression's normal form, "this AND that AND ...".
struct Led {
  const Kriterium* kriterium = nullptr;
  bool negeret = false;
};
using Konjunktion = std::vector<Led>;

inline constexpr std::size_t kStoersteAlternativer = 256;
inline constexpr std::size_t kStoersteVaerdier = 10000;
inline constexpr int kStoersteDybde = 8;

// The alternatives; their pointers are into `udtryk`. FOR_STOR over the limits above.
base::Resultat<std::vector<Konjunktion>> normalform(const Udtryk& udtryk);

bool holds(const Konjunktion& konjunktion, const Grundlag& grundlag);
bool covers(const Abonnementsudtryk& udtryk, const base::Uuid& beskedtype);

// Where a criterion is looked for: fields that repeat together belong to the same group.
enum class Gruppe : std::uint8_t {
  EN_GANG,
  TILLADT_MODTAGER,
  TVAERGAAENDE_PROCES,
  RELATERET_OBJEKT,
  OBJEKT_REGISTRERING
};
Gruppe gruppe_of(Felt felt);
std::size_t occurrences(Gruppe gruppe, const Grundlag& grundlag);
// The element's text at that occurrence of its group; nothing when absent. TILLADT_MODTAGER needs `cvr` as the room for
// its text.
std::optional<std::string_view> value_at(Felt felt, std::size_t occurrence, const Grundlag& grundlag,
                                         std::optional<Kanonisk>& cvr);

}  // namespace brevdue::beskedfordeler
