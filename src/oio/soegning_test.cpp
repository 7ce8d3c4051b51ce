#include "oio/soegning.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "oio/objekter_testing.hpp"

namespace brevdue::oio {
namespace {

using testing::Model;
using testing::Objektlager;
using testing::Verden;

constexpr Led kLed{Linkart::JOURNALPOST, Objekttype::SAG, Objekttype::DOKUMENT};
constexpr std::array kTyper{Objekttype::SAG, Objekttype::DOKUMENT};

class AltSynligt final : public Adgangsgraense {
 public:
  Svar short_answer(Objekttype, const Kortnoegle&) const override { return Svar::JA; }
  bool full_answer(const Objektref&, const Kortnoegle&, Opslag&) const override { return false; }
};

// Refuses one owner; asks to see what is of the third foelsomhed: a sag then itself, a dokument the sager it lies on.
class Graense final : public Adgangsgraense {
 public:
  Svar short_answer(Objekttype, const Kortnoegle& noegle) const override {
    if (noegle.ejer == 3) return Svar::NEJ;
    return noegle.foelsomhed == 3 ? Svar::SE_OBJEKT : Svar::JA;
  }
  bool full_answer(const Objektref& ref, const Kortnoegle&, Opslag& opslag) const override {
    if (ref.type == Objekttype::SAG) {
      const LaestObjekt* objekt = opslag.load(ref);
      return objekt != nullptr && objekt->registreringer.front().pakket < "c";
    }
    bool found = false;
    opslag.each_link(ref, Linkart::JOURNALPOST, Retning::IND, [&](const Objektref& sag) {
      const auto noegle = opslag.noegle(sag);
      found = noegle && short_answer(sag.type, *noegle) == Svar::JA;
      return !found;
    });
    return found;
  }
};

// The same, asked of the model, without any index.
class Dommer {
 public:
  using Svar = Adgangsgraense::Svar;
  Dommer(const Model& model, const Adgangsgraense& graense) : model_(model), graense_(graense) {}

  bool may_see(const Objekt& objekt) const {
    const Svar svar = graense_.short_answer(objekt.ref.type, objekt.noegle);
    if (svar != Svar::SE_OBJEKT) return svar == Svar::JA;
    if (objekt.ref.type == Objekttype::SAG) return objekt.registreringer.front().pakket < "c";
    return std::ranges::any_of(model_, [&](const auto& one) {
      return has_link(one.second, objekt.ref) && graense_.short_answer(one.first.type, one.second.noegle) == Svar::JA;
    });
  }

  std::set<base::Uuid> find(const Soegning& soegning, Objekttype type) const {
    std::set<base::Uuid> listed;
    for (const Objektref& ref : soegning.ider) {
      if (ref.type == type) listed.insert(ref.uuid);
    }
    if (soegning.udtryk ? !mentions(*soegning.udtryk, type) : listed.empty()) return {};
    auto found = soegning.udtryk ? eval(*soegning.udtryk, type) : visible(type);
    if (!listed.empty()) std::erase_if(found, [&](const base::Uuid& id) { return !listed.contains(id); });
    return found;
  }

 private:
  static bool mentions(const Udtryk& udtryk, Objekttype type) {
    if (udtryk.art == Udtryk::Art::BLAD) return udtryk.blad.type == type;
    return std::ranges::any_of(udtryk.dele, [&](const Udtryk& del) { return mentions(del, type); });
  }
  static bool has_link(const Objekt& from, const Objektref& to) {
    return std::ranges::any_of(from.links, [&](const Link& link) { return link.til == to; });
  }
  static bool has_term(const Objektregistrering& one, const Term& term) {
    return std::ranges::find(one.termer, term) != one.termer.end();
  }
  std::set<base::Uuid> visible(Objekttype type) const {
    std::set<base::Uuid> out;
    for (const auto& [ref, objekt] : model_) {
      if (ref.type == type && may_see(objekt)) out.insert(ref.uuid);
    }
    return out;
  }
  bool meant(const Blad& blad, const Objekt& objekt) const {
    for (const Term& term : blad.termer) {
      const auto& all = objekt.registreringer;
      const bool there = blad.er_historik
                             ? std::ranges::any_of(all, [&](const auto& one) { return has_term(one, term); })
                             : has_term(all.back(), term);
      if (!there) return false;
    }
    if (blad.link) {
      const bool there = std::ranges::any_of(model_, [&](const auto& one) {
        return blad.link->retning == Retning::UD ? !objekt.links.empty() : has_link(one.second, objekt.ref);
      });
      if (there != blad.link->findes) return false;
    }
    return !blad.kontrol || objekt.registreringer.back().pakket < "c";
  }
  std::set<base::Uuid> eval(const Udtryk& udtryk, Objekttype type) const {
    std::set<base::Uuid> out = visible(type);
    if (udtryk.art == Udtryk::Art::BLAD) {
      std::erase_if(out, [&](const base::Uuid& id) { return !meant(udtryk.blad, model_.at({type, id})); });
      return out;
    }
    std::size_t parts = 0;
    std::map<base::Uuid, std::size_t> in_parts;
    for (const Udtryk& del : udtryk.dele) {
      if (!mentions(del, type)) continue;
      ++parts;
      for (const base::Uuid& id : eval(del, type)) ++in_parts[id];
    }
    const bool is_og = udtryk.art == Udtryk::Art::OG;
    std::erase_if(out, [&](const base::Uuid& id) {
      const std::size_t count = in_parts.contains(id) ? in_parts.at(id) : 0;
      return udtryk.art == Udtryk::Art::IKKE ? count > 0 : count < (is_og ? parts : 1);
    });
    return is_og && is_mixed(udtryk) ? joined(udtryk, type, out) : out;
  }
  static bool is_mixed(const Udtryk& udtryk) {
    return mentions(udtryk, Objekttype::SAG) && mentions(udtryk, Objekttype::DOKUMENT);
  }
  std::set<base::Uuid> joined(const Udtryk& og, Objekttype type, std::set<base::Uuid> own) const {
    const bool is_sag = type == Objekttype::SAG;
    const Objekttype other = is_sag ? Objekttype::DOKUMENT : Objekttype::SAG;
    std::set<base::Uuid> others = visible(other);
    for (const Udtryk& del : og.dele) {
      if (!mentions(del, other)) continue;
      const auto in_part = eval(del, other);
      std::erase_if(others, [&](const base::Uuid& id) { return !in_part.contains(id); });
    }
    std::erase_if(own, [&](const base::Uuid& id) {
      return std::ranges::none_of(others, [&](const base::Uuid& two) {
        const base::Uuid& sag = is_sag ? id : two;
        return has_link(model_.at({Objekttype::SAG, sag}), {Objekttype::DOKUMENT, is_sag ? two : id});
      });
    });
    return own;
  }

  const Model& model_;
  const Adgangsgraense& graense_;
};

Kontrol small_letter() {
  return [](const LaestObjekt& objekt) -> base::Resultat<bool> { return objekt.registreringer.back().pakket < "c"; };
}

class Spoerger {
 public:
  Spoerger(Verden& verden, bool asks_for_links) : verden_(verden), asks_for_links_(asks_for_links) {}

  Soegning soegning() {
    Soegning out{.led = kLed};
    if (!verden_.one_in(8)) out.udtryk = udtryk(3);
    if (!out.udtryk || verden_.one_in(4)) {
      for (std::size_t count = 1 + verden_.below(20); count > 0; --count) out.ider.push_back(verden_.ref());
    }
    return out;
  }

 private:
  Udtryk udtryk(std::size_t depth) {
    const std::size_t what = depth == 0 ? 0 : verden_.below(6);
    if (what < 2) return leaf();
    if (what == 2) return Udtryk::ikke(udtryk(depth - 1));
    std::vector<Udtryk> dele;
    for (std::size_t count = verden_.below(4); count > 0; --count) dele.push_back(udtryk(depth - 1));
    return what < 5 ? Udtryk::og(std::move(dele)) : Udtryk::eller(std::move(dele));
  }
  Udtryk leaf() {
    Blad blad{.type = verden_.one_of<Objekttype>({Objekttype::SAG, Objekttype::DOKUMENT})};
    for (std::size_t count = verden_.below(3); count > 0; --count) blad.termer.push_back(verden_.term());
    blad.er_historik = verden_.one_in(3);
    if (asks_for_links_ && verden_.one_in(4)) {
      blad.link = Linkkrav{Linkart::JOURNALPOST, verden_.one_in(2) ? Retning::UD : Retning::IND, verden_.one_in(2)};
    }
    if (verden_.one_in(3)) blad.kontrol = small_letter();
    return Udtryk::et_blad(std::move(blad));
  }

  Verden& verden_;
  bool asks_for_links_;
};

std::vector<base::Uuid> sorted(const std::set<base::Uuid>& all) {
  return {all.begin(), all.end()};
}

TEST(Soegning, FindsWhatAskingEachObjectFinds) {
  std::size_t found = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Objektlager lager;
    Model model;
    Verden verden{seed};
    change(lager, model, verden, 90);
    const auto snapshot = lager.snapshot();
    const Graense graense;
    const Dommer dommer{model, graense};
    Spoerger spoerger{verden, true};
    for (int round = 0; round < 300; ++round) {
      const Soegning soegning = spoerger.soegning();
      Soeger soeger{*snapshot, graense};
      for (const Objekttype type : kTyper) {
        const auto result = soeger.find(soegning, type);
        ASSERT_TRUE(result) << base::beskriv(result.error());
        ASSERT_EQ(*result, sorted(dommer.find(soegning, type))) << "seed " << seed << ", round " << round << "\n"
                                                                << soeger.explain();
        found += result->size();
      }
    }
  }
  EXPECT_GT(found, 4000U);  // or it would have compared nothing with nothing
}

// Hidden objects beside the visible ones, linked to them and among each other.
TEST(Soegning, WhatTheCallerMayNotSeeChangesNothing) {
  for (const std::uint64_t seed : {11, 12}) {
    Objektlager without;
    Objektlager with;
    Verden verden{seed};
    std::vector<Objekt> shown;
    std::vector<Objekt> all;
    for (int i = 0; i < 60; ++i) {
      Objekt objekt = verden.objekt(verden.ref());
      if (std::ranges::any_of(all, [&](const Objekt& one) { return one.ref == objekt.ref; })) continue;
      if (i % 2 == 0) objekt.noegle.ejer = 3;
      if (objekt.noegle.ejer != 3) shown.push_back(objekt);
      all.push_back(std::move(objekt));
    }
    without.put_new(shown);
    with.put_new(all);
    ASSERT_GT(all.size(), shown.size() + 20);
    const Graense graense;
    const auto few = without.snapshot();
    const auto many = with.snapshot();
    Spoerger spoerger{verden, false};
    for (int round = 0; round < 300; ++round) {
      const Soegning soegning = spoerger.soegning();
      Soeger one{*few, graense};
      Soeger two{*many, graense};
      for (const Objekttype type : kTyper) {
        ASSERT_EQ(one.find(soegning, type).value(), two.find(soegning, type).value())
            << "seed " << seed << ", round " << round << "\n"
            << one.explain() << two.explain();
      }
    }
  }
}

TEST(Soegning, OverTheBudgetThereIsNoResultAndWithinItTheWholeOne) {
  Objektlager lager;
  Model model;
  Verden verden{21};
  change(lager, model, verden, 60);
  const auto snapshot = lager.snapshot();
  const Graense graense;
  Spoerger spoerger{verden, true};
  std::uint64_t refused = 0;
  for (int round = 0; round < 100; ++round) {
    const Soegning soegning = spoerger.soegning();
    Soeger free{*snapshot, graense};
    const auto whole = free.find(soegning, Objekttype::SAG).value();
    const std::uint64_t work = free.opslag().arbejde().i_alt();
    Soeger just{*snapshot, graense, work};
    ASSERT_EQ(just.find(soegning, Objekttype::SAG).value(), whole) << round;
    if (work == 0) continue;
    Soeger less{*snapshot, graense, verden.below(work)};
    const auto result = less.find(soegning, Objekttype::SAG);
    ASSERT_FALSE(result) << round << "\n" << free.explain();
    EXPECT_EQ(result.error().kode, base::FejlKode::FOR_STOR);
    EXPECT_EQ(result.error().tekst, kAfgraens);
    ++refused;
  }
  EXPECT_GT(refused, 50U);
}

class StoreSag : public ::testing::Test {
 protected:
  static Objekt objekt(Objekttype type, int number, std::vector<Term> termer) {
    Objekt out{.ref = {type, id(number)}};
    out.registreringer.push_back({{}, "x", std::move(termer)});
    return out;
  }
  static base::Uuid id(int number) { return base::Uuid::named({}, std::to_string(number)); }
  static Udtryk har(Objekttype type, std::string part) {
    return Udtryk::et_blad({.type = type, .termer = {{Termart::PART, std::move(part)}}});
  }
  std::uint64_t work(Soeger& soeger) { return soeger.opslag().arbejde().i_alt(); }

  AltSynligt alt_;
};

TEST_F(StoreSag, AShortListDrivesALongOne) {
  Objektlager lager;
  std::vector<Objekt> all;
  all.reserve(2000);
  for (int i = 0; i < 2000; ++i) all.push_back(objekt(Objekttype::SAG, i, {{Termart::PART, "common"}}));
  for (const int rare : {100, 900, 1700}) {
    all[static_cast<std::size_t>(rare)].registreringer[0].termer.push_back({Termart::PART, "rare"});
  }
  lager.put_new(all);
  const auto snapshot = lager.snapshot();
  Soeger soeger{*snapshot, alt_};
  const Soegning soegning{.udtryk = Udtryk::og({har(Objekttype::SAG, "common"), har(Objekttype::SAG, "rare")})};
  EXPECT_EQ(soeger.find(soegning, Objekttype::SAG).value().size(), 3U);
  EXPECT_LT(work(soeger), 60U) << soeger.explain();
}

TEST_F(StoreSag, AJoinFollowsTheSmallerSideWhicheverItIs) {
  Objektlager lager;
  std::vector<Objekt> all;
  for (int i = 0; i < 2000; ++i) {
    all.push_back(objekt(Objekttype::SAG, i, {{Termart::PART, "common"}}));
    all.back().links.push_back({Linkart::JOURNALPOST, {Objekttype::DOKUMENT, id(i)}});
    all.push_back(objekt(Objekttype::DOKUMENT, i, {{Termart::PART, "common"}}));
  }
  for (const std::size_t rare : {100U, 1701U}) all[rare].registreringer[0].termer.push_back({Termart::PART, "rare"});
  lager.put_new(all);
  const auto snapshot = lager.snapshot();
  for (const auto& [sag, dokument, expected] : {std::tuple{"rare", "common", 50}, {"common", "rare", 850}}) {
    const Soegning soegning{.udtryk = Udtryk::og({har(Objekttype::SAG, sag), har(Objekttype::DOKUMENT, dokument)}),
                            .led = kLed};
    for (const Objekttype type : kTyper) {
      Soeger soeger{*snapshot, alt_};
      EXPECT_EQ(soeger.find(soegning, type).value(), std::vector{id(expected)});
      EXPECT_LT(work(soeger), 60U) << soeger.explain();
    }
  }
}

TEST_F(StoreSag, ThePlanTellsTheStepsTheirWorkAndNoValues) {
  Objektlager lager;
  std::vector<Objekt> all;
  all.reserve(3);
  for (int i = 0; i < 3; ++i) all.push_back(objekt(Objekttype::SAG, i, {{Termart::PART, "0123456789"}}));
  lager.put_new(all);
  const auto snapshot = lager.snapshot();
  Soeger soeger{*snapshot, alt_};
  Udtryk udtryk = har(Objekttype::SAG, "0123456789");
  udtryk.blad.kontrol = [](const LaestObjekt&) { return true; };
  ASSERT_TRUE(
      soeger.find({.udtryk = Udtryk::og({udtryk, Udtryk::ikke(har(Objekttype::SAG, "other"))})}, Objekttype::SAG));
  EXPECT_EQ(soeger.explain(),
            "SAG: 3 found\n"
            "  what the caller may see: 0 left out\n"
            "    all of\n"
            "      checked object: 3 kept of 3\n"
            "        postings nu PART: 3 read\n"
            "      all but\n"
            "        postings nu ALLE: 3 read\n"
            "        postings nu PART: 0 read\n"
            "work: 6 postings, 0 links, 3 loads; 9 of 1000000\n");
}

TEST_F(StoreSag, JoinsWithinJoinsAreGivenUpWhenTheyAreTooMany) {
  Objektlager lager;
  lager.put(objekt(Objekttype::SAG, 1, {{Termart::PART, "p"}}));
  const auto snapshot = lager.snapshot();
  Udtryk udtryk = Udtryk::og({har(Objekttype::SAG, "p"), har(Objekttype::DOKUMENT, "p")});
  for (int depth = 0; depth < 60; ++depth) {
    udtryk = Udtryk::og({std::move(udtryk), har(Objekttype::SAG, "p"), har(Objekttype::DOKUMENT, "p")});
  }
  Soeger soeger{*snapshot, alt_};
  const auto result = soeger.find({.udtryk = std::move(udtryk), .led = kLed}, Objekttype::SAG);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kode, base::FejlKode::FOR_STOR);
}

TEST_F(StoreSag, ASearchSeesItsSnapshotAndNothingLater) {
  Objektlager lager;
  lager.put(objekt(Objekttype::SAG, 1, {{Termart::PART, "p"}}));
  const auto before = lager.snapshot();
  lager.put(objekt(Objekttype::SAG, 1, {{Termart::PART, "q"}}));
  lager.put(objekt(Objekttype::SAG, 2, {{Termart::PART, "p"}}));
  const auto after = lager.snapshot();
  Soeger then{*before, alt_};
  Soeger now{*after, alt_};
  const Soegning soegning{.udtryk = har(Objekttype::SAG, "p")};
  EXPECT_EQ(then.find(soegning, Objekttype::SAG).value(), std::vector{id(1)});
  EXPECT_EQ(now.find(soegning, Objekttype::SAG).value(), std::vector{id(2)});
  EXPECT_TRUE(then.may_see({Objekttype::SAG, id(1)}));
  EXPECT_FALSE(then.may_see({Objekttype::SAG, id(2)}));
}

TEST_F(StoreSag, WhatCannotBeAnsweredIsAFailureAndNotNothing) {
  Objektlager lager;
  lager.put(objekt(Objekttype::SAG, 1, {{Termart::PART, "p"}}));
  const auto snapshot = lager.snapshot();
  const auto kode = [&](Udtryk udtryk) {
    Soeger soeger{*snapshot, alt_};
    const auto result = soeger.find({.udtryk = std::move(udtryk)}, Objekttype::SAG);
    return result ? std::nullopt : std::optional{result.error().kode};
  };
  EXPECT_EQ(kode(Udtryk::og({har(Objekttype::SAG, "p"), har(Objekttype::BEVILLING, "p")})), base::FejlKode::INTERN);
  Udtryk broken = har(Objekttype::SAG, "p");
  broken.blad.kontrol = [](const LaestObjekt&) -> base::Resultat<bool> {
    return base::fejl(base::FejlKode::LAGER, "damaged");
  };
  EXPECT_EQ(kode(broken), base::FejlKode::LAGER);
  EXPECT_EQ(kode(Udtryk::eller(std::vector(1001, har(Objekttype::SAG, "p")))), base::FejlKode::FOR_STOR);
  EXPECT_EQ(kode(Udtryk::eller(std::vector(1000, har(Objekttype::SAG, "p")))), std::nullopt);
}

}  // namespace
}  // namespace brevdue::oio
