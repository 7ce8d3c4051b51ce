#include "base/toml_felter.hpp"

#include <gtest/gtest.h>

namespace brevdue::base {
namespace {

// The table's failure after `read`, as "line: text"; empty when there is none.
template <class Read>
std::string failure(std::string_view text, Read read) {
  const auto table = parse_toml(text, "f");
  TomlFelter felter(*table, "f");
  read(felter);
  const auto result = felter.reader().finish();
  return result ? "" : beskriv(result.error());
}

TEST(TomlFelter, ReadsDatesWithAndWithoutQuotes) {
  using namespace std::chrono;
  const local_days day{year_month_day{year{2028}, month{2}, std::chrono::day{29}}};
  const auto read = [&](TomlFelter& from) {
    EXPECT_EQ(from.dag("a"), day);
    EXPECT_EQ(from.dag("b"), day);
    EXPECT_FALSE(from.dag("c"));
  };
  EXPECT_EQ(failure("a = 2028-02-29\nb = '2028-02-29'\n", read), "");
  EXPECT_EQ(failure("a = '2027-02-29'\n", [](TomlFelter& from) { EXPECT_FALSE(from.dag("a")); }),
            "f:1: 'a' must be a date such as 2026-05-15");
  EXPECT_NE(failure("a = 2028-02-29T00:00:00Z\n", [](TomlFelter& from) { EXPECT_FALSE(from.dag("a")); }), "");
}

TEST(TomlFelter, RefusesWhatIsNoTextForALog) {
  const auto read = [](TomlFelter& from) { from.tekst("a", 3); };
  EXPECT_EQ(failure("a = 'abc'", read), "");
  EXPECT_EQ(failure("", read), "");
  EXPECT_EQ(failure("a = 'abcd'", read), "f:1: 'a' is too long");
  EXPECT_EQ(failure("a = \"a\\nb\"", read), "f:1: 'a' holds a control character");
}

TEST(TomlFelter, SortsListsAndRefusesTheSameTwice) {
  std::vector<Cvr> cvr;
  const auto read = [&](TomlFelter& from) { cvr = from.liste<Cvr>("a", from.reader().texts("a"), Cvr::parse, "bad"); };
  EXPECT_EQ(failure("a = ['33333333', '11111111']", read), "");
  EXPECT_EQ(cvr, (std::vector{*Cvr::parse("11111111"), *Cvr::parse("33333333")}));
  EXPECT_EQ(failure("a = ['33333333', '33333333']", read), "f:1: 'a' holds the same twice");
  EXPECT_EQ(failure("a = ['3']", read), "f:1: 'a' bad");
}

TEST(TomlSkriv, WritesWhatReadsAsTheSame) {
  const std::string text = "\"citat\" \\ \x01 \x7f æ";
  std::string out;
  toml_line(out, "a", text);
  toml_liste(out, "b", {text, ""});
  toml_liste(out, "c", {});
  const auto table = parse_toml(out, "f");
  ASSERT_TRUE(table) << out;
  TomlReader reader(*table, "f");
  EXPECT_EQ(reader.text("a"), text);
  EXPECT_EQ(reader.texts("b"), (std::vector<std::string>{text, ""}));
  EXPECT_TRUE(reader.texts("c").empty());
  EXPECT_TRUE(reader.finish());
}

}  // namespace
}  // namespace brevdue::base
