#include "base/toml.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace brevdue::base {
namespace {

TomlTable parsed(std::string_view text) {
  auto table = parse_toml(text, "prøve.toml");
  EXPECT_TRUE(table.has_value()) << (table ? "" : beskriv(table.error()));
  return table ? *std::move(table) : TomlTable{};
}

TEST(Toml, SaysWhereAFileIsIllFormed) {
  const auto table = parse_toml("a = 1\nb = = 2\n", "prøve.toml");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().kode, FejlKode::UGYLDIG);
  EXPECT_EQ(table.error().sti, "prøve.toml:2");
}

TEST(Toml, ReadsEachKindOfValue) {
  const TomlTable table = parsed(R"(
navn = "Korsbæk"
port = 8443
til = true
liste = ["a", "b"]
dag = 2026-05-15
tid = 2026-05-15T08:00:00Z
[under]
x = "y"
[[mange]]
n = 1
[[mange]]
n = 2
)");
  TomlReader reader(table, "prøve.toml");
  EXPECT_EQ(reader.required_text("navn"), "Korsbæk");
  EXPECT_EQ(reader.number("port", 1, 65535), 8443);
  EXPECT_EQ(reader.flag("til"), true);
  EXPECT_EQ(reader.texts("liste"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(reader.time("dag"), "2026-05-15");
  EXPECT_EQ(reader.time("tid"), "2026-05-15T08:00:00Z");
  EXPECT_EQ(reader.time("navn"), "Korsbæk");
  ASSERT_NE(reader.table("under"), nullptr);
  const auto many = reader.tables("mange");
  ASSERT_EQ(many.size(), 2U);
  TomlReader second(*many[1], reader.source());
  EXPECT_EQ(second.number("n", 0, 9), 2);
  EXPECT_TRUE(second.finish().has_value());
  EXPECT_TRUE(reader.finish().has_value());
}

TEST(Toml, AbsentMembersAreNothingAndNoFailure) {
  const TomlTable table = parsed("");
  TomlReader reader(table, "x");
  EXPECT_EQ(reader.text("a"), std::nullopt);
  EXPECT_EQ(reader.number("a", 0, 1), std::nullopt);
  EXPECT_EQ(reader.flag("a"), std::nullopt);
  EXPECT_TRUE(reader.texts("a").empty());
  EXPECT_EQ(reader.table("a"), nullptr);
  EXPECT_TRUE(reader.tables("a").empty());
  EXPECT_TRUE(reader.finish().has_value());
}

TEST(Toml, RefusesWhatNobodyAskedForWithItsLine) {
  const TomlTable table = parsed("a = 1\n\nprot = 2\n");
  TomlReader reader(table, "x.toml");
  reader.number("a", 0, 9);
  const auto end = reader.finish();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().sti, "x.toml:3");
  EXPECT_NE(end.error().tekst.find("prot"), std::string::npos);
}

TEST(Toml, KeepsTheFirstFailure) {
  const TomlTable table = parsed("a = \"x\"\nb = 70000\nc = [1]\n");
  TomlReader reader(table, "x.toml");
  EXPECT_EQ(reader.number("b", 1, 65535), std::nullopt);
  EXPECT_EQ(reader.number("a", 0, 9), std::nullopt);
  EXPECT_TRUE(reader.texts("c").empty());
  const auto end = reader.finish();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().sti, "x.toml:2");
}

TEST(Toml, EachWrongKindIsRefused) {
  const auto refused = [](std::string_view text, auto read) {
    const TomlTable table = parsed(text);
    TomlReader reader(table, "x");
    read(reader);
    return !reader.finish().has_value();
  };
  EXPECT_TRUE(refused("k = 1", [](auto& r) { r.text("k"); }));
  EXPECT_TRUE(refused("k = 2026-05-15", [](auto& r) { r.text("k"); }));
  EXPECT_TRUE(refused("k = \"x\\u0000y\"", [](auto& r) { r.text("k"); }));
  EXPECT_TRUE(refused("k = 1", [](auto& r) { r.time("k"); }));
  EXPECT_TRUE(refused("k = 1.5", [](auto& r) { r.number("k", 0, 9); }));
  EXPECT_TRUE(refused("k = \"true\"", [](auto& r) { r.flag("k"); }));
  EXPECT_TRUE(refused("k = \"x\"", [](auto& r) { r.texts("k"); }));
  EXPECT_TRUE(refused("k = [1]", [](auto& r) { r.texts("k"); }));
  EXPECT_TRUE(refused("k = 1", [](auto& r) { r.table("k"); }));
  EXPECT_TRUE(refused("k = [1]", [](auto& r) { r.tables("k"); }));
}

TEST(Toml, RequiredAndRefusedMembersNameThemselves) {
  const TomlTable table = parsed("x = \"no\"\n");
  TomlReader missing(table, "f");
  missing.required_text("y");
  missing.text("x");
  EXPECT_NE(beskriv(missing.finish().error()).find("'y' is missing"), std::string::npos);
  TomlReader refusing(table, "f");
  refusing.text("x");
  refusing.refuse("x", "must be yes");
  EXPECT_EQ(beskriv(refusing.finish().error()), "f:1: 'x' must be yes");
}

// Each part is a table in a table: as deep as the file likes, and the stack is not.
TEST(Toml, AKeyWithVeryManyPartsIsRefusedWithItsLine) {
  std::string deep = "a";
  for (int i = 0; i < 200'000; ++i) deep += ".a";
  const auto refused = [](const std::string& text) {
    const auto table = parse_toml(text, "f");
    return table ? "" : beskriv(table.error());
  };
  EXPECT_EQ(refused("x = 1\n" + deep + " = 1\n"), "f:2: a key has too many parts");
  EXPECT_EQ(refused("[" + deep + "]\n"), "f:1: a key has too many parts");
  EXPECT_EQ(refused("x = {y = \"\"\"\n\"\"\"\"\", " + deep + " = 1}\n"), "f:2: a key has too many parts");
  EXPECT_EQ(refused("x = 'aa' # it's\n" + deep + " = 1\n"), "f:2: a key has too many parts");
}

TEST(Toml, DotsInTextsAndCommentsAreNoParts) {
  const std::string dots(100, '.');
  const TomlTable table =
      parsed("a = \"\\\"" + dots + "\" # " + dots + "\nb = '''\n" + dots + "\n'''\nc.d.\"e." + dots + "\" = 1.5\n");
  EXPECT_EQ(table.values.size(), 3U);
}

TEST(Toml, NoTextBreaksTheParser) {
  EXPECT_TRUE(rc::check([](const std::string& text) { (void)parse_toml(text, "f"); }));
}

}  // namespace
}  // namespace brevdue::base
