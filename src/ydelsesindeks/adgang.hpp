// What one call may see of a bevilling and of an effektuering, decided for each part by itself (spec indekser 5.2):
//
//   BevilgetYdelse                       by its own key. Where an agreement wants payments within a window, those of
//   the
//                                        same owner's effektueringer that pay it and that the caller may see count.
//   OekonomiskYdelseEffektueringRelation by its own key, with the foelsomhed of the bevilling it names, of which the
//                                        caller may see something. When there is no such bevilling: its own system's.
//
// What has no part left is not there. A bevilling is not hidden for want of an effektuering: then one that the caller
// may not see would change what it sees (docs/decisions/ydelsesindeks.md).
//
// Thread safety: one request, one thread at a time. Ownership: all that is given must outlive it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "indeks/dommer.hpp"
#include "oio/kald.hpp"
#include "oio/opslag.hpp"
#include "ydelsesindeks/laes.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/roller.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue::ydelsesindeks {

class Adgang {
 public:
  Adgang(const indeks::Dommer& dommer, oio::Opslag& opslag, const Roller& roller)
      : dommer_(dommer), opslag_(opslag), roller_(roller) {}

  // One answer for each part, in their order. After a failure to read, or over the budget, they are worth nothing:
  // Opslag::result.
  std::vector<oio::Adgangssvar> afgoer(const base::Uuid& uuid, const BevillingRegistrering& seneste);
  std::vector<oio::Adgangssvar> afgoer(const base::Uuid& uuid, const EffektueringRegistrering& seneste);

 private:
  using Betalinger = std::multimap<std::string, oio::Dag, std::less<>>;  // by BevilgetYdelseId
  Betalinger betalinger_af(const base::Uuid& bevilling, const oio::Adgangsnoegle& noegle);
  void add_betalinger(const oio::Objektref& effektuering, const base::Uuid& bevilling, const oio::Adgangsnoegle& noegle,
                      Betalinger& out);
  oio::Adgangssvar afgoer(Betaltydelse betalt);
  oio::Adgangssvar ved_bevilling(const BevillingRegistrering& bevilling, const Betaltydelse& betalt);
  template <class O>
  std::shared_ptr<const Laest<O>> hent(const oio::Objektref& ref);

  const indeks::Dommer& dommer_;
  oio::Opslag& opslag_;
  const Roller& roller_;
};

// Whether anything of it may be shown.
bool er_synlig(std::span<const oio::Adgangssvar> dele);

}  // namespace brevdue::ydelsesindeks
