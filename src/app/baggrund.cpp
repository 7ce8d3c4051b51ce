#include "app/baggrund.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;

std::string reason() {
  return std::generic_category().message(errno);
}

std::string read_all(int fd) {
  std::string out;
  std::array<char, 1024> some{};
  while (true) {
    const auto got = ::read(fd, some.data(), some.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return out;
    out.append(some.data(), static_cast<std::size_t>(got));
  }
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int await_start(pid_t child, int told, const std::filesystem::path& log) {
  const std::string text = read_all(told);
  ::close(told);
  if (text.starts_with('+')) {
    std::printf("%s\n", text.c_str() + 1);
    return 0;
  }
  const int code = exit_code_of(child);
  const std::string why = text.empty() ? "it ended while it started; see " + log.string() : text.substr(1);
  std::fprintf(stderr, "brevdue: %s\n", why.c_str());
  return code == 0 ? 1 : code;
}

}  // namespace

void Melder::tell(char how, std::string_view text) {
  if (fd_ < 0) return;
  const std::string all = how + std::string(text);
  // Whoever waited may be gone: then nobody needs to know.
  [[maybe_unused]] const auto written = ::write(fd_, all.data(), all.size());
  close();
}

void Melder::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Resultat<int> run_in_background(const std::filesystem::path& log, const std::function<int(Melder&)>& child) {
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return base::fejl(FejlKode::LAGER, reason(), log.string());
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  std::array<int, 2> ends{};
  if (nothing < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return base::fejl(FejlKode::INTERN, reason());
  const pid_t pid = ::fork();
  if (pid < 0) return base::fejl(FejlKode::INTERN, reason());
  if (pid > 0) {
    ::close(ends[1]);
    return await_start(pid, ends[0], log);
  }
  ::close(ends[0]);
  ::setsid();
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  Melder melder(ends[1]);
  return child(melder);
}

}  // namespace brevdue::app
