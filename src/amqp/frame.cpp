#include "amqp/frame.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "amqp/refusal.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

constexpr std::size_t kMostRead = 64 * 1024UL;

std::string bytes_text(std::string_view bytes) {
  const bool printable = !bytes.empty() && std::ranges::all_of(bytes, [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (printable) return fmt::format("<<\"{}\">>", bytes);
  std::string out = "<<";
  for (const char c : bytes) {
    if (out.size() > 2) out += ',';
    out += std::to_string(static_cast<unsigned char>(c));
  }
  return out + ">>";
}

Refusal frame_error(std::uint8_t type, std::string_view payload, std::string_view error) {
  return refusal(ReplyCode::FRAME_ERROR, fmt::format("type {}, {}: {}", type, payload_snippet(payload), error));
}

struct Head {
  std::uint8_t type;
  std::uint16_t channel;
  std::uint32_t size;
};

Head head_of(const char* at) {
  return {static_cast<std::uint8_t>(*at), base::get_be<std::uint16_t>(at + 1), base::get_be<std::uint32_t>(at + 3)};
}

void put_head(std::string& out, FrameType type, std::uint16_t channel, std::uint32_t size) {
  out.push_back(static_cast<char>(type));
  base::put_be(out, channel);
  base::put_be(out, size);
}

// Writes the size over the zero that put_head wrote at `start`, and the end octet.
void end_frame(std::string& out, std::size_t start) {
  base::write_be(out.data() + start + 3, static_cast<std::uint32_t>(out.size() - start - kFrameHead));
  out.push_back(kFrameEnd);
}

// Bytes of a body that comes in pieces.
class PieceReader {
 public:
  explicit PieceReader(std::span<const std::string_view> pieces) : pieces_(pieces) {}
  void append(std::string& out, std::size_t size) {
    while (size > 0) {
      const auto part = pieces_.front().substr(at_, size);
      out.append(part);
      at_ += part.size();
      size -= part.size();
      if (at_ < pieces_.front().size()) continue;
      pieces_ = pieces_.subspan(1);
      at_ = 0;
    }
  }

 private:
  std::span<const std::string_view> pieces_;
  std::size_t at_ = 0;
};

}  // namespace

std::span<char> FrameReader::space() {
  if (begin_ == end_) begin_ = end_ = 0;
  make_room(wanted());
  return {buffer_.get() + end_, std::min(capacity_ - end_, kMostRead)};
}

void FrameReader::filled(std::size_t size) {
  end_ += size;
  if (size >= read_size_) read_size_ = std::min(read_size_ * 2, kMostRead);
}

// The rest of the frame that has begun, and never less than the usual read.
std::size_t FrameReader::wanted() const {
  const auto have = unread();
  if (have.size() < kFrameHead) return read_size_;
  const std::size_t whole = std::min<std::size_t>(head_of(have.data()).size, frame_max_) + kFrameOverhead;
  return whole > have.size() ? std::max(whole - have.size(), read_size_) : read_size_;
}

void FrameReader::make_room(std::size_t size) {
  if (capacity_ - end_ >= size) return;
  const auto have = unread();
  if (capacity_ >= have.size() + size) {
    std::memmove(buffer_.get(), have.data(), have.size());
  } else {
    const auto capacity = have.size() + size;
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (!have.empty()) std::memcpy(larger.get(), have.data(), have.size());
    buffer_ = std::move(larger);
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = have.size();
}

std::optional<std::string_view> FrameReader::protocol_header() const {
  const auto have = unread();
  if (have.size() < kProtocolHeader.size()) return std::nullopt;
  return have.substr(0, kProtocolHeader.size());
}

std::expected<std::optional<Frame>, Refusal> FrameReader::peek() const {
  const auto have = unread();
  if (have.size() < kFrameHead) return std::nullopt;
  const auto head = head_of(have.data());
  if (head.size > frame_max_) {
    return std::unexpected(
        frame_error(head.type, {}, fmt::format("{{frame_too_large,{},{}}}", head.size, frame_max_ - kFrameOverhead)));
  }
  if (have.size() < head.size + kFrameOverhead) return std::nullopt;
  const Frame frame{head.type, head.channel, have.substr(kFrameHead, head.size)};
  const char end = have[kFrameHead + head.size];
  if (end != kFrameEnd) {
    return std::unexpected(frame_error(
        head.type, frame.payload, fmt::format("{{invalid_frame_end_marker,{}}}", static_cast<unsigned char>(end))));
  }
  return frame;
}

std::string payload_snippet(std::string_view payload) {
  return fmt::format("{} octets = {}", payload.size() <= 16 ? "all" : "first 16", bytes_text(payload.substr(0, 16)));
}

void put_frame(std::string& out, FrameType type, std::uint16_t channel, std::string_view payload) {
  put_head(out, type, channel, static_cast<std::uint32_t>(payload.size()));
  out.append(payload);
  out.push_back(kFrameEnd);
}

void put_method_frame(std::string& out, std::uint16_t channel, const MethodInfo& info, const void* method) {
  const auto start = out.size();
  put_head(out, FrameType::METHOD, channel, 0);
  put_method_payload(out, info, method);
  end_frame(out, start);
}

void put_content(std::string& out, std::uint16_t channel, const Properties& properties,
                 std::span<const std::string_view> pieces, std::uint32_t frame_max) {
  std::size_t left = 0;
  for (const auto piece : pieces) left += piece.size();
  const auto start = out.size();
  put_head(out, FrameType::HEADER, channel, 0);
  put_content_header(out, left, properties);
  end_frame(out, start);
  PieceReader body(pieces);
  while (left > 0) {
    const auto size = std::min<std::size_t>(left, frame_max - kFrameOverhead);
    put_head(out, FrameType::BODY, channel, static_cast<std::uint32_t>(size));
    body.append(out, size);
    out.push_back(kFrameEnd);
    left -= size;
  }
}

}  // namespace brevdue::amqp
