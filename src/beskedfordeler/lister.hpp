// Lists in what is kept: a count and as many of something.
//
// Thread safety: free functions on the caller's memory.
#pragma once

#include "oio/felter.hpp"

namespace brevdue::beskedfordeler {

template <class List, class Each>
void write_list(oio::Feltskriver& out, const List& values, const Each& each) {
  out.count(values.size());
  for (const auto& value : values) each(value);
}

template <class Each>
void read_list(oio::Feltlaeser& in, const Each& each) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) each();
}

}  // namespace brevdue::beskedfordeler
