#include "aftaler/standardaftaler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/known.hpp"

namespace brevdue::aftaler {
namespace {

using enum oio::Feltgruppe;
using enum oio::Formaal;

constexpr std::string_view kUdkLov = "Lov om Udbetaling Danmark";
constexpr std::string_view kUkendt = "?";  // to be filled in before approval

std::vector<base::KleMoenster> moenstre(std::initializer_list<std::string_view> texts) {
  std::vector<base::KleMoenster> out;
  for (const auto text : texts) out.push_back(base::known(base::KleMoenster::parse(text)));
  std::ranges::sort(out);
  return out;
}

// What the three have in common. Beboerindskud, personligt tillæg and helbredstillæg are the kommune's own.
Dataudvekslingsaftale fra_udk(base::Cvr udk, std::string_view id, std::string_view navn) {
  Dataudvekslingsaftale out;
  out.id = id;
  out.navn = navn;
  out.type = Aftaletype::RAMMEAFTALE;
  out.dataejer = udk;
  out.graenser.formaal = {FM_01, FM_02, FM_03};
  out.graenser.ordninger = {Ordning::BARSEL, Ordning::BOLIGSTOETTE, Ordning::FAMILIEYDELSE, Ordning::PENSION};
  out.graenser.kle = moenstre({"32.03.*", "32.06.*", "32.10.*", "32.12.*", "32.15.*", "32.30.08"});
  out.graenser.kle_undtaget = moenstre({"32.06.16", "32.03.12", "32.03.13"});
  out.graenser.max_foelsomhed = 3;
  return out;
}

// Paragraphs as the sources name them; wording and source are for who approves.
Hjemmel uden_ordlyd(std::string_view paragraf, std::string_view stykke) {
  Hjemmel out;
  out.lov = kUdkLov;
  out.paragraf = paragraf;
  out.stykke = stykke;
  out.kildehenvisning = kUkendt;
  return out;
}

Dataudvekslingsaftale ydelser(base::Cvr udk) {
  auto out = fra_udk(udk, "AFT-01", "Ydelser fra Udbetaling Danmark");
  out.hjemler = {uden_ordlyd("8", "1")};
  out.graenser.objekttyper = {Objektart::YDELSE};
  out.graenser.feltgrupper = {YD_TYPE, YD_PERIODE, YD_BELOEB, YD_DATO, YD_MODTAGER};
  out.graenser.periode = 3;
  return out;
}

Dataudvekslingsaftale sager(base::Cvr udk) {
  auto out = fra_udk(udk, "AFT-02", "Sager med udbetaling hos Udbetaling Danmark");
  out.hjemler = {uden_ordlyd("8", "1")};
  out.graenser.objekttyper = {Objektart::SAG};
  out.graenser.feltgrupper = {SAG_IDENT, SAG_KLE, SAG_STATUS, SAG_DATOER, SAG_ANSVARLIG};
  out.graenser.periode = 3;
  return out;
}

Dataudvekslingsaftale haendelser(base::Cvr udk) {
  auto out = fra_udk(udk, "AFT-12", "Hændelser hos Udbetaling Danmark");
  out.graenser.formaal = {FM_01, FM_02};
  out.graenser.objekttyper = {Objektart::ADVISHAENDELSE};
  return out;
}

Hjemmel proevehjemmel() {
  Hjemmel out;
  out.lov = "Sandkassens prøvehjemmel";
  out.paragraf = "0";
  out.ordlyd = "Prøvetekst til sandkassen. Teksten er opdigtet og giver ingen hjemmel.";
  out.kildehenvisning = "Sandkassen";
  out.proeve = true;
  return out;
}

}  // namespace

std::vector<Dataudvekslingsaftale> standardaftaler(base::Cvr udk) {
  return {ydelser(udk), sager(udk), haendelser(udk)};
}

Dataudvekslingsaftale proevetilslutning(const Dataudvekslingsaftale& rammeaftale, base::Cvr kommune,
                                        base::Maengde<Formaal> formaal) {
  auto out = rammeaftale;
  out.id = fmt::format("{}/{}", rammeaftale.id, kommune.text());
  out.navn = fmt::format("{} (prøve)", rammeaftale.navn);
  out.type = Aftaletype::LOKAL_TILSLUTNING;
  out.rammeaftale = rammeaftale.id;
  out.datamodtagere = {kommune};
  out.hjemler = {proevehjemmel()};
  out.begrundelse = "Prøvetilslutning i sandkassen.";
  out.graenser.formaal = rammeaftale.graenser.formaal & formaal;
  out.tilstand = Aftaletilstand::AKTIV;
  out.kombit_inddraget = "Prøve: ingen inddragelse";
  out.godkendt_af = {std::min(rammeaftale.dataejer, kommune), std::max(rammeaftale.dataejer, kommune)};
  return out;
}

}  // namespace brevdue::aftaler
