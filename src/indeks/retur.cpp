#include "indeks/retur.hpp"

#include <fmt/format.h>

namespace brevdue::indeks {
namespace {

using base::FejlKode;

oio::StandardRetur retur(std::int64_t kode, std::string tekst, std::string sti = {}) {
  oio::StandardRetur out{kode, std::move(tekst), {}};
  if (!sti.empty()) out.detaljeret_fejlbesked = std::move(sti);
  return out;
}

}  // namespace

oio::StandardRetur ok() {
  return {kOk, {}, {}};
}

oio::StandardRetur retur(const base::Fejl& fejl) {
  switch (fejl.kode) {
    case FejlKode::UGYLDIG:
    case FejlKode::FOR_STOR:
    case FejlKode::IKKE_UNDERSTOETTET:
      return retur(kAfvist, fejl.tekst, fejl.sti);
    case FejlKode::IKKE_TILLADT:
      return retur(kIkkeTilladt, "Systemet har ikke adgang efter en gældende serviceaftale");
    case FejlKode::IKKE_FUNDET:
      return retur(kIkkeFundet, "Objektet findes ikke");
    case FejlKode::KONFLIKT:
      return retur(kTilstand, "Objektet findes allerede");
    default:
      return retur(kInternFejl, "Kaldet kunne ikke udføres. Prøv igen senere");
  }
}

oio::UnikRetur unik_retur(oio::StandardRetur retur, std::string_view type, std::string_view uuid) {
  oio::UnikRetur out;
  static_cast<oio::StandardRetur&>(out) = std::move(retur);
  out.type = type;
  out.uuid = uuid;
  return out;
}

std::unexpected<base::Fejl> ikke_evalueret(std::string sti) {
  auto tekst = fmt::format("{} kan ikke bruges i en søgning endnu", sti);
  return base::fejl(FejlKode::IKKE_UNDERSTOETTET, std::move(tekst), std::move(sti));
}

}  // namespace brevdue::indeks
