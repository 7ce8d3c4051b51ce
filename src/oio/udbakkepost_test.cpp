#include "oio/udbakkepost.hpp"

#include <gtest/gtest.h>

namespace brevdue::oio {
namespace {

TEST(Udbakkepost, IsReadAsItWasWrittenAndNothingElseIs) {
  constexpr auto kSystem = base::Uuid::literal("00000000-0000-4000-8000-000000000001");
  const Udbakkepost one{kSystem, *base::Cvr::parse("22222222"), "<a/>"};
  const std::string bytes = encode(one);
  EXPECT_EQ(*decode_udbakkepost(bytes), one);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_udbakkepost(bytes.substr(0, length)));
  }
  EXPECT_FALSE(decode_udbakkepost(bytes + "x"));
}

}  // namespace
}  // namespace brevdue::oio
