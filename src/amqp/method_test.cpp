#include "amqp/method.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <deque>

#include "amqp/method_tables.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

using namespace std::literals;

std::string text_of(const std::optional<Refusal>& refused) {
  return refused ? refused->text : "";
}

template <class M>
std::string payload(const M& method) {
  std::string out;
  put_method_payload(out, kInfo<M>, &method);
  return out;
}

// Reads a whole method payload of type M, which must be what it is.
template <class M>
M read(std::string_view bytes) {
  M method;
  EXPECT_EQ(base::get_be<std::uint16_t>(bytes.data()), kInfo<M>.class_id);
  EXPECT_EQ(base::get_be<std::uint16_t>(bytes.data() + 2), kInfo<M>.method_id);
  const auto bad = read_arguments(kInfo<M>, bytes.substr(4), &method);
  EXPECT_EQ(text_of(bad), "");
  return method;
}

constexpr auto kDueslag = "0b0ae0a5-6e1b-4a6a-8f0e-5d2f6c3f0001"sv;

// Spec beskedfordeler 2.9: what KOMBIT's clients put on the wire.
TEST(GoldenBytes, ConnectionOpen) {
  EXPECT_EQ(read<ConnectionOpen>("\x00\x0A\x00\x28\x02"
                                 "BF\x00\x00"sv)
                .virtual_host,
            "BF");
  EXPECT_TRUE(read<ConnectionOpen>("\x00\x0A\x00\x28\x02"
                                   "BF\x00\x01"sv)
                  .reserved_2);
  EXPECT_EQ(payload(ConnectionOpen{.virtual_host = "BF"}),
            "\x00\x0A\x00\x28\x02"
            "BF\x00\x00"sv);
}

TEST(GoldenBytes, ChannelOpenAndConfirmSelect) {
  EXPECT_EQ(payload(ChannelOpen{}), "\x00\x14\x00\x0A\x00"sv);
  EXPECT_EQ(payload(ConfirmSelect{}), "\x00\x55\x00\x0A\x00"sv);
}

TEST(GoldenBytes, BasicConsume) {
  const auto replies =
      "\x00\x3C\x00\x14\x00\x00\x15"
      "amq.rabbitmq.reply-to\x00\x02\x00\x00\x00\x00"sv;
  const auto method = read<BasicConsume>(replies);
  EXPECT_EQ(method.queue, "amq.rabbitmq.reply-to");
  EXPECT_TRUE(method.no_ack);
  EXPECT_FALSE(method.no_local || method.exclusive || method.no_wait);
  EXPECT_EQ(payload(method), replies);
  const auto dueslag = "\x00\x3C\x00\x14\x00\x00\x24"s + std::string(kDueslag) + "\x00\x00\x00\x00\x00\x00"s;
  EXPECT_EQ(payload(BasicConsume{.queue = kDueslag}), dueslag);
}

TEST(GoldenBytes, BasicPublish) {
  const auto bytes =
      "\x00\x3C\x00\x28\x00\x00\x16"
      "AFSEND_BESKED_EXCHANGE\x00\x01"sv;
  const auto method = read<BasicPublish>(bytes);
  EXPECT_EQ(method.exchange, "AFSEND_BESKED_EXCHANGE");
  EXPECT_TRUE(method.mandatory);
  EXPECT_FALSE(method.immediate);
  EXPECT_EQ(payload(method), bytes);
}

TEST(GoldenBytes, BasicGetAckAndChannelClose) {
  EXPECT_EQ(payload(BasicGet{.queue = kDueslag, .no_ack = true}),
            "\x00\x3C\x00\x46\x00\x00\x24"s + std::string(kDueslag) + "\x01");
  EXPECT_EQ(payload(BasicAck{.delivery_tag = 7}), "\x00\x3C\x00\x50\x00\x00\x00\x00\x00\x00\x00\x07\x00"sv);
  EXPECT_EQ(payload(ChannelClose{.reply_code = 200, .reply_text = "OK"}),
            "\x00\x14\x00\x28\x00\xC8\x02OK\x00\x00\x00\x00"sv);
}

TEST(Methods, AreFoundById) {
  EXPECT_EQ(find_method(method_key(60, 40))->name, "basic.publish");
  EXPECT_EQ(find_method(method_key(10, 70))->name, "connection.update-secret");
  EXPECT_EQ(find_method(method_key(60, 41)), nullptr);
  EXPECT_EQ(find_method(method_key(30, 10)), nullptr);
  EXPECT_EQ(find_method(0), nullptr);
  EXPECT_EQ(find_method(~0U), nullptr);
  for (const auto* info : kMethods) EXPECT_EQ(find_method(info->key()), info);
}

TEST(Arguments, AreRefusedWhenMalformed) {
  const auto read_ack = [](std::string_view arguments) {
    BasicAck ack;
    return read_arguments(kInfo<BasicAck>, arguments, &ack);
  };
  EXPECT_EQ(text_of(read_ack("\0\0\0\0\0\0\0"sv)), "SYNTAX_ERROR - basic.ack: delivery-tag is cut short");
  EXPECT_EQ(text_of(read_ack("\0\0\0\0\0\0\0\1"sv)), "SYNTAX_ERROR - basic.ack: multiple is cut short");
  EXPECT_EQ(text_of(read_ack("\0\0\0\0\0\0\0\1\0\0"sv)),
            "SYNTAX_ERROR - basic.ack: arguments are followed by more bytes");
  BasicConsume consume;
  const auto bad_table = "\0\0\1q\0\0\0\0\0\2\1x"sv;
  EXPECT_EQ(text_of(read_arguments(kInfo<BasicConsume>, bad_table, &consume)),
            "SYNTAX_ERROR - basic.consume: arguments is no field table");
  BasicGet get;
  EXPECT_EQ(text_of(read_arguments(kInfo<BasicGet>, "\0\0\1\xFF\0"sv, &get)),
            "FRAME_ERROR - Malformed UTF-8 in shortstr");
}

TEST(Arguments, KeepNineBitsApart) {
  struct Nine {
    bool bits[9] = {};
  };
  Field fields[9];
  for (std::size_t i = 0; i < 9; ++i) fields[i] = {"bit", Type::BIT, i};
  const MethodInfo info{1, 2, "nine", false, fields};
  Nine nine;
  nine.bits[7] = nine.bits[8] = true;
  std::string out;
  put_method_payload(out, info, &nine);
  EXPECT_EQ(out, "\0\1\0\2\x80\x01"sv);
  Nine back;
  EXPECT_FALSE(read_arguments(info, std::string_view(out).substr(4), &back));
  EXPECT_EQ(std::memcmp(&nine, &back, sizeof nine), 0);
}

// Fills the arguments of any method with what RapidCheck chooses; `texts` keeps the strings.
void fill(const MethodInfo& info, void* method, std::deque<std::string>& texts) {
  for (const auto& field : info.fields) {
    void* at = static_cast<char*>(method) + field.offset;
    const auto number = *rc::gen::arbitrary<std::uint64_t>();
    switch (field.type) {
      case Type::BIT:
        *static_cast<bool*>(at) = (number & 1) != 0;
        break;
      case Type::OCTET:
        *static_cast<std::uint8_t*>(at) = static_cast<std::uint8_t>(number);
        break;
      case Type::SHORT:
        *static_cast<std::uint16_t*>(at) = static_cast<std::uint16_t>(number);
        break;
      case Type::LONG:
        *static_cast<std::uint32_t*>(at) = static_cast<std::uint32_t>(number);
        break;
      case Type::LONGLONG:
        *static_cast<std::uint64_t*>(at) = number;
        break;
      case Type::TABLE:
        texts.emplace_back((number & 1) != 0 ? "\3keyt\1" : "");
        *static_cast<std::string_view*>(at) = texts.back();
        break;
      default:
        texts.push_back(*rc::gen::container<std::string>(rc::gen::inRange(' ', '~')));
        *static_cast<std::string_view*>(at) = texts.back();
    }
  }
}

template <class M>
void round_trip() {
  std::deque<std::string> texts;
  M method;
  fill(kInfo<M>, &method, texts);
  const auto bytes = payload(method);
  M back;
  const auto bad = read_arguments(kInfo<M>, std::string_view(bytes).substr(4), &back);
  RC_ASSERT(!bad);
  RC_ASSERT(payload(back) == bytes);
  const auto cut = *rc::gen::inRange<std::size_t>(4, bytes.size() + 1);
  M part;
  if (cut < bytes.size()) {
    RC_ASSERT(read_arguments(kInfo<M>, std::string_view(bytes).substr(4, cut - 4), &part).has_value());
  }
}

template <class... M>
void round_trip_all(MethodList<M...>) {
  (round_trip<M>(), ...);
}

RC_GTEST_PROP(Arguments, ComeBackAsTheyWereAndNeverCutShort, ()) {
  round_trip_all(Methods{});
}

}  // namespace
}  // namespace brevdue::amqp
