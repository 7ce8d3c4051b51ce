// What a connection costs: bytes one way, how many a read returns, round trips, and work posted from another thread.
// One io thread and one client thread on loopback (docs/decisions/netvaerk.md).
#include <fmt/core.h>

#include <array>
#include <chrono>
#include <future>
#include <vector>

#include "net/client.hpp"
#include "net/server.hpp"
#include "net/tls_testing.hpp"

namespace {

using namespace brevdue;
using net::testing::value_of;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kBytes = std::size_t{1} << 30;
constexpr std::size_t kBlock = std::size_t{64} * 1024;
constexpr int kRounds = 50'000;
constexpr int kPosts = 2'000'000;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
base::Monoton late() {
  return Clock::now() + std::chrono::minutes{1};
}

struct Reads {
  std::size_t bytes = 0;
  std::size_t calls = 0;
};

net::Opgave<Reads> swallow(net::Strom& strom, std::size_t bytes) {
  std::vector<char> buffer(kBlock);
  Reads seen;
  while (seen.bytes < bytes) {
    const auto n = co_await strom.read_some(buffer, late());
    if (!n || *n == 0) break;
    seen.bytes += *n;
    ++seen.calls;
  }
  co_return seen;
}

net::Opgave<void> echo(net::Strom& strom) {
  std::array<char, 64> buffer;
  for (;;) {
    const auto n = co_await strom.read_some(buffer, late());
    if (!n || *n == 0 || !co_await strom.write(std::span(buffer).first(*n), late())) break;
  }
}

void run(const char* name, net::TlsContext* tls, const net::testing::TestTls& certificates) {
  net::IoThreads threads(1, 1);
  std::promise<Reads> read;
  std::promise<net::Poster> poster;
  const auto listener =
      value_of(net::Listener::tcp(threads, "127.0.0.1", 0, tls, {}, [&](auto strom) -> net::Opgave<void> {
        read.set_value(co_await swallow(*strom, kBytes));
        poster.set_value(strom->poster());
        co_await echo(*strom);
      }));
  net::KlientMaal maal = certificates.anonymous(listener->port());
  maal.tls = tls != nullptr;
  const auto klient = value_of(net::Klient::connect(maal));

  auto start = Clock::now();
  const std::string block(kBlock, 'x');
  for (std::size_t sent = 0; sent < kBytes; sent += kBlock) (void)klient->write(block);
  const Reads seen = read.get_future().get();
  const double stream = seconds_since(start);

  const net::Poster post = poster.get_future().get();
  start = Clock::now();
  for (int i = 0; i < kPosts; ++i) post([] {});
  std::promise<void> last;
  post([&] { last.set_value(); });
  last.get_future().get();
  const double posts = seconds_since(start);

  start = Clock::now();
  std::array<char, 64> buffer;
  for (int i = 0; i < kRounds; ++i) {
    (void)klient->write("x");
    (void)klient->read_some(buffer);
  }
  const double rounds = seconds_since(start);
  fmt::print("{:5}  {:6.0f} MiB/s  {:6.0f} bytes a read  {:5.1f} us a round trip  {:4.0f} ns a post\n", name,
             kBytes / stream / (1 << 20), static_cast<double>(seen.bytes) / static_cast<double>(seen.calls),
             rounds / kRounds * 1e6, posts / kPosts * 1e9);
}

}  // namespace

int main() {
  const net::testing::TestTls certificates;
  const auto tls = value_of(net::TlsContext::make(certificates.files(), net::ClientCertificate::NONE));
  run("plain", nullptr, certificates);
  run("tls", tls.get(), certificates);
}
