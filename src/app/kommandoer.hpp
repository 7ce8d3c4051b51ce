// What the commands do; each says on standard error why it could not.
//
// Thread safety: called once, from main. Every function returns an exit code (kommandolinje.hpp).
#pragma once

#include <cstdint>
#include <string>

namespace brevdue::app {

int serve(const std::string& config);

struct SandboxValg {
  std::string data;
  std::uint16_t port_base = 8443;
  bool detach = false;
};
int sandbox(const SandboxValg& valg);
// "set" with an RFC 3339 time, or "advance" with a duration such as 90s, 15m, 2h or 3d.
int sandbox_clock(const std::string& data, const std::string& verb, const std::string& value);

struct DemoValg {
  std::string data;  // empty: a temporary folder
  std::uint16_t port_base = 0;
  bool once = false;
};
int demo(const DemoValg& valg);

// Commands on a data folder: through the admin socket while the program runs on it, otherwise directly.
int import_registreringer(const std::string& data, const std::string& file);
int export_registreringer(const std::string& data);
int ledger_verify(const std::string& data, const std::string& anker);
int ledger_list(const std::string& data, std::uint64_t from);
int backup(const std::string& data, const std::string& into);
int restore(const std::string& from, const std::string& data);
int status(const std::string& data);
int dueslag(const std::string& data);
int hvorfor(const std::string& data, const std::string& besked, const std::string& dueslag);
int fejlkoe(const std::string& data, const std::string& verb, const std::string& dueslag, const std::string& ankomst);

}  // namespace brevdue::app
