#include "beskedfordeler/besked.hpp"

#include <gtest/gtest.h>

namespace brevdue::beskedfordeler {
namespace {

Beskedmeta meta() {
  Beskedmeta out;
  out.afsender = base::Uuid::literal("00000000-0000-4000-8000-000000000001");
  out.myndighed = *base::Cvr::parse("11111111");
  out.serviceaftale = base::Uuid::literal("00000000-0000-4000-8000-000000000002");
  out.transaktions_id = base::Uuid::literal("00000000-0000-4000-8000-000000000003");
  out.beskedtype = base::Uuid::literal("00000000-0000-4000-8000-000000000004");
  out.modtaget = *base::parse_iso("2026-06-01T08:00:00.000001Z");
  out.registerversion = 7;
  out.besked_id = "urn:x:1";
  out.message_id = "m";
  out.adresse = "::1";
  out.akkreditiver = "a.b.c";
  out.splejsning = std::string_view{"\0\1", 2};
  out.tilladt = {*base::Cvr::parse("00000001")};
  out.modtagere = {{*base::Cvr::parse("11111111"), *base::Cvr::parse("22222222")}, {}};
  out.fordelinger = {{1, 2, 1, oio::Aarsag::TILLADT, out.afsender}, {3, 4, 0, oio::Aarsag::KLE_IKKE_DAEKKET, {}}};
  return out;
}

TEST(Beskedmeta, IsReadAsItWasWrittenAndNothingElseIs) {
  std::string bytes;
  encode(meta(), bytes);
  const auto again = decode_beskedmeta(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, meta());
  EXPECT_EQ(*again->modtagere_of(1), meta().modtagere[0]);
  EXPECT_EQ(again->modtagere_of(0), nullptr);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_beskedmeta(std::string_view{bytes}.substr(0, length))) << length;
  }
  EXPECT_FALSE(decode_beskedmeta(bytes + "x"));
}

TEST(Beskedmeta, AVariantItDoesNotHaveIsRefused) {
  Beskedmeta wrong = meta();
  wrong.fordelinger[0].variant = 3;
  std::string bytes;
  encode(wrong, bytes);
  EXPECT_FALSE(decode_beskedmeta(bytes));
}

std::shared_ptr<const Besked> of_size(std::size_t size) {
  return std::make_shared<const Besked>("", std::string(size, 'x'));
}

TEST(Beskedhukommelse, KeepsTheNewestWithinItsBytes) {
  Beskedhukommelse hukommelse(100);
  hukommelse.put(1, of_size(40));
  hukommelse.put(2, of_size(40));
  hukommelse.put(2, of_size(40));
  hukommelse.put(3, of_size(40));
  hukommelse.put(4, of_size(101));
  EXPECT_EQ(hukommelse.get(1), nullptr);
  EXPECT_NE(hukommelse.get(2), nullptr);
  EXPECT_NE(hukommelse.get(3), nullptr);
  EXPECT_EQ(hukommelse.get(4), nullptr);
}

}  // namespace
}  // namespace brevdue::beskedfordeler
