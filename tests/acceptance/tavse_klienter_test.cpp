// Clients who say nothing, and one that never reads: each is ended, nobody else notices, and the program can still
// stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/socket_testing.hpp"
#include "tjeneste.hpp"

namespace brevdue::acceptance {
namespace {

using testing::HasSubstr;

constexpr std::string_view kShort = "[threads]\nhandshake_seconds = 5\n[amqp]\nwrite_stall_seconds = 5\n";
constexpr int kMany = 60;
constexpr std::chrono::seconds kDrainTime{3};  // what the program gives those whom it has told goodbye
constexpr std::size_t kLarge = 300'000;        // as many of these are more than any socket keeps

std::string besked_id(int n) {
  return fmt::format("7a750000-0000-4000-8000-{:012}", n);
}

// All that comes until the server ends the connection.
std::string until_ended(net::Klient& stream) {
  std::string got;
  std::array<char, 4096> some{};
  while (true) {
    const auto size = stream.read_some(some);
    EXPECT_TRUE(size || size.error().kode != base::FejlKode::TIDSFRIST) << "the connection is not ended";
    if (!size || *size == 0) return got;
    got.append(some.data(), *size);
  }
}

// A login that promises a heartbeat each second.
std::string login(std::string_view token) {
  std::string out{amqp::kProtocolHeader};
  amqp::put_method(out, 0, amqp::ConnectionStartOk{"", "EXTERNAL", token, "en_US"});
  amqp::put_method(out, 0, amqp::ConnectionTuneOk{2047, 131072, 1});
  amqp::put_method(out, 0, amqp::ConnectionOpen{.virtual_host = "BF"});
  return out;
}

void publish_many(const Tjeneste& tjeneste) {
  const auto afsend = tjeneste.afsend();
  const auto sender = tjeneste.sender(afsend);
  for (int n = 0; n < kMany; ++n) publish(*sender, afsend, besked_id(n), std::string(kLarge, ' '));
}

TEST(TavseKlienter, AreEndedAndOthersGoOn) {
  Tjeneste tjeneste{kShort};
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  const auto afsend = tjeneste.afsend();
  const auto other = tjeneste.sender(afsend);
  const auto modtag = tjeneste.modtag();

  auto without_tls = net::testing::BareSocket::tcp(tjeneste.amqps_port());
  const auto without_a_word = must(net::Klient::connect(tjeneste.maal(tjeneste.amqps_port())));
  const auto after_the_header = must(net::Klient::connect(tjeneste.maal(tjeneste.amqps_port())));
  must(after_the_header->write(amqp::kProtocolHeader));
  const auto without_heartbeats = must(net::Klient::connect(tjeneste.maal(tjeneste.amqps_port())));
  must(without_heartbeats->write(login(modtag)));

  EXPECT_EQ(without_tls.receive_all(), "");
  EXPECT_EQ(until_ended(*without_a_word), "");
  EXPECT_THAT(until_ended(*after_the_header), HasSubstr("EXTERNAL")) << "not even asked to log in";
  std::string open_ok;
  amqp::put_method(open_ok, 0, amqp::ConnectionOpenOk{});
  EXPECT_THAT(until_ended(*without_heartbeats), HasSubstr(open_ok)) << "never let in";

  publish(*other, afsend, besked_id(0));
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
}

// One consumer at a time has a dueslag, so the next one's first besked shows that the one who does not read is out.
TEST(TavseKlienter, WhoNeverReadsLosesItsPlace) {
  Tjeneste tjeneste{kShort};
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  publish_many(tjeneste);
  const auto deaf = tjeneste.receiver(0);
  const auto next = tjeneste.receiver(0);
  for (int n = 0; n < kMany; ++n) {
    const auto got = must(next->next(kSvarfrist));
    ASSERT_THAT(got.body, HasSubstr(besked_id(n)));
    must(next->ack(got.delivery_tag));
  }
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
}

TEST(TavseKlienter, DoNotKeepTheProgramFromStopping) {
  Tjeneste tjeneste;
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  publish_many(tjeneste);
  const auto deaf = tjeneste.receiver(0);
  must(deaf->next(kSvarfrist));  // the others are on their way to it
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
}

// Who has not come so far as to be told goodbye is left without one.
TEST(TavseKlienter, WhoHaveOnlyBegunDoNotDelayTheStop) {
  Tjeneste tjeneste;
  ASSERT_TRUE(tjeneste.start()) << tjeneste.program().output();
  auto https_without_tls = net::testing::BareSocket::tcp(tjeneste.https_port());
  auto amqps_without_tls = net::testing::BareSocket::tcp(tjeneste.amqps_port());
  auto half_a_heading = net::testing::BareSocket::tcp(tjeneste.metrics_port());
  half_a_heading.send("GET /metr");
  const auto half_a_body = must(net::Klient::connect(tjeneste.maal(tjeneste.https_port())));
  must(
      half_a_body->write("POST /runtime/api/rest/wstrust/v1/issue HTTP/1.1\r\nHost: localhost\r\n"
                         "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
  const auto without_a_word = must(net::Klient::connect(tjeneste.maal(tjeneste.amqps_port())));
  // The door accepts in order, so those before this one are in.
  EXPECT_THAT(tjeneste.afsend(), HasSubstr("Assertion"));

  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(tjeneste.stop(), 0) << tjeneste.program().output();
  EXPECT_LT(std::chrono::steady_clock::now() - before, kDrainTime) << "someone was waited for";
  EXPECT_EQ(https_without_tls.receive_all(), "");
  EXPECT_EQ(amqps_without_tls.receive_all(), "");
  EXPECT_EQ(half_a_heading.receive_all(), "");
  EXPECT_EQ(until_ended(*half_a_body), "");
  EXPECT_EQ(until_ended(*without_a_word), "");
}

}  // namespace
}  // namespace brevdue::acceptance
