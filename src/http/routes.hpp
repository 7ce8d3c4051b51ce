// Folder-private: which handler answers a path, and who is connected, so that drain() reaches them.
//
// Thread safety: the tables are only read while serving; `draining` and the guests are safe from any thread.
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "http/server.hpp"

namespace brevdue::http {

struct Route {
  Handler handler;
  std::size_t body_bytes;  // of a request's body, at most
};
using Methods = std::map<std::string, Route, std::less<>>;

// What a connection's drainer looks at, on the connection's io thread.
struct Guest {
  net::Strom* strom;
  bool reading = true;  // it waits for a request, or for the rest of one
};

struct Router::State {
  HttpLimits limits;
  std::map<std::string, Methods, std::less<>> exact;
  std::map<std::string, Methods, std::less<>> below;  // prefixes end in '/'
  std::atomic<bool> draining{false};

  // The methods of a path, or nullptr.
  const Methods* find(std::string_view path) const;
  // What answers the method (HEAD is GET's), or nullptr.
  static const Route* route(const Methods& methods, std::string_view method);
  // How large a body may be; the server's own limit where there is no route.
  std::size_t body_limit(std::string_view method, std::string_view path) const;

  std::mutex mutex;
  std::map<const Guest*, std::pair<net::Poster, std::weak_ptr<Guest>>> guests;  // behind the mutex
};

// Serves one connection; the Router's Serve.
net::Opgave<void> serve_http(std::shared_ptr<Router::State> router, std::unique_ptr<net::Strom> strom);

}  // namespace brevdue::http
