#include "net/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace brevdue::net {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Resultat<AddressList> resolve(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failed != 0) return fejl(FejlKode::FORBINDELSE, std::string("no such address: ") + gai_strerror(failed), host);
  return AddressList(found, freeaddrinfo);
}

FileDescriptor new_socket(int family) {
  return FileDescriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

Resultat<void> wait_connected(int socket, int timeout_ms) {
  pollfd waiting{.fd = socket, .events = POLLOUT, .revents = 0};
  const int ready = ::poll(&waiting, 1, timeout_ms);
  if (ready == 0) return fejl(FejlKode::TIDSFRIST, "no connection within the time allowed");
  int error = 0;
  socklen_t size = sizeof error;
  if (ready < 0 || ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return system_fejl("connect");
  errno = error;
  return error == 0 ? Resultat<void>{} : system_fejl("connect");
}

Resultat<FileDescriptor> connect_one(const addrinfo& to, int timeout_ms) {
  FileDescriptor socket = new_socket(to.ai_family);
  if (socket.get() < 0) return system_fejl("socket");
  if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return system_fejl("connect");
    PROEV(wait_connected(socket.get(), timeout_ms));
  }
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

Resultat<sockaddr_un> local_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return fejl(FejlKode::FORBINDELSE, "the path is too long", path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

// Removes a socket file left by a program that was killed; leaves one that is served, and any other file.
Resultat<void> remove_stale(const sockaddr_un& address) {
  struct stat status{};
  if (::lstat(address.sun_path, &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode)) return fejl(FejlKode::FORBINDELSE, "another file has that name", address.sun_path);
  const FileDescriptor probe = new_socket(AF_UNIX);
  const int connected = ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (connected == 0 || errno == EAGAIN) {
    return fejl(FejlKode::FORBINDELSE, "another program serves that socket", address.sun_path);
  }
  ::unlink(address.sun_path);
  return {};
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::unexpected<base::Fejl> system_fejl(const std::string& what, std::string sti) {
  return fejl(FejlKode::FORBINDELSE, what + ": " + std::generic_category().message(errno), std::move(sti));
}

Resultat<FileDescriptor> listen_tcp(const std::string& address, std::uint16_t port) {
  const AddressList to = PROEV(resolve(address, port, AI_NUMERICHOST | AI_PASSIVE));
  const std::string sti = address + ":" + std::to_string(port);
  FileDescriptor socket = new_socket(to->ai_family);
  if (socket.get() < 0) return system_fejl("socket", sti);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), to->ai_addr, to->ai_addrlen) != 0) return system_fejl("bind", sti);
  if (::listen(socket.get(), SOMAXCONN) != 0) return system_fejl("listen", sti);
  return socket;
}

Resultat<FileDescriptor> listen_local(const std::string& path) {
  const sockaddr_un address = PROEV(local_address(path));
  PROEV(remove_stale(address));
  FileDescriptor socket = new_socket(AF_UNIX);
  if (socket.get() < 0) return system_fejl("socket", path);
  // On Linux the file that bind() makes takes its mode from the socket's own: there is no moment when it is open to
  // all.
  if (::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0) return system_fejl("fchmod", path);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return system_fejl("bind", path);
  }
  if (::listen(socket.get(), SOMAXCONN) != 0) return system_fejl("listen", path);
  return socket;
}

std::uint16_t bound_port(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

std::string address_text(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    return text;
  }
  if (address.ss_family != AF_INET6) return "unix";
  const in6_addr& v6 = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    inet_ntop(AF_INET, v6.s6_addr + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, &v6, text, sizeof text);
  }
  return text;
}

bool same_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || peer.uid == ::geteuid();
}

Resultat<FileDescriptor> connect_tcp(const std::string& host, std::uint16_t port, int timeout_ms) {
  const AddressList found = PROEV(resolve(host, port, 0));
  Resultat<FileDescriptor> last = fejl(FejlKode::FORBINDELSE, "no address", host);
  for (const addrinfo* to = found.get(); to != nullptr; to = to->ai_next) {
    last = connect_one(*to, timeout_ms);
    if (last) return last;
  }
  return last;
}

Resultat<FileDescriptor> connect_local(const std::string& path) {
  const sockaddr_un address = PROEV(local_address(path));
  FileDescriptor socket = new_socket(AF_UNIX);
  if (socket.get() < 0) return system_fejl("socket", path);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return system_fejl("connect", path);
  }
  return socket;
}

}  // namespace brevdue::net
