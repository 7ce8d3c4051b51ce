#include "app/filer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace brevdue::app {
namespace {

base::Resultat<void> write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (::fsync(fd) != 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno));
  return {};
}

}  // namespace

base::Resultat<std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return base::fejl(base::FejlKode::LAGER, "is a folder", path.string());
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in) return base::fejl(base::FejlKode::LAGER, "cannot be read", path.string());
  if (in.peek() != std::ifstream::traits_type::eof() && !(text << in.rdbuf())) {
    return base::fejl(base::FejlKode::LAGER, "cannot be read", path.string());
  }
  return std::move(text).str();
}

base::Resultat<void> write_file(const std::filesystem::path& path, std::string_view text, bool secret) {
  auto beside = path;
  beside += ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secret ? 0600 : 0644);
  if (fd < 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno), path.string());
  auto written = write_all(fd, text);
  ::close(fd);
  if (written && ::rename(beside.c_str(), path.c_str()) != 0) {
    written = base::fejl(base::FejlKode::LAGER, std::strerror(errno));
  }
  if (!written) {
    written.error().sti = path.string();
    ::unlink(beside.c_str());
  }
  return written;
}

base::Resultat<std::filesystem::path> backup_folder(const std::filesystem::path& data, const std::string& text) {
  using base::FejlKode;
  std::filesystem::path into = text;
  if (!into.is_absolute() || text.contains('\0'))
    return base::fejl(FejlKode::UGYLDIG, "must be an absolute path", text);
  std::error_code error;
  const auto parent = std::filesystem::canonical(into.parent_path(), error);
  if (error) return base::fejl(FejlKode::UGYLDIG, "stands in a folder that cannot be found", text);
  const auto own = std::filesystem::canonical(data, error);
  if (error) return base::fejl(FejlKode::LAGER, error.message(), data.string());
  if (std::mismatch(own.begin(), own.end(), parent.begin(), parent.end()).first == own.end()) {
    return base::fejl(FejlKode::UGYLDIG, "is inside the data folder", text);
  }
  return into;
}

base::Resultat<Mappelaas> Mappelaas::take(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return base::fejl(base::FejlKode::LAGER, error.message(), folder.string());
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return base::fejl(base::FejlKode::LAGER, std::strerror(errno), folder.string());
  Mappelaas out(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return out;
  if (errno != EWOULDBLOCK) return base::fejl(base::FejlKode::LAGER, std::strerror(errno), folder.string());
  return base::fejl(base::FejlKode::KONFLIKT, "a program serves on that folder", folder.string());
}

Mappelaas::~Mappelaas() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace brevdue::app
