// Channels: opening and closing, contents put together from frames, and everything that is refused.
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

// The close that a refused method on channel 1 is answered with.
std::string closed(std::string_view what, int code, std::string_view text, std::uint32_t method) {
  return (what == "channel" ? "1 " : "0 ") + std::string(what) + ".close reply-code=" + std::to_string(code) +
         " reply-text='" + std::string(text) + "' class-id=" + std::to_string(method >> 16) +
         " method-id=" + std::to_string(method & 0xFFFF);
}

template <class M>
void expect_refused(const M& method, std::string_view what, int code, std::string_view text) {
  TestConnection c;
  c.ready();
  c.send(1, method);
  EXPECT_THAT(c.frames(), ElementsAre(closed(what, code, text, kInfo<M>.key())));
}

TEST(Refused, EverythingThatWouldMakeOrChangeSomething) {
  const auto queue = "ACCESS_REFUSED - access to queue 'q1' in vhost 'BF' refused for user 'korsbaek'"sv;
  expect_refused(QueueDeclare{.queue = "q1"}, "channel", 403, queue);
  expect_refused(QueueBind{.queue = "q1"}, "channel", 403, queue);
  expect_refused(QueueUnbind{.queue = "q1"}, "channel", 403, queue);
  expect_refused(QueuePurge{.queue = "q1"}, "channel", 403, queue);
  expect_refused(QueueDelete{.queue = "q1"}, "channel", 403, queue);
  const auto exchange = "ACCESS_REFUSED - access to exchange 'e' in vhost 'BF' refused for user 'korsbaek'"sv;
  expect_refused(ExchangeDeclare{.exchange = "e", .type = "fanout"}, "channel", 403, exchange);
  expect_refused(ExchangeDelete{.exchange = "e"}, "channel", 403, exchange);
  expect_refused(ExchangeBind{.destination = "e"}, "channel", 403, exchange);
  expect_refused(ExchangeUnbind{.destination = "e"}, "channel", 403, exchange);
  expect_refused(ExchangeDeclare{}, "channel", 403, "ACCESS_REFUSED - operation not permitted on the default exchange");
}

TEST(Refused, WhatIsUnknown) {
  expect_refused(QueueDeclare{.queue = "q9", .passive = true}, "channel", 404,
                 "NOT_FOUND - no queue 'q9' in vhost 'BF'");
  expect_refused(QueueDeclare{.queue = "amq.rabbitmq.reply-to.x", .passive = true}, "channel", 404,
                 "NOT_FOUND - no queue 'amq.rabbitmq.reply-to.x' in vhost 'BF'");
  expect_refused(QueueDeclare{.queue = "other", .passive = true}, "channel", 403,
                 "ACCESS_REFUSED - access to queue 'other' in vhost 'BF' refused for user 'korsbaek'");
  expect_refused(QueueDeclare{.passive = true}, "channel", 404, "NOT_FOUND - no previously declared queue");
  expect_refused(ExchangeDeclare{.exchange = "e", .passive = true}, "channel", 404,
                 "NOT_FOUND - no exchange 'e' in vhost 'BF'");
  expect_refused(BasicConsume{.queue = "q9"}, "channel", 404, "NOT_FOUND - no queue 'q9' in vhost 'BF'");
  expect_refused(BasicConsume{}, "channel", 404, "NOT_FOUND - no previously declared queue");
  expect_refused(BasicGet{}, "channel", 404, "NOT_FOUND - no previously declared queue");
}

TEST(Refused, WhatIsNotOffered) {
  const auto tx = "NOT_IMPLEMENTED - transactions are not offered; use confirm.select"sv;
  expect_refused(TxSelect{}, "connection", 540, tx);
  expect_refused(TxCommit{}, "connection", 540, tx);
  expect_refused(TxRollback{}, "connection", 540, tx);
  expect_refused(ChannelFlow{.active = false}, "connection", 540, "NOT_IMPLEMENTED - active=false");
  expect_refused(BasicQos{.prefetch_size = 1}, "connection", 540, "NOT_IMPLEMENTED - prefetch_size!=0 (1)");
  expect_refused(BasicRecover{}, "connection", 540, "NOT_IMPLEMENTED - requeue=false");
  expect_refused(BasicRecoverAsync{}, "connection", 540, "NOT_IMPLEMENTED - requeue=false");
  expect_refused(BasicDeliver{}, "connection", 503, "COMMAND_INVALID - unimplemented method");
  expect_refused(ConnectionOpen{}, "connection", 503, "COMMAND_INVALID - unimplemented method");
  expect_refused(ChannelOpen{}, "connection", 504, "CHANNEL_ERROR - second 'channel.open' seen");
}

TEST(Refused, WrongTags) {
  for (const std::uint64_t tag : {0, 1}) {
    const auto text = "PRECONDITION_FAILED - unknown delivery tag " + std::to_string(tag);
    expect_refused(BasicAck{.delivery_tag = tag}, "channel", 406, text);
    expect_refused(BasicNack{.delivery_tag = tag}, "channel", 406, text);
    expect_refused(BasicReject{.delivery_tag = tag}, "channel", 406, text);
  }
}

TEST(Refused, UnknownMethodsAndMalformedOnes) {
  TestConnection c;
  c.ready();
  std::string bytes;
  put_frame(bytes, FrameType::METHOD, 1, "\0\x1E\0\x0A"sv);
  c.feed(bytes);
  EXPECT_THAT(c.frames(),
              ElementsAre(closed("connection", 540, "NOT_IMPLEMENTED - unknown method 30.10", method_key(30, 10))));
  TestConnection d;
  d.ready();
  bytes.clear();
  put_frame(bytes, FrameType::METHOD, 1, "\0\x3C\0\x50\0"sv);
  d.feed(bytes);
  EXPECT_THAT(d.frames(), ElementsAre(closed("connection", 502, "SYNTAX_ERROR - basic.ack: delivery-tag is cut short",
                                             kInfo<BasicAck>.key())));
}

TEST(Allowed, PassiveDeclarations) {
  TestConnection c;
  c.ready();
  c.send(1, QueueDeclare{.queue = "q1", .passive = true});
  c.send(1, QueueDeclare{.queue = "amq.rabbitmq.reply-to", .passive = true});
  c.send(1, ExchangeDeclare{.exchange = "AFSEND_BESKED_EXCHANGE", .passive = true});
  c.send(1, ChannelFlow{.active = true});
  EXPECT_THAT(c.frames(), ElementsAre("1 queue.declare-ok queue='q1' message-count=3 consumer-count=0",
                                      "1 queue.declare-ok queue='amq.rabbitmq.reply-to' message-count=0 "
                                      "consumer-count=1",
                                      "1 exchange.declare-ok", "1 channel.flow-ok active=1"));
  c.send(1, QueueDeclare{.queue = "q1", .passive = true, .no_wait = true});
  EXPECT_THAT(c.frames(), IsEmpty());
  c.send(1, BasicConsume{.consumer_tag = "t"});  // the queue declared last
  EXPECT_EQ(c.seen().consumers.at(1).queue, "q1");
}

TEST(Channels, MustBeOpenedFirst) {
  TestConnection c;
  c.ready();
  c.send(2, BasicQos{});
  EXPECT_THAT(c.frames(), ElementsAre("0 connection.close reply-code=504 reply-text='CHANNEL_ERROR - expected "
                                      "'channel.open'' class-id=60 method-id=10"));
}

TEST(Channels, AreLimitedAsNegotiated) {
  TestConnection c;
  c.feed(kProtocolHeader);
  c.start_ok("good", true);
  c.send(0, ConnectionTuneOk{.channel_max = 1, .frame_max = 4096, .heartbeat = 0});
  c.send(0, ConnectionOpen{.virtual_host = "BF"});
  c.open_channel(7);
  c.frames();
  c.open_channel(8);
  EXPECT_THAT(c.frames(),
              ElementsAre("0 connection.close reply-code=530 reply-text='NOT_ALLOWED - number of channels opened (1) "
                          "has reached the negotiated channel_max (1)' class-id=20 method-id=10"));
}

TEST(Channels, CloseAndOpenAgain) {
  TestConnection c;
  c.ready();
  c.send(1, ChannelClose{.reply_code = 200, .reply_text = "OK"});
  c.open_channel(1);
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.close-ok", "1 channel.open-ok"));
  EXPECT_EQ(c.counts.channels, 1U);
}

TEST(Channels, AreDeafAfterARefusalUntilCloseOk) {
  TestConnection c;
  c.ready();
  c.send(1, QueueDelete{.queue = "q1"});
  c.frames();
  c.publish(1, {}, "x");
  c.send(1, QueueDelete{.queue = "q1"});
  c.open_channel(1);
  EXPECT_THAT(c.frames(), IsEmpty());
  EXPECT_THAT(c.seen().publishes, IsEmpty());
  c.send(1, ChannelClose{});  // crossed ours
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.close-ok"));
  c.send(1, ChannelCloseOk{});
  c.open_channel(1);
  EXPECT_THAT(c.frames(), ElementsAre("1 channel.open-ok"));
  EXPECT_EQ(c.counts.channels, 1U);
}

TEST(Frames, OutOfOrderAreRefused) {
  struct Case {
    std::function<void(std::string&)> put;
    std::string_view text;
  };
  const auto header = [](std::uint16_t class_id, std::uint64_t size) {
    std::string out;
    put_content_header(out, size, {});
    base::write_be(out.data(), class_id);
    return out;
  };
  const auto publish = [](std::string& out) { put_method(out, 1, BasicPublish{.exchange = "e"}); };
  for (const auto& [put, text] : {
           Case{[&](std::string& out) { put_frame(out, FrameType::BODY, 1, "x"); },
                "expected method frame, got non method frame instead"},
           Case{[&](std::string& out) { put_frame(out, FrameType::BODY, 2, "x"); },
                "expected method frame, got non method frame instead"},
           Case{[&](std::string& out) {
                  publish(out);
                  put_frame(out, FrameType::BODY, 1, "x");
                },
                "expected content header for class 60, got non content header frame instead"},
           Case{[&](std::string& out) {
                  publish(out);
                  put_frame(out, FrameType::HEADER, 1, header(61, 1));
                },
                "expected content header for class 60, got one for class 61 instead"},
           Case{[&](std::string& out) {
                  publish(out);
                  put_frame(out, FrameType::HEADER, 1, header(60, 1));
                  put_frame(out, FrameType::HEADER, 1, header(60, 1));
                },
                "expected content body, got non content body frame instead"},
           Case{[&](std::string& out) {
                  publish(out);
                  put_frame(out, FrameType::HEADER, 1, header(60, 1));
                  put_method(out, 1, ChannelClose{});
                },
                "expected content body, got non content body frame instead"},
           Case{[&](std::string& out) { put_frame(out, FrameType::BODY, 0, "x"); }, "type 3, all octets = <<\"x\">>"},
           Case{[&](std::string& out) { put_frame(out, FrameType::HEARTBEAT, 1, {}); }, "type 8, all octets = <<>>"},
       }) {
    TestConnection c;
    c.ready();
    std::string bytes;
    put(bytes);
    c.feed(bytes);
    EXPECT_THAT(c.frames(),
                ElementsAre(HasSubstr("reply-code=505 reply-text='UNEXPECTED_FRAME - " + std::string(text) + "'")));
  }
}

TEST(Frames, OfUnknownKindsAreRefused) {
  for (const auto bytes :
       {"\x04\0\1\0\0\0\0\xCE"sv, "\x04\0\0\0\0\0\0\xCE"sv, "\x08\0\0\0\0\0\1x\xCE"sv, "\x01\0\1\0\0\0\2ab\xCE"sv}) {
    TestConnection c;
    c.ready();
    c.feed(bytes);
    const auto frames = c.frames();
    ASSERT_THAT(frames, SizeIs(1));
    EXPECT_THAT(frames[0], testing::StartsWith("0 connection.close reply-code=501 reply-text='FRAME_ERROR - type "));
    EXPECT_THAT(frames[0], HasSubstr(": unknown_frame'"));
  }
}

TEST(Frames, TooLargeOrTooMuchAreRefused) {
  TestConnection c;
  c.ready();
  c.feed("\x03\0\1\0\2\0\1"sv);
  EXPECT_THAT(c.frames(), ElementsAre(HasSubstr("'FRAME_ERROR - type 3, all octets = <<>>: "
                                                "{frame_too_large,131073,131064}'")));
  TestConnection d;
  d.ready();
  std::string bytes;
  put_method(bytes, 1, BasicPublish{});
  std::string header;
  put_content_header(header, 3, {});
  put_frame(bytes, FrameType::HEADER, 1, header);
  put_frame(bytes, FrameType::BODY, 1, "12");
  put_frame(bytes, FrameType::BODY, 1, "34");
  d.feed(bytes);
  EXPECT_THAT(d.frames(),
              ElementsAre(closed("connection", 501, "FRAME_ERROR - content body frame exceeds remaining content size",
                                 kInfo<BasicPublish>.key())));
}

}  // namespace
}  // namespace brevdue::amqp
