// Limits that the configuration sets, each just kept and just passed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tjeneste.hpp"

namespace brevdue::acceptance {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Graenser, AnAmqpBody) {
  Tjeneste tjeneste("[amqp]\nbody_mib = 2\n");
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto token = tjeneste.afsend();
  const auto kept = tjeneste.sender(token);
  const auto reply = must(kept->publish(kExchange, token, "", "", std::string(2 << 20, ' ')));
  EXPECT_EQ(status_kode(reply), "40") << "over besked_kib alone";
  EXPECT_THAT(refusal_of(*must(tjeneste.connect(token)), announced_publish((2 << 20) + 1)),
              StartsWith("406 PRECONDITION_FAILED - message size 2097153 is larger than configured max size 2097152"));
}

// The test message with so many elements in each other inside its Beskeddata's fourth level.
std::string nested(std::string_view besked_id, unsigned count) {
  std::string inner;
  for (unsigned i = 0; i < count; ++i) inner += "<d>";
  for (unsigned i = 0; i < count; ++i) inner += "</d>";
  std::string out = besked(besked_id);
  constexpr std::string_view kFourth = "<p:Tekst>";
  return out.insert(out.find(kFourth) + kFourth.size(), inner);
}

TEST(Graenser, TheDepthOfABesked) {
  Tjeneste tjeneste("[beskedfordeler]\nbesked_dybde = 200\n");
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto token = tjeneste.afsend();
  const auto sender = tjeneste.sender(token);
  const auto send = [&](std::string_view id, unsigned count) {
    return must(sender->publish(kExchange, token, id, id, nested(id, count)));
  };
  EXPECT_EQ(status_kode(send("5e7e0000-0000-4000-8000-000000000001", 196)), "20");
  const auto refused = send("5e7e0000-0000-4000-8000-000000000002", 197);
  EXPECT_EQ(status_kode(refused), "40");
  EXPECT_THAT(refused, HasSubstr("nested"));
}

TEST(Graenser, AnHttpRequest) {
  Tjeneste tjeneste;
  tjeneste.set("https", "header_kib = 2");
  tjeneste.set("https", "body_kib = 4");
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto status = [&](std::size_t header, std::size_t body) {
    return must(http::request(tjeneste.maal(tjeneste.https_port()), "POST", "/runtime/api/rest/wstrust/v1/issue",
                              {{"content-type", "application/json"}, {"x-fyld", std::string(header, 'x')}},
                              std::string(body, ' ')))
        .status;
  };
  EXPECT_EQ(status(1500, 4096), 400) << "the STS's own word on blanks";
  EXPECT_EQ(status(2048, 0), 431);
  EXPECT_EQ(status(1500, 4097), 413);
}

}  // namespace
}  // namespace brevdue::acceptance
