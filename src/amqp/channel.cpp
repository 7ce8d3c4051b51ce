#include "amqp/channel.hpp"

#include <fmt/core.h>

#include "amqp/refusal.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

Refusal unexpected(std::string_view text) {
  return refusal(ReplyCode::UNEXPECTED_FRAME, text);
}

Refusal unknown_frame(const Frame& frame) {
  return refusal(ReplyCode::FRAME_ERROR,
                 fmt::format("type {}, {}: unknown_frame", frame.type, payload_snippet(frame.payload)));
}

bool is(const Frame& frame, FrameType type) {
  return frame.type == static_cast<std::uint8_t>(type);
}

}  // namespace

std::optional<Refusal> Channel::on_frame(const Frame& frame) {
  switch (expected_) {
    case Expected::HEADER:
      return on_header_frame(frame);
    case Expected::BODY:
      return on_body_frame(frame);
    default:
      return on_method_frame(frame);
  }
}

Channel::Answer Channel::on_method_frame(const Frame& frame) {
  if (!is(frame, FrameType::METHOD)) return unexpected("expected method frame, got non method frame instead");
  if (frame.payload.size() < 4) return unknown_frame(frame);
  method_ = base::get_be<std::uint32_t>(frame.payload.data());
  return run(frame.payload.substr(4));
}

Refusal Channel::too_much_begun() {
  return refusal(ReplyCode::RESOURCE_ERROR, "too many message bodies have begun on this connection");
}

Channel::Answer Channel::on_header_frame(const Frame& frame) {
  if (is(frame, FrameType::HEADER) && !read_content_header(frame.payload, header_)) return unknown_frame(frame);
  if (!is(frame, FrameType::HEADER) || header_.weight != 0) {
    return unexpected(
        fmt::format("expected content header for class {}, got non content header frame instead", kBasicClass));
  }
  if (header_.class_id != kBasicClass) {
    return unexpected(fmt::format("expected content header for class {}, got one for class {} instead", kBasicClass,
                                  header_.class_id));
  }
  if (header_.body_size > shared_.limits.message_hard_bytes) {
    return refusal(ReplyCode::PRECONDITION_FAILED, fmt::format("message size {} is larger than configured max size {}",
                                                               header_.body_size, shared_.limits.message_hard_bytes));
  }
  if (shared_.begun_bytes > shared_.limits.begun_bytes) return too_much_begun();
  body_left_ = header_.body_size;
  expected_ = Expected::BODY;
  return body_left_ == 0 ? finish_publish({}) : std::nullopt;
}

Channel::Answer Channel::on_body_frame(const Frame& frame) {
  if (!is(frame, FrameType::BODY)) return unexpected("expected content body, got non content body frame instead");
  const auto part = frame.payload;
  if (part.size() > body_left_) {
    return refusal(ReplyCode::FRAME_ERROR, "content body frame exceeds remaining content size");
  }
  if (part.size() == header_.body_size) return finish_publish(part);  // in one frame: no copy
  body_left_ -= part.size();
  if (header_.body_size <= shared_.limits.message_bytes) {
    shared_.begun_bytes += part.size();
    if (shared_.begun_bytes > shared_.limits.begun_bytes) {
      return too_much_begun();
    }
    body_.append(part);
  }
  return body_left_ == 0 ? finish_publish(body_) : std::nullopt;
}

void Channel::keep_begun() {
  if (expected_ == kept_at_) return;  // nothing has begun, or it is kept already
  const bool with_header = expected_ == Expected::BODY;
  std::string kept;
  kept.reserve(publish_.exchange.size() + publish_.routing_key.size() + header_.properties.size());
  kept.append(publish_.exchange).append(publish_.routing_key);
  if (with_header) kept.append(header_.properties);
  shared_.begun_bytes += kept.size();
  if (kept_at_ != Expected::METHOD) shared_.begun_bytes -= kept_.size();
  kept_.swap(kept);
  kept_at_ = expected_;
  std::string_view rest = kept_;
  publish_.exchange = rest.substr(0, publish_.exchange.size());
  rest.remove_prefix(publish_.exchange.size());
  publish_.routing_key = rest.substr(0, publish_.routing_key.size());
  rest.remove_prefix(publish_.routing_key.size());
  if (with_header) header_.properties = rest;
}

// What a client may send on an open channel, the most frequent first; opening and closing are the Connection's.
using Offered =
    MethodList<BasicPublish, BasicAck, BasicNack, BasicReject, BasicGet, BasicQos, BasicConsume, BasicCancel,
               BasicRecover, BasicRecoverAsync, ConfirmSelect, QueueDeclare, QueueBind, QueueUnbind, QueuePurge,
               QueueDelete, ExchangeDeclare, ExchangeDelete, ExchangeBind, ExchangeUnbind, ChannelFlow>;

template <class M>
Channel::Answer Channel::read_and_run(std::string_view arguments) {
  M method;
  if (auto bad = read_arguments(kInfo<M>, arguments, &method)) return bad;
  return on(method);
}

template <class... M>
bool Channel::run_one_of(MethodList<M...>, std::string_view arguments, Answer& answer) {
  return ((method_ == kInfo<M>.key() && (answer = read_and_run<M>(arguments), true)) || ...);
}

Channel::Answer Channel::run(std::string_view arguments) {
  Answer answer;
  if (run_one_of(Offered{}, arguments, answer)) return answer;
  switch (method_) {
    case kInfo<ChannelOpen>.key():
      return refusal(ReplyCode::CHANNEL_ERROR, "second 'channel.open' seen");
    case kInfo<TxSelect>.key():
    case kInfo<TxCommit>.key():
    case kInfo<TxRollback>.key():
      return refusal(ReplyCode::NOT_IMPLEMENTED, "transactions are not offered; use confirm.select");
    default:
      break;
  }
  if (find_method(method_) != nullptr) return refusal(ReplyCode::COMMAND_INVALID, "unimplemented method");
  return refusal(ReplyCode::NOT_IMPLEMENTED, fmt::format("unknown method {}.{}", method_ >> 16, method_ & 0xFFFF));
}

Channel::Answer Channel::refuse_queue(std::string_view queue) const {
  return access_refused(queue_text(queue, vhost()), shared_.client->user());
}

Channel::Answer Channel::refuse_exchange(std::string_view exchange) const {
  return access_refused(exchange_text(exchange, vhost()), shared_.client->user());
}

void Channel::end() {
  while (!consumers_.empty()) {
    const auto id = consumers_.begin()->second;
    shared_.ordered_client().cancelled(id);
    forget_consumer(id);
  }
  reply_consumer_.reset();
  requeue_all();
  forget_content();
}

}  // namespace brevdue::amqp
