// "Why did it come here", and why not: computed from the decision's own inputs, which are the besked as it was kept,
// the answers that were written down with it, and the expression that matched, also when it was changed since.
//
// Thread safety: free functions; they may block on the disk. What they answer can hold personal data (an ObjektId):
// it is for the operator who asked, whose question stands in the ledger, and never for a log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {

// One criterion and what the besked says there.
struct Kriteriesvar {
  std::string felt;
  bool negeret = false;
  std::vector<std::string> vaerdier;  // asked for
  std::vector<std::string> fundet;    // what stands in the besked
  bool holder = false;                // by itself; several on one ObjektRegistrering must hold on the same one
};

struct Alternativsvar {
  bool holder = false;
  std::vector<Kriteriesvar> kriterier;
};

struct Abonnementssvar {
  base::Uuid abonnement;
  std::string navn;
  bool beskedtype = false;  // it asks for this Beskedtype
  bool holder = false;
  std::vector<Alternativsvar> alternativer;
};

enum class Beskedsted : std::uint8_t { IKKE_FORDELT, I_DUESLAG, I_FEJLKOE, FAERDIG };
std::string_view navn(Beskedsted sted);

struct Hvorfor {
  store::Ankomst ankomst = 0;
  std::string besked_id;
  base::Uuid beskedtype;
  base::Uuid afsender;
  base::Cvr myndighed;
  base::Uuid afsender_aftale;
  base::Tidspunkt modtaget;
  base::Uuid dueslag;
  Beskedsted sted = Beskedsted::IKKE_FORDELT;
  // What was decided when it came: the abonnement that matched first, and whether the owner could receive it.
  std::optional<Fordeling> fordeling;
  std::vector<base::Cvr> modtagere;  // TilladtModtager as delivered there; empty: as the sender wrote it
  // The registrations are others now than those it was judged by.
  bool registreringer_aendret = false;
  // The abonnement that matched, by its expression of then; when none did, all that the dueslag has now.
  std::vector<Abonnementssvar> abonnementer;
};

// Errors: IKKE_FUNDET (no such dueslag, or the besked is no longer kept), LAGER.
base::Resultat<Hvorfor> forklar(const Faelles& faelles, const base::Uuid& dueslag, store::Ankomst ankomst);

// The beskeder with that BeskedId that can still be read, newest first: more than one when it was sent again later than
// the window of resends. Looks through at most `most` beskeder, newest first.
std::vector<store::Ankomst> find_besked(const Faelles& faelles, std::string_view besked_id, std::size_t most);

}  // namespace brevdue::beskedfordeler
