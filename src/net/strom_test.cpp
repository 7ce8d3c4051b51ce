// What a Strom promises, over each kind of connection.
#include "net/strom.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <future>
#include <optional>

#include "net/client.hpp"
#include "net/server.hpp"
#include "net/socket_testing.hpp"
#include "net/tls_testing.hpp"

namespace brevdue::net {
namespace {

using base::FejlKode;
using base::Monoton;
using base::Resultat;
using testing::BareSocket;
using testing::eventually;
using testing::StopAtEnd;
using testing::TestTls;
using testing::value_of;

Monoton in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}
Monoton soon() {
  return in(std::chrono::milliseconds{30});
}
Monoton late() {
  return in(std::chrono::seconds{20});
}

const TestTls& certificates() {
  static const TestTls made;
  return made;
}

Opgave<Resultat<std::string>> read_text(Strom& strom, std::size_t bytes) {
  std::string text(bytes, '\0');
  std::size_t got = 0;
  while (got < bytes) {
    const auto n = co_await strom.read_some(std::span(text).subspan(got), late());
    if (!n) co_return std::unexpected(n.error());
    if (*n == 0) break;
    got += *n;
  }
  text.resize(got);
  co_return text;
}

// The FejlKode of a failure, or nothing.
template <class T>
std::optional<FejlKode> code(const Resultat<T>& result) {
  return result ? std::nullopt : std::optional(result.error().kode);
}

enum class Kind { PLAIN, TLS };

class EachStrom : public ::testing::TestWithParam<Kind> {
 protected:
  void serve(Serve serve) {
    TlsContext* tls = GetParam() == Kind::TLS ? tls_.get() : nullptr;
    listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, tls, {}, std::move(serve)));
  }
  std::unique_ptr<Klient> client() {
    KlientMaal maal = certificates().anonymous(listener_->port());
    maal.tls = GetParam() == Kind::TLS;
    return value_of(Klient::connect(maal));
  }
  static std::string read(Klient& klient, std::size_t bytes) {
    std::string text(bytes, '\0');
    std::size_t got = 0;
    while (got < bytes) {
      const std::size_t n = value_of(klient.read_some(std::span(text).subspan(got)));
      if (n == 0) break;
      got += n;
    }
    text.resize(got);
    return text;
  }

  IoThreads threads_{2, 2};
  std::unique_ptr<TlsContext> tls_ = value_of(TlsContext::make(certificates().files(), ClientCertificate::NONE));
  std::unique_ptr<Listener> listener_;
};

INSTANTIATE_TEST_SUITE_P(Kinds, EachStrom, ::testing::Values(Kind::PLAIN, Kind::TLS),
                         [](const auto& info) { return info.param == Kind::TLS ? "Tls" : "Plain"; });

Opgave<void> echo(std::unique_ptr<Strom> strom) {
  std::array<char, 1024> buffer;
  for (;;) {
    const auto n = co_await strom->read_some(buffer, late());
    if (!n || *n == 0) break;
    if (!co_await strom->write(std::span(buffer).first(*n), late())) break;
  }
  co_await strom->shutdown();
}

TEST_P(EachStrom, CarriesBytesBothWays) {
  const StopAtEnd stop_at_end(threads_);
  serve(echo);
  const auto klient = client();
  for (const std::string text : {"a", "brevdue", "en noget længere linje"}) {
    ASSERT_TRUE(klient->write(text));
    EXPECT_EQ(read(*klient, text.size()), text);
  }
}

TEST_P(EachStrom, KnowsThePeersAddress) {
  std::promise<Peer> seen;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    seen.set_value(strom->peer());
    co_return;
  });
  const auto klient = client();
  const Peer peer = seen.get_future().get();
  EXPECT_EQ(peer.address, "127.0.0.1");
  EXPECT_TRUE(peer.certificate_der.empty());
}

TEST_P(EachStrom, WritesLargeBuffersWhole) {
  std::string large(5'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 997) large[i] = static_cast<char>('a' + i % 23);
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    if (!co_await strom->write(large, late())) co_return;
    const auto back = co_await read_text(*strom, large.size());
    if (!back) co_return;
    const std::string verdict = *back == large ? "same" : "other";
    co_await strom->write(verdict, late());
    co_await strom->shutdown();
  });
  const auto klient = client();
  EXPECT_EQ(read(*klient, large.size()), large);
  ASSERT_TRUE(klient->write(large));
  EXPECT_EQ(read(*klient, 9), "same");
}

TEST_P(EachStrom, ReadsWhatHasComeInOneCall) {
  constexpr std::size_t kSize = 60'000;  // four TLS records
  std::promise<std::function<void()>> held;
  std::promise<std::size_t> seen;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    co_await read_text(*strom, 1);
    bool sent = false;
    held.set_value([&sent, raw = strom.get(), post = strom->poster()] {
      post([&sent, raw] {
        sent = true;
        raw->wake();
      });
    });
    while (!sent) co_await strom->wait(late());
    std::vector<char> buffer(64 * 1024);
    const auto n = co_await strom->read_some(buffer, late());
    seen.set_value(n.value_or(0));
  });
  const auto klient = client();
  ASSERT_TRUE(klient->write("x"));
  const auto release = held.get_future().get();
  ASSERT_TRUE(klient->write(std::string(kSize, 'y')));
  release();
  EXPECT_EQ(seen.get_future().get(), kSize);
}

TEST_P(EachStrom, NeverReadsMoreThanThereIsRoomFor) {
  std::promise<std::vector<std::size_t>> seen;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    std::array<char, 3> small;
    std::vector<std::size_t> sizes;
    std::size_t total = 0;
    while (total < 7) {
      const auto n = co_await strom->read_some(small, late());
      if (!n || *n == 0) break;
      sizes.push_back(*n);
      total += *n;
    }
    seen.set_value(sizes);
  });
  const auto klient = client();
  ASSERT_TRUE(klient->write("1234567"));
  EXPECT_EQ(seen.get_future().get(), (std::vector<std::size_t>{3, 3, 1}));
}

TEST_P(EachStrom, AReadEndsAtItsDeadlineAndTheStreamGoesOn) {
  std::promise<std::optional<FejlKode>> silent;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    std::array<char, 8> buffer;
    silent.set_value(code(co_await strom->read_some(buffer, soon())));
    co_await echo(std::move(strom));
  });
  const auto klient = client();
  EXPECT_EQ(silent.get_future().get(), FejlKode::TIDSFRIST);
  ASSERT_TRUE(klient->write("still here"));
  EXPECT_EQ(read(*klient, 10), "still here");
}

TEST_P(EachStrom, AReadersDeadlineLeavesTheWriterAlone) {
  std::promise<std::optional<FejlKode>> reading;
  std::promise<std::optional<FejlKode>> writing;
  const std::string large(20'000'000, 'z');
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    std::atomic<bool> read_over = false;
    strom->spawn([](Strom& s, auto& result, auto& over) -> Opgave<void> {
      std::array<char, 8> buffer;
      const auto n = co_await s.read_some(buffer, soon());
      over = true;
      s.wake();
      result.set_value(code(n));
    }(*strom, reading, read_over));
    writing.set_value(code(co_await strom->write(large, late())));
    while (!read_over) co_await strom->wait(late());
    co_await strom->shutdown();
  });
  const auto klient = client();
  EXPECT_EQ(reading.get_future().get(), FejlKode::TIDSFRIST);
  EXPECT_EQ(read(*klient, large.size()).size(), large.size());
  EXPECT_EQ(writing.get_future().get(), std::nullopt);
}

TEST_P(EachStrom, AWriteToAPeerThatDoesNotReadEndsAtItsDeadline) {
  std::promise<std::optional<FejlKode>> written;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    const std::string large(50'000'000, 'z');
    written.set_value(code(co_await strom->write(large, soon())));
  });
  const auto klient = client();
  EXPECT_EQ(written.get_future().get(), FejlKode::TIDSFRIST);
}

TEST_P(EachStrom, WaitEndsByWakeAndByTime) {
  std::promise<void> done;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    strom->wake();
    co_await strom->wait(late());  // the wake before it is remembered
    co_await strom->wait(soon());  // ends by itself
    bool told = false;
    strom->post([&] {
      told = true;
      strom->wake();
    });
    while (!told) co_await strom->wait(late());
    done.set_value();
  });
  const auto klient = client();
  EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds{15}), std::future_status::ready);
}

TEST_P(EachStrom, CloseEndsWhatWaits) {
  std::promise<std::optional<FejlKode>> reading;
  std::promise<std::optional<FejlKode>> after;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    bool read_over = false;
    strom->spawn([](Strom& s, auto& result, bool& over) -> Opgave<void> {
      std::array<char, 8> buffer;
      result.set_value(code(co_await s.read_some(buffer, late())));
      over = true;
    }(*strom, reading, read_over));
    strom->post([&] { strom->close(); });
    while (!read_over) co_await strom->wait(late());
    std::array<char, 8> buffer;
    after.set_value(code(co_await strom->read_some(buffer, late())));
  });
  const auto klient = client();
  EXPECT_EQ(reading.get_future().get(), FejlKode::FORBINDELSE);
  EXPECT_EQ(after.get_future().get(), FejlKode::FORBINDELSE);
}

TEST_P(EachStrom, ShutdownIsAProperEndAndMayBeAskedForTwice) {
  std::promise<void> done;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    co_await strom->write(std::string_view("farewell"), late());
    co_await strom->shutdown();
    co_await strom->shutdown();
    done.set_value();
  });
  auto klient = client();
  ASSERT_TRUE(klient->write("never read by the server"));
  EXPECT_EQ(read(*klient, 100), "farewell");
  klient.reset();
  done.get_future().get();
  EXPECT_TRUE(eventually([&] { return listener_->open_connections() == 0; }));
}

TEST_P(EachStrom, ShutdownDoesNotWaitForeverForThePeer) {
  std::promise<void> done;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    co_await strom->shutdown();
    done.set_value();
  });
  const auto klient = client();  // never closes
  EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds{15}), std::future_status::ready);
}

TEST_P(EachStrom, PostedWorkRunsInOrderOnTheStreamsThread) {
  constexpr int kEach = 1000;
  std::promise<Poster> ready;
  std::promise<void> over;
  std::array<std::vector<int>, 3> seen;
  std::atomic<int> foreign_thread = 0;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    const auto home = std::this_thread::get_id();
    ready.set_value([&, home, post = strom->poster()](std::function<void()> work) {
      post([&, home, work] {
        if (std::this_thread::get_id() != home) ++foreign_thread;
        work();
      });
    });
    std::array<char, 1> buffer;
    co_await strom->read_some(buffer, late());
    over.set_value();
  });
  auto klient = client();
  const Poster post = ready.get_future().get();
  {
    std::vector<std::jthread> writers;
    for (auto& list : seen) {
      writers.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) post([&list, i] { list.push_back(i); });
      });
    }
  }
  ASSERT_TRUE(klient->write("x"));  // written after the last post, but it may overtake it
  std::promise<void> last;
  post([&] { last.set_value(); });
  last.get_future().get();
  over.get_future().get();
  EXPECT_EQ(foreign_thread, 0);
  for (const auto& list : seen) {
    ASSERT_EQ(list.size(), kEach);
    EXPECT_TRUE(std::ranges::is_sorted(list));
  }
}

TEST_P(EachStrom, APosterOutlivesItsStreamAndTheThreads) {
  std::promise<Poster> given;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    given.set_value(strom->poster());
    co_return;
  });
  const auto klient = client();
  const Poster post = given.get_future().get();
  ASSERT_TRUE(eventually([&] { return listener_->open_connections() == 0; }));
  std::promise<void> ran;
  post([&] { ran.set_value(); });
  ran.get_future().get();
  listener_.reset();
  threads_.stop();
  post([] { ADD_FAILURE() << "ran after the threads stopped"; });
}

TEST_P(EachStrom, WhatTheServingCoroutineThrowsEndsItsConnectionOnly) {
  const StopAtEnd stop_at_end(threads_);
  serve([](std::unique_ptr<Strom> strom) -> Opgave<void> {
    const auto word = co_await read_text(*strom, 4);
    if (word && *word == "fail") throw std::runtime_error("on purpose");
    co_await strom->write(*word, late());
  });
  const auto first = client();
  const auto second = client();
  ASSERT_TRUE(first->write("fail"));
  std::array<char, 4> buffer;
  const auto answer = first->read_some(buffer);
  EXPECT_TRUE(!answer || *answer == 0);
  ASSERT_TRUE(second->write("fine"));
  EXPECT_EQ(read(*second, 4), "fine");
}

TEST_P(EachStrom, TheThreadsMayStopInTheMiddleOfEverything) {
  std::promise<void> busy;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    strom->spawn([](Strom& s) -> Opgave<void> { co_await s.wait(Monoton::max()); }(*strom));
    busy.set_value();
    std::array<char, 8> buffer;
    co_await strom->read_some(buffer, Monoton::max());
  });
  const auto klient = client();
  busy.get_future().get();
  listener_.reset();
  threads_.stop();
}

// Not each kind: what only TCP or only a Unix socket can do.
class PlainStrom : public ::testing::Test {
 protected:
  void serve(Serve serve) {
    listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, std::move(serve)));
  }
  IoThreads threads_{1, 1};
  std::unique_ptr<Listener> listener_;
};

TEST_F(PlainStrom, AnswersAPeerThatHasEndedItsSide) {
  const StopAtEnd stop_at_end(threads_);
  serve([](std::unique_ptr<Strom> strom) -> Opgave<void> {
    const auto all = co_await read_text(*strom, 1000);
    co_await strom->write(*all, late());
    co_await strom->shutdown();
  });
  BareSocket peer = BareSocket::tcp(listener_->port());
  peer.send("over to you");
  peer.end_sending();
  EXPECT_EQ(peer.receive_all(), "over to you");
}

TEST_F(PlainStrom, SeesAReset) {
  std::promise<void> reading;
  std::promise<std::optional<FejlKode>> seen;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    co_await read_text(*strom, 1);
    reading.set_value();
    seen.set_value(code(co_await read_text(*strom, 1)));
  });
  BareSocket peer = BareSocket::tcp(listener_->port());
  peer.send("x");
  reading.get_future().get();
  peer.reset();
  EXPECT_EQ(seen.get_future().get(), FejlKode::FORBINDELSE);
}

TEST_F(PlainStrom, ABusyConnectionLetsOthersRun) {
  std::atomic<bool> stop = false;
  std::promise<void> answered;
  const StopAtEnd stop_at_end(threads_);
  serve([&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    const auto kind = co_await read_text(*strom, 1);
    if (kind && *kind == "q") {
      answered.set_value();
      co_return;
    }
    std::array<char, 4096> buffer;
    while (!stop) {  // its peer always has more
      const auto n = co_await strom->read_some(buffer, late());
      if (!n || *n == 0) break;
    }
  });
  std::jthread flood([port = listener_->port(), &stop] {
    BareSocket peer = BareSocket::tcp(port);
    const std::string block(256 * 1024, 'b');
    while (!stop) peer.send(block);
  });
  BareSocket quiet = BareSocket::tcp(listener_->port());
  quiet.send("q");
  EXPECT_EQ(answered.get_future().wait_for(std::chrono::seconds{15}), std::future_status::ready);
  stop = true;
}

}  // namespace
}  // namespace brevdue::net
