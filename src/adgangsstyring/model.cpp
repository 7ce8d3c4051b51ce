#include "adgangsstyring/model.hpp"

#include <array>

namespace brevdue::adgangsstyring {
namespace {

constexpr std::array kStatusser{Aftalestatus::KLADDE, Aftalestatus::ANMODET, Aftalestatus::GODKENDT,
                                Aftalestatus::AFVIST, Aftalestatus::OPSAGT};

}  // namespace

std::string_view navn(Aftalestatus status) {
  switch (status) {
    case Aftalestatus::KLADDE:
      return "KLADDE";
    case Aftalestatus::ANMODET:
      return "ANMODET";
    case Aftalestatus::GODKENDT:
      return "GODKENDT";
    case Aftalestatus::AFVIST:
      return "AFVIST";
    case Aftalestatus::OPSAGT:
      return "OPSAGT";
  }
  return "UKENDT";
}

std::optional<Aftalestatus> parse_aftalestatus(std::string_view word) {
  for (const auto status : kStatusser) {
    if (navn(status) == word) return status;
  }
  return std::nullopt;
}

}  // namespace brevdue::adgangsstyring
