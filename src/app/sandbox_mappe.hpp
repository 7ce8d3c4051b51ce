// The sandbox's folder: keys and certificates for its fictitious world, its registrations, its clock; made at the first
// start and read at later ones. Its descriptor, sandbox.json, is all that outside clients need (docs/sandbox.md).
//
//   pki/ (SANDBOX marks its keys as no secrets), registreringer.toml, clock, store/, admin.sock, sandbox.json
//
// Thread safety: one thread, of the program that holds the folder's Mappelaas. Ownership: plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "app/indstillinger.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"

namespace brevdue::app {

struct Sandboxporte {
  std::uint16_t https = 0;
  std::uint16_t amqps = 0;
  std::uint16_t metrics = 0;
};

class Sandboxmappe {
 public:
  // Makes what is not there. Errors: LAGER; KONFLIKT when the folder holds something else.
  static base::Resultat<Sandboxmappe> open(const std::filesystem::path& folder, const base::Ur& certifikat_ur,
                                           base::Tilfaeldig& random);

  // What the sandbox serves with; ports are those asked for.
  Indstillinger indstillinger(std::uint16_t port_base) const;
  std::filesystem::path registreringer() const { return path_ / "registreringer.toml"; }
  const std::filesystem::path& path() const { return path_; }

  // Its clock's distance from the machine's; kept in the folder.
  base::Resultat<std::chrono::microseconds> clock_offset() const;
  base::Resultat<void> set_clock_offset(std::chrono::microseconds offset) const;

  base::Resultat<void> remove_descriptor() const;
  base::Resultat<void> write_descriptor(const Sandboxporte& porte, base::Tidspunkt now) const;

  static constexpr const char* kMarker = "SANDBOX";

 private:
  explicit Sandboxmappe(std::filesystem::path path, std::string password)
      : path_(std::move(path)), password_(std::move(password)) {}
  std::filesystem::path pki() const { return path_ / "pki"; }

  std::filesystem::path path_;
  std::string password_;  // of every PKCS#12 file in pki/
};

// Whether a data folder is a sandbox's.
bool is_sandbox_folder(const std::filesystem::path& data);
// Whether a key or certificate is a sandbox's, so that `serve` refuses it: the file lies in a sandbox's folder, or what
// it holds was issued by a sandbox, wherever it lies.
bool is_of_sandbox(const std::filesystem::path& file);

}  // namespace brevdue::app
