#include "app/puls.hpp"

#include <algorithm>

namespace brevdue::app {

using Clock = std::chrono::steady_clock;

Puls::Puls(std::vector<Opgave> tasks) : tasks_(std::move(tasks)), thread_([this] { run(); }) {}

Puls::~Puls() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Puls::run() {
  std::vector<Clock::time_point> due;
  for (const auto& task : tasks_) due.push_back(Clock::now() + task.interval);
  std::unique_lock lock(mutex_);
  while (!stop_) {
    const auto next = std::ranges::min_element(due);
    if (next == due.end()) return wake_.wait(lock, [this] { return stop_; });
    if (wake_.wait_until(lock, *next, [this] { return stop_; })) return;
    const auto& task = tasks_[static_cast<std::size_t>(next - due.begin())];
    lock.unlock();
    task.act();
    lock.lock();
    *next = Clock::now() + task.interval;
  }
}

}  // namespace brevdue::app
