#include "http/client.hpp"

#include <algorithm>
#include <vector>

#include "http/wire.hpp"

namespace brevdue::http {
namespace {

using base::Resultat;

std::string write_request(const net::KlientMaal& maal, std::string_view method, std::string_view target,
                          const Headers& headers, std::string_view body) {
  const bool v6 = maal.host.find(':') != std::string::npos;
  std::string out(method);
  out.append(" ").append(target).append(" HTTP/1.1\r\nHost: ");
  out.append(v6 ? "[" + maal.host + "]" : maal.host).append(":").append(std::to_string(maal.port));
  out.append("\r\nConnection: close\r\n");
  if (!body.empty() || method == "POST" || method == "PUT") {
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  for (const auto& [name, value] : headers) out.append(name).append(": ").append(value).append("\r\n");
  return out.append("\r\n").append(body);
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, [](const auto& h) -> std::string_view { return h.first; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Resultat<Answer> request(const net::KlientMaal& maal, std::string_view method, std::string_view target,
                         const Headers& headers, std::string_view body, std::size_t largest) {
  const auto klient = PROEV(net::Klient::connect(maal));
  PROEV(klient->write(write_request(maal, method, target, headers, body)));
  AnswerParser parser(method == "HEAD", largest);
  std::vector<char> buffer(std::size_t{64} * 1024);
  for (;;) {
    const std::size_t got = PROEV(klient->read_some(buffer));
    if (got == 0) {
      PROEV(parser.end());
      return parser.take();
    }
    if (PROEV(parser.feed({buffer.data(), got}))) return parser.take();
  }
}

}  // namespace brevdue::http
