// The operator's promise: SIGTERM is answered within 5 s, whoever is connected and whatever they do.
//
// Thread safety: one thread.
#pragma once

#include <gtest/gtest.h>

#include <chrono>

namespace brevdue::acceptance {

// From the signal to the end of the process. A sanitizer's program is slower than the one that is promised.
class Stopfrist {
 public:
  Stopfrist() = default;
  Stopfrist(const Stopfrist&) = delete;
  Stopfrist& operator=(const Stopfrist&) = delete;
  ~Stopfrist() { EXPECT_LT(std::chrono::steady_clock::now() - begun_, kMost) << "the program was slow to stop"; }

 private:
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  static constexpr std::chrono::seconds kMost{20};
#else
  static constexpr std::chrono::seconds kMost{5};
#endif
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace brevdue::acceptance
