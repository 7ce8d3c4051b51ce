// Settings: what is read, what is refused and where, and that all of them are documented.
#include "app/indstillinger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "app/filer.hpp"

namespace brevdue::app {
namespace {

using testing::HasSubstr;

class IndstillingerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = (std::filesystem::temp_directory_path() / "brevdue-XXXXXX").string();
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  base::Resultat<Indstillinger> read(const std::string& text) {
    EXPECT_TRUE(write_file(folder_ / "brevdue.toml", text));
    return read_indstillinger(folder_ / "brevdue.toml");
  }
  std::string refusal(const std::string& text) {
    const auto got = read(text);
    return got ? "" : base::beskriv(got.error());
  }

  std::filesystem::path folder_;
};

constexpr const char* kLeast = R"(data = "data"
[tls]
certificate = "s.crt"
key = "/etc/s.key"
[sts]
certificate = "t.crt"
key = "t.key"
)";

TEST_F(IndstillingerTest, TheLeastFileGivesDefaultsAndPathsBesideIt) {
  const auto got = read(kLeast);
  ASSERT_TRUE(got) << base::beskriv(got.error());
  EXPECT_EQ(got->data, (folder_ / "data").string());
  EXPECT_EQ(got->certificate, (folder_ / "s.crt").string());
  EXPECT_EQ(got->key, "/etc/s.key");
  EXPECT_EQ(got->holder_of_key, "required");
  EXPECT_FALSE(got->amqp_plain);
  EXPECT_EQ(got->opbevaring_dage, 7);
}

TEST_F(IndstillingerTest, ValuesAreTaken) {
  const auto got = read(std::string(kLeast) + R"(holder_of_key = "if-presented"
lifetime_minutes = 60
[amqps]
addresses = ["127.0.0.1", "::1"]
port = 0
[audiences]
afsend = ["urn:a", "urn:b"]
)");
  ASSERT_TRUE(got) << base::beskriv(got.error());
  EXPECT_EQ(got->sts_lifetime_minutes, 60);
  EXPECT_EQ(got->amqps_addresses, (std::vector<std::string>{"127.0.0.1", "::1"}));
  EXPECT_EQ(got->amqps_port, 0);
  EXPECT_EQ(got->audience_afsend, (std::vector<std::string>{"urn:a", "urn:b"}));
}

TEST_F(IndstillingerTest, WhatIsWrongIsSaidWithItsLine) {
  EXPECT_THAT(refusal(std::string(kLeast) + "[amqps]\nprot = 1\n"),
              HasSubstr("brevdue.toml:9: 'prot' is not known here"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[amqp5]\nport = 1\n"),
              HasSubstr("brevdue.toml:8: 'amqp5' is not known here"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[amqps]\nport = 65536\n"), HasSubstr("brevdue.toml:9: 'port' must be"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[amqp]\nplain = \"yes\"\n"), HasSubstr("brevdue.toml:9: 'plain' must be"));
  EXPECT_THAT(refusal(std::string(kLeast) + "holder_of_key = \"maybe\"\n"),
              HasSubstr("brevdue.toml:8: 'holder_of_key'"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[log]\nlevel = \"loud\"\n"),
              HasSubstr("brevdue.toml:9: 'level' must be debug"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[metrics]\nport = 1\naddresses = [\"::1\", \"localhost\"]\n"),
              HasSubstr("brevdue.toml:10: 'addresses' must be IPv4"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[beskedfordeler]\nfordelingssystem = \"mit\"\n"),
              HasSubstr("brevdue.toml:9: 'fordelingssystem' must be a UUID"));
  EXPECT_THAT(refusal("data = \"x\"\n"), HasSubstr("'certificate' is missing"));
  EXPECT_THAT(refusal("[tls]\n"), HasSubstr("'data' is missing"));
  EXPECT_THAT(refusal("data = "), HasSubstr("brevdue.toml:1"));
}

TEST_F(IndstillingerTest, AnEmptyListIsNotTheDefault) {
  EXPECT_THAT(refusal(std::string(kLeast) + "[https]\naddresses = []\n"),
              HasSubstr("brevdue.toml:9: 'addresses' must hold at least one"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[audiences]\nafsend = [\"urn:a\"]\nmodtag = []\n"),
              HasSubstr("brevdue.toml:10: 'modtag' must hold at least one"));
  EXPECT_THAT(refusal(std::string(kLeast) + "[https]\naddresses = 7\n"), HasSubstr("must be an array"));
  const auto got = read(std::string(kLeast) + "trusted = []\n");
  ASSERT_TRUE(got) << base::beskriv(got.error());
  EXPECT_TRUE(got->sts_trusted.empty());
}

TEST_F(IndstillingerTest, AFileThatIsNotThereIsNamed) {
  const auto got = read_indstillinger(folder_ / "other.toml");
  ASSERT_FALSE(got);
  EXPECT_THAT(base::beskriv(got.error()), HasSubstr("other.toml"));
}

TEST_F(IndstillingerTest, TheDocumentationIsMadeFromTheProgram) {
  const auto file = std::filesystem::path(BREVDUE_SOURCE_DIR) / "docs" / "configuration.md";
  const auto text = read_file(file);
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr(indstillinger_markdown())) << "renew it with `brevdue docs configuration`";
}

// "`[table] key`: number", wherever the page says it.
TEST_F(IndstillingerTest, TheProtocolPageNamesSettingsAndTheirDefaults) {
  const auto page = read_file(std::filesystem::path(BREVDUE_SOURCE_DIR) / "docs" / "protocol.md");
  ASSERT_TRUE(page);
  const std::string settings = indstillinger_markdown() + "\n### ";
  const std::regex named(R"(`\[(\w+)\] (\w+)`: ([0-9,]+))");
  int found = 0;
  for (auto at = std::sregex_iterator(page->begin(), page->end(), named); at != std::sregex_iterator(); ++at, ++found) {
    std::string number = (*at)[3];
    std::erase(number, ',');
    const auto table = settings.find("### `[" + (*at)[1].str() + "]`");
    ASSERT_NE(table, std::string::npos) << at->str();
    EXPECT_THAT(settings.substr(table, settings.find("\n### ", table) - table),
                HasSubstr("| `" + (*at)[2].str() + "` | `" + number + "` |"))
        << at->str();
  }
  EXPECT_GE(found, 10);
}

}  // namespace
}  // namespace brevdue::app
