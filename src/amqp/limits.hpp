// What one AMQP connection may use; the defaults suit a server with 10,000 connections. Settings of the program are
// channel_max, heartbeat_seconds, message_bytes, message_hard_bytes, handshake and write_stall (docs/configuration.md);
// the others are fixed.
//
// Thread safety: plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace brevdue::amqp {

struct AmqpLimits {
  // Offered in connection.tune. Frames of 128 KiB are accepted before it too, since start-ok carries the token.
  std::uint32_t frame_max = 131072;  // at least 4096
  std::uint16_t channel_max = 2047;
  std::uint16_t heartbeat_seconds = 60;

  // A larger body is dropped while it comes and answered with StatusKode 40; one over the hard limit closes the
  // channel with 406.
  std::uint64_t message_bytes = 1024UL * 1024;
  std::uint64_t message_hard_bytes = 16UL * 1024 * 1024;
  // Bodies that have begun, over all channels of a connection; more closes it with 506.
  std::uint64_t begun_bytes = 16UL * 1024 * 1024;

  // Publishes without an answer; at either of them reading stops until half is answered.
  std::size_t unanswered = 8192;
  std::size_t unanswered_bytes = 32UL * 1024 * 1024;

  // Bytes waiting to be written; over it reading stops and consumers get no further messages.
  std::size_t write_buffer = 1024UL * 1024;
  unsigned consumers = 1000;  // of one connection

  std::chrono::milliseconds handshake{10000};    // from the first byte to connection.open-ok
  std::chrono::milliseconds write_stall{30000};  // for each 256 KiB the peer must take
  std::chrono::milliseconds close_wait{3000};    // for the peer's close-ok
};

}  // namespace brevdue::amqp
