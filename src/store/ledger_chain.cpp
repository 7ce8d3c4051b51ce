#include "store/ledger_chain.hpp"

#include <array>
#include <bit>

#include "base/bytes.hpp"
#include "store/sha256.hpp"

namespace brevdue::store {
namespace {

constexpr std::string_view kLeaf{"\0", 1};
constexpr std::string_view kNode{"\1", 1};
constexpr std::string_view kLine{"\2", 1};

Sha256 leaf(std::string_view record) {
  return sha256({kLeaf, record});
}

Sha256 node(std::string_view left, std::string_view right) {
  return sha256({kNode, left, right});
}

}  // namespace

// Without a list of leaves: complete subtrees wait on a stack, one for each bit of the number of leaves so far.
std::string Sha256Kaede::merkle_root(std::span<const std::string_view> records) const {
  if (records.empty()) return std::string{view(sha256({}))};
  std::array<Sha256, 64> stack;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    Sha256 hash = leaf(records[i]);
    for (int merges = std::countr_one(i); merges > 0; --merges) hash = node(view(stack[--depth]), view(hash));
    stack[depth++] = hash;
  }
  Sha256 root = stack[--depth];
  while (depth > 0) root = node(view(stack[--depth]), view(root));
  return std::string{view(root)};
}

std::string Sha256Kaede::line_hash(std::uint64_t number, base::Tidspunkt tid, std::string_view previous,
                                   std::string_view root) const {
  std::array<char, 16> head;
  base::write_be(head.data(), number);
  base::write_be(head.data() + 8, static_cast<std::uint64_t>(tid.time_since_epoch().count()));
  return std::string{view(sha256({kLine, {head.data(), head.size()}, previous, root}))};
}

}  // namespace brevdue::store
