#include "indeks/graense.hpp"

#include <algorithm>

namespace brevdue::indeks {

oio::Adgangsnoegle adgangsnoegle(const oio::Kortnoegle& noegle, oio::Objektart art) {
  oio::Adgangsnoegle out;
  out.art = art;
  out.ejer = base::Cvr::of_value(noegle.ejer);
  for (const std::uint32_t emne : noegle.kle) {
    if (const auto one = base::KleEmne::of_value(emne)) out.kle.push_back(*one);
  }
  out.foelsomhed = noegle.foelsomhed;
  return out;
}

oio::Kortnoegle kortnoegle(const oio::Adgangsnoegle& noegle, bool kan_skifte) {
  oio::Kortnoegle out;
  out.ejer = noegle.ejer.value();
  out.set_kle(noegle.kle);
  out.foelsomhed = noegle.foelsomhed;
  out.kan_skifte = kan_skifte;
  return out;
}

bool er_nok(const oio::Kortnoegle& noegle) {
  return noegle.ejer != base::Cvr{}.value() && noegle.kle.front() != oio::Kortnoegle::kIngenKle &&
         !noegle.har_flere_kle && !noegle.kan_skifte;
}

const Objekttype* Graense::find(oio::Objekttype type) const {
  const auto at = std::ranges::find(typer_, type, &Objekttype::type);
  return at == typer_.end() ? nullptr : *at;
}

oio::Adgangsgraense::Svar Graense::short_answer(oio::Objekttype type, const oio::Kortnoegle& noegle) const {
  const auto* known = find(type);
  if (known == nullptr) return Svar::NEJ;
  return noegle.kan_skifte ? Svar::SE_OBJEKT : known->short_answer(noegle, dommer_);
}

bool Graense::full_answer(const oio::Objektref& ref, const oio::Kortnoegle&, oio::Opslag& opslag) const {
  const auto* known = find(ref.type);
  return known != nullptr && known->full_answer(ref, dommer_, opslag);
}

}  // namespace brevdue::indeks
