// Somebody with the disk in hand changes the ledger, and its head with it. `verify` with an anchor finds each change.
#include <gtest/gtest.h>

#include <functional>

#include "base/bytes.hpp"
#include "store/anvendt.hpp"
#include "store/applied_state.hpp"
#include "store/dele_testing.hpp"
#include "store/file_system.hpp"
#include "store/ledger.hpp"
#include "store/ledger_chain.hpp"

namespace brevdue::crash {
namespace {

using store::LedgerHead;
using store::LedgerRaekke;
using store::Tabel;

constexpr std::uint64_t kLines = 12;
constexpr std::uint64_t kVictim = 5;

class LedgerTamper : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto store = open();
    for (std::uint64_t line = 1; line <= kLines; ++line) {
      store::Commit commit;
      commit.ledger("who " + std::to_string(line));
      commit.ledger("what " + std::to_string(line));
      ASSERT_EQ(store->committer().commit(std::move(commit)).udfald, store::Udfald::OK);
    }
    anchor_ = store->ledger().head();
    ASSERT_EQ(anchor_.number, kLines);
    ASSERT_TRUE(store->ledger().verify(anchor_));
  }

  std::unique_ptr<store::Store> open() {
    store::StoreLimits limits;
    limits.segment_bytes = 256 << 10;
    limits.reserve_bytes = 0;
    auto opened = store::Store::open(temp_.path / "store", limits, store::system_files(), ur_);
    EXPECT_TRUE(opened) << base::beskriv(opened.error());
    return std::move(opened).value_or(nullptr);
  }

  // Changes the closed store's rows, then opens it and says what verify finds.
  std::string after(const std::function<void(store::AppliedState&)>& change) {
    {
      const auto state = store::AppliedState::open(temp_.path / "store" / "state", store::system_files()).value();
      change(*state);
      EXPECT_TRUE(state->flush());
    }
    const auto store = open();
    const auto verified = store->ledger().verify(LedgerHead::parse(anchor_.text()));
    return verified ? "nothing" : verified.error().tekst;
  }

  static std::string row(store::AppliedState& state, std::uint64_t line) {
    return state.get(Tabel::LEDGER, store::number_key(line)).value().value();
  }
  static void put(store::AppliedState& state, std::uint64_t line, std::string_view bytes) {
    store::StateBatch batch;
    batch.put(Tabel::LEDGER, store::number_key(line), bytes);
    ASSERT_TRUE(state.write(batch));
  }
  static void remove(store::AppliedState& state, std::uint64_t line) {
    store::StateBatch batch;
    batch.erase(Tabel::LEDGER, store::number_key(line));
    ASSERT_TRUE(state.write(batch));
  }
  // The store's own mark of its head is changed along, as a careful forger would.
  static void set_head(store::AppliedState& state, const LedgerHead& head) {
    auto anvendt = store::Anvendt::decode(state.get(Tabel::SYSTEM, store::kAnvendtKey).value().value()).value();
    anvendt.ledger = head;
    store::StateBatch batch;
    batch.put(Tabel::SYSTEM, store::kAnvendtKey, anvendt.encode());
    ASSERT_TRUE(state.write(batch));
  }
  // A whole valid chain of these records, one line each.
  static void forge(store::AppliedState& state, const std::vector<std::string>& records) {
    const store::Sha256Kaede kaede;
    LedgerHead head{0, std::string(32, '\0')};
    for (std::uint64_t line = 1; line <= std::max<std::uint64_t>(kLines, records.size()); ++line) {
      if (line > records.size()) {
        remove(state, line);
        continue;
      }
      LedgerRaekke forged{base::Tidspunkt{}, head.hash, {}, {records[line - 1]}};
      forged.merkle_rod = kaede.merkle_root(forged.records);
      put(state, line, forged.encode());
      head = {line, kaede.line_hash(line, forged.tid, forged.forrige_hash, forged.merkle_rod)};
    }
    set_head(state, head);
  }

  store::testing::TempFolder temp_;
  base::SystemUr ur_;
  LedgerHead anchor_;
};

TEST_F(LedgerTamper, nothing_changed_is_nothing_found) {
  EXPECT_EQ(after([](store::AppliedState&) {}), "nothing");
}

TEST_F(LedgerTamper, a_flipped_bit) {
  const auto found = after([](store::AppliedState& state) {
    std::string bytes = row(state, kVictim);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    put(state, kVictim, bytes);
  });
  EXPECT_EQ(found.find("ledger line 5:"), 0U) << found;
}

TEST_F(LedgerTamper, a_removed_record_and_a_removed_line) {
  auto found = after([](store::AppliedState& state) {
    const std::string bytes = row(state, kVictim);
    auto changed = LedgerRaekke::decode(bytes).value();
    changed.records.pop_back();
    put(state, kVictim, changed.encode());
  });
  EXPECT_EQ(found.find("ledger line 5: its records"), 0U) << found;
  found = after([](store::AppliedState& state) { remove(state, kVictim); });
  EXPECT_EQ(found, "ledger line 5: missing");
}

TEST_F(LedgerTamper, a_line_removed_and_the_gap_closed) {
  const auto found = after([](store::AppliedState& state) {
    for (std::uint64_t line = kVictim; line < kLines; ++line) put(state, line, row(state, line + 1));
    remove(state, kLines);
  });
  EXPECT_EQ(found.find("ledger line 5: does not follow"), 0U) << found;
}

TEST_F(LedgerTamper, an_inserted_record_and_an_inserted_line) {
  auto found = after([](store::AppliedState& state) {
    for (std::uint64_t line = kLines; line >= kVictim; --line) put(state, line + 1, row(state, line));
  });
  EXPECT_EQ(found.find("ledger line 6: does not follow"), 0U) << found;
  found = after([](store::AppliedState& state) {
    const std::string bytes = row(state, 2);
    auto changed = LedgerRaekke::decode(bytes).value();
    changed.records.push_back("more");
    put(state, 2, changed.encode());
  });
  EXPECT_EQ(found.find("ledger line 2: its records"), 0U) << found;
}

TEST_F(LedgerTamper, reordered_records_and_reordered_lines) {
  auto found = after([](store::AppliedState& state) {
    const std::string fifth = row(state, kVictim);
    put(state, kVictim, row(state, kVictim + 1));
    put(state, kVictim + 1, fifth);
  });
  EXPECT_EQ(found.find("ledger line 5: does not follow"), 0U) << found;
  found = after([](store::AppliedState& state) {
    const std::string bytes = row(state, 3);
    auto changed = LedgerRaekke::decode(bytes).value();
    std::swap(changed.records.front(), changed.records.back());
    put(state, 3, changed.encode());
  });
  EXPECT_EQ(found.find("ledger line 3: its records"), 0U) << found;
}

TEST_F(LedgerTamper, a_tail_cut_off_with_the_head_moved_along) {
  const store::Sha256Kaede kaede;
  const auto found = after([&](store::AppliedState& state) {
    const std::string bytes = row(state, kLines - 2);
    const auto last = LedgerRaekke::decode(bytes).value();
    remove(state, kLines);
    remove(state, kLines - 1);
    set_head(state, {kLines - 2, kaede.line_hash(kLines - 2, last.tid, last.forrige_hash, last.merkle_rod)});
  });
  EXPECT_EQ(found, "ledger line 11: cut off: the anchor knows later lines");
}

TEST_F(LedgerTamper, a_whole_chain_made_anew) {
  const std::vector<std::string> records(kLines, "forged");
  EXPECT_EQ(after([&](store::AppliedState& state) { forge(state, records); }),
            "ledger line 12: changed: it is not the anchor's line");
  const std::vector<std::string> longer(kLines + 5, "forged");
  EXPECT_EQ(after([&](store::AppliedState& state) { forge(state, longer); }),
            "ledger line 12: changed: it is not the anchor's line");
}

}  // namespace
}  // namespace brevdue::crash
