// The STS's JSON against KOMBIT's published interface description (STS-REST.json), which is only looked at, not copied.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adgangsstyring/sts_json.hpp"
#include "dommer.hpp"

namespace brevdue {
namespace {

using nlohmann::json;

class StsRest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = proeve::kontrakter();
    if (!folder) GTEST_SKIP() << "the contracts are not there";
    definitions_ = json::parse(proeve::content_of(*folder / "adgangsstyring/rest/STS-REST.json"))["definitions"];
  }
  // Whether `value` has the members that are required, and none but those described, with their kinds.
  void expect_described(const json& value, const std::string& name) {
    const auto& type = definitions_[name];
    for (const auto& member : type.value("required", json::array()))
      EXPECT_TRUE(value.contains(member)) << name << member;
    for (const auto& [member, content] : value.items()) {
      ASSERT_TRUE(type["properties"].contains(member)) << name << " has no " << member;
      const auto& kind = type["properties"][member];
      if (kind.contains("$ref")) {
        const auto ref = kind["$ref"].get<std::string>();
        expect_described(content, ref.substr(ref.rfind('/') + 1));
      } else {
        EXPECT_EQ(std::string(content.is_number_integer() ? "integer" : content.type_name()),
                  kind["type"].get<std::string>())
            << member;
      }
    }
  }
  json definitions_;
};

TEST_F(StsRest, TheAnswerIsAsDescribed) {
  adgangsstyring::Stsanmodning asked;
  asked.applies_to = "http://entityid.kombit.dk/service/bfo_afsend/2";
  const auto answer = json::parse(adgangsstyring::sts_svar(asked, base::Tidspunkt{}, "<x/>"));
  expect_described(answer, "RequestSecurityTokenResponse");
  EXPECT_EQ(answer.size(), definitions_["RequestSecurityTokenResponse"]["properties"].size());
}

TEST_F(StsRest, TheFaultIsAsDescribed) {
  expect_described(json::parse(adgangsstyring::sts_fejl(5607, "x")), "Error");
}

TEST_F(StsRest, EveryDescribedMemberOfTheRequestIsRead) {
  json asked;
  for (const auto& [member, kind] : definitions_["RequestSecurityToken"]["properties"].items()) {
    if (!kind.contains("$ref")) asked[member] = "YWJj";
  }
  asked["Anvenderkontekst"]["Cvr"] = "12345678";
  asked["AppliesTo"]["EndpointReference"]["Address"] = "x";
  const auto read = adgangsstyring::parse_stsanmodning(asked.dump());
  ASSERT_TRUE(read) << base::beskriv(read.error());
  for (const auto* text : {&read->token_type, &read->request_type, &read->key_type, &read->on_behalf_of}) {
    EXPECT_EQ(*text, "YWJj");
  }
  EXPECT_EQ(read->use_key, "abc");
  EXPECT_EQ(read->cvr, "12345678");
  EXPECT_EQ(read->applies_to, "x");
}

}  // namespace
}  // namespace brevdue
