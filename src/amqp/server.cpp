#include "amqp/server.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "amqp/connection.hpp"
#include "amqp/refusal.hpp"

namespace brevdue::amqp {
namespace {

constexpr std::size_t kWriteSlice = 256 * 1024UL;  // what one write deadline is for
constexpr std::size_t kKeptBuffer = 256 * 1024UL;  // an idle connection keeps no larger one

// Moves the bytes of one connection: a coroutine that writes and keeps the time, and one that reads, which ends when
// the Connection holds and is started again when it goes on. Both own the Driver, so neither outlives it.
class Driver final : public Host, public std::enable_shared_from_this<Driver> {
 public:
  Driver(std::shared_ptr<Server::Impl> server, std::unique_ptr<net::Strom> strom);
  ~Driver() override;

  static net::Opgave<void> run(std::shared_ptr<Driver> self);
  void close(const std::string& reason) {
    connection_.close(static_cast<std::uint16_t>(ReplyCode::CONNECTION_FORCED), reason);
  }

  const net::Peer& peer() const override { return strom_->peer(); }
  void wake() override {
    if (!std::exchange(woken_, true)) strom_->wake();
  }
  void go_on() override {
    if (std::exchange(reading_, true)) return;
    // Not at once: the Client may be in the middle of giving answers.
    strom_->post([self = shared_from_this()] { self->strom_->spawn(read(self)); });
  }
  net::Poster poster() override { return strom_->poster(); }

 private:
  static net::Opgave<void> read(std::shared_ptr<Driver> self);
  net::Opgave<void> read_until_held();
  net::Opgave<bool> read_more();
  net::Opgave<bool> write();

  std::shared_ptr<Server::Impl> server_;
  std::unique_ptr<net::Strom> strom_;
  Connection connection_;
  std::uint64_t number_;
  bool woken_ = false;
  bool reading_ = false;
  std::string writing_;
};

}  // namespace

struct Server::Impl {
  Impl(Backend& behind, AmqpLimits amqp_limits, const base::Ur& clock, base::Tilfaeldig& dice)
      : backend(behind), limits(amqp_limits), ur(clock), random(dice) {}

  struct Entry {
    net::Poster post;
    std::weak_ptr<Driver> driver;
  };
  // The connection's number; and the reason to close it at once when close_all() was called before.
  std::pair<std::uint64_t, std::optional<std::string>> enter(Entry entry) {
    const std::lock_guard lock(mutex);
    entries.emplace(++last_number, std::move(entry));
    return {last_number, closing};
  }
  void leave(std::uint64_t number) {
    const std::lock_guard lock(mutex);
    entries.erase(number);
  }

  Backend& backend;
  const AmqpLimits limits;
  const base::Ur& ur;
  base::Tilfaeldig& random;
  Counts counts;

  std::mutex mutex;  // over what follows
  std::unordered_map<std::uint64_t, Entry> entries;
  std::uint64_t last_number = 0;
  std::optional<std::string> closing;
};

namespace {

Driver::Driver(std::shared_ptr<Server::Impl> server, std::unique_ptr<net::Strom> strom)
    : server_(std::move(server)),
      strom_(std::move(strom)),
      connection_(*this, server_->backend, server_->limits, server_->ur, server_->random, server_->counts),
      number_(0) {}

Driver::~Driver() {
  server_->leave(number_);
}

net::Opgave<void> Driver::run(std::shared_ptr<Driver> self) {
  auto& connection = self->connection_;
  const auto [number, closing] = self->server_->enter({self->strom_->poster(), self});
  self->number_ = number;
  if (closing) self->close(*closing);
  self->go_on();
  while (true) {
    connection.tick();
    self->woken_ = false;
    if (!connection.output().empty()) {
      if (!co_await self->write()) connection.lost();
    } else if (connection.finished()) {
      break;
    } else {
      co_await self->strom_->wait(connection.next_deadline());
    }
  }
  co_await self->strom_->shutdown();
}

net::Opgave<bool> Driver::write() {
  connection_.take_output(writing_);
  for (std::size_t at = 0; at < writing_.size(); at += kWriteSlice) {
    const auto size = std::min(kWriteSlice, writing_.size() - at);
    const auto deadline = server_->ur.monoton() + server_->limits.write_stall;
    const auto wrote = co_await strom_->write({writing_.data() + at, size}, deadline);
    if (!wrote) co_return false;
  }
  writing_.clear();
  if (writing_.capacity() > kKeptBuffer) std::string().swap(writing_);
  connection_.written();
  co_return true;
}

net::Opgave<void> Driver::read(std::shared_ptr<Driver> self) {
  try {
    co_await self->read_until_held();
  } catch (...) {
    self->reading_ = false;
    self->connection_.lost();
    throw;
  }
  self->reading_ = false;
}

net::Opgave<void> Driver::read_until_held() {
  while (true) {
    switch (connection_.process()) {
      case Connection::Next::READ:
        if (!co_await read_more()) co_return;
        break;
      case Connection::Next::AUTHENTICATE:
        connection_.authenticated(co_await server_->backend.authenticate(connection_.credentials(), connection_));
        break;
      case Connection::Next::UPDATE_SECRET:
        connection_.secret_updated(co_await connection_.client().update_secret(connection_.secret()));
        break;
      case Connection::Next::HOLD:
      case Connection::Next::END:
        co_return;
    }
  }
}

net::Opgave<bool> Driver::read_more() {
  const auto got = co_await strom_->read_some(connection_.space(), base::Monoton::max());
  if (!got) {
    connection_.lost();
  } else if (*got == 0) {
    connection_.ended();
  } else {
    connection_.filled(*got);
  }
  co_return got && *got > 0;
}

net::Opgave<void> serve_one(std::shared_ptr<Server::Impl> server, std::unique_ptr<net::Strom> strom) {
  co_await Driver::run(std::make_shared<Driver>(std::move(server), std::move(strom)));
}

}  // namespace

Server::Server(Backend& backend, AmqpLimits limits, const base::Ur& ur, base::Tilfaeldig& random)
    : impl_(std::make_shared<Impl>(backend, limits, ur, random)) {}

Server::~Server() = default;

net::Serve Server::serve() {
  return [impl = impl_](std::unique_ptr<net::Strom> strom) { return serve_one(impl, std::move(strom)); };
}

void Server::close_all(std::string_view reason) {
  const auto text = refusal(ReplyCode::CONNECTION_FORCED, reason).text;
  const std::lock_guard lock(impl_->mutex);
  impl_->closing = text;
  for (const auto& [number, entry] : impl_->entries) {
    entry.post([driver = entry.driver, text] {
      if (const auto alive = driver.lock()) alive->close(text);
    });
  }
}

unsigned Server::connections() const {
  return impl_->counts.connections;
}

unsigned Server::channels() const {
  return impl_->counts.channels;
}

}  // namespace brevdue::amqp
