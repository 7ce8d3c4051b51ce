// A group: what one journal record holds. The commits that waited together, as they were encoded, with what they share:
// time, first arrival number, chain line of the ledger; behind them the keys that require_new took, and the beskeder
// copied forward from a dying segment.
//
//   time us 8 | first ankomst 8 | chain line 8 (0: none) | previous hash 32 | Merkle root 32 | counts 3 x 4
//   commits: length 4, ops | keys: hash 16, window s 4 | moved: ankomst 8, modtaget us 8, length 4, besked op
//
// Thread safety: plain values. Ownership: the writer appends to the caller's buffer; the reader's views are into the
// caller's bytes.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "store/commit.hpp"
#include "store/file_system.hpp"

namespace brevdue::store {

using Noegle128 = std::array<char, 16>;

struct GruppeHoved {
  base::Tidspunkt tid;
  Ankomst first_ankomst = 0;
  std::uint64_t kaedelinje = 0;  // 0: the group has no ledger records
  std::string forrige_hash;      // 32 bytes, when there is a line
  std::string merkle_rod;        // 32 bytes, when there is a line
};

struct BrugtNoegle {
  Noegle128 hash{};
  std::chrono::seconds window{};

  // As a row of the applied state: the time of use, and the keys of one record.
  static std::string encode(base::Tidspunkt tid, const std::vector<BrugtNoegle>& keys);
  // Such a row's key, or the end of all before that time.
  static std::string row_key(base::Tidspunkt tid, std::uint64_t record);
  static base::Resultat<std::vector<BrugtNoegle>> decode(std::string_view row, base::Tidspunkt& tid);
};

struct FlyttetBesked {
  Ankomst ankomst = 0;
  base::Tidspunkt modtaget;
  std::string_view op;  // the encoded besked, references and all
};

class GruppeSkriver {
 public:
  // Empties `record` and leaves kRecordHeader bytes and the head's place free.
  explicit GruppeSkriver(BlockBuffer& record);
  void commit(std::string_view ops);
  void key(const BrugtNoegle& key) { keys_.push_back(key); }
  // Only after all commits and keys.
  void moved(const FlyttetBesked& besked);
  void finish(const GruppeHoved& hoved);
  bool is_empty() const { return commits_ == 0 && keys_.empty() && moved_ == 0; }
  std::size_t size() const { return record_.size(); }

 private:
  void write_keys();
  BlockBuffer& record_;
  std::vector<BrugtNoegle> keys_;
  std::uint32_t key_count_ = 0;
  std::uint32_t commits_ = 0;
  std::uint32_t moved_ = 0;
};

struct Gruppe {
  GruppeHoved hoved;
  std::vector<std::string_view> commits;
  std::vector<BrugtNoegle> keys;
  std::vector<FlyttetBesked> moved;

  // Errors: LAGER when the bytes are no group.
  static base::Resultat<Gruppe> read(std::string_view payload);
};

}  // namespace brevdue::store
