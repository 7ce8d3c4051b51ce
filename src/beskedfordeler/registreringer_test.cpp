#include "beskedfordeler/registreringer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/toml.hpp"

namespace brevdue::beskedfordeler {
namespace {

base::Resultat<Registreringer> read(std::string_view text) {
  const base::TomlTable table = PROEV(base::parse_toml(text, "f.toml"));
  base::TomlReader top(table, "f.toml");
  auto all = PROEV(read_registreringer(top));
  PROEV(top.finish());
  return all;
}

constexpr std::string_view kFil = R"(
[[beskedtype]]
uuid = "7654895c-a3f3-4c77-8afd-4c77330f963c"
navn = "Test/TestbeskedType1"

[[dueslag]]
uuid = "a9efc97c-3473-45b5-9519-7fc837b89fa8"
navn = "Korsbæk \"boligteam\""
system = "ba537e12-8b0c-44b1-9de7-f75803a4e091"
levering = "amqp"

[[dueslag.abonnement]]
uuid = "11111111-0000-4000-8000-000000000001"
navn = "Bolig"
beskedtyper = ["7654895C-A3F3-4C77-8AFD-4C77330F963C"]
myndigheder = ["11111111", "22222222"]
kle = ["32.06", "urn:oio:kle:27.*"]
udtryk = {og = [
  {ikke = {felt = "ObjektRegistrering.ObjektHandling", lig_med = ["urn:oio:cpr:personhaendelse:1"]}},
  {eller = [{felt = "Kildesystem", lig_med = ["BA537E12-8b0c-44b1-9de7-f75803a4e091"]},
            {felt = "TilladtModtager", lig_med = ["11111111"]}]}]}

[[dueslag.abonnement]]
uuid = "11111111-0000-4000-8000-000000000002"
navn = "Alt"
beskedtyper = ["7654895c-a3f3-4c77-8afd-4c77330f963c"]
)";

TEST(Registreringer, AreReadAndWrittenBackTheSame) {
  const auto all = read(kFil);
  ASSERT_TRUE(all) << base::beskriv(all.error());
  ASSERT_EQ(all->dueslag.size(), 1U);
  const Dueslag& dueslag = all->dueslag[0];
  ASSERT_EQ(dueslag.abonnementer.size(), 2U);
  EXPECT_EQ(dueslag.abonnementer[0].udtryk.myndigheder(), (std::vector<std::string>{"11111111", "22222222"}));
  EXPECT_EQ(dueslag.abonnementer[0].udtryk.kle(), (std::vector<std::string>{"27.*", "32.06.*"}));
  EXPECT_EQ(dueslag.abonnementer[0].udtryk.udtryk.dele.size(), 4U);
  EXPECT_TRUE(dueslag.abonnementer[1].udtryk.udtryk.dele.empty());
  EXPECT_TRUE(check(*all));

  const auto again = read(write_registreringer(*all));
  ASSERT_TRUE(again) << base::beskriv(again.error()) << write_registreringer(*all);
  EXPECT_EQ(*again, *all);
}

std::string with(std::string_view from, std::string_view to) {
  std::string text{kFil};
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Registreringer, RefuseWhatIsWrongWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {with("levering = \"amqp\"", "levering = \"rest\""), "f.toml:10"},
      {with("navn = \"Alt\"", "navn = \"Alt\"\nvaerdiliste = \"x\""), "f.toml:26"},
      {with("a9efc97c", "z9efc97c"), "f.toml:7"},
      {with("kle = [\"32.06\"", "kle = [\"3.06.x*\""), "f.toml:17"},
      {with("felt = \"Kildesystem\"", "felt = \"Kilde\""), "f.toml:20"},
      {with("{ikke = {", "{ikke = {ikke = {}, "), "f.toml:19"},
  };
  for (const auto& [text, line] : wrong) {
    const auto all = read(text);
    ASSERT_FALSE(all) << text;
    EXPECT_EQ(all.error().kode, base::FejlKode::UGYLDIG);
    EXPECT_EQ(all.error().sti, line) << all.error().tekst;
  }
}

TEST(Registreringer, AbonnementOfAnUnknownBeskedtypeIsRefused) {
  const auto all = read(with("[\"7654895C", "[\"8654895C"));
  ASSERT_TRUE(all);
  EXPECT_FALSE(check(*all));
}

TEST(Registreringer, AnAbonnementKeepsItsNumberUntilItsExpressionChanges) {
  Registreringer known = *read(kFil);
  known.dueslag[0].abonnementer[0].nummer = known.dueslag[0].abonnementer[0].oprettet = 7;
  known.dueslag[0].abonnementer[1].nummer = 9;
  known.dueslag[0].abonnementer[1].oprettet = 8;
  const Registreringer same = merge(known, *read(with("navn = \"Bolig\"", "navn = \"Andet navn\"")));
  EXPECT_EQ(same.dueslag[0].abonnementer[0].nummer, 7U);
  EXPECT_EQ(same.dueslag[0].abonnementer[0].navn, "Andet navn");
  const Registreringer changed = merge(known, *read(with("myndigheder = [\"11111111\", ", "myndigheder = [")));
  EXPECT_EQ(changed.dueslag[0].abonnementer[0].nummer, 0U);
  EXPECT_EQ(changed.dueslag[0].abonnementer[0].oprettet, 7U);
  EXPECT_EQ(changed.dueslag[0].abonnementer[1].nummer, 9U);
}

// The page's example, cut at its first table of these, and its list of elements.
TEST(Registreringer, TheDocumentedFormIsTheOneThatIsRead) {
  std::ifstream file(BREVDUE_SOURCE_DIR "/docs/adgangsstyring.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const auto begin = page.find("[[beskedtype]]");
  ASSERT_NE(begin, std::string::npos);
  const auto all = read(page.substr(begin, page.find("```", begin) - begin));
  ASSERT_TRUE(all) << base::beskriv(all.error());
  ASSERT_EQ(all->dueslag.size(), 1U);
  EXPECT_TRUE(check(*all));
  EXPECT_EQ(all->dueslag[0].abonnementer.at(0).udtryk.udtryk.dele.size(), 3U);
  for (std::size_t i = 0; i < kFelter; ++i) {
    const auto felt = "`" + std::string(navn(static_cast<Felt>(i))) + "`";
    EXPECT_NE(page.find(felt), std::string::npos) << felt;
  }
  EXPECT_NE(page.find(fmt::format("At most {} levels", kStoersteDybde - 1)), std::string::npos);
  EXPECT_NE(page.find(fmt::format("and {} alternatives", kStoersteAlternativer)), std::string::npos);
}

}  // namespace
}  // namespace brevdue::beskedfordeler
