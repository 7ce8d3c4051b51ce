#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {
namespace {

net::Opgave<void> run(net::IoThreads& threads, std::function<void()> work, std::function<void(bool)> then) {
  const auto done = co_await threads.run_in_pool(std::move(work));
  then(done.has_value());
}

}  // namespace

void Faelles::in_pool(std::function<void()> work, std::function<void(bool)> then) {
  auto guarded = [liv = liv_, work = std::move(work)] {
    const std::shared_lock lock{liv->mutex};
    if (!liv->ended) work();
  };
  auto told = [liv = liv_, then = std::move(then)](bool ran) {
    const std::shared_lock lock{liv->mutex};
    if (!liv->ended) then(ran);
  };
  ydre.threads.spawn(run(ydre.threads, std::move(guarded), std::move(told)));
}

void Faelles::end() {
  const std::lock_guard lock{liv_->mutex};
  liv_->ended = true;
}

base::Resultat<std::shared_ptr<const Besked>> Faelles::find(store::Ankomst ankomst) const {
  if (auto known = hukommelse.get(ankomst)) return known;
  return read(ankomst);
}

base::Resultat<std::shared_ptr<const Besked>> Faelles::read(store::Ankomst ankomst) const {
  const auto laest = ydre.store.beskeder().read(ankomst);
  if (!laest) return std::unexpected(laest.error());
  return std::make_shared<const Besked>(laest->meta, laest->body);
}

}  // namespace brevdue::beskedfordeler
