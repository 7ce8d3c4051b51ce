// What the Client asks of its Session, and what is gathered until the next write.
#include <algorithm>
#include <array>

#include "amqp/connection.hpp"
#include "amqp/refusal.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

// Credit given ahead, shared by a connection's consumers. What may wait for a peer that stopped reading is bounded by
// room(), in bytes.
constexpr std::uint32_t kMostWindow = 64;
constexpr std::uint32_t kWindows = 512;

}  // namespace

std::string Shared::unguessable() {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  auto text = base::base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  text.resize(22);  // without the padding
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

Channel* Connection::channel_of(std::uint16_t number, std::uint64_t serial) {
  const auto at = channels_.find(number);
  if (at == channels_.end() || at->second->serial() != serial || at->second->closing()) return nullptr;
  return at->second.get();
}

void Connection::answer(PublishId id, bool stored, std::string_view reply) {
  auto* publish = shared_.publishes.find(id);
  if (publish == nullptr) return;
  if (auto* channel = open() ? channel_of(publish->channel, publish->channel_serial) : nullptr) {
    channel->publish_answered(*publish, stored, reply);
    if (to_confirm_.empty() || to_confirm_.back() != publish->channel) to_confirm_.push_back(publish->channel);
  }
  shared_.publishes.remove(*publish);
  host_.wake();
  go_on_if_held();
}

// First the acks, then the replies: a client that has its reply also has its confirm.
void Connection::tell_answers() {
  for (const auto number : to_confirm_) {
    const auto at = channels_.find(number);
    if (at != channels_.end() && !at->second->closing()) at->second->flush_confirms();
  }
  to_confirm_.clear();
  shared_.out.append(shared_.replies);
  shared_.replies.clear();
}

std::size_t Connection::room() const {
  const std::size_t waiting = shared_.out.size() + being_written_ + shared_.held_bytes;
  return limits_.write_buffer - std::min(limits_.write_buffer, waiting);
}

bool Connection::deliver(ConsumerId id, const Delivery& delivery) {
  const auto at = shared_.consumers.find(id);
  if (!open() || at == shared_.consumers.end()) return false;
  at->second.channel->deliver(id, delivery);
  host_.wake();
  return true;
}

PendingGet Connection::take_get(GetId id) {
  auto node = shared_.gets.extract(id);
  return node.empty() ? PendingGet{} : std::move(node.mapped());
}

bool Connection::got(GetId id, const Delivery* delivery, std::uint32_t left) {
  const auto get = take_get(id);
  auto* channel = open() ? channel_of(get.channel, get.channel_serial) : nullptr;
  if (channel != nullptr) {
    channel->got(get, delivery, left);
    host_.wake();
  }
  go_on_if_held();
  return channel != nullptr;
}

void Connection::get_refused(GetId id, const Refusal& refusal) {
  const auto get = take_get(id);
  if (open() && channel_of(get.channel, get.channel_serial) != nullptr) {
    refuse(get.channel, refusal, kInfo<BasicGet>.key());
  }
  go_on_if_held();
}

void Connection::cancel(ConsumerId id) {
  const auto at = shared_.consumers.find(id);
  if (!open() || at == shared_.consumers.end()) return;
  at->second.channel->consumer_cancelled_by_server(id, reports_cancel_);
  host_.wake();
}

void Connection::close(std::uint16_t code, std::string_view text) {
  if (state_ == State::HEADER) return finish();
  refuse_connection({.code = code, .text = std::string(text), .connection = true}, 0);
}

void Connection::blocked(std::optional<std::string_view> reason) {
  blocked_ = reason.transform([](std::string_view text) { return std::string(text); });
  if (open()) tell_blocked();
  go_on_if_held();
}

void Connection::tell_blocked() {
  if (!reports_blocked_) return;
  if (blocked_) {
    send(ConnectionBlocked{.reason = *blocked_});
  } else {
    send(ConnectionUnblocked{});
  }
}

std::function<void(std::function<void()>)> Connection::poster() {
  return [post = host_.poster(), alive = std::weak_ptr<void>(alive_)](std::function<void()> work) {
    post([alive, work = std::move(work)] {
      if (alive.lock()) work();
    });
  };
}

std::uint32_t Connection::window() const {
  const auto consumers = static_cast<std::uint32_t>(shared_.consumers.size());
  return std::clamp(kWindows / std::max(consumers, 1U), 1U, kMostWindow);
}

// Gives credit to consumers with room, unless much is still to be written; then the next write asks again. Credit may
// be answered with deliveries at once, which ask for more in the next turn. Those that waited for bytes go first.
void Connection::top_up() {
  if (room() == 0) return;
  shared_.client->drained();
  auto hungry = std::move(shared_.hungry);
  shared_.hungry.clear();
  for (const auto id : hungry) {
    const auto at = shared_.consumers.find(id);
    if (at == shared_.consumers.end()) continue;
    const auto more = at->second.channel->room_for(at->second, window());
    if (more == 0) continue;
    at->second.standing += more;
    shared_.client->credit(id, more);
  }
}

std::string& Connection::output() {
  if (may_use_client()) {
    shared_.settle();
    top_up();
  }
  tell_answers();
  release_client();
  return shared_.out;
}

}  // namespace brevdue::amqp
