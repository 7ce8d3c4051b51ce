// A question answered (spec indekser 4): evaluated on one snapshot within the caller's limits, sorted, paged, shown by
// the index, and told to the ledger in a commit that is synced before the answer goes. If the ledger cannot be written
// nothing is shown.
//
// Thread safety: one for all requests, from any thread that may block (the pool). Ownership: all that is given to it
// must outlive it; the service owns it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adgangsstyring/register.hpp"
#include "base/ur.hpp"
#include "indeks/dommer.hpp"
#include "indeks/objekttype.hpp"
#include "oio/sidelager.hpp"
#include "oio/soegning.hpp"
#include "store/store.hpp"

namespace brevdue::indeks {

// The page of one type.
struct Side {
  static constexpr std::size_t kAlmindelig = 100;
  static constexpr std::size_t kHoejst = 500;
  std::size_t foerste = 0;
  std::size_t antal = kAlmindelig;
};

// One value to sort by; what is missing comes last. Compared as bytes.
struct Sorteringsvaerdi {
  std::optional<std::string> vaerdi;
  bool faldende = false;
};

// What was shown of an object, for the ledger: one for each part that was decided by itself.
struct Vist {
  oio::Adgangssvar svar;
  std::string part;  // whom it is about, as the object has it; empty: nobody
};

// What a question asks of one type.
struct Del {
  const Objekttype* type = nullptr;
  Side side{};
  // What comes first; ties are settled by UUID. None: by UUID.
  std::function<base::Resultat<std::vector<Sorteringsvaerdi>>(const oio::LaestObjekt&)> orden{};
  // Puts the object into the answer. Nothing returned: nothing of it may be shown after all. None: objects are only
  // counted. Called in order; what it kept of the object's bytes it must copy.
  std::function<base::Resultat<std::vector<Vist>>(const oio::LaestObjekt&)> vis{};
};

struct Spoergsmaal {
  oio::Soegning soegning{};
  std::string bytes{};                // the question's own, without its pages: what results are kept under
  std::vector<std::string> parter{};  // whom it asks for, for the ledger
  std::vector<Del> dele{};
};

struct Delsvar {
  std::int64_t i_alt = 0;  // that the caller may see, on all pages
  std::int64_t vist = 0;   // on this one
};

class Fremsoegning {
 public:
  struct Dele {
    store::Store& store;
    const adgangsstyring::Registre& registre;
    const base::Ur& ur;
    oio::Sidelager& sidelager;
    std::span<const Objekttype* const> typer;  // of the index
  };
  explicit Fremsoegning(const Dele& dele) : dele_(dele) {}

  // `ask` makes the question; its functions may ask the Dommer and read with the Opslag until search() is over, so that
  // an example is compared with what the caller may see. One answer for each Del. Errors: FOR_STOR ("Afgræns
  // søgningen"), IKKE_TILLADT, what `ask` and its functions returned, LAGER, DISK_FULD: nothing may be answered.
  using Ask = std::function<base::Resultat<Spoergsmaal>(const Dommer&, oio::Opslag&)>;
  base::Resultat<std::vector<Delsvar>> search(const oio::Kald& kald, const Ask& ask);

 private:
  const Dele dele_;
};

}  // namespace brevdue::indeks
