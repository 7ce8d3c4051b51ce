#include "app/sandbox_proces.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "app/filer.hpp"

extern char** environ;

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;
using namespace std::chrono_literals;

constexpr auto kStart = 60s;

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool is_free(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
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
  const auto file = data_ / "sandbox.json";
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  std::vector<std::string> words{"brevdue",      "sandbox",     "--data",
                                 data_.string(), "--port-base", std::to_string(port_base_)};
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int failed = ::posix_spawn(&pid_, "/proc/self/exe", nullptr, nullptr, argv.data(), environ);
  if (failed != 0) return base::fejl(FejlKode::INTERN, std::generic_category().message(failed));
  for (const auto until = std::chrono::steady_clock::now() + kStart; std::chrono::steady_clock::now() < until;) {
    if (std::filesystem::exists(file, ignored)) return {};
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return base::fejl(FejlKode::INTERN, "the sandbox ended with exit code " + std::to_string(exit_code(status)));
    }
    std::this_thread::sleep_for(10ms);
  }
  return base::fejl(FejlKode::TIDSFRIST, "the sandbox did not open its doors");
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
  pid_ = -1;
  return exit_code(status);
}

Resultat<nlohmann::json> Sandboxproces::descriptor() const {
  auto parsed = nlohmann::json::parse(PROEV(read_file(data_ / "sandbox.json")), nullptr, false);
  if (parsed.is_discarded()) return base::fejl(FejlKode::UGYLDIG, "is no JSON", (data_ / "sandbox.json").string());
  return parsed;
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
