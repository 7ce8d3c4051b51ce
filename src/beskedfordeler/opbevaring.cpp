#include "beskedfordeler/opbevaring.hpp"

#include "base/log.hpp"
#include "oio/felter.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

constexpr std::size_t kPage = 256;

struct Foraeldet {
  store::Ankomst ankomst = 0;
  base::Uuid besked_id;
};

constexpr store::Familie kFamilie = store::Familie::INDSTILLING;
constexpr std::string_view kPrefix = "beskedfordeler/fornyet/";  // dueslag, besked -> when its time began again

std::string key_of(store::KoeNr koe, store::Ankomst ankomst) {
  std::string key{kPrefix};
  oio::Feltskriver{key}.number(koe).number(ankomst);
  return key;
}

bool is_renewed(const Faelles& faelles, store::KoeNr koe, store::Ankomst ankomst, base::Tidspunkt limit) {
  const auto row = faelles.ydre.store.objects().get(kFamilie, key_of(koe, ankomst));
  if (!row) return false;
  const auto& renewed = *row;
  return renewed && oio::Feltlaeser{renewed->value}.tid() > limit;
}

// Those of a page that are too old, and where to go on; nothing at the end.
struct Side {
  std::vector<Foraeldet> foraeldede;
  std::optional<store::Ankomst> naeste;
};

// They stand in order of arrival, so the first that came late enough ends the search; one that cannot be read is left
// to delivery, which says so.
Side too_old(const Faelles& faelles, store::KoeNr koe, store::Ankomst after) {
  Side out;
  const base::Tidspunkt limit = faelles.ydre.ur.nu() - faelles.indstillinger.opbevaring;
  const auto page = faelles.ydre.store.queues().list(koe, false, after, kPage);
  if (!page.empty()) out.naeste = page.back().ankomst;
  for (const store::Leased& one : page) {
    const auto besked = faelles.find(one.ankomst);
    if (!besked) continue;
    const auto meta = decode_beskedmeta((*besked)->meta());
    if (!meta) continue;
    if (meta->modtaget > limit) {
      out.naeste.reset();
      break;
    }
    if (!is_renewed(faelles, koe, one.ankomst, limit))
      out.foraeldede.push_back({one.ankomst, uuid_of(meta->besked_id)});
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

// Rows whose time is over say no more than none.
void forget_renewals(Faelles& faelles) {
  const base::Tidspunkt limit = faelles.ydre.ur.nu() - faelles.indstillinger.opbevaring;
  store::Commit commit;
  (void)faelles.ydre.store.objects().scan(kFamilie, kPrefix, [&](std::string_view key, const store::Laest& row) {
    if (oio::Feltlaeser{row.value}.tid() <= limit) commit.erase(kFamilie, key);
    return true;
  });
  if (!commit.is_empty()) faelles.ydre.store.committer().commit(std::move(commit));
}

std::size_t expire(Faelles& faelles, const Dueslagsplads& plads) {
  std::size_t moved = 0;
  for (std::optional<store::Ankomst> after = 0; after;) {
    const auto [foraeldede, naeste] = too_old(faelles, plads.koe, *after);
    after = naeste;
    if (foraeldede.empty()) continue;
    if (!move(faelles, plads, foraeldede)) break;
    moved += foraeldede.size();
  }
  return moved;
}

}  // namespace

void renew(store::KoeNr koe, std::span<const store::Ankomst> ankomster, base::Tidspunkt nu, store::Commit& commit) {
  for (const store::Ankomst ankomst : ankomster) {
    std::string value;
    oio::Feltskriver{value}.tid(nu);
    commit.put(kFamilie, key_of(koe, ankomst), value);
  }
}

std::size_t expire(Faelles& faelles) {
  std::size_t moved = 0;
  const auto tavle = faelles.ydre.tavler.nu();
  for (const Dueslagsplads& plads : tavle->dueslag()) {
    const std::size_t here = expire(faelles, plads);
    if (here == 0) continue;
    faelles.tal.til_fejlkoe.add(here);
    base::log::error("beskeder ikke hentet i tide lagt i fejlkø",
                     {{"dueslag", plads.dueslag->uuid.text()}, {"antal", here}});
    moved += here;
  }
  forget_renewals(faelles);
  return moved;
}

}  // namespace brevdue::beskedfordeler
