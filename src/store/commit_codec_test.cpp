#include "store/commit_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/commit_access.hpp"

namespace brevdue::store {
namespace {

// Builds again what was read: equal bytes show that nothing was lost and that there is one encoding only.
class Genskriver final : public OpModtager {
 public:
  void put(Familie familie, std::string_view key, std::string_view value) override { commit.put(familie, key, value); }
  void erase(Familie familie, std::string_view key) override { commit.erase(familie, key); }
  void besked(std::string_view op, std::string_view meta, std::string_view body,
              std::span<const Reference> references) override {
    commit.besked(meta, body, references);
    beskeder.emplace_back(op);
  }
  void leveret(KoeNr koe, std::span<const Ankomst> ankomster) override { commit.leveret(koe, ankomster); }
  void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster) override { commit.kvitteret(koe, ankomster); }
  void til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override { commit.til_fejlkoe(koe, ankomster); }
  void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override { commit.fra_fejlkoe(koe, ankomster); }
  void udgaaende(std::string_view event) override { commit.udgaaende(event); }
  void udgaaende_flyttet(std::uint64_t number) override { commit.udgaaende_flyttet(number); }
  void ledger(std::string_view record) override { commit.ledger(record); }

  Commit commit;
  std::vector<std::string> beskeder;
};

class Betingelser final : public BetingelseModtager {
 public:
  void version(Familie familie, std::string_view key, Version version) override {
    commit.require_version(familie, key, version);
  }
  void key(const BrugtNoegle& key) override { keys.push_back(key); }
  Commit commit;
  std::vector<BrugtNoegle> keys;
};

std::vector<Reference> some_references() {
  return *rc::gen::container<std::vector<Reference>>(rc::gen::construct<Reference>(
      rc::gen::arbitrary<KoeNr>(), rc::gen::arbitrary<std::uint32_t>(), rc::gen::arbitrary<std::uint16_t>()));
}

void add_some_op(Commit& commit) {
  const auto text = *rc::gen::arbitrary<std::string>();
  const auto other = *rc::gen::arbitrary<std::string>();
  const auto koe = *rc::gen::arbitrary<KoeNr>();
  const auto ankomster = *rc::gen::arbitrary<std::vector<Ankomst>>();
  const auto familie = static_cast<Familie>(*rc::gen::inRange(0, 6));
  switch (*rc::gen::inRange(1, 11)) {
    case 1:
      return commit.put(familie, text, other);
    case 2:
      return commit.erase(familie, text);
    case 3:
      return commit.besked(text, other, some_references());
    case 4:
      return commit.leveret(koe, ankomster);
    case 5:
      return commit.kvitteret(koe, ankomster);
    case 6:
      return commit.til_fejlkoe(koe, ankomster);
    case 7:
      return commit.fra_fejlkoe(koe, ankomster);
    case 8:
      return commit.udgaaende(text);
    case 9:
      return commit.udgaaende_flyttet(*rc::gen::arbitrary<std::uint64_t>());
    default:
      return commit.ledger(text);
  }
}

Commit some_commit() {
  Commit commit;
  for (int left = *rc::gen::inRange(0, 6); left > 0; --left) add_some_op(commit);
  return commit;
}

TEST(CommitCodec, what_was_built_is_read_back) {
  EXPECT_TRUE(rc::check([] {
    const Commit commit = some_commit();
    Genskriver again;
    RC_ASSERT(decode_ops(CommitAccess::ops(commit), again).has_value());
    RC_ASSERT(CommitAccess::ops(again.commit) == CommitAccess::ops(commit));
  }));
}

TEST(CommitCodec, a_changed_byte_is_refused_or_reads_as_another_commit_in_its_only_form) {
  EXPECT_TRUE(rc::check([] {
    const Commit commit = some_commit();
    std::string bytes = CommitAccess::ops(commit);
    RC_PRE(!bytes.empty());
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^= static_cast<char>(*rc::gen::inRange(1, 256));
    Genskriver again;
    if (decode_ops(bytes, again)) RC_ASSERT(CommitAccess::ops(again.commit) == bytes);
  }));
}

TEST(CommitCodec, a_commit_cut_short_is_refused) {
  Commit commit;
  const Reference reference{3, 500, 2};
  const Ankomst ankomst = 70'000;
  commit.besked("meta", "body", {&reference, 1});
  const std::size_t first = commit.size();
  commit.kvitteret(300, {&ankomst, 1});
  const std::string& ops = CommitAccess::ops(commit);
  for (std::size_t length = 1; length < ops.size(); ++length) {
    Genskriver again;
    const auto done = decode_ops(std::string_view{ops}.substr(0, length), again);
    ASSERT_EQ(done.has_value(), length == first) << length;
    if (!done) EXPECT_EQ(done.error().kode, base::FejlKode::UGYLDIG);
    EXPECT_EQ(again.beskeder.size(), length >= first ? 1U : 0U);
  }
}

TEST(CommitCodec, a_besked_is_handed_over_with_its_own_encoding_even_when_junk_follows) {
  Commit commit;
  const Reference reference{3, 500, 2};
  commit.put(Familie::OBJEKT, "k", "v");
  commit.besked("meta", "body", {&reference, 1});
  Genskriver whole;
  EXPECT_FALSE(decode_ops(CommitAccess::ops(commit) + "\xff", whole));
  ASSERT_EQ(whole.beskeder.size(), 1U);
  Genskriver alone;
  ASSERT_TRUE(decode_ops(whole.beskeder[0], alone));
  EXPECT_EQ(CommitAccess::ops(alone.commit), whole.beskeder[0]);
}

TEST(CommitCodec, counts_and_lengths_beyond_the_bytes_are_refused_without_being_believed) {
  const std::vector<std::string> hostile{
      {"\x03\x00\x00\xff\xff\x03", 6},                           // 65,535 references, none there
      {"\x05\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12},  // 2^64-1 arrival numbers
      {"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11},      // an event as long
      {"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11},      // a number beyond 64 bits
      {"\x09\x80\x00", 3},                                       // 0 in two bytes
      {"\x03\x00\x00\x80\x80\x04", 6},                           // 65,536 references
      {"\x02\x06\x01k", 4},                                      // no such family
      {"\x0b", 1},
      {"\x00", 1},
  };
  for (const std::string& bytes : hostile) {
    Genskriver again;
    EXPECT_FALSE(decode_ops(bytes, again));
    EXPECT_TRUE(again.commit.is_empty());
  }
}

TEST(CommitCodec, more_references_than_can_be_counted_make_the_commit_unreadable) {
  Commit most;
  most.besked("", "", std::vector<Reference>(kMostReferences));
  Commit more;
  more.besked("", "", std::vector<Reference>(kMostReferences + 1));
  Genskriver again;
  EXPECT_TRUE(decode_ops(CommitAccess::ops(most), again));
  EXPECT_FALSE(decode_ops(CommitAccess::ops(more), again));
}

TEST(CommitCodec, preconditions_are_read_back) {
  Commit commit;
  commit.require_version(Familie::HISTORIK, "key", 77);
  commit.require_new("besked 1", std::chrono::minutes{15});
  commit.require_new("besked 1", std::chrono::seconds{-5});
  EXPECT_TRUE(commit.is_empty());
  Betingelser read;
  ASSERT_TRUE(decode_conditions(CommitAccess::conditions(commit), read));
  Commit expected;
  expected.require_version(Familie::HISTORIK, "key", 77);
  EXPECT_EQ(CommitAccess::conditions(read.commit), CommitAccess::conditions(expected));
  ASSERT_EQ(read.keys.size(), 2U);
  EXPECT_EQ(read.keys[0].window, std::chrono::seconds{900});
  EXPECT_EQ(read.keys[1].window, std::chrono::seconds{0});
  EXPECT_EQ(read.keys[0].hash, key_hash("besked 1"));
  EXPECT_NE(read.keys[0].hash, key_hash("besked 2"));
  std::string cut = CommitAccess::conditions(commit);
  cut.pop_back();
  EXPECT_EQ(decode_conditions(cut, read).error().kode, base::FejlKode::UGYLDIG);
}

}  // namespace
}  // namespace brevdue::store
