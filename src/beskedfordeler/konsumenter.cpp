#include "beskedfordeler/konsumenter.hpp"

#include <algorithm>

namespace brevdue::beskedfordeler {

std::shared_ptr<Konsumenter::Plads> Konsumenter::add(store::KoeNr koe, bool exclusive, std::function<void()> wake) {
  auto plads = std::make_shared<Plads>();
  plads->koe_ = koe;
  plads->exclusive_ = exclusive;
  plads->wake_ = std::move(wake);
  const std::lock_guard lock{mutex_};
  auto& all = by_koe_[koe];
  if (!all.empty() && (exclusive || all.front()->exclusive_)) return nullptr;
  plads->first_ = all.empty();
  all.push_back(plads);
  return plads;
}

void Konsumenter::remove(const std::shared_ptr<Plads>& plads) {
  std::shared_ptr<Plads> next;
  {
    const std::lock_guard lock{mutex_};
    auto& all = by_koe_[plads->koe_];
    std::erase(all, plads);
    if (plads->first_.exchange(false) && !all.empty()) {
      next = all.front();
      next->first_.store(true, std::memory_order_release);
    }
    if (all.empty()) by_koe_.erase(plads->koe_);
  }
  if (next) next->wake_();
}

std::uint32_t Konsumenter::count(store::KoeNr koe) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_koe_.find(koe);
  return found == by_koe_.end() ? 0 : static_cast<std::uint32_t>(found->second.size());
}

}  // namespace brevdue::beskedfordeler
