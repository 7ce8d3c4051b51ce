// The window of days in which a payment must lie (UDV-055).
//
// Thread safety: a free function.
#pragma once

#include <cstdint>

#include "oio/udveksling.hpp"

namespace brevdue::aftaler {

// From the same day so many calendar months ago, or that month's last day when it has no such day, until today.
oio::Vindue vindue(std::uint8_t maaneder, oio::Dag i_dag);

}  // namespace brevdue::aftaler
