// A sandbox as a process of its own, for the demo: started, killed, started again, as an outside client sees it.
//
// Thread safety: one thread. Ownership: the process ends with the object.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"
#include "net/client.hpp"

namespace brevdue::app {

class Sandboxproces {
 public:
  Sandboxproces(std::filesystem::path data, std::uint16_t port_base) : data_(std::move(data)), port_base_(port_base) {}
  ~Sandboxproces();
  Sandboxproces(const Sandboxproces&) = delete;
  Sandboxproces& operator=(const Sandboxproces&) = delete;

  // Until it says that its descriptor is there. Errors: INTERN (it ended instead, or said nothing for too long).
  base::Resultat<void> start();
  // As the power cut does: SIGKILL, and nothing said.
  void kill();
  // SIGTERM; its exit code.
  int stop();
  // Until it ends by itself, or the terminal's interrupt ends both; its exit code.
  int wait();

  pid_t pid() const { return pid_; }
  const std::filesystem::path& data() const { return data_; }
  base::Resultat<nlohmann::json> descriptor() const;

 private:
  base::Resultat<void> spawn(int out);

  std::filesystem::path data_;
  std::uint16_t port_base_;
  pid_t pid_ = -1;
};

// From now on SIGINT, SIGTERM and SIGHUP end the sandbox and not this program, which sees it end and can clean up; nor
// does a reader end it who is no longer there.
void outlive_signals();

// A port from which four in a row are free just now.
std::uint16_t free_port_base();

}  // namespace brevdue::app
