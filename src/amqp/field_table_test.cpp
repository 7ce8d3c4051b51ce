#include "amqp/field_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "amqp/method.hpp"

namespace brevdue::amqp {
namespace {

using namespace std::literals;

TEST(FieldTable, ReadsEveryTypeOfRabbitMq) {
  const std::string table =
      "\1bb\1"
      "\1BB\1"
      "\1ss\0\1"
      "\1uu\0\1"
      "\1II\0\0\0\1"
      "\1ii\0\0\0\1"
      "\1ll\0\0\0\0\0\0\0\1"
      "\1LL\0\0\0\0\0\0\0\1"
      "\1ff\0\0\0\0"
      "\1dd\0\0\0\0\0\0\0\0"
      "\1tt\1"
      "\1DD\2\0\0\0\1"
      "\1TT\0\0\0\0\0\0\0\1"
      "\1SS\0\0\0\1x"
      "\1xx\0\0\0\1\0"
      "\1FF\0\0\0\4\1yt\1"
      "\1AA\0\0\0\3t\1V"
      "\1VV"s;
  ASSERT_TRUE(is_table(table));
  std::string_view rest = table;
  int entries = 0;
  for (; !rest.empty(); ++entries) {
    const auto entry = next_entry(rest);
    if (!entry) FAIL();
    EXPECT_EQ(entry->name, std::string(1, entry->value.type));
  }
  EXPECT_EQ(entries, 18);
  EXPECT_EQ(find(table, "S").value_or(FieldValue{}).bytes, "x");
  EXPECT_TRUE(is_set(find_table(table, "F"), "y"));
  EXPECT_FALSE(find(table, "none"));
}

TEST(FieldTable, RefusesWhatIsMalformed) {
  for (const auto bad :
       {"\1"sv, "\1x"sv, "\1xQ"sv, "\1xt"sv, "\1xs\0"sv, "\1xS\0\0\0\2a"sv, "\1xS\0\0"sv, "\1xF\0\0\0\1\1"sv,
        "\1xA\0\0\0\1t"sv, "\1xA\0\0\0\1Q"sv, "\1xD\0\0\0\0"sv, "\1xS\xFF\xFF\xFF\xFF"sv}) {
    EXPECT_FALSE(is_table(bad)) << testing::PrintToString(bad);
  }
}

std::string nested(unsigned depth, bool arrays) {
  std::string inner;
  for (unsigned i = 1; i < depth; ++i) {
    std::string outer;
    if (arrays && i + 1 < depth) {
      outer = "A";
    } else {
      put_short_string(outer, "x");
      outer += arrays ? 'A' : 'F';
    }
    put_long_string(outer, inner);
    inner = outer;
  }
  return inner;
}

TEST(FieldTable, IsNotDeeperThanItsLimit) {
  for (const bool arrays : {false, true}) {
    EXPECT_TRUE(is_table(nested(kTableDepth, arrays)));
    EXPECT_FALSE(is_table(nested(kTableDepth + 1, arrays)));
    EXPECT_FALSE(is_table(nested(10000, arrays)));
  }
}

TEST(FieldTable, SetMeansABooleanThatIsNotZero) {
  std::string table;
  add_flag(table, "yes", true);
  add_flag(table, "no", false);
  add_text(table, "text", "true");
  EXPECT_TRUE(is_set(table, "yes"));
  EXPECT_FALSE(is_set(table, "no"));
  EXPECT_FALSE(is_set(table, "text"));
  EXPECT_FALSE(is_set(table, "absent"));
  EXPECT_EQ(find_table(table, "text"), "");
}

RC_GTEST_PROP(FieldTable, ReadsWhatWasAdded, (const std::map<std::string, std::string>& entries)) {
  std::string nested_table;
  for (const auto& [name, text] : entries) add_text(nested_table, name, text);
  std::string table;
  add_flag(table, "flag", true);
  add_table(table, "nested", nested_table);
  RC_ASSERT(is_table(table));
  RC_ASSERT(find_table(table, "nested") == nested_table);
  for (const auto& [name, text] : entries) RC_ASSERT(find(nested_table, name).value_or(FieldValue{}).bytes == text);
  const auto cut = *rc::gen::inRange<std::size_t>(1, table.size());
  RC_ASSERT(!is_table(std::string_view(table).substr(0, cut)) || cut == 7);
}

}  // namespace
}  // namespace brevdue::amqp
