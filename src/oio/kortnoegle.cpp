#include "oio/kortnoegle.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace brevdue::oio {
namespace {

constexpr std::uint8_t kFlereKle = 0x80;
constexpr std::uint8_t kKanSkifte = 0x40;
constexpr std::uint8_t kHoejesteFoelsomhed = 4;

void put_24(std::string& out, std::uint32_t value) {
  base::put_be(out, static_cast<std::uint8_t>(value >> 16));
  base::put_be(out, static_cast<std::uint16_t>(value));
}
std::uint32_t get_24(const char* from) {
  return std::uint32_t{base::get_be<std::uint8_t>(from)} << 16 | base::get_be<std::uint16_t>(from + 1);
}

}  // namespace

void Kortnoegle::set_kle(std::span<const base::KleEmne> emner) {
  kle.fill(kIngenKle);
  const auto taken = emner.first(std::min(emner.size(), kle.size()));
  std::ranges::transform(taken, kle.begin(), &base::KleEmne::value);
  har_flere_kle = emner.size() > kle.size();
}

std::string encode(const Kortnoegle& noegle) {
  std::string out;
  base::put_be(out, noegle.ejer);
  for (const std::uint32_t emne : noegle.kle) put_24(out, emne);
  const int flags = (noegle.har_flere_kle ? kFlereKle : 0) | (noegle.kan_skifte ? kKanSkifte : 0);
  base::put_be(out, static_cast<std::uint8_t>(noegle.foelsomhed | flags));
  base::put_be(out, noegle.dag);
  return out;
}

std::optional<Kortnoegle> decode_kortnoegle(std::string_view bytes) {
  if (bytes.size() != kKortnoegleBytes) return std::nullopt;
  Kortnoegle noegle;
  noegle.ejer = base::get_be<std::uint32_t>(bytes.data());
  for (std::size_t i = 0; i < noegle.kle.size(); ++i) noegle.kle[i] = get_24(bytes.data() + 4 + 3 * i);
  const auto flags = base::get_be<std::uint8_t>(bytes.data() + 13);
  noegle.har_flere_kle = (flags & kFlereKle) != 0;
  noegle.kan_skifte = (flags & kKanSkifte) != 0;
  noegle.foelsomhed = flags & static_cast<std::uint8_t>(~(kFlereKle | kKanSkifte));
  noegle.dag = base::get_be<std::uint16_t>(bytes.data() + 14);
  if (noegle.foelsomhed > kHoejesteFoelsomhed) return std::nullopt;
  return noegle;
}

}  // namespace brevdue::oio
