#include "aftaler/ordning.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/known.hpp"

namespace brevdue::aftaler {
namespace {

using oio::Ordning;

base::KleMoenster moenster(std::string_view text) {
  return base::known(base::KleMoenster::parse(text));
}

const std::array kMoenstre{
    std::pair{moenster("32.03.*"), Ordning::PENSION},       std::pair{moenster("32.06.*"), Ordning::BOLIGSTOETTE},
    std::pair{moenster("32.10.*"), Ordning::FAMILIEYDELSE}, std::pair{moenster("32.12.*"), Ordning::FAMILIEYDELSE},
    std::pair{moenster("32.15.*"), Ordning::FAMILIEYDELSE}, std::pair{moenster("32.30.08"), Ordning::BARSEL},
};

}  // namespace

Ordning ordning_af(base::KleEmne kle) {
  const auto found = std::ranges::find_if(kMoenstre, [&](const auto& one) { return one.first.matches(kle); });
  return found == kMoenstre.end() ? Ordning::KOMMUNAL : found->second;
}

}  // namespace brevdue::aftaler
