#include "store/ledger_chain.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.hpp"
#include "store/sha256.hpp"

namespace brevdue::store {
namespace {

using Views = std::vector<std::string_view>;

std::string h(std::string_view bytes) {
  return std::string{view(sha256({bytes}))};
}

// RFC 6962, 2.1, word by word.
std::string defined_root(std::span<const std::string_view> records) {
  if (records.empty()) return h("");
  if (records.size() == 1) return h(std::string(1, '\0') + std::string{records[0]});
  std::size_t split = 1;
  while (split * 2 < records.size()) split *= 2;
  return h("\1" + defined_root(records.first(split)) + defined_root(records.subspan(split)));
}

TEST(LedgerChain, the_hash_is_sha_256) {
  EXPECT_EQ(base::hex(view(sha256({"a", "", "bc"}))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(LedgerChain, the_root_is_that_of_rfc_6962) {
  const Sha256Kaede kaede;
  EXPECT_TRUE(rc::check([&](const std::vector<std::string>& texts) {
    const Views records{texts.begin(), texts.end()};
    RC_ASSERT(kaede.merkle_root(records) == defined_root(records));
  }));
}

TEST(LedgerChain, a_record_cannot_pass_as_a_node) {
  const Sha256Kaede kaede;
  const Views records{"a", "b"};
  const std::string children =
      kaede.merkle_root(std::span{records}.first(1)) + kaede.merkle_root(std::span{records}.subspan(1));
  const Views forged{children};
  EXPECT_NE(kaede.merkle_root(forged), kaede.merkle_root(records));
}

TEST(LedgerChain, everything_in_a_line_changes_its_hash) {
  const Sha256Kaede kaede;
  const base::Tidspunkt tid{std::chrono::microseconds{5}};
  const std::string a(32, 'a');
  const std::string b(32, 'b');
  const std::string hash = kaede.line_hash(1, tid, a, b);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_NE(kaede.line_hash(2, tid, a, b), hash);
  EXPECT_NE(kaede.line_hash(1, tid + std::chrono::microseconds{1}, a, b), hash);
  EXPECT_NE(kaede.line_hash(1, tid, b, b), hash);
  EXPECT_NE(kaede.line_hash(1, tid, a, a), hash);
}

}  // namespace
}  // namespace brevdue::store
