#include "xml/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "xml/eksempel_testing.hpp"

namespace brevdue::xml {
namespace {

using eksempel::Noegle;
using eksempel::Ordre;

TEST(Json, names_lists_numbers_and_truth_follow_the_description) {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::UUID, "n"};
  ordre.titel = "æ\"";
  ordre.linje = {{"et", 3, true}};
  ordre.tal = {4};
  ordre.rest = {{"<p:x/>", " xmlns:p=\"urn:p\"", 4}};
  EXPECT_EQ(json_value(*eksempel::ordre().type, &ordre), nlohmann::json::parse(R"({
    "Hoved": {"Noegle": {"Uuid": "n"}, "Titel": "æ\""},
    "Linje": [{"Tekst": "et", "Antal": 3, "ErBetalt": true}],
    "Tal": [4],
    "any": ["<p:x xmlns:p=\"urn:p\"/>"]})"));
}

TEST(Json, what_is_not_there_has_no_key) {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::URN, "n"};
  ordre.note = "x";
  EXPECT_EQ(json_value(*eksempel::ordre().type, &ordre),
            nlohmann::json::parse(R"({"Hoved": {"Noegle": {"Urn": "n"}, "Titel": "", "Note": "x"}})"));
}

TEST(Json, items_are_lists_by_name) {
  using eksempel::Led;
  eksempel::Soegning soegning;
  soegning.udtryk.led.push_back({.indhold = std::int64_t{1}});
  soegning.udtryk.led.emplace_back().indhold.emplace<Led::IKKE>();
  soegning.udtryk.led.push_back({.indhold = std::int64_t{2}});
  auto& liste = soegning.liste.emplace();
  liste.elementer.push_back({.indhold = "t"});
  liste.elementer.push_back({.indhold = Fragment::of("<v/>")});
  EXPECT_EQ(json_value(*eksempel::soegning().type, &soegning),
            nlohmann::json::parse(
                R"({"Udtryk": {"Tal": [1, 2], "NOT": [{}]}, "Liste": {"KendtTekst": ["t"], "any": ["<v/>"]}})"));
}

}  // namespace
}  // namespace brevdue::xml
