// HTTP/1.1 over a net::Strom: requests in, responses out, with limits; which handler answers is a table of paths.
//
// What is refused is answered {"code", "message"} by the server itself: 400 malformed, 404 and 405 (with Allow)
// unknown, 408 too slow, 413 and 431 too large, 417, 501 and 505 not offered, 500 when a handler throws.
//
// Thread safety: a Router is filled before it serves and not changed afterwards; drain() from any thread; handlers run
// on io threads, several at once. Ownership: the composition owns the Router; connections keep what they need of it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "net/strom.hpp"

namespace brevdue::http {

struct Request {
  std::string method;  // "GET", "POST", ...
  std::string path;    // decoded, without query, without a trailing slash (except "/")
  std::string query;   // as sent, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  const net::Peer* peer = nullptr;  // lives as long as the connection

  // The header's value (name in lower case; the first of several), or empty.
  std::string_view header(std::string_view name) const;
  // The decoded value of a query parameter (the first of several), or nothing.
  std::optional<std::string> parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Response json_response(int status, std::string body);
Response text_response(int status, std::string body);  // text/plain; charset=utf-8
// {"code": ..., "message": ...} with the status that belongs to the Fejl's code: the one table from FejlKode to HTTP.
Response fejl_response(const base::Fejl& fejl);

using Handler = std::function<net::Opgave<Response>(const Request&)>;

struct HttpLimits {
  std::size_t header_bytes = 16'384;
  std::size_t body_bytes = 1'048'576;
  std::chrono::milliseconds request{30000};  // from a request's first byte to its last, and for sending its answer
  std::chrono::milliseconds idle{75000};     // between requests on a kept connection
  unsigned requests_per_connection = 100000;
};

class Router {
 public:
  explicit Router(HttpLimits limits = {});
  ~Router();
  // Exact path, with or without a trailing slash. A path with another method is answered 405, an unknown one 404.
  // HEAD is answered by GET's handler. `body_bytes` takes the place of HttpLimits::body_bytes for this one; what is
  // larger is refused while it is being received.
  void add(std::string method, const std::string& path, Handler handler, std::optional<std::size_t> body_bytes = {});
  // Every path below `prefix` that has no exact entry; of several prefixes the longest.
  void add_below(std::string method, std::string prefix, Handler handler);
  // Ends at once connections that wait for a request or the rest of one, and all others after their request.
  void drain();
  net::Serve serve();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace brevdue::http
