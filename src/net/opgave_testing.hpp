// For tests: a coroutine's value, waited for from a thread that is no io thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <future>
#include <memory>
#include <utility>

#include "net/server.hpp"

namespace brevdue::net::testing {

// The promise is shared: whoever waits may be gone before set_value() is through.
template <class T>
Opgave<void> into_promise(Opgave<T> task, std::shared_ptr<std::promise<T>> promise) {
  promise->set_value(co_await std::move(task));
}

// Runs the coroutine on an io thread and waits for its value.
template <class T>
T await(IoThreads& threads, Opgave<T> task) {
  const auto promise = std::make_shared<std::promise<T>>();
  auto value = promise->get_future();
  threads.spawn(into_promise(std::move(task), promise));
  return value.get();
}

}  // namespace brevdue::net::testing
