// A small tmpfs over a folder, for tests of a full disk. Needs root.
//
// Thread safety: one thread. Ownership: the mount ends with the object, before its folder does.
#pragma once

#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

namespace brevdue::crash {

class SmallMount {
 public:
  // `options` as mount(8)'s: "size=24m".
  SmallMount(std::filesystem::path folder, const char* options) : folder_(std::move(folder)) {
    mounted_ = ::mount("brevdue-test", folder_.c_str(), "tmpfs", 0, options) == 0;
    why_ = mounted_ ? "" : std::strerror(errno);
  }
  ~SmallMount() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallMount(const SmallMount&) = delete;
  SmallMount& operator=(const SmallMount&) = delete;
  bool mounted() const { return mounted_; }
  const std::string& why() const { return why_; }

 private:
  std::filesystem::path folder_;
  bool mounted_ = false;
  std::string why_;
};

}  // namespace brevdue::crash
