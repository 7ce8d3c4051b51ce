#include "amqp/connection.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "amqp/refusal.hpp"
#include "base/bytes.hpp"
#include "base/log.hpp"

namespace brevdue::amqp {
namespace {

// Before the tune a frame may be this large: start-ok carries the token (spec beskedfordeler 2.2).
constexpr std::uint32_t kFrameMaxBeforeTune = 128 * 1024;

bool is(const Frame& frame, FrameType type) {
  return frame.type == static_cast<std::uint8_t>(type);
}

std::uint32_t method_of(const Frame& frame) {
  if (!is(frame, FrameType::METHOD) || frame.payload.size() < 4) return 0;
  return base::get_be<std::uint32_t>(frame.payload.data());
}

bool known(const Frame& frame) {
  switch (static_cast<FrameType>(frame.type)) {
    case FrameType::METHOD:
      return frame.payload.size() >= 4;
    case FrameType::HEADER:
    case FrameType::BODY:
      return true;
    case FrameType::HEARTBEAT:
      return frame.payload.empty();
  }
  return false;
}

Refusal bad_frame(ReplyCode code, const Frame& frame, std::string_view what) {
  return refusal(code, fmt::format("type {}, {}{}", frame.type, payload_snippet(frame.payload), what));
}

}  // namespace

Connection::Connection(Host& host, Backend& backend, const AmqpLimits& limits, const base::Ur& ur,
                       base::Tilfaeldig& random, Counts& counts)
    : host_(host),
      backend_(backend),
      limits_(limits),
      ur_(ur),
      counts_(counts),
      reader_(std::max(kFrameMaxBeforeTune, limits.frame_max)),
      give_up_(ur.monoton() + limits.handshake),
      last_sent_(ur.monoton()),
      last_received_(last_sent_),
      shared_(limits, random, backend) {
  ++counts_.connections;
}

Connection::~Connection() {
  counts_.channels -= static_cast<unsigned>(channels_.size());
  --counts_.connections;
}

void Connection::filled(std::size_t size) {
  reader_.filled(size);
  last_received_ = ur_.monoton();
}

Connection::Next Connection::process() {
  held_ = false;
  while (waits_for_ == Next::READ) {
    if (state_ == State::DONE) return Next::END;
    if (state_ == State::DEAF) {
      reader_.take_all();
      break;
    }
    if (state_ == State::HEADER) {
      if (!take_header()) break;
      continue;
    }
    const auto frame = reader_.peek();
    if (!frame) {
      refuse_connection(frame.error(), 0, true);
      continue;
    }
    if (!*frame) break;
    if (must_hold(**frame)) {
      end_turn();  // which may already bring the answers
      held_ = must_hold(**frame);
      if (held_) return Next::HOLD;
      continue;
    }
    reader_.pop(**frame);
    on_frame(**frame);
  }
  end_turn();
  return state_ == State::DONE ? Next::END : waits_for_;
}

// False while it has not come yet.
bool Connection::take_header() {
  const auto header = reader_.protocol_header();
  if (!header) return false;
  if (*header == kProtocolHeader) {
    reader_.take(kProtocolHeader.size());
    start();
  } else {
    shared_.out.append(kProtocolHeader);
    finish();
  }
  return true;
}

// What one read brought is handed over together.
void Connection::end_turn() {
  for (const auto& [number, channel] : channels_) channel->keep_begun();
  if (!may_use_client()) return;
  shared_.settle();
  shared_.client->flush();
  if (!shared_.out.empty() || !shared_.hungry.empty()) host_.wake();
}

void Connection::on_frame(const Frame& frame) {
  if (frame.channel != 0) return on_channel_frame(frame);
  if (state_ == State::CLOSING) {
    if (is(frame, FrameType::METHOD)) on_connection_frame(frame);
    return;
  }
  if (!known(frame)) return refuse(0, bad_frame(ReplyCode::FRAME_ERROR, frame, ": unknown_frame"), 0);
  if (is(frame, FrameType::HEARTBEAT)) return;
  if (is(frame, FrameType::METHOD)) return on_connection_frame(frame);
  refuse(0, bad_frame(ReplyCode::UNEXPECTED_FRAME, frame, ""), 0);
}

void Connection::on_connection_frame(const Frame& frame) {
  const auto method = method_of(frame);
  if (method == 0) return;
  if (const auto refused = on_connection_method(method, frame.payload.substr(4))) refuse(0, *refused, method);
}

void Connection::on_channel_frame(const Frame& frame) {
  if (state_ == State::CLOSING) return;
  if (!known(frame)) return refuse(0, bad_frame(ReplyCode::FRAME_ERROR, frame, ": unknown_frame"), 0);
  if (!open() || is(frame, FrameType::HEARTBEAT)) {
    return refuse(0, bad_frame(ReplyCode::UNEXPECTED_FRAME, frame, ""), 0);
  }
  const auto at = channels_.find(frame.channel);
  if (at == channels_.end()) return open_channel(frame);
  auto& channel = *at->second;
  const auto method = method_of(frame);
  if (channel.closing()) return on_closing_channel(channel, method);
  if (method == kInfo<ChannelClose>.key() && !channel.in_content()) {
    return close_channel(channel, frame.payload.substr(4));
  }
  if (const auto refused = channel.on_frame(frame)) refuse(frame.channel, *refused, channel.method());
}

void Connection::open_channel(const Frame& frame) {
  const auto method = method_of(frame);
  if (method == 0) {
    return refuse(0, refusal(ReplyCode::UNEXPECTED_FRAME, "expected method frame, got non method frame instead"), 0);
  }
  if (method != kInfo<ChannelOpen>.key()) {
    return refuse(0, refusal(ReplyCode::CHANNEL_ERROR, "expected 'channel.open'"), method);
  }
  ChannelOpen open;
  if (const auto bad = read_arguments(kInfo<ChannelOpen>, frame.payload.substr(4), &open))
    return refuse(0, *bad, method);
  if (channels_.size() >= channel_max_) {
    const auto text = fmt::format("number of channels opened ({}) has reached the negotiated channel_max ({})",
                                  channels_.size(), channel_max_);
    return refuse(0, refusal(ReplyCode::NOT_ALLOWED, text), method);
  }
  channels_[frame.channel] = std::make_unique<Channel>(shared_, frame.channel, ++last_serial_);
  ++counts_.channels;
  send(ChannelOpenOk{}, frame.channel);
}

// The peer's close may cross ours: it is answered, and ours still is to be.
void Connection::on_closing_channel(Channel& channel, std::uint32_t method) {
  const auto number = channel.number();
  if (method == kInfo<ChannelClose>.key()) send(ChannelCloseOk{}, number);
  if (method == kInfo<ChannelCloseOk>.key()) erase_channel(number);
}

void Connection::close_channel(Channel& channel, std::string_view arguments) {
  ChannelClose close;
  if (const auto bad = read_arguments(kInfo<ChannelClose>, arguments, &close)) {
    return refuse(0, *bad, kInfo<ChannelClose>.key());
  }
  tell_answers();
  channel.end();
  send(ChannelCloseOk{}, channel.number());
  erase_channel(channel.number());
}

void Connection::erase_channel(std::uint16_t number) {
  channels_.erase(number);
  --counts_.channels;
}

void Connection::refuse(std::uint16_t channel, const Refusal& refusal, std::uint32_t method) {
  if (refusal.connection || channel == 0) return refuse_connection(refusal, method);
  if (!open()) return;
  tell_answers();
  auto& at = *channels_[channel];
  at.end();
  at.set_closing();
  send(ChannelClose{.reply_code = refusal.code,
                    .reply_text = reply_text(refusal.text),
                    .class_id = static_cast<std::uint16_t>(method >> 16),
                    .method_id = static_cast<std::uint16_t>(method)},
       channel);
}

void Connection::refuse_connection(const Refusal& refusal, std::uint32_t method, bool deaf) {
  if (state_ >= State::CLOSING) {
    state_ = deaf ? std::max(state_, State::DEAF) : state_;
    return;
  }
  // Nobody known may fill the log.
  const auto log = open() ? base::log::info : base::log::debug;
  log("AMQP connection is closed", {{"address", peer().address},
                                    {"code", std::uint64_t{refusal.code}},
                                    {"method", find_method(method) ? find_method(method)->name : ""}});
  tell_answers();
  send(ConnectionClose{.reply_code = refusal.code,
                       .reply_text = reply_text(refusal.text),
                       .class_id = static_cast<std::uint16_t>(method >> 16),
                       .method_id = static_cast<std::uint16_t>(method)});
  state_ = deaf ? State::DEAF : State::CLOSING;
  give_up_ = ur_.monoton() + limits_.close_wait;
  go_on_if_held();
}

bool Connection::too_many_unanswered(unsigned factor) const {
  return shared_.publishes.count() * factor >= limits_.unanswered ||
         shared_.publishes.bytes() * factor >= limits_.unanswered_bytes;
}

// Back-pressure: nothing is carried out while its answers could not be written, or while a basic.get waits for its
// answer (which must come before those to later methods); and no publish while there are too many or the server is
// blocked.
bool Connection::must_hold(const Frame& frame) const {
  if (!open()) return false;
  return answers_pend() ||
         (method_of(frame) == kInfo<BasicPublish>.key() && (blocked_.has_value() || too_many_unanswered(1)));
}

bool Connection::answers_pend() const {
  return !shared_.gets.empty() || shared_.out.size() > limits_.write_buffer;
}

void Connection::go_on_if_held() {
  if (!held_ || (open() && (answers_pend() || blocked_.has_value() || too_many_unanswered(2)))) return;
  held_ = false;
  host_.go_on();
}

void Connection::lost() {
  shared_.out.clear();
  shared_.replies.clear();
  finish();
}

void Connection::finish() {
  state_ = State::DONE;
  host_.wake();
}

// What the peer had leased goes back at once, not when it has said goodbye. Only from output(), since the Client may
// be the one who closed.
void Connection::release_client() {
  if (state_ >= State::CLOSING && waits_for_ != Next::UPDATE_SECRET) shared_.client.reset();
}

void Connection::take_output(std::string& into) {
  into.swap(output());
  being_written_ = into.size();
}

void Connection::written() {
  being_written_ = 0;
  last_sent_ = ur_.monoton();
  go_on_if_held();
}

base::Monoton Connection::next_deadline() const {
  if (state_ != State::RUNNING) return give_up_;
  if (heartbeat_.count() == 0) return base::Monoton::max();
  const auto beat = last_sent_ + heartbeat_ / 2;
  return held_ ? beat : std::min(beat, last_received_ + 2 * heartbeat_);
}

void Connection::tick() {
  if (finished()) return;
  const auto now = ur_.monoton();
  if (state_ != State::RUNNING) {
    if (now >= give_up_) lost();
    return;
  }
  if (heartbeat_.count() == 0) return;
  if (!held_ && now >= last_received_ + 2 * heartbeat_) return lost();
  if (now >= last_sent_ + heartbeat_ / 2) put_frame(shared_.out, FrameType::HEARTBEAT, 0, {});
}

}  // namespace brevdue::amqp
