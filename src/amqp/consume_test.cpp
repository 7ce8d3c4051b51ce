// Consuming: tags, prefetch and credit, acknowledging, basic.get, and consumers that end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amqp/session_testing.hpp"

namespace brevdue::amqp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

// A consumer of q1 on channel 1, tag "t", and no frames left to read.
ConsumerId consume(TestConnection& c, bool no_ack = false, std::string_view tag = "t") {
  c.send(1, BasicConsume{.queue = "q1", .consumer_tag = tag, .no_ack = no_ack});
  c.frames();
  return c.seen().consumers.rbegin()->first;
}

std::uint32_t credit(TestConnection& c, ConsumerId id) {
  c.frames();
  return c.seen().consumers.at(id).credit;
}

TEST(Consume, GivesATagWhenNoneIsGiven) {
  TestConnection c;
  c.ready();
  c.send(1, BasicConsume{.queue = "q1"});
  c.send(1, BasicConsume{.queue = "q1", .consumer_tag = "amq.ctag-mine", .exclusive = true});
  c.send(1, BasicConsume{.queue = "q1", .consumer_tag = "silent", .no_wait = true});
  const auto frames = c.frames();
  ASSERT_THAT(frames, SizeIs(2));
  EXPECT_THAT(frames[0], StartsWith("1 basic.consume-ok consumer-tag='amq.ctag-"));
  EXPECT_EQ(frames[1], "1 basic.consume-ok consumer-tag='amq.ctag-mine'");
  EXPECT_TRUE(c.seen().consumers.at(2).exclusive);
  c.send(1, BasicConsume{.queue = "q1", .consumer_tag = "silent"});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=530 reply-text='NOT_ALLOWED - attempt to reuse "
                                      "consumer tag 'silent'' class-id=60 method-id=20"));
}

TEST(Consume, DeliversWithEverything) {
  TestConnection c;
  c.ready();
  const auto id = consume(c);
  c.deliver(id, 77, "<b/>", true);
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.deliver consumer-tag='t' delivery-tag=1 redelivered=1 exchange='' "
                                      "routing-key='q1'",
                                      "1 header 4 type='application/xml' mode=2 correlation='' message='message'",
                                      "1 body '<b/>'"));
  c.send(1, BasicAck{.delivery_tag = 1});
  EXPECT_THAT(c.seen().settlements, ElementsAre(SeenSettlement{"q1", 77, Outcome::ACK}));
}

TEST(Consume, CutsBodiesAtTheAgreedFrameSize) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.start_ok("good", true);
  c.send(0, ConnectionTuneOk{.channel_max = 10, .frame_max = 4096, .heartbeat = 0});
  c.send(0, ConnectionOpen{.virtual_host = "BF"});
  c.open_channel(1);
  c.frames();
  const auto id = consume(c);
  c.deliver(id, 1, std::string(10'000, 'x'));
  const auto frames = c.frames();
  ASSERT_THAT(frames, SizeIs(5));
  EXPECT_EQ(frames[2], "1 body '" + std::string(4088, 'x') + "'");
  EXPECT_EQ(frames[4], "1 body '" + std::string(10'000 - 2 * 4088, 'x') + "'");
}

// Spec beskedfordeler 2.7: one at a time for those who never sent basic.qos.
TEST(Prefetch, IsOneUnlessTheClientSaysOtherwise) {
  TestConnection c;
  c.ready();
  const auto id = consume(c);
  EXPECT_EQ(credit(c, id), 1U);
  c.deliver(id, 1, "x");
  EXPECT_EQ(credit(c, id), 1U);
  c.send(1, BasicAck{.delivery_tag = 1});
  EXPECT_EQ(credit(c, id), 2U);
}

TEST(Prefetch, IsWhatTheClientSaid) {
  TestConnection c;
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 3});
  const auto id = consume(c);
  EXPECT_EQ(credit(c, id), 3U);
  for (int i = 0; i < 3; ++i) c.deliver(id, 1, "x");
  EXPECT_EQ(credit(c, id), 3U);
  c.send(1, BasicAck{.delivery_tag = 2, .multiple = true});
  EXPECT_EQ(credit(c, id), 5U);
}

TEST(Prefetch, WithoutLimitIsAWindowThatFollowsTheWriting) {
  for (const bool no_ack : {true, false}) {
    TestConnection c;
    c.ready();
    if (!no_ack) c.send(1, BasicQos{.prefetch_count = 0});
    const auto id = consume(c, no_ack);
    EXPECT_EQ(credit(c, id), 64U);
    for (int i = 0; i < 64; ++i) c.deliver(id, 1, "x");
    EXPECT_EQ(credit(c, id), 128U);
  }
}

TEST(Prefetch, LargerThanTheWindowIsReachedWithoutAnAck) {
  TestConnection c;
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 150});
  const auto id = consume(c);
  std::uint32_t delivered = 0;
  for (const std::uint32_t given : {64U, 128U, 150U}) {
    EXPECT_EQ(credit(c, id), given);
    for (; delivered < given; ++delivered) c.deliver(id, 1, "x");
  }
  EXPECT_EQ(credit(c, id), 150U);
}

TEST(Prefetch, GivesNoCreditWhileMuchIsUnwritten) {
  TestConnection c({.write_buffer = 100});
  c.ready();
  const auto id = consume(c, true);
  for (int i = 0; i < 64; ++i) c.deliver(id, 1, "0123456789");
  EXPECT_GT(c.connection().output().size(), 100U);
  EXPECT_EQ(c.seen().consumers.at(id).credit, 64U);
  c.bytes();
  EXPECT_EQ(credit(c, id), 128U);
}

TEST(Room, IsWhatTheWriteBufferHasLeftWhereverTheBytesWait) {
  TestConnection c({.write_buffer = 1000});
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 1, .global = true});
  const auto id = consume(c);
  c.frames();
  EXPECT_EQ(c.connection().room(), 1000U);
  c.deliver(id, 1, std::string(300, 'x'));
  const auto left = c.connection().room();
  EXPECT_LT(left, 700U);
  EXPECT_GT(left, 500U);
  c.deliver(id, 2, std::string(200, 'y'));  // held back by the channel's prefetch
  EXPECT_EQ(c.connection().room(), left - 200);

  std::string bytes;
  c.connection().take_output(bytes);
  EXPECT_EQ(c.connection().room(), left - 200) << "taken is not written";
  c.connection().written();
  EXPECT_EQ(c.connection().room(), 800U);
  c.send(1, BasicCancel{.consumer_tag = "t", .no_wait = true});
  EXPECT_EQ(c.connection().room(), 1000U);
}

TEST(Room, IsToldWhenThereIsSomeAgain) {
  TestConnection c({.write_buffer = 100});
  c.ready();
  const auto id = consume(c, true);
  c.bytes();
  c.deliver(id, 1, std::string(200, 'x'));
  EXPECT_EQ(c.connection().room(), 0U);
  const auto told = c.seen().drained;
  std::string bytes;
  c.connection().take_output(bytes);
  EXPECT_TRUE(c.connection().output().empty());
  EXPECT_EQ(c.seen().drained, told);
  c.connection().written();
  c.connection().output();
  EXPECT_EQ(c.seen().drained, told + 1);
}

TEST(Prefetch, OfTheChannelHoldsBackWhatIsTooMuch) {
  TestConnection c;
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 2, .global = true});
  const auto a = consume(c, false, "a");
  const auto b = consume(c, false, "b");
  EXPECT_EQ(credit(c, a), 2U);
  EXPECT_EQ(credit(c, b), 2U);
  c.deliver(a, 1, "1");
  c.deliver(a, 2, "2");
  c.deliver(b, 3, "3");
  c.deliver(b, 4, "4");
  EXPECT_THAT(c.frames(), SizeIs(6));
  c.send(1, BasicAck{.delivery_tag = 1});
  const auto frames = c.frames();
  ASSERT_THAT(frames, SizeIs(3));
  EXPECT_THAT(frames[0], HasSubstr("consumer-tag='b' delivery-tag=3"));
  EXPECT_EQ(frames[2], "1 body '3'");
  c.send(1, BasicCancel{.consumer_tag = "b"});
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.cancel-ok consumer-tag='b'"));
  EXPECT_THAT(c.seen().settlements,
              ElementsAre(SeenSettlement{"q1", 1, Outcome::ACK}, SeenSettlement{"q1", 4, Outcome::REQUEUE}));
}

TEST(Ack, TakesOneManyOrAll) {
  TestConnection c;
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 10});
  const auto id = consume(c);
  for (std::uint64_t i = 1; i <= 6; ++i) c.deliver(id, 10 + i, "x");
  c.send(1, BasicAck{.delivery_tag = 2});
  c.send(1, BasicNack{.delivery_tag = 3, .multiple = true, .requeue = true});
  c.send(1, BasicReject{.delivery_tag = 5});
  c.send(1, BasicNack{.delivery_tag = 0, .multiple = true, .requeue = false});
  using S = SeenSettlement;
  EXPECT_THAT(c.seen().settlements,
              ElementsAre(S{"q1", 12, Outcome::ACK}, S{"q1", 11, Outcome::REQUEUE}, S{"q1", 13, Outcome::REQUEUE},
                          S{"q1", 15, Outcome::REJECT}, S{"q1", 14, Outcome::REJECT}, S{"q1", 16, Outcome::REJECT}));
  c.send(1, BasicAck{.delivery_tag = 0, .multiple = true});
  c.frames();
  c.send(1, BasicAck{.delivery_tag = 2});
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("PRECONDITION_FAILED - unknown delivery tag 2")));
}

TEST(Ack, NothingIsOwedForNoAck) {
  TestConnection c;
  c.ready();
  const auto id = consume(c, true);
  c.deliver(id, 1, "x");
  c.frames();
  c.send(1, BasicAck{.delivery_tag = 1});
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("unknown delivery tag 1")));
  EXPECT_THAT(c.seen().settlements, IsEmpty());
}

TEST(Recover, GivesEverythingBack) {
  TestConnection c;
  c.ready();
  c.send(1, BasicQos{.prefetch_count = 2});
  const auto id = consume(c);
  c.deliver(id, 1, "x");
  c.deliver(id, 2, "x");
  c.frames();
  c.send(1, BasicRecover{.requeue = true});
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.recover-ok"));
  EXPECT_THAT(c.seen().settlements,
              ElementsAre(SeenSettlement{"q1", 1, Outcome::REQUEUE}, SeenSettlement{"q1", 2, Outcome::REQUEUE}));
  EXPECT_EQ(credit(c, id), 4U);
  c.send(1, BasicRecoverAsync{.requeue = true});
  EXPECT_THAT(c.frames(), IsEmpty());
}

TEST(Cancel, EndsTheConsumerAndKeepsWhatIsUnacked) {
  TestConnection c;
  c.ready();
  const auto id = consume(c);
  c.deliver(id, 9, "x");
  c.frames();
  c.send(1, BasicCancel{.consumer_tag = "t"});
  c.send(1, BasicCancel{.consumer_tag = "unknown"});
  c.send(1, BasicCancel{.consumer_tag = "unknown", .no_wait = true});
  EXPECT_THAT(c.frames(),
              ElementsAre("1 basic.cancel-ok consumer-tag='t'", "1 basic.cancel-ok consumer-tag='unknown'"));
  EXPECT_THAT(c.seen().consumers, IsEmpty());
  EXPECT_FALSE(c.connection().deliver(id, {}));
  c.send(1, BasicAck{.delivery_tag = 1});
  EXPECT_THAT(c.seen().settlements, ElementsAre(SeenSettlement{"q1", 9, Outcome::ACK}));
}

TEST(Cancel, ByTheServerIsToldToThoseWhoUnderstand) {
  TestConnection c;
  c.ready();
  const auto id = consume(c);
  c.connection().cancel(id);
  c.connection().cancel(id);
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.cancel consumer-tag='t' no-wait=1"));
  TestConnection d;
  d.feed(kProtocolHeader);
  d.start_ok("good", false);
  d.send(0, ConnectionTuneOk{.channel_max = 10, .frame_max = 4096, .heartbeat = 0});
  d.send(0, ConnectionOpen{.virtual_host = "BF"});
  d.open_channel(1);
  d.frames();
  d.connection().cancel(consume(d));
  EXPECT_THAT(d.frames(), IsEmpty());
}

TEST(ClosingAChannel, GivesBackWhatItHeld) {
  TestConnection c;
  c.ready();
  const auto id = consume(c);
  c.deliver(id, 5, "x");
  c.frames();
  c.send(1, ChannelClose{});
  EXPECT_THAT(c.seen().consumers, IsEmpty());
  EXPECT_THAT(c.seen().settlements, ElementsAre(SeenSettlement{"q1", 5, Outcome::REQUEUE}));
  EXPECT_FALSE(c.connection().deliver(id, {}));
}

TEST(Get, IsAnsweredBeforeWhatComesAfter) {
  TestConnection c;
  c.ready();
  c.send(1, BasicGet{.queue = "q1"});
  c.send(1, BasicQos{});
  ASSERT_THAT(c.seen().gets, SizeIs(1));
  EXPECT_THAT(c.frames(), IsEmpty());
  const std::string_view body = "<b/>";
  const Delivery delivery{33, {&body, 1}, "message", false};
  c.connection().got(c.seen().gets[0].first, &delivery, 2);
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.get-ok delivery-tag=1 redelivered=0 exchange='' routing-key='q1' "
                                      "message-count=2",
                                      "1 header 4 type='application/xml' mode=2 correlation='' message='message'",
                                      "1 body '<b/>'", "1 basic.qos-ok"));
  c.send(1, BasicReject{.delivery_tag = 1, .requeue = false});
  EXPECT_THAT(c.seen().settlements, ElementsAre(SeenSettlement{"q1", 33, Outcome::REJECT}));
}

TEST(Get, MayBeEmptyOrRefused) {
  TestConnection c;
  c.ready();
  c.send(1, BasicGet{.queue = "q1", .no_ack = true});
  c.connection().got(1, nullptr, 0);
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.get-empty"));
  c.send(1, BasicGet{.queue = "q9"});
  c.connection().get_refused(2, not_found(queue_text("q9", "BF")));
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.close reply-code=404 reply-text='NOT_FOUND - no queue 'q9' in vhost "
                                      "'BF'' class-id=60 method-id=70"));
}

TEST(Consumers, AreLimited) {
  TestConnection c({.consumers = 2});
  c.ready();
  consume(c, false, "a");
  consume(c, false, "b");
  c.send(1, BasicConsume{.queue = "q1", .consumer_tag = "c"});
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("NOT_ALLOWED - reached maximum (2) of consumers per channel")));
}

}  // namespace
}  // namespace brevdue::amqp
