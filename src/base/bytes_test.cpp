#include "base/bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace brevdue::base {

TEST(Crc32c, KnowsTheCheckValue) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c("56789", crc32c("1234")), crc32c("123456789"));
}

// Long texts are taken in stripes side by side; short ones are not.
TEST(Crc32c, IsTheSameInOneAndInManyPieces) {
  std::string text;
  for (std::size_t i = 0; i < 5000; ++i) text += static_cast<char>(i * i >> 3);
  for (const std::size_t size : {767U, 768U, 769U, 1535U, 1536U, 5000U}) {
    const std::string_view whole{text.data(), size};
    std::uint32_t pieces = 0;
    for (std::size_t at = 0; at < size; at += 7) pieces = crc32c(whole.substr(at, 7), pieces);
    EXPECT_EQ(crc32c(whole), pieces) << size;
  }
}

TEST(Base64, KnownValues) {
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(unbase64("Zm9v\r\n YmFy"), "foobar");
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "=Zg=", "Zm9v=", "Zm9*", "Zg==Zg=="}) {
    EXPECT_FALSE(unbase64(bad)) << bad;
  }
}

TEST(Base64, ComesBackAsItWas) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) { RC_ASSERT(unbase64(base64(bytes)) == bytes); }));
}

TEST(BigEndian, WritesTheHighByteFirst) {
  std::string out;
  put_be<std::uint32_t>(out, 0x01020304);
  EXPECT_EQ(out, std::string_view("\x01\x02\x03\x04", 4));
  EXPECT_EQ(get_be<std::uint32_t>(out.data()), 0x01020304U);
}

}  // namespace brevdue::base
