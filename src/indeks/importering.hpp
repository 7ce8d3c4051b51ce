// Objects in (spec indekser 2.3 and 2.4). Each object is its own: decided, prepared and committed alone, so that
// failures do not touch the others. Its commit holds the object with its postings and links, its events in the outbox
// and its ledger record, and is answered 20 only after the sync. An existing UUID is answered 49 and changes nothing;
// of two writers of one object the second one is.
//
// Thread safety: one for all requests, from any thread that may block (the pool). Ownership: all that is given to it
// must outlive it; the service owns it.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/register.hpp"
#include "base/ur.hpp"
#include "indeks/haendelse.hpp"
#include "indeks/objekttype.hpp"
#include "oio/grundtyper.hpp"
#include "oio/objekter.hpp"
#include "store/store.hpp"

namespace brevdue::indeks {

// What an index makes of one object of a request.
struct Importeret {
  oio::Objekt objekt;
  std::vector<Haendelse> haendelser;  // one a registrering, oldest first; none when the sender wants none
};

struct Importpost {
  const Objekttype* type = nullptr;
  std::string_view uuid;  // as it was received
  // Registrations get StsTidspunkt from `sts` on. Called again when the commit met another writer. Errors: UGYLDIG
  // (StatusKode 40), in Danish, with the element's path.
  std::function<base::Resultat<Importeret>(base::Tidspunkt sts)> prepare;
};

class Importering {
 public:
  struct Dele {
    store::Store& store;
    const adgangsstyring::Registre& registre;
    adgangsstyring::Afvisninger& afvisninger;
    const base::Ur& ur;
    base::Tilfaeldig& tilfaeldig;
  };
  explicit Importering(const Dele& dele) : dele_(dele) {}

  // One UnikRetur an object, in their order; a StandardRetur alone when there is nothing to import.
  oio::MultipleOutput import(const oio::Kald& kald, std::span<const Importpost> poster);

 private:
  const Dele dele_;
};

}  // namespace brevdue::indeks
