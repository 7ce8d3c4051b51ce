#include "amqp/content.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "amqp/field_table.hpp"
#include "amqp/method.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

using namespace std::literals;

constexpr auto kId = "5e0f6c0e-7b3c-4d55-9b5a-0d1f2a3b4c5d"sv;

// Spec beskedfordeler 2.9: the content header of KOMBIT's publish.
TEST(GoldenBytes, ContentHeaderOfThePublish) {
  std::string golden = "\x00\x3C\x00\x00\x00\x00\x00\x00\x00\x00\x12\x94\x26\x80"s;
  std::string headers;
  add_text(headers, "token", "<saml:Assertion/>");
  EXPECT_EQ(headers, "\5tokenS\0\0\0\x11<saml:Assertion/>"sv);
  put_long_string(golden, headers);
  put_short_string(golden, kId);
  put_short_string(golden, "amq.rabbitmq.reply-to");
  put_short_string(golden, kId);

  ContentHeader header;
  ASSERT_TRUE(read_content_header(golden, header));
  EXPECT_EQ(header.class_id, 60);
  EXPECT_EQ(header.weight, 0);
  EXPECT_EQ(header.body_size, 0x1294U);
  const auto properties = read_properties(header.properties);
  ASSERT_TRUE(properties);
  EXPECT_EQ(properties->token, "<saml:Assertion/>");
  EXPECT_EQ(properties->correlation_id, kId);
  EXPECT_EQ(properties->reply_to, "amq.rabbitmq.reply-to");
  EXPECT_EQ(properties->message_id, kId);
  EXPECT_EQ(properties->delivery_mode, 0);
  std::string again;
  put_content_header(again, header.body_size, *properties);
  EXPECT_EQ(again, golden);
}

TEST(Properties, AllFourteenAreRead) {
  std::string bytes = "\xFF\xFC"s;
  put_short_string(bytes, "application/xml");
  put_short_string(bytes, "utf-8");
  put_long_string(bytes, "");
  bytes += "\2\5";
  for (const auto* text : {"correlation", "reply", "60000", "message"}) put_short_string(bytes, text);
  base::put_be(bytes, std::uint64_t{1});
  for (const auto* text : {"type", "user", "app", "cluster"}) put_short_string(bytes, text);
  const auto properties = read_properties(bytes);
  ASSERT_TRUE(properties) << properties.error().text;
  EXPECT_EQ(properties->content_type, "application/xml");
  EXPECT_EQ(properties->delivery_mode, 2);
  EXPECT_EQ(properties->correlation_id, "correlation");
  EXPECT_EQ(properties->message_id, "message");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_properties(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_EQ(read_properties(bytes + "x").error().text,
            "SYNTAX_ERROR - content header: properties are followed by more bytes");
}

TEST(Properties, MalformedOnesAreRefused) {
  EXPECT_EQ(read_properties("\x00\x01\x00\x00"sv).error().text,
            "SYNTAX_ERROR - content header: property flags name unknown properties");
  EXPECT_EQ(read_properties("\x20\x00\x00\x00\x00\x02\x01x"sv).error().text,
            "SYNTAX_ERROR - content header: headers is no field table");
  EXPECT_EQ(read_properties("\x00\x80\x05x"sv).error().text, "SYNTAX_ERROR - content header: message-id is cut short");
}

TEST(Properties, TheFirstTokenCountsAndOnlyAsText) {
  const auto token_of = [](std::string_view headers) {
    std::string bytes = "\x20\x00"s;
    put_long_string(bytes, headers);
    return std::string(read_properties(bytes).value().token);
  };
  std::string headers;
  add_flag(headers, "other", true);
  add_text(headers, "token", "first");
  add_text(headers, "token", "second");
  EXPECT_EQ(token_of(headers), "first");
  headers.clear();
  add_flag(headers, "token", true);
  add_text(headers, "token", "second");
  EXPECT_EQ(token_of(headers), "");
}

RC_GTEST_PROP(Properties, ComeBackAsTheyWere, (const std::string& a, const std::string& b, std::uint8_t mode)) {
  const auto shorter = [](const std::string& text) { return std::string_view(text).substr(0, 255); };
  const Properties in{.content_type = shorter(b),
                      .correlation_id = shorter(a),
                      .reply_to = shorter(b),
                      .message_id = shorter(a),
                      .token = a,
                      .delivery_mode = mode};
  std::string bytes;
  put_content_header(bytes, 5, in);
  ContentHeader header;
  RC_ASSERT(read_content_header(bytes, header));
  const auto out = read_properties(header.properties);
  RC_ASSERT(out.has_value());
  RC_ASSERT(out->content_type == in.content_type && out->correlation_id == in.correlation_id);
  RC_ASSERT(out->reply_to == in.reply_to && out->message_id == in.message_id);
  RC_ASSERT(out->token == in.token && out->delivery_mode == in.delivery_mode);
}

}  // namespace
}  // namespace brevdue::amqp
