#include "beskedfordeler/udbakke.hpp"

#include "base/log.hpp"
#include "oio/revisionspost.hpp"
#include "oio/udbakkepost.hpp"

namespace brevdue::beskedfordeler {
namespace {

constexpr std::size_t kPage = 64;

}  // namespace

std::size_t Udbakke::move() {
  const std::lock_guard lock{mutex_};
  std::size_t moved = 0;
  for (auto events = faelles_.ydre.store.outbox().waiting(kPage); !events.empty();
       events = faelles_.ydre.store.outbox().waiting(kPage)) {
    for (const store::Udgaaende& event : events) {
      store::Commit commit = prepare(event);
      commit.udgaaende_flyttet(event.number);
      if (faelles_.ydre.store.committer().commit(std::move(commit)).udfald != store::Udfald::OK) return moved;
      ++moved;
    }
  }
  return moved;
}

store::Commit Udbakke::prepare(const store::Udgaaende& event) {
  const auto haendelse = oio::decode_udbakkepost(event.event);
  if (!haendelse) return pass_over(event, haendelse.error().tekst);
  oio::Kald afsender;
  afsender.anvendersystem = haendelse->afsender;
  afsender.myndighed = haendelse->myndighed;
  Forberedt forberedt = afsendelse_.prepare_egen(afsender, {haendelse->body, {}});
  if (forberedt.afvist) return pass_over(event, forberedt.afvist->tekst);
  return std::move(forberedt.commit);
}

store::Commit Udbakke::pass_over(const store::Udgaaende& event, std::string_view why) {
  base::log::error("en hændelse kan ikke fordeles", {{"nummer", event.number}, {"grund", why}});
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::BESKED_AFVIST;
  post.tid = faelles_.ydre.ur.nu();
  post.tekst = why;
  store::Commit commit;
  commit.ledger(oio::encode(post));
  return commit;
}

}  // namespace brevdue::beskedfordeler
