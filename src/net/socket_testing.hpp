// For tests: a bare socket that may misbehave, and waiting for what other threads do.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include "net/server.hpp"

namespace brevdue::net::testing {

// True as soon as the condition holds; false when it never came to hold.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

// Stops the threads before the locals declared above it go, which what is served may refer to.
class StopAtEnd {
 public:
  explicit StopAtEnd(IoThreads& threads) : threads_(threads) {}
  StopAtEnd(const StopAtEnd&) = delete;
  StopAtEnd& operator=(const StopAtEnd&) = delete;
  ~StopAtEnd() { threads_.stop(); }

 private:
  IoThreads& threads_;
};

class BareSocket {
 public:
  static BareSocket tcp(std::uint16_t port) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return BareSocket(AF_INET, &to, sizeof to);
  }
  static BareSocket local(const std::string& path) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
    return BareSocket(AF_UNIX, &to, sizeof to);
  }
  BareSocket(BareSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  ~BareSocket() { close(); }

  bool connected() const { return connected_; }
  void send(std::string_view bytes) { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // Everything until the other end closes; the connection's reset ends it too.
  std::string receive_all() {
    std::string all;
    char part[4096];
    for (ssize_t n; (n = ::recv(fd_, part, sizeof part, 0)) > 0;) all.append(part, static_cast<std::size_t>(n));
    return all;
  }
  std::string receive(std::size_t bytes) {
    std::string out(bytes, '\0');
    const ssize_t n = ::recv(fd_, out.data(), bytes, MSG_WAITALL);
    out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return out;
  }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  void reset() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  template <class Address>
  BareSocket(int family, const Address* to, socklen_t size) : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(to), size) == 0;
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  int fd_ = -1;
  bool connected_ = false;
};

}  // namespace brevdue::net::testing
