#include "store/gentagelser.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

namespace brevdue::store {
namespace {

using std::chrono::seconds;

Noegle128 key(int n) {
  Noegle128 out{};
  out[7] = static_cast<char>(n % 3);  // few homes, so that runs meet
  out[15] = static_cast<char>(n);
  return out;
}
base::Tidspunkt at(int s) {
  return base::Tidspunkt{seconds{s}};
}

TEST(Gentagelser, a_key_is_used_within_its_window_only) {
  Gentagelser table{10};
  table.use({key(1), seconds{60}}, at(100));
  EXPECT_TRUE(table.used(key(1), seconds{60}, at(100)));
  EXPECT_TRUE(table.used(key(1), seconds{60}, at(159)));
  EXPECT_FALSE(table.used(key(1), seconds{60}, at(160)));
  EXPECT_FALSE(table.used(key(2), seconds{60}, at(100)));
}

TEST(Gentagelser, the_oldest_goes_when_there_are_too_many) {
  Gentagelser table{2};
  for (int i = 1; i <= 3; ++i) table.use({key(i), seconds{1000}}, at(i));
  EXPECT_FALSE(table.used(key(1), seconds{1000}, at(4)));
  EXPECT_TRUE(table.used(key(2), seconds{1000}, at(4)));
  EXPECT_EQ(table.size(), 2U);
}

TEST(Gentagelser, the_newest_can_be_forgotten) {
  Gentagelser table{10};
  table.use({key(1), seconds{60}}, at(1));
  table.use({key(2), seconds{60}}, at(2));
  table.forget_newest(1);
  EXPECT_TRUE(table.used(key(1), seconds{60}, at(3)));
  EXPECT_FALSE(table.used(key(2), seconds{60}, at(3)));
}

TEST(Gentagelser, agrees_with_a_plain_map) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& steps) {
    Gentagelser table{1000};
    std::map<int, int> model;
    int now = 0;
    for (const std::uint8_t step : steps) {
      ++now;
      const int n = step % 40;
      const bool used = model.contains(n) && now - model[n] < 25;
      RC_ASSERT(table.used(key(n), seconds{25}, at(now)) == used);
      if (used) continue;
      table.use({key(n), seconds{25}}, at(now));
      model[n] = now;
    }
  }));
}

}  // namespace
}  // namespace brevdue::store
