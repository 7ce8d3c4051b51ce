#include "store/ledger.hpp"

#include <fmt/core.h>

#include <charconv>

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::size_t kHash = 32;
constexpr std::size_t kHead = 8 + 2 * kHash;

std::unexpected<base::Fejl> broken(std::uint64_t line, std::string_view how) {
  return base::fejl(FejlKode::LAGER, fmt::format("ledger line {}: {}", line, how));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> unhex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

}  // namespace

std::string LedgerHead::text() const {
  return fmt::format("{}:{}", number, base::hex(hash));
}

std::optional<LedgerHead> LedgerHead::parse(std::string_view text) {
  LedgerHead head;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, head.number);
  if (error != std::errc{} || at == end || *at != ':') return std::nullopt;
  auto hash = unhex({at + 1, end});
  if (!hash || hash->size() != kHash) return std::nullopt;
  head.hash = *std::move(hash);
  return head;
}

std::string LedgerRaekke::encode() const {
  std::string out;
  base::put_be(out, static_cast<std::uint64_t>(tid.time_since_epoch().count()));
  out += forrige_hash;
  out += merkle_rod;
  for (const std::string_view record : records) {
    base::put_be(out, static_cast<std::uint32_t>(record.size()));
    out += record;
  }
  return out;
}

std::optional<LedgerRaekke> LedgerRaekke::decode(std::string_view bytes) {
  if (bytes.size() < kHead) return std::nullopt;
  LedgerRaekke row;
  row.tid = base::Tidspunkt{std::chrono::microseconds{base::get_be<std::int64_t>(bytes.data())}};
  row.forrige_hash = bytes.substr(8, kHash);
  row.merkle_rod = bytes.substr(8 + kHash, kHash);
  bytes.remove_prefix(kHead);
  while (!bytes.empty()) {
    if (bytes.size() < 4) return std::nullopt;
    const auto length = base::get_be<std::uint32_t>(bytes.data());
    if (length > bytes.size() - 4) return std::nullopt;
    row.records.push_back(bytes.substr(4, length));
    bytes.remove_prefix(4 + length);
  }
  return row;
}

LedgerHead RocksLedger::head() const {
  const std::lock_guard lock{mutex_};
  return head_;
}

void RocksLedger::set_head(LedgerHead head) {
  const std::lock_guard lock{mutex_};
  head_ = std::move(head);
}

Resultat<void> RocksLedger::read(std::uint64_t from, const std::function<bool(const LedgerEntry&)>& each) const {
  std::uint64_t bad = 0;
  PROEV(state_.scan(Tabel::LEDGER, {}, number_key(from), [&](std::string_view key, std::string_view value) {
    const auto line = base::get_be<std::uint64_t>(key.data());
    const auto row = LedgerRaekke::decode(value);
    if (!row) bad = line;
    for (std::uint32_t i = 0; row && i < row->records.size(); ++i) {
      if (!each({line, i, row->tid, std::string{row->records[i]}})) return false;
    }
    return row.has_value();
  }));
  if (bad != 0) return broken(bad, "changed: it cannot be read");
  return {};
}

Resultat<LedgerHead> RocksLedger::next_line(const LedgerHead& before, std::string_view key,
                                            std::string_view value) const {
  const auto number = base::get_be<std::uint64_t>(key.data());
  if (number != before.number + 1) return broken(before.number + 1, "missing");
  const auto row = LedgerRaekke::decode(value);
  if (!row) return broken(number, "changed: it cannot be read");
  if (row->forrige_hash != before.hash) {
    return broken(number, "does not follow the line before it: one of them is changed, inserted or out of order");
  }
  if (kaede_.merkle_root(row->records) != row->merkle_rod) {
    return broken(number, "its records are not those it was made of: changed, missing, inserted or out of order");
  }
  return LedgerHead{number, kaede_.line_hash(number, row->tid, row->forrige_hash, row->merkle_rod)};
}

Resultat<LedgerHead> RocksLedger::verify(const std::optional<LedgerHead>& anchor) const {
  const LedgerHead end = head();
  LedgerHead at{0, std::string(kHash, '\0')};
  Resultat<void> verdict;
  PROEV(state_.scan(Tabel::LEDGER, {}, {}, [&](std::string_view key, std::string_view value) {
    if (at.number == end.number && base::get_be<std::uint64_t>(key.data()) > end.number)
      return false;  // came meanwhile
    auto next = next_line(at, key, value);
    if (!next) {
      verdict = std::unexpected(next.error());
    } else if (anchor && anchor->number == next->number && anchor->hash != next->hash) {
      verdict = broken(next->number, "changed: it is not the anchor's line");
    }
    if (next) at = *std::move(next);
    return verdict.has_value();
  }));
  if (!verdict) return std::unexpected(verdict.error());
  if (anchor && anchor->number > at.number) return broken(at.number + 1, "cut off: the anchor knows later lines");
  if (at.number != end.number) return broken(at.number + 1, "cut off");
  if (at.hash != end.hash) return broken(at.number, "changed: it is not the head's line");
  return at;
}

}  // namespace brevdue::store
