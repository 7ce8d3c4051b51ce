#include "beskedfordeler/faelles.hpp"

namespace brevdue::beskedfordeler {
namespace {

net::Opgave<void> run(net::IoThreads& threads, std::function<void()> work, std::function<void(bool)> then) {
  const auto done = co_await threads.run_in_pool(std::move(work));
  then(done.has_value());
}

}  // namespace

void Faelles::in_pool(std::function<void()> work, std::function<void(bool)> then) {
  ydre.threads.spawn(run(ydre.threads, std::move(work), std::move(then)));
}

base::Resultat<std::shared_ptr<const Besked>> Faelles::read(store::Ankomst ankomst) const {
  const auto laest = ydre.store.beskeder().read(ankomst);
  if (!laest) return std::unexpected(laest.error());
  return std::make_shared<const Besked>(laest->meta, laest->body);
}

}  // namespace brevdue::beskedfordeler
