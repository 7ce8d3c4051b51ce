#include "http/wire.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "http/target.hpp"

namespace brevdue::http {
namespace {

HttpLimits small() {
  HttpLimits limits;
  limits.header_bytes = 1000;
  limits.body_bytes = 100;
  return limits;
}

// What a parser makes of the bytes, fed `step` at a time: one line for each request, and the refusal's status.
std::string reading(std::string_view bytes, std::size_t step = 1 << 20) {
  RequestParser parser(small());
  std::string out;
  const auto drain = [&](Feeding state) {
    for (; state == Feeding::DONE; state = parser.feed({})) {
      const bool kept = parser.keep_alive();
      const Request request = parser.take();
      out +=
          request.method + ' ' + request.path + '?' + request.query + " [" + request.body + (kept ? "]\n" : "] end\n");
    }
    if (state == Feeding::REFUSED) out += std::to_string(parser.refusal().status);
    return state != Feeding::REFUSED;
  };
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (!drain(parser.feed(bytes.substr(at, step)))) return out;
  }
  return out + (parser.idle() ? "" : "...");
}

std::string with(std::string_view lines, std::string_view body = {}) {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

struct Case {
  std::string bytes;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const auto& [bytes, expected] : cases) {
    EXPECT_EQ(reading(bytes), expected) << bytes.substr(0, 200);
    EXPECT_EQ(reading(bytes, 1), expected) << "byte by byte: " << bytes.substr(0, 200);
  }
}

TEST(RequestParser, TakesWhatIsWellFormed) {
  check({
      {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /? []\n"},
      {"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /? []\n"},
      {"GET / HTTP/1.0\r\n\r\n", "GET /? [] end\n"},
      {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /? [] end\n"},
      {"GET /a/b/?q=1&r=%20 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a/b?q=1&r=%20 []\n"},
      {"GET /s%C3%B8g HTTP/1.1\r\nHost: x\r\n\r\n", "GET /søg? []\n"},
      {"GET http://x:1/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b []\n"},
      {with("Content-Length: 5\r\n", "hello"), "POST /a? [hello]\n"},
      {with("Content-Length: 0\r\n"), "POST /a? []\n"},
      {with("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n"),
       "POST /a? [abc0123456789]\n"},
      {with("Transfer-Encoding: chunked\r\n", "0\r\nTrailer: no header\r\n\r\n"), "POST /a? []\n"},
      {with("Content-Length: 1\r\n", "a") + with("Content-Length: 1\r\n", "b") + "GET /c HTTP/1.1\r\nHost: x\r\n\r\n",
       "POST /a? [a]\nPOST /a? [b]\nGET /c? []\n"},
      {"GET /a HTTP/1.1\r\nHost: x\r\n", "..."},
      {with("Content-Length: 5\r\n", "hell"), "..."},
  });
}

TEST(RequestParser, RefusesWhatIsMalformed) {
  check({
      {"GET / HTTP/1.1\r\n\r\n", "400"},  // no Host
      {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
      {"GET / HTTX/1.1\r\nHost: x\r\n\r\n", "505"},
      {"GET /\r\nHost: x\r\n\r\n", "400"},
      {"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /%2e%2E/a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /a%0d%0aX HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /a%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {with("No colon\r\n"), "400"},
      {with("Spaced : x\r\n"), "400"},
      {with(": x\r\n"), "400"},
      {with(std::string("Nul: a\0b\r\n", 10)), "400"},
      {with("Expect: miracles\r\nContent-Length: 1\r\n", "a"), "417"},
      {std::string("\x16\x03\x01\x02\x00\x01", 6), "400"},  // TLS where there is none
  });
}

TEST(RequestParser, RefusesWhatTwoServersCouldReadDifferently) {
  check({
      {with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
      {with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), "400"},
      {with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "400"},
      {with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), "400"},
      {with("Content-Length: 5, 6\r\n", "hello"), "400"},
      {with("Content-Length: +5\r\n", "hello"), "400"},
      {with("Content-Length: -1\r\n"), "400"},
      {with("Content-Length: 0x5\r\n", "hello"), "400"},
      {with("Content-Length:\r\n"), "400"},
      {with("Content-Length: 99999999999999999999999\r\n"), "400"},
      {with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
      {with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"},
      {with("Transfer-Encoding: gzip\r\n"), "501"},
      {with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501"},
      {with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), "501"},
      {"POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {with("Folded: a\r\n b\r\n"), "400"},
      {with("Folded: a\r\n\tb\r\n"), "400"},
      {with("Bare: a\nX: b\r\n"), "400"},
      {with("Bare: a\rX: b\r\n"), "400"},
      {with("Transfer-Encoding: chunked\r\n", "x\r\n\r\n"), "400"},
      {with("Transfer-Encoding: chunked\r\n", "-1\r\nx"), "400"},
      {with("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n\r\n"), "400"},
      {with("Transfer-Encoding: chunked\r\n", "3\nabc\r\n0\r\n\r\n"), "400"},
  });
}

TEST(RequestParser, RefusesWhatIsTooLarge) {
  check({
      {with("Content-Length: 100\r\n", std::string(100, 'x')), "POST /a? [" + std::string(100, 'x') + "]\n"},
      {with("Content-Length: 101\r\n"), "413"},
      {with("Transfer-Encoding: chunked\r\n", "65\r\nx"), "413"},
      {with("Transfer-Encoding: chunked\r\n", "40\r\n" + std::string(64, 'x') + "\r\n40\r\n"), "413"},
      {with("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFF\r\n"), "413"},
      {with("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n"), "400"},
      {with("Long: " + std::string(1000, 'x') + "\r\n"), "431"},
      {"GET /" + std::string(1000, 'x'), "431"},
      {with("Transfer-Encoding: chunked\r\n", "1;" + std::string(1100, 'x')), "431"},
      {with("Transfer-Encoding: chunked\r\n", "0\r\nT: " + std::string(1100, 'x')), "431"},
  });
}

TEST(RequestParser, TheLimitOfABodyMayDependOnWhatIsAskedFor) {
  const auto largest = [](std::string_view method, std::string_view path) -> std::size_t {
    return method == "POST" && path == "/a" ? 5 : 2;
  };
  const auto judge = [&](std::string_view bytes) {
    RequestParser parser(small(), largest);
    return parser.feed(bytes) == Feeding::REFUSED ? parser.refusal().status : 0;
  };
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  EXPECT_EQ(judge(with("Content-Length: 5\r\n", "12345")), 0);
  EXPECT_EQ(judge(with("Content-Length: 6\r\n")), 413);
  EXPECT_EQ(judge(with(chunked, "3\r\n123\r\n2\r\n45\r\n0\r\n\r\n")), 0);
  EXPECT_EQ(judge(with(chunked, "3\r\n123\r\n3\r\n")), 413);
  EXPECT_EQ(judge("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"), 413);
  EXPECT_EQ(judge("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"), 413);
}

TEST(RequestParser, KeepsHeadersAsSentWithLowerCaseNamesAndWithoutTrailers) {
  RequestParser parser(small());
  ASSERT_EQ(parser.feed(with("X-One: A b\r\nx-one: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\nX-Two: 3\r\n\r\n")),
            Feeding::DONE);
  const Request request = parser.take();
  EXPECT_EQ(request.header("x-one"), "A b");
  EXPECT_EQ(request.header("x-two"), "");
  EXPECT_EQ(std::ranges::count(request.headers, "x-one", [](const auto& h) { return h.first; }), 2);
}

TEST(RequestParser, SaysOnceThatTheBodyIsWaitedFor) {
  RequestParser parser(small());
  EXPECT_EQ(parser.feed(with("Expect: 100-Continue\r\nContent-Length: 2\r\n")), Feeding::WANTS_CONTINUE);
  EXPECT_EQ(parser.feed("a"), Feeding::MORE);
  EXPECT_EQ(parser.feed("b"), Feeding::DONE);
  EXPECT_EQ(parser.take().body, "ab");
  EXPECT_EQ(parser.feed(with("Expect: 100-continue\r\nContent-Length: 2\r\n", "ab")), Feeding::DONE);
}

TEST(RequestParser, AfterARefusalNothingIsRead) {
  RequestParser parser(small());
  EXPECT_EQ(parser.feed("\x01"), Feeding::REFUSED);
  EXPECT_EQ(parser.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), Feeding::REFUSED);
}

// The requests alone: a refusal may wait for a few more bytes.
std::string requests(std::string_view bytes, std::size_t step) {
  const std::string all = reading(bytes, step);
  return all.substr(0, all.rfind('\n') + 1);
}

RC_GTEST_PROP(RequestParser, HowTheBytesArriveMakesNoDifference, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
      "GET /a HTTP/1.1\r\n", "POST /b?c HTTP/1.1\r\n", "Host: x\r\n", "Content-Length: 3\r\n", "\r\n", "abc", " ", "\n",
      "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n", "0\r\n\r\n", "Expect: 100-continue\r\n", "X: y\r\n", "%"}));
  std::string bytes;
  for (const auto& piece : pieces) bytes += piece;
  const auto step = *rc::gen::inRange<std::size_t>(1, 20);
  RC_ASSERT(requests(bytes, step) == requests(bytes, bytes.size() + 1));
}

TEST(Target, DecodesEscapes) {
  EXPECT_EQ(percent_decode("a%2Bb+c", true), "a+b c");
  EXPECT_EQ(percent_decode("a%2Bb+c", false), "a+b+c");
  EXPECT_EQ(percent_decode("%", false), std::nullopt);
  EXPECT_EQ(percent_decode("%4", false), std::nullopt);
  Request request;
  request.query = "a=1&b=%C3%A6&b=2&tom&d=%";
  EXPECT_EQ(request.parameter("a"), "1");
  EXPECT_EQ(request.parameter("b"), "æ");
  EXPECT_EQ(request.parameter("tom"), "");
  EXPECT_EQ(request.parameter("d"), std::nullopt);
  EXPECT_EQ(request.parameter("x"), std::nullopt);
}

Response with_header(int status, std::string name, std::string value) {
  Response response = text_response(status, "");
  response.headers.emplace_back(std::move(name), std::move(value));
  return response;
}

TEST(WriteResponse, FollowsStatusAndForm) {
  EXPECT_EQ(*write_response(text_response(200, "hej"), {}),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n\r\nhej");
  EXPECT_EQ(*write_response(json_response(200, "{}"), {.head = true, .keep_alive = false}),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(*write_response(with_header(204, "X", "y"), {}), "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n");
}

TEST(WriteResponse, LetsNoHeaderBecomeTwo) {
  EXPECT_TRUE(write_response(with_header(302, "Location", "/a"), {}));
  EXPECT_FALSE(write_response(with_header(302, "Location", "/a\r\nSet-Cookie: b"), {}));
  EXPECT_FALSE(write_response(with_header(302, "Location: /a\r\nSet-Cookie", "b"), {}));
  EXPECT_FALSE(write_response(text_response(99, ""), {}));
}

TEST(FejlResponse, SaysCodeAndMessage) {
  const Response response = fejl_response({base::FejlKode::IKKE_FUNDET, "der er \"intet\"", "a/b"});
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, R"({"code":"IKKE_FUNDET","message":"a/b: der er \"intet\""})");
}

// What the client makes of an answer, fed `step` at a time.
std::string answer(std::string_view bytes, bool to_head, bool ends, std::size_t step) {
  AnswerParser parser(to_head, 100);
  bool done = false;
  for (std::size_t at = 0; at < bytes.size() && !done; at += step) {
    const auto fed = parser.feed(bytes.substr(at, step));
    if (!fed) return std::string(base::navn(fed.error().kode));
    done = *fed;
  }
  if (!done && !ends) return "...";
  if (!done && !parser.end()) return "cut off";
  const Answer taken = parser.take();
  return std::to_string(taken.status) + ' ' + taken.body + '|' + std::string(taken.header("x-a"));
}

TEST(AnswerParser, TakesEachWayOfEndingABody) {
  struct Row {
    std::string bytes;
    bool to_head;
    bool ends;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 3\r\n\r\nabc", false, false, "200 abc|b"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", false, false, "200 abc|"},
      {"HTTP/1.1 200 OK\r\n\r\nabc", false, true, "200 abc|"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", true, false, "200 |"},
      {"HTTP/1.1 204 No Content\r\n\r\n", false, false, "204 |"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx", false, false, "404 x|"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", false, false, "..."},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", false, true, "cut off"},
      {"", false, true, "cut off"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", false, false, "FOR_STOR"},
      {"HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'), false, false, "FOR_STOR"},
      {"HTTP/1.1 200 OK\r\nLong: " + std::string(200, 'x'), false, false, "FOR_STOR"},
      {"SSH-2.0-OpenSSH\r\n\r\n", false, false, "UGYLDIG"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(answer(row.bytes, row.to_head, row.ends, 1 << 20), row.expected) << row.bytes;
    EXPECT_EQ(answer(row.bytes, row.to_head, row.ends, 1), row.expected) << "byte by byte: " << row.bytes;
  }
}

}  // namespace
}  // namespace brevdue::http
