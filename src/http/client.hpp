// One HTTP request, blocking, over a net::Klient: for the demo, commands and tests. The server side never uses it.
//
// Thread safety: free functions; a Klient by one thread at a time. Ownership: everything is the caller's.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "net/client.hpp"

namespace brevdue::http {

struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The header's value (name in lower case), or empty.
  std::string_view header(std::string_view name) const;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// Connects, asks, reads the whole answer and closes. `target` is path and query, already encoded. Errors: those of
// Klient, UGYLDIG for an answer that is not HTTP, FOR_STOR for one over `largest` bytes.
base::Resultat<Answer> request(const net::KlientMaal& maal, std::string_view method, std::string_view target,
                               const Headers& headers = {}, std::string_view body = {}, std::size_t largest = 64 << 20);

}  // namespace brevdue::http
