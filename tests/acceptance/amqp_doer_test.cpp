// Bad input at the AMQP door, from outside: each is refused in the door's own words, and the door goes on serving.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "amqp/frame.hpp"
#include "sandkasse.hpp"

namespace brevdue::acceptance {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// `text` with the first `from` in it exchanged for `to`.
std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) ADD_FAILURE() << "the test message has no " << from;
  return text.replace(at, from.size(), to);
}

class AmqpDoer : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandkasse_ = new Sandkasse;
    ASSERT_TRUE(sandkasse_->start());
    afsend_ = sandkasse_->token("afsend");
    modtag_ = sandkasse_->token("modtag");
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(sandkasse_->stop(), 0);
    delete sandkasse_;
  }
  void TearDown() override { EXPECT_EQ(status_kode(publish(besked(next_id()))), "20") << "the door serves no more"; }

  static std::string next_id() { return base::Uuid::random(random_).text(); }
  static std::string publish(const std::string& body) { return publish(body, afsend_); }
  static std::string publish(const std::string& body, std::string_view token) {
    auto klient = sandkasse_->publisher(afsend_);
    return must(klient->publish(kExchange, token, next_id(), next_id(), body));
  }
  // The words in which the server ends the channel or connection after these bytes on channel 1.
  static std::string refusal(std::string_view token, const std::string& bytes) {
    return refusal_of(*must(sandkasse_->connect(token)), bytes);
  }
  template <class M>
  static std::string refusal(const M& method) {
    std::string out;
    amqp::put_method(out, 1, method);
    return refusal(modtag_, out);
  }
  static std::string login_refusal(std::string_view token, std::string_view slug = kEksempel) {
    const auto klient = sandkasse_->connect(token, slug);
    return klient ? "accepted" : klient.error().tekst;
  }

  static Sandkasse* sandkasse_;
  static std::string afsend_;
  static std::string modtag_;
  static base::SystemTilfaeldig random_;
};

Sandkasse* AmqpDoer::sandkasse_ = nullptr;
std::string AmqpDoer::afsend_;
std::string AmqpDoer::modtag_;
base::SystemTilfaeldig AmqpDoer::random_;

constexpr const char* kRefusedLogin = "403 ACCESS_REFUSED - Login was refused";

TEST_F(AmqpDoer, AnotherProtocolIsAnsweredWithOurs) {
  auto stream = must(net::Klient::connect(sandkasse_->maal(sandkasse_->amqps_port())));
  must(stream->write(std::string_view{"AMQP\0\1\0\0", 8}));
  std::string got;
  std::array<char, 64> some{};
  while (const auto size = must(stream->read_some(some))) got.append(some.data(), size);
  EXPECT_EQ(got, amqp::kProtocolHeader);
}

TEST_F(AmqpDoer, HttpOnThisPortEndsTheConnection) {
  auto stream = must(net::Klient::connect(sandkasse_->maal(sandkasse_->amqps_port())));
  must(stream->write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  std::string got;
  std::array<char, 64> some{};
  while (const auto size = must(stream->read_some(some))) got.append(some.data(), size);
  EXPECT_EQ(got, amqp::kProtocolHeader);
}

TEST_F(AmqpDoer, TokensThatProveNothingAreRefused) {
  EXPECT_THAT(login_refusal(""), StartsWith(kRefusedLogin));
  EXPECT_THAT(login_refusal("<saml/>"), StartsWith(kRefusedLogin));
  EXPECT_THAT(login_refusal(with(afsend_, ">99999999<", ">11111111<")), StartsWith(kRefusedLogin));
  EXPECT_THAT(login_refusal(afsend_.substr(0, afsend_.size() / 2)), StartsWith(kRefusedLogin));
}

TEST_F(AmqpDoer, ATokenShownWithAnothersCertificateIsRefused) {
  EXPECT_THAT(login_refusal(afsend_, "udk-pension"), StartsWith(kRefusedLogin));
}

TEST_F(AmqpDoer, ATokenFromAnotherSandboxIsRefused) {
  Sandkasse other;
  ASSERT_TRUE(other.start());
  EXPECT_THAT(login_refusal(other.token("afsend"), ""), StartsWith(kRefusedLogin));
}

TEST_F(AmqpDoer, AnUnknownVhostIsNamed) {
  const auto klient = sandkasse_->connect(afsend_, kEksempel, "bf");
  ASSERT_FALSE(klient);
  EXPECT_THAT(klient.error().tekst, StartsWith("530 NOT_ALLOWED - vhost bf not found"));
}

TEST_F(AmqpDoer, ASendersTokenDoesNotReceive) {
  auto klient = must(sandkasse_->connect(afsend_));
  const auto consumed = klient->consume(app::kEksempelDueslag);
  ASSERT_FALSE(consumed);
  EXPECT_THAT(consumed.error().tekst, StartsWith("403 ACCESS_REFUSED - access to queue"));
}

TEST_F(AmqpDoer, UnknownAndOthersDueslag) {
  const auto consume = [](std::string_view queue) {
    const auto consumed = must(sandkasse_->connect(modtag_))->consume(queue);
    return consumed ? "consuming" : consumed.error().tekst;
  };
  EXPECT_THAT(consume("6d0d3c4e-0000-4000-8000-000000000001"), StartsWith("404 NOT_FOUND - no queue"));
  EXPECT_THAT(consume("no uuid"), StartsWith("404 NOT_FOUND - no queue 'no uuid' in vhost 'BF'"));
  EXPECT_THAT(consume(app::sandbox_dueslag()[1].id()), StartsWith("403 ACCESS_REFUSED - access to queue"));
  EXPECT_THAT(refusal(amqp::BasicGet{.queue = "no uuid"}), StartsWith("404 NOT_FOUND"));
}

TEST_F(AmqpDoer, NobodyConfigures) {
  EXPECT_THAT(refusal(amqp::QueueDeclare{.queue = "mine"}), StartsWith("403 ACCESS_REFUSED - access to queue 'mine'"));
  EXPECT_THAT(refusal(amqp::QueueBind{.queue = app::kEksempelDueslag, .exchange = kExchange}),
              StartsWith("403 ACCESS_REFUSED"));
  EXPECT_THAT(refusal(amqp::QueuePurge{.queue = app::kEksempelDueslag}), StartsWith("403 ACCESS_REFUSED"));
  EXPECT_THAT(refusal(amqp::QueueDelete{.queue = app::kEksempelDueslag}), StartsWith("403 ACCESS_REFUSED"));
  EXPECT_THAT(refusal(amqp::ExchangeDeclare{.exchange = "mine", .type = "direct"}),
              StartsWith("403 ACCESS_REFUSED - access to exchange 'mine'"));
  EXPECT_THAT(refusal(amqp::ExchangeDelete{.exchange = kExchange}), StartsWith("403 ACCESS_REFUSED"));
  EXPECT_THAT(refusal(amqp::TxSelect{}), StartsWith("540 NOT_IMPLEMENTED"));
}

TEST_F(AmqpDoer, AnUnknownExchangeIsNamed) {
  auto klient = sandkasse_->publisher(afsend_);
  const auto sent = klient->publish("OTHER", afsend_, next_id(), next_id(), besked(next_id()));
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().tekst, StartsWith("404 NOT_FOUND - no exchange 'OTHER' in vhost 'BF'"));
}

TEST_F(AmqpDoer, BeskederThatAreNoneAreAnswered40) {
  const std::string good = besked(next_id());
  const std::string deep = [] {
    std::string out;
    for (int i = 0; i < 2000; ++i) out += "<d>";
    return out;
  }();
  const std::vector<std::pair<const char*, std::string>> bad{
      {"empty", ""},
      {"no XML", "hello"},
      {"cut off", good.substr(0, good.size() / 2)},
      {"NUL", with(good, "1.0</k:BeskedVersion>", std::string("1.0\0</k:BeskedVersion>", 22))},
      {"not UTF-8", with(good, "Person", "P\xE6rson")},
      {"another root", "<a/>"},
      {"wrapped", "<w>" + good.substr(good.find("<k:Haendelsesbesked")) + "</w>"},
      {"DTD", with(good, "<k:Haendelsesbesked",
                   "<!DOCTYPE k [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><k:Haendelsesbesked")},
      {"deep", "<k:Haendelsesbesked xmlns:k=\"urn:oio:besked:kuvert:1.0\">" + deep},
      {"another version", with(good, ">1.0</k:BeskedVersion>", ">2.0</k:BeskedVersion>")},
      {"element out of order", with(with(good, "<k:BeskedVersion>1.0</k:BeskedVersion>", ""), "</k:Haendelsesbesked>",
                                    "<k:BeskedVersion>1.0</k:BeskedVersion></k:Haendelsesbesked>")},
      {"bad time", with(good, "2026-05-15T09:30:00.250+02:00", "yesterday")},
  };
  for (const auto& [what, body] : bad) EXPECT_EQ(status_kode(publish(body)), "40") << what;
}

TEST_F(AmqpDoer, AnInvalidElementIsNamedByItsPath) {
  const auto reply = publish(with(besked(next_id()), "2026-05-15T09:30:00.250+02:00", "yesterday"));
  EXPECT_THAT(reply, HasSubstr("/Registreringstidspunkt"));
  EXPECT_THAT(reply, testing::Not(HasSubstr("yesterday")));
}

TEST_F(AmqpDoer, ABodyOverTheLimitIsAnswered40AndOneFarOverEndsTheChannel) {
  const std::string filler(std::size_t{1} << 20, ' ');
  EXPECT_EQ(status_kode(publish(besked(next_id()) + filler)), "40");
  EXPECT_THAT(
      refusal(afsend_, announced_publish((16 << 20) + 1)),
      StartsWith("406 PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216"));
}

TEST_F(AmqpDoer, WhoMayNotSendIsAnswered43) {
  const std::string good = besked(next_id());
  EXPECT_EQ(status_kode(publish(good, "")), "43") << "no token";
  EXPECT_EQ(status_kode(publish(good, "<saml/>")), "43") << "no token either";
  EXPECT_EQ(status_kode(publish(good, modtag_)), "43") << "a receiver's token";
  const auto foreign = with(good, "<k:ObjektAnsvarligMyndighed>", "<k:ObjektAnsvarligMyndighed><!-- -->");
  EXPECT_EQ(status_kode(publish(with(foreign, "<!-- -->\n          <URNIdentifikator>urn:oio:cvr-nr:99999999",
                                     "\n          <URNIdentifikator>urn:oio:cvr-nr:11111111"))),
            "43")
      << "another authority's object";
}

TEST_F(AmqpDoer, FramesOutOfOrderAndMalformedEndTheConnection) {
  std::string publish_twice;
  amqp::put_method(publish_twice, 1, amqp::BasicPublish{.exchange = kExchange});
  amqp::put_method(publish_twice, 1, amqp::BasicPublish{.exchange = kExchange});
  EXPECT_THAT(refusal(afsend_, publish_twice), StartsWith("505 UNEXPECTED_FRAME"));
  EXPECT_THAT(refusal(afsend_, std::string("\x03\0\1\0\0\0\1x\xCE", 9)), StartsWith("505 UNEXPECTED_FRAME"));
  EXPECT_THAT(refusal(afsend_, std::string("\x01\0\1\0\0\0\4\0\x3C\0\x28\xCD", 12)), StartsWith("501 FRAME_ERROR"));
  EXPECT_THAT(refusal(afsend_, std::string("\x01\0\1\x7F\0\0\0", 7)), StartsWith("501 FRAME_ERROR"));
  EXPECT_THAT(refusal(afsend_, std::string("\x01\0\1\0\0\0\4\0\x3C\0\x28\xCE", 12)), StartsWith("502 SYNTAX_ERROR"));
  EXPECT_THAT(refusal(afsend_, std::string("\x01\0\1\0\0\0\4\x7F\0\x7F\0\xCE", 12)), StartsWith("540 NOT_IMPLEMENTED"));
}

TEST_F(AmqpDoer, AFrameCutOffByTheEndOfTheConnectionHarmsNobody) {
  auto klient = must(sandkasse_->connect(afsend_));
  must(klient->stream().write(std::string("\x01\0\1\0\0\1\0half", 11)));
}

TEST_F(AmqpDoer, ASlowClientIsServedByteForByte) {
  auto klient = must(sandkasse_->connect(modtag_));
  std::string bytes;
  amqp::put_method(bytes, 1, amqp::BasicQos{.prefetch_count = 7});
  for (const char& one : bytes) must(klient->stream().write({&one, 1}));
  EXPECT_TRUE(klient->prefetch(1));
}

// What was sent by nobody known is not kept: only good ones reach the dueslag, and one not wanted goes to the Fejlkoe.
TEST_F(AmqpDoer, ARejectedBeskedIsInTheFejlkoeAndComesBackWhenAsked) {
  const auto id = next_id();
  ASSERT_EQ(status_kode(publish(besked(id))), "20");
  {
    auto klient = must(sandkasse_->connect(modtag_));
    must(klient->consume(app::kEksempelDueslag));
    for (auto got = must(klient->next(kSvarfrist)); got.body.find(id) == std::string::npos;
         got = must(klient->next(kSvarfrist))) {
      must(klient->ack(got.delivery_tag));
    }
    std::string nack;
    amqp::put_method(nack, 1, amqp::BasicRecoverAsync{.requeue = true});
    must(klient->stream().write(nack));
    const auto again = must(klient->next(kSvarfrist));
    EXPECT_TRUE(again.redelivered);
    nack.clear();
    amqp::put_method(nack, 1, amqp::BasicNack{.delivery_tag = again.delivery_tag});
    must(klient->stream().write(nack));
    must(klient->close());
  }
  const std::string data = " --data " + sandkasse_->data().string();
  const std::string dueslag(app::kEksempelDueslag);
  const auto listed = brevdue("fejlkoe list " + dueslag + data);
  EXPECT_THAT(listed.output, HasSubstr(id));
  EXPECT_THAT(brevdue("hvorfor " + id + " " + dueslag + data).output, HasSubstr("I_FEJLKOE"));
  const auto ankomst = json::parse(listed.output).back()["ankomst"].dump();
  EXPECT_EQ(brevdue("fejlkoe requeue " + dueslag + " " + ankomst + data).exit_code, 0);
  EXPECT_EQ(brevdue("fejlkoe requeue " + dueslag + " " + ankomst + data).exit_code, 1);
  auto klient = must(sandkasse_->connect(modtag_));
  must(klient->consume(app::kEksempelDueslag));
  const auto got = must(klient->next(kSvarfrist));
  EXPECT_THAT(got.body, HasSubstr(id));
  must(klient->ack(got.delivery_tag));
  must(klient->close());
}

// In a sandbox of its own, whose clock it moves. A token is good for 8 hours and the skew of 5 minutes; its
// connection ends a minute later.
TEST(AmqpDoerOverTid, AnExpiredTokenIsAnswered41AndThenTheConnectionEnds) {
  Sandkasse sandkasse;
  ASSERT_TRUE(sandkasse.start());
  const auto token = sandkasse.token("afsend");
  auto klient = sandkasse.publisher(token);
  const auto send = [&](const char* id) { return klient->publish(kExchange, token, id, id, besked(id)); };
  EXPECT_EQ(status_kode(must(send("6d0d3c4e-0000-4000-8000-000000000001"))), "20");
  const auto advance = [&](const char* by) {
    return brevdue("sandbox clock --data " + sandkasse.data().string() + " advance " + by).exit_code;
  };
  ASSERT_EQ(advance("485m"), 0);
  EXPECT_EQ(status_kode(must(send("6d0d3c4e-0000-4000-8000-000000000002"))), "41");
  ASSERT_EQ(advance("1m"), 0);
  const auto ended = klient->next(kSvarfrist);
  ASSERT_FALSE(ended);
  EXPECT_THAT(ended.error().tekst, StartsWith("320 CONNECTION_FORCED - token expired"));
  EXPECT_THAT(sandkasse.connect(token).error().tekst, StartsWith(kRefusedLogin));
  EXPECT_TRUE(sandkasse.connect(sandkasse.token("afsend"))) << "a new token is good by the same clock";
}

}  // namespace
}  // namespace brevdue::acceptance
