#include "aftaler/model.hpp"

#include <fmt/format.h>

namespace brevdue::aftaler {
namespace {

using enum Feltgruppe;
using Grupper = base::Maengde<Feltgruppe>;

constexpr Grupper kYdelse{YD_TYPE, YD_PERIODE, YD_BELOEB, YD_DATO, YD_MODTAGER, PEN_TILLAEGSPROCENT, PEN_LIKVID_FORMUE};
constexpr Grupper kSag{SAG_IDENT,          SAG_KLE,     SAG_STATUS,  SAG_DATOER, SAG_ANSVARLIG,
                       SAG_TITEL_FRITEKST, SAG_JOURNAL, SAG_DOKUMENT};
constexpr Grupper kKontrolsag{KTRL_FINDES, KTRL_TEMA, KTRL_SAGSSKRIDT, KTRL_HENLAGT_6M};

}  // namespace

std::string tekst(const Hjemmel& hjemmel) {
  std::string out = fmt::format("{} § {}", hjemmel.lov, hjemmel.paragraf);
  if (!hjemmel.stykke.empty()) out += fmt::format(", stk. {}", hjemmel.stykke);
  if (!hjemmel.nummer.empty()) out += fmt::format(", nr. {}", hjemmel.nummer);
  if (hjemmel.proeve) out += " (prøve)";
  return out;
}

Grupper feltgrupper_af(Objektart art) {
  switch (art) {
    case Objektart::YDELSE:
      return kYdelse;
    case Objektart::SAG:
      return kSag;
    case Objektart::DOKUMENT:
      return {SAG_DOKUMENT};
    case Objektart::JOURNALNOTAT:
      return {SAG_JOURNAL};
    case Objektart::KONTROLSAG:
      return kKontrolsag;
    case Objektart::ADVISHAENDELSE:
    case Objektart::FORMULAR:
      break;
  }
  return {};
}

}  // namespace brevdue::aftaler
