// Inside app/: the indexes of a running Server and their SOAP doors.
//
// Thread safety: made by the thread that composes the program; what is in it from any. Ownership: the Server; the
// store, the registrations and the threads must outlive it, and it the https listeners.
#pragma once

#include <memory>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "app/indstillinger.hpp"
#include "http/server.hpp"
#include "indeks/kalder.hpp"
#include "net/server.hpp"
#include "oio/sidelager.hpp"
#include "sagdokumentindeks/service.hpp"
#include "soap/door.hpp"
#include "store/store.hpp"
#include "ydelsesindeks/service.hpp"

namespace brevdue::app {

class Indekser {
 public:
  struct Dele {
    store::Store& store;
    const adgangsstyring::Registre& registre;
    adgangsstyring::Afvisninger& afvisninger;
    adgangsstyring::Ure ure;
    base::Tilfaeldig& tilfaeldig;
    net::IoThreads& threads;
  };
  // Errors: INTERN.
  static base::Resultat<std::unique_ptr<Indekser>> make(const Dele& dele, const Indstillinger& settings);

  void add_to(http::Router& router) const;
  sagdokumentindeks::Sagdokumentindeks& sagdokumentindeks() { return sagdokumentindeks_; }
  ydelsesindeks::Ydelsesindeks& ydelsesindeks() { return ydelsesindeks_; }

 private:
  explicit Indekser(const Dele& dele);

  const indeks::Kaldere kaldere_;
  oio::Sidelager sidelager_;
  sagdokumentindeks::Sagdokumentindeks sagdokumentindeks_;
  ydelsesindeks::Ydelsesindeks ydelsesindeks_;
  std::unique_ptr<soap::Door> sagdokumentdoer_;
  std::unique_ptr<soap::Door> ydelsesdoer_;
};

}  // namespace brevdue::app
