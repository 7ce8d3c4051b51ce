// TLS below 1.2 is refused at both doors, 1.2 and 1.3 are not: as openssl's own client sees it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandkasse.hpp"

namespace brevdue::acceptance {
namespace {

using testing::HasSubstr;
using testing::Not;

// What openssl says of a handshake of that version; SECLEVEL=0, or it would not even offer the old ones.
std::string handshake(std::uint16_t port, const char* version) {
  return command(fmt::format("openssl s_client -connect localhost:{} -{} -cipher 'ALL:@SECLEVEL=0' </dev/null", port,
                             version))
      .output;
}

TEST(TlsDoer, OnlyTls12And13) {
  Sandkasse sandkasse;
  ASSERT_TRUE(sandkasse.start());
  for (const auto port : {sandkasse.https_port(), sandkasse.amqps_port()}) {
    SCOPED_TRACE(port);
    for (const char* old : {"tls1", "tls1_1"}) {
      const auto said = handshake(port, old);
      EXPECT_THAT(said, HasSubstr("alert protocol version"));
      EXPECT_THAT(said, Not(HasSubstr("BEGIN CERTIFICATE")));
    }
    for (const char* good : {"tls1_2", "tls1_3"}) EXPECT_THAT(handshake(port, good), HasSubstr("BEGIN CERTIFICATE"));
  }
  EXPECT_EQ(sandkasse.stop(), 0);
}

}  // namespace
}  // namespace brevdue::acceptance
