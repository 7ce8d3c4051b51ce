// The ledger's hashing. The records of one chain line are the leaves of a Merkle tree as in RFC 6962 (2.1); the line's
// hash covers its number, its time, the hash of the line before it and the tree's root. Leaves, inner nodes and lines
// are hashed with different first bytes, so that none can be passed off as another:
//
//   leaf  SHA-256(00 | record)      node  SHA-256(01 | left | right)
//   line  SHA-256(02 | number 8 | time us 8 | previous 32 | root 32), big-endian
//
// Thread safety: from any thread; no state.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/dele.hpp"

namespace brevdue::store {

class Sha256Kaede final : public LedgerKaede {
 public:
  // 32 bytes; of no records: SHA-256 of nothing.
  std::string merkle_root(std::span<const std::string_view> records) const override;
  std::string line_hash(std::uint64_t number, base::Tidspunkt tid, std::string_view previous,
                        std::string_view root) const override;
};

}  // namespace brevdue::store
