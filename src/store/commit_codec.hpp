// The encoding of a Commit's writes and preconditions: a type byte, then fields. Numbers are LEB128 varints in their
// shortest form, byte strings a varint length and the bytes, arrival numbers the zigzag difference from the one before.
// So one encoding exists for each commit, and a commit's bytes stand in the journal as they were built.
//
//   PUT familie key value | ERASE familie key | BESKED meta body count (koe abonnement variant)*
//   LEVERET, KVITTERET, TIL_FEJLKOE, FRA_FEJLKOE koe count ankomst* | UDGAAENDE event | UDGAAENDE_FLYTTET number
//   LEDGER record       preconditions: VERSION familie key version | NOEGLE hash 16, window in seconds
//
// Thread safety: free functions and stateless classes, from any thread. Ownership: what readers hand over are views
// into the encoded bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/commit.hpp"
#include "store/dele.hpp"
#include "store/gruppe.hpp"

namespace brevdue::store {

// What Beskedindeks and the segments' rows can count.
inline constexpr std::size_t kMostReferences = 65'535;

enum class OpType : std::uint8_t {
  PUT = 1,
  ERASE = 2,
  BESKED = 3,
  LEVERET = 4,
  KVITTERET = 5,
  TIL_FEJLKOE = 6,
  FRA_FEJLKOE = 7,
  UDGAAENDE = 8,
  UDGAAENDE_FLYTTET = 9,
  LEDGER = 10,
};

enum class BetingelseType : std::uint8_t { VERSION = 1, NOEGLE = 2 };

// Appends fields to encoded bytes.
class Kodeskriver {
 public:
  explicit Kodeskriver(std::string& out) : out_(out) {}
  Kodeskriver& byte(std::uint8_t value);
  Kodeskriver& number(std::uint64_t value);
  Kodeskriver& bytes(std::string_view value);
  Kodeskriver& ankomster(std::span<const Ankomst> values);

 private:
  std::string& out_;
};

// Takes fields off encoded bytes. Once something is not there, all that follows is empty and failed() says so.
class Kodelaeser {
 public:
  explicit Kodelaeser(std::string_view encoded) : left_(encoded) {}
  std::uint8_t byte();
  std::uint64_t number(std::uint64_t most = UINT64_MAX);
  std::string_view bytes();
  std::string_view take(std::size_t count);
  void fail();
  bool failed() const { return failed_; }
  bool done() const { return left_.empty(); }
  std::string_view left() const { return left_; }

 private:
  std::string_view left_;
  bool failed_ = false;
};

// Hands over each operation, in order, up to the first that is none. Errors: UGYLDIG.
base::Resultat<void> decode_ops(std::string_view encoded, OpModtager& to);
base::Resultat<void> decode_conditions(std::string_view encoded, BetingelseModtager& to);

// The first half of SHA-256. Senders choose the keys, so it must not be possible to make one that collides with
// another's and so have that one refused as a repetition: a fast hash with a fixed key would allow it.
Noegle128 key_hash(std::string_view key);

class Commitkode final : public CommitLaeser {
 public:
  // Errors: LAGER: a commit is built by this program, so bytes that are none were damaged.
  base::Resultat<void> ops(std::string_view encoded, OpModtager& to) const override;
  base::Resultat<void> conditions(const Commit& commit, BetingelseModtager& to) const override;
  std::string_view encoded(const Commit& commit) const override;
};

}  // namespace brevdue::store
