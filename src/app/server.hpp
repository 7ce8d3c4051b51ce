// The program in operation: its parts put together in floor order, its doors open, and the way down.
//
// Thread safety: start, drain and reload from one thread (main); the rest from any. Ownership: main owns the one
// Server; clocks, random source and files given to it must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adgangsstyring/ure.hpp"
#include "app/indstillinger.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "store/file_system.hpp"

namespace brevdue::app {

struct Omgivelser {
  adgangsstyring::Ure ure;
  base::Tilfaeldig& random;
  store::FileSystem& files;
  // Moves the sandbox's clock; absent outside it. Errors: as the admin socket shows them.
  std::function<base::Resultat<void>(std::chrono::microseconds offset)> set_clock_offset;
};

struct Porte {
  std::uint16_t https = 0;
  std::uint16_t amqps = 0;
  std::uint16_t metrics = 0;
};

class Server {
 public:
  // Opens the store and all doors. Errors: those of Store::open (UGYLDIG: exit code 3) when `store_failed` is set;
  // otherwise a setting, a file or an address that is wrong.
  static base::Resultat<std::unique_ptr<Server>> start(const Indstillinger& indstillinger, const Omgivelser& omgivelser,
                                                       bool& store_failed);
  ~Server();  // drain()

  Porte porte() const;
  // Registrations from a file, as `brevdue import` brings them in.
  base::Resultat<std::string> import(const std::string& file, std::string_view who);
  bool has_registrations() const;
  // Reads [tls] certificate and key again; those in use stay when that fails.
  base::Resultat<void> reload();
  // No new connections, the open ones are ended politely, all that was accepted is finished; at most 3 s. Once: a
  // second call does nothing.
  void drain();

  struct Impl;

 private:
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace brevdue::app
