// The STS and the metrics door of a running sandbox, asked wrongly: each wrong question gets its documented answer
// (docs/adgangsstyring.md), and the next right one a token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "crypto/pki.hpp"
#include "sandkasse.hpp"

namespace brevdue::acceptance {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class StsDoer : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandkasse_ = std::make_unique<Sandkasse>();
    if (!sandkasse_->start()) {
      std::fprintf(stderr, "%s\n", sandkasse_->log().c_str());
      std::abort();
    }
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(sandkasse_->stop(), 0);
    sandkasse_.reset();
  }
  void TearDown() override { EXPECT_THAT(sandkasse_->token("afsend"), HasSubstr("Assertion")); }

  static json right() { return sandkasse_->token_request(kEksempel, "afsend"); }
  static http::Answer ask(const json& request) { return sandkasse_->ask_sts(request.dump()); }
  static std::string path() { return sandkasse_->descriptor()["paths"]["sts_rest"].get<std::string>(); }

  // What the https door says to these bytes before it closes; empty when it only closes.
  static std::string say(std::string_view bytes) {
    const auto door = must(net::Klient::connect(sandkasse_->maal(sandkasse_->https_port())));
    // It may have closed before all of it was written.
    static_cast<void>(door->write(bytes));
    std::string out;
    std::array<char, 4096> some{};
    while (true) {
      const auto got = door->read_some(some);
      if (!got) {
        EXPECT_NE(got.error().kode, base::FejlKode::TIDSFRIST) << "neither answered nor closed";
        return out;
      }
      if (*got == 0) return out;
      out.append(some.data(), *got);
    }
  }
  static http::Answer metrics(const char* target) {
    auto maal = sandkasse_->maal(sandkasse_->metrics_port(), "");
    maal.host = "127.0.0.1";
    maal.tls = false;
    return must(http::request(maal, "GET", target));
  }

  static std::unique_ptr<Sandkasse> sandkasse_;
};

std::unique_ptr<Sandkasse> StsDoer::sandkasse_;

void expect_refusal(const http::Answer& answer, int status, const char* code) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(code));
  EXPECT_THAT(answer.body, Not(HasSubstr("RequestedSecurityToken")));
}

// A certificate that an authority of its own made, as a file pair beside the sandbox's.
net::KlientMaal unknown_caller(const Sandkasse& sandkasse) {
  base::SystemTilfaeldig random;
  const auto now = base::SystemUr().nu();
  const crypto::Gyldighed validity{now - 1h, now + 24h};
  const auto ca = must(crypto::make_ca("Ukendt CA", validity, random));
  const auto caller = must(crypto::issue(
      ca, {{base::Cvr::parse("11111111").value(), "12345678", "Ukendt", "Ukendt"}, validity, {}, {}}, random));
  auto out = sandkasse.maal(sandkasse.https_port());
  out.certificate_file = (sandkasse.folder() / "ukendt.crt").string();
  out.key_file = (sandkasse.folder() / "ukendt.key").string();
  must(app::write_file(out.certificate_file, caller.certifikat.pem()));
  must(app::write_file(out.key_file, caller.noegle.pem(), true));
  return out;
}

TEST_F(StsDoer, WithoutACertificate) {
  expect_refusal(sandkasse_->ask_sts(right().dump(), ""), 401, "5050");
}

TEST_F(StsDoer, WithACertificateThatIsNotRegistered) {
  const auto answer = must(http::request(unknown_caller(*sandkasse_), "POST", path(),
                                         {{"content-type", "application/json"}}, right().dump()));
  expect_refusal(answer, 401, "5607");
}

TEST_F(StsDoer, NotJson) {
  for (const char* body : {"", "hej", "<xml/>", "{\"TokenType\":", "[]", "null"}) {
    SCOPED_TRACE(body);
    expect_refusal(sandkasse_->ask_sts(body), 400, "5050");
  }
}

TEST_F(StsDoer, DeeplyNestedJson) {
  auto text = right().dump();
  text.insert(1, "\"Dyb\":" + std::string(1000, '[') + std::string(1000, ']') + ",");
  expect_refusal(sandkasse_->ask_sts(text), 400, "5050");
}

TEST_F(StsDoer, APropertyTwice) {
  auto text = right().dump();
  text.insert(1, R"("OnBehalfOf":null,)");
  expect_refusal(sandkasse_->ask_sts(text), 400, "5050");
}

TEST_F(StsDoer, ABodyOverTheLimit) {
  auto request = right();
  request["Fyld"] = std::string(65 << 10, 'x');
  expect_refusal(ask(request), 400, "5050");  // the STS's limit
  request["Fyld"] = std::string(2 << 20, 'x');
  expect_refusal(ask(request), 413, "FOR_STOR");  // the door's
}

TEST_F(StsDoer, AnUnknownEntityid) {
  auto request = right();
  request["AppliesTo"]["EndpointReference"]["Address"] = "http://entityid.kombit.dk/service/findes_ikke/1";
  expect_refusal(ask(request), 400, "5002");
}

TEST_F(StsDoer, AnAuthorityWithoutAnAgreement) {
  auto request = right();
  request["AnvenderKontekst"]["Cvr"] = app::kKommune2;
  expect_refusal(ask(request), 409, "5015");
}

TEST_F(StsDoer, TheKeyOfAnotherSystem) {
  for (const auto& other : app::sandbox_systemer()) {
    if (other.slug == kEksempel) continue;
    SCOPED_TRACE(other.slug);
    auto request = right();
    request["UseKey"] = sandkasse_->certificate_base64(other.slug);
    expect_refusal(ask(request), 400, "5015");
  }
}

TEST_F(StsDoer, AnotherMethodOrPath) {
  EXPECT_EQ(sandkasse_->ask_sts("", kEksempel, "GET").status, 405);
  const auto elsewhere =
      must(http::request(sandkasse_->maal(sandkasse_->https_port()), "POST", path() + "/andet", {}, right().dump()));
  EXPECT_EQ(elsewhere.status, 404) << elsewhere.body;
}

TEST_F(StsDoer, BytesThatAreNotHttp) {
  for (const std::string& bytes :
       {std::string("\x00\xff\x16\x03\r\n\r\n", 8), std::string("hej\r\n\r\n"), std::string(100'000, 'A')}) {
    EXPECT_THAT(say(bytes), AnyOf(std::string{}, StartsWith("HTTP/1.1 400"), StartsWith("HTTP/1.1 431")));
  }
}

TEST_F(StsDoer, AHugeHeader) {
  const auto said = say("POST " + path() + " HTTP/1.1\r\nhost: localhost\r\nx: " + std::string(1 << 20, 'x'));
  EXPECT_THAT(said, AnyOf(std::string{}, StartsWith("HTTP/1.1 400"), StartsWith("HTTP/1.1 431")));
}

TEST_F(StsDoer, TheMetricsDoor) {
  EXPECT_EQ(metrics("/healthz").status, 200);
  EXPECT_EQ(metrics("/readyz").status, 200);
  const auto all = metrics("/metrics");
  EXPECT_EQ(all.status, 200);
  EXPECT_THAT(all.body, HasSubstr("\nbrevdue_ledger_head"));
}

}  // namespace
}  // namespace brevdue::acceptance
