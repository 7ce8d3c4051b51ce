#include "store/commit_codec.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory_resource>
#include <vector>

#include "store/commit_access.hpp"
#include "store/sha256.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::uint8_t kMore = 0x80;
constexpr std::size_t kMostVarint = 10;

std::uint64_t zigzag(std::uint64_t difference) {
  return difference << 1 ^ (0 - (difference >> 63));
}
std::uint64_t unzigzag(std::uint64_t value) {
  return value >> 1 ^ (0 - (value & 1));
}

Familie read_familie(Kodelaeser& from) {
  const std::uint8_t familie = from.byte();
  if (familie > static_cast<std::uint8_t>(Familie::HISTORIK)) from.fail();
  return static_cast<Familie>(familie);
}

// Lists live on the stack while they are short, which nearly all are.
class Oplaeser {
 public:
  Oplaeser(Kodelaeser& from, OpModtager& to) : from_(from), to_(to) {}

  void one() {
    const char* begin = from_.left().data();
    switch (static_cast<OpType>(from_.byte())) {
      case OpType::PUT:
        return put();
      case OpType::ERASE:
        return erase();
      case OpType::BESKED:
        return besked(begin);
      case OpType::LEVERET:
        return on_queue(&OpModtager::leveret);
      case OpType::KVITTERET:
        return on_queue(&OpModtager::kvitteret);
      case OpType::TIL_FEJLKOE:
        return on_queue(&OpModtager::til_fejlkoe);
      case OpType::FRA_FEJLKOE:
        return on_queue(&OpModtager::fra_fejlkoe);
      case OpType::UDGAAENDE:
        return text(&OpModtager::udgaaende);
      case OpType::LEDGER:
        return text(&OpModtager::ledger);
      case OpType::UDGAAENDE_FLYTTET:
        return flyttet();
    }
    from_.fail();
  }

 private:
  void put() {
    const Familie familie = read_familie(from_);
    const std::string_view key = from_.bytes();
    const std::string_view value = from_.bytes();
    if (!from_.failed()) to_.put(familie, key, value);
  }

  void erase() {
    const Familie familie = read_familie(from_);
    const std::string_view key = from_.bytes();
    if (!from_.failed()) to_.erase(familie, key);
  }

  void besked(const char* begin) {
    const std::string_view meta = from_.bytes();
    const std::string_view body = from_.bytes();
    std::array<std::byte, 512> space;
    std::pmr::monotonic_buffer_resource memory{space.data(), space.size()};
    std::pmr::vector<Reference> references{&memory};
    for (std::uint64_t count = from_.number(kMostReferences); count > 0 && !from_.failed(); --count) {
      const auto koe = static_cast<KoeNr>(from_.number(std::numeric_limits<KoeNr>::max()));
      const auto abonnement = static_cast<std::uint32_t>(from_.number(UINT32_MAX));
      references.push_back({koe, abonnement, static_cast<std::uint16_t>(from_.number(UINT16_MAX))});
    }
    if (from_.failed()) return;
    to_.besked({begin, static_cast<std::size_t>(from_.left().data() - begin)}, meta, body, references);
  }

  void on_queue(void (OpModtager::*call)(KoeNr, std::span<const Ankomst>)) {
    const auto koe = static_cast<KoeNr>(from_.number(std::numeric_limits<KoeNr>::max()));
    std::array<std::byte, 1024> space;
    std::pmr::monotonic_buffer_resource memory{space.data(), space.size()};
    std::pmr::vector<Ankomst> ankomster{&memory};
    Ankomst before = 0;
    for (std::uint64_t count = from_.number(); count > 0 && !from_.failed(); --count) {
      before += unzigzag(from_.number());
      ankomster.push_back(before);
    }
    if (!from_.failed()) (to_.*call)(koe, ankomster);
  }

  void text(void (OpModtager::*call)(std::string_view)) {
    const std::string_view bytes = from_.bytes();
    if (!from_.failed()) (to_.*call)(bytes);
  }

  void flyttet() {
    const std::uint64_t number = from_.number();
    if (!from_.failed()) to_.udgaaende_flyttet(number);
  }

  Kodelaeser& from_;
  OpModtager& to_;
};

void read_condition(Kodelaeser& from, BetingelseModtager& to) {
  const auto type = static_cast<BetingelseType>(from.byte());
  if (type == BetingelseType::VERSION) {
    const Familie familie = read_familie(from);
    const std::string_view key = from.bytes();
    const Version version = from.number();
    if (!from.failed()) to.version(familie, key, version);
  } else if (type == BetingelseType::NOEGLE) {
    BrugtNoegle used;
    std::ranges::copy(from.take(used.hash.size()), used.hash.begin());
    used.window = std::chrono::seconds{from.number(UINT32_MAX)};
    if (!from.failed()) to.key(used);
  } else {
    from.fail();
  }
}

}  // namespace

Kodeskriver& Kodeskriver::byte(std::uint8_t value) {
  out_.push_back(static_cast<char>(value));
  return *this;
}

Kodeskriver& Kodeskriver::number(std::uint64_t value) {
  std::array<char, kMostVarint> digits;
  std::size_t count = 0;
  for (; value >= kMore; value >>= 7) digits[count++] = static_cast<char>(value | kMore);
  digits[count++] = static_cast<char>(value);
  out_.append(digits.data(), count);
  return *this;
}

Kodeskriver& Kodeskriver::bytes(std::string_view value) {
  number(value.size());
  out_.append(value);
  return *this;
}

Kodeskriver& Kodeskriver::ankomster(std::span<const Ankomst> values) {
  number(values.size());
  Ankomst before = 0;
  for (const Ankomst ankomst : values) {
    number(zigzag(ankomst - before));
    before = ankomst;
  }
  return *this;
}

void Kodelaeser::fail() {
  failed_ = true;
  left_ = {};
}

std::string_view Kodelaeser::take(std::size_t count) {
  if (count > left_.size()) {
    fail();
    return {};
  }
  const std::string_view out = left_.substr(0, count);
  left_.remove_prefix(count);
  return out;
}

std::uint8_t Kodelaeser::byte() {
  const std::string_view one = take(1);
  return one.empty() ? 0 : static_cast<std::uint8_t>(one[0]);
}

// A longer form than needed, or a number over `most`, is refused.
std::uint64_t Kodelaeser::number(std::uint64_t most) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < std::min(kMostVarint, left_.size()); ++i) {
    const auto digit = static_cast<std::uint8_t>(left_[i]);
    if (i == kMostVarint - 1 && digit > 1) break;
    value |= static_cast<std::uint64_t>(digit & ~kMore) << 7 * i;
    if ((digit & kMore) != 0) continue;
    if ((digit == 0 && i > 0) || value > most) break;
    left_.remove_prefix(i + 1);
    return value;
  }
  fail();
  return 0;
}

std::string_view Kodelaeser::bytes() {
  return take(number());
}

Resultat<void> decode_ops(std::string_view encoded, OpModtager& to) {
  Kodelaeser from{encoded};
  Oplaeser laeser{from, to};
  while (!from.done()) laeser.one();
  if (from.failed()) return base::fejl(FejlKode::UGYLDIG, "the bytes are no encoded commit");
  return {};
}

Resultat<void> decode_conditions(std::string_view encoded, BetingelseModtager& to) {
  Kodelaeser from{encoded};
  while (!from.done()) read_condition(from, to);
  if (from.failed()) return base::fejl(FejlKode::UGYLDIG, "the bytes are no encoded preconditions");
  return {};
}

Noegle128 key_hash(std::string_view key) {
  const Sha256 whole = sha256({key});
  Noegle128 hash;
  std::copy_n(whole.begin(), hash.size(), hash.begin());
  return hash;
}

Resultat<void> Commitkode::ops(std::string_view encoded, OpModtager& to) const {
  auto done = decode_ops(encoded, to);
  if (!done) done.error().kode = FejlKode::LAGER;
  return done;
}

Resultat<void> Commitkode::conditions(const Commit& commit, BetingelseModtager& to) const {
  auto done = decode_conditions(CommitAccess::conditions(commit), to);
  if (!done) done.error().kode = FejlKode::LAGER;
  return done;
}

std::string_view Commitkode::encoded(const Commit& commit) const {
  return CommitAccess::ops(commit);
}

}  // namespace brevdue::store
