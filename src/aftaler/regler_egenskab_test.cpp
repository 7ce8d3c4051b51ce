// The rule against one written as a sentence over texts and dates, and what must hold of any agreements.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "aftaler/aftale_testing.hpp"

namespace brevdue::aftaler {
namespace {

using namespace testing;
using Aftaler = std::vector<Dataudvekslingsaftale>;

struct Spoergsmaal {
  base::Cvr dataejer;
  base::Cvr datamodtager;
  Objektart art;
  std::vector<base::KleEmne> kle;
  std::uint8_t foelsomhed;
  std::vector<oio::Dag> betalinger;
  base::Maengde<Formaal> formaal;
  oio::Dag i_dag;
};

Udvekslingssvar svar_paa(const Spoergsmaal& s, const Aftaleregister& aftaler) {
  return aftaler.afgoer(
      {s.dataejer, s.datamodtager, s.art, s.kle, s.foelsomhed, s.betalinger, s.formaal, false, s.i_dag});
}
bool tillades(const Spoergsmaal& s, const Aftaler& aftaler) {
  return svar_paa(s, *make_aftaleregister(aftaler)).tilladt();
}

// --- The naive model: one version of each agreement, no consent.

bool passer(base::KleMoenster moenster, base::KleEmne kle) {
  const auto text = moenster.text();
  const auto star = text.find('*');
  return star == std::string::npos ? text == kle.text() : kle.text().starts_with(text.substr(0, star));
}

bool er_i_ordning(base::KleEmne kle, base::Maengde<Ordning> ordninger) {
  const auto begins = [text = kle.text()](std::string_view prefix) { return text.starts_with(prefix); };
  if (begins("32.03.")) return ordninger.contains(Ordning::PENSION);
  if (begins("32.06.")) return ordninger.contains(Ordning::BOLIGSTOETTE);
  if (begins("32.10.") || begins("32.12.") || begins("32.15.")) return ordninger.contains(Ordning::FAMILIEYDELSE);
  if (begins("32.30.08")) return ordninger.contains(Ordning::BARSEL);
  return ordninger.contains(Ordning::KOMMUNAL);
}

// Whether a payment on `betalt` is at most so many months old on `i_dag`: count the months from the payment until the
// day would be after today; a day that a month does not have is its last.
bool er_nylig(oio::Dag betalt, oio::Dag i_dag, int maaneder) {
  using namespace std::chrono;
  if (betalt > i_dag) return false;
  const year_month_day today{i_dag};
  const auto earliest = year_month{today.year(), today.month()} - months{maaneder};
  const year_month_day paid{betalt};
  const year_month paid_month{paid.year(), paid.month()};
  if (paid_month != earliest) return paid_month > earliest;
  const auto last_day = (earliest / last).day();
  return paid.day() >= std::min(today.day(), last_day);
}

bool inden_for(const Aftalegraenser& g, const Spoergsmaal& s) {
  if (!g.objekttyper.contains(s.art) || (g.formaal & s.formaal).empty() || s.kle.empty()) return false;
  for (const auto kle : s.kle) {
    if (!er_i_ordning(kle, g.ordninger)) return false;
    if (std::ranges::none_of(g.kle, [&](auto one) { return passer(one, kle); })) return false;
    if (std::ranges::any_of(g.kle_undtaget, [&](auto one) { return passer(one, kle); })) return false;
  }
  if (g.max_foelsomhed == 0 || s.foelsomhed > g.max_foelsomhed) return false;
  return !g.periode ||
         std::ranges::any_of(s.betalinger, [&](oio::Dag dag) { return er_nylig(dag, s.i_dag, *g.periode); });
}

bool er_i_kraft(const Dataudvekslingsaftale& a, oio::Dag i_dag) {
  return a.tilstand == Aftaletilstand::AKTIV && (!a.gyldig_fra || *a.gyldig_fra <= i_dag) &&
         (!a.gyldig_til || i_dag <= *a.gyldig_til);
}

// The limits of the two together: purposes and fields must be shared, the rest may be asked one by one.
bool naivt(const Dataudvekslingsaftale& a, const Dataudvekslingsaftale& ramme, const Spoergsmaal& s) {
  const bool parter =
      a.dataejer == s.dataejer && std::ranges::find(a.datamodtagere, s.datamodtager) != a.datamodtagere.end();
  const bool draft = ramme.tilstand < Aftaletilstand::AKTIV;
  if (!parter || !er_i_kraft(a, s.i_dag) || !(draft || er_i_kraft(ramme, s.i_dag))) return false;
  if ((a.graenser.formaal & ramme.graenser.formaal & s.formaal).empty()) return false;
  const auto felter = a.graenser.feltgrupper & ramme.graenser.feltgrupper & feltgrupper_af(s.art);
  if (felter.empty() && s.art != Objektart::ADVISHAENDELSE) return false;
  return inden_for(a.graenser, s) && inden_for(ramme.graenser, s);
}

bool naivt(const Aftaler& all, const Spoergsmaal& s) {
  return std::ranges::any_of(all, [&](const auto& one) {
    if (one.type != Aftaletype::LOKAL_TILSLUTNING) return false;
    const auto ramme = std::ranges::find(all, one.rammeaftale, &Dataudvekslingsaftale::id);
    return naivt(one, *ramme, s);
  });
}

// --- Any agreements, any question: mostly as they stand, so that many are permitted.

bool now_and_then() {
  return *rc::gen::weightedElement<bool>({{24, false}, {1, true}});
}

template <class E, std::size_t N>
void drop_some(base::Maengde<E>& from, const std::array<std::string_view, N>&) {
  if (now_and_then()) from.erase(static_cast<E>(*rc::gen::inRange<std::size_t>(0, N)));
}

template <class T>
void drop_one(std::vector<T>& from) {
  if (!from.empty() && now_and_then())
    from.erase(from.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(from)));
}

void drop_some(Aftalegraenser& from) {
  drop_some(from.formaal, oio::kFormaalsnavne);
  drop_some(from.objekttyper, oio::kObjektartsnavne);
  drop_some(from.ordninger, oio::kOrdningsnavne);
  drop_some(from.feltgrupper, oio::kFeltgruppenavne);
  drop_one(from.kle);
  if (from.max_foelsomhed > 0 && now_and_then()) --from.max_foelsomhed;
  if (from.periode && *from.periode > 1 && now_and_then()) --*from.periode;
}

oio::Dag any_dag() {
  return kIDag + std::chrono::days{*rc::gen::inRange(-130, 10)};
}

void change(Dataudvekslingsaftale& aftale) {
  drop_some(aftale.graenser);
  drop_one(aftale.graenser.kle_undtaget);
  if (now_and_then()) aftale.gyldig_fra = any_dag();
  if (now_and_then()) aftale.gyldig_til = any_dag();
  if (now_and_then()) {
    aftale.tilstand = *rc::gen::element(Aftaletilstand::KLADDE, Aftaletilstand::AKTIV, Aftaletilstand::SUSPENDERET);
  }
}

Aftaler any_aftaler() {
  auto all = aftalerne();
  for (auto& one : all) change(one);
  return all;
}

base::KleEmne any_kle() {
  return emne(*rc::gen::weightedElement<const char*>(
      {{4, "32.03.04"}, {4, "32.06.04"}, {4, "32.10.04"}, {4, "32.30.08"}, {1, "32.03.12"}, {1, "32.24.04"}}));
}

Spoergsmaal any_spoergsmaal() {
  Spoergsmaal s;
  s.dataejer = *rc::gen::weightedElement<base::Cvr>({{16, kUdk}, {1, kNabo}});
  s.datamodtager = *rc::gen::weightedElement<base::Cvr>({{16, kKorsbaek}, {1, kNabo}});
  s.art = *rc::gen::weightedElement<Objektart>(
      {{6, Objektart::YDELSE}, {6, Objektart::SAG}, {4, Objektart::ADVISHAENDELSE}, {1, Objektart::DOKUMENT}});
  for (auto left = *rc::gen::weightedElement<int>({{1, 0}, {12, 1}, {4, 2}}); left > 0; --left)
    s.kle.push_back(any_kle());
  s.foelsomhed = *rc::gen::weightedElement<std::uint8_t>({{4, 1}, {4, 2}, {4, 3}, {1, 4}});
  s.i_dag = any_dag();
  for (auto left = *rc::gen::inRange(0, 4); left > 0; --left) {
    s.betalinger.push_back(s.i_dag + std::chrono::days{*rc::gen::inRange(-100, 3)});
  }
  s.formaal = {*rc::gen::weightedElement<Formaal>({{6, Formaal::FM_01}, {6, Formaal::FM_02}, {1, Formaal::FM_03}})};
  if (now_and_then()) s.formaal = {};
  return s;
}

RC_GTEST_PROP(ReglerEgenskab, PermitWhatTheNaiveModelPermits, ()) {
  const auto aftaler = any_aftaler();
  const auto spoergsmaal = any_spoergsmaal();
  const bool ventet = naivt(aftaler, spoergsmaal);
  RC_CLASSIFY(ventet);
  RC_ASSERT(tillades(spoergsmaal, aftaler) == ventet);
}

RC_GTEST_PROP(ReglerEgenskab, LessInAnAgreementNeverPermitsMore, ()) {
  const auto aftaler = any_aftaler();
  const auto spoergsmaal = any_spoergsmaal();
  auto less = aftaler;
  for (auto& one : less) {
    drop_some(one.graenser);
    if (now_and_then()) one.graenser.kle_undtaget.push_back(moenster("32.06.*"));
    if (now_and_then()) one.tilstand = Aftaletilstand::SUSPENDERET;
  }
  const auto before_register = make_aftaleregister(aftaler);
  const auto after_register = make_aftaleregister(less);
  const auto before = svar_paa(spoergsmaal, *before_register);
  const auto after = svar_paa(spoergsmaal, *after_register);
  RC_CLASSIFY(before.tilladt() && !after.tilladt());
  RC_ASSERT(before.tilladt() || !after.tilladt());
  RC_ASSERT(!after.tilladt() || before.feltgrupper.contains(after.feltgrupper));
}

RC_GTEST_PROP(ReglerEgenskab, FewerAgreementsNeverPermitMore, ()) {
  const auto aftaler = any_aftaler();
  const auto spoergsmaal = any_spoergsmaal();
  auto fewer = aftaler;
  fewer.resize(*rc::gen::inRange<std::size_t>(3, 6));
  RC_ASSERT(!tillades(spoergsmaal, fewer) || tillades(spoergsmaal, aftaler));
}

RC_GTEST_PROP(ReglerEgenskab, FewerPurposesNeverPermitMore, ()) {
  const auto aftaler = any_aftaler();
  auto spoergsmaal = any_spoergsmaal();
  const bool before = tillades(spoergsmaal, aftaler);
  spoergsmaal.formaal.insert(*rc::gen::element(Formaal::FM_01, Formaal::FM_02, Formaal::FM_04));
  RC_ASSERT(!before || tillades(spoergsmaal, aftaler));
  spoergsmaal.formaal = {};
  RC_ASSERT(!tillades(spoergsmaal, aftaler));
}

// Each list in turn, in the framework or in the accession.
RC_GTEST_PROP(ReglerEgenskab, AnEmptyListPermitsNothing, ()) {
  auto aftaler = any_aftaler();
  const auto first = *rc::gen::element<std::size_t>(0, 3);
  const auto which = *rc::gen::inRange(0, 5);
  for (auto i = first; i < first + 3; ++i) {
    auto& graenser = aftaler[i].graenser;
    if (which == 0) graenser.formaal = {};
    if (which == 1) graenser.objekttyper = {};
    if (which == 2) graenser.ordninger = {};
    if (which == 3) graenser.kle.clear();
    if (which == 4) graenser.max_foelsomhed = 0;
  }
  RC_ASSERT(!tillades(any_spoergsmaal(), aftaler));
}

}  // namespace
}  // namespace brevdue::aftaler
