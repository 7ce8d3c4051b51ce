#include "indeks/udtryk.hpp"

#include <algorithm>
#include <charconv>

#include "indeks/retur.hpp"
#include "xml/simple_type.hpp"

namespace brevdue::indeks {
namespace {

using base::FejlKode;

// An xs:integer; one too large for us is the largest there is.
std::int64_t number(std::string_view text) {
  text = xml::trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed == std::errc{}) return value;
  return text.starts_with('-') ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

base::Resultat<void> read_soeginput(const oio::SoegInput& input, const std::string& sti, std::optional<Side>& side) {
  if (input.registrering) return ikke_evalueret(sti + "/SoegRegistrering");
  if (input.virkning) return ikke_evalueret(sti + "/SoegVirkning");
  if (input.sts_fra) return ikke_evalueret(sti + "/SoegStsFraTidspunkt");
  if (input.sts_til) return ikke_evalueret(sti + "/SoegStsTilTidspunkt");
  if (side || (!input.foerste_resultat && !input.maksimal_antal)) return {};
  const auto foerste = input.foerste_resultat ? number(*input.foerste_resultat) : 0;
  const auto antal = input.maksimal_antal ? number(*input.maksimal_antal) : 0;
  if (foerste < 0) {
    return base::fejl(FejlKode::UGYLDIG, "FoersteResultatReference er negativ", sti + "/FoersteResultatReference");
  }
  side.emplace();
  side->foerste = static_cast<std::size_t>(foerste);
  if (antal > 0) side->antal = std::min(static_cast<std::size_t>(antal), Side::kHoejst);
  return {};
}

}  // namespace brevdue::indeks
