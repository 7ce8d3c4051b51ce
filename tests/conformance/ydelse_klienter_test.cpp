// Outside SOAP clients, unmodified, against the Ydelsesindeks: they load its WSDL and KOMBIT's own, and call every
// operation that is built, by a client certificate registered to their system.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/skip_testing.hpp"
#include "dommer.hpp"
#include "http/server.hpp"
#include "net/server.hpp"
#include "net/tls_testing.hpp"
#include "ydelsesindeks/indeks_testing.hpp"
#include "ydelsesindeks/soap.hpp"

namespace brevdue {
namespace {

namespace yt = ydelsesindeks::testing;
using net::testing::value_of;

class YdelseKlienter : public ::testing::Test {
 protected:
  void SetUp() override {
    door_ = value_of(ydelsesindeks::make_door(indekset_.indeks(), kaldere_, threads_, {}));
    door_->add_to(router_, std::string(ydelsesindeks::kSti));
    tls_context_ = value_of(net::TlsContext::make(tls_.files(), net::ClientCertificate::REQUESTED));
    listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, tls_context_.get(), {}, router_.serve()));
    const auto& identitet = yt::at::andet_system();
    tls_.folder().write("udk.pem", identitet.certifikat.pem());
    tls_.folder().write("udk.key", identitet.noegle.pem());
    tls_.folder().write("udk.both", identitet.certifikat.pem() + identitet.noegle.pem());
  }
  std::string url() const {
    return "https://localhost:" + std::to_string(listener_->port()) + std::string(ydelsesindeks::kSti);
  }
  static std::string contract() {
    const auto folder = proeve::kontrakter();
    return folder ? " '" + (*folder / "ydelseindeks" / "wsdl" / "YdelseIndeks.wsdl").string() + "'" : std::string{};
  }
  // The program's own output says what is wrong.
  int run(const std::string& program, const std::string& certificate, const std::string& wsdls) const {
    const auto command =
        fmt::format("{} '{}' '{}' {} {} </dev/null", program, url(), tls_.folder().file("ca.pem"), certificate, wsdls);
    return std::system(command.c_str());
  }

  yt::Indekset indekset_;
  net::testing::TestTls tls_;
  net::IoThreads threads_{1, 2};
  http::Router router_;
  const indeks::Kaldere kaldere_ = indekset_.kaldere();
  std::unique_ptr<soap::Door> door_;
  std::unique_ptr<net::TlsContext> tls_context_;
  std::unique_ptr<net::Listener> listener_;
};

TEST_F(YdelseKlienter, zeep_imports_and_finds) {
  const auto& folder = tls_.folder();
  EXPECT_EQ(run("/usr/bin/python3 " BREVDUE_SOURCE_DIR "/tests/clients/soap/ydelse_client.py",
                fmt::format("'{}' '{}'", folder.file("udk.pem"), folder.file("udk.key")),
                "'" + url() + "?wsdl'" + contract()),
            0);
}

TEST_F(YdelseKlienter, php_soap_imports_and_finds) {
  EXPECT_EQ(run("/usr/bin/php " BREVDUE_SOURCE_DIR "/tests/clients/soap/ydelse_client.php",
                fmt::format("'{}'", tls_.folder().file("udk.both")), "'" + url() + "?wsdl'" + contract()),
            0);
}

TEST_F(YdelseKlienter, the_contracts_are_there) {
  if (contract().empty()) SKIP_UNLESS_CI("the contracts are missing");
}

}  // namespace
}  // namespace brevdue
