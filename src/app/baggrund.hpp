// A start in the background: whoever started it waits until it is told how it went, and ends with that.
//
// Thread safety: one thread, before any other is made.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace brevdue::app {

// The child's end. It tells once; a child that ends without a word failed.
class Melder {
 public:
  explicit Melder(int fd) : fd_(fd) {}
  ~Melder() { close(); }
  Melder(const Melder&) = delete;
  Melder& operator=(const Melder&) = delete;
  void up(std::string_view text) { tell('+', text); }
  void failed(std::string_view text) { tell('-', text); }

 private:
  void tell(char how, std::string_view text);
  void close();
  int fd_;
};

// Runs `child` in a process of its own session, whose output goes to the end of the file `log`; its exit code is
// returned there. Here: 0 when it is up, its text on standard output; its exit code (1 if that was 0) when it failed,
// its text on standard error. Errors: LAGER, INTERN: there is no child.
base::Resultat<int> run_in_background(const std::filesystem::path& log, const std::function<int(Melder&)>& child);

}  // namespace brevdue::app
