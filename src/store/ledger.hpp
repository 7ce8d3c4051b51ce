// The ledger as it is kept: one row a chain line, holding the line and its records. Only groups with ledger records
// have a line, so the chain's numbers count those.
//
// Thread safety: all from any thread; set_head is the committer's. Ownership: the AppliedState and the chain's hashing
// must outlive it.
#pragma once

#include <mutex>

#include "store/applied_state.hpp"
#include "store/dele.hpp"
#include "store/store.hpp"

namespace brevdue::store {

struct LedgerRaekke {
  base::Tidspunkt tid;
  std::string forrige_hash;  // 32 bytes
  std::string merkle_rod;    // 32 bytes
  std::vector<std::string_view> records;

  std::string encode() const;
  // Views into `bytes`. Nothing when they are no row.
  static std::optional<LedgerRaekke> decode(std::string_view bytes);
};

class RocksLedger final : public Ledger {
 public:
  RocksLedger(const AppliedState& state, const LedgerKaede& kaede) : state_(state), kaede_(kaede) {}
  LedgerHead head() const override;
  base::Resultat<void> read(std::uint64_t from, const std::function<bool(const LedgerEntry&)>& each) const override;
  base::Resultat<LedgerHead> verify(const std::optional<LedgerHead>& anchor) const override;

  void set_head(LedgerHead head);

 private:
  base::Resultat<LedgerHead> next_line(const LedgerHead& before, std::string_view key, std::string_view row) const;
  const AppliedState& state_;
  const LedgerKaede& kaede_;
  mutable std::mutex mutex_;
  LedgerHead head_{0, std::string(32, '\0')};
};

}  // namespace brevdue::store
