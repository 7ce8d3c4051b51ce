#include "store/ledger.hpp"

#include <gtest/gtest.h>

#include "store/dele_testing.hpp"
#include "store/files_testing.hpp"

namespace brevdue::store {
namespace {

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    state_ = AppliedState::open(temp_.path / "state", files_).value();
    ledger_ = std::make_unique<RocksLedger>(*state_, kaede_);
    for (std::uint64_t line = 1; line <= 5; ++line) add(line);
  }
  void add(std::uint64_t line) {
    const std::string first = "who " + std::to_string(line);
    LedgerRaekke row{base::Tidspunkt{std::chrono::seconds{line}}, head_.hash, {}, {first, "what"}};
    row.merkle_rod = kaede_.merkle_root(row.records);
    put(line, row.encode());
    head_ = {line, kaede_.line_hash(line, row.tid, row.forrige_hash, row.merkle_rod)};
    heads_.push_back(head_);
    ledger_->set_head(head_);
  }
  void put(std::uint64_t line, std::string_view value) {
    StateBatch batch;
    batch.put(Tabel::LEDGER, number_key(line), value);
    ASSERT_TRUE(state_->write(batch));
  }
  void erase(std::uint64_t line) {
    StateBatch batch;
    batch.erase(Tabel::LEDGER, number_key(line));
    ASSERT_TRUE(state_->write(batch));
  }
  std::string row(std::uint64_t line) { return state_->get(Tabel::LEDGER, number_key(line)).value().value(); }
  std::string verdict(const std::optional<LedgerHead>& anchor = {}) {
    const auto verified = ledger_->verify(anchor);
    return verified ? "ok " + std::to_string(verified->number) : verified.error().tekst;
  }

  testing::TempFolder temp_;
  testing::TestFiles files_;
  testing::TestKaede kaede_;
  std::unique_ptr<AppliedState> state_;
  std::unique_ptr<RocksLedger> ledger_;
  LedgerHead head_{0, std::string(32, '\0')};
  std::vector<LedgerHead> heads_;
};

TEST_F(LedgerTest, a_whole_chain_verifies_also_against_an_anchor) {
  EXPECT_EQ(verdict(), "ok 5");
  EXPECT_EQ(verdict(heads_[2]), "ok 5");
  EXPECT_EQ(LedgerHead::parse(heads_[2].text())->hash, heads_[2].hash);
  EXPECT_FALSE(LedgerHead::parse("3:zz"));
  EXPECT_FALSE(LedgerHead::parse("three"));
}

TEST_F(LedgerTest, every_flipped_bit_is_found) {
  const std::string whole = row(3);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    put(3, changed);
    EXPECT_TRUE(verdict().starts_with("ledger line ")) << i;
  }
}

TEST_F(LedgerTest, a_removed_line_is_missing) {
  erase(3);
  EXPECT_EQ(verdict(), "ledger line 3: missing");
}

TEST_F(LedgerTest, a_removed_inserted_or_reordered_record_is_found) {
  const std::string bytes = row(3);
  for (const std::vector<std::string_view>& records :
       {std::vector<std::string_view>{"who 3"}, {"who 3", "what", "more"}, {"what", "who 3"}}) {
    auto changed = LedgerRaekke::decode(bytes).value();
    changed.records = records;
    put(3, changed.encode());
    EXPECT_TRUE(verdict().starts_with("ledger line 3: its records")) << verdict();
  }
}

TEST_F(LedgerTest, reordered_lines_are_found) {
  const std::string third = row(3);
  put(3, row(4));
  put(4, third);
  EXPECT_TRUE(verdict().starts_with("ledger line 3: does not follow")) << verdict();
}

TEST_F(LedgerTest, a_cut_off_tail_is_found_by_the_anchor_even_when_the_head_was_cut_too) {
  erase(5);
  EXPECT_EQ(verdict(), "ledger line 5: cut off");
  ledger_->set_head(heads_[3]);
  EXPECT_EQ(verdict(), "ok 4");
  EXPECT_TRUE(verdict(heads_[4]).starts_with("ledger line 5: cut off"));
}

TEST_F(LedgerTest, a_chain_made_anew_does_not_hold_the_anchor) {
  const LedgerHead anchor = heads_[4];
  head_ = {0, std::string(32, '\0')};
  for (std::uint64_t line = 1; line <= 5; ++line) {
    const auto first = "forged " + std::to_string(line);
    LedgerRaekke forged{base::Tidspunkt{}, head_.hash, {}, {first}};
    forged.merkle_rod = kaede_.merkle_root(forged.records);
    put(line, forged.encode());
    head_ = {line, kaede_.line_hash(line, forged.tid, forged.forrige_hash, forged.merkle_rod)};
  }
  ledger_->set_head(head_);
  EXPECT_EQ(verdict(), "ok 5");
  EXPECT_EQ(verdict(anchor), "ledger line 5: changed: it is not the anchor's line");
}

TEST_F(LedgerTest, records_are_read_in_order) {
  std::vector<std::string> seen;
  ASSERT_TRUE(ledger_->read(4, [&](const LedgerEntry& entry) {
    seen.push_back(std::to_string(entry.line) + "." + std::to_string(entry.index) + " " + entry.record);
    return seen.size() < 3;
  }));
  EXPECT_EQ(seen, (std::vector<std::string>{"4.0 who 4", "4.1 what", "5.0 who 5"}));
}

}  // namespace
}  // namespace brevdue::store
