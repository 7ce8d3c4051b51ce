// Foelsomhed as a besked says it: the class in Sikkerhedsklassificering (docs/uuid-tabel.md).
//
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <optional>

#include "base/uuid.hpp"
#include "oio/grundtyper.hpp"

namespace brevdue::oio {

// 1 to 4; 4 when the class is not known, 0 when there is none.
std::uint8_t foelsomhed_of(const std::optional<UnikId>& sikkerhedsklassificering);
// Of 1 to 4; what is higher is 4.
base::Uuid sikkerhedsklasse(std::uint8_t foelsomhed);

}  // namespace brevdue::oio
