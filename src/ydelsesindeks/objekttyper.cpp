#include "ydelsesindeks/objekttyper.hpp"

#include <vector>

#include "ydelsesindeks/adgang.hpp"
#include "ydelsesindeks/laes.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using Svar = oio::Adgangsgraense::Svar;
using oio::Aarsag;

// The parts of a Kortnoegle, each with one of its KLE numbers: what was decided of each.
std::vector<Aarsag> pr_kle(const oio::Kortnoegle& kort, const indeks::Dommer& dommer) {
  auto noegle = indeks::adgangsnoegle(kort, oio::Objektart::YDELSE);
  noegle.betalinger.clear();
  if (kort.dag != 0) noegle.betalinger = {oio::Dag{std::chrono::days{kort.dag}}};
  std::vector<Aarsag> out;
  const auto alle = noegle.kle;
  for (const base::KleEmne emne : alle) {
    noegle.kle = {emne};
    out.push_back(dommer.afgoer(noegle).aarsag);
  }
  return out;
}
bool har(const std::vector<Aarsag>& svar, Aarsag aarsag) {
  return std::ranges::find(svar, aarsag) != svar.end();
}

template <class O>
bool er_synlig(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag, const Roller& roller) {
  const oio::LaestObjekt* found = opslag.load(ref);
  if (found == nullptr) return false;
  auto laest = hent_seneste<O>(*found);
  if (!laest) opslag.fail(std::move(laest).error());
  if (opslag.failed()) return false;
  const auto dele = Adgang{dommer, opslag, roller}.afgoer(ref.uuid, (*laest)->objekt.registrering.front());
  return ydelsesindeks::er_synlig(dele);
}

}  // namespace

// Payments are known to the effektueringer alone.
Svar Bevillingstype::short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const {
  if (!indeks::er_nok(noegle)) return Svar::SE_OBJEKT;
  const auto svar = pr_kle(noegle, dommer);
  if (har(svar, Aarsag::TILLADT)) return Svar::JA;
  return har(svar, Aarsag::PERIODE) ? Svar::SE_OBJEKT : Svar::NEJ;
}

bool Bevillingstype::full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const {
  return er_synlig<Bevilling>(ref, dommer, opslag, roller_);
}

// Its foelsomhed is its bevilling's, so the key alone permits nothing; and a system (no user) may see its own whose
// bevilling is not known, whatever the key says.
Svar Effektueringstype::short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const {
  if (!indeks::er_nok(noegle) || !dommer.kald().bruger) return Svar::SE_OBJEKT;
  return har(pr_kle(noegle, dommer), Aarsag::TILLADT) ? Svar::SE_OBJEKT : Svar::NEJ;
}

bool Effektueringstype::full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer,
                                    oio::Opslag& opslag) const {
  return er_synlig<OekonomiskEffektuering>(ref, dommer, opslag, roller_);
}

}  // namespace brevdue::ydelsesindeks
