#include <pthread.h>

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>

#include "base/log.hpp"
#include "net/io_thread.hpp"

namespace brevdue::net {
namespace {

namespace asio = boost::asio;
namespace log = base::log;

// About two seconds of RSA on two cores; whoever comes after that is better off being told so.
constexpr unsigned kPoolLimit = 4096;

void log_exception(const char* what, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    log::error("exception", {{"in", what}, {"text", e.what()}});
  } catch (...) {
    log::error("exception", {{"in", what}});
  }
}

// Signals are for the main thread.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

std::exception_ptr run_caught(const std::function<void()>& work) {
  try {
    work();
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace

void Mailbox::put(Work work) {
  const std::lock_guard lock(mutex_);
  if (context_ == nullptr) return;
  waiting_.push_back(std::move(work));
  if (waiting_.size() == 1) asio::post(*context_, [self = shared_from_this()] { self->deliver(); });
}

void Mailbox::close() {
  std::vector<Work> dropped;
  const std::lock_guard lock(mutex_);
  context_ = nullptr;
  dropped.swap(waiting_);
}

void Mailbox::deliver() {
  std::vector<Work> batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(waiting_);
  }
  for (Work& work : batch) {
    if (const auto thrown = run_caught(work)) log_exception("posted work", thrown);
    work = nullptr;
  }
}

IoThread::IoThread()
    : thread([this] {
        pthread_setname_np(pthread_self(), "brevdue-io");
        context.run();
      }) {}

IoThreads::Impl::Impl(unsigned io_threads, unsigned pool_threads) : pool(std::max(1U, pool_threads)) {
  for (unsigned i = 0; i < std::max(1U, io_threads); ++i) threads.push_back(std::make_unique<IoThread>());
}

IoThread& IoThreads::Impl::least_loaded() {
  return **std::ranges::min_element(threads, {}, [](const auto& thread) { return thread->connections.load(); });
}

IoThreads::IoThreads(unsigned io_threads, unsigned pool_threads) {
  const SignalsBlocked blocked;
  impl_ = std::make_unique<Impl>(io_threads, pool_threads);
}

IoThreads::~IoThreads() {
  stop();
}

void IoThreads::stop() {
  for (const auto& thread : impl_->threads) thread->mailbox->close();
  for (const auto& thread : impl_->threads) thread->context.stop();
  impl_->pool.stop();
  for (const auto& thread : impl_->threads) {
    if (thread->thread.joinable()) thread->thread.join();
  }
  impl_->pool.join();
}

Opgave<base::Resultat<void>> IoThreads::run_in_pool(std::function<void()> work) {
  auto& waiting = impl_->pool_waiting;
  if (waiting.fetch_add(1) >= kPoolLimit) {
    waiting.fetch_sub(1);
    co_return base::fejl(base::FejlKode::OVERBELASTET, "too much work is waiting for a thread");
  }
  const auto start = [this, &waiting, &work](auto handler) {
    asio::post(impl_->pool, [&waiting, work = std::move(work), handler = std::move(handler)]() mutable {
      std::exception_ptr thrown = run_caught(work);
      work = nullptr;
      waiting.fetch_sub(1);
      auto back_to = asio::get_associated_executor(handler);
      asio::post(back_to,
                 [handler = std::move(handler), thrown = std::move(thrown)]() mutable { std::move(handler)(thrown); });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(start, asio::use_awaitable);
  co_return base::Resultat<void>{};
}

void IoThreads::spawn(Opgave<void> task) {
  launch(*impl_->threads.front(), std::move(task), "periodic work");
}

void launch(IoThread& on, Opgave<void> task, const char* what) {
  asio::co_spawn(on.context, std::move(task), [what](const std::exception_ptr& thrown) {
    if (thrown) log_exception(what, thrown);
  });
}

}  // namespace brevdue::net
