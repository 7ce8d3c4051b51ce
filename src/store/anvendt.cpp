#include "store/anvendt.hpp"

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

constexpr std::size_t kHash = 32;
constexpr std::size_t kAnvendtBytes = 5 * 8 + kHash;
constexpr std::size_t kKontrolpunktBytes = 3 * 8;

std::uint64_t number_at(std::string_view bytes, std::size_t index) {
  return base::get_be<std::uint64_t>(bytes.data() + index * 8);
}

}  // namespace

std::string Anvendt::encode() const {
  std::string out;
  for (const std::uint64_t number : {record, next_ankomst, udbakke_first, udbakke_next, ledger.number}) {
    base::put_be(out, number);
  }
  out += ledger.hash;
  out.resize(kAnvendtBytes);
  return out;
}

std::optional<Anvendt> Anvendt::decode(std::string_view bytes) {
  if (bytes.size() != kAnvendtBytes) return std::nullopt;
  Anvendt out;
  out.record = number_at(bytes, 0);
  out.next_ankomst = number_at(bytes, 1);
  out.udbakke_first = number_at(bytes, 2);
  out.udbakke_next = number_at(bytes, 3);
  out.ledger = {number_at(bytes, 4), std::string{bytes.substr(5 * 8)}};
  return out;
}

std::string Kontrolpunkt::encode() const {
  std::string out;
  for (const std::uint64_t number : {record, place.segment, place.offset}) base::put_be(out, number);
  return out;
}

std::optional<Kontrolpunkt> Kontrolpunkt::decode(std::string_view bytes) {
  if (bytes.size() != kKontrolpunktBytes) return std::nullopt;
  return Kontrolpunkt{number_at(bytes, 0), {number_at(bytes, 1), number_at(bytes, 2)}};
}

}  // namespace brevdue::store
