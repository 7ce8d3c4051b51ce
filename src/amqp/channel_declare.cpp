// Declarations: what exists may be declared passively, nothing can be made; and channel.flow.
#include "amqp/channel.hpp"
#include "amqp/refusal.hpp"

namespace brevdue::amqp {

bool Channel::is_reply_queue(std::string_view queue) const {
  return queue == kReplyQueue || (reply_consumer_ && queue == reply_consumer_->routing_key);
}

std::expected<std::string_view, Refusal> Channel::named_or_last(std::string_view queue) const {
  if (!queue.empty()) return queue;
  if (last_queue_.empty()) return std::unexpected(refusal(ReplyCode::NOT_FOUND, "no previously declared queue"));
  return last_queue_;
}

Channel::Answer Channel::on(const QueueDeclare& method) {
  QueueCounts counts;
  if (is_reply_queue(method.queue)) {
    counts.consumers = 1;  // as RabbitMQ answers, whether or not anyone consumes
  } else if (!method.passive) {
    return refuse_queue(method.queue);
  } else {
    const auto queue = named_or_last(method.queue);
    if (!queue) return queue.error();
    const auto found = shared_.ordered_client().declare_passive(*queue);
    if (!found) return found.error();
    counts = *found;
    last_queue_ = std::string(*queue);
  }
  if (method.no_wait) return std::nullopt;
  send(QueueDeclareOk{.queue = method.queue.empty() ? std::string_view(last_queue_) : method.queue,
                      .message_count = counts.messages,
                      .consumer_count = counts.consumers});
  return std::nullopt;
}

Channel::Answer Channel::on(const ExchangeDeclare& method) {
  if (method.exchange.empty()) {
    return refusal(ReplyCode::ACCESS_REFUSED, "operation not permitted on the default exchange");
  }
  if (!method.passive) return refuse_exchange(method.exchange);
  if (method.exchange != shared_.backend.publish_exchange()) {
    return not_found(exchange_text(method.exchange, vhost()));
  }
  if (!method.no_wait) send(ExchangeDeclareOk{});
  return std::nullopt;
}

Channel::Answer Channel::on(const ChannelFlow& method) {
  if (!method.active) return refusal(ReplyCode::NOT_IMPLEMENTED, "active=false");
  send(ChannelFlowOk{.active = true});
  return std::nullopt;
}

}  // namespace brevdue::amqp
