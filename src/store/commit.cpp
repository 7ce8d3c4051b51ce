#include "store/commit.hpp"

#include <algorithm>

#include "store/commit_codec.hpp"

namespace brevdue::store {
namespace {

Kodeskriver begin(std::string& out, OpType type) {
  return Kodeskriver{out}.byte(static_cast<std::uint8_t>(type));
}

Kodeskriver begin(std::string& out, BetingelseType type) {
  return Kodeskriver{out}.byte(static_cast<std::uint8_t>(type));
}

}  // namespace

void Commit::require_version(Familie familie, std::string_view key, Version version) {
  begin(conditions_, BetingelseType::VERSION).byte(static_cast<std::uint8_t>(familie)).bytes(key).number(version);
}

void Commit::require_new(std::string_view key, std::chrono::seconds window) {
  const Noegle128 hash = key_hash(key);
  auto to = begin(conditions_, BetingelseType::NOEGLE);
  conditions_.append(hash.data(), hash.size());
  to.number(static_cast<std::uint64_t>(std::clamp<std::int64_t>(window.count(), 0, UINT32_MAX)));
}

void Commit::put(Familie familie, std::string_view key, std::string_view value) {
  begin(ops_, OpType::PUT).byte(static_cast<std::uint8_t>(familie)).bytes(key).bytes(value);
}

void Commit::erase(Familie familie, std::string_view key) {
  begin(ops_, OpType::ERASE).byte(static_cast<std::uint8_t>(familie)).bytes(key);
}

// What a reference, and what else of a commit than its body, takes at most in all but rare cases: so that the body is
// copied once.
constexpr std::size_t kReferenceRoom = 12;
constexpr std::size_t kOtherRoom = 512;

void Commit::besked(std::string_view meta, std::string_view body, std::span<const Reference> references) {
  ops_.reserve(ops_.size() + meta.size() + body.size() + references.size() * kReferenceRoom + kOtherRoom);
  auto to = begin(ops_, OpType::BESKED).bytes(meta).bytes(body).number(references.size());
  for (const Reference& one : references) to.number(one.koe).number(one.abonnement).number(one.variant);
  ++besked_count_;
}

void Commit::leveret(KoeNr koe, std::span<const Ankomst> ankomster) {
  begin(ops_, OpType::LEVERET).number(koe).ankomster(ankomster);
}

void Commit::kvitteret(KoeNr koe, std::span<const Ankomst> ankomster) {
  begin(ops_, OpType::KVITTERET).number(koe).ankomster(ankomster);
}

void Commit::til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) {
  begin(ops_, OpType::TIL_FEJLKOE).number(koe).ankomster(ankomster);
}

void Commit::fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) {
  begin(ops_, OpType::FRA_FEJLKOE).number(koe).ankomster(ankomster);
}

void Commit::udgaaende(std::string_view event) {
  begin(ops_, OpType::UDGAAENDE).bytes(event);
}

void Commit::udgaaende_flyttet(std::uint64_t number) {
  begin(ops_, OpType::UDGAAENDE_FLYTTET).number(number);
}

void Commit::ledger(std::string_view record) {
  begin(ops_, OpType::LEDGER).bytes(record);
}

}  // namespace brevdue::store
