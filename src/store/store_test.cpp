#include "store/store.hpp"

#include <gtest/gtest.h>

#include "store/dele_testing.hpp"
#include "store/file_system.hpp"

namespace brevdue::store {
namespace {

constexpr base::Uuid kFoerste = base::Uuid::literal("11111111-0000-4000-8000-000000000001");
constexpr base::Uuid kAnden = base::Uuid::literal("11111111-0000-4000-8000-000000000002");

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    store_.reset();
    StoreLimits limits;
    limits.segment_bytes = 64 << 10;
    limits.reserve_bytes = 0;
    auto opened = Store::open(temp_.path / "store", limits, system_files(), ur_);
    ASSERT_TRUE(opened) << base::beskriv(opened.error());
    store_ = *std::move(opened);
  }
  CommitOutcome commit(Commit& commit) { return store_->committer().commit(std::move(commit)); }
  Ankomst send(std::string_view body, std::span<const Reference> references) {
    Commit one;
    one.besked("meta", body, references);
    return commit(one).first_ankomst;
  }
  void ack(KoeNr koe, Ankomst ankomst) {
    Commit one;
    one.kvitteret(koe, {&ankomst, 1});
    EXPECT_EQ(commit(one).udfald, Udfald::OK);
  }
  KoeNr number_of(const base::Uuid& dueslag) { return store_->queues().number_of(dueslag).value(); }

  testing::TempFolder temp_;
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
  std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, a_dueslag_keeps_its_number_and_its_beskeder_across_restarts) {
  const KoeNr first = number_of(kFoerste);
  const KoeNr second = number_of(kAnden);
  EXPECT_NE(first, second);
  EXPECT_EQ(number_of(kFoerste), first);
  const Reference both[] = {{first, 7, 1}, {second, 8, 2}};
  EXPECT_EQ(send("one", both), 1U);
  EXPECT_EQ(send("two", {both, 1}), 2U);
  ack(first, 1);
  open();
  EXPECT_EQ(store_->queues().dueslag_of(second), kAnden);
  EXPECT_EQ(number_of(kAnden), second);
  std::vector<Leased> leased;
  ASSERT_EQ(store_->queues().lease(first, 10, leased), 1U);
  ASSERT_EQ(store_->queues().lease(second, 10, leased), 1U);
  EXPECT_EQ(leased[0].ankomst, 2U);
  EXPECT_EQ(leased[1].abonnement, 8U);
  EXPECT_EQ(leased[1].variant, 2U);
  EXPECT_EQ(store_->beskeder().read(2)->body, "two");
}

TEST_F(StoreTest, a_new_dueslag_after_a_restart_gets_a_new_number) {
  const KoeNr first = number_of(kFoerste);
  open();
  EXPECT_GT(number_of(kAnden), first);
  EXPECT_EQ(store_->queues().dueslag_of(99), std::nullopt);
}

TEST_F(StoreTest, a_snapshot_shows_objects_with_versions_and_postings_without) {
  Commit one;
  one.put(Familie::OBJEKT, "o", "first");
  one.put(Familie::NU, "term", "noegle");
  const Version version = commit(one).version;
  const auto before = store_->objects().snapshot();
  Commit next;
  next.require_version(Familie::OBJEKT, "o", version);
  next.put(Familie::OBJEKT, "o", "second");
  next.erase(Familie::NU, "term");
  ASSERT_EQ(commit(next).udfald, Udfald::OK);
  EXPECT_EQ(before->get(Familie::OBJEKT, "o").value()->value, "first");
  EXPECT_EQ(before->get(Familie::OBJEKT, "o").value()->version, version);
  EXPECT_EQ(before->get(Familie::NU, "term").value()->value, "noegle");
  const auto cursor = before->cursor(Familie::OBJEKT, "o");
  ASSERT_TRUE(cursor->valid());
  EXPECT_EQ(cursor->value(), "first");
  cursor->next();
  EXPECT_FALSE(cursor->valid());
  EXPECT_TRUE(cursor->result());
  const auto after = store_->objects().snapshot();
  EXPECT_EQ(after->get(Familie::NU, "term").value(), std::nullopt);
  EXPECT_FALSE(after->cursor(Familie::NU, "term")->valid());
}

TEST_F(StoreTest, a_posting_cannot_be_a_precondition) {
  Commit one;
  one.require_version(Familie::NU, "term", 0);
  one.put(Familie::OBJEKT, "o", "never");
  EXPECT_EQ(commit(one).udfald, Udfald::FEJL);
  EXPECT_EQ(store_->objects().get(Familie::OBJEKT, "o").value(), std::nullopt);
}

TEST_F(StoreTest, the_records_of_a_commit_are_one_line) {
  Commit one;
  for (const std::string_view record : {"who", "for whom", "why"}) one.ledger(record);
  ASSERT_EQ(commit(one).udfald, Udfald::OK);
  const auto head = store_->ledger().verify({});
  ASSERT_TRUE(head) << base::beskriv(head.error());
  EXPECT_EQ(head->number, 1U);
}

}  // namespace
}  // namespace brevdue::store
