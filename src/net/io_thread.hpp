// One io thread: its io_context, the letter box for work from other threads, how much it carries.
//
// Folder-private (Asio). Thread safety: Mailbox::put and `connections` from any thread; the context as Asio says.
// Ownership: IoThreads::Impl owns the threads; posters share the letter box and may outlive the thread.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "net/server.hpp"

namespace brevdue::net {

// Work posted while earlier work still lies here costs no wake-up: a committer that answers a thousand waiters wakes
// each io thread about once.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  using Work = std::function<void()>;

  explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}
  void put(Work work);
  // From now on work is dropped; what lies here too.
  void close();

 private:
  void deliver();

  std::mutex mutex_;
  std::vector<Work> waiting_;
  boost::asio::io_context* context_;  // nullptr: closed
};

struct IoThread {
  IoThread();

  std::atomic<unsigned> connections{0};  // above the context: what the context destroys still counts down here
  boost::asio::io_context context{1};
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(context);
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread;
};

struct IoThreads::Impl {
  Impl(unsigned io_threads, unsigned pool_threads);
  IoThread& least_loaded();

  std::vector<std::unique_ptr<IoThread>> threads;
  std::atomic<unsigned> pool_waiting{0};
  boost::asio::thread_pool
      pool;  // after the threads: its leftovers are destroyed first, and belong to coroutines there
};

// Starts the coroutine on the thread; what it throws is logged as having ended `what`.
void launch(IoThread& on, Opgave<void> task, const char* what);

}  // namespace brevdue::net
