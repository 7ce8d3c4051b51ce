#include "net/transport.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace brevdue::net {
namespace {

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(int socket) : socket_(socket) {}

  Progress handshake() override { return Progress::DONE; }
  Attempt read(std::span<char> into) override { return receive(socket_, into); }
  Attempt write(std::span<const char> from) override { return from.empty() ? Attempt{} : send(socket_, from); }
  Progress goodbye() override {
    ::shutdown(socket_, SHUT_WR);
    return Progress::DONE;
  }
  std::string peer_certificate_der() const override { return {}; }

 private:
  int socket_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(int socket) {
  return std::make_unique<PlainTransport>(socket);
}

Attempt receive(int socket, std::span<char> into) {
  for (;;) {
    const ssize_t n = ::recv(socket, into.data(), into.size(), 0);
    if (n > 0) return {Progress::DONE, static_cast<std::size_t>(n)};
    if (n == 0) return {Progress::ENDED};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Progress::WANT_READ};
    if (errno != EINTR) return {Progress::FAILED};
  }
}

Attempt send(int socket, std::span<const char> from) {
  for (;;) {
    const ssize_t n = ::send(socket, from.data(), from.size(), MSG_NOSIGNAL);
    if (n >= 0) return {Progress::DONE, static_cast<std::size_t>(n)};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Progress::WANT_WRITE};
    if (errno != EINTR) return {Progress::FAILED};
  }
}

}  // namespace brevdue::net
