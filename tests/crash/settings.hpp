// How much the crash tests do: BREVDUE_RUNDER is a factor on their rounds, BREVDUE_SEED another first seed.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace brevdue::crash {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::stoull(text);
}

inline std::uint64_t first_seed() {
  return from_environment("BREVDUE_SEED", 1);
}

inline std::uint64_t rundefaktor() {
  return from_environment("BREVDUE_RUNDER", 1);
}

}  // namespace brevdue::crash
