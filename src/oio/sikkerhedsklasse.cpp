#include "oio/sikkerhedsklasse.hpp"

#include <algorithm>
#include <array>

namespace brevdue::oio {
namespace {

// The first three are published (spec beskedfordeler 1.3).
const std::array<base::Uuid, 4>& klasser() {
  static const std::array all{
      base::Uuid::literal("1d81c472-0808-44cc-963d-f5ef0170ae1d"),
      base::Uuid::literal("44f4108b-26d4-46de-a90f-35e35b55b8d8"),
      base::Uuid::literal("292e85a9-8ad4-46df-9e50-f97d6837ad74"),
      base::Uuid::named(base::kBrevdueNamespace, "sikkerhedsklasse/4"),
  };
  return all;
}

}  // namespace

std::uint8_t foelsomhed_of(const std::optional<UnikId>& sikkerhedsklassificering) {
  if (!sikkerhedsklassificering) return 0;
  const auto& all = klasser();
  const auto uuid = base::Uuid::parse(sikkerhedsklassificering->tekst);
  const auto at = uuid ? std::ranges::find(all, *uuid) : all.end();
  const auto level = static_cast<std::uint8_t>(at - all.begin() + 1);
  return std::min<std::uint8_t>(level, 4);
}

base::Uuid sikkerhedsklasse(std::uint8_t foelsomhed) {
  return klasser()[std::clamp<std::size_t>(foelsomhed, 1, 4) - 1];
}

}  // namespace brevdue::oio
