// brevdue as a process of its own, whose output is read as it comes.
//
// Thread safety: one thread. Ownership: the process ends with the object.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "stopfrist.hpp"

namespace brevdue::acceptance {

class Program {
 public:
  explicit Program(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDERR_FILENO);
    if (::posix_spawn(&pid_, BREVDUE_PROGRAM, &files, nullptr, argv.data(), environ) != 0) std::abort();
    posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    reader_ = std::thread([this, fd = ends[0]] { read(fd); });
  }
  ~Program() {
    if (pid_ > 0) stop();
    reader_.join();
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Until `text` has come; the rest of its line. Nothing: the program ended, or said nothing of the kind for too long.
  std::optional<std::string> line_with(std::string_view text) {
    std::unique_lock lock(mutex_);
    const auto whole_line = [&] {
      const auto at = output_.find(text);
      return at != std::string::npos && output_.find('\n', at) != std::string::npos;
    };
    more_.wait_for(lock, std::chrono::minutes{1}, [&] { return ended_ || whole_line(); });
    if (!whole_line()) return {};
    const auto at = output_.find(text);
    return output_.substr(at, output_.find('\n', at) - at);
  }
  std::string output() {
    const std::lock_guard lock(mutex_);
    return output_;
  }
  void signal(int number) const { ::kill(pid_, number); }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  int stop() {
    const Stopfrist stopfrist;
    signal(SIGTERM);
    return wait();
  }

 private:
  void read(int fd) {
    std::array<char, 4096> some{};
    while (true) {
      const auto got = ::read(fd, some.data(), some.size());
      const std::lock_guard lock(mutex_);
      ended_ = got <= 0;
      if (!ended_) output_.append(some.data(), static_cast<std::size_t>(got));
      more_.notify_all();
      if (ended_) break;
    }
    ::close(fd);
  }

  pid_t pid_ = -1;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::string output_;
  bool ended_ = false;
};

}  // namespace brevdue::acceptance
