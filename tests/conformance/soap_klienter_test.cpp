// Outside SOAP clients, unmodified, against a small service: they load its WSDL and call what is in it. And libxml2's
// word on the published schemas.
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>

#include "dommer.hpp"
#include "http/client.hpp"
#include "net/server.hpp"
#include "net/tls_testing.hpp"
#include "soap/door.hpp"
#include "soap/proeve_testing.hpp"
#include "soap/wsdl.hpp"

namespace brevdue {
namespace {

using net::testing::value_of;

class SoapKlienter : public ::testing::Test {
 protected:
  void SetUp() override {
    door_ = value_of(soap::Door::make(soap::proeve::service(), {.scheme = "http"}, threads_, random_));
    door_->add_to(router_, std::string(soap::proeve::kSti));
    listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, router_.serve()));
  }
  std::string wsdl_url() const {
    return "http://127.0.0.1:" + std::to_string(listener_->port()) + std::string(soap::proeve::kSti) + "?wsdl";
  }
  // The program's own output says what is wrong.
  int run(const std::string& command) const {
    return std::system((command + " '" + wsdl_url() + "' </dev/null").c_str());
  }

  net::IoThreads threads_{1, 1};
  base::TestTilfaeldig random_{1};
  http::Router router_;
  std::unique_ptr<soap::Door> door_;
  std::unique_ptr<net::Listener> listener_;
};

TEST_F(SoapKlienter, zeep_loads_the_WSDL_and_calls_every_operation) {
  EXPECT_EQ(run("/usr/bin/python3 " BREVDUE_SOURCE_DIR "/tests/clients/soap/zeep_client.py"), 0);
}

TEST_F(SoapKlienter, php_soap_loads_the_WSDL_and_calls_every_operation) {
  EXPECT_EQ(run("/usr/bin/php " BREVDUE_SOURCE_DIR "/tests/clients/soap/client.php"), 0);
}

TEST_F(SoapKlienter, libxml2_takes_the_published_schemas_and_what_is_answered_is_valid_by_them) {
  const proeve::Mappe folder;
  for (const auto& [prefix, text] : soap::xsd_texts(soap::proeve::service())) {
    // As files the schemas import each other by name.
    proeve::put_file(folder.path() / (prefix + ".xsd"),
                     std::regex_replace(text, std::regex("\\?xsd=([a-z]+)"), "$1.xsd"));
  }
  net::KlientMaal maal;
  maal.host = "127.0.0.1";
  maal.port = listener_->port();
  maal.tls = false;
  const auto answer = value_of(http::request(maal, "POST", soap::proeve::kSti, {},
                                             soap::proeve::envelope(soap::kEnvelope11, soap::proeve::kBestilling)));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto begin = answer.body.find("<o:BestilOutput");
  const auto end = answer.body.find("</s:Body>");
  ASSERT_NE(begin, std::string::npos) << answer.body;
  proeve::put_file(folder.path() / "svar.xml", answer.body.substr(begin, end - begin));
  proeve::put_file(folder.path() / "kald.xml", soap::proeve::kBestilling);
  for (const char* name : {"svar.xml", "kald.xml"}) {
    const std::string command = "xmllint --noout --nonet --schema '" + (folder.path() / "o.xsd").string() + "' '" +
                                (folder.path() / name).string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << name;
  }
}

}  // namespace
}  // namespace brevdue
