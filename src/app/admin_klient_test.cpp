#include "app/admin_klient.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace brevdue::app {
namespace {

using base::Resultat;

TEST(AllPages, AreOneList) {
  std::vector<std::uint64_t> asked;
  const auto all = all_pages([&](std::uint64_t after) -> Resultat<std::string> {
    asked.push_back(after);
    if (after == 0) return R"([{"ankomst": 3, "besked_id": "a"}, {"ankomst": 8, "besked_id": "b"}])";
    if (after == 8) return R"([{"ankomst": 9, "besked_id": "c"}])";
    return "[]";
  });
  ASSERT_TRUE(all) << base::beskriv(all.error());
  EXPECT_EQ(asked, (std::vector<std::uint64_t>{0, 8, 9}));
  for (const char* id : {"\"a\"", "\"b\"", "\"c\""}) EXPECT_NE(all->find(id), std::string::npos) << *all;
}

TEST(AllPages, OfNothingAreAnEmptyList) {
  EXPECT_EQ(all_pages([](std::uint64_t) -> Resultat<std::string> { return "[]\n"; }).value(), "[]\n");
}

TEST(AllPages, ARefusalEndsThem) {
  const auto all = all_pages([](std::uint64_t after) -> Resultat<std::string> {
    if (after == 0) return R"([{"ankomst": 1}])";
    return base::fejl(base::FejlKode::LAGER, "no more");
  });
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().tekst, "no more");
}

TEST(AllPages, WhatDoesNotGoOnIsNotAskedForEver) {
  for (const char* page : {R"([{"ankomst": 1}])", R"([{}])", "[1]", "{}", "no JSON"}) {
    EXPECT_FALSE(all_pages([page](std::uint64_t) -> Resultat<std::string> { return page; })) << page;
  }
}

}  // namespace
}  // namespace brevdue::app
