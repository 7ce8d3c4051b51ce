#include "http/wire.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <limits>

#include "http/target.hpp"

namespace brevdue::http {
namespace {

namespace beast_http = boost::beast::http;
using base::fejl;
using base::FejlKode;
using base::Resultat;

constexpr std::string_view kEndOfHeading = "\r\n\r\n";
// What a chunked body still lacks is never less than "0\r\n\r\n". Beast 1.81 asserts that it gets as much, so it must
// not be asked with less: the sender decides how its bytes are cut.
constexpr std::size_t kLeastOfChunked = 5;

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

template <class Fields>
Headers all_headers(const Fields& fields) {
  Headers out;
  for (const auto& field : fields) out.emplace_back(lower(view(field.name_string())), view(field.value()));
  return out;
}

int status_for(const boost::beast::error_code& error) {
  if (error == beast_http::error::body_limit) return 413;
  if (error == beast_http::error::header_limit) return 431;
  if (error == beast_http::error::bad_version) return 505;
  return 400;
}

// Line ends that only some readers take for line ends, and folded lines, which some join and others do not.
bool ambiguous_lines(std::string_view heading) {
  for (std::size_t i = 0; i < heading.size(); ++i) {
    const char c = heading[i];
    if (c == '\0') return true;
    if (c == '\n' && (i == 0 || heading[i - 1] != '\r')) return true;
    if (c != '\r') continue;
    if (i + 1 >= heading.size() || heading[i + 1] != '\n') return true;
    if (i + 2 < heading.size() && (heading[i + 2] == ' ' || heading[i + 2] == '\t')) return true;
  }
  return false;
}

// A parser of Beast's over a buffer of our own: Beast wants the bytes it did not use again, with more behind them.
template <class Parser>
class Feed {
 public:
  std::string_view rest() const { return std::string_view(bytes_).substr(used_); }
  void add(std::string_view more) {
    bytes_.erase(0, std::exchange(used_, 0));
    bytes_.append(more);
  }
  void skip(std::size_t count) { used_ += count; }
  // Puts at most `limit` of what is there.
  boost::beast::error_code put(Parser& parser, std::size_t limit = std::string::npos) {
    const std::string_view there = rest().substr(0, limit);
    boost::beast::error_code error;
    const std::size_t least = parser.is_header_done() && parser.chunked() ? kLeastOfChunked : 1;
    if (there.size() >= least) used_ += parser.put(boost::asio::buffer(there.data(), there.size()), error);
    return error == beast_http::error::need_more ? boost::beast::error_code{} : error;
  }

 private:
  std::string bytes_;
  std::size_t used_ = 0;
};

}  // namespace

struct RequestParser::Impl {
  using Parser = beast_http::request_parser<beast_http::string_body>;

  HttpLimits limits;
  BodyLimit body_limit;
  Feed<Parser> input;
  std::unique_ptr<Parser> parser;  // from a request's whole heading on
  Headers headers;                 // as they stood before the body: a trailer is not a header
  Target target;
  WireRefusal refused;
  bool is_refused = false;

  Feeding refuse(int status, std::string text) {
    refused = {status, std::move(text)};
    is_refused = true;
    return Feeding::REFUSED;
  }
  Feeding refuse(const boost::beast::error_code& error) { return refuse(status_for(error), error.message()); }
  Feeding go_on();
  Feeding read_heading();
  Feeding check_heading();
  bool limit_body();
  Feeding read_body();
};

RequestParser::RequestParser(const HttpLimits& limits, BodyLimit body_limit) : impl_(std::make_unique<Impl>()) {
  impl_->limits = limits;
  impl_->body_limit = std::move(body_limit);
}
RequestParser::~RequestParser() = default;

Feeding RequestParser::feed(std::string_view bytes) {
  if (impl_->is_refused) return Feeding::REFUSED;
  impl_->input.add(bytes);
  return impl_->go_on();
}

bool RequestParser::idle() const {
  return !impl_->parser && impl_->input.rest().empty();
}
const WireRefusal& RequestParser::refusal() const {
  return impl_->refused;
}
bool RequestParser::keep_alive() const {
  return impl_->parser->get().version() == 11 && impl_->parser->keep_alive();
}

Request RequestParser::take() {
  auto& message = impl_->parser->get();
  Request request{.method = std::string(view(message.method_string())),
                  .path = std::move(impl_->target.path),
                  .query = std::move(impl_->target.query),
                  .headers = std::move(impl_->headers),
                  .body = std::move(message.body())};
  impl_->parser.reset();
  return request;
}

Feeding RequestParser::Impl::go_on() {
  if (parser) return read_body();
  while (input.rest().starts_with("\r\n")) input.skip(2);  // RFC 9112 2.2: some clients send a line too many
  return input.rest().empty() ? Feeding::MORE : read_heading();
}

Feeding RequestParser::Impl::read_heading() {
  const std::string_view rest = input.rest();
  const char first = rest.front();
  if (first != '\r' && (first < 'A' || first > 'z')) return refuse(400, "that is not HTTP");
  const std::size_t end = rest.substr(0, limits.header_bytes).find(kEndOfHeading);
  if (end == std::string_view::npos) {
    return rest.size() < limits.header_bytes ? Feeding::MORE : refuse(431, "the request's headers are too large");
  }
  const std::size_t size = end + kEndOfHeading.size();
  if (ambiguous_lines(rest.substr(0, size))) return refuse(400, "a header line does not end as it should");
  parser = std::make_unique<Parser>();
  parser->header_limit(std::numeric_limits<std::uint32_t>::max());  // ours was checked just now
  parser->body_limit(boost::none);                                  // nor is the path known yet, on which it depends
  if (const auto error = input.put(*parser, size)) return refuse(error);
  if (!parser->is_header_done()) return refuse(400, "the request's headers are malformed");
  return check_heading();
}

Feeding RequestParser::Impl::check_heading() {
  const auto& message = parser->get();
  headers = all_headers(message);
  const auto count = [&](std::string_view name) {
    return std::ranges::count(headers, name, [](const auto& header) -> std::string_view { return header.first; });
  };
  const bool chunked = parser->chunked();
  if (count("transfer-encoding") > (chunked ? 1 : 0)) return refuse(501, "only the chunked transfer coding is known");
  if (chunked && !boost::beast::iequals(message[beast_http::field::transfer_encoding], "chunked")) {
    return refuse(501, "only the chunked transfer coding is known");
  }
  if (chunked && message.version() < 11) return refuse(400, "HTTP/1.0 knows no chunked coding");
  if (count("content-length") > 1) return refuse(400, "more than one Content-Length");
  if (count("host") > 1 || (message.version() == 11 && count("host") == 0)) return refuse(400, "one Host is needed");
  auto parsed = parse_target(view(message.target()));
  if (!parsed) return refuse(400, "the request target is malformed");
  target = *std::move(parsed);
  if (!limit_body()) return refuse(413, "the request's body is too large");
  parser->eager(true);
  if (count("expect") == 0 || parser->is_done()) return read_body();
  if (!boost::beast::iequals(message[beast_http::field::expect], "100-continue")) {
    return refuse(417, "only 100-continue can be expected");
  }
  return input.rest().empty() ? Feeding::WANTS_CONTINUE : read_body();
}

// A length that is said is judged here, chunks by Beast as they come.
bool RequestParser::Impl::limit_body() {
  const std::size_t limit =
      body_limit ? body_limit(view(parser->get().method_string()), target.path) : limits.body_bytes;
  parser->body_limit(limit);
  return parser->content_length().value_or(0) <= limit;
}

Feeding RequestParser::Impl::read_body() {
  if (!parser->is_done()) {
    if (const auto error = input.put(*parser)) return refuse(error);
  }
  if (parser->is_done()) return Feeding::DONE;
  // What Beast left unused is the beginning of a chunk's heading, or of the trailer.
  if (input.rest().size() > limits.header_bytes) return refuse(431, "a chunk's heading is too large");
  return Feeding::MORE;
}

struct AnswerParser::Impl {
  using Parser = beast_http::response_parser<beast_http::string_body>;

  bool to_head;
  std::size_t largest;
  Feed<Parser> input;
  std::unique_ptr<Parser> parser;

  void begin() {
    parser = std::make_unique<Parser>();
    parser->eager(true);
    parser->skip(to_head);
    parser->header_limit(std::numeric_limits<std::uint32_t>::max());
    parser->body_limit(largest);
  }
};

AnswerParser::AnswerParser(bool to_head, std::size_t largest) : impl_(std::make_unique<Impl>(to_head, largest)) {
  impl_->begin();
}
AnswerParser::~AnswerParser() = default;

Resultat<bool> AnswerParser::feed(std::string_view bytes) {
  impl_->input.add(bytes);
  for (;;) {
    const auto error = impl_->input.put(*impl_->parser);
    if (error == beast_http::error::body_limit) return fejl(FejlKode::FOR_STOR, "the answer is too large");
    if (error) return fejl(FejlKode::UGYLDIG, "the answer is not HTTP: " + error.message());
    if (!impl_->parser->is_done()) break;
    const unsigned status = impl_->parser->get().result_int();
    if (status >= 200 || status == 101) return true;
    impl_->begin();  // an interim answer, e.g. 100 Continue: the real one follows
    if (impl_->input.rest().empty()) break;
  }
  if (impl_->input.rest().size() > impl_->largest) return fejl(FejlKode::FOR_STOR, "the answer is too large");
  return false;
}

Resultat<void> AnswerParser::end() {
  boost::beast::error_code error = beast_http::error::partial_message;
  if (impl_->parser->got_some()) impl_->parser->put_eof(error);
  if (error) return fejl(FejlKode::UGYLDIG, "the answer was cut off");
  return {};
}

Answer AnswerParser::take() {
  auto& message = impl_->parser->get();
  return {static_cast<int>(message.result_int()), all_headers(message), std::move(message.body())};
}

Resultat<std::string> write_response(const Response& response, AnswerForm form) {
  if (response.status < 200 || response.status > 599) return fejl(FejlKode::INTERN, "no status for an answer");
  const bool bodiless = response.status == 204 || response.status == 304;
  const auto reason = beast_http::obsolete_reason(beast_http::int_to_status(static_cast<unsigned>(response.status)));
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string(view(reason)) + "\r\n";
  bool clean = true;
  const auto header = [&](std::string_view name, std::string_view value) {
    const std::string_view forbidden("\r\n\0", 3);
    if (name.find_first_of(forbidden) != name.npos || value.find_first_of(forbidden) != value.npos) clean = false;
    out.append(name).append(": ").append(value).append("\r\n");
  };
  if (!bodiless && !response.content_type.empty()) header("Content-Type", response.content_type);
  if (!bodiless) header("Content-Length", std::to_string(response.body.size()));
  if (!form.keep_alive) header("Connection", "close");
  for (const auto& [name, value] : response.headers) header(name, value);
  if (!clean) return fejl(FejlKode::INTERN, "a header of the answer holds a line end");
  out += "\r\n";
  if (!form.head && !bodiless) out += response.body;
  return out;
}

}  // namespace brevdue::http
