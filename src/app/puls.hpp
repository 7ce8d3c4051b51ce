// What is done now and then: one thread that calls each of its tasks at its interval.
//
// Thread safety: one thread makes and ends it; tasks run on its own. Ownership: what tasks refer to must outlive it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace brevdue::app {

class Puls {
 public:
  struct Opgave {
    std::chrono::seconds interval;
    std::function<void()> act;
  };
  explicit Puls(std::vector<Opgave> tasks);
  ~Puls();  // waits for a task under way

 private:
  void run();

  const std::vector<Opgave> tasks_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace brevdue::app
