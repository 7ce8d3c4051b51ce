// A lean publisher (and, if asked, consumer) that drives Brevdue and RabbitMQ with the same bytes: messages encoded
// beforehand, each patched with its own BeskedId and message-id, a fixed window of unconfirmed ones. bench/publish runs
// it against both in turn. Prints one JSON object.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "amqp/klient.hpp"

namespace {

using namespace brevdue;
using Clock = std::chrono::steady_clock;

constexpr std::uint16_t kChannel = 1;
constexpr std::size_t kWriteBytes = 256 << 10;
constexpr std::size_t kWriteMessages = 64;
constexpr std::uint16_t kPrefetch = 1000;
constexpr std::size_t kRing = 1 << 20;  // more messages than can be unconfirmed at once, whatever the order

struct Options {
  net::KlientMaal maal;
  std::string mechanism = "EXTERNAL";
  std::string response_file;  // of publisher and consumer, unless the consumer has its own
  std::string consumer_response_file;
  std::string vhost = "BF";
  std::string exchange = "AFSEND_BESKED_EXCHANGE";
  std::string token_file;  // into each message's header
  std::string envelope;
  std::string queue;  // consumed meanwhile
  std::size_t window = 192;
  double seconds = 2;
  double rate = 0;  // messages a second; 0: as fast as the window lets
};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "publish_bench: %s\n", why.c_str());
  std::exit(1);
}

template <class T>
T must(base::Resultat<T> result) {
  if (!result) fail(base::beskriv(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string read_all(const std::string& file) {
  if (file.empty()) return {};
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(file + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

// 36 characters that differ for every number and every run.
void write_uuid(char* to, std::uint32_t run, std::uint64_t number) {
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-4000-8000-%012llx", run, 0xbe9cU,
                static_cast<unsigned long long>(number));
  std::copy_n(text, 36, to);
}

// One message as its frames, and where in them its two ids stand.
struct Template {
  std::string bytes;
  std::size_t besked_id = 0;
  std::size_t message_id = 0;
};

Template make_template(const Options& options, std::string body) {
  constexpr std::string_view kMark = "ffffffff-ffff-4fff-8fff-fffffffffff0";
  constexpr std::string_view kMessageMark = "ffffffff-ffff-4fff-8fff-fffffffffff1";
  const auto element = body.find("UUIDIdentifikator>", body.find("BeskedId>"));
  const auto id = element == std::string::npos ? element : body.find_first_of("0123456789abcdefABCDEF", element + 18);
  if (id == std::string::npos) fail("the envelope has no BeskedId");
  body.replace(id, kMark.size(), kMark);
  Template out;
  amqp::BasicPublish publish;
  publish.exchange = options.exchange;
  put_method(out.bytes, kChannel, publish);
  const std::string token = read_all(options.token_file);
  amqp::Properties properties;
  properties.token = token;
  properties.message_id = kMessageMark;
  properties.delivery_mode = 2;
  const std::array<std::string_view, 1> pieces{body};
  put_content(out.bytes, kChannel, properties, pieces, 131072);
  out.besked_id = out.bytes.find(kMark);
  out.message_id = out.bytes.find(kMessageMark);
  if (out.besked_id == std::string::npos || out.message_id == std::string::npos) fail("the message was cut in frames");
  return out;
}

class Publisher {
 public:
  Publisher(const Options& options, amqp::Klient& klient)
      : options_(options),
        stream_(klient.stream()),
        template_(make_template(options, read_all(options.envelope))),
        sent_at_(kRing),
        open_(kRing),
        run_(static_cast<std::uint32_t>(Clock::now().time_since_epoch().count())) {
    klient.stream().set_timeout(std::chrono::seconds(30));
  }

  void run() {
    const auto start = Clock::now();
    const auto end =
        start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.seconds));
    while (Clock::now() < end) {
      const std::size_t room = options_.window - static_cast<std::size_t>(sent_ - confirmed_);
      const std::size_t least = std::min<std::size_t>(kWriteMessages, (options_.window + 2) / 3);
      if (options_.rate > 0 ? pace(start) && room > 0 : room >= least) {
        send(options_.rate > 0 ? 1 : std::min(room, kWriteMessages));
      } else {
        read_acks();
      }
    }
    while (confirmed_ < sent_) read_acks();
    seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
  }

  std::string json(std::uint64_t consumed) {
    std::ranges::sort(latencies_);
    const auto at = [&](double share) {
      return latencies_.empty()
                 ? 0U
                 : latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))];
    };
    return fmt::format(
        R"({{"confirmed":{},"seconds":{:.4f},"rate":{:.0f},"p50_us":{},"p99_us":{},"consumed":{},"message_bytes":{}}})",
        confirmed_, seconds_, static_cast<double>(confirmed_) / seconds_, at(0.5), at(0.99), consumed,
        template_.bytes.size());
  }

 private:
  // Whether the next message is due; sleeps a little when all is confirmed and none is.
  bool pace(Clock::time_point start) {
    const auto due = start + std::chrono::duration_cast<Clock::duration>(
                                 std::chrono::duration<double>(static_cast<double>(sent_) / options_.rate));
    if (Clock::now() >= due) return true;
    if (confirmed_ == sent_) std::this_thread::sleep_until(due);
    return confirmed_ == sent_;
  }

  void send(std::size_t count) {
    out_.clear();
    const auto now = Clock::now();
    for (std::size_t i = 0; i < count && (i == 0 || out_.size() + template_.bytes.size() <= kWriteBytes); ++i) {
      const std::size_t at = out_.size();
      out_ += template_.bytes;
      ++sent_;
      write_uuid(out_.data() + at + template_.besked_id, run_, sent_);
      write_uuid(out_.data() + at + template_.message_id, run_ + 1, sent_);
      sent_at_[sent_ % sent_at_.size()] = now;
      open_[sent_ % open_.size()] = true;
    }
    must(stream_.write(out_));
  }

  void read_acks() {
    frames_.filled(must(stream_.read_some(frames_.space())));
    while (true) {
      const auto frame = frames_.peek();
      if (!frame) fail(frame.error().text);
      if (!*frame) return;
      take((*frame)->payload);
      frames_.pop(**frame);
    }
  }

  void take(std::string_view payload) {
    if (payload.empty()) return;  // a heartbeat
    const auto* info = amqp::find_method(base_key(payload));
    if (info != &amqp::kInfo<amqp::BasicAck>) fail(fmt::format("{} instead of basic.ack", info ? info->name : "?"));
    amqp::BasicAck ack;
    if (amqp::read_arguments(*info, payload.substr(4), &ack)) fail("a malformed basic.ack");
    const auto now = Clock::now();
    // RabbitMQ may confirm out of order; each is counted once.
    for (std::uint64_t tag = ack.multiple ? lowest_ : ack.delivery_tag; tag <= ack.delivery_tag; ++tag)
      settle(tag, now);
    while (lowest_ <= sent_ && !open_[lowest_ % open_.size()]) ++lowest_;
  }

  void settle(std::uint64_t tag, Clock::time_point now) {
    if (tag < lowest_ || tag > sent_ || !open_[tag % open_.size()]) return;
    open_[tag % open_.size()] = false;
    const auto took = now - sent_at_[tag % sent_at_.size()];
    latencies_.push_back(static_cast<unsigned>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    ++confirmed_;
  }

  static std::uint32_t base_key(std::string_view payload) {
    std::uint32_t key = 0;
    if (payload.size() < 4) fail("a method without a number");
    for (int i = 0; i < 4; ++i) key = key << 8 | static_cast<unsigned char>(payload[static_cast<std::size_t>(i)]);
    return key;
  }

  const Options& options_;
  net::Klient& stream_;
  Template template_;
  std::vector<Clock::time_point> sent_at_;
  std::vector<bool> open_;  // sent and not confirmed
  std::uint32_t run_;
  amqp::FrameReader frames_{131072};
  std::string out_;
  std::vector<unsigned> latencies_;
  std::uint64_t sent_ = 0;
  std::uint64_t confirmed_ = 0;
  std::uint64_t lowest_ = 1;
  double seconds_ = 0;
};

// Takes and acks until told to stop and nothing comes any more.
class Consumer {
 public:
  Consumer(const Options& options, const std::string& response)
      : klient_(must(amqp::Klient::open(options.maal, options.mechanism, response, options.vhost))) {
    must(klient_->prefetch(kPrefetch));
    must(klient_->consume(options.queue));
    thread_ = std::thread([this] { run(); });
  }
  std::uint64_t stop() {
    stop_ = true;
    thread_.join();
    return consumed_;
  }

 private:
  void run() {
    std::uint64_t acked = 0;
    std::uint64_t tag = 0;
    while (true) {
      const auto besked = klient_->next(std::chrono::milliseconds(500));
      if (!besked && besked.error().kode != base::FejlKode::TIDSFRIST) fail("consumer: " + besked.error().tekst);
      if (!besked && stop_) break;
      if (!besked) continue;
      ++consumed_;
      tag = besked->delivery_tag;
      if (tag - acked >= kPrefetch / 10) {
        must(klient_->ack(tag, true));
        acked = tag;
      }
    }
    if (tag > acked) must(klient_->ack(tag, true));
    must(klient_->close());
  }

  std::unique_ptr<amqp::Klient> klient_;
  std::thread thread_;
  std::atomic<bool> stop_{false};
  std::uint64_t consumed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"publishes with a window of unconfirmed messages and prints what came of it"};
  app.add_option("--host", options.maal.host)->required();
  app.add_option("--port", options.maal.port)->required();
  app.add_option("--ca", options.maal.ca_file, "turns TLS on");
  app.add_option("--cert", options.maal.certificate_file);
  app.add_option("--key", options.maal.key_file);
  app.add_option("--mechanism", options.mechanism);
  app.add_option("--response-file", options.response_file)->required();
  app.add_option("--consumer-response-file", options.consumer_response_file);
  app.add_option("--vhost", options.vhost);
  app.add_option("--exchange", options.exchange);
  app.add_option("--token-file", options.token_file);
  app.add_option("--envelope", options.envelope)->required();
  app.add_option("--consume", options.queue, "consume this queue meanwhile");
  app.add_option("--window", options.window)->check(CLI::Range(1, 1000000));
  app.add_option("--seconds", options.seconds)->check(CLI::Range(0.1, 600.0));
  app.add_option("--rate", options.rate);
  CLI11_PARSE(app, argc, argv);
  options.maal.tls = !options.maal.ca_file.empty();
  const auto response = read_all(options.response_file);
  const auto own = options.consumer_response_file;
  auto klient = must(amqp::Klient::open(options.maal, options.mechanism, response, options.vhost));
  must(klient->confirm());
  std::unique_ptr<Consumer> consumer;
  if (!options.queue.empty()) consumer = std::make_unique<Consumer>(options, own.empty() ? response : read_all(own));
  Publisher publisher(options, *klient);
  publisher.run();
  const std::uint64_t consumed = consumer ? consumer->stop() : 0;
  std::puts(publisher.json(consumed).c_str());
}
