// HTTP requests from arbitrary bytes: however they are cut into pieces, the same requests are read from them. (When
// what cannot be one is refused may differ: some refusals wait for a few more bytes.)
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/wire.hpp"

namespace {

using brevdue::http::Feeding;
using brevdue::http::HttpLimits;
using brevdue::http::RequestParser;

std::string reading(std::string_view bytes, std::size_t step) {
  HttpLimits limits;
  limits.header_bytes = 512;
  limits.body_bytes = 256;
  RequestParser parser(limits);
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    Feeding state = parser.feed(bytes.substr(at, step));
    for (; state == Feeding::DONE; state = parser.feed({})) {
      const auto request = parser.take();
      if (request.body.size() > limits.body_bytes || !request.path.starts_with('/')) std::abort();
      out += request.method + ' ' + request.path + ' ' + request.query + ' ' + request.body + '\n';
    }
    if (state == Feeding::REFUSED) break;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (reading(bytes, 1 + data[0] % 64) != reading(bytes, bytes.size() + 1)) std::abort();
  return 0;
}
