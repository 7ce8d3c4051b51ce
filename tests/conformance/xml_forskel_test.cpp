// The scanner against libxml2 on envelopes and what becomes of them when bytes and structure are changed.
#include <gtest/gtest.h>

#include "dommer.hpp"
#include "generator.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/forskel_testing.hpp"

namespace brevdue {
namespace {

constexpr xml::Graenser kWide{.bytes = 1U << 30U, .dybde = 1U << 20U, .attributter = 65535};
constexpr xml::Graenser kNarrow{.bytes = 1U << 30U, .dybde = 4, .attributter = 2, .elementer = 8, .tekst = 20};

// What XML is made of, put where it may not belong.
constexpr std::string_view kBits[] = {"<",
                                      ">",
                                      "&",
                                      "'",
                                      "\"",
                                      "/",
                                      "=",
                                      " ",
                                      "\r\n",
                                      "\r",
                                      "\t",
                                      "]]>",
                                      "<!--",
                                      "-->",
                                      "--",
                                      "<?p ",
                                      "?>",
                                      "<?xml ",
                                      "<a>",
                                      "</a>",
                                      "<a/>",
                                      "&amp;",
                                      "&lt;",
                                      "&#65;",
                                      "&#x0;",
                                      "&#xD;",
                                      "&#38;",
                                      "&x;",
                                      "<![CDATA[",
                                      "xmlns=''",
                                      " a=''",
                                      " a='1'",
                                      ":",
                                      "p:",
                                      " xmlns:p='u'",
                                      " xmlns:p=''",
                                      " xmlns='x y'",
                                      " xml:a=''",
                                      "æ",
                                      "\x01",
                                      "\xEF\xBF\xBE",
                                      "\xC2\xB7",
                                      "€",
                                      "\xF0\x90\x80\x80",
                                      "1",
                                      "-",
                                      "<!DOCTYPE a>",
                                      "version='1.1'",
                                      " standalone='yes'",
                                      ";"};

std::string mutated(std::string bytes, proeve::Tilfaeldig& random) {
  for (std::size_t left = 1 + proeve::below(random, 3); left > 0; --left) {
    const std::size_t at = proeve::below(random, bytes.size() + 1);
    const std::size_t length = std::min(bytes.size() - at, proeve::below(random, proeve::chance(random, 80) ? 4 : 200));
    switch (proeve::below(random, 4)) {
      case 0:
        bytes.insert(at, proeve::pick(random, kBits));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.replace(at, length, proeve::pick(random, kBits));
        break;
      default:
        bytes.insert(proeve::below(random, bytes.size() + 1), bytes.substr(at, length));
    }
  }
  return bytes;
}

TEST(XmlForskel, the_scanner_says_what_libxml2_says_of_changed_envelopes) {
  proeve::Tilfaeldig random(static_cast<unsigned>(proeve::seed()));
  proeve::Generator generator(random, oio::beskedkuvert_schema());
  const std::string example = proeve::content_of(BREVDUE_SOURCE_DIR "/tests/data/testbesked.xml");
  proeve::XmlForskel both;
  constexpr std::uint64_t kOfEach = 20;
  const std::uint64_t documents = proeve::rounds(500);
  for (std::uint64_t i = 0; i < documents; ++i) {
    auto tree = generator.valid(oio::kHaendelsesbeskedElement);
    if (proeve::chance(random, 50)) generator.mutate(tree);
    const std::string whole = proeve::chance(random, 10) ? example : proeve::Stil(random).document(tree);
    ASSERT_EQ(both.between(whole, kWide), std::nullopt) << whole;
    for (std::uint64_t j = 0; j < kOfEach; ++j) {
      const std::string bytes = mutated(whole, random);
      ASSERT_EQ(both.between(bytes, kWide), std::nullopt) << bytes;
      ASSERT_EQ(both.between(bytes, kNarrow, {.refuse_processing_instructions = true}), std::nullopt) << bytes;
    }
  }
  EXPECT_GT(both.accepted(), documents);
}

// Short enough that a bit often comes to stand where it matters.
TEST(XmlForskel, the_scanner_says_what_libxml2_says_of_small_documents) {
  constexpr std::string_view kOutlines[] = {"<a@>x</a>",
                                            "<a xmlns:p='u'@><p:b@/></a>",
                                            "<a>@</a>",
                                            "<a b='@'/>",
                                            "<a xmlns='@'/>",
                                            "<a xmlns:p='@'><p:b/></a>",
                                            "@<a/>@",
                                            "<?xml @?><a/>",
                                            "<?xml version='1.0'@?><a/>",
                                            "<?p@?><a/>",
                                            "<a@></a@>",
                                            "<!--@--><a/>",
                                            "<a><![CDATA[@]]></a>",
                                            "<a xmlns:p='u' xmlns:q='u' p:b=''@/>",
                                            "<@/>"};
  proeve::Tilfaeldig random(static_cast<unsigned>(proeve::seed()));
  proeve::XmlForskel both;
  for (std::uint64_t left = proeve::rounds(100'000); left > 0; --left) {
    std::string bytes;
    for (const char c : proeve::pick(random, kOutlines)) {
      if (c != '@') bytes += c;
      for (std::size_t bits = c == '@' ? proeve::below(random, 4) : 0; bits > 0; --bits)
        bytes += proeve::pick(random, kBits);
    }
    ASSERT_EQ(both.between(bytes, kWide), std::nullopt) << bytes;
    ASSERT_EQ(both.between(bytes, kNarrow, {.refuse_processing_instructions = true}), std::nullopt) << bytes;
  }
  EXPECT_GT(both.accepted(), 10'000U);
}

std::string utf8_of(unsigned c) {
  const auto byte = [](unsigned value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) return {byte(c)};
  const char last = byte(0x80U | (c & 0x3FU));
  if (c < 0x800) return {byte(0xC0U | (c >> 6U)), last};
  const char third = byte(0x80U | ((c >> 6U) & 0x3FU));
  if (c < 0x10000) return {byte(0xE0U | (c >> 12U)), third, last};
  return {byte(0xF0U | (c >> 18U)), byte(0x80U | ((c >> 12U) & 0x3FU)), third, last};
}

TEST(XmlForskel, every_character_is_allowed_where_libxml2_allows_it) {
  proeve::XmlForskel both;
  const auto check = [&both](unsigned c) {
    const std::string at = utf8_of(c);
    for (const std::string& bytes :
         {"<" + at + "/>", "<a" + at + "/>", "<a " + at + "=''/>", "<a>" + at + "</a>", "<a b='" + at + "'/>",
          "<a xmlns:p='" + at + "'/>", "<a><![CDATA[" + at + "]]></a>", "<!--" + at + "--><a/>", "<?p" + at + "?><a/>",
          fmt::format("<a>&#{};</a>", c), fmt::format("<a b='&#x{:x};'/>", c)}) {
      ASSERT_EQ(both.between(bytes, kWide), std::nullopt) << bytes;
    }
  };
  for (unsigned c = 1; c < 0x10000 && !HasFatalFailure(); ++c) check(c);
  for (unsigned plane = 1; plane < 17; ++plane) {
    for (const unsigned last : {0x0U, 0x1U, 0xFFFDU, 0xFFFEU, 0xFFFFU}) check(plane * 0x10000U + last);
  }
  EXPECT_GT(both.accepted(), 400'000U);
}

}  // namespace
}  // namespace brevdue
