// The server's coroutines over a Strom in memory: reading, writing, stalls, deadlines, draining.
#include "amqp/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amqp/session_testing.hpp"
#include "amqp/strom_testing.hpp"

namespace brevdue::amqp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::chrono::seconds kSecond{1};

class ServerTest : public testing::Test {
 protected:
  void connect() {
    boost::asio::co_spawn(wire.context, server.serve()(std::make_unique<MemoryStrom>(wire)), boost::asio::detached);
    wire.run();
  }
  template <class M>
  void send(std::uint16_t channel, const M& method) {
    std::string bytes;
    put_method(bytes, channel, method);
    wire.send(bytes);
  }
  std::vector<std::string> frames() { return TestConnection::texts(wire.received()); }
  void log_in(std::string_view response = "good") {
    wire.send(kProtocolHeader);
    std::string capabilities;
    add_flag(capabilities, "authentication_failure_close", true);
    std::string properties;
    add_table(properties, "capabilities", capabilities);
    send(0, ConnectionStartOk{.client_properties = properties, .mechanism = "EXTERNAL", .response = response});
    send(0, ConnectionTuneOk{.channel_max = 10, .frame_max = 131072, .heartbeat = 60});
    send(0, ConnectionOpen{.virtual_host = "BF"});
    send(1, ChannelOpen{});
  }
  void ready() {
    connect();
    log_in();
    frames();
  }
  void pass(std::chrono::seconds time) {
    ur.advance(time);
    wire.time_passed();
  }

  TestBackend backend;
  base::TestUr ur{base::Tidspunkt{}};
  base::TestTilfaeldig random{1};
  Wire wire{ur};
  Server server{backend, {.unanswered = 4}, ur, random};
};

TEST_F(ServerTest, ServesFromTheFirstToTheLastByte) {
  connect();
  EXPECT_EQ(server.connections(), 1U);
  log_in();
  EXPECT_THAT(frames(), SizeIs(4));
  EXPECT_EQ(server.channels(), 1U);
  ur.advance(100 * kSecond);  // the handshake's deadline does not count any more
  send(0, ConnectionClose{.reply_code = 200});
  EXPECT_THAT(frames(), ElementsAre("0 connection.close-ok"));
  EXPECT_TRUE(wire.closed);
  EXPECT_TRUE(wire.gone);
  EXPECT_EQ(server.connections(), 0U);
  EXPECT_EQ(server.channels(), 0U);
}

TEST_F(ServerTest, PublishesAndAnswersFromElsewhere) {
  ready();
  send(1, ConfirmSelect{.nowait = true});
  std::string bytes;
  for (int i = 0; i < 9; ++i) TestConnection::put_publish(bytes, 1, {}, "x");
  wire.send(bytes);
  ASSERT_THAT(backend.seen->publishes, SizeIs(4));  // as many as may be unanswered
  const auto post = backend.session()->poster();
  post([&] {
    for (std::size_t i = 0; i < 4; ++i) backend.session()->publish_done(backend.seen->publishes[i].id, "");
  });
  wire.run();
  EXPECT_THAT(frames(), ElementsAre("1 basic.ack delivery-tag=4 multiple=1"));
  EXPECT_THAT(backend.seen->publishes, SizeIs(8));
}

TEST_F(ServerTest, RefusesALoginAndWaitsForCloseOk) {
  connect();
  log_in("bad");
  EXPECT_THAT(frames(), ElementsAre(testing::_, HasSubstr("reply-code=403")));
  EXPECT_FALSE(wire.closed);
  send(0, ConnectionCloseOk{});
  EXPECT_TRUE(wire.gone);
}

TEST_F(ServerTest, RenewsTheSecret) {
  ready();
  send(0, ConnectionUpdateSecret{.new_secret = "good"});
  EXPECT_THAT(frames(), ElementsAre("0 connection.update-secret-ok"));
  send(0, ConnectionUpdateSecret{.new_secret = "bad"});
  EXPECT_THAT(frames(), ElementsAre(HasSubstr("reply-code=530")));
}

TEST_F(ServerTest, EndsWithThePeer) {
  ready();
  wire.end_of_peer();
  EXPECT_TRUE(wire.gone);
  EXPECT_TRUE(backend.seen->client_ended);
}

TEST_F(ServerTest, TellsAPeerThatStoppedSendingWhatWasWrong) {
  ready();
  wire.peer_ended = true;
  wire.send(std::string_view("\x01\0\1\0\0\0\0\0", 8));
  EXPECT_THAT(frames(), ElementsAre(HasSubstr("reply-code=501")));
  EXPECT_TRUE(wire.gone);
}

TEST_F(ServerTest, DropsTheSilent) {
  connect();
  pass(9 * kSecond);
  EXPECT_FALSE(wire.gone);
  pass(kSecond);
  EXPECT_TRUE(wire.gone);
}

TEST_F(ServerTest, BeatsAndDropsThoseWhoDoNot) {
  ready();
  pass(30 * kSecond);
  EXPECT_THAT(frames(), ElementsAre("0 heartbeat"));
  pass(30 * kSecond);
  pass(30 * kSecond);
  EXPECT_FALSE(wire.gone);
  pass(30 * kSecond);
  EXPECT_TRUE(wire.gone);
}

TEST_F(ServerTest, DropsAPeerThatDoesNotTakeItsBytes) {
  ready();
  wire.room = 5;
  send(1, BasicQos{});
  EXPECT_THAT(wire.received(), SizeIs(5));
  pass(29 * kSecond);
  EXPECT_FALSE(wire.gone);
  pass(kSecond);
  EXPECT_TRUE(wire.gone);
}

TEST_F(ServerTest, ClosesAllAndThoseWhoStillCome) {
  ready();
  server.close_all("the server stops");
  wire.run();
  EXPECT_THAT(frames(), ElementsAre("0 connection.close reply-code=320 reply-text='CONNECTION_FORCED - the server "
                                    "stops' class-id=0 method-id=0"));
  pass(3 * kSecond);
  EXPECT_TRUE(wire.gone);
  EXPECT_EQ(server.connections(), 0U);
  wire.closed = wire.gone = false;
  connect();
  EXPECT_TRUE(wire.gone);
}

}  // namespace
}  // namespace brevdue::amqp
