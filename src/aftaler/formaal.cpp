#include "aftaler/formaal.hpp"

namespace brevdue::aftaler {
namespace {

using enum oio::Formaal;

constexpr std::array<Formaalsopslag, 9> kKatalog{{
    {FM_01, "Vurdere, om en oplysning skal videregives til den anden myndighed", "§ 8, stk. 1, jf. §§ 6, 7, 9",
     Formaalskrav::INTET, true},
    {FM_02, "Myndighedsopgave efter den sociale lovgivning", "§ 8, stk. 1", Formaalskrav::SAG_ELLER_HENVENDELSE, true},
    {FM_03, "Myndighedsopgave efter den beskæftigelsesmæssige lovgivning", "§ 8, stk. 1",
     Formaalskrav::SAG_ELLER_HENVENDELSE, true},
    {FM_04, "Beregning af pension", "§ 8, stk. 2", Formaalskrav::SAG, true},
    {FM_05, "Oplyse en ansøgningssag (kontrolsag)", "§ 11 a, stk. 1", Formaalskrav::SAMTYKKE, true},
    {FM_06, "Udveksle oplysninger om kontrol", "§ 11 a, stk. 2; §§ 6, 7, 9–11", Formaalskrav::INTET, true},
    {FM_07, "Egen sagsbehandling – ingen data fra anden myndighed", "", Formaalskrav::INTET, false},
    {FM_08, "Vejledning om UDK's område", "§ 3", Formaalskrav::INTET, false},
    {FM_09, "Revision og kontrol af opslag", "", Formaalskrav::INTET, false},
}};

}  // namespace

const std::array<Formaalsopslag, 9>& formaalskatalog() {
  return kKatalog;
}

const Formaalsopslag& opslag(oio::Formaal formaal) {
  return kKatalog[std::to_underlying(formaal)];
}

base::Maengde<oio::Formaal> aftalelige_formaal() {
  base::Maengde<oio::Formaal> out;
  for (const auto& one : kKatalog) {
    if (one.kan_aftales) out.insert(one.formaal);
  }
  return out;
}

bool er_udfyldt(const oio::Formaalsangivelse& angivelse) {
  switch (opslag(angivelse.formaal).krav) {
    case Formaalskrav::SAG_ELLER_HENVENDELSE:
      return !angivelse.sagsreference.empty() || !angivelse.henvendelse.empty();
    case Formaalskrav::SAG:
      return !angivelse.sagsreference.empty();
    case Formaalskrav::INTET:
    case Formaalskrav::SAMTYKKE:
      break;
  }
  return true;
}

}  // namespace brevdue::aftaler
