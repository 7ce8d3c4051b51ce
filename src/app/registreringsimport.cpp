#include "app/registreringsimport.hpp"

#include <fmt/format.h>

#include "adgangsstyring/registreringslager.hpp"
#include "app/filer.hpp"
#include "base/toml.hpp"
#include "beskedfordeler/store.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::app {

using base::FejlKode;
using base::Resultat;

namespace {

std::string summary(const Registreringsfil& all) {
  return fmt::format(
      "{} myndigheder, {} anvendersystemer, {} serviceaftaler, {} dataudvekslingsaftaler, {} beskedtyper, {} dueslag",
      all.adgangsstyring.myndigheder.size(), all.adgangsstyring.anvendersystemer.size(),
      all.adgangsstyring.serviceaftaler.size(), all.adgangsstyring.dataudvekslingsaftaler.size(),
      all.beskedfordeler.beskedtyper.size(), all.beskedfordeler.dueslag.size());
}

// The dueslag of nobody known: nothing would ever come into it.
Resultat<void> check_ejere(const beskedfordeler::Registreringer& imported, const adgangsstyring::Register& whole) {
  for (const auto& dueslag : imported.dueslag) {
    if (whole.system(dueslag.system) != nullptr) continue;
    return base::fejl(FejlKode::UGYLDIG,
                      fmt::format("its system {} is not a registered anvendersystem", dueslag.system.text()),
                      fmt::format("dueslag {} ({})", dueslag.uuid.text(), dueslag.navn));
  }
  return {};
}

Resultat<void> outcome_of(store::Udfald udfald) {
  switch (udfald) {
    case store::Udfald::OK:
      return {};
    case store::Udfald::DISK_FULD:
      return base::fejl(FejlKode::DISK_FULD, "the disk is full; nothing was imported");
    case store::Udfald::KONFLIKT:
    case store::Udfald::GENTAGELSE:
      return base::fejl(FejlKode::KONFLIKT, "the registrations were changed meanwhile; import again");
    case store::Udfald::FEJL:
      break;
  }
  return base::fejl(FejlKode::LAGER, "the store failed; nothing was imported");
}

}  // namespace

Resultat<Registreringsfil> parse_registreringer(std::string_view toml, const std::string& source,
                                                const std::filesystem::path& folder) {
  const auto top = PROEV(base::parse_toml(toml, source));
  base::TomlReader reader(top, source);
  Registreringsfil out;
  out.adgangsstyring = PROEV(adgangsstyring::read_registreringer(reader, folder));
  out.beskedfordeler = PROEV(beskedfordeler::read_registreringer(reader));
  PROEV(reader.finish());
  return out;
}

Resultat<Registreringsfil> read_registreringsfil(const std::filesystem::path& file) {
  return parse_registreringer(PROEV(read_file(file)), file.string(), std::filesystem::absolute(file).parent_path());
}

std::string write_registreringsfil(const Registreringsfil& all) {
  return adgangsstyring::write_registreringer(all.adgangsstyring) +
         beskedfordeler::write_registreringer(all.beskedfordeler);
}

Resultat<std::string> Registreringsimport::bring_in(const Registreringsfil& all, std::string_view who) {
  const std::lock_guard lock(mutex_);
  const auto now = registre_.nu();
  // Made once to see that it hangs together; what comes into force is read back from the store.
  const auto whole = PROEV(
      adgangsstyring::Register::make(adgangsstyring::merge(now->registreringer(), all.adgangsstyring), now->version()));
  PROEV(check_ejere(all.beskedfordeler, *whole));
  store::Commit commit;
  adgangsstyring::put_registreringer(all.adgangsstyring, now->version(), commit);
  PROEV(beskedfordeler::put_registreringer(all.beskedfordeler, *tavler_.nu(), commit));
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::REGISTRERING_IMPORTERET;
  post.tid = ur_.nu();
  post.adresse = who;
  auto text = summary(all);
  post.tekst = text;
  commit.ledger(oio::encode(post));
  PROEV(outcome_of(store_.committer().commit(std::move(commit)).udfald));
  auto next = PROEV(adgangsstyring::load_register(store_.objects()));
  tavler_.set(PROEV(beskedfordeler::load_tavle(store_.objects(), store_.queues(), next->version())));
  registre_.set(std::move(next));
  return text;
}

Registreringsfil Registreringsimport::current() const {
  return {registre_.nu()->registreringer(), tavler_.nu()->registreringer()};
}

}  // namespace brevdue::app
