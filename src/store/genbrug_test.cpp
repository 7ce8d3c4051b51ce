#include "store/genbrug.hpp"

#include <gtest/gtest.h>

namespace brevdue::store {
namespace {

using Liste = std::vector<std::uint64_t>;

base::Tidspunkt at(int s) {
  return base::Tidspunkt{std::chrono::seconds{s}};
}
SegmentBrug brug(std::uint64_t segment, std::uint64_t alive_bytes, int newest) {
  return {segment, alive_bytes > 0 ? 1U : 0U, alive_bytes, 1000, at(newest)};
}

TEST(ChooseSegments, the_oldest_dead_go_when_there_are_more_than_are_kept) {
  const auto valg = choose_segments({1, 2, 3, 4}, {brug(1, 0, 100), brug(2, 0, 100), brug(3, 0, 100)}, 10, 20, at(0));
  EXPECT_EQ(valg.frigives, Liste{1});
  EXPECT_TRUE(valg.flyttes.empty());
}

TEST(ChooseSegments, the_dead_go_when_their_time_is_over) {
  const auto valg = choose_segments({1, 2, 3}, {brug(1, 0, 5), brug(2, 0, 100)}, 10, 1000, at(50));
  EXPECT_EQ(valg.frigives, Liste{1});
}

TEST(ChooseSegments, the_living_stay_and_do_not_hold_back_later_ones) {
  const auto valg = choose_segments({1, 2, 3}, {brug(1, 500, 5), brug(2, 0, 5)}, 10, 0, at(50));
  EXPECT_EQ(valg.frigives, Liste{2});
  EXPECT_TRUE(valg.flyttes.empty());
}

TEST(ChooseSegments, the_nearly_dead_are_moved_first) {
  const auto valg = choose_segments({1, 2, 3}, {brug(1, 99, 5), brug(2, 100, 5)}, 10, 0, at(50));
  EXPECT_TRUE(valg.frigives.empty());
  EXPECT_EQ(valg.flyttes, Liste{1});
}

TEST(ChooseSegments, one_without_beskeder_is_dead_and_the_last_is_never_chosen) {
  EXPECT_EQ(choose_segments({1, 2}, {}, 10, 0, at(50)).frigives, Liste{1});
  EXPECT_TRUE(choose_segments({1}, {brug(1, 0, 5)}, 10, 0, at(50)).frigives.empty());
  EXPECT_TRUE(choose_segments({}, {}, 10, 0, at(50)).frigives.empty());
}

}  // namespace
}  // namespace brevdue::store
