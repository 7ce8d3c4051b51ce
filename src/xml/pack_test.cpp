#include "xml/pack.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

#include "base/bytes.hpp"
#include "base/uuid.hpp"
#include "xml/check.hpp"
#include "xml/eksempel_testing.hpp"
#include "xml/packed_text.hpp"
#include "xml/write.hpp"

namespace brevdue::xml {
namespace {

using base::FejlKode;
using eksempel::Led;
using eksempel::Noegle;
using eksempel::Ordre;
using eksempel::Soegning;
using eksempel::Udtryk;

const Type& ordre_type() {
  return *eksempel::ordre().type;
}
const Type& soegning_type() {
  return *eksempel::soegning().type;
}
constexpr Namespace kPrefixes[] = {{"e", "urn:e"}, {"u", "urn:u"}};

Ordre en_ordre() {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::URN, "urn:x"};
  ordre.titel = "01157488-c45c-4fd2-b076-1de12effbf66";
  ordre.note = "";
  ordre.linje = {{"et", 1000000, true}, {"2026-05-15T08:00:00.120+02:00", -5, false}};
  ordre.tal = {1, -99999, 0};
  ordre.rest = {{"<p:x a='1'/>", " xmlns:p=\"urn:p\"", 4}};
  return ordre;
}

Soegning en_soegning() {
  Soegning soegning;
  Udtryk ikke;
  ikke.operation = "OR";
  ikke.led.push_back({.indhold = std::int64_t{2}});
  soegning.udtryk.led.push_back({.indhold = std::int64_t{1}});
  soegning.udtryk.led.emplace_back().indhold.emplace<Led::UDTRYK>(ikke);
  soegning.udtryk.led.emplace_back().indhold.emplace<Led::IKKE>(ikke);
  soegning.udtryk.led.push_back({.indhold = std::int64_t{3}});
  auto& liste = soegning.liste.emplace();
  liste.elementer.push_back({.indhold = "t"});
  liste.elementer.push_back({.indhold = Fragment::of("<u:x xmlns:u=\"urn:u\"/>")});
  liste.elementer.push_back({.indhold = eksempel::Kendt{"k"}});
  soegning.uden_ende = "";
  soegning.sandhed = {" 1", "0"};
  soegning.b = {"b"};
  soegning.a = {"a", ""};
  return soegning;
}

TEST(Pack, gives_the_struct_back) {
  const auto bytes = pack(ordre_type(), en_ordre());
  ASSERT_TRUE(bytes) << beskriv(bytes.error());
  Arena arena;
  const auto ordre = unpack<Ordre>(ordre_type(), *bytes, arena);
  ASSERT_TRUE(ordre) << beskriv(ordre.error());
  EXPECT_EQ(*write(eksempel::ordre(), *ordre, kPrefixes), *write(eksempel::ordre(), en_ordre(), kPrefixes));
  EXPECT_EQ(ordre->noegle.art, Noegle::Art::URN);
  EXPECT_EQ(ordre->note, "");
  EXPECT_EQ(ordre->rest.at(0).bytes, "<p:x xmlns:p=\"urn:p\" a='1'/>");
  EXPECT_EQ(*pack(ordre_type(), *ordre), *bytes);
}

TEST(Pack, texts_are_views_of_the_bytes_where_they_stand_there) {
  const auto bytes = *pack(ordre_type(), en_ordre());
  Arena arena;
  const auto ordre = *unpack<Ordre>(ordre_type(), bytes, arena);
  EXPECT_EQ(ordre.noegle.tekst.data(), bytes.data() + bytes.find("urn:x"));
  EXPECT_EQ(ordre.titel, "01157488-c45c-4fd2-b076-1de12effbf66");
  ASSERT_EQ(arena.size(), 1U) << "what had to be made again shares a string";
  EXPECT_EQ(ordre.titel.data(), arena.front().data());
}

TEST(Pack, items_keep_their_order_and_types_may_hold_themselves) {
  const auto bytes = pack(soegning_type(), en_soegning());
  ASSERT_TRUE(bytes) << beskriv(bytes.error());
  Arena arena;
  const auto soegning = unpack<Soegning>(soegning_type(), *bytes, arena);
  ASSERT_TRUE(soegning) << beskriv(soegning.error());
  EXPECT_EQ(*write(eksempel::soegning(), *soegning, kPrefixes), *write(eksempel::soegning(), en_soegning(), kPrefixes));
  EXPECT_EQ(*pack(soegning_type(), *soegning), *bytes);
}

// The bytes themselves: what is written today must be read tomorrow.
TEST(Pack, the_layout_is_this_one) {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::UUID, "01157488-c45c-4fd2-b076-1de12effbf66"};
  ordre.titel = "T";
  ordre.tal = {1000};
  EXPECT_EQ(base::hex(*pack(ordre_type(), ordre)),
            "01"                                    // version
            "015c"                                  // Ordre's 1st place, Hoved: 23 bytes
            "0148"                                  //   Hoved's 1st, Noegle: 18 bytes
            "014101157488c45c4fd2b0761de12effbf66"  //     Noegle's 1st, Uuid: a UUID
            "020454"                                //   Hoved's 2nd, Titel: a text of 1 byte
            "030a03e8")                             // Ordre's 3rd, Tal: an integer of 2 bytes
      << "the 2nd place, Linje, is empty";          // Ordre's 3rd, Tal: an integer of 2 bytes
}

TEST(Pack, a_struct_of_another_type_is_refused) {
  EXPECT_EQ(pack(ordre_type(), Noegle{}).error().kode, FejlKode::INTERN);
  Arena arena;
  EXPECT_EQ(unpack<Noegle>(ordre_type(), "\x01", arena).error().kode, FejlKode::INTERN);
}

TEST(Pack, what_the_description_demands_must_be_there) {
  Arena arena;
  EXPECT_EQ(unpack<Ordre>(ordre_type(), "\x01", arena).error().kode, FejlKode::LAGER) << "Hoved is missing";
  EXPECT_EQ(unpack<Ordre>(ordre_type(), "", arena).error().kode, FejlKode::LAGER);
  auto bytes = *pack(ordre_type(), en_ordre());
  bytes.front() = 2;
  EXPECT_EQ(unpack<Ordre>(ordre_type(), bytes, arena).error().kode, FejlKode::LAGER) << "of another version";
  Soegning soegning;
  soegning.sandhed = {"1", "1", "1"};
  EXPECT_EQ(pack(soegning_type(), soegning).error().kode, FejlKode::UGYLDIG) << "one too many";
}

TEST(Pack, what_is_not_what_was_packed_is_refused) {
  const auto refuses = [](std::string_view hex_of_content) {
    std::string bytes = "\x01";
    for (std::size_t i = 0; i + 1 < hex_of_content.size(); i += 2) {
      bytes += static_cast<char>(base::detail::hex_value(hex_of_content[i]) * 16 +
                                 base::detail::hex_value(hex_of_content[i + 1]));
    }
    Arena arena;
    return !unpack<Soegning>(soegning_type(), bytes, arena);
  };
  EXPECT_FALSE(refuses("0100")) << "the shortest: an empty Udtryk";
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses("010001")) << "cut off";
  EXPECT_TRUE(refuses("0104"));
  EXPECT_TRUE(refuses("01000000")) << "number 0";
  EXPECT_TRUE(refuses("01000900")) << "a number that nothing has";
  EXPECT_TRUE(refuses("01000100")) << "one too many";
  EXPECT_TRUE(refuses("0404310100")) << "in another order";
  EXPECT_TRUE(refuses("8100")) << "a longer varint than needed";
  EXPECT_TRUE(refuses("0101")) << "a struct in another form";
  EXPECT_FALSE(refuses("010c020430")) << "an item that is a number";
  EXPECT_TRUE(refuses("0108020100")) << "not of that form";
  EXPECT_TRUE(refuses("010c050430")) << "no such item";
  EXPECT_TRUE(refuses("010c030430")) << "a number in place of an expression";
  EXPECT_TRUE(refuses("010c020478")) << "an item that should be a number";
  EXPECT_TRUE(refuses("0110020830310000")) << "a number otherwise written";
}

TEST(Pack, whatever_is_taken_is_what_would_be_packed) {
  const std::array whole{*pack(soegning_type(), en_soegning()), *pack(soegning_type(), Soegning{})};
  EXPECT_TRUE(rc::check([&] {
    std::string bytes = *rc::gen::elementOf(std::vector(whole.begin(), whole.end()));
    for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes) {
      const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
      bytes[at] = *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::inRange<char>(0, 16));
    }
    if (*rc::gen::inRange(0, 4) == 0) bytes.resize(*rc::gen::inRange<std::size_t>(1, bytes.size()));
    Arena arena;
    const auto soegning = unpack<Soegning>(soegning_type(), bytes, arena);
    if (!soegning) return;
    const std::string again = *pack(soegning_type(), *soegning);
    RC_ASSERT(again == bytes);
  }));
}

TEST(Pack, depth_has_a_limit) {
  Udtryk deep;
  for (int i = 0; i < 98; ++i) {
    Udtryk outer;
    outer.led.emplace_back().indhold.emplace<Led::IKKE>(std::move(deep));
    deep = std::move(outer);
  }
  Soegning soegning;
  soegning.udtryk = deep;
  const auto bytes = pack(soegning_type(), soegning);
  ASSERT_TRUE(bytes);
  Arena arena;
  EXPECT_TRUE(unpack<Soegning>(soegning_type(), *bytes, arena));
  soegning.udtryk.led.emplace_back().indhold.emplace<Led::IKKE>(deep);
  EXPECT_EQ(pack(soegning_type(), soegning).error().kode, FejlKode::UGYLDIG);

  std::string nested;
  for (int i = 0; i < 5000; ++i) {
    std::string outer;
    put_varint(outer, i < 4999 ? 3 : 1);
    put_verbatim(outer, nested);
    nested = std::move(outer);
  }
  EXPECT_FALSE(unpack<Soegning>(soegning_type(), "\x01" + nested, arena));
}

TEST(Pack, another_layout_has_another_fingerprint) {
  EXPECT_EQ(fingerprint(ordre_type()), fingerprint(ordre_type()));
  EXPECT_NE(fingerprint(ordre_type()), fingerprint(*eksempel::ordre_uden_note().type));
  EXPECT_NE(fingerprint(ordre_type()), fingerprint(soegning_type()));
}

TEST(Check, finds_what_the_compiler_cannot) {
  EXPECT_EQ(wrongly_described(eksempel::skema()), std::vector<std::string>{});
  EXPECT_EQ(wrongly_described(eksempel::soegning_skema()), std::vector<std::string>{});
  static constexpr Particle kNothing = in_order({});
  static constexpr Type kEmpty = of_elements<Ordre>({"urn:e", "TomType"}, kNothing);
  static constexpr Element kWrong = Element::of<Noegle>("urn:e", "Forkert", kEmpty);
  const Element* const globals[] = {&kWrong};
  EXPECT_EQ(wrongly_described({globals}), std::vector<std::string>{"Forkert"});
}

}  // namespace
}  // namespace brevdue::xml
