// The server over real connections: routes, order, limits of time, drain; and the client against it.
#include "http/server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <semaphore>

#include "http/client.hpp"
#include "net/server.hpp"
#include "net/socket_testing.hpp"
#include "net/tls_testing.hpp"

namespace brevdue::http {
namespace {

using net::testing::BareSocket;
using net::testing::eventually;
using net::testing::TestTls;
using net::testing::value_of;

net::Opgave<Response> echo(const Request& request) {
  std::string text = request.method + ' ' + request.path + " [" + request.body + "]";
  co_return text_response(200, std::move(text));
}

HttpLimits quick() {
  HttpLimits limits;
  limits.body_bytes = 10'000;
  limits.request = std::chrono::milliseconds{60};
  limits.idle = std::chrono::milliseconds{60};
  return limits;
}

class HttpServer : public ::testing::Test {
 protected:
  void start(HttpLimits limits = {}, net::TlsContext* tls = nullptr) {
    router_ = std::make_unique<Router>(limits);
    router_->add("GET", "/", echo);
    router_->add("POST", "/echo/", echo);
    router_->add("GET", "/echo", echo);
    router_->add_below("GET", "/below", echo);
    router_->add_below("GET", "/below/deep/",
                       [](const Request&) -> net::Opgave<Response> { co_return text_response(200, "deep"); });
    router_->add("GET", "/throws", [](const Request&) -> net::Opgave<Response> {
      throw std::runtime_error("on purpose");
      co_return Response{};
    });
    router_->add("GET", "/badheader", [](const Request&) -> net::Opgave<Response> {
      Response response = text_response(200, "x");
      response.headers.emplace_back("X", "a\r\nb");
      co_return response;
    });
    listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, tls, {}, router_->serve()));
  }
  BareSocket connect() const { return BareSocket::tcp(listener_->port()); }
  // Everything the server says to these bytes before it closes; the sending side stays open.
  std::string answer(std::string_view bytes) const {
    BareSocket peer = connect();
    peer.send(bytes);
    return peer.receive_all();
  }
  net::KlientMaal maal() const {
    net::KlientMaal to;
    to.host = "127.0.0.1";
    to.port = listener_->port();
    to.tls = false;
    return to;
  }
  // "status body" of one request.
  std::string ask(std::string_view method, std::string_view target, std::string_view body = {}) const {
    const Answer got = value_of(request(maal(), method, target, {}, body));
    return std::to_string(got.status) + ' ' + got.body;
  }

  net::IoThreads threads_{2, 1};
  std::unique_ptr<Router> router_;
  std::unique_ptr<net::Listener> listener_;
};

TEST_F(HttpServer, FindsTheHandler) {
  start();
  EXPECT_EQ(ask("GET", "/"), "200 GET / []");
  EXPECT_EQ(ask("GET", "/echo"), "200 GET /echo []");
  EXPECT_EQ(ask("GET", "/echo/"), "200 GET /echo []");
  EXPECT_EQ(ask("POST", "/echo?a=b", "body"), "200 POST /echo [body]");
  EXPECT_EQ(ask("GET", "/below/a/b"), "200 GET /below/a/b []");
  EXPECT_EQ(ask("GET", "/below/deep/a"), "200 deep");
  EXPECT_EQ(ask("HEAD", "/echo"), "200 ");
  EXPECT_EQ(ask("GET", "/below").substr(0, 3), "404");
  EXPECT_EQ(ask("GET", "/nowhere").substr(0, 3), "404");
  EXPECT_EQ(ask("GET", "/belowx").substr(0, 3), "404");
}

TEST_F(HttpServer, SaysWhichMethodsThereAre) {
  start();
  const Answer got = value_of(request(maal(), "DELETE", "/echo"));
  EXPECT_EQ(got.status, 405);
  EXPECT_EQ(got.header("allow"), "GET, POST, HEAD");
  EXPECT_EQ(got.header("content-type"), "application/json");
  EXPECT_NE(got.body.find(R"("code":"IKKE_UNDERSTOETTET")"), std::string::npos);
}

TEST_F(HttpServer, AFailingHandlerIs500AndTheServerGoesOn) {
  start();
  EXPECT_EQ(ask("GET", "/throws"), R"(500 {"code":"INTERN","message":"the server failed"})");
  EXPECT_EQ(ask("GET", "/badheader").substr(0, 3), "500");
  EXPECT_EQ(ask("GET", "/echo"), "200 GET /echo []");
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrderAndClosesWhenAsked) {
  start();
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += "GET /below/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  bytes += "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /below/never HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string all = answer(bytes);
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = all.find("GET /below/" + std::to_string(i) + " []", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  EXPECT_NE(all.find("GET /echo []", at), std::string::npos);
  EXPECT_EQ(all.find("never"), std::string::npos);
}

TEST_F(HttpServer, TellsAWaitingClientToGoOn) {
  start();
  BareSocket peer = connect();
  peer.send("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  ASSERT_EQ(peer.receive(go_on.size()), go_on);
  peer.send("abc");
  EXPECT_TRUE(peer.receive_all().ends_with("POST /echo [abc]"));
}

TEST_F(HttpServer, RefusesAndClosesOnWhatItCannotRead) {
  start(quick());
  EXPECT_TRUE(answer("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
  const std::string large = answer("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10001\r\n\r\n");
  EXPECT_TRUE(large.starts_with("HTTP/1.1 413 "));
  EXPECT_NE(large.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_NE(large.find(R"("code":"FOR_STOR")"), std::string::npos);
  EXPECT_TRUE(answer("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'x')).starts_with("HTTP/1.1 431 "));
}

TEST_F(HttpServer, ARequestThatNeverEndsIs408) {
  start(quick());
  EXPECT_TRUE(answer("GET / HTTP/1.1\r\nHost: x\r\n").starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(answer("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc").starts_with("HTTP/1.1 408 "));
}

// The time allowed is for the whole request, not for each byte: the first one decides, however many follow.
TEST_F(HttpServer, DrippingBytesDoesNotBuyTime) {
  start(quick());
  BareSocket peer = connect();
  std::binary_semaphore answered{0};
  std::jthread drip([&] {
    peer.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
    while (!answered.try_acquire_for(std::chrono::milliseconds{5})) peer.send("x");
  });
  const std::string got = peer.receive(12);
  answered.release();
  EXPECT_TRUE(got == "HTTP/1.1 408" || got == "HTTP/1.1 431") << got;
}

TEST_F(HttpServer, AnIdleConnectionIsClosedWithoutAWord) {
  start(quick());
  EXPECT_EQ(answer(""), "");
  const std::string once = answer("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(once.ends_with("GET /echo []"));
}

TEST_F(HttpServer, ClosesAfterTheLastRequestAllowed) {
  HttpLimits limits;
  limits.requests_per_connection = 2;
  start(limits);
  const std::string get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string all = answer(get + get + get);
  const auto first = all.find("GET /echo []");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(all.find("Connection: close"), all.rfind("Connection: close"));
  EXPECT_GT(all.find("Connection: close"), first);
  EXPECT_EQ(all.find("GET /echo []", all.find("GET /echo []", first + 1) + 1), std::string::npos);
}

TEST_F(HttpServer, HandlersSeeTheClientsCertificate) {
  const TestTls certificates;
  const auto tls = value_of(net::TlsContext::make(certificates.files(), net::ClientCertificate::REQUESTED));
  start({}, tls.get());
  router_.reset();  // connections keep what they need
  Router with_peer;
  with_peer.add("GET", "/who", [](const Request& request) -> net::Opgave<Response> {
    co_return text_response(200, request.peer->certificate_der);
  });
  listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, tls.get(), {}, with_peer.serve()));
  EXPECT_EQ(value_of(request(certificates.with_certificate(listener_->port()), "GET", "/who")).body,
            certificates.client_der());
  EXPECT_EQ(value_of(request(certificates.anonymous(listener_->port()), "GET", "/who")).body, "");
}

TEST_F(HttpServer, DrainEndsWaitingConnectionsAndLetsRequestsFinish) {
  std::promise<void> handling;
  std::atomic<bool> finish = false;
  const net::testing::StopAtEnd stop_at_end(threads_);
  Router router;
  router.add("GET", "/slow", [&](const Request&) -> net::Opgave<Response> {
    handling.set_value();
    while (!finish) (void)co_await threads_.run_in_pool([] {});
    co_return text_response(200, "finished");
  });
  listener_ = value_of(net::Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, router.serve()));
  BareSocket idle = connect();
  BareSocket half_a_heading = connect();
  half_a_heading.send("GET /sl");
  BareSocket half_a_body = connect();
  half_a_body.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(half_a_body.receive(12).starts_with("HTTP/1.1 100"));
  BareSocket busy = connect();
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  handling.get_future().get();
  ASSERT_TRUE(eventually([&] { return listener_->open_connections() == 4; }));
  router.drain();
  EXPECT_TRUE(eventually([&] { return listener_->open_connections() == 1; }));
  EXPECT_EQ(idle.receive_all(), "");
  EXPECT_EQ(half_a_heading.receive_all(), "");
  EXPECT_TRUE(half_a_body.receive_all().ends_with("\r\n\r\n"));
  finish = true;
  const std::string last = busy.receive_all();
  EXPECT_NE(last.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(last.ends_with("finished"));
  EXPECT_EQ(answer("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"), "");
}

TEST_F(HttpServer, TheClientRefusesAnAnswerThatIsTooLarge) {
  start();
  const auto got = request(maal(), "POST", "/echo", {}, std::string(5000, 'x'), 4000);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kode, base::FejlKode::FOR_STOR);
}

}  // namespace
}  // namespace brevdue::http
