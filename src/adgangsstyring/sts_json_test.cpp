#include "adgangsstyring/sts_json.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;

// What the two public Python clients send.
constexpr std::string_view kGod = R"({
  "TokenType": "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
  "RequestType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
  "KeyType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
  "AnvenderKontekst": {"Cvr": "12345678"},
  "UseKey": "YWJj",
  "AppliesTo": {"EndpointReference": {"Address": " http://entityid.kombit.dk/service/bfo_afsend/2\n"}},
  "OnBehalfOf": null})";

TEST(StsJson, ReadsTheRequestAsClientsSendIt) {
  const auto read = parse_stsanmodning(kGod);
  ASSERT_TRUE(read) << base::beskriv(read.error());
  EXPECT_EQ(read->cvr, "12345678");
  EXPECT_EQ(read->use_key, "abc");
  EXPECT_EQ(read->applies_to, "http://entityid.kombit.dk/service/bfo_afsend/2");
  EXPECT_EQ(read->request_type, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue");
  EXPECT_TRUE(read->on_behalf_of.empty());
}

TEST(StsJson, PropertyNamesMayBeInAnyCase) {
  const auto read = parse_stsanmodning(
      R"({"tokentype":"a","ANVENDERKONTEKST":{"cVR":"1"},"appliesTO":{"endpointreference":{"ADDRESS":"b"}}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token_type, "a");
  EXPECT_EQ(read->cvr, "1");
  EXPECT_EQ(read->applies_to, "b");
}

TEST(StsJson, ACertificateMayHaveLineBreaks) {
  EXPECT_EQ(parse_stsanmodning(R"({"UseKey":"YWJj\r\nYWJj\n"})")->use_key, "abcabc");
}

TEST(StsJson, PassesOverWhatItDoesNotKnow) {
  const auto read = parse_stsanmodning(
      R"({"x":[1,{"Cvr":"no"},[null,true,1.5]],"Cvr":"no","AppliesTo":[{"EndpointReference":{"Address":"no"}}],
          "anvenderkontekst/cvr":"no","y":{"TokenType":"no"},"TokenType":null})");
  ASSERT_TRUE(read) << base::beskriv(read.error());
  EXPECT_EQ(read->cvr, "");
  EXPECT_EQ(read->applies_to, "");
  EXPECT_EQ(read->token_type, "");
}

std::string nested(std::size_t depth) {
  std::string out = R"({"x":)";
  for (std::size_t n = 1; n < depth; ++n) out += "[";
  out += "1";
  for (std::size_t n = 1; n < depth; ++n) out += "]";
  return out + "}";
}

TEST(StsJson, RefusesHostileJson) {
  std::string many = R"({"x":[1)";
  for (int n = 0; n < 1000; ++n) many += ",1";
  many += "]}";
  const std::string hostile[] = {
      "",
      " ",
      "null",
      "\"x\"",
      "7",
      "[]",
      "[{}]",
      "{",
      "{}{}",
      "{} x",
      "{\"a\":1,}",
      "{'a':1}",
      "{\"a\":NaN}",
      "{\"a\":1} // comment",
      std::string("{\"a\":\"\0\"}", 9),
      std::string("{}\0", 3),
      "{\"a\":\"\xff\"}",
      "{\"TokenType\":\"a\\u0000b\"}",
      "{\"TokenType\":\"a\\nb\"}",
      "{\"TokenType\":\"a\\ud800\"}",
      R"({"TokenType":"a","TokenType":"a"})",
      R"({"TokenType":"a","tokenTYPE":"a"})",
      R"({"AnvenderKontekst":{"Cvr":"1","cvr":"2"}})",
      R"({"AnvenderKontekst":{"Cvr":"1"},"anvenderkontekst":{}})",
      R"({"x":{"y":1,"y":1}})",
      R"({"TokenType":1})",
      R"({"TokenType":true})",
      R"({"TokenType":{}})",
      R"({"TokenType":["a"]})",
      R"({"AnvenderKontekst":{"Cvr":12345678}})",
      R"({"UseKey":"a"})",
      R"({"UseKey":"-----BEGIN CERTIFICATE-----"})",
      R"({"UseKey":"YWJj=YWJj"})",
      "{\"" + std::string(101, 'n') + "\":1}",
      "{\"TokenType\":\"" + std::string(1001, 'x') + "\"}",
      "{\"UseKey\":\"" + std::string((16 << 10) + 4, 'A') + "\"}",
      nested(17),
      nested(100'000),
      std::string(100'000, '['),
      many,
  };
  for (const auto& text : hostile) {
    const auto read = parse_stsanmodning(text);
    ASSERT_FALSE(read) << text.substr(0, 80);
    EXPECT_EQ(read.error().kode, FejlKode::UGYLDIG);
    EXPECT_FALSE(read.error().tekst.empty()) << text.substr(0, 80);
  }
  EXPECT_TRUE(parse_stsanmodning(nested(16)));
}

TEST(StsJson, AnswersAsTheClientsParse) {
  Stsanmodning asked;
  asked.applies_to = "http://entityid.kombit.dk/service/bfo_afsend/2";
  asked.token_type = "t";
  const auto answer = sts_svar(asked, *base::parse_iso("2025-11-22T20:35:00.9Z"), "<x/>");
  EXPECT_EQ(
      answer,
      R"({"AppliesTo":{"EndpointReference":{"Address":"http://entityid.kombit.dk/service/bfo_afsend/2"}},)"
      R"("KeyType":"","Lifetime":"11/22/2025 20:35:00","RequestType":"http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",)"
      R"("RequestedSecurityToken":{"Assertion":"PHgvPg=="},"TokenType":"t"})");
  EXPECT_EQ(sts_fejl(5607, "a \"b\""), R"({"code":5607,"message":"a \"b\""})");
}

}  // namespace
}  // namespace brevdue::adgangsstyring
