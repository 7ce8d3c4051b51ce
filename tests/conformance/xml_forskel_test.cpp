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

}  // namespace
}  // namespace brevdue
