#include "beskedfordeler/administration.hpp"

#include <fmt/format.h>

#include "beskedfordeler/opbevaring.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

}  // namespace

std::vector<Dueslagsstatus> Administration::dueslag() const {
  const auto tavle = faelles_.ydre.tavler.nu();
  std::vector<Dueslagsstatus> out;
  for (const Dueslagsplads& plads : tavle->dueslag()) {
    Dueslagsstatus& one = out.emplace_back();
    one.uuid = plads.dueslag->uuid;
    one.navn = plads.dueslag->navn;
    one.system = plads.dueslag->system;
    one.tal = faelles_.ydre.store.queues().tal(plads.koe);
    one.konsumenter = faelles_.konsumenter.count(plads.koe);
    if (one.tal.aeldste == 0) continue;
    const Koepost oldest = post_of({one.tal.aeldste, 0, 0, 0}, *tavle);
    if (!oldest.besked_id.empty()) one.aeldste = oldest.modtaget;
  }
  return out;
}

Resultat<store::KoeNr> Administration::koe_of(const base::Uuid& dueslag) const {
  const auto tavle = faelles_.ydre.tavler.nu();
  const Dueslagsplads* plads = tavle->find(dueslag);
  if (plads == nullptr) return fejl(FejlKode::IKKE_FUNDET, "no such dueslag", dueslag.text());
  return plads->koe;
}

Koepost Administration::post_of(const store::Leased& leased, const Tavle& tavle) const {
  Koepost out;
  out.ankomst = leased.ankomst;
  out.forsoeg = leased.attempts;
  if (const auto* nummer = tavle.find_nummer(leased.abonnement)) out.abonnement = nummer->abonnement;
  const auto besked = faelles_.find(leased.ankomst);
  if (!besked) return out;
  const auto meta = decode_beskedmeta((*besked)->meta());
  if (!meta) return out;
  out.besked_id = meta->besked_id;
  out.beskedtype = meta->beskedtype;
  out.afsender = meta->afsender;
  out.modtaget = meta->modtaget;
  return out;
}

Resultat<std::vector<Koepost>> Administration::beskeder(const base::Uuid& dueslag, bool fejlkoe, store::Ankomst after,
                                                        std::size_t most) const {
  const store::KoeNr koe = PROEV(koe_of(dueslag));
  const auto tavle = faelles_.ydre.tavler.nu();
  std::vector<Koepost> out;
  for (const store::Leased& leased : faelles_.ydre.store.queues().list(koe, fejlkoe, after, most)) {
    out.push_back(post_of(leased, *tavle));
  }
  return out;
}

Resultat<void> Administration::commit(store::Commit&& commit) {
  const store::Udfald udfald = faelles_.ydre.store.committer().commit(std::move(commit)).udfald;
  if (udfald == store::Udfald::OK) return {};
  if (udfald == store::Udfald::DISK_FULD) return fejl(FejlKode::DISK_FULD, "no room: nothing was changed");
  return fejl(FejlKode::LAGER, "the store failed: nothing was confirmed");
}

Resultat<std::size_t> Administration::move(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                           std::string_view who, Flytning flytning) {
  const store::KoeNr koe = PROEV(koe_of(dueslag));
  const auto tavle = faelles_.ydre.tavler.nu();
  const std::string tekst =
      fmt::format("{} af {}", flytning == Flytning::SLET ? "slettet fra fejlkø" : "lagt tilbage fra fejlkø", who);
  store::Commit change;
  std::vector<store::Ankomst> there;
  for (const store::Ankomst ankomst : ankomster) {
    const auto page = faelles_.ydre.store.queues().list(koe, true, ankomst - 1, 1);
    if (page.empty() || page.front().ankomst != ankomst) continue;
    oio::Revisionspost post;
    post.haendelse = oio::Haendelse::ADMINISTRATION;
    post.tid = faelles_.ydre.ur.nu();
    post.objekt = beskedfordeler::uuid_of(post_of(page.front(), *tavle).besked_id);
    post.relateret = dueslag;
    post.tekst = tekst;
    change.ledger(oio::encode(post));
    there.push_back(ankomst);
  }
  if (there.empty()) return std::size_t{0};
  if (flytning == Flytning::SLET) {
    change.kvitteret(koe, there);
  } else {
    change.fra_fejlkoe(koe, there);
    renew(koe, there, faelles_.ydre.ur.nu(), change);
  }
  PROEV(commit(std::move(change)));
  return there.size();
}

Resultat<std::size_t> Administration::requeue(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                              std::string_view who) {
  return move(dueslag, ankomster, who, Flytning::TILBAGE);
}

Resultat<std::size_t> Administration::slet(const base::Uuid& dueslag, std::span<const store::Ankomst> ankomster,
                                           std::string_view who) {
  return move(dueslag, ankomster, who, Flytning::SLET);
}

Resultat<Hvorfor> Administration::hvorfor(const base::Uuid& dueslag, store::Ankomst ankomst, std::string_view who) {
  auto answer = PROEV(forklar(faelles_, dueslag, ankomst));
  const std::string tekst = fmt::format("forklaret for {}", who);
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::ADMINISTRATION;
  post.tid = faelles_.ydre.ur.nu();
  post.objekt = beskedfordeler::uuid_of(answer.besked_id);
  post.relateret = dueslag;
  post.tekst = tekst;
  store::Commit shown;
  shown.ledger(oio::encode(post));
  PROEV(commit(std::move(shown)));
  return answer;
}

Resultat<std::vector<Hvorfor>> Administration::hvorfor(const base::Uuid& dueslag, std::string_view besked_id,
                                                       std::string_view who) {
  std::vector<Hvorfor> out;
  for (const store::Ankomst ankomst : find_besked(faelles_, besked_id, most_searched_)) {
    out.push_back(PROEV(hvorfor(dueslag, ankomst, who)));
  }
  if (!out.empty()) return out;
  const bool all = faelles_.ydre.store.beskeder().newest() <= most_searched_;
  return fejl(FejlKode::IKKE_FUNDET,
              all ? "no besked with that BeskedId is kept"
                  : fmt::format("no besked with that BeskedId is among the newest {}; older ones were not looked at",
                                most_searched_),
              std::string{besked_id});
}

}  // namespace brevdue::beskedfordeler
