#include "oio/objekter.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "oio/objekter_testing.hpp"
#include "store/commit_codec.hpp"

namespace brevdue::oio {
namespace {

using store::Familie;
using testing::Model;
using testing::Objektlager;
using testing::Verden;

constexpr Objektref kSag{Objekttype::SAG, base::Uuid::literal("11111111-0000-4000-8000-000000000001")};
constexpr Objektref kDokument{Objekttype::DOKUMENT, base::Uuid::literal("22222222-0000-4000-8000-000000000002")};

Objekt sample() {
  Objekt out{.ref = kSag, .links = {{Linkart::JOURNALPOST, kDokument}}};
  out.noegle.ejer = base::Cvr::parse("11111111")->value();
  out.noegle.foelsomhed = 2;
  out.registreringer.push_back({{*base::parse_iso("2026-05-15T08:00:00Z"), std::nullopt, 1}, "first", {}});
  out.registreringer.push_back({{*base::parse_iso("2026-05-16T08:00:00Z"), base::parse_iso("2026-05-16T07:00:00Z"), 1},
                                "second",
                                {{Termart::NUMMER, "S-1"}, {Termart::PART, "urn:x"}, {Termart::NUMMER, "S-1"}}});
  return out;
}

std::string bytes(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}
std::string raw(const base::Uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

TEST(Objekter, AnObjectComesBackAsItWasPut) {
  Objektlager lager;
  lager.put(sample());
  const auto read = read_objekt(*lager.snapshot(), kSag).value();
  ASSERT_TRUE(read);
  EXPECT_GT(read->version, 0U);
  EXPECT_EQ(read->noegle, sample().noegle);
  EXPECT_EQ(read->links, sample().links);
  ASSERT_EQ(read->registreringer.size(), 2U);
  EXPECT_EQ(read->registreringer[0].hoved, sample().registreringer[0].hoved);
  EXPECT_EQ(read->registreringer[1].hoved, sample().registreringer[1].hoved);
  EXPECT_EQ(read->registreringer[0].pakket, "first");
  EXPECT_EQ(read->registreringer[1].pakket, "second");
  EXPECT_EQ(decode_termer(read->registreringer[1].termer).value(),
            (std::vector<Term>{{Termart::PART, "urn:x"}, {Termart::NUMMER, "S-1"}}));
  EXPECT_FALSE(read_objekt(*lager.snapshot(), kDokument).value());
}

// The keys as objektkode.hpp says they are, put together here by hand.
TEST(Objekter, PostingsAndLinksStandWhereTheyAreSaidTo) {
  Objektlager lager;
  lager.put(sample());
  using namespace std::string_view_literals;
  const std::string noegle = encode(sample().noegle);
  const std::string sag = raw(kSag.uuid);
  EXPECT_EQ(lager.all(Familie::NU), (std::map<std::string, std::string>{
                                        {bytes({"\1\0\0\0"sv, sag}), noegle},
                                        {bytes({"\1\2\0\5urn:x"sv, sag}), noegle},
                                        {bytes({"\1\10\0\3S-1"sv, sag}), noegle},
                                    }));
  EXPECT_EQ(lager.all(Familie::HISTORIK), (std::map<std::string, std::string>{
                                              {bytes({"\1\2\0\5urn:x"sv, sag, "\0\0\0\1"sv}), ""},
                                              {bytes({"\1\10\0\3S-1"sv, sag, "\0\0\0\1"sv}), ""},
                                          }));
  const std::string dokument = raw(kDokument.uuid);
  EXPECT_EQ(lager.all(Familie::LINK), (std::map<std::string, std::string>{
                                          {bytes({"\0\1\1"sv, sag, "\2", dokument}), ""},
                                          {bytes({"\1\1\2"sv, dokument, "\1", sag}), ""},
                                      }));
}

TEST(Objekter, AValueTooLongToBeSearchedForIsRefused) {
  Objekt objekt = sample();
  objekt.registreringer[0].termer.push_back({Termart::PART, std::string(kLaengsteTerm, 'x')});
  store::Commit commit;
  EXPECT_TRUE(put_objekt(commit, objekt, nullptr));
  objekt.registreringer[0].termer.back().vaerdi += 'x';
  const auto refused = put_objekt(commit, objekt, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kode, base::FejlKode::UGYLDIG);
}

TEST(Objekter, AnObjectCutShortOrWithMoreBehindItIsRefused) {
  const std::string whole = encode(sample()).value();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_objekt(kSag, {whole.substr(0, size), 1})) << size;
  }
  EXPECT_FALSE(decode_objekt(kSag, {whole + '\0', 1}));
  EXPECT_TRUE(decode_objekt(kSag, {whole, 1}));
}

TEST(Objekter, AnIndexThatChangedIsTheSameAsOneMadeAnew) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    Objektlager lager;
    Model model;
    Verden verden{seed};
    change(lager, model, verden, 80);
    Objektlager anew;
    std::vector<Objekt> all;
    for (const auto& [ref, objekt] : model) all.push_back(objekt);
    anew.put_new(all);
    for (const Familie familie : {Familie::OBJEKT, Familie::NU, Familie::HISTORIK, Familie::LINK}) {
      ASSERT_EQ(lager.all(familie), anew.all(familie)) << "seed " << seed;
    }
    for (const auto& [ref, objekt] : model) lager.fjern(ref);
    for (const Familie familie : {Familie::OBJEKT, Familie::NU, Familie::HISTORIK, Familie::LINK}) {
      ASSERT_TRUE(lager.all(familie).empty()) << "seed " << seed;
    }
  }
}

TEST(Objekter, OnlyWhatDiffersIsWritten) {
  Objektlager lager;
  lager.put(sample());
  const auto gammel = read_objekt(*lager.snapshot(), kSag).value();
  Objekt ny = sample();
  ny.registreringer.push_back(ny.registreringer.back());
  ny.registreringer.back().termer.push_back({Termart::SYSTEM, "s"});
  class Taeller final : public store::OpModtager {
   public:
    void put(Familie familie, std::string_view, std::string_view) override { ++puts[familie]; }
    void erase(Familie, std::string_view) override { ADD_FAILURE() << "nothing went"; }
    std::map<Familie, int> puts;
  };
  const auto puts = [&] {
    store::Commit commit;
    EXPECT_TRUE(put_objekt(commit, ny, &*gammel));
    Taeller counted;
    EXPECT_TRUE(store::decode_ops(store::CommitAccess::ops(commit), counted));
    return counted.puts;
  };
  EXPECT_EQ(puts(), (std::map<Familie, int>{{Familie::OBJEKT, 1}, {Familie::NU, 1}, {Familie::HISTORIK, 3}}));
  ny.noegle.foelsomhed = 3;  // stands in each posting of now
  EXPECT_EQ(puts(), (std::map<Familie, int>{{Familie::OBJEKT, 1}, {Familie::NU, 4}, {Familie::HISTORIK, 3}}));
}

TEST(Objekter, AChangeBuiltOnAnOldVersionIsRefused) {
  Objektlager lager;
  lager.put(sample());
  const auto gammel = read_objekt(*lager.snapshot(), kSag).value();
  lager.put(sample());
  store::Commit change;
  ASSERT_TRUE(put_objekt(change, sample(), &*gammel));
  EXPECT_EQ(lager.commit(std::move(change)), store::Udfald::KONFLIKT);
  store::Commit import;
  ASSERT_TRUE(put_objekt(import, sample(), nullptr));
  EXPECT_EQ(lager.commit(std::move(import)), store::Udfald::KONFLIKT);
  store::Commit removal;
  ASSERT_TRUE(fjern_objekt(removal, *gammel));
  EXPECT_EQ(lager.commit(std::move(removal)), store::Udfald::KONFLIKT);
}

// Adds a registration with a term of its own to what is there now, again when another was faster.
void add_registrering(Objektlager& lager, const Objektref& ref, const std::string& name, std::latch& begin) {
  begin.arrive_and_wait();
  for (auto udfald = store::Udfald::KONFLIKT; udfald == store::Udfald::KONFLIKT;) {
    const auto gammel = read_objekt(*lager.snapshot(), ref).value();
    Objekt ny{.ref = ref};
    for (const LaestRegistrering& one : gammel->registreringer) {
      ny.registreringer.push_back({one.hoved, std::string{one.pakket}, decode_termer(one.termer).value()});
    }
    ny.registreringer.push_back({{}, name, {{Termart::NUMMER, name}}});
    store::Commit commit;
    ASSERT_TRUE(put_objekt(commit, ny, &*gammel));
    udfald = lager.commit(std::move(commit));
  }
}

TEST(Objekter, TwoWritersOfOneObjectGiveOneOfTheTwoOrders) {
  Objektlager lager;
  for (int round = 0; round < 20; ++round) {
    const Objektref ref{Objekttype::SAG, base::Uuid::named({}, std::to_string(round))};
    lager.put({.ref = ref, .registreringer = {{.pakket = "first"}}});
    std::latch begin{2};
    {
      std::jthread first{[&] { add_registrering(lager, ref, "A", begin); }};
      std::jthread second{[&] { add_registrering(lager, ref, "B", begin); }};
    }
    const auto there = read_objekt(*lager.snapshot(), ref).value();
    std::vector<std::string_view> order;
    for (const LaestRegistrering& one : there->registreringer) order.push_back(one.pakket);
    const bool a_first = order == std::vector<std::string_view>{"first", "A", "B"};
    ASSERT_TRUE(a_first || (order == std::vector<std::string_view>{"first", "B", "A"}));
    const auto nu = lager.all(Familie::NU);
    EXPECT_EQ(nu.contains(posting_key(ref, {Termart::NUMMER, "A"})), !a_first);
    EXPECT_EQ(nu.contains(posting_key(ref, {Termart::NUMMER, "B"})), a_first);
  }
}

TEST(Kortnoegle, KeepsThreeKleNumbersAndSaysWhenThereAreMore) {
  std::vector<base::KleEmne> emner;
  for (const std::string_view text : {"32.03.04", "00.00.00", "99.99.99"}) emner.push_back(*base::KleEmne::parse(text));
  Kortnoegle noegle{.ejer = base::Cvr::parse("33333333")->value(), .foelsomhed = 4, .kan_skifte = true, .dag = 20'000};
  noegle.set_kle(emner);
  EXPECT_EQ(encode(noegle).size(), kKortnoegleBytes);
  EXPECT_EQ(decode_kortnoegle(encode(noegle)), noegle);
  EXPECT_EQ(noegle.kle, (std::array<std::uint32_t, 3>{320304, 0, 999999}));
  EXPECT_FALSE(noegle.har_flere_kle);
  emner.push_back(emner.front());
  noegle.set_kle(emner);
  EXPECT_TRUE(decode_kortnoegle(encode(noegle))->har_flere_kle);
  EXPECT_FALSE(decode_kortnoegle(encode(noegle) + '\0'));
  std::string unknown = encode(noegle);
  unknown[13] = 5;
  EXPECT_FALSE(decode_kortnoegle(unknown));
}

}  // namespace
}  // namespace brevdue::oio
