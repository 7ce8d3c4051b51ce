#include "beskedfordeler/matcher.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "beskedfordeler/beskeder_testing.hpp"

namespace brevdue::beskedfordeler {
namespace {

using testing::Besked;
using testing::kTestType;
using testing::Terning;

const auto kAndenType = base::Uuid::literal("832d0676-d0a0-4522-8f57-ac126dc8270e");

Udtryk en(Felt felt, const std::vector<std::string>& values) {
  Udtryk out;
  out.art = Udtryk::Art::KRITERIUM;
  out.kriterium = *Kriterium::make(felt, values);
  return out;
}

Udtryk sammen(Udtryk::Art art, std::vector<Udtryk> dele) {
  Udtryk out;
  out.art = art;
  out.dele = std::move(dele);
  return out;
}

std::vector<std::uint32_t> found(const std::vector<Abonnementsudtryk>& all, const Besked& besked,
                                 const base::Uuid& type = kTestType) {
  std::vector<const Abonnementsudtryk*> pointers;
  for (const auto& one : all) pointers.push_back(&one);
  const Matcher matcher(pointers);
  std::vector<std::uint32_t> out;
  matcher.find(type, besked.grundlag(), out);
  return out;
}

bool holds_for(Udtryk udtryk, const Besked& besked) {
  return found({Abonnementsudtryk{{kTestType}, std::move(udtryk)}}, besked) == std::vector<std::uint32_t>{0};
}

// The meaning as it is told in the header, word for word: some choice of one ObjektRegistrering and one RelateretObjekt
// for which the tree holds.
class Naiv {
 public:
  explicit Naiv(const Grundlag& grundlag) : grundlag_(grundlag) {}

  bool holds(const Udtryk& udtryk) const {
    for (std::size_t i = 0; i <= grundlag_.besked.objekt_registrering.size(); ++i) {
      for (std::size_t j = 0; j <= grundlag_.besked.relateret_objekt.size(); ++j) {
        if (holds(udtryk, i, j, false)) return true;
      }
    }
    return false;
  }

 private:
  // The last i and j stand for no occurrence at all.
  bool holds(const Udtryk& udtryk, std::size_t i, std::size_t j, bool negated) const {
    if (udtryk.art == Udtryk::Art::KRITERIUM) return criterion(udtryk.kriterium, i, j, negated);
    if (udtryk.art == Udtryk::Art::IKKE) return holds(udtryk.dele[0], i, j, !negated);
    const auto each = [&](const Udtryk& del) { return holds(del, i, j, negated); };
    const bool all = (udtryk.art == Udtryk::Art::OG) != negated;
    return all ? std::ranges::all_of(udtryk.dele, each) : std::ranges::any_of(udtryk.dele, each);
  }

  bool criterion(const Kriterium& kriterium, std::size_t i, std::size_t j, bool negated) const {
    const Gruppe gruppe = gruppe_of(kriterium.felt);
    std::vector<std::string> values;
    for (std::size_t n = 0; n < occurrences(gruppe, grundlag_); ++n) {
      if (gruppe == Gruppe::OBJEKT_REGISTRERING && n != i) continue;
      if (gruppe == Gruppe::RELATERET_OBJEKT && n != j) continue;
      std::optional<Kanonisk> room;
      if (const auto value = value_at(kriterium.felt, n, grundlag_, room)) values.emplace_back(*value);
    }
    const bool any = std::ranges::any_of(values, [&](const std::string& value) { return kriterium.accepts(value); });
    return !values.empty() && any != negated;
  }

  const Grundlag& grundlag_;
};

std::vector<Abonnementsudtryk> random_abonnementer(Terning& terning) {
  std::vector<Abonnementsudtryk> all;
  for (std::size_t n = 1 + testing::roll(terning, 40); n > 0; --n) {
    Abonnementsudtryk one;
    if (testing::roll(terning, 4) > 0) one.beskedtyper.push_back(kTestType);
    if (one.beskedtyper.empty() || testing::roll(terning, 4) == 0) one.beskedtyper.push_back(kAndenType);
    one.udtryk = testing::random_udtryk(terning, 3);
    if (normalform(one.udtryk)) all.push_back(std::move(one));
  }
  return all;
}

TEST(Matcher, FindsWhatANaiveReadingOfEachExpressionFinds) {
  std::size_t hits = 0;
  EXPECT_TRUE(rc::check([&] {
    Terning terning(*rc::gen::arbitrary<std::uint64_t>());
    const auto all = random_abonnementer(terning);
    Besked besked;
    testing::fill_random(besked, terning);
    const Grundlag grundlag = besked.grundlag();
    std::vector<std::uint32_t> expected;
    for (std::uint32_t n = 0; n < all.size(); ++n) {
      if (covers(all[n], kTestType) && Naiv(grundlag).holds(all[n].udtryk)) expected.push_back(n);
    }
    hits += expected.size();
    RC_ASSERT(found(all, besked) == expected);
  }));
  EXPECT_GT(hits, 100U);
}

TEST(Matcher, CriteriaOfOneRegistrationAreMetByTheSameOne) {
  Besked besked;
  auto& first = besked.registrering();
  first.objekt_ansvarlig_myndighed = besked.id("urn:oio:cvr-nr:11111111");
  first.opgave_emne = besked.id("urn:oio:kle:27.15.00");
  auto& second = besked.registrering();
  second.objekt_ansvarlig_myndighed = besked.id("urn:oio:cvr:22222222");
  second.opgave_emne = besked.id("urn:oio:kle:32.06.04");
  const auto both = [](const std::string& cvr, const std::string& kle) {
    return sammen(Udtryk::Art::OG, {en(Felt::OBJEKT_ANSVARLIG_MYNDIGHED, {cvr}), en(Felt::OPGAVE_EMNE, {kle})});
  };
  EXPECT_TRUE(holds_for(both("22222222", "32.06.*"), besked));
  EXPECT_TRUE(holds_for(both("11111111", "27.*"), besked));
  EXPECT_FALSE(holds_for(both("11111111", "32.06.*"), besked));
}

TEST(Matcher, AnAbsentElementSatisfiesNeitherACriterionNorItsNegation) {
  Besked besked;
  besked.registrering().objekt_id = besked.id("urn:oio:cpr-nr:6101011234");
  const Udtryk kle = en(Felt::OPGAVE_EMNE, {"*"});
  EXPECT_FALSE(holds_for(kle, besked));
  EXPECT_FALSE(holds_for(sammen(Udtryk::Art::IKKE, {kle}), besked));
  const Udtryk other = en(Felt::OBJEKT_ID, {"urn:oio:cpr-nr:6101019999"});
  EXPECT_FALSE(holds_for(other, besked));
  EXPECT_TRUE(holds_for(sammen(Udtryk::Art::IKKE, {other}), besked));
}

TEST(Matcher, KlePatternsMatchByLevel) {
  Besked besked;
  besked.registrering().opgave_emne = besked.id("urn:oio:kle:32.06.04");
  for (const char* hit : {"*", "32.*", "32.06.*", "32.06.04", "urn:oio:kle:32.*", "32"}) {
    EXPECT_TRUE(holds_for(en(Felt::OPGAVE_EMNE, {hit}), besked)) << hit;
  }
  for (const char* miss : {"33.*", "32.03.*", "32.06.05"}) {
    EXPECT_FALSE(holds_for(en(Felt::OPGAVE_EMNE, {miss}), besked)) << miss;
  }
}

TEST(Matcher, UuidsAreComparedWhateverTheirCase) {
  Besked besked;
  besked.registrering().objekt_type = besked.id("CE7FCF97-A8A2-447A-8690-D38AA0F6E23C");
  EXPECT_TRUE(holds_for(en(Felt::OBJEKT_TYPE, {"ce7fcf97-a8a2-447a-8690-d38aa0f6e23c"}), besked));
}

TEST(Matcher, AnExpressionWithoutCriteriaTakesAllOfItsBeskedtype) {
  Besked besked;
  const std::vector<Abonnementsudtryk> all{{{kTestType}, {}}, {{kAndenType}, {}}};
  EXPECT_EQ(found(all, besked), (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(found(all, besked, kAndenType), (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(found(all, besked, base::Uuid{}).empty());
}

TEST(Matcher, LooksOnlyAtAbonnementerThatAskForWhatIsThere) {
  std::vector<Abonnementsudtryk> all;
  for (int n = 0; n < 20000; ++n) {
    const std::string kle = std::to_string(10 + n % 90) + "." + std::to_string(10 + n / 90 % 90) + ".*";
    all.push_back(
        {{kTestType},
         sammen(Udtryk::Art::OG, {en(Felt::OBJEKT_ANSVARLIG_MYNDIGHED, {"11111111"}), en(Felt::OPGAVE_EMNE, {kle})})});
  }
  std::vector<const Abonnementsudtryk*> pointers;
  for (const auto& one : all) pointers.push_back(&one);
  const Matcher matcher(pointers);
  EXPECT_EQ(matcher.rows(), all.size());
  Besked besked;
  auto& registrering = besked.registrering();
  registrering.objekt_ansvarlig_myndighed = besked.id("urn:oio:cvr-nr:11111111");
  registrering.opgave_emne = besked.id("urn:oio:kle:12.11.04");
  std::vector<std::uint32_t> out;
  matcher.find(kTestType, besked.grundlag(), out);
  EXPECT_EQ(out, (std::vector<std::uint32_t>{92, 92 + 8100, 92 + 16200}));
}

TEST(Normalform, RefusesExpressionsThatGrowOverTheLimit) {
  std::vector<Udtryk> pairs;
  for (int n = 0; n < 9; ++n) {
    pairs.push_back(sammen(Udtryk::Art::ELLER, {en(Felt::OBJEKT_ID, {"a"}), en(Felt::OBJEKT_TYPE, {"b"})}));
  }
  const auto grown = normalform(sammen(Udtryk::Art::OG, pairs));
  ASSERT_FALSE(grown);
  EXPECT_EQ(grown.error().kode, base::FejlKode::FOR_STOR);
  pairs.pop_back();
  EXPECT_EQ(normalform(sammen(Udtryk::Art::OG, pairs))->size(), 256U);
}

TEST(Kriterium, RefusesWhatIsNotEvaluated) {
  EXPECT_FALSE(Kriterium::make(Felt::OBJEKT_ID, std::vector<std::string>{"urn:oio:cpr-nr:*"}));
  EXPECT_FALSE(Kriterium::make(Felt::OPGAVE_EMNE, std::vector<std::string>{"3*"}));
  EXPECT_FALSE(Kriterium::make(Felt::OBJEKT_ID, std::vector<std::string>{}));
  EXPECT_FALSE(Kriterium::make(Felt::OBJEKT_ID, std::vector<std::string>{""}));
}

}  // namespace
}  // namespace brevdue::beskedfordeler
