// The commands that work on a data folder (kommandoer.hpp): through the admin socket where a program serves on it,
// otherwise on the store itself.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "adgangsstyring/registreringslager.hpp"
#include "app/admin_klient.hpp"
#include "app/filer.hpp"
#include "app/kommandoer.hpp"
#include "app/ledger_tekst.hpp"
#include "app/meld.hpp"
#include "app/registreringsimport.hpp"
#include "app/sandbox_mappe.hpp"
#include "app/sandboxtid.hpp"
#include "beskedfordeler/store.hpp"
#include "store/file_system.hpp"
#include "store/store.hpp"

namespace brevdue::app {
namespace {

namespace fs = std::filesystem;
using base::FejlKode;
using base::Resultat;

int print(const Resultat<std::string>& answer) {
  if (!answer) return report(answer.error());
  std::fwrite(answer->data(), 1, answer->size(), stdout);
  if (!answer->ends_with('\n')) std::fputc('\n', stdout);
  return 0;
}

// As the value of a query's parameter.
std::string encoded(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Where the store of a folder that nobody serves is.
Resultat<fs::path> closed_store(const fs::path& data) {
  std::error_code error;
  if (fs::exists(data / "store", error)) return data / "store";
  return base::fejl(FejlKode::IKKE_FUNDET, "there is no store here", data.string());
}

Resultat<std::unique_ptr<store::Store>> open_closed(const fs::path& data, const base::Ur& ur) {
  store::StoreLimits limits;
  limits.spare_segments = 0;  // made when it serves, and of the size it then has
  return store::Store::open(PROEV(closed_store(data)), limits, store::system_files(), ur);
}

// Whoever only looks changes nothing: an audit is of what it found.
Resultat<std::unique_ptr<store::Laesestore>> look_at_closed(const fs::path& data, const base::Ur& ur) {
  return store::Laesestore::open(PROEV(closed_store(data)), store::system_files(), ur);
}

// For commands that only a closed folder needs code for. Exit code 3 for another disk format.
template <class Opened, class Do>
int on_store(const Opened& opened, const Do& act) {
  if (!opened) return report_store(opened.error());
  return print(act(**opened));
}

struct Registre {
  Registre(std::shared_ptr<const adgangsstyring::Register> reg,
           const std::shared_ptr<const beskedfordeler::Tavle>& tavle)
      : registre(std::move(reg)), tavler(tavle) {}
  adgangsstyring::Registre registre;
  beskedfordeler::Tavler tavler;
};

Resultat<std::unique_ptr<Registre>> load(store::Laesestore& store) {
  auto reg = PROEV(adgangsstyring::load_register(store.objects()));
  auto tavle = PROEV(beskedfordeler::load_tavle(store.objects(), store.queues(), reg->version()));
  return std::make_unique<Registre>(std::move(reg), std::move(tavle));
}

Resultat<std::string> verify(const store::Ledger& ledger, const std::string& anker) {
  std::optional<store::LedgerHead> anchor;
  if (!anker.empty()) {
    anchor = store::LedgerHead::parse(anker);
    if (!anchor) return base::fejl(FejlKode::UGYLDIG, "must be NUMBER:HEX", "--anker");
  }
  const auto head = PROEV(ledger.verify(anchor));
  return fmt::format("the chain is whole: {} lines, head {}\n", head.number, head.text());
}

}  // namespace

int import_registreringer(const std::string& data, const std::string& file) {
  const auto read = read_registreringsfil(file);
  if (!read) return report(read.error());
  if (is_served(data)) return print(admin_post(data, "/import", write_registreringsfil(*read)));
  const base::SystemUr ur;
  return on_store(open_closed(data, ur), [&](store::Store& closed) -> Resultat<std::string> {
    const auto reg = PROEV(load(closed));
    return Registreringsimport(closed, reg->registre, reg->tavler, ur).bring_in(*read, "brevdue import");
  });
}

int export_registreringer(const std::string& data) {
  if (is_served(data)) return print(admin_get(data, "/registreringer"));
  const base::SystemUr ur;
  return on_store(look_at_closed(data, ur), [](store::Laesestore& closed) -> Resultat<std::string> {
    const auto reg = PROEV(load(closed));
    return write_registreringsfil({reg->registre.nu()->registreringer(), reg->tavler.nu()->registreringer()});
  });
}

int ledger_verify(const std::string& data, const std::string& anker) {
  if (is_served(data)) return print(admin_get(data, "/ledger/verify?anker=" + encoded(anker)));
  const base::SystemUr ur;
  return on_store(look_at_closed(data, ur), [&](store::Laesestore& closed) { return verify(closed.ledger(), anker); });
}

int ledger_list(const std::string& data, std::uint64_t from) {
  if (is_served(data)) return print(admin_get(data, fmt::format("/ledger?from={}", from)));
  const base::SystemUr ur;
  return on_store(look_at_closed(data, ur),
                  [&](store::Laesestore& closed) { return ledger_json_lines(closed.ledger(), from); });
}

int backup(const std::string& data, const std::string& into) {
  const auto folder = fs::absolute(into);
  if (is_served(data)) return print(admin_post(data, "/backup", folder.string()));
  const base::SystemUr ur;
  return on_store(open_closed(data, ur), [&](store::Store& closed) -> Resultat<std::string> {
    const auto target = PROEV(backup_folder(data, folder.string()));
    PROEV(closed.backup(target));
    return fmt::format("backed up into {}\n", folder.string());
  });
}

int restore(const std::string& from, const std::string& data) {
  if (is_served(data)) return report({FejlKode::KONFLIKT, "a program serves on that folder", data});
  std::error_code error;
  fs::create_directories(data, error);
  const base::SystemUr ur;
  const auto made = store::restore(from, fs::path(data) / "store", store::system_files(), ur);
  if (!made) return report_store(made.error());
  return print(fmt::format("restored into {}\n", data));
}

int status(const std::string& data) {
  return print(admin_get(data, "/status"));
}

int dueslag(const std::string& data) {
  return print(admin_get(data, "/dueslag"));
}

int hvorfor(const std::string& data, const std::string& besked, const std::string& dueslag) {
  return print(admin_get(data, fmt::format("/hvorfor?besked={}&dueslag={}", encoded(besked), encoded(dueslag))));
}

int fejlkoe(const std::string& data, const std::string& verb, const std::string& dueslag, const std::string& ankomst) {
  if (verb == "list") {
    return print(all_pages([&](std::uint64_t after) {
      return admin_get(data, fmt::format("/fejlkoe?dueslag={}&after={}", encoded(dueslag), after));
    }));
  }
  if (ankomst.empty()) return report({FejlKode::UGYLDIG, "requeue and delete take the arrival number", ""});
  return print(
      admin_post(data, fmt::format("/fejlkoe/{}?dueslag={}&ankomst={}", verb, encoded(dueslag), encoded(ankomst))));
}

int sandbox_clock(const std::string& data, const std::string& verb, const std::string& value) {
  if (!is_sandbox_folder(data)) return report({FejlKode::IKKE_TILLADT, "only a sandbox's clock can be moved", data});
  if (!is_served(data)) {
    return report({FejlKode::FORBINDELSE, "the sandbox does not run; its clock is moved while it does", data});
  }
  const auto request = parse_sandboxtid(verb, value);
  if (!request) return report(request.error());
  return print(admin_post(data, "/clock?" + *request));
}

}  // namespace brevdue::app
