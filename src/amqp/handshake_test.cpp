// From the protocol header to open-ok, heartbeats and deadlines, and how connections end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amqp/session_testing.hpp"

namespace brevdue::amqp {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::chrono::seconds kSecond{1};

TEST(Handshake, OffersMechanismsAndCapabilities) {
  TestConnection c;
  c.feed(kProtocolHeader);
  const auto bytes = c.bytes();
  const auto frames = TestConnection::texts(bytes);
  ASSERT_THAT(frames, ElementsAre("0 connection.start version-major=0 version-minor=9 server-properties={} "
                                  "mechanisms='EXTERNAL PLAIN' locales='en_US'"));
  ConnectionStart start;
  ASSERT_FALSE(read_arguments(kInfo<ConnectionStart>,
                              std::string_view(bytes).substr(kFrameHead + 4, bytes.size() - kFrameOverhead - 4),
                              &start));
  const auto capabilities = find_table(start.server_properties, "capabilities");
  for (const auto* name :
       {"publisher_confirms", "basic.nack", "consumer_cancel_notify", "connection.blocked",
        "authentication_failure_close", "exchange_exchange_bindings", "per_consumer_qos", "direct_reply_to"}) {
    EXPECT_TRUE(is_set(capabilities, name)) << name;
  }
}

TEST(Handshake, GoesThroughToAnOpenChannel) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.start_ok("good", true);
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.tune channel-max=2047 frame-max=131072 heartbeat=60"));
  c.send(0, ConnectionTuneOk{.channel_max = 2047, .frame_max = 131072, .heartbeat = 60});
  EXPECT_THAT(c.frames(), IsEmpty());
  c.send(0, ConnectionOpen{.virtual_host = "BF", .reserved_2 = true});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.open-ok"));
  c.open_channel(1);
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.open-ok"));
  EXPECT_EQ(c.counts.connections, 1U);
  EXPECT_EQ(c.counts.channels, 1U);
  c.end();
  EXPECT_EQ(c.counts.connections, 0U);
  EXPECT_EQ(c.counts.channels, 0U);
}

// RabbitMQ 3.x refuses start-ok over 4096 bytes; a token does not fit into that.
TEST(Handshake, TakesATokenOf120Kilobytes) {
  TestConnection c;
  c.feed(kProtocolHeader);
  const std::string token(120 * 1024, 'x');
  c.start_ok(token, true);
  EXPECT_THAT(c.seen().secrets, ElementsAre(token));
}

TEST(Handshake, AnswersAnotherProtocolWithItsOwnAndEnds) {
  for (const auto header : {"AMQP\0\1\0\0"sv, "AMQP\3\1\0\0"sv, "GET / HT"sv, "AMQP\1\1\0\x0A"sv}) {
    TestConnection c;
    c.feed(header);
    EXPECT_EQ(c.bytes(), kProtocolHeader);
    EXPECT_TRUE(c.connection().finished());
  }
}

TEST(Handshake, RefusedLoginSaysWhyToThoseWhoUnderstand) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.start_ok("bad", true);
  EXPECT_THAT(c.frames(),
              ElementsAre("0 connection.close reply-code=403 reply-text='ACCESS_REFUSED - Login was refused using "
                          "authentication mechanism EXTERNAL. For details see the broker logfile.' class-id=0 "
                          "method-id=0"));
  EXPECT_FALSE(c.connection().finished());
  c.send(0, ConnectionCloseOk{});
  EXPECT_TRUE(c.connection().finished());
}

TEST(Handshake, RefusedLoginDropsTheOthers) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.start_ok("bad", false);
  EXPECT_THAT(c.frames(), IsEmpty());
  EXPECT_TRUE(c.connection().finished());
}

TEST(Handshake, AFailureIsNoRefusal) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.start_ok("down", false);
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("reply-code=541 reply-text='INTERNAL_ERROR - the login could not")));
}

TEST(Handshake, RefusesUnknownMechanismsAndVhosts) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.start_ok("good", true, "AMQPLAIN");
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=503 reply-text='COMMAND_INVALID - unknown "
                                      "authentication mechanism 'AMQPLAIN'' class-id=10 method-id=11"));
  TestConnection d;
  d.feed(kProtocolHeader);
  d.start_ok("good", true);
  d.send(0, ConnectionTuneOk{.channel_max = 1, .frame_max = 4096, .heartbeat = 0});
  d.frames();
  d.send(0, ConnectionOpen{.virtual_host = "/"});
  EXPECT_THAT(d.frames(), ElementsAre("0 connection.close reply-code=530 reply-text='NOT_ALLOWED - vhost / not found' "
                                      "class-id=10 method-id=40"));
}

TEST(Handshake, RefusesATuneBeyondTheOffer) {
  struct Case {
    std::uint16_t channel_max;
    std::uint32_t frame_max;
    std::string_view text;
  };
  for (const auto& [channel_max, frame_max, text] :
       {Case{2047, 131073, "negotiated frame_max = 131073 is higher than the maximum allowed value (131072)"},
        Case{2047, 0, "negotiated frame_max = 0 (no limit) is higher than the maximum allowed value (131072)"},
        Case{2047, 4095, "negotiated frame_max = 4095 is lower than the minimum allowed value (4096)"},
        Case{0, 4096, "negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)"},
        Case{2048, 4096, "negotiated channel_max = 2048 is higher than the maximum allowed value (2047)"}}) {
    TestConnection c;
    c.feed(kProtocolHeader);
    c.start_ok("good", true);
    c.frames();
    c.send(0, ConnectionTuneOk{.channel_max = channel_max, .frame_max = frame_max, .heartbeat = 0});
    EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=530 reply-text='NOT_ALLOWED - " +
                                        std::string(text) + "' class-id=10 method-id=31"));
  }
}

TEST(Handshake, RefusesMethodsOutOfTurn) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.frames();
  c.send(0, ConnectionOpen{.virtual_host = "BF"});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=504 reply-text='CHANNEL_ERROR - unexpected method "
                                      "in connection state starting' class-id=10 method-id=40"));
  TestConnection d;
  d.feed(kProtocolHeader);
  d.frames();
  d.open_channel(1);
  EXPECT_THAT(d.frames(), ElementsAre(HasSubstr("reply-code=505 reply-text='UNEXPECTED_FRAME - type 1, all octets = "
                                                "<<0,20,0,10,0>>'")));
}

TEST(Time, TheHandshakeHasADeadline) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.bytes();
  EXPECT_EQ(c.connection().next_deadline(), c.ur.monoton() + 10 * kSecond);
  c.ur.advance(9 * kSecond);
  c.connection().tick();
  EXPECT_FALSE(c.connection().finished());
  c.ur.advance(kSecond);
  c.connection().tick();
  EXPECT_TRUE(c.connection().finished());
}

TEST(Time, HeartbeatsAreSentAtHalfTheInterval) {
  TestConnection c;
  c.ready();
  EXPECT_EQ(c.connection().next_deadline(), c.ur.monoton() + 30 * kSecond);
  c.ur.advance(30 * kSecond);
  c.connection().tick();
  EXPECT_THAT(c.frames(), ElementsAre("0 heartbeat"));
}

TEST(Time, ASilentPeerIsDroppedAfterTwoIntervals) {
  TestConnection c;
  c.ready();
  for (int i = 0; i < 3; ++i) {
    c.ur.advance(30 * kSecond);
    c.connection().tick();
    c.bytes();
  }
  c.feed("\x08\0\0\0\0\0\0\xCE"sv);
  c.ur.advance(119 * kSecond);
  c.connection().tick();
  EXPECT_FALSE(c.connection().finished());
  c.ur.advance(kSecond);
  c.connection().tick();
  EXPECT_TRUE(c.connection().finished());
  EXPECT_THAT(c.frames(), IsEmpty());
}

TEST(Time, WithoutHeartbeatsNothingIsDue) {
  TestConnection c;
  c.log_in(0);
  EXPECT_EQ(c.connection().next_deadline(), base::Monoton::max());
  c.ur.advance(3600 * kSecond);
  c.connection().tick();
  EXPECT_FALSE(c.connection().finished());
}

TEST(Time, CloseOkIsWaitedForOnlySoLong) {
  TestConnection c;
  c.ready();
  c.ur.advance(3600 * kSecond);
  c.connection().close(320, "CONNECTION_FORCED - token expired");
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=320 reply-text='CONNECTION_FORCED - token "
                                      "expired' class-id=0 method-id=0"));
  EXPECT_TRUE(c.seen().client_ended);
  c.connection().tick();
  EXPECT_FALSE(c.connection().finished());
  c.ur.advance(3 * kSecond);
  c.connection().tick();
  EXPECT_TRUE(c.connection().finished());
}

TEST(Closing, ByThePeerIsAnsweredAndEndsAtOnce) {
  TestConnection c;
  c.ready();
  c.publish(1, {.message_id = "m"}, "body");
  c.send(0, ConnectionClose{.reply_code = 200, .reply_text = "OK"});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close-ok"));
  EXPECT_TRUE(c.connection().finished());
  EXPECT_TRUE(c.seen().client_ended);
  EXPECT_THAT(c.seen().publishes, SizeIs(1));
  EXPECT_GE(c.seen().flushes, 1U);
}

TEST(Closing, IgnoresAllButCloseMethods) {
  TestConnection c;
  c.ready();
  c.connection().close(541, "INTERNAL_ERROR");
  c.frames();
  c.open_channel(2);
  c.publish(1, {}, "x");
  c.feed("\x08\0\0\0\0\0\0\xCE"sv);
  c.send(0, ConnectionOpen{.virtual_host = "BF"});
  EXPECT_THAT(c.frames(), IsEmpty());
  EXPECT_THAT(c.seen().publishes, IsEmpty());
  c.send(0, ConnectionClose{});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close-ok"));
}

TEST(Closing, NothingIsReadOnceAFrameWasBad) {
  TestConnection c;
  c.ready();
  c.feed("\x01\0\1\0\0\0\0\0"sv);
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("reply-code=501 reply-text='FRAME_ERROR - type 1, all octets = <<>>: "
                                                "{invalid_frame_end_marker,0}' class-id=0 method-id=0")));
  c.send(0, ConnectionCloseOk{});
  EXPECT_FALSE(c.connection().finished());
  c.ur.advance(3 * kSecond);
  c.connection().tick();
  EXPECT_TRUE(c.connection().finished());
}

TEST(Closing, WordsAreCutAt255Bytes) {
  TestConnection c;
  c.ready();
  c.connection().close(541, std::string(300, 'x'));
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("'" + std::string(252, 'x') + "...'")));
}

TEST(UpdateSecret, IsAnsweredOrRefused) {
  TestConnection c;
  c.ready();
  c.send(0, ConnectionUpdateSecret{.new_secret = "good", .reason = "renewed"});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.update-secret-ok"));
  c.send(0, ConnectionUpdateSecret{.new_secret = "bad", .reason = "renewed"});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=530 reply-text='NOT_ALLOWED - New secret was "
                                      "refused by one of the backends' class-id=10 method-id=70"));
}

TEST(Blocked, StopsPublishesAloneAndIsSaid) {
  TestConnection c;
  c.ready();
  c.connection().blocked("low on disk");
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.blocked reason='low on disk'"));
  c.send(1, BasicQos{});
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.qos-ok"));
  c.publish(1, {}, "x");
  EXPECT_THAT(c.seen().publishes, IsEmpty());
  c.connection().blocked(std::nullopt);
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.unblocked"));
  EXPECT_THAT(c.seen().publishes, SizeIs(1));
}

TEST(Poster, RunsWorkOnlyWhileTheConnectionLives) {
  TestConnection c;
  c.ready();
  int ran = 0;
  const auto post = c.connection().poster();
  post([&] { ++ran; });
  c.posted.back()();
  EXPECT_EQ(ran, 1);
  post([&] { ++ran; });
  c.end();
  c.posted.back()();
  EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace brevdue::amqp
