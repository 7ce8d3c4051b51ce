// Bytes as a commit's operations, its preconditions, and a journal record's group: refused or read, never more; and
// what is read says the same when it is written again.
#include <cstdlib>
#include <string>

#include "store/commit_access.hpp"
#include "store/commit_codec.hpp"
#include "store/gruppe.hpp"
#include "store/journal.hpp"
#include "store/koe_indeks.hpp"
#include "store/ledger.hpp"

namespace {

using namespace brevdue;
using namespace brevdue::store;

void require(bool holds) {
  if (!holds) std::abort();
}

// Builds the commit again from what was read of it.
class Gentag final : public OpModtager, public BetingelseModtager {
 public:
  Commit commit;
  void put(Familie familie, std::string_view key, std::string_view value) override { commit.put(familie, key, value); }
  void erase(Familie familie, std::string_view key) override { commit.erase(familie, key); }
  void besked(std::string_view, std::string_view meta, std::string_view body,
              std::span<const Reference> references) override {
    commit.besked(meta, body, references);
  }
  void leveret(KoeNr koe, std::span<const Ankomst> all) override { commit.leveret(koe, all); }
  void kvitteret(KoeNr koe, std::span<const Ankomst> all) override { commit.kvitteret(koe, all); }
  void til_fejlkoe(KoeNr koe, std::span<const Ankomst> all) override { commit.til_fejlkoe(koe, all); }
  void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> all) override { commit.fra_fejlkoe(koe, all); }
  void udgaaende(std::string_view event) override { commit.udgaaende(event); }
  void udgaaende_flyttet(std::uint64_t number) override { commit.udgaaende_flyttet(number); }
  void ledger(std::string_view record) override { commit.ledger(record); }
  void version(Familie familie, std::string_view key, Version version) override {
    commit.require_version(familie, key, version);
  }
  void key(const BrugtNoegle&) override { hashed = true; }  // the key itself is not in the bytes
  bool hashed = false;
};

void commits(std::string_view bytes) {
  Gentag ops;
  if (decode_ops(bytes, ops)) require(CommitAccess::ops(ops.commit) == bytes);
  Gentag conditions;
  if (decode_conditions(bytes, conditions) && !conditions.hashed) {
    require(CommitAccess::conditions(conditions.commit) == bytes);
  }
}

void groups(std::string_view bytes) {
  const auto gruppe = Gruppe::read(bytes);
  if (!gruppe) return;
  BlockBuffer record;
  GruppeSkriver skriver{record};
  for (const std::string_view ops : gruppe->commits) skriver.commit(ops);
  for (const BrugtNoegle& key : gruppe->keys) skriver.key(key);
  for (const FlyttetBesked& moved : gruppe->moved) skriver.moved(moved);
  skriver.finish(gruppe->hoved);
  const auto again = Gruppe::read(std::string_view{record}.substr(kRecordHeader));
  require(again && again->commits == gruppe->commits && again->moved.size() == gruppe->moved.size());
}

void rows(std::string_view bytes) {
  base::Tidspunkt tid;
  (void)BrugtNoegle::decode(bytes, tid);
  if (const auto row = LedgerRaekke::decode(bytes)) require(row->encode() == bytes);
  KoeIndeks koe;
  (void)koe.restore(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  commits(bytes);
  groups(bytes);
  rows(bytes);
  return 0;
}
