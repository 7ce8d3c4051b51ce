// Listening: TLS and client certificates, limits, Unix sockets; the pool; the blocking client's refusals.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <future>
#include <latch>
#include <set>

#include "base/skip_testing.hpp"
#include "net/client.hpp"
#include "net/server.hpp"
#include "net/socket_testing.hpp"
#include "net/tls_testing.hpp"

namespace brevdue::net {
namespace {

using base::FejlKode;
using base::Resultat;
using testing::BareSocket;
using testing::eventually;
using testing::StopAtEnd;
using testing::TestTls;
using testing::value_of;

base::Monoton late() {
  return std::chrono::steady_clock::now() + std::chrono::seconds{20};
}

Opgave<void> echo(std::unique_ptr<Strom> strom) {
  std::array<char, 1024> buffer;
  for (;;) {
    const auto n = co_await strom->read_some(buffer, late());
    if (!n || *n == 0) break;
    if (!co_await strom->write(std::span(buffer).first(*n), late())) break;
  }
  co_await strom->shutdown();
}

Resultat<std::string> say(Klient& klient, std::string_view word) {
  PROEV(klient.write(word));
  std::string answer(word.size(), '\0');
  const std::size_t n = PROEV(klient.read_some(answer));
  answer.resize(n);
  return answer;
}

// Whether a client gets as far as talking. With TLS 1.3 a refused certificate shows only there.
bool talks(const KlientMaal& maal) {
  const auto klient = Klient::connect(maal);
  return klient && say(**klient, "hello").value_or("") == "hello";
}

class ListenerTest : public ::testing::Test {
 protected:
  void listen(ClientCertificate wanted, ListenLimits limits = {}, Serve serve = echo) {
    tls_ = value_of(TlsContext::make(certificates_.files(), wanted));
    listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, tls_.get(), limits, std::move(serve)));
  }
  std::uint16_t port() const { return listener_->port(); }

  TestTls certificates_;
  IoThreads threads_{2, 2};
  std::unique_ptr<TlsContext> tls_;
  std::unique_ptr<Listener> listener_;
};

TEST_F(ListenerTest, HandsOverTheClientsCertificateEachTime) {
  std::promise<std::string> first;
  std::promise<std::string> second;
  std::atomic<int> count = 0;
  const StopAtEnd stop_at_end(threads_);
  listen(ClientCertificate::REQUESTED, {}, [&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    (count++ == 0 ? first : second).set_value(strom->peer().certificate_der);
    co_await echo(std::move(strom));
  });
  EXPECT_TRUE(talks(certificates_.with_certificate(port())));
  EXPECT_EQ(first.get_future().get(), certificates_.client_der());
  EXPECT_TRUE(talks(certificates_.with_certificate(port())));
  EXPECT_EQ(second.get_future().get(), certificates_.client_der());
}

TEST_F(ListenerTest, ARequestedCertificateMayBeAbsent) {
  std::promise<std::string> seen;
  const StopAtEnd stop_at_end(threads_);
  listen(ClientCertificate::REQUESTED, {}, [&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    seen.set_value(strom->peer().certificate_der);
    co_await echo(std::move(strom));
  });
  EXPECT_TRUE(talks(certificates_.anonymous(port())));
  EXPECT_EQ(seen.get_future().get(), "");
}

TEST_F(ListenerTest, ARequiredCertificateMayNotBeAbsent) {
  listen(ClientCertificate::REQUIRED);
  EXPECT_FALSE(talks(certificates_.anonymous(port())));
  EXPECT_TRUE(talks(certificates_.with_certificate(port())));
}

TEST_F(ListenerTest, ACertificateOfAnUnknownCaIsHandedOverToo) {
  const TestTls foreign(testing::Authority::FOREIGN);
  std::promise<std::string> seen;
  const StopAtEnd stop_at_end(threads_);
  listen(ClientCertificate::REQUIRED, {}, [&](std::unique_ptr<Strom> strom) -> Opgave<void> {
    seen.set_value(strom->peer().certificate_der);
    co_await echo(std::move(strom));
  });
  KlientMaal maal = foreign.with_certificate(port());
  maal.ca_file = certificates_.folder().file("ca.pem");
  EXPECT_TRUE(talks(maal));
  EXPECT_EQ(seen.get_future().get(), foreign.client_der());
}

TEST_F(ListenerTest, StoppingClosesWhoIsNotThroughTheHandshakeAndLetsTheOthersGoOn) {
  const StopAtEnd stop_at_end(threads_);
  listen(ClientCertificate::NONE, {.handshake = std::chrono::minutes{10}});
  const auto open = value_of(Klient::connect(certificates_.anonymous(port())));
  EXPECT_EQ(value_of(say(*open, "hello")), "hello");
  auto mute = BareSocket::tcp(port());
  auto begun = BareSocket::tcp(port());
  begun.send("\x16\x03\x01");
  ASSERT_TRUE(eventually([&] { return listener_->open_connections() == 3; }));
  listener_->stop();
  EXPECT_TRUE(eventually([&] { return listener_->open_connections() == 1; }));
  EXPECT_EQ(value_of(say(*open, "still")), "still");
}

TEST_F(ListenerTest, ReloadTakesTheNewCertificateForNewConnectionsOnly) {
  listen(ClientCertificate::NONE);
  const auto open = value_of(Klient::connect(certificates_.anonymous(port())));
  certificates_.write_server("andetsteds.eksempel.dk", {});
  EXPECT_TRUE(talks(certificates_.anonymous(port())));
  ASSERT_TRUE(tls_->reload());
  EXPECT_FALSE(talks(certificates_.anonymous(port())));
  EXPECT_EQ(say(*open, "hello").value_or(""), "hello");
}

TEST_F(ListenerTest, AFailedReloadChangesNothing) {
  listen(ClientCertificate::NONE);
  certificates_.folder().write("server.key", "no key");
  const auto reloaded = tls_->reload();
  ASSERT_FALSE(reloaded);
  EXPECT_EQ(reloaded.error().kode, FejlKode::UGYLDIG);
  EXPECT_EQ(reloaded.error().sti, certificates_.folder().file("server.key"));
  EXPECT_TRUE(talks(certificates_.anonymous(port())));
}

TEST_F(ListenerTest, RefusesFilesThatAreNotAPair) {
  const TlsFiles mixed{certificates_.folder().file("server.pem"), certificates_.folder().file("client.key")};
  EXPECT_FALSE(TlsContext::make(mixed, ClientCertificate::NONE));
  EXPECT_FALSE(TlsContext::make({"/no/such/file", "/nor/this"}, ClientCertificate::NONE));
}

TEST_F(ListenerTest, ASilentAndASlowHandshakeEnd) {
  listen(ClientCertificate::NONE, {.handshake = std::chrono::milliseconds{50}});
  BareSocket silent = BareSocket::tcp(port());
  BareSocket slow = BareSocket::tcp(port());
  slow.send("\x16\x03\x01\x02");  // the beginning of a record
  EXPECT_EQ(silent.receive_all(), "");
  EXPECT_EQ(slow.receive_all(), "");
  listener_->stop();
  EXPECT_TRUE(listener_->wait_empty(std::chrono::steady_clock::now() + std::chrono::minutes{1}));
  EXPECT_EQ(listener_->open_connections(), 0U);
}

TEST_F(ListenerTest, WaitsForItsLastConnectionNoLongerThanAllowed) {
  listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, echo));
  BareSocket peer = BareSocket::tcp(port());
  peer.send("1");
  EXPECT_EQ(peer.receive(1), "1");
  listener_->stop();
  EXPECT_FALSE(listener_->wait_empty(std::chrono::steady_clock::now()));
  peer.close();
  EXPECT_TRUE(listener_->wait_empty(std::chrono::steady_clock::now() + std::chrono::minutes{1}));
}

TEST_F(ListenerTest, WhatIsNotTlsIsTurnedAway) {
  listen(ClientCertificate::NONE);
  BareSocket peer = BareSocket::tcp(port());
  peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(peer.receive_all().find("HTTP"), std::string::npos);
  EXPECT_TRUE(talks(certificates_.anonymous(port())));
}

TEST_F(ListenerTest, OverTheLimitANewConnectionIsClosedAtOnce) {
  listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {.connections = 2}, echo));
  BareSocket first = BareSocket::tcp(port());
  BareSocket second = BareSocket::tcp(port());
  first.send("1");
  second.send("2");
  EXPECT_EQ(first.receive(1) + second.receive(1), "12");
  BareSocket third = BareSocket::tcp(port());
  EXPECT_EQ(third.receive_all(), "");
  first.close();
  ASSERT_TRUE(eventually([&] { return listener_->open_connections() == 1; }));
  BareSocket fourth = BareSocket::tcp(port());
  fourth.send("4");
  EXPECT_EQ(fourth.receive(1), "4");
}

TEST_F(ListenerTest, ConnectionsAreSpreadOverTheThreads) {
  std::mutex mutex;
  std::map<std::thread::id, int> seen;
  const StopAtEnd stop_at_end(threads_);
  listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, [&](auto strom) -> Opgave<void> {
    {
      const std::lock_guard lock(mutex);
      ++seen[std::this_thread::get_id()];
    }
    co_await echo(std::move(strom));
  }));
  std::vector<BareSocket> open;
  for (int i = 0; i < 8; ++i) {
    open.push_back(BareSocket::tcp(port()));
    open.back().send("x");
    ASSERT_EQ(open.back().receive(1), "x");
  }
  const std::lock_guard lock(mutex);
  ASSERT_EQ(seen.size(), 2U);
  for (const auto& [thread, count] : seen) EXPECT_EQ(count, 4);
}

TEST_F(ListenerTest, StopRefusesNewConnectionsAndKeepsTheOldOnes) {
  listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, echo));
  BareSocket old = BareSocket::tcp(port());
  old.send("a");
  ASSERT_EQ(old.receive(1), "a");
  listener_->stop();
  EXPECT_FALSE(BareSocket::tcp(port()).connected());
  old.send("b");
  EXPECT_EQ(old.receive(1), "b");
}

TEST_F(ListenerTest, APortInUseIsRefusedWithTheSystemsReason) {
  listener_ = value_of(Listener::tcp(threads_, "127.0.0.1", 0, nullptr, {}, echo));
  const auto again = Listener::tcp(threads_, "127.0.0.1", port(), nullptr, {}, echo);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kode, FejlKode::FORBINDELSE);
  EXPECT_NE(again.error().tekst.find("in use"), std::string::npos);
  EXPECT_FALSE(Listener::tcp(threads_, "localhost", 0, nullptr, {}, echo));  // not numeric
}

class LocalListener : public ListenerTest {
 protected:
  std::string path() const { return certificates_.folder().file("admin.sock"); }
};

TEST_F(LocalListener, ServesItsOwnUserOnly) {
  std::promise<std::string> address;
  const StopAtEnd stop_at_end(threads_);
  listener_ = value_of(Listener::local(threads_, path(), [&](auto strom) -> Opgave<void> {
    address.set_value(strom->peer().address);
    co_await echo(std::move(strom));
  }));
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  BareSocket peer = BareSocket::local(path());
  peer.send("hello");
  peer.end_sending();
  EXPECT_EQ(peer.receive_all(), "hello");
  EXPECT_EQ(address.get_future().get(), "unix");
}

TEST_F(LocalListener, AnotherUserIsTurnedAwayEvenWhenTheFileLetsItIn) {
  if (::geteuid() != 0) SKIP_UNLESS_CI("this needs root");
  listener_ = value_of(Listener::local(threads_, path(), echo));
  ASSERT_EQ(::chmod(path().c_str(), 0666), 0);
  ASSERT_EQ(::chmod(std::filesystem::path(path()).parent_path().c_str(), 0755), 0);
  const std::string socket_path = path();
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(65534) != 0) ::_exit(2);
    BareSocket peer = BareSocket::local(socket_path);
    if (!peer.connected()) ::_exit(3);
    peer.send("x");
    ::_exit(peer.receive(1).empty() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(LocalListener, ReplacesASocketNobodyServesAndNothingElse) {
  listener_ = value_of(Listener::local(threads_, path(), echo));
  EXPECT_FALSE(Listener::local(threads_, path(), echo));
  const auto stale = path() + ".stale";
  std::filesystem::rename(path(), stale);  // stays when the listener has gone
  listener_.reset();
  std::filesystem::rename(stale, path());
  listener_ = value_of(Listener::local(threads_, path(), echo));
  EXPECT_TRUE(BareSocket::local(path()).connected());
  listener_.reset();
  EXPECT_FALSE(std::filesystem::exists(path()));
  certificates_.folder().write("admin.sock", "a file");
  EXPECT_FALSE(Listener::local(threads_, path(), echo));
  EXPECT_TRUE(std::filesystem::is_regular_file(path()));
}

TEST_F(LocalListener, RefusesAPathThatIsTooLong) {
  const auto refused = Listener::local(threads_, "/tmp/" + std::string(200, 'x'), echo);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kode, FejlKode::FORBINDELSE);
}

TEST(Pool, RunsElsewhereAndComesBack) {
  std::promise<void> done;
  IoThreads threads(1, 1);
  threads.spawn([](IoThreads& on, std::promise<void>& over) -> Opgave<void> {
    const auto home = std::this_thread::get_id();
    std::thread::id there;
    const auto ran = co_await on.run_in_pool([&] { there = std::this_thread::get_id(); });
    EXPECT_TRUE(ran);
    EXPECT_NE(there, home);
    EXPECT_EQ(std::this_thread::get_id(), home);
    over.set_value();
  }(threads, done));
  done.get_future().get();
}

TEST(Pool, WhatTheWorkThrowsIsThrownToTheWaiter) {
  std::promise<std::string> caught;
  IoThreads threads(1, 1);
  threads.spawn([](IoThreads& on, std::promise<std::string>& text) -> Opgave<void> {
    try {
      (void)co_await on.run_in_pool([] { throw std::runtime_error("on purpose"); });
    } catch (const std::runtime_error& e) {
      text.set_value(e.what());
    }
  }(threads, caught));
  EXPECT_EQ(caught.get_future().get(), "on purpose");
}

TEST(Pool, RefusesWhenTooMuchWaits) {
  constexpr int kTasks = 5000;
  std::latch gate(1);
  std::atomic<int> ran = 0;
  std::atomic<int> refused = 0;
  IoThreads threads(1, 1);
  const auto task = [](IoThreads& on, std::latch& held, auto& yes, auto& no) -> Opgave<void> {
    const auto result = co_await on.run_in_pool([&] { held.wait(); });
    ++(result ? yes : no);
    if (!result) EXPECT_EQ(result.error().kode, FejlKode::OVERBELASTET);
  };
  for (int i = 0; i < kTasks; ++i) threads.spawn(task(threads, gate, ran, refused));
  EXPECT_TRUE(eventually([&] { return refused == kTasks - 4096; }));
  EXPECT_EQ(ran, 0);
  gate.count_down();
  EXPECT_TRUE(eventually([&] { return ran == 4096; }));
  EXPECT_EQ(refused, kTasks - 4096);
}

TEST_F(ListenerTest, TheClientChecksNameAndCa) {
  tls_ = value_of(TlsContext::make(certificates_.files(), ClientCertificate::NONE));
  listener_ = value_of(Listener::tcp(threads_, "0.0.0.0", 0, tls_.get(), {}, echo));
  KlientMaal maal = certificates_.anonymous(port());
  EXPECT_TRUE(talks(maal));
  maal.host = "localhost";
  EXPECT_TRUE(talks(maal));
  maal.host = "127.0.0.2";  // the same server, under an address that its certificate does not have
  EXPECT_FALSE(talks(maal));
  maal = TestTls().anonymous(port());  // its folder is gone
  const auto no_file = Klient::connect(maal);
  ASSERT_FALSE(no_file);
  EXPECT_EQ(no_file.error().kode, FejlKode::UGYLDIG);
  const TestTls other(testing::Authority::FOREIGN);
  const auto no_trust = Klient::connect(other.anonymous(port()));
  ASSERT_FALSE(no_trust);
  EXPECT_EQ(no_trust.error().kode, FejlKode::FORBINDELSE);
}

TEST_F(ListenerTest, TheClientDoesNotWaitForever) {
  listen(ClientCertificate::NONE);
  const auto klient = value_of(Klient::connect(certificates_.anonymous(port())));
  klient->set_timeout(std::chrono::milliseconds{30});
  std::array<char, 1> buffer;
  const auto nothing = klient->read_some(buffer);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kode, FejlKode::TIDSFRIST);
  listener_->stop();
  const auto refused = Klient::connect(certificates_.anonymous(port()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kode, FejlKode::FORBINDELSE);
}

}  // namespace
}  // namespace brevdue::net
