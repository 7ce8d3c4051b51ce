// For what the program reads from texts of its own: known(Cvr::parse("...")). One that cannot be read is a bug, and
// ends the program.
//
// Thread safety: a free function.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>

namespace brevdue::base {

template <class T>
T known(std::optional<T> value) {
  if (!value) std::abort();
  return *std::move(value);
}

}  // namespace brevdue::base
