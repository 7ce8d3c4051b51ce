#include "beskedfordeler/opbevaring.hpp"

#include "base/log.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

constexpr std::size_t kPage = 256;

struct Foraeldet {
  store::Ankomst ankomst = 0;
  base::Uuid besked_id;
};

// The oldest of the queue that are too old, a page at most. They stand in order of arrival, so the first that is young
// enough ends the search; one that cannot be read is left to delivery, which says so.
std::vector<Foraeldet> oldest(const Faelles& faelles, store::KoeNr koe) {
  std::vector<Foraeldet> out;
  const base::Tidspunkt limit = faelles.ydre.ur.nu() - faelles.indstillinger.opbevaring;
  for (const store::Leased& one : faelles.ydre.store.queues().list(koe, false, 0, kPage)) {
    const auto besked = faelles.find(one.ankomst);
    if (!besked) continue;
    const auto meta = decode_beskedmeta((*besked)->meta());
    if (!meta) continue;
    if (meta->modtaget > limit) break;
    out.push_back({one.ankomst, uuid_of(meta->besked_id)});
  }
  return out;
}

bool move(Faelles& faelles, const Dueslagsplads& plads, const std::vector<Foraeldet>& foraeldede) {
  store::Commit commit;
  std::vector<store::Ankomst> ankomster;
  for (const Foraeldet& one : foraeldede) {
    oio::Revisionspost post;
    post.haendelse = oio::Haendelse::BESKED_TIL_FEJLKOE;
    post.tid = faelles.ydre.ur.nu();
    post.objekt = one.besked_id;
    post.relateret = plads.dueslag->uuid;
    post.tekst = "ikke hentet inden opbevaringstidens udløb";
    commit.ledger(oio::encode(post));
    ankomster.push_back(one.ankomst);
  }
  commit.til_fejlkoe(plads.koe, ankomster);
  return faelles.ydre.store.committer().commit(std::move(commit)).udfald == store::Udfald::OK;
}

}  // namespace

std::size_t expire(Faelles& faelles) {
  std::size_t moved = 0;
  const auto tavle = faelles.ydre.tavler.nu();
  for (const Dueslagsplads& plads : tavle->dueslag()) {
    std::size_t here = 0;
    for (auto some = oldest(faelles, plads.koe); !some.empty() && move(faelles, plads, some);
         some = oldest(faelles, plads.koe)) {
      here += some.size();
    }
    if (here == 0) continue;
    faelles.tal.til_fejlkoe.add(here);
    base::log::error("beskeder ikke hentet i tide lagt i fejlkø",
                     {{"dueslag", plads.dueslag->uuid.text()}, {"antal", here}});
    moved += here;
  }
  return moved;
}

}  // namespace brevdue::beskedfordeler
