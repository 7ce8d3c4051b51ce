// basic.publish and confirm.select: from the content to the Client, and its answer back.
#include <fmt/core.h>

#include "amqp/channel.hpp"
#include "amqp/refusal.hpp"
#include "xml/reader.hpp"

namespace brevdue::amqp {

Channel::Answer Channel::on(const BasicPublish& method) {
  publish_ = method;
  header_ = {};
  expected_ = Expected::HEADER;
  return std::nullopt;
}

Channel::Answer Channel::on(const ConfirmSelect& method) {
  confirms_.select();
  if (!method.nowait) send(ConfirmSelectOk{});
  return std::nullopt;
}

Channel::Answer Channel::check_publish(const Properties& properties) const {
  if (publish_.immediate) return refusal(ReplyCode::NOT_IMPLEMENTED, "immediate=true");
  if (publish_.exchange.empty()) return refuse_exchange({});
  if (publish_.exchange != shared_.backend.publish_exchange()) {
    return not_found(exchange_text(publish_.exchange, vhost()));
  }
  // It is kept and shown to others. A correlation-id only goes back to who chose it, and may be any bytes.
  if (xml::first_bad_utf8(properties.message_id) != properties.message_id.size()) {
    return refusal(ReplyCode::PRECONDITION_FAILED, "message-id is not UTF-8");
  }
  if (properties.reply_to == kReplyQueue && !reply_consumer_) {
    return refusal(ReplyCode::PRECONDITION_FAILED, "fast reply consumer does not exist");
  }
  return std::nullopt;
}

Channel::Answer Channel::finish_publish(std::string_view body) {
  const auto properties = read_properties(header_.properties);
  if (!properties) return properties.error();
  if (auto bad = check_publish(*properties)) return bad;
  auto& slot = shared_.publishes.add();
  slot.channel = number_;
  slot.channel_serial = serial_;
  slot.confirm = confirms_.next();
  slot.wants_reply = properties->reply_to == kReplyQueue;
  slot.bytes = body.size() + properties->token.size();
  slot.correlation_id.assign(properties->correlation_id);
  shared_.publishes.count_bytes(slot);
  const auto id = shared_.publishes.last();
  const bool oversized = header_.body_size > shared_.limits.message_bytes;
  auto refused = shared_.client->publish(id, {.channel = number_,
                                              .exchange = publish_.exchange,
                                              .routing_key = publish_.routing_key,
                                              .mandatory = publish_.mandatory,
                                              .properties = *properties,
                                              .body = oversized ? std::string_view{} : body,
                                              .oversized = oversized});
  if (auto* left = refused ? shared_.publishes.find(id) : nullptr) shared_.publishes.remove(*left);
  forget_content();
  return refused;
}

void Channel::forget_content() {
  shared_.begun_bytes -= body_.size();
  if (kept_at_ != Expected::METHOD) {
    shared_.begun_bytes -= kept_.size();
    std::string().swap(kept_);
    kept_at_ = Expected::METHOD;
  }
  if (body_.capacity() > 64 * 1024UL) {
    std::string().swap(body_);
  } else {
    body_.clear();
  }
  expected_ = Expected::METHOD;
}

void Channel::publish_answered(const Unanswered& publish, bool stored, std::string_view reply) {
  if (publish.confirm != 0) confirms_.answer(publish.confirm, stored);
  if (!publish.wants_reply || !reply_consumer_) return;
  put_method(shared_.replies, number_,
             BasicDeliver{.consumer_tag = reply_consumer_->tag,
                          .delivery_tag = ++last_tag_,
                          .routing_key = reply_consumer_->routing_key});
  const Properties properties{.content_type = "application/xml", .correlation_id = publish.correlation_id};
  put_content(shared_.replies, number_, properties, {&reply, 1}, shared_.frame_max);
}

}  // namespace brevdue::amqp
