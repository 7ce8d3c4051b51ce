// Consumers, basic.get, delivery tags and what is acknowledged; how much may be on its way (prefetch).
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "amqp/channel.hpp"
#include "amqp/refusal.hpp"

namespace brevdue::amqp {
namespace {

// What prefetch 0 means for a consumer that acknowledges: RabbitMQ's largest prefetch.
constexpr std::uint32_t kMostInFlight = 65535;
// The rule of the Beskedfordeler for consumers that never sent basic.qos (spec beskedfordeler 2.7).
constexpr std::uint32_t kDefaultPrefetch = 1;

Properties properties_of(const Delivery& delivery) {
  return {.content_type = "application/xml", .message_id = delivery.message_id, .delivery_mode = 2};
}

std::string joined(std::span<const std::string_view> pieces) {
  std::string out;
  for (const auto piece : pieces) out.append(piece);
  return out;
}

}  // namespace

Channel::Answer Channel::on(const BasicQos& method) {
  if (method.prefetch_size != 0) {
    return refusal(ReplyCode::NOT_IMPLEMENTED, fmt::format("prefetch_size!=0 ({})", method.prefetch_size));
  }
  if (method.global) {
    limit_ = method.prefetch_count;
    if (!prefetch_) prefetch_ = 0;
  } else {
    prefetch_ = method.prefetch_count;
    limit_ = 0;
  }
  release_held();
  for (const auto& [tag, id] : consumers_) shared_.feed(id);
  send(BasicQosOk{});
  return std::nullopt;
}

std::string Channel::tag_or_new(std::string_view tag) {
  return tag.empty() ? "amq.ctag-" + shared_.unguessable() : std::string(tag);
}

std::uint32_t Channel::prefetch_of_new(bool no_ack) const {
  return no_ack ? 0 : prefetch_.value_or(kDefaultPrefetch);
}

Channel::Answer Channel::on(const BasicConsume& method) {
  if (consumers_.contains(method.consumer_tag) || (reply_consumer_ && reply_consumer_->tag == method.consumer_tag)) {
    return refusal(ReplyCode::NOT_ALLOWED, fmt::format("attempt to reuse consumer tag '{}'", method.consumer_tag));
  }
  if (method.queue == kReplyQueue) return consume_replies(method);
  if (shared_.consumers.size() >= shared_.limits.consumers) {
    return refusal(ReplyCode::NOT_ALLOWED,
                   fmt::format("reached maximum ({}) of consumers per channel", shared_.limits.consumers));
  }
  const auto queue = named_or_last(method.queue);
  if (!queue) return queue.error();
  const auto id = ++shared_.last_consumer;
  shared_.consumers[id] = {.channel = this,
                           .tag = tag_or_new(method.consumer_tag),
                           .queue = {},
                           .no_ack = method.no_ack,
                           .prefetch = prefetch_of_new(method.no_ack)};
  if (auto refused = shared_.ordered_client().consume(id, *queue, method.no_ack, method.exclusive)) {
    shared_.consumers.erase(id);
    return refused;
  }
  auto& consumer = shared_.consumers[id];
  consumer.queue = shared_.queue_name(*queue);
  consumers_.emplace(consumer.tag, id);
  if (!method.no_wait) send(BasicConsumeOk{.consumer_tag = consumer.tag});
  shared_.feed(id);
  return std::nullopt;
}

Channel::Answer Channel::consume_replies(const BasicConsume& method) {
  if (!method.no_ack) return refusal(ReplyCode::PRECONDITION_FAILED, "reply consumer cannot acknowledge");
  if (reply_consumer_) return refusal(ReplyCode::PRECONDITION_FAILED, "reply consumer already set");
  reply_consumer_ = {tag_or_new(method.consumer_tag), fmt::format("{}.{}", kReplyQueue, shared_.unguessable())};
  if (!method.no_wait) send(BasicConsumeOk{.consumer_tag = reply_consumer_->tag});
  return std::nullopt;
}

Channel::Answer Channel::on(const BasicCancel& method) {
  if (reply_consumer_ && reply_consumer_->tag == method.consumer_tag) reply_consumer_.reset();
  if (const auto at = consumers_.find(method.consumer_tag); at != consumers_.end()) {
    const auto id = at->second;
    shared_.ordered_client().cancelled(id);
    forget_consumer(id);
  }
  if (!method.no_wait) send(BasicCancelOk{.consumer_tag = method.consumer_tag});
  return std::nullopt;
}

void Channel::consumer_cancelled_by_server(ConsumerId id, bool tell) {
  if (tell) send(BasicCancel{.consumer_tag = shared_.consumers[id].tag, .no_wait = true});
  forget_consumer(id);
}

// What it has not acknowledged stays on its way; what was held back for it goes back.
void Channel::forget_consumer(ConsumerId id) {
  const auto& consumer = shared_.consumers[id];
  std::erase_if(held_, [&](const Held& held) {
    if (held.consumer != id) return false;
    shared_.held_bytes -= held.body.size();
    shared_.settlements.push_back({consumer.queue, held.reference, Outcome::REQUEUE});
    return true;
  });
  consumers_.erase(consumer.tag);
  shared_.consumers.erase(id);
  shared_.feed(id);  // there may be room for others now
}

Channel::Answer Channel::on(const BasicGet& method) {
  const auto queue = named_or_last(method.queue);
  if (!queue) return queue.error();
  const auto id = ++shared_.last_get;
  shared_.gets[id] = {
      .channel = number_, .channel_serial = serial_, .queue = std::string(*queue), .no_ack = method.no_ack};
  shared_.ordered_client().get(id, *queue, method.no_ack);
  return std::nullopt;
}

void Channel::got(const PendingGet& get, const Delivery* delivery, std::uint32_t left) {
  if (delivery == nullptr) return send(BasicGetEmpty{});
  const auto queue = shared_.queue_name(get.queue);
  send(BasicGetOk{.delivery_tag = next_tag(0, delivery->reference, queue, get.no_ack),
                  .redelivered = delivery->redelivered,
                  .routing_key = queue,
                  .message_count = left});
  put_content(shared_.out, number_, properties_of(*delivery), delivery->pieces, shared_.frame_max);
}

std::uint64_t Channel::next_tag(ConsumerId consumer, std::uint64_t reference, std::string_view queue, bool no_ack) {
  ++last_tag_;
  if (!no_ack) unacked_.push_back({last_tag_, consumer, reference, queue});
  return last_tag_;
}

void Channel::deliver(ConsumerId id, const Delivery& delivery) {
  auto& consumer = shared_.consumers[id];
  if (consumer.standing > 0) --consumer.standing;
  shared_.feed(id);
  if (!consumer.no_ack) {
    ++consumer.in_flight;
    if (full()) {
      held_.push_back(
          {id, delivery.reference, std::string(delivery.message_id), joined(delivery.pieces), delivery.redelivered});
      shared_.held_bytes += held_.back().body.size();
      return;
    }
  }
  send_delivery(id, consumer, delivery);
}

void Channel::send_delivery(ConsumerId id, const Consumer& consumer, const Delivery& delivery) {
  send(BasicDeliver{.consumer_tag = consumer.tag,
                    .delivery_tag = next_tag(id, delivery.reference, consumer.queue, consumer.no_ack),
                    .redelivered = delivery.redelivered,
                    .routing_key = consumer.queue});
  put_content(shared_.out, number_, properties_of(delivery), delivery.pieces, shared_.frame_max);
}

void Channel::release_held() {
  while (!held_.empty() && !full()) {
    const Held& held = held_.front();
    const std::string_view body = held.body;
    send_delivery(held.consumer, shared_.consumers[held.consumer],
                  {held.reference, {&body, 1}, held.message_id, held.redelivered});
    shared_.held_bytes -= body.size();
    held_.pop_front();
  }
}

Channel::Answer Channel::on(const BasicAck& method) {
  return take(method.delivery_tag, method.multiple, Outcome::ACK);
}

Channel::Answer Channel::on(const BasicNack& method) {
  return take(method.delivery_tag, method.multiple, method.requeue ? Outcome::REQUEUE : Outcome::REJECT);
}

Channel::Answer Channel::on(const BasicReject& method) {
  return take(method.delivery_tag, false, method.requeue ? Outcome::REQUEUE : Outcome::REJECT);
}

// Settles one tag, or with `multiple` all up to it; tag 0 then means all there are.
Channel::Answer Channel::take(std::uint64_t tag, bool multiple, Outcome outcome) {
  auto end = unacked_.end();
  auto begin = unacked_.begin();
  if (tag != 0 || !multiple) {
    const auto at = std::ranges::lower_bound(unacked_, tag, {}, &Unacked::tag);
    if (at == unacked_.end() || at->tag != tag) {
      return refusal(ReplyCode::PRECONDITION_FAILED, fmt::format("unknown delivery tag {}", tag));
    }
    end = std::next(at);
    if (!multiple) begin = at;
  }
  for (auto at = begin; at != end; ++at) settle(*at, outcome);
  unacked_.erase(begin, end);
  release_held();
  return std::nullopt;
}

void Channel::settle(const Unacked& unacked, Outcome outcome) {
  shared_.settlements.push_back({unacked.queue, unacked.reference, outcome});
  const auto consumer = shared_.consumers.find(unacked.consumer);
  if (consumer == shared_.consumers.end()) return;
  --consumer->second.in_flight;
  shared_.feed(unacked.consumer);
}

Channel::Answer Channel::on(const BasicRecoverAsync& method) {
  if (!method.requeue) return refusal(ReplyCode::NOT_IMPLEMENTED, "requeue=false");
  requeue_all();
  return std::nullopt;
}

Channel::Answer Channel::on(const BasicRecover& method) {
  if (auto refused = on(BasicRecoverAsync{.requeue = method.requeue})) return refused;
  send(BasicRecoverOk{});
  return std::nullopt;
}

void Channel::requeue_all() {
  for (const auto& unacked : unacked_) settle(unacked, Outcome::REQUEUE);
  unacked_.clear();
  release_held();
}

std::uint32_t Channel::room_for(const Consumer& consumer, std::uint32_t window) const {
  std::uint32_t room = window;
  if (!consumer.no_ack) {
    const auto most = consumer.prefetch == 0 ? kMostInFlight : consumer.prefetch;
    room = std::min(window, most - std::min(most, consumer.in_flight));
    if (limit_ != 0) room = std::min(room, limit_);
  }
  return room - std::min(room, consumer.standing);
}

}  // namespace brevdue::amqp
