// HTTP/1.1 over a net::Strom: requests in, responses out, with limits; which handler answers is a table of paths.
//
// Thread safety: a Router is filled before it serves and not changed afterwards; handlers run on io threads, several at
// once. Ownership: the composition owns the Router; it must outlive every Listener that serves it.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/strom.hpp"

namespace brevdue::http {

struct Request {
  std::string method;  // "GET", "POST", ...
  std::string path;    // decoded, without query, without a trailing slash (except "/")
  std::string query;   // as sent, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  const net::Peer* peer = nullptr;

  // The header's value (name in lower case), or empty.
  std::string_view header(std::string_view name) const;
  // The decoded value of a query parameter, or nothing.
  std::optional<std::string> parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Response json_response(int status, std::string body);
Response text_response(int status, std::string body);

using Handler = std::function<net::Opgave<Response>(const Request&)>;

struct HttpLimits {
  std::size_t header_bytes = 16 << 10;
  std::size_t body_bytes = 1 << 20;
  std::chrono::milliseconds request{30000};  // from a request's first byte to its last
  std::chrono::milliseconds idle{75000};     // between requests on a kept connection
  unsigned requests_per_connection = 100000;
};

class Router {
 public:
  explicit Router(HttpLimits limits = {}) : limits_(limits) {}
  // Exact path, with or without a trailing slash. A path with another method is answered 405, an unknown one 404.
  void add(std::string method, std::string path, Handler handler);
  // Every path below `prefix` that has no exact entry.
  void add_below(std::string method, std::string prefix, Handler handler);
  // Ends connections that wait between requests, and all others after their request.
  void drain();
  net::Serve serve();

 private:
  friend class HttpSession;
  HttpLimits limits_;
  std::map<std::string, std::map<std::string, Handler>, std::less<>> exact_;
  std::map<std::string, std::map<std::string, Handler>, std::less<>> below_;
  bool draining_ = false;
};

}  // namespace brevdue::http
