#include "beskedfordeler/service.hpp"

namespace brevdue::beskedfordeler {

Beskedfordeler::Beskedfordeler(const Ydre& ydre, Indstillinger indstillinger)
    : faelles_(ydre, std::move(indstillinger)) {
  registre_watch_ = ydre.registre.watch([this] { tell(Grund::REGISTRERINGER); });
  tavler_watch_ = ydre.tavler.watch([this] { tell(Grund::REGISTRERINGER); });
}

Beskedfordeler::~Beskedfordeler() {
  registre_watch_.reset();
  tavler_watch_.reset();
  for (const auto& postkasse : postkasser_) faelles_.ydre.store.committer().forget(*postkasse);
}

void Beskedfordeler::tick() {
  tell(Grund::TID);
}

std::shared_ptr<void> Beskedfordeler::connect(std::function<void(Grund)> look) {
  auto connection = std::make_shared<std::function<void(Grund)>>(std::move(look));
  const std::lock_guard lock{mutex_};
  std::erase_if(connections_, [](const auto& one) { return one.expired(); });
  connections_.push_back(connection);
  return connection;
}

void Beskedfordeler::keep(std::shared_ptr<Postkasse> postkasse) {
  const std::lock_guard lock{mutex_};
  std::erase_if(postkasser_, [](const auto& one) { return one.use_count() == 1 && one->is_idle(); });
  postkasser_.push_back(std::move(postkasse));
}

void Beskedfordeler::tell(Grund grund) {
  std::vector<std::shared_ptr<std::function<void(Grund)>>> told;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& one : connections_) told.push_back(one.lock());
  }
  for (const auto& one : told) {
    if (one) (*one)(grund);
  }
}

}  // namespace brevdue::beskedfordeler
