// The door's answers to requests, and over real connections what only those show.
#include "soap/door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client.hpp"
#include "net/opgave_testing.hpp"
#include "net/socket_testing.hpp"
#include "net/tls_testing.hpp"
#include "soap/proeve_testing.hpp"
#include "xml/parse.hpp"

namespace brevdue::soap {
namespace {

using base::FejlKode;
using net::testing::await;
using net::testing::value_of;
using proeve::envelope;
using proeve::kBestilling;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kAnswered =
    "<o:BestilOutput xmlns:o=\"urn:proeve:ordre:1\" xmlns:f=\"urn:proeve:faelles:1\"><o:Antal>42</o:Antal>"
    "<f:Navn>søm &amp; skruer</f:Navn><f:Navn>hammer</f:Navn><o:Transaktion>T1 fra 192.0.2.1</o:Transaktion>"
    "</o:BestilOutput>";
constexpr std::string_view kTransaktion =
    "<h:RequestHeader xmlns:h='http://kombit.dk/xml/schemas/RequestHeader/1/'>"
    "<h:TransactionUUID>T1</h:TransactionUUID></h:RequestHeader>";
constexpr std::string_view kEkko =
    "<hd:RequestHeader xmlns:hd=\"http://kombit.dk/xml/schemas/RequestHeader/1/\">"
    "<hd:TransactionUUID>T1</hd:TransactionUUID></hd:RequestHeader>";

std::string slaa_fejl(std::string_view kode) {
  return "<SlaaFejlInput xmlns='urn:proeve:ordre:1'><Kode>" + std::string(kode) + "</Kode></SlaaFejlInput>";
}

class SoapDoor : public ::testing::Test {
 protected:
  void SetUp() override { open({}); }
  void open(DoorSettings settings) {
    door_ = value_of(Door::make(proeve::service(), std::move(settings), threads_, random_));
  }
  http::Response call(std::string body, http::Headers headers = {}) {
    http::Request request;
    request.method = "POST";
    request.path = proeve::kSti;
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.peer = &peer_;
    return await(threads_, door_->call(request));
  }
  http::Response get(std::string query, std::string host = "localhost:1") {
    http::Request request;
    request.path = proeve::kSti;
    request.query = std::move(query);
    request.headers = {{"host", std::move(host)}};
    return door_->describe(request);
  }

  net::IoThreads threads_{1, 1};
  base::TestTilfaeldig random_{1};
  net::Peer peer_{.address = "192.0.2.1", .certificate_der = {}};
  std::unique_ptr<Door> door_;
};

TEST_F(SoapDoor, answers_in_the_version_of_the_envelope) {
  const auto gammel = call(envelope(kEnvelope11, kBestilling, kTransaktion));
  EXPECT_EQ(gammel.status, 200);
  EXPECT_EQ(gammel.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(gammel.body, write_envelope(Version::SOAP_1_1, {.transaction = "T1", .addressing = {}}, kAnswered));
  const auto ny = call(envelope(kEnvelope12, kBestilling, kTransaktion));
  EXPECT_EQ(ny.status, 200);
  EXPECT_EQ(ny.content_type, "application/soap+xml; charset=utf-8");
  EXPECT_EQ(ny.body, write_envelope(Version::SOAP_1_2, {.transaction = "T1", .addressing = {}}, kAnswered));
}

TEST_F(SoapDoor, heeds_neither_Content_Type_nor_action) {
  const http::Headers odd[] = {
      {{"content-type", "application/soap+xml; charset=utf-8; action=\"http://proeve.invalid/slaa_fejl\""}},
      {{"content-type", "text/xml"}, {"soapaction", "\"http://proeve.invalid/slaa_fejl\""}},
      {{"content-type", "image/png"}},
      {{"content-type", ""}, {"soapaction", "\""}},
  };
  for (const auto& headers : odd) {
    const auto gammel = call(envelope(kEnvelope11, kBestilling), headers);
    EXPECT_EQ(gammel.status, 200);
    EXPECT_EQ(gammel.content_type, "text/xml; charset=utf-8");
    EXPECT_EQ(call(envelope(kEnvelope12, kBestilling), headers).content_type, "application/soap+xml; charset=utf-8");
  }
}

TEST_F(SoapDoor, can_answer_with_the_Content_Type_that_was_sent) {
  open({.mirrors_content_type = true, .scheme = "https"});
  const auto answer =
      call(envelope(kEnvelope11, kBestilling), {{"content-type", "Application/SOAP+xml;charset=utf-8"}});
  EXPECT_EQ(answer.content_type, "application/soap+xml; charset=utf-8");
  EXPECT_THAT(answer.body, HasSubstr(kEnvelope11));
  EXPECT_EQ(call(envelope(kEnvelope11, kBestilling), {{"content-type", "text/xml"}}).content_type,
            "text/xml; charset=utf-8");
}

TEST_F(SoapDoor, answers_WS_Addressing_with_WS_Addressing) {
  const std::string addressing =
      "<a:MessageID xmlns:a='http://www.w3.org/2005/08/addressing'>urn:uuid:5</a:MessageID>"
      "<a:Action xmlns:a='http://www.w3.org/2005/08/addressing'>http://proeve.invalid/bestil</a:Action>";
  const auto answer = call(envelope(kEnvelope12, kBestilling, addressing)).body;
  EXPECT_THAT(answer, HasSubstr(">http://proeve.invalid/ordrer/OrdrePortType/bestilResponse</wsa:Action>"));
  EXPECT_THAT(answer, HasSubstr(">urn:uuid:5</wsa:RelatesTo>"));
  EXPECT_THAT(answer, HasSubstr("<wsa:MessageID xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">urn:uuid:"));
  EXPECT_NE(answer, call(envelope(kEnvelope12, kBestilling, addressing)).body) << "a MessageID is used twice";
  const auto fault = call(envelope(kEnvelope12, slaa_fejl("KONFLIKT"), addressing)).body;
  EXPECT_THAT(fault, HasSubstr(">http://www.w3.org/2005/08/addressing/soap/fault</wsa:Action>"));
  EXPECT_THAT(fault, HasSubstr(">urn:uuid:5</wsa:RelatesTo>"));
  EXPECT_THAT(call(envelope(kEnvelope12, kBestilling)).body, Not(HasSubstr("wsa:")));
}

struct Refused {
  std::string body;
  int status_12;
  std::string_view code_12;
  std::string_view why;
};

TEST_F(SoapDoor, refuses_with_a_fault_that_says_where_and_why) {
  const auto bestil = [](std::string_view inside) {
    return "<BestilInput xmlns='urn:proeve:ordre:1' xmlns:f='urn:proeve:faelles:1'>" + std::string(inside) +
           "</BestilInput>";
  };
  const Refused table[] = {
      {bestil(""), 400, "Sender", "/BestilInput/Linje: the element is missing"},
      {bestil("<Linje><f:Navn>a</f:Navn><Antal>x</Antal></Linje>"), 400, "Sender",
       "/BestilInput/Linje/Antal: not a valid integer"},
      {bestil("<Linje><f:Navn/><Antal>1</Antal></Linje>"), 400, "Sender",
       "/BestilInput/Linje/Navn: not a valid NavnTekst"},
      {bestil("<Linje><f:Navn>a</f:Navn><Antal>1</Antal></Linje><Mere/>"), 400, "Sender", "/BestilInput/Mere: "},
      {"<BestilInput/>", 400, "Sender", "/Envelope/Body/BestilInput: no operation takes this element"},
      {"<FjernInput xmlns='urn:proeve:ordre:1'/>", 400, "Sender",
       "/Envelope/Body/FjernInput: the operation fjern is not offered"},
      {kBestilling + kBestilling, 400, "Sender", "/Envelope/Body: more than one element"},
      {"", 400, "Sender", "/Envelope/Body: the body is empty"},
      {slaa_fejl("UGYLDIG"), 400, "Sender", "/en/sti: hemmelighed &amp; &lt;ting&gt;"},
      {slaa_fejl("IKKE_TILLADT"), 400, "Sender", "/en/sti: hemmelighed"},
      {slaa_fejl("OVERBELASTET"), 500, "Receiver", "/en/sti: hemmelighed"},
      {slaa_fejl("LAGER"), 500, "Receiver", "the service failed"},
      {slaa_fejl("INTERN"), 500, "Receiver", "the service failed"},
      {slaa_fejl("undtagelse"), 500, "Receiver", "the service failed"},
      {slaa_fejl("ugyldigt svar"), 500, "Receiver", "the service failed"},
  };
  for (const Refused& one : table) {
    const auto ny = call(envelope(kEnvelope12, one.body, kTransaktion));
    EXPECT_EQ(ny.status, one.status_12) << one.body;
    EXPECT_THAT(ny.body, HasSubstr("<s:Value>s:" + std::string(one.code_12))) << one.body;
    const auto gammel = call(envelope(kEnvelope11, one.body, kTransaktion));
    EXPECT_EQ(gammel.status, 500) << one.body;
    EXPECT_EQ(gammel.content_type, "text/xml; charset=utf-8");
    EXPECT_THAT(gammel.body, HasSubstr(one.code_12 == "Sender" ? "<faultcode>s:Client<" : "<faultcode>s:Server<"));
    for (const auto& answer : {ny.body, gammel.body}) {
      EXPECT_THAT(answer, AllOf(HasSubstr(one.why), HasSubstr(kEkko))) << one.body;
      if (one.why == "the service failed") EXPECT_THAT(answer, Not(HasSubstr("hemmelighed")));
    }
  }
}

TEST_F(SoapDoor, what_is_no_envelope_is_refused_in_the_version_it_came_as) {
  const http::Headers as_12{{"content-type", "application/soap+xml"}};
  EXPECT_THAT(call("x").body, HasSubstr("<faultcode>s:Client<"));
  EXPECT_EQ(call("x").status, 500);
  EXPECT_THAT(call("x", as_12).body, HasSubstr("<s:Value>s:Sender<"));
  EXPECT_EQ(call("x", as_12).status, 400);
  const auto mismatch = call("<Envelope xmlns='urn:third'/>", as_12);
  EXPECT_EQ(mismatch.status, 500);
  EXPECT_THAT(mismatch.body, AllOf(HasSubstr("s:VersionMismatch"), HasSubstr(":Upgrade ")));
}

TEST_F(SoapDoor, a_name_that_is_cut_off_leaves_the_fault_well_formed) {
  std::string name = "a";
  for (int i = 0; i < 60; ++i) name += "æ";
  const auto answer = call(envelope(kEnvelope11, "<" + name + "/>"));
  EXPECT_TRUE(xml::Reader::open(answer.body, {})) << answer.body;
}

TEST_F(SoapDoor, reads_large_requests_in_the_pool_and_answers_the_same) {
  const std::string body = envelope(kEnvelope11, kBestilling, kTransaktion);
  const auto small = call(body);
  open({.pool_bytes = 1, .scheme = "https"});
  EXPECT_EQ(call(body).body, small.body);
  EXPECT_EQ(call("x").body, call("x").body);
  EXPECT_EQ(call("x").status, 500);
}

TEST_F(SoapDoor, describes_itself) {
  const auto wsdl = get("wsdl");
  EXPECT_EQ(wsdl.status, 200);
  EXPECT_EQ(wsdl.content_type, "text/xml; charset=utf-8");
  EXPECT_THAT(wsdl.body, HasSubstr("location=\"https://localhost:1/proeve/1\""));
  EXPECT_EQ(get("WSDL").body, wsdl.body);
  EXPECT_THAT(get("xsd=f").body, HasSubstr("targetNamespace=\"urn:proeve:faelles:1\""));
  EXPECT_EQ(get("xsd=ukendt").status, 404);
  EXPECT_EQ(get("").status, 404);
  EXPECT_EQ(get("wsdl", "a\"b").status, 400);
  EXPECT_EQ(get("wsdl", "").status, 400);
}

TEST_F(SoapDoor, a_service_that_does_not_hang_together_is_not_opened) {
  Service service = proeve::service();
  service.prefixes = {};
  const auto made = Door::make(std::move(service), {}, threads_, random_);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kode, FejlKode::INTERN);
}

class SoapServer : public SoapDoor {
 protected:
  void SetUp() override {
    open({.message_bytes = 2000, .scheme = "http"});
    door_->add_to(router_, std::string(proeve::kSti));
    listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, router_.serve()));
  }
  http::Answer ask(std::string_view method, std::string_view target, std::string_view body = {}) const {
    net::KlientMaal maal;
    maal.host = "127.0.0.1";
    maal.port = listener_->port();
    maal.tls = false;
    return value_of(http::request(maal, method, target, {}, body));
  }

  http::Router router_{{.body_bytes = 100}};
  std::unique_ptr<net::Listener> listener_;
};

TEST_F(SoapServer, stands_at_its_path_with_and_without_a_slash) {
  const std::string body = envelope(kEnvelope11, kBestilling);
  EXPECT_EQ(ask("POST", "/proeve/1", body).status, 200);
  EXPECT_EQ(ask("POST", "/proeve/1/", body).body, ask("POST", "/proeve/1", body).body);
  EXPECT_EQ(ask("GET", "/proeve/1/?wsdl").body, ask("GET", "/proeve/1?wsdl").body);
  EXPECT_EQ(ask("GET", "/proeve/1?xsd=hd").status, 200);
  EXPECT_EQ(ask("PUT", "/proeve/1").status, 405);
}

TEST_F(SoapServer, refuses_what_is_too_large_while_it_comes) {
  const std::string head = "POST /proeve/1 HTTP/1.1\r\nHost: x\r\n";
  const std::pair<std::string, std::string_view> table[] = {
      {head + "Content-Length: 2001\r\n\r\n", "HTTP/1.1 413 "},  // not a byte of it is waited for
      {head + "Transfer-Encoding: chunked\r\n\r\n7D1\r\n", "HTTP/1.1 413 "},
      {head + "Connection: close\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, ' '), "HTTP/1.1 500 "},
      {"GET /proeve/1?wsdl HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n", "HTTP/1.1 413 "},
  };
  for (const auto& [bytes, begin] : table) {
    auto peer = net::testing::BareSocket::tcp(listener_->port());
    peer.send(bytes);
    EXPECT_THAT(peer.receive_all(), StartsWith(std::string(begin))) << bytes.substr(0, 100);
  }
}

}  // namespace
}  // namespace brevdue::soap
