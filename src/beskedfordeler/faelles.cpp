#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {
namespace {

net::Opgave<void> run(net::IoThreads& threads, std::function<void()> work, std::function<void(bool)> then) {
  const auto done = co_await threads.run_in_pool(std::move(work));
  then(done.has_value());
}

}  // namespace

void Faelles::in_pool(std::function<void()> work, std::function<void(bool)> then) {
  ydre.threads.spawn(run(ydre.threads, while_alive(std::move(work)), while_alive(std::move(then))));
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
