#include "beskedfordeler/tavle.hpp"

#include <algorithm>

namespace brevdue::beskedfordeler {

base::Resultat<std::shared_ptr<const Tavle>> Tavle::make(Registreringer all, Abonnementsnumre numre,
                                                         std::vector<store::KoeNr> koer, std::uint64_t version) {
  PROEV(check(all));
  std::shared_ptr<Tavle> tavle{new Tavle(std::move(all), std::move(numre), version)};
  std::vector<const Abonnementsudtryk*> udtryk;
  for (const Dueslag& dueslag : tavle->all_.dueslag) {
    const auto place = static_cast<std::uint32_t>(tavle->dueslag_.size());
    const store::KoeNr koe = koer.at(place);
    tavle->dueslag_.push_back({&dueslag, koe});
    tavle->by_uuid_.emplace(dueslag.uuid, place);
    tavle->by_koe_.emplace(koe, place);
    const std::size_t first = tavle->abonnementer_.size();
    for (const Abonnement& abonnement : dueslag.abonnementer) tavle->abonnementer_.push_back({place, &abonnement});
    std::ranges::sort(tavle->abonnementer_.begin() + static_cast<std::ptrdiff_t>(first), tavle->abonnementer_.end(), {},
                      [](const Abonnementsplads& plads) { return plads.abonnement->oprettet; });
  }
  for (const Abonnementsplads& plads : tavle->abonnementer_) udtryk.push_back(&plads.abonnement->udtryk);
  tavle->matcher_ = std::make_unique<const Matcher>(udtryk);
  return tavle;
}

const Dueslagsplads* Tavle::find(const base::Uuid& dueslag) const {
  const auto found = by_uuid_.find(dueslag);
  return found == by_uuid_.end() ? nullptr : &dueslag_[found->second];
}

const Dueslagsplads* Tavle::find(store::KoeNr koe) const {
  const auto found = by_koe_.find(koe);
  return found == by_koe_.end() ? nullptr : &dueslag_[found->second];
}

const Abonnementsnummer* Tavle::find_nummer(std::uint32_t nummer) const {
  const auto found = numre_.find(nummer);
  return found == numre_.end() ? nullptr : &found->second;
}

Tavler::Tavler(const std::shared_ptr<const Tavle>& first) : tavle_(first), version_(first->version()) {}

void Tavler::set(std::shared_ptr<const Tavle> next) {
  const std::uint64_t version = next->version();
  tavle_.store(std::move(next));
  version_.store(version, std::memory_order_release);
  std::vector<std::shared_ptr<std::function<void()>>> told;
  {
    const std::lock_guard lock{mutex_};
    std::erase_if(watchers_, [](const auto& watcher) { return watcher.expired(); });
    for (const auto& watcher : watchers_) told.push_back(watcher.lock());
  }
  for (const auto& watcher : told) {
    if (watcher) (*watcher)();
  }
}

Tavler::Watch Tavler::watch(std::function<void()> changed) {
  auto watcher = std::make_shared<std::function<void()>>(std::move(changed));
  const std::lock_guard lock{mutex_};
  watchers_.push_back(watcher);
  return watcher;
}

}  // namespace brevdue::beskedfordeler
