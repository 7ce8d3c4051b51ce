// The whole program is killed under load, again and again: publishers with many unconfirmed beskeder, a receiver that
// acks. What was confirmed comes, in order, nothing else comes, and the ledger still holds every head noted before.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <charconv>
#include <map>
#include <random>
#include <semaphore>
#include <set>
#include <thread>
#include <vector>

#include "../acceptance/sandkasse.hpp"
#include "amqp/frame.hpp"
#include "settings.hpp"

namespace brevdue::crash {
namespace {

using acceptance::must;
using acceptance::Sandkasse;

constexpr std::uint64_t kRounds = 20;
constexpr std::size_t kPublishers = 3;
constexpr std::uint64_t kWindow = 32;

struct Nummer {
  std::uint64_t publisher = 0;
  std::uint64_t number = 0;
  auto operator<=>(const Nummer&) const = default;
};

std::string besked_id(Nummer n) {
  return fmt::format("{:08x}-0000-4000-8000-{:012x}", n.publisher, n.number);
}

// The BeskedId of what was delivered, which the test itself made.
Nummer nummer_of(std::string_view body) {
  const auto at = body.find("UUIDIdentifikator>") + 18;
  Nummer out;
  std::from_chars(body.data() + at, body.data() + at + 8, out.publisher, 16);
  std::from_chars(body.data() + at + 24, body.data() + at + 36, out.number, 16);
  return out;
}

// Says when so many beskeder are confirmed, or when no publisher is left.
class Maal {
 public:
  Maal(std::int64_t left, std::ptrdiff_t publishers) : left_(left), publishers_(publishers) {}
  void confirmed(std::uint64_t count) {
    for (; count > 0; --count) {
      if (left_.fetch_sub(1) == 1) reached_.release();
    }
  }
  void ended() {
    if (publishers_.fetch_sub(1) == 1) reached_.release();
  }
  void wait() { reached_.acquire(); }

 private:
  std::atomic<std::int64_t> left_;
  std::atomic<std::ptrdiff_t> publishers_;
  std::counting_semaphore<2> reached_{0};
};

// One sender, who goes on with its numbers after each kill. By one thread at a time.
class Publisher {
 public:
  Publisher(std::uint64_t id, std::string token) : id_(id), token_(std::move(token)) {}

  // Until the program is gone.
  void run(const Sandkasse& sandkasse, Maal& maal) {
    auto klient = sandkasse.connect(token_);
    if (klient && (*klient)->confirm()) go_on((*klient)->stream(), maal);
    maal.ended();
  }
  std::uint64_t sent() const { return sent_; }
  const std::set<Nummer>& confirmed() const { return confirmed_; }

 private:
  void go_on(net::Klient& stream, Maal& maal) {
    amqp::FrameReader frames{128 << 10};
    const std::uint64_t first = sent_;
    std::uint64_t acked = 0;
    while (true) {
      std::string out;
      while (sent_ - first - acked < kWindow) put(out);
      if (!out.empty() && !stream.write(out)) return;
      const auto got = stream.read_some(frames.space());
      if (!got || *got == 0) return;
      frames.filled(*got);
      const std::uint64_t before = acked;
      take(frames, first, acked);
      maal.confirmed(acked - before);
    }
  }
  void put(std::string& out) {
    const std::string id = besked_id({id_, ++sent_});
    const std::string body = acceptance::besked(id);
    put_method(out, 1, amqp::BasicPublish{.exchange = acceptance::kExchange, .mandatory = true});
    amqp::Properties properties;
    properties.token = token_;
    properties.message_id = id;
    const std::array<std::string_view, 1> pieces{body};
    put_content(out, 1, properties, pieces, 128 << 10);
  }
  void take(amqp::FrameReader& frames, std::uint64_t first, std::uint64_t& acked) {
    while (true) {
      const auto frame = frames.peek();
      if (!frame || !*frame) return;
      const auto payload = (*frame)->payload;
      amqp::BasicAck ack;
      if (amqp::find_method(base::get_be<std::uint32_t>(payload.data())) == &amqp::kInfo<amqp::BasicAck> &&
          !amqp::read_arguments(amqp::kInfo<amqp::BasicAck>, payload.substr(4), &ack)) {
        while (acked < ack.delivery_tag) confirmed_.insert({id_, first + ++acked});
      } else {
        ADD_FAILURE() << "something else than basic.ack came";
      }
      frames.pop(**frame);
    }
  }

  std::uint64_t id_;
  std::string token_;
  std::uint64_t sent_ = 0;
  std::set<Nummer> confirmed_;
};

// The receiver, and what it has seen over all the program's lives.
class Receiver {
 public:
  // Until `last` has come or the program is gone.
  void run(const Sandkasse& sandkasse, const std::string& token, Nummer last) {
    auto klient = sandkasse.connect(token);
    if (!klient || !(*klient)->prefetch(20) || !(*klient)->consume(app::kEksempelDueslag)) return;
    while (!seen_.contains(last)) {
      const auto besked = (*klient)->next(acceptance::kSvarfrist);
      if (!besked) return;
      note(nummer_of(besked->body));
      if (!(*klient)->ack(besked->delivery_tag)) return;
    }
    must((*klient)->close());
  }
  const std::set<Nummer>& seen() const { return seen_; }

 private:
  void note(Nummer n) {
    if (!seen_.insert(n).second) return;
    auto& newest = newest_[n.publisher];
    EXPECT_LT(newest, n.number) << "out of order from publisher " << n.publisher;
    newest = n.number;
  }
  std::set<Nummer> seen_;
  std::map<std::uint64_t, std::uint64_t> newest_;
};

class Forloeb {
 public:
  explicit Forloeb(std::uint64_t seed) : dice_(seed) {
    if (!sandkasse_.start()) std::abort();
    modtag_ = sandkasse_.token("modtag");
    for (std::uint64_t i = 1; i <= kPublishers; ++i) publishers_.emplace_back(i, sandkasse_.token("afsend"));
  }
  void round() {
    Maal maal(std::uniform_int_distribution<std::int64_t>{1, 300}(dice_), kPublishers);
    {
      std::vector<std::jthread> threads;
      threads.emplace_back([this] { receiver_.run(sandkasse_, modtag_, kNone); });
      for (auto& one : publishers_) threads.emplace_back([&] { one.run(sandkasse_, maal); });
      maal.wait();
      heads_.push_back(sandkasse_.ledger_head());
      sandkasse_.kill();
    }
    ASSERT_TRUE(sandkasse_.start()) << sandkasse_.log();
  }
  // A last besked, behind all others in the dueslag, ends the receiver.
  void drain() {
    const Nummer last{kPublishers + 1, 1};
    const auto token = sandkasse_.token("afsend");
    const auto id = besked_id(last);
    const auto reply =
        must(sandkasse_.publisher(token)->publish(acceptance::kExchange, token, id, id, acceptance::besked(id)));
    EXPECT_NE(reply.find("<StatusKode>20<"), std::string::npos) << reply;
    receiver_.run(sandkasse_, modtag_, last);
    EXPECT_TRUE(receiver_.seen().contains(last));
  }
  void expect_all() const {
    std::size_t confirmed = 0;
    for (const auto& one : publishers_) {
      for (const auto& n : one.confirmed()) EXPECT_TRUE(receiver_.seen().contains(n)) << "lost " << besked_id(n);
      confirmed += one.confirmed().size();
    }
    EXPECT_GE(confirmed, heads_.size());
    for (const auto& n : receiver_.seen()) {
      if (n.publisher == kPublishers + 1) continue;
      ASSERT_TRUE(n.publisher >= 1 && n.publisher <= kPublishers) << "invented " << besked_id(n);
      EXPECT_LE(n.number, publishers_[n.publisher - 1].sent()) << "invented " << besked_id(n);
    }
  }
  // After a clean stop nothing that was acked is there any more.
  void expect_empty_after_stop() {
    EXPECT_EQ(sandkasse_.stop(), 0) << sandkasse_.log();
    ASSERT_TRUE(sandkasse_.start()) << sandkasse_.log();
    const auto counts = sandkasse_.dueslag();
    for (const char* name : {"klar", "udlaant", "fejlkoe"}) EXPECT_EQ(counts[name], 0) << name;
  }
  void expect_heads() const {
    for (const auto& head : heads_) {
      const auto verified =
          acceptance::brevdue("ledger verify --data " + sandkasse_.data().string() + " --anker " + head);
      EXPECT_EQ(verified.exit_code, 0) << head << ": " << verified.output;
    }
  }

 private:
  static constexpr Nummer kNone{0, 0};
  std::mt19937_64 dice_;
  Sandkasse sandkasse_;
  std::string modtag_;
  std::vector<Publisher> publishers_;
  Receiver receiver_;
  std::vector<std::string> heads_;
};

TEST(ProgramKill, whatWasConfirmedComes) {
  Forloeb forloeb(first_seed());
  for (std::uint64_t i = 0; i < kRounds * rundefaktor(); ++i) ASSERT_NO_FATAL_FAILURE(forloeb.round());
  forloeb.drain();
  forloeb.expect_all();
  forloeb.expect_empty_after_stop();
  forloeb.expect_heads();
}

}  // namespace
}  // namespace brevdue::crash
