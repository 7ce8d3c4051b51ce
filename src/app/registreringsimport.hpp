// Registrations from a file into the store, and into force: both readers of the one TOML file, one commit, one ledger
// record, and only when the whole hangs together.
//
// Thread safety: all members from any thread; imports wait for each other. It blocks on the disk. Ownership: what it
// refers to must outlive it.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "adgangsstyring/register.hpp"
#include "adgangsstyring/registreringer.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "beskedfordeler/registreringer.hpp"
#include "beskedfordeler/tavle.hpp"
#include "store/store.hpp"

namespace brevdue::app {

struct Registreringsfil {
  adgangsstyring::Registreringer adgangsstyring;
  beskedfordeler::Registreringer beskedfordeler;
};

// Errors: UGYLDIG with "source:line"; LAGER. Certificate files are looked for relative to `folder`.
base::Resultat<Registreringsfil> parse_registreringer(std::string_view toml, const std::string& source,
                                                      const std::filesystem::path& folder);
base::Resultat<Registreringsfil> read_registreringsfil(const std::filesystem::path& file);
// Reading it gives the same again; certificates stand in it.
std::string write_registreringsfil(const Registreringsfil& all);

class Registreringsimport {
 public:
  Registreringsimport(store::Store& store, adgangsstyring::Registre& registre, beskedfordeler::Tavler& tavler,
                      const base::Ur& ur)
      : store_(store), registre_(registre), tavler_(tavler), ur_(ur) {}

  // Lays `all` over what there is; a sentence that says what came in. `who` goes into the ledger. Errors: UGYLDIG when
  // the whole would not hang together, DISK_FULD, LAGER; nothing is changed then.
  base::Resultat<std::string> bring_in(const Registreringsfil& all, std::string_view who);
  Registreringsfil current() const;

 private:
  store::Store& store_;
  adgangsstyring::Registre& registre_;
  beskedfordeler::Tavler& tavler_;
  const base::Ur& ur_;
  std::mutex mutex_;
};

}  // namespace brevdue::app
