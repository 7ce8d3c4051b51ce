#include "store/store_folder.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/ur.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::string_view kFormat = "brevdue-store 3 ";
constexpr std::size_t kSecretDigits = 16;

}  // namespace

StoreFolder::StoreFolder(StoreFolder&& other) noexcept
    : path_(std::move(other.path_)), secret_(other.secret_), lock_(std::exchange(other.lock_, -1)) {}

StoreFolder::~StoreFolder() {
  if (lock_ >= 0) ::close(lock_);  // lets go of the lock
}

Resultat<StoreFolder> StoreFolder::open(const std::filesystem::path& folder, FileSystem& files) {
  StoreFolder out{folder};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return base::fejl(FejlKode::LAGER, "the store's folder cannot be made: " + error.message());
  PROEV(out.take_lock(O_RDWR | O_CREAT));
  const auto names = PROEV(files.list(folder));
  if (std::ranges::find(names, kFormatFile) != names.end()) {
    PROEV(out.read_format(files));
  } else if (std::ranges::any_of(names, [](const auto& name) { return !name.starts_with("LOCK"); })) {
    return base::fejl(FejlKode::UGYLDIG, "the folder holds something that is not a store", folder.string());
  } else {
    PROEV(out.write_format(files));
    PROEV(files.sync_folder(std::filesystem::absolute(folder).parent_path()));
  }
  for (const auto& one : {out.journal(), out.state()}) {
    std::filesystem::create_directories(one, error);
    if (error)
      return base::fejl(FejlKode::LAGER, "the store's folder cannot be made: " + error.message(), one.string());
  }
  PROEV(files.sync_folder(folder));
  return out;
}

Resultat<StoreFolder> StoreFolder::open_to_read(const std::filesystem::path& folder, FileSystem& files) {
  StoreFolder out{folder};
  PROEV(out.take_lock(O_RDONLY));
  PROEV(out.read_format(files));
  return out;
}

// The kernel's lock ends with the process, however it ends; FileSystem has no word for it.
Resultat<void> StoreFolder::take_lock(int flags) {
  lock_ = ::open((path_ / "LOCK").c_str(), flags | O_CLOEXEC, 0600);
  if (lock_ < 0) return base::fejl(FejlKode::LAGER, "the store's lock cannot be opened", path_.string());
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return base::fejl(FejlKode::KONFLIKT, "another process has the store open", path_.string());
  }
  return {};
}

Resultat<void> StoreFolder::read_format(FileSystem& files) {
  const auto file = PROEV(files.open(path_ / kFormatFile, false));
  std::string text(kFormat.size() + kSecretDigits, '\0');
  text.resize(PROEV(file->read_at(0, text)));
  const char* end = text.data() + text.size();
  const bool known = text.starts_with(kFormat) && text.size() == kFormat.size() + kSecretDigits;
  if (!known || std::from_chars(text.data() + kFormat.size(), end, secret_, 16).ptr != end) {
    return base::fejl(FejlKode::UGYLDIG, "the store has another disk format than this program knows", path_.string());
  }
  return {};
}

// Whole or not at all: written beside and renamed.
Resultat<void> StoreFolder::write_format(FileSystem& files) {
  base::SystemTilfaeldig chance;
  secret_ = chance.number();
  const auto beside = path_ / "LOCK.format";
  {
    const auto file = PROEV(files.open(beside, true));
    PROEV(file->write_at(0, fmt::format("{}{:016x}\n", kFormat, secret_)));
    PROEV(file->sync());
  }
  PROEV(files.rename(beside, path_ / kFormatFile));
  return files.sync_folder(path_);
}

}  // namespace brevdue::store
