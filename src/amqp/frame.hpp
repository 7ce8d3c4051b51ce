// Frames: cutting the incoming bytes into them, and writing them.
//
// Thread safety: a FrameReader belongs to one connection; the rest are free functions. Ownership: a FrameReader owns
// its buffer, and a Frame's payload views it until the next space().
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "amqp/content.hpp"
#include "amqp/method_tables.hpp"

namespace brevdue::amqp {

enum class FrameType : std::uint8_t { METHOD = 1, HEADER = 2, BODY = 3, HEARTBEAT = 8 };

inline constexpr std::size_t kFrameHead = 7;      // type, channel, size
inline constexpr std::size_t kFrameOverhead = 8;  // the head and the end octet
inline constexpr char kFrameEnd = '\xCE';
inline constexpr std::string_view kProtocolHeader{"AMQP\0\0\x09\x01", 8};

struct Frame {
  std::uint8_t type = 0;  // a FrameType, or a number that is none
  std::uint16_t channel = 0;
  std::string_view payload;
};

// Holds what was read and not yet used. Grows to what one frame needs and never beyond `frame_max` and one read.
class FrameReader {
 public:
  // Payloads may be `frame_max` bytes: the 8 bytes that RabbitMQ forgives come on top.
  explicit FrameReader(std::uint32_t frame_max) : frame_max_(frame_max) {}
  void set_frame_max(std::uint32_t frame_max) { frame_max_ = frame_max; }

  // Where the next bytes go, at most 64 KiB; then filled() with how many came.
  std::span<char> space();
  void filled(std::size_t size);

  // The first 8 bytes, for the protocol header; nothing while fewer have come. take() drops bytes from the front.
  std::optional<std::string_view> protocol_header() const;
  void take(std::size_t size) { begin_ += size; }
  void take_all() { begin_ = end_; }

  // The frame at the front, whole, or nothing when it has not come yet. FRAME_ERROR: too large or without its end
  // octet; nothing after it can be trusted.
  std::expected<std::optional<Frame>, Refusal> peek() const;
  void pop(const Frame& frame) { take(frame.payload.size() + kFrameOverhead); }

 private:
  std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  std::size_t wanted() const;
  void make_room(std::size_t size);

  std::uint32_t frame_max_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t read_size_ = 4096;
};

// "all octets = <<...>>" or "first 16 octets = <<...>>", as Erlang prints bytes: RabbitMQ's way to name a bad frame.
std::string payload_snippet(std::string_view payload);

void put_frame(std::string& out, FrameType type, std::uint16_t channel, std::string_view payload);
void put_method_frame(std::string& out, std::uint16_t channel, const MethodInfo& info, const void* method);

template <class M>
void put_method(std::string& out, std::uint16_t channel, const M& method) {
  put_method_frame(out, channel, kInfo<M>, &method);
}

// The content header and the body, joined from `pieces` and cut into frames of at most `frame_max` bytes.
void put_content(std::string& out, std::uint16_t channel, const Properties& properties,
                 std::span<const std::string_view> pieces, std::uint32_t frame_max);

}  // namespace brevdue::amqp
