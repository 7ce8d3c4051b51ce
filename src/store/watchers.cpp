#include "store/watchers.hpp"

#include <utility>

namespace brevdue::store {

std::shared_ptr<void> Watchers::add(std::function<void()> call) {
  auto one = std::make_shared<One>();
  one->call = std::move(call);
  {
    const std::lock_guard lock{list_->mutex};
    list_->all.push_back(one);
  }
  return {nullptr, [list = list_, one](void*) {
            {
              const std::lock_guard lock{list->mutex};
              std::erase(list->all, one);
            }
            const std::lock_guard lock{one->mutex};
            one->call = nullptr;
          }};
}

void Watchers::notify() const {
  std::vector<std::shared_ptr<One>> all;
  {
    const std::lock_guard lock{list_->mutex};
    all = list_->all;
  }
  for (const auto& one : all) {
    const std::lock_guard lock{one->mutex};
    if (one->call) one->call();
  }
}

}  // namespace brevdue::store
