// The events about the registrations of a bevilling or an effektuering (spec indekser 2.7, decisions "Events from the
// indexes"): one each, unless the sender wants none.
//
// An effektuering's foelsomhed is its bevilling's, and the Bopaelskommune is that of the sag that the bevilling belongs
// to; so both are looked for among the objects that are imported together, and in the store.
//
// Thread safety: const; one request. Ownership: the input and the snapshot must outlive it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/uuid.hpp"
#include "indeks/haendelse.hpp"
#include "oio/objekter.hpp"
#include "ydelsesindeks/laes.hpp"
#include "ydelsesindeks/operationer.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

class Haendelser {
 public:
  Haendelser(const ImporterInput& input, const store::Snapshot& snapshot, const Roller& roller);

  // Of an object as it is going to be stored, oldest first. Errors: LAGER; what writing returned.
  base::Resultat<std::vector<indeks::Haendelse>> af(const Bevilling& bevilling, const oio::Objekt& objekt) const;
  base::Resultat<std::vector<indeks::Haendelse>> af(const OekonomiskEffektuering& effektuering,
                                                    const oio::Objekt& objekt) const;

 private:
  struct Fundet {
    std::shared_ptr<const Laest<Bevilling>> laest;  // keeps what stands in the store
    const BevillingRegistrering* seneste = nullptr;
  };
  base::Resultat<Fundet> find(const base::Uuid& bevilling) const;
  base::Resultat<std::optional<base::Cvr>> bopaelskommune(const BevillingRegistrering& bevilling) const;
  base::Resultat<void> complete(const EffektueringRegistrering& registrering, indeks::Haendelse& haendelse) const;

  const store::Snapshot& snapshot_;
  const Roller& roller_;
  std::map<base::Uuid, const Bevilling*> sammen_;
};

}  // namespace brevdue::ydelsesindeks
