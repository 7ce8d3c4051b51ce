// Bytes cut into frames: the same frames and the same end however they come, and nothing beyond the buffer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "amqp/frame.hpp"

namespace {

using namespace brevdue::amqp;

struct Played {
  std::vector<std::string> frames;
  std::string refused;
  bool operator==(const Played&) const = default;
};

Played play(std::string_view bytes, std::size_t chunk) {
  FrameReader reader(4096);
  Played out;
  while (!bytes.empty() && out.refused.empty()) {
    const auto space = reader.space();
    const auto size = std::min({space.size(), bytes.size(), chunk});
    std::memcpy(space.data(), bytes.data(), size);
    reader.filled(size);
    bytes.remove_prefix(size);
    while (true) {
      const auto next = reader.peek();
      if (!next) {
        out.refused = next.error().text;
        break;
      }
      const auto& frame = *next;
      if (!frame) break;
      std::string again;
      put_frame(again, FrameType::METHOD, frame->channel, frame->payload);
      again.front() = static_cast<char>(frame->type);
      out.frames.push_back(std::move(again));
      reader.pop(*frame);
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto whole = play(bytes, SIZE_MAX);
  if (whole != play(bytes, data[0] + 1U)) std::abort();
  std::string joined;
  for (const auto& frame : whole.frames) joined += frame;
  if (!bytes.starts_with(joined)) std::abort();
  return 0;
}
