#include "amqp/klient.hpp"

#include <array>
#include <utility>

#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::uint16_t kChannel = 1;
constexpr std::string_view kReplyQueue = "amq.rabbitmq.reply-to";

// A client that says it understands authentication_failure_close is told why it is refused.
std::string client_properties() {
  std::string capabilities;
  for (const std::string_view name : {"authentication_failure_close", "publisher_confirms", "basic.nack"}) {
    put_short_string(capabilities, name);
    capabilities += 't';
    capabilities += '\x01';
  }
  std::string out;
  put_short_string(out, "product");
  out += 'S';
  put_long_string(out, "Brevdue");
  put_short_string(out, "capabilities");
  out += 'F';
  put_long_string(out, capabilities);
  return out;
}

template <class M>
Resultat<M> arguments_of(std::string_view arguments) {
  M out;
  if (const auto refused = read_arguments(kInfo<M>, arguments, &out)) {
    return base::fejl(FejlKode::UGYLDIG, refused->text);
  }
  return out;
}

std::unexpected<base::Fejl> closed_by_server(std::uint16_t code, std::string_view text) {
  return base::fejl(FejlKode::IKKE_TILLADT, std::to_string(code) + " " + std::string(text));
}

}  // namespace

Resultat<std::unique_ptr<Klient>> Klient::open(const net::KlientMaal& maal, std::string_view mechanism,
                                               std::string_view response, std::string_view vhost) {
  auto stream = PROEV(net::Klient::connect(maal));
  std::unique_ptr<Klient> out(new Klient(std::move(stream)));
  PROEV(out->start(mechanism, response, vhost));
  return out;
}

Resultat<Frame> Klient::next_frame() {
  if (const auto consumed = std::exchange(consumed_, std::nullopt)) frames_.take(*consumed);
  while (true) {
    const auto read = frames_.peek();
    if (!read) return base::fejl(FejlKode::UGYLDIG, read.error().text);
    if (const std::optional<Frame>& frame = *read) {
      consumed_ = frame->payload.size() + kFrameOverhead;
      return *frame;
    }
    const std::size_t got = PROEV(stream_->read_some(frames_.space()));
    if (got == 0) return base::fejl(FejlKode::FORBINDELSE, "the server closed the connection");
    frames_.filled(got);
  }
}

Resultat<void> Klient::read_content(KlientBesked& besked) {
  ContentHeader header;
  const Frame first = PROEV(next_frame());
  if (!read_content_header(first.payload, header)) return base::fejl(FejlKode::UGYLDIG, "no content header");
  const auto properties = read_properties(header.properties);
  if (!properties) return base::fejl(FejlKode::UGYLDIG, properties.error().text);
  besked.correlation_id = properties->correlation_id;
  besked.message_id = properties->message_id;
  while (besked.body.size() < header.body_size) besked.body += PROEV(next_frame()).payload;
  return {};
}

// A close is answered here, whatever was waited for.
Resultat<Klient::Modtaget> Klient::next_method() {
  Frame frame = PROEV(next_frame());
  while (frame.type != static_cast<std::uint8_t>(FrameType::METHOD)) frame = PROEV(next_frame());  // heartbeats
  if (frame.payload.size() < 4) return base::fejl(FejlKode::UGYLDIG, "a method without a number");
  Modtaget out;
  out.info = find_method(base::get_be<std::uint32_t>(frame.payload.data()));
  if (out.info == nullptr) return base::fejl(FejlKode::UGYLDIG, "an unknown method");
  out.arguments = frame.payload.substr(4);
  if (out.info == &kInfo<ConnectionClose>) {
    const auto close = PROEV(arguments_of<ConnectionClose>(out.arguments));
    return closed_by_server(close.reply_code, close.reply_text);
  }
  if (out.info == &kInfo<ChannelClose>) {
    const auto close = PROEV(arguments_of<ChannelClose>(out.arguments));
    return closed_by_server(close.reply_code, close.reply_text);
  }
  if (out.info->content) PROEV(read_content(out.besked));
  return out;
}

// What may come between: deliveries and confirms.
Resultat<void> Klient::note(Modtaget&& one) {
  if (one.info == &kInfo<BasicAck>) {
    confirmed_ = PROEV(arguments_of<BasicAck>(one.arguments)).delivery_tag;
  } else if (one.info == &kInfo<BasicNack>) {
    return base::fejl(FejlKode::LAGER, "basic.nack: the server could not keep the message");
  } else if (one.info == &kInfo<BasicDeliver>) {
    const auto deliver = PROEV(arguments_of<BasicDeliver>(one.arguments));
    one.besked.consumer_tag = deliver.consumer_tag;
    one.besked.delivery_tag = deliver.delivery_tag;
    one.besked.redelivered = deliver.redelivered;
    waiting_.push_back(std::move(one.besked));
  } else {
    return base::fejl(FejlKode::UGYLDIG, "an unexpected " + std::string(one.info->name));
  }
  return {};
}

Resultat<void> Klient::note_next() {
  Modtaget one = PROEV(next_method());
  return note(std::move(one));
}

template <class M>
Resultat<Klient::Modtaget> Klient::expect() {
  while (true) {
    Modtaget one = PROEV(next_method());
    if (one.info == &kInfo<M>) return one;
    PROEV(note(std::move(one)));
  }
}

Resultat<void> Klient::start(std::string_view mechanism, std::string_view response, std::string_view vhost) {
  PROEV(stream_->write(kProtocolHeader));
  PROEV(expect<ConnectionStart>());
  const std::string properties = client_properties();
  std::string out;
  put_method(out, 0, ConnectionStartOk{properties, mechanism, response, "en_US"});
  PROEV(stream_->write(out));
  const Modtaget tuned = PROEV(expect<ConnectionTune>());
  const auto tune = PROEV(arguments_of<ConnectionTune>(tuned.arguments));
  frame_max_ = tune.frame_max;
  out.clear();
  put_method(out, 0, ConnectionTuneOk{tune.channel_max, tune.frame_max, 0});
  ConnectionOpen open;
  open.virtual_host = vhost;
  put_method(out, 0, open);
  PROEV(stream_->write(out));
  PROEV(expect<ConnectionOpenOk>());
  out.clear();
  put_method(out, kChannel, ChannelOpen{});
  PROEV(stream_->write(out));
  PROEV(expect<ChannelOpenOk>());
  return {};
}

Resultat<void> Klient::confirm() {
  std::string out;
  put_method(out, kChannel, ConfirmSelect{});
  PROEV(stream_->write(out));
  PROEV(expect<ConfirmSelectOk>());
  return {};
}

Resultat<void> Klient::ready_to_publish() {
  PROEV(confirm());
  std::string out;
  BasicConsume consume;
  consume.queue = kReplyQueue;
  consume.no_ack = true;
  put_method(out, kChannel, consume);
  PROEV(stream_->write(out));
  PROEV(expect<BasicConsumeOk>());
  return {};
}

Resultat<std::string> Klient::publish(std::string_view exchange, std::string_view token, std::string_view message_id,
                                      std::string_view correlation_id, std::string_view body) {
  std::string out;
  BasicPublish publish;
  publish.exchange = exchange;
  publish.mandatory = true;
  put_method(out, kChannel, publish);
  Properties properties;
  properties.token = token;
  properties.message_id = message_id;
  properties.correlation_id = correlation_id;
  properties.reply_to = kReplyQueue;
  const std::array pieces{body};
  put_content(out, kChannel, properties, pieces, frame_max_);
  PROEV(stream_->write(out));
  const std::uint64_t before = confirmed_;
  while (confirmed_ == before || waiting_.empty()) PROEV(note_next());
  std::string reply = std::move(waiting_.front().body);
  waiting_.pop_front();
  return reply;
}

Resultat<void> Klient::prefetch(std::uint16_t count) {
  std::string out;
  BasicQos qos;
  qos.prefetch_count = count;
  put_method(out, kChannel, qos);
  PROEV(stream_->write(out));
  PROEV(expect<BasicQosOk>());
  return {};
}

Resultat<void> Klient::consume(std::string_view queue) {
  std::string out;
  BasicConsume consume;
  consume.queue = queue;
  put_method(out, kChannel, consume);
  PROEV(stream_->write(out));
  PROEV(expect<BasicConsumeOk>());
  return {};
}

Resultat<KlientBesked> Klient::next(std::chrono::milliseconds timeout) {
  stream_->set_timeout(timeout);
  while (waiting_.empty()) PROEV(note_next());
  KlientBesked out = std::move(waiting_.front());
  waiting_.pop_front();
  return out;
}

Resultat<std::optional<KlientBesked>> Klient::get(std::string_view queue, bool no_ack) {
  std::string out;
  BasicGet get;
  get.queue = queue;
  get.no_ack = no_ack;
  put_method(out, kChannel, get);
  PROEV(stream_->write(out));
  while (true) {
    Modtaget one = PROEV(next_method());
    if (one.info == &kInfo<BasicGetEmpty>) return std::nullopt;
    if (one.info == &kInfo<BasicGetOk>) {
      one.besked.delivery_tag = PROEV(arguments_of<BasicGetOk>(one.arguments)).delivery_tag;
      return std::move(one.besked);
    }
    PROEV(note(std::move(one)));
  }
}

Resultat<void> Klient::ack(std::uint64_t delivery_tag, bool multiple) {
  std::string out;
  put_method(out, kChannel, BasicAck{delivery_tag, multiple});
  return stream_->write(out);
}

Resultat<void> Klient::close() {
  std::string out;
  put_method(out, 0, ConnectionClose{200, "Goodbye", 0, 0});
  PROEV(stream_->write(out));
  PROEV(expect<ConnectionCloseOk>());
  return {};
}

}  // namespace brevdue::amqp
