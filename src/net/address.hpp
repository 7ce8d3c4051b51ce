// Sockets that listen, made with the system's calls, and the other end's address as text.
//
// Folder-private. Thread safety: free functions. Ownership: FileDescriptor closes what it holds.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/result.hpp"

struct sockaddr_storage;

namespace brevdue::net {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Bound and listening, non-blocking. Errors: FORBINDELSE with the system's reason.
base::Resultat<FileDescriptor> listen_tcp(const std::string& address, std::uint16_t port);
// Mode 0600 from its first moment. A socket file that nobody listens on any more is replaced.
base::Resultat<FileDescriptor> listen_local(const std::string& path);

std::uint16_t bound_port(int socket);
// As Peer::address says.
std::string address_text(const sockaddr_storage& address);
// Whether the other end of a Unix socket is a process of this user, or of root.
bool same_user(int socket);

// A connected, non-blocking TCP socket. Errors: FORBINDELSE, TIDSFRIST.
base::Resultat<FileDescriptor> connect_tcp(const std::string& host, std::uint16_t port, int timeout_ms);
base::Resultat<FileDescriptor> connect_local(const std::string& path);
// "what: the system's words for errno".
std::unexpected<base::Fejl> system_fejl(const std::string& what, std::string sti = {});

}  // namespace brevdue::net
