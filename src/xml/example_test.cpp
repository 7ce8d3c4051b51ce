#include "xml/example.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "xml/eksempel_testing.hpp"

namespace brevdue::xml {
namespace {

using namespace eksempel;

const Comparison kExact{
    [](const Element&, std::string_view example, std::string_view value) { return example == value; },
    [](const Type&, const void*, const void*) { return std::optional<bool>(); }};

bool meets(const Ordre& example, const Ordre& value) {
  return has_all_of(*ordre().type, &example, &value, kExact);
}
bool meets(const Soegning& example, const Soegning& value) {
  return has_all_of(*soegning().type, &example, &value, kExact);
}
Ordre order() {
  Ordre out;
  out.noegle = {Noegle::Art::URN, "n"};
  out.titel = "t";
  out.linje = {{"a", 1, false}, {"b", 2, true}};
  return out;
}

TEST(Example, WhatItFillsIsInTheValue) {
  EXPECT_TRUE(meets(order(), order()));
  Ordre example = order();
  example.note = "x";
  EXPECT_FALSE(meets(example, order()));
  EXPECT_TRUE(meets(order(), example));
}

TEST(Example, AllOfAnEntryIsInTheSameEntry) {
  Ordre example = order();
  example.linje = {{"b", 2, true}};
  EXPECT_TRUE(meets(example, order()));
  example.linje = {{"b", 1, true}};
  EXPECT_FALSE(meets(example, order()));
  example.linje = {{"b", 2, true}, {"a", 1, false}, {"a", 1, false}};
  EXPECT_TRUE(meets(example, order()));
}

TEST(Example, AnItemIsMetByOneOfItsKindAndAForeignElementNever) {
  Soegning value;
  value.liste.emplace().elementer = {{Kendt{"k"}}, {std::string_view("t")}};
  Soegning example;
  example.liste.emplace().elementer = {{Kendt{"k"}}};
  EXPECT_TRUE(meets(example, value));
  example.liste->elementer = {{std::string_view("k")}};
  EXPECT_FALSE(meets(example, value));
  example.liste->elementer = {{Fragment::of("<a/>")}};
  value.liste->elementer.push_back({Fragment::of("<a/>")});
  EXPECT_FALSE(meets(example, value));
}

TEST(Example, AStructMayBeComparedAsAWhole) {
  Comparison comparison = kExact;
  comparison.whole = [](const Type& type, const void*, const void*) {
    return type.tag == tag_of<Linje>() ? std::optional(true) : std::nullopt;
  };
  Ordre example = order();
  example.linje = {{"noget andet", 7, false}};
  const Ordre value = order();
  EXPECT_TRUE(has_all_of(*ordre().type, &example, &value, comparison));
}

TEST(Example, EveryValueHasItsPathUntilItIsEnough) {
  Soegning filled;
  filled.liste.emplace().elementer = {{Kendt{"k"}}, {Fragment::of("<a>b</a>")}};
  std::map<std::string, std::string> found;
  each_value(*soegning().type, &filled, [&](std::string_view path, std::string_view text) {
    found.emplace(path, text);
    return true;
  });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(std::ranges::any_of(found, [](const auto& one) { return one.first.ends_with("/*"); }));
  std::size_t count = 0;
  each_value(*soegning().type, &filled, [&](std::string_view, std::string_view) { return ++count == 0; });
  EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace brevdue::xml
