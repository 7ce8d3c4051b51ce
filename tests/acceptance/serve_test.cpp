// `brevdue serve` from its configuration file on: certificates, registrations, a besked, new certificates while it
// serves, and a restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tjeneste.hpp"

namespace brevdue::acceptance {
namespace {

using testing::HasSubstr;

constexpr std::string_view kFirst = "5e7e0000-0000-4000-8000-000000000001";
constexpr std::string_view kSecond = "5e7e0000-0000-4000-8000-000000000002";
constexpr std::string_view kThird = "5e7e0000-0000-4000-8000-000000000003";

void receive(amqp::Klient& receiver, std::string_view besked_id) {
  const auto got = must(receiver.next(kSvarfrist));
  EXPECT_THAT(got.body, HasSubstr(besked_id));
  must(receiver.ack(got.delivery_tag));
}

TEST(Serve, FromItsConfigurationToARestart) {
  Tjeneste tjeneste;
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto afsend = tjeneste.afsend();
  const auto sender = tjeneste.sender(afsend);
  const auto receiver = tjeneste.receiver(1);
  publish(*sender, afsend, kFirst);
  receive(*receiver, kFirst);

  // Another authority's certificate: who gets it cannot be mistaken for who got the old one.
  tjeneste.make_authority("ny_ca");
  tjeneste.make_certificate("server", "ny_ca", "DNS:localhost");
  EXPECT_TRUE(tjeneste.connect(afsend)) << "read before it was said";
  tjeneste.program().signal(SIGHUP);
  ASSERT_TRUE(tjeneste.program().line_with("certifikater genindlaest")) << tjeneste.program().output();
  EXPECT_FALSE(tjeneste.connect(afsend)) << "the old certificate is still shown";
  EXPECT_TRUE(tjeneste.connect(afsend, "ny_ca"));
  EXPECT_THAT(tjeneste.token("http://entityid.kombit.dk/service/bfo_afsend/2", "ny_ca"), HasSubstr("Assertion"));
  publish(*sender, afsend, kSecond);  // what was open goes on
  receive(*receiver, kSecond);

  must(receiver->close());
  publish(*sender, afsend, kThird);
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
  tjeneste.make_certificate("server", "ca", "DNS:localhost");
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  receive(*tjeneste.receiver(1), kThird);
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
}

// At the level that says most, after calls of every kind at both doors, good and bad, with a person in each besked.
TEST(Serve, TheLogNamesNoPersonAndHoldsNoToken) {
  Tjeneste tjeneste;
  tjeneste.set("log", "level = \"debug\"");
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto afsend = tjeneste.afsend();
  const auto modtag = tjeneste.modtag();
  const auto sender = tjeneste.sender(afsend);
  publish(*sender, afsend, kFirst);
  receive(*tjeneste.receiver(1), kFirst);
  const auto send = [&](std::string_view token, std::string_view id, const std::string& body) {
    return status_kode(must(sender->publish(kExchange, token, id, id, body)));
  };
  EXPECT_EQ(send(modtag, kSecond, besked(kSecond)), "43");
  EXPECT_EQ(send(afsend, kCprnummer, besked(kCprnummer)), "20") << "the schema takes any text as BeskedId";
  EXPECT_EQ(send(afsend, kThird, besked(kThird).substr(0, 3000)), "40");
  EXPECT_FALSE(tjeneste.connect(afsend.substr(0, afsend.size() / 2)));
  std::string get;
  amqp::put_method(get, 1, amqp::BasicGet{.queue = kCprnummer});
  EXPECT_THAT(refusal_of(*must(tjeneste.connect(modtag)), get), HasSubstr("404"));
  EXPECT_EQ(must(http::request(tjeneste.maal(tjeneste.https_port()), "POST", "/runtime/api/rest/wstrust/v1/issue",
                               {{"content-type", "application/json"}}, afsend))
                .status,
            400);
  EXPECT_FALSE(tjeneste.connect(afsend, "server")) << "another authority than the server's";
  for (const char* told : {"token issued", "AMQP connection is closed", "aarsag=", "TLS handshake failed"}) {
    EXPECT_TRUE(tjeneste.program().line_with(told)) << told << ": the log is not what this test is about";
  }
  EXPECT_EQ(tjeneste.stop(), 0);

  const auto log = tjeneste.program().output();
  for (const std::string_view secret : {kCprnummer, std::string_view{"Assertion"}, std::string_view{"<saml"},
                                        std::string_view{"Brevduen"}, std::string_view{afsend}.substr(200, 40)}) {
    EXPECT_THAT(log, testing::Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace brevdue::acceptance
