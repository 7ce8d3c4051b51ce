// Publishing: contents, confirms, direct reply-to, sizes and back-pressure.
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
using testing::StartsWith;

constexpr Properties kWithReply{.correlation_id = "c1", .reply_to = kReplyQueue, .message_id = "m1", .token = "<t/>"};

void consume_replies(TestConnection& c) {
  c.send(1, BasicConsume{.queue = kReplyQueue, .consumer_tag = "replies", .no_ack = true});
}

TEST(Publish, ReachesTheClientWhole) {
  TestConnection c;
  c.ready();
  consume_replies(c);
  c.publish(1, kWithReply, "<b/>");
  ASSERT_THAT(c.seen().publishes, SizeIs(1));
  EXPECT_EQ(c.published(0).body, "<b/>");
  EXPECT_EQ(c.published(0).token, "<t/>");
  EXPECT_EQ(c.published(0).message_id, "m1");
  EXPECT_TRUE(c.published(0).mandatory);
  EXPECT_FALSE(c.published(0).oversized);
  EXPECT_GE(c.seen().flushes, 1U);
}

TEST(Publish, IsTheSameInAnyChunks) {
  for (const std::size_t chunk : {1, 2, 7, 100, 5000}) {
    TestConnection c;
    c.ready();
    consume_replies(c);
    std::string bytes;
    const std::string body(300'000, 'b');
    const std::string token(5000, 't');
    for (const auto& text : {std::string("small"), body, std::string()}) {
      TestConnection::put_publish(bytes, 1, {.reply_to = kReplyQueue, .message_id = "m", .token = token}, text);
    }
    c.feed(bytes, chunk);
    ASSERT_THAT(c.seen().publishes, SizeIs(3));
    EXPECT_EQ(c.published(0).body, "small");
    EXPECT_EQ(c.published(1).body, body);
    EXPECT_EQ(c.published(2).body, "");
    for (const auto& publish : c.seen().publishes) EXPECT_EQ(publish.token, token);
  }
}

TEST(Publish, OfTwoChannelsMayInterleave) {
  TestConnection c;
  c.ready();
  c.open_channel(2);
  std::string bytes;
  for (const std::uint16_t channel : {1, 2})
    put_method(bytes, channel, BasicPublish{.exchange = "AFSEND_BESKED_EXCHANGE"});
  for (const std::uint16_t channel : {2, 1}) {
    std::string header;
    put_content_header(header, 4, {.message_id = channel == 1 ? "one" : "two"});
    put_frame(bytes, FrameType::HEADER, channel, header);
  }
  for (const auto* part : {"ab", "cd"}) {
    for (const std::uint16_t channel : {1, 2}) put_frame(bytes, FrameType::BODY, channel, part);
  }
  c.feed(bytes, 11);
  ASSERT_THAT(c.seen().publishes, SizeIs(2));
  EXPECT_EQ(c.published(0).message_id, "one");
  EXPECT_EQ(c.published(1).message_id, "two");
  EXPECT_EQ(c.published(1).body, "abcd");
}

TEST(Publish, IsRefusedInRabbitMqsWords) {
  struct Case {
    BasicPublish method;
    Properties properties;
    std::string_view text;
  };
  for (const auto& [method, properties, text] : {
           Case{{.exchange = "e"},
                {},
                "1 channel.close reply-code=404 reply-text='NOT_FOUND - no exchange 'e' in vhost 'BF''"},
           Case{{},
                {},
                "1 channel.close reply-code=403 reply-text='ACCESS_REFUSED - access to exchange 'amq.default' in vhost "
                "'BF' refused for user 'korsbaek''"},
           Case{{.exchange = "AFSEND_BESKED_EXCHANGE", .immediate = true},
                {},
                "0 connection.close reply-code=540 reply-text='NOT_IMPLEMENTED - immediate=true'"},
           Case{{.exchange = "AFSEND_BESKED_EXCHANGE"},
                {.reply_to = kReplyQueue},
                "1 channel.close reply-code=406 reply-text='PRECONDITION_FAILED - fast reply consumer does not exist'"},
           Case{{.exchange = "AFSEND_BESKED_EXCHANGE"},
                {.message_id = "br\xF8"
                               "d"},
                "1 channel.close reply-code=406 reply-text='PRECONDITION_FAILED - message-id is not UTF-8'"},
           Case{{.exchange = "AFSEND_BESKED_EXCHANGE"},
                {.message_id = "refuse"},
                "1 channel.close reply-code=403 reply-text='ACCESS_REFUSED - access to exchange "
                "'AFSEND_BESKED_EXCHANGE' in "
                "vhost 'BF' refused for user 'korsbaek''"},
       }) {
    TestConnection c;
    c.ready();
    std::string bytes;
    put_method(bytes, 1, method);
    put_content(bytes, 1, properties, {}, 4096);
    c.feed(bytes);
    EXPECT_THAT(c.frames(), ElementsAre(std::string(text) + " class-id=60 method-id=40"));
    EXPECT_THAT(c.seen().publishes, IsEmpty());
  }
}

TEST(Confirms, AreNumberedAndGathered) {
  TestConnection c;
  c.ready();
  c.send(1, ConfirmSelect{});
  EXPECT_THAT(c.frames(), ElementsAre("1 confirm.select-ok"));
  for (int i = 0; i < 6; ++i) c.publish(1, {}, "x");
  auto& connection = c.connection();
  for (const auto at : {0, 1, 2, 4}) connection.publish_done(c.published(at).id, "r");
  EXPECT_THAT(c.frames(),
              ElementsAre("1 basic.ack delivery-tag=3 multiple=1", "1 basic.ack delivery-tag=5 multiple=0"));
  connection.publish_failed(c.published(5).id, "r");
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.nack delivery-tag=6 multiple=0 requeue=0"));
  connection.publish_done(c.published(3).id, "r");
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.ack delivery-tag=4 multiple=0"));
  c.publish(1, {}, "x");
  connection.publish_done(c.published(6).id, "r");
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.ack delivery-tag=7 multiple=0"));
}

TEST(Confirms, AreNotSentUnasked) {
  TestConnection c;
  c.ready();
  c.publish(1, {}, "x");
  c.connection().publish_done(c.published(0).id, "r");
  c.connection().publish_done(c.published(0).id, "again");
  c.connection().publish_failed(99, "none");
  EXPECT_THAT(c.frames(), IsEmpty());
}

TEST(Reply, FollowsTheAckOnTheSameChannelWithTheCorrelationId) {
  TestConnection c;
  c.ready();
  c.send(1, ConfirmSelect{.nowait = true});
  consume_replies(c);
  EXPECT_THAT(c.frames(), ElementsAre("1 basic.consume-ok consumer-tag='replies'"));
  c.publish(1, kWithReply, "x");
  c.publish(1, {}, "without");
  for (const auto& publish : c.seen().publishes) c.connection().publish_done(publish.id, "<StandardRetur/>");
  EXPECT_THAT(c.frames(),
              ElementsAre("1 basic.ack delivery-tag=2 multiple=1",
                          StartsWith("1 basic.deliver consumer-tag='replies' delivery-tag=1 redelivered=0 exchange='' "
                                     "routing-key='amq.rabbitmq.reply-to."),
                          "1 header 16 type='application/xml' mode=0 correlation='c1' message=''",
                          "1 body '<StandardRetur/>'"));
}

TEST(Reply, HasOneConsumerThatCannotAcknowledge) {
  TestConnection c;
  c.ready();
  c.send(1, BasicConsume{.queue = kReplyQueue});
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.close reply-code=406 reply-text='PRECONDITION_FAILED - reply consumer "
                                      "cannot acknowledge' class-id=60 method-id=20"));
  TestConnection d;
  d.ready();
  consume_replies(d);
  d.send(1, BasicConsume{.queue = kReplyQueue, .no_ack = true});
  d.bytes();
  TestConnection e;
  e.ready();
  consume_replies(e);
  e.frames();
  e.send(1, BasicConsume{.queue = kReplyQueue, .consumer_tag = "second", .no_ack = true});
  EXPECT_THAT(e.frames(), ElementsAre("1 channel.close reply-code=406 reply-text='PRECONDITION_FAILED - reply consumer "
                                      "already set' class-id=60 method-id=20"));
}

TEST(Reply, IsDroppedWhenItsConsumerOrChannelIsGone) {
  TestConnection c;
  c.ready();
  consume_replies(c);
  c.publish(1, kWithReply, "x");
  c.publish(1, kWithReply, "y");
  c.send(1, BasicCancel{.consumer_tag = "replies"});
  c.frames();
  c.connection().publish_done(c.published(0).id, "r");
  EXPECT_THAT(c.frames(), IsEmpty());
  c.send(1, ChannelClose{});
  c.open_channel(1);
  consume_replies(c);
  c.frames();
  c.connection().publish_done(c.published(1).id, "r");
  EXPECT_THAT(c.frames(), IsEmpty());
}

TEST(Reply, NeverFollowsTheClosingOfItsChannel) {
  TestConnection c;
  c.ready();
  c.send(1, ConfirmSelect{});
  consume_replies(c);
  c.publish(1, kWithReply, "x");
  c.frames();
  c.connection().publish_done(c.published(0).id, "r");
  c.send(1, ChannelClose{});
  const auto frames = c.frames();
  ASSERT_THAT(frames, SizeIs(5));
  EXPECT_THAT(frames[0], HasSubstr("basic.ack"));
  EXPECT_EQ(frames[4], "1 channel.close-ok");
}

TEST(Size, OverTheLimitIsDroppedAndSaid) {
  TestConnection c({.message_bytes = 1000, .message_hard_bytes = 200'000});
  c.ready();
  c.publish(1, {.message_id = "large"}, std::string(150'000, 'x'));
  c.publish(1, {.message_id = "medium"}, std::string(1001, 'x'));
  c.publish(1, {.message_id = "right"}, std::string(1000, 'x'));
  ASSERT_THAT(c.seen().publishes, SizeIs(3));
  EXPECT_TRUE(c.published(0).oversized);
  EXPECT_EQ(c.published(0).body, "");
  EXPECT_TRUE(c.published(1).oversized);
  EXPECT_FALSE(c.published(2).oversized);
  EXPECT_THAT(c.published(2).body, SizeIs(1000));
}

TEST(Size, OverTheHardLimitClosesTheChannel) {
  TestConnection c({.message_bytes = 1000, .message_hard_bytes = 2000});
  c.ready();
  c.publish(1, {}, std::string(2001, 'x'));
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.close reply-code=406 reply-text='PRECONDITION_FAILED - message size "
                                      "2001 is larger than configured max size 2000' class-id=60 method-id=40"));
}

TEST(Size, BegunBodiesAreLimitedTogether) {
  TestConnection c({.begun_bytes = 3000});
  c.ready();
  c.open_channel(2);
  c.frames();
  for (const std::uint16_t channel : {1, 2}) {
    std::string bytes;
    put_method(bytes, channel, BasicPublish{.exchange = "AFSEND_BESKED_EXCHANGE"});
    std::string header;
    put_content_header(header, 4000, {});
    put_frame(bytes, FrameType::HEADER, channel, header);
    put_frame(bytes, FrameType::BODY, channel, std::string(2000, 'x'));
    c.feed(bytes);
  }
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("reply-code=506 reply-text='RESOURCE_ERROR - ")));
}

TEST(BackPressure, StopsReadingUntilHalfIsAnswered) {
  TestConnection c({.unanswered = 4});
  c.ready();
  std::string bytes;
  for (int i = 0; i < 6; ++i) TestConnection::put_publish(bytes, 1, {}, std::to_string(i));
  c.feed(bytes);
  EXPECT_THAT(c.seen().publishes, SizeIs(4));
  c.connection().publish_done(c.published(3).id, "");
  c.connection().publish_done(c.published(0).id, "");
  EXPECT_THAT(c.seen().publishes, SizeIs(4));
  c.connection().publish_done(c.published(1).id, "");
  EXPECT_THAT(c.seen().publishes, SizeIs(6));
}

TEST(BackPressure, CountsBytesToo) {
  TestConnection c({.unanswered_bytes = 1000});
  c.ready();
  c.publish(1, {.token = std::string(600, 't')}, std::string(400, 'x'));
  c.publish(1, {}, "y");
  EXPECT_THAT(c.seen().publishes, SizeIs(1));
  c.connection().publish_done(c.published(0).id, "");
  EXPECT_THAT(c.seen().publishes, SizeIs(2));
}

TEST(BackPressure, StopsWhenAnswersAreNotTaken) {
  TestConnection c({.write_buffer = 100});
  c.ready();
  std::string bytes;
  for (int i = 0; i < 100; ++i) put_method(bytes, 1, BasicQos{});
  c.feed(bytes);
  std::size_t answers = 0;
  for (int i = 0; i < 100 && answers < 100; ++i) {
    const auto frames = c.frames();
    EXPECT_LT(frames.size(), 12U);
    answers += frames.size();
  }
  EXPECT_EQ(answers, 100U);
}

}  // namespace
}  // namespace brevdue::amqp
