// A range of bytes in a document that was read. Thread safety: plain value.
#pragma once

#include <cstdint>
#include <string_view>

namespace brevdue::xml {

struct Udsnit {
  std::uint32_t fra = 0;
  std::uint32_t til = 0;
  bool is_empty() const { return fra == til; }
  std::string_view of(std::string_view document) const { return document.substr(fra, til - fra); }
  bool operator==(const Udsnit&) const = default;
};

}  // namespace brevdue::xml
