// Who wants to hear that something is there: a list of calls, each until its handle is destroyed.
//
// Thread safety: all members from any thread. Destroying a handle waits for a call under way, so that nothing is called
// afterwards; it must not be done from within the call. Ownership: handles may outlive the list.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace brevdue::store {

class Watchers {
 public:
  std::shared_ptr<void> add(std::function<void()> call);
  void notify() const;

 private:
  struct One {
    std::mutex mutex;
    std::function<void()> call;  // empty once its handle is gone
  };
  struct List {
    std::mutex mutex;
    std::vector<std::shared_ptr<One>> all;
  };
  std::shared_ptr<List> list_ = std::make_shared<List>();
};

}  // namespace brevdue::store
