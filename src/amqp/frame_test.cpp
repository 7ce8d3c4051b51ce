#include "amqp/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>

namespace brevdue::amqp {
namespace {

using namespace std::literals;

void feed(FrameReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto space = reader.space();
    const auto size = std::min(space.size(), bytes.size());
    std::memcpy(space.data(), bytes.data(), size);
    reader.filled(size);
    bytes.remove_prefix(size);
  }
}

std::string frame_text(const Frame& frame) {
  return std::to_string(frame.type) + ":" + std::to_string(frame.channel) + ":" + std::string(frame.payload);
}

// All whole frames that stand in the reader.
std::vector<std::string> take_all(FrameReader& reader) {
  std::vector<std::string> out;
  while (true) {
    const auto frame = reader.peek().value_or(std::nullopt);
    if (!frame) return out;
    out.push_back(frame_text(*frame));
    reader.pop(*frame);
  }
}

TEST(FrameReader, TakesFramesOneByOne) {
  std::string bytes;
  put_frame(bytes, FrameType::HEARTBEAT, 0, {});
  put_frame(bytes, FrameType::BODY, 513, "abc");
  EXPECT_EQ(bytes, "\x08\0\0\0\0\0\0\xCE\x03\x02\x01\0\0\0\3abc\xCE"sv);
  FrameReader reader(4096);
  feed(reader, bytes);
  EXPECT_EQ(take_all(reader), (std::vector<std::string>{"8:0:", "3:513:abc"}));
}

TEST(FrameReader, RefusesAFrameThatIsTooLargeBeforeItComes) {
  FrameReader reader(4096);
  feed(reader, "\x01\0\0\0\0\x10\x01"sv);
  EXPECT_EQ(reader.peek().error().text, "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,4097,4088}");
}

// RabbitMQ forgives eight bytes, since clients count the frame's ends differently.
TEST(FrameReader, ForgivesEightBytes) {
  FrameReader reader(4096);
  std::string bytes;
  put_frame(bytes, FrameType::BODY, 1, std::string(4096, 'x'));
  feed(reader, bytes);
  EXPECT_EQ(take_all(reader).size(), 1U);
}

TEST(FrameReader, RefusesAFrameWithoutItsEnd) {
  FrameReader reader(4096);
  feed(reader, "\x03\0\1\0\0\0\3abc\xCD"sv);
  EXPECT_EQ(reader.peek().error().text,
            "FRAME_ERROR - type 3, all octets = <<\"abc\">>: {invalid_frame_end_marker,205}");
  EXPECT_TRUE(reader.peek().error().connection);
}

TEST(FrameReader, NamesBytesAsErlangDoes) {
  EXPECT_EQ(payload_snippet(""), "all octets = <<>>");
  EXPECT_EQ(payload_snippet("\0\xFF"sv), "all octets = <<0,255>>");
  EXPECT_EQ(payload_snippet("0123456789abcdefg"), "first 16 octets = <<\"0123456789abcdef\">>");
}

TEST(Content, IsCutIntoFramesOfTheAgreedSize) {
  std::string bytes;
  const std::string_view pieces[] = {"abc", "", "defg"};
  put_content(bytes, 1, {}, pieces, kFrameOverhead + 3);
  FrameReader reader(4096);
  feed(reader, bytes);
  const auto frames = take_all(reader);
  ASSERT_EQ(frames.size(), 4U);
  EXPECT_EQ(frames[0], "2:1:\x00\x3C\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00"s);
  EXPECT_EQ(frames[1], "3:1:abc");
  EXPECT_EQ(frames[2], "3:1:def");
  EXPECT_EQ(frames[3], "3:1:g");
}

TEST(Content, WithoutABodyIsAHeaderAlone) {
  std::string bytes;
  put_content(bytes, 1, {.message_id = "m"}, {}, 4096);
  FrameReader reader(4096);
  feed(reader, bytes);
  EXPECT_EQ(take_all(reader).size(), 1U);
}

RC_GTEST_PROP(FrameReader, GivesTheSameForAnyChunks, ()) {
  std::string bytes;
  std::vector<std::string> expected;
  const auto sizes = *rc::gen::container<std::vector<std::size_t>>(rc::gen::weightedOneOf<std::size_t>(
      {{8, rc::gen::inRange<std::size_t>(0, 300)}, {1, rc::gen::inRange<std::size_t>(0, 131072)}}));
  for (const auto size : sizes) {
    const Frame frame{static_cast<std::uint8_t>(FrameType::BODY), static_cast<std::uint16_t>(size), {}};
    const std::string payload(size, static_cast<char>('a' + size % 26));
    put_frame(bytes, FrameType::BODY, frame.channel, payload);
    expected.push_back(frame_text({frame.type, frame.channel, payload}));
  }
  FrameReader reader(131072);
  std::vector<std::string> got;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, std::min<std::size_t>(rest.size(), 100000) + 1);
    feed(reader, rest.substr(0, size));
    rest.remove_prefix(size);
    std::ranges::move(take_all(reader), std::back_inserter(got));
  }
  RC_ASSERT(got == expected);
}

}  // namespace
}  // namespace brevdue::amqp
