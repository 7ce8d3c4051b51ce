// How far the applied state has come: one small value, written with every record's writes, so that RocksDB always holds
// it as of the same record as all else. And the checkpoint: up to which record the queues' state is there too.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/commit.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"

namespace brevdue::store {

struct Anvendt {
  std::uint64_t record = 0;  // the last one applied
  Ankomst next_ankomst = 1;
  LedgerHead ledger;
  std::uint64_t udbakke_first = 1;  // oldest event not moved
  std::uint64_t udbakke_next = 1;

  std::string encode() const;
  static std::optional<Anvendt> decode(std::string_view bytes);
};

// The queues' rows hold all records up to this one, and the segments before `place` have their index rows. Restart
// begins there; a segment before it without a row was recycled.
struct Kontrolpunkt {
  std::uint64_t record = 0;
  JournalPlace place;  // the record's own

  std::string encode() const;
  static std::optional<Kontrolpunkt> decode(std::string_view bytes);
};

// Keys in Tabel::SYSTEM.
inline constexpr std::string_view kAnvendtKey = "anvendt";
inline constexpr std::string_view kKontrolpunktKey = "kontrolpunkt";

}  // namespace brevdue::store
