#include "app/sandbox_proces.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/filer.hpp"

extern char** environ;

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;
using namespace std::chrono_literals;

constexpr auto kStart = 60s;

// Of outlive_signals(): what they end, and that one came.
std::atomic<pid_t> to_end{-1};
std::atomic<bool> is_ending{false};

void on_signal(int) {
  is_ending = true;
  if (const pid_t pid = to_end; pid > 0) ::kill(pid, SIGTERM);
}

// False at the end of what is written, or when nothing comes for too long.
bool waits_for_line(int fd) {
  pollfd one{fd, POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + kStart;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const int ready = left.count() > 0 ? ::poll(&one, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    char some = 0;
    if (ready <= 0 || ::read(fd, &some, 1) != 1) return false;
    if (some == '\n') return true;
  }
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool is_free(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const int one = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  const bool free = ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return free;
}

}  // namespace

Sandboxproces::~Sandboxproces() {
  if (pid_ > 0) stop();
}

Resultat<void> Sandboxproces::start() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return base::fejl(FejlKode::INTERN, std::strerror(errno));
  const auto spawned = spawn(ends[1]);
  ::close(ends[1]);
  const bool said = spawned && waits_for_line(ends[0]);
  ::close(ends[0]);
  PROEV(spawned);
  if (said) return {};
  ::kill(pid_, SIGTERM);
  return base::fejl(FejlKode::INTERN, "the sandbox did not start: exit code " + std::to_string(wait()));
}

// Its standard output is `out`.
Resultat<void> Sandboxproces::spawn(int out) {
  std::vector<std::string> words{"brevdue",      "sandbox",     "--data",
                                 data_.string(), "--port-base", std::to_string(port_base_)};
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  const int failed = ::posix_spawn(&pid_, "/proc/self/exe", &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return base::fejl(FejlKode::INTERN, std::generic_category().message(failed));
  to_end = pid_;
  if (is_ending) ::kill(pid_, SIGTERM);
  return {};
}

void Sandboxproces::kill() {
  ::kill(pid_, SIGKILL);
  wait();
}

int Sandboxproces::stop() {
  ::kill(pid_, SIGTERM);
  return wait();
}

int Sandboxproces::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  to_end = pid_ = -1;
  return exit_code(status);
}

Resultat<nlohmann::json> Sandboxproces::descriptor() const {
  auto parsed = nlohmann::json::parse(PROEV(read_file(data_ / "sandbox.json")), nullptr, false);
  if (parsed.is_discarded()) return base::fejl(FejlKode::UGYLDIG, "is no JSON", (data_ / "sandbox.json").string());
  return parsed;
}

void outlive_signals() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

std::uint16_t free_port_base() {
  const auto start = static_cast<unsigned>(::getpid());
  for (unsigned i = 0; i < 2000; ++i) {
    const auto base = static_cast<std::uint16_t>(20000 + (start + i) * 20 % 12000);
    bool all = true;
    for (std::uint16_t n = 0; n < 4 && all; ++n) all = is_free(static_cast<std::uint16_t>(base + n));
    if (all) return base;
  }
  return 8443;
}

}  // namespace brevdue::app
