#include "store/beskedindeks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace brevdue::store {
namespace {

base::Tidspunkt at(int s) {
  return base::Tidspunkt{std::chrono::seconds{s}};
}
BeskedPlads plads(std::uint64_t segment, std::uint32_t offset, std::uint64_t bytes = 100, int s = 0) {
  return {segment, offset, offset + 1, bytes, at(s)};
}

TEST(Beskedindeks, finds_what_was_added_with_its_time) {
  Beskedindeks indeks;
  EXPECT_TRUE(indeks.add(5, plads(1, 10, 100, 1), 1));
  EXPECT_TRUE(indeks.add(6, plads(1, 200, 100, 1), 0));
  EXPECT_TRUE(indeks.add(7, plads(1, 400, 100, 2), 1));
  EXPECT_TRUE(indeks.add(8, plads(2, 10, 100, 3), 1));
  EXPECT_FALSE(indeks.add(10, plads(2, 20), 1));
  EXPECT_FALSE(indeks.find(4));
  EXPECT_FALSE(indeks.find(9));
  EXPECT_EQ(indeks.find(6)->offset, 200U);
  EXPECT_EQ(indeks.find(6)->checksum, 201U);
  EXPECT_EQ(indeks.find(6)->modtaget, at(1));
  EXPECT_EQ(indeks.find(7)->modtaget, at(2));
  EXPECT_EQ(indeks.find(8)->segment, 2U);
}

TEST(Beskedindeks, a_segment_dies_when_the_last_queue_lets_go) {
  Beskedindeks indeks;
  indeks.add(1, plads(1, 0), 2);
  indeks.add(2, plads(1, 100), 0);
  EXPECT_EQ(indeks.brug().front().levende, 1U);
  indeks.release(1);
  EXPECT_EQ(indeks.levende(1), std::vector<Ankomst>{1});
  indeks.release(1);
  indeks.release(1);
  EXPECT_EQ(indeks.brug().front().levende, 0U);
  EXPECT_EQ(indeks.brug().front().levende_bytes, 0U);
  EXPECT_EQ(indeks.brug().front().bytes, 200U);
  EXPECT_TRUE(indeks.find(1));
  indeks.drop(1);
  EXPECT_FALSE(indeks.find(1));
}

TEST(Beskedindeks, a_moved_besked_takes_its_references_along) {
  Beskedindeks indeks;
  indeks.add(1, plads(1, 0), 2);
  indeks.add(2, plads(2, 0), 1);
  indeks.move(1, plads(2, 500, 100, 9), 0);
  EXPECT_EQ(indeks.brug()[0].levende, 0U);
  EXPECT_EQ(indeks.brug()[1].levende, 2U);
  indeks.drop(1);
  EXPECT_EQ(indeks.find(1)->segment, 2U);
  EXPECT_EQ(indeks.find(1)->modtaget, at(9));
  indeks.release(1);
  EXPECT_EQ(indeks.levende(2), (std::vector<Ankomst>{1, 2}));
  indeks.release(1);
  EXPECT_EQ(indeks.levende(2), std::vector<Ankomst>{2});
}

TEST(Beskedindeks, lengths_are_rounded_up_by_at_most_a_thousandth) {
  EXPECT_TRUE(rc::check([](std::uint32_t bytes) {
    Beskedindeks indeks;
    indeks.add(1, plads(1, 0, bytes), 1);
    const std::uint64_t kept = indeks.find(1)->bytes;
    RC_ASSERT(kept >= bytes);
    RC_ASSERT(kept - bytes <= bytes / 1000);
  }));
}

}  // namespace
}  // namespace brevdue::store
