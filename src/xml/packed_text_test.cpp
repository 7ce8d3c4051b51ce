#include "xml/packed_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.hpp"

namespace brevdue::xml {
namespace {

std::string packed(std::string_view text) {
  std::string out;
  put_text(out, text);
  return out;
}

// The text of what put_text gave; nothing if it is not exactly that.
std::optional<std::string> unpacked(std::string_view bytes, Form* form = nullptr) {
  const auto head = take_varint(bytes);
  if (!head || *head >> 2 != bytes.size()) return {};
  if (form != nullptr) *form = static_cast<Form>(*head & 3);
  std::string scratch;
  const auto text = text_of(static_cast<Form>(*head & 3), bytes, scratch);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

void expect_form(Form expected, std::size_t size, std::string_view text) {
  const std::string bytes = packed(text);
  Form form{};
  EXPECT_EQ(unpacked(bytes, &form), text);
  EXPECT_EQ(form, expected) << text;
  EXPECT_EQ(bytes.size(), size) << text;
}

TEST(PackedText, a_canonical_uuid_is_its_bytes) {
  expect_form(Form::UUID, 17, "01157488-c45c-4fd2-b076-1de12effbf66");
  expect_form(Form::UUID, 17, "00000000-0000-0000-0000-000000000000");
  expect_form(Form::TEXT, 38, "01157488-C45C-4fd2-b076-1de12effbf66");
  expect_form(Form::TEXT, 38, "01157488-c45c-4fd2-b076-1de12effbf6g");
  expect_form(Form::TEXT, 39, "01157488-c45c-4fd2-b076-1de12effbf66 ");
}

TEST(PackedText, an_integer_is_as_short_as_it_can_be) {
  expect_form(Form::INTEGER, 3, "1000");
  expect_form(Form::INTEGER, 2, "-100");
  expect_form(Form::INTEGER, 3, "-1000");
  expect_form(Form::INTEGER, 3, "32767");
  expect_form(Form::INTEGER, 4, "32768");
  expect_form(Form::INTEGER, 3, "-32768");
  expect_form(Form::INTEGER, 5, "11111111");
  expect_form(Form::INTEGER, 9, "123456789012345678");
  expect_form(Form::TEXT, 2, "7");
  expect_form(Form::TEXT, 4, "999");
  for (const std::string_view text : {"0123456789", "+1000", "-0", "-001", "1000.0", "1 000", "1234567890123456789"}) {
    expect_form(Form::TEXT, text.size() + 1, text);
  }
}

TEST(PackedText, an_instant_keeps_its_zone_and_its_decimals) {
  expect_form(Form::INSTANT, 7, "2026-05-15T08:00:00");
  expect_form(Form::INSTANT, 7, "2026-05-15T08:00:00Z");
  expect_form(Form::INSTANT, 11, "2019-05-12T08:00:00.000+02:00");
  expect_form(Form::INSTANT, 11, "2019-05-12T08:00:00.120-14:00");
  expect_form(Form::INSTANT, 8, "2019-05-12T08:00:00.0Z");
  expect_form(Form::INSTANT, 9, "2019-05-12T08:00:00.001Z");
  expect_form(Form::INSTANT, 10, "2019-05-12T08:00:00.999999Z");
  expect_form(Form::INSTANT, 13, "9999-12-31T23:59:59.999999999+00:00");
  expect_form(Form::INSTANT, 7, "0001-01-01T00:00:00Z");
  expect_form(Form::INSTANT, 7, "2024-02-29T00:00:00Z");
}

TEST(PackedText, what_could_not_come_back_the_same_stays_text) {
  for (const std::string_view text :
       {"2026-05-15T24:00:00Z", "2026-02-29T00:00:00Z", "12026-01-01T00:00:00", "-0044-03-15T00:00:00Z",
        "2019-05-12T08:00:00.0000000001Z", "2019-05-12T08:00:00-00:00", "2026-05-15T08:00:00Z ", "2026-05-15T08:00:00z",
        "2026-05-15T08:00:00.Z", "2026-05-15T08:00", "2026-05-15", "0000-01-01T00:00:00", "2026-05-15T08:00:00+01:60",
        "2026-05-15T08:00:00+1:00", "2026-05-15T08:00:00+01:00x", "", "true", "urn:oio:cpr-nr:0123456789"}) {
    Form form{};
    EXPECT_EQ(unpacked(packed(text), &form), text);
    EXPECT_EQ(form, Form::TEXT) << text;
  }
}

TEST(PackedText, any_text_comes_back) {
  EXPECT_TRUE(rc::check([](const std::string& text) { RC_ASSERT(unpacked(packed(text)) == text); }));
  // Texts that nearly have a form, or have one.
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789-:TZ.+ a")));
    RC_ASSERT(unpacked(packed(text)) == text);
  }));
  EXPECT_TRUE(rc::check(
      [](std::int64_t number) { RC_ASSERT(unpacked(packed(std::to_string(number))) == std::to_string(number)); }));
}

TEST(PackedText, only_its_own_packing_is_taken) {
  // Whatever bytes are taken are what the text is packed to.
  EXPECT_TRUE(rc::check([] {
    const auto form = *rc::gen::inRange(0, 4);
    const auto payload = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    std::string scratch;
    const auto text = text_of(static_cast<Form>(form), payload, scratch);
    if (!text) return;
    std::string given;
    put_varint(given, payload.size() << 2U | static_cast<unsigned>(form));
    RC_ASSERT(packed(*text) == given + payload);
  }));
  std::string scratch;
  EXPECT_FALSE(text_of(Form::TEXT, "01157488-c45c-4fd2-b076-1de12effbf66", scratch));
  EXPECT_FALSE(text_of(Form::TEXT, "1000", scratch));
  EXPECT_FALSE(text_of(Form::INTEGER, std::string_view("\x00\x10\x00", 3), scratch)) << "a byte too many";
  EXPECT_FALSE(text_of(Form::INTEGER, "\x07", scratch)) << "shorter as text";
  EXPECT_FALSE(text_of(Form::INTEGER, "", scratch));
  EXPECT_FALSE(text_of(Form::INTEGER, "123456789", scratch));
  EXPECT_FALSE(text_of(Form::UUID, "123456789012345", scratch));
  EXPECT_FALSE(text_of(Form::INSTANT, "", scratch));
  EXPECT_FALSE(text_of(Form::INSTANT, "\x30\x01\x01\x01\x01\x01", scratch)) << "no such zone";
  EXPECT_FALSE(text_of(Form::INSTANT, "\x0A\x01\x01\x01\x01\x01", scratch)) << "too many decimals";
  EXPECT_FALSE(text_of(Form::INSTANT, "\x10\xFF\xFF\xFF\xFF\xFF", scratch)) << "after the year 9999";
  EXPECT_FALSE(text_of(Form::INSTANT, std::string_view("\x11\x00\x00\x00\x00\x00\x0A", 7), scratch)) << "10 tenths";
}

TEST(PackedText, varints_are_as_short_as_they_can_be) {
  EXPECT_TRUE(rc::check([](std::uint64_t any) {
    const std::uint64_t value = any >> (1 + any % 63);
    std::string bytes;
    put_varint(bytes, value);
    std::string_view rest = bytes;
    RC_ASSERT(take_varint(rest) == value);
    RC_ASSERT(rest.empty());
    rest = std::string_view(bytes).substr(0, bytes.size() - 1);
    RC_ASSERT(!take_varint(rest));
  }));
  std::string_view padded("\x80\x00", 2);
  EXPECT_FALSE(take_varint(padded));
  std::string_view endless("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
  EXPECT_FALSE(take_varint(endless));
  std::string_view nothing;
  EXPECT_FALSE(take_varint(nothing));
}

}  // namespace
}  // namespace brevdue::xml
