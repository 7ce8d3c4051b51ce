#include "xml/simple_type.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace brevdue::xml {
namespace {

using Texts = std::initializer_list<std::string_view>;

void expect(const SimpleType& type, Texts good, Texts bad) {
  std::string scratch;
  for (const auto text : good) {
    EXPECT_TRUE(is_valid(type, apply_white_space(type.white_space, text, scratch))) << type.name << ": " << text;
  }
  for (const auto text : bad) {
    EXPECT_FALSE(is_valid(type, apply_white_space(type.white_space, text, scratch))) << type.name << ": " << text;
  }
}

TEST(SimpleType, dateTime) {
  expect(kDateTime,
         {"2022-02-13T08:00:00", "2022-02-13T08:00:00Z", "2022-02-13T08:00:00.1234567890+01:00", "2024-02-29T24:00:00",
          "2024-02-29T24:00:00.000Z", "-0044-03-15T00:00:00", "12026-01-01T00:00:00", "2026-06-30T00:00:00-14:00",
          "2000-02-29T00:00:00", "-0004-02-29T00:00:00", "2022-02-13T08:00:00Z \n", "2022-12-31T23:59:59+00:00"},
         {"",
          " ",
          "2022-02-13",
          "2022-02-13T08:00",
          "2022-02-13 08:00:00",
          "2022-02-30T00:00:00",
          "2022-13-01T00:00:00",
          "2022-00-01T00:00:00",
          "2022-01-00T00:00:00",
          "2022-01-01T25:00:00",
          "2022-01-01T24:00:01",
          "2022-01-01T24:00:00.001",
          "2022-01-01T24:01:00",
          "2022-01-01T00:60:00",
          "2022-01-01T00:00:60",
          "2022-01-01T00:00:00.",
          "2022-01-01T00:00:00+14:01",
          "2022-01-01T00:00:00+15:00",
          "2022-01-01T00:00:00+1:00",
          "2022-01-01T00:00:00+01:60",
          "2022-01-01T00:00:00z",
          "2022-01-01t00:00:00",
          "0000-01-01T00:00:00",
          "-0000-01-01T00:00:00",
          "+2022-01-01T00:00:00",
          "022-01-01T00:00:00",
          "02022-01-01T00:00:00",
          "2100-02-29T00:00:00Z",
          "-0001-02-29T00:00:00",
          "1999999999999999999-01-01T00:00:00",
          " 2022-01-01T00:00:00Z",
          "2022-01-01T00:00:00 ",
          "2022-01-01T00:00:00Zx"});
}

TEST(SimpleType, date) {
  expect(kDate, {"2022-02-13", "2022-02-13Z", "2022-02-13+01:00", "-0044-03-15"},
         {"", "2022-02-29", "2022-2-13", "2022-02-13T00:00:00", "2022-02-13 ", "2022-02-13Z ", "13-02-2022"});
}

TEST(SimpleType, integer) {
  expect(kInteger, {"0", "-0", "+0", " 1 ", "007", "123456789012345678901234", "00000000000000000000000000000000001"},
         {"", " ", "+", "-", "--1", "1.0", "1e3", "0x1", "1 2", "a", "1234567890123456789012345"});
}

TEST(SimpleType, integers_are_compared_whatever_their_length) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(compare_integer("9223372036854775807", kMost), 0);
  EXPECT_EQ(compare_integer("9223372036854775808", kMost), 1);
  EXPECT_EQ(compare_integer("-9223372036854775808", kLeast), 0);
  EXPECT_EQ(compare_integer("-9223372036854775809", kLeast), -1);
  EXPECT_EQ(compare_integer("100000000000000000000000", kMost), 1);
  EXPECT_EQ(compare_integer("-100000000000000000000000", kLeast), -1);
  EXPECT_EQ(compare_integer("+007", 7), 0);
  EXPECT_EQ(compare_integer("-0", 0), 0);
}

TEST(SimpleType, boolean) {
  expect(kBooleanType, {"true", "false", "1", "0", " true\n"}, {"", "TRUE", "True", "2", "01", "yes"});
}

TEST(SimpleType, base64Binary) {
  expect(kBase64Binary, {"", " ", "AAAA", "YQ==", "YWI=", "YWJj ZGVm", "A A A A", "\nAAAA\nBBBB ", "AA = =", "+/+/"},
         {"A", "AA", "AAA", "AA=", "A===", "====", "AAA==", "AAAA=", "AA==AAAA", "YR==", "YWJ=", "AA-_", "AAAA!"});
}

TEST(SimpleType, anyURI) {
  expect(kAnyUri,
         {"", "#", "?", "#id-1", "urn:x:y", "urn:", "http://www.w3.org/2000/09/xmldsig#sha1", "a b", "{}", "a|b",
          "http://æ.dk/å?q=ø", "//", "http://[::1]:80/", "http://u:p@h:80/a;b?c/d?e", "mailto:x@y", "../a/b", "%C3%A6",
          " http://x "},
         {"%", "%4", "%zz", "a%", "[", "a]", "#a#b", "::", "1:", "1a:b", "http://h:x/", "http://h:/", "http://a:b:c",
          "http://a@b@c/", "http://[::1", "http://x?a[1]", "x:/%gg", "http://h:123456789/"});
}

TEST(SimpleType, ID_is_an_NCName) {
  expect(kId, {"a", "_", "a-1.b", "æ", " a "}, {"", "1a", "-a", ".a", "a:b", "a b"});
}

TEST(SimpleType, white_space_is_treated_as_its_rule_says) {
  std::string scratch;
  EXPECT_EQ(apply_white_space(WhiteSpace::PRESERVE, " a\t\n b ", scratch), " a\t\n b ");
  EXPECT_EQ(apply_white_space(WhiteSpace::REPLACE, " a\t\n b ", scratch), " a   b ");
  EXPECT_EQ(apply_white_space(WhiteSpace::COLLAPSE, " a\t\n b ", scratch), "a b");
  EXPECT_EQ(apply_white_space(WhiteSpace::COLLAPSE, "\r\n\t ", scratch), "");
}

TEST(SimpleType, text_that_need_not_change_is_not_copied) {
  std::string scratch;
  const std::string_view text = " a b ";
  EXPECT_EQ(apply_white_space(WhiteSpace::COLLAPSE, text, scratch).data(), text.data() + 1);
  EXPECT_EQ(apply_white_space(WhiteSpace::REPLACE, text, scratch).data(), text.data());
}

constexpr std::string_view kColours[] = {"red", "green"};
constexpr SimpleType kColour{.ns = "u", .name = "Colour", .base = &kToken, .enumeration = kColours};
constexpr SimpleType kShort{.ns = "u",
                            .name = "Short",
                            .base = &kString,
                            .white_space = WhiteSpace::PRESERVE,
                            .min_length = 2,
                            .max_length = 3};
constexpr SimpleType kSmall{.ns = "u", .name = "Small", .base = &kInteger, .min_inclusive = -1, .max_inclusive = 40};
constexpr SimpleType kEven{.ns = "u",
                           .name = "Even",
                           .base = &kSmall,
                           .pattern = {[](std::string_view t) { return (t.back() - '0') % 2 == 0; }, "[0-9]*[02468]"}};

TEST(SimpleType, facets) {
  expect(kColour, {"red", " green "}, {"", "blue", "RED", "red green"});
  expect(kShort, {"ab", "æøå", "  "}, {"", "a", "abcd", "æøåæ"});
  expect(kSmall, {"-1", "40", "+0040"}, {"-2", "41", "99999999999999999999", "-99999999999999999999", "x"});
}

TEST(SimpleType, a_restriction_keeps_what_its_base_demands) {
  expect(kEven, {"0", "38"}, {"1", "42", "x", ""});
}

}  // namespace
}  // namespace brevdue::xml
