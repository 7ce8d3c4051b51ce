#include "store/journal_store.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>

#include "store/applied_state.hpp"
#include "store/dele_testing.hpp"
#include "store/files_testing.hpp"
#include "store/ledger.hpp"

namespace brevdue::store {
namespace {

using testing::Byg;
using testing::TempFolder;
using testing::TestDele;
namespace fs = std::filesystem;

StoreLimits small() {
  StoreLimits limits;
  limits.segment_bytes = 128 << 10;
  limits.kept_bytes = 512 << 10;
  limits.reserve_bytes = 0;
  return limits;
}

class JournalStoreTest : public ::testing::Test {
 protected:
  base::Resultat<void> try_open(const fs::path& folder) {
    close();
    auto dele = std::make_unique<TestDele>();
    dele_ = dele.get();
    store_ = PROEV(open_journal_store(folder, limits_, files_, ur_, std::move(dele)));
    return {};
  }
  void open() {
    const auto opened = try_open(folder());
    ASSERT_TRUE(opened) << base::beskriv(opened.error());
  }
  void close() { store_.reset(); }
  fs::path folder() const { return temp_.path / "store"; }
  CommitOutcome commit(Byg& byg) { return store_->committer().commit(std::move(byg.commit)); }
  CommitOutcome commit(Byg&& byg) { return commit(byg); }
  void ok(Byg& byg) { ASSERT_EQ(commit(byg).udfald, Udfald::OK); }
  void ok(Byg&& byg) { ok(byg); }
  std::string object(std::string_view key) {
    const auto found = store_->objects().get(Familie::OBJEKT, key);
    return found && *found ? (*found)->value : "";
  }
  std::string body(Ankomst ankomst) {
    const auto found = store_->beskeder().read(ankomst);
    return found ? found->body : base::beskriv(found.error());
  }

  TempFolder temp_;
  testing::TestFiles files_;
  StoreLimits limits_ = small();
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
  TestDele* dele_ = nullptr;
  std::unique_ptr<Store> store_;
};

TEST_F(JournalStoreTest, what_was_answered_ok_is_there_after_a_restart) {
  open();
  ok(Byg{}.put("a", "1").besked("hello", {1, 2}).event("e1").ledger("l1"));
  ok(Byg{}.put("b", "2").leveret(1, 1));
  close();
  open();
  EXPECT_EQ(object("a"), "1");
  EXPECT_EQ(object("b"), "2");
  EXPECT_EQ(body(1), "hello");
  EXPECT_EQ(dele_->koer().indhold(), (testing::TestKoer::Indhold{{1, {{1, 1}}}, {2, {{1, 0}}}}));
  ASSERT_EQ(store_->outbox().waiting(10).size(), 1U);
  EXPECT_EQ(store_->ledger().head().number, 1U);
  EXPECT_EQ(store_->stats().replayed, 0U);
}

TEST_F(JournalStoreTest, a_lost_applied_state_is_made_again_from_the_journal) {
  open();
  ok(Byg{}.put("a", "1").besked("hello", {1}).ledger("l1"));
  ok(Byg{}.ack(1, 1).event("e"));
  const auto head = store_->ledger().head();
  close();
  fs::remove_all(folder() / "state");
  open();
  EXPECT_EQ(object("a"), "1");
  EXPECT_EQ(store_->ledger().head().text(), head.text());
  EXPECT_TRUE(dele_->koer().indhold().empty());
  EXPECT_EQ(store_->stats().replayed, 2U);
}

// Every file: how long, when it was written, and what it holds.
std::map<std::string, std::tuple<std::uintmax_t, fs::file_time_type, std::string>> all_of(const fs::path& folder) {
  std::map<std::string, std::tuple<std::uintmax_t, fs::file_time_type, std::string>> out;
  for (const auto& one : fs::recursive_directory_iterator(folder)) {
    if (!one.is_regular_file()) continue;
    std::ifstream file{one.path(), std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    out.emplace(one.path().string(), std::tuple{one.file_size(), one.last_write_time(), std::move(bytes)});
  }
  return out;
}

// As a killed program leaves it: part of it flushed, the rest in the journal alone.
TEST_F(JournalStoreTest, reading_sees_all_and_changes_nothing) {
  open();
  ok(Byg{}.put("a", "1").put("b", "1").besked("hello", {1, 2}).event("e1").ledger("l1"));
  close();
  open();
  ok(Byg{}.put("b", "2").put("c", "2").besked("again", {1}).ledger("l2"));
  ok(Byg{}.ack(1, 1));
  const auto head = store_->ledger().head();
  const auto killed = temp_.path / "killed";
  fs::copy(folder(), killed, fs::copy_options::recursive);
  close();
  const auto before = all_of(killed);
  {
    auto dele = std::make_unique<TestDele>();
    auto& koer = dele->koer();
    const auto read = read_journal_store(killed, files_, ur_, std::move(dele));
    ASSERT_TRUE(read) << base::beskriv(read.error());
    EXPECT_EQ((*read)->ledger().verify({}).value().text(), head.text());
    std::map<std::string, std::string> objects;
    const auto note = [&](std::string_view key, const Laest& found) {
      objects.emplace(key, found.value);
      return true;
    };
    ASSERT_TRUE((*read)->objects().scan(Familie::OBJEKT, {}, note));
    EXPECT_EQ(objects, (std::map<std::string, std::string>{{"a", "1"}, {"b", "2"}, {"c", "2"}}));
    EXPECT_EQ((*read)->objects().snapshot()->get(Familie::OBJEKT, "b").value()->value, "2");
    EXPECT_EQ((*read)->beskeder().read(2)->body, "again");
    EXPECT_EQ((*read)->outbox().waiting(10).size(), 1U);
    EXPECT_EQ(koer.indhold(), (testing::TestKoer::Indhold{{1, {{2, 0}}}, {2, {{1, 0}}}}));
    const auto second = open_journal_store(killed, limits_, files_, ur_, std::make_unique<TestDele>());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kode, base::FejlKode::KONFLIKT);
  }
  EXPECT_EQ(all_of(killed), before);
}

TEST_F(JournalStoreTest, reading_makes_no_store) {
  EXPECT_FALSE(read_journal_store(folder(), files_, ur_, std::make_unique<TestDele>()));
  EXPECT_FALSE(fs::exists(folder()));
  fs::create_directory(folder());
  EXPECT_FALSE(read_journal_store(folder(), files_, ur_, std::make_unique<TestDele>()));
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(JournalStoreTest, preconditions_see_versions_across_restarts) {
  open();
  const auto first = commit(Byg{}.put("a", "1").require("a", 0));
  EXPECT_EQ(first.udfald, Udfald::OK);
  EXPECT_EQ(commit(Byg{}.put("a", "2").require("a", 0)).udfald, Udfald::KONFLIKT);
  close();
  open();
  EXPECT_EQ(commit(Byg{}.put("a", "2").require("a", 0)).udfald, Udfald::KONFLIKT);
  EXPECT_EQ(commit(Byg{}.put("a", "2").require("a", first.version)).udfald, Udfald::OK);
  EXPECT_EQ(object("a"), "2");
}

TEST_F(JournalStoreTest, used_keys_are_remembered_within_their_window_across_restarts) {
  open();
  EXPECT_EQ(commit(Byg{}.put("a", "1").require_new("key-0000-0000-00", 60)).udfald, Udfald::OK);
  EXPECT_EQ(commit(Byg{}.put("a", "2").require_new("key-0000-0000-00", 60)).udfald, Udfald::GENTAGELSE);
  close();
  open();
  ur_.advance(std::chrono::seconds{59});
  EXPECT_EQ(commit(Byg{}.put("a", "2").require_new("key-0000-0000-00", 60)).udfald, Udfald::GENTAGELSE);
  EXPECT_EQ(object("a"), "1");
  ur_.advance(std::chrono::seconds{1});
  EXPECT_EQ(commit(Byg{}.put("a", "2").require_new("key-0000-0000-00", 60)).udfald, Udfald::OK);
}

TEST_F(JournalStoreTest, keys_past_their_window_leave_the_disk_while_it_serves) {
  open();
  for (int i = 0; i < 100; ++i) {
    ok(Byg{}.put("a", std::string(1000, 'x')).require_new(fmt::format("key-{:012}", i), 10));
    ur_.advance(std::chrono::seconds{1});
  }
  EXPECT_EQ(commit(Byg{}.put("a", "y").require_new(fmt::format("key-{:012}", 95), 10)).udfald, Udfald::GENTAGELSE);
  close();
  std::size_t rows = 0;
  const auto state = AppliedState::open(folder() / "state", files_).value();
  ASSERT_TRUE(state->scan(Tabel::GENTAGELSE, {}, {}, [&](std::string_view, std::string_view) { return ++rows > 0; }));
  EXPECT_LE(rows, 40U);  // those of about two segments
}

struct Sink final : CommitSink {
  void done(std::span<const CommitOutcome> outcomes) override {
    ++calls;
    all.insert(all.end(), outcomes.begin(), outcomes.end());
  }
  int calls = 0;
  std::vector<CommitOutcome> all;
};

TEST_F(JournalStoreTest, one_submit_is_one_record_with_preconditions_against_its_own_earlier_commits) {
  open();
  Sink sink;
  std::vector<Submission> submissions;
  submissions.push_back({std::move(Byg{}.put("a", "1").require("a", 0).besked("x", {1}).commit), 10});
  submissions.push_back({std::move(Byg{}.put("a", "2").require("a", 0).commit), 11});
  submissions.push_back({std::move(Byg{}.besked("y", {1}).besked("z", {1}).commit), 12});
  submissions.push_back({std::move(Byg{}.require("nothing", 0).commit), 13});
  store_->committer().submit(sink, std::move(submissions));
  store_->committer().forget(sink);
  ASSERT_EQ(sink.all.size(), 4U);
  EXPECT_EQ(sink.calls, 1);
  EXPECT_EQ(sink.all[0].udfald, Udfald::OK);
  EXPECT_EQ(sink.all[1].udfald, Udfald::KONFLIKT);
  EXPECT_EQ(sink.all[2].first_ankomst, 2U);
  EXPECT_EQ(sink.all[3].udfald, Udfald::OK);
  EXPECT_EQ(sink.all[3].token, 13U);
  EXPECT_EQ(store_->stats().records, 1U);
  EXPECT_EQ(store_->stats().syncs, 1U);
  EXPECT_EQ(body(3), "z");
}

TEST_F(JournalStoreTest, more_than_the_backlog_is_refused_at_once) {
  limits_.backlog_bytes = 1000;
  open();
  EXPECT_EQ(commit(Byg{}.put("a", std::string(2000, 'x'))).udfald, Udfald::FEJL);
  EXPECT_EQ(store_->committer().backlog_bytes(), 0U);
  EXPECT_EQ(commit(Byg{}.put("a", "x")).udfald, Udfald::OK);
}

TEST_F(JournalStoreTest, a_full_disk_refuses_changes_takes_acks_and_recovers_by_itself) {
  limits_.reserve_bytes = 1000;
  open();
  ok(Byg{}.besked("kept", {1}));
  files_.faults.free = 999;
  EXPECT_EQ(commit(Byg{}.put("a", "1")).udfald, Udfald::DISK_FULD);
  EXPECT_TRUE(store_->stats().disk_full);
  EXPECT_EQ(commit(Byg{}.ack(1, 1)).udfald, Udfald::OK);
  files_.faults.free = ~std::uint64_t{0};
  EXPECT_EQ(commit(Byg{}.put("a", "2")).udfald, Udfald::OK);
  EXPECT_FALSE(store_->stats().disk_full);
  close();
  open();
  EXPECT_EQ(object("a"), "2");
  EXPECT_TRUE(dele_->koer().indhold().empty());
}

// Receivers are how the disk gets room again: their tokens and deliveries, which need a ledger record, go on.
TEST_F(JournalStoreTest, a_full_disk_still_writes_in_the_ledger_down_to_half_the_reserve) {
  limits_.reserve_bytes = 1000;
  open();
  ok(Byg{}.besked("kept", {1}));
  const auto deliver = [&] { return commit(Byg{}.leveret(1, 1).ledger("shown")).udfald; };
  files_.faults.free = 999;
  EXPECT_EQ(deliver(), Udfald::OK);
  EXPECT_EQ(commit(Byg{}.ledger("token")).udfald, Udfald::OK);
  EXPECT_EQ(commit(Byg{}.leveret(1, 1).ledger("shown").put("a", "1")).udfald, Udfald::DISK_FULD);
  files_.faults.free = 499;
  EXPECT_EQ(deliver(), Udfald::DISK_FULD);
  EXPECT_EQ(commit(Byg{}.ack(1, 1)).udfald, Udfald::OK);
  EXPECT_EQ(store_->ledger().head().number, 2U);
}

// Changes, deliveries and acks of one record: what cannot be written takes nothing with it that can.
TEST_F(JournalStoreTest, of_a_record_that_finds_no_room_the_deliveries_and_acks_are_tried_again) {
  limits_.segment_bytes = 4096;
  limits_.spare_segments = 0;
  limits_.reserve_bytes = 4096;
  open();
  ok(Byg{}.besked("kept", {1}).besked("kept", {2}));
  files_.faults.free = 2 * 4096 - 1;  // the reserve, and less than a segment
  Sink sink;
  std::vector<Submission> submissions;
  submissions.push_back({std::move(Byg{}.put("a", std::string(9000, 'x')).commit), 1});
  submissions.push_back({std::move(Byg{}.leveret(1, 1).ledger("shown").commit), 2});
  submissions.push_back({std::move(Byg{}.ack(2, 2).commit), 3});
  store_->committer().submit(sink, std::move(submissions));
  store_->committer().forget(sink);
  ASSERT_EQ(sink.all.size(), 3U);
  EXPECT_EQ(sink.all[0].udfald, Udfald::DISK_FULD);
  EXPECT_EQ(sink.all[1].udfald, Udfald::OK);
  EXPECT_EQ(sink.all[2].udfald, Udfald::OK);
  EXPECT_TRUE(store_->stats().disk_full) << "the last change was refused";
  files_.faults.free = ~std::uint64_t{0};
  EXPECT_FALSE(store_->stats().disk_full) << "as of now, not as of the last commit";
}

TEST_F(JournalStoreTest, a_write_that_finds_no_room_leaves_nothing_behind) {
  open();
  ok(Byg{}.put("a", "1"));
  files_.faults.full = true;
  EXPECT_EQ(commit(Byg{}.put("a", std::string(3000, 'x')).require_new("key-0000-0000-00", 60)).udfald,
            Udfald::DISK_FULD);
  files_.faults.full = false;
  EXPECT_EQ(commit(Byg{}.put("b", "2").require_new("key-0000-0000-00", 60)).udfald, Udfald::OK);
  close();
  open();
  EXPECT_EQ(object("a"), "1");
  EXPECT_EQ(object("b"), "2");
  EXPECT_EQ(store_->stats().records, 2U);
}

// The second is a repetition of the first, which is not on disk: nobody may be told that it is there already.
TEST_F(JournalStoreTest, a_repetition_of_what_found_no_room_is_refused_like_it) {
  for (const bool sync_fails : {false, true}) {
    close();
    fs::remove_all(folder());
    open();
    ok(Byg{}.put("a", "1"));
    (sync_fails ? files_.faults.sync_fails : files_.faults.full) = true;
    Sink sink;
    std::vector<Submission> submissions;
    for (std::uint64_t token : {1, 2}) {
      submissions.push_back(
          {std::move(Byg{}.put("b", std::string(3000, 'x')).require_new("key-0000-0000-00", 60).commit), token});
    }
    store_->committer().submit(sink, std::move(submissions));
    store_->committer().forget(sink);
    files_.faults.sync_fails = files_.faults.full = false;
    ASSERT_EQ(sink.all.size(), 2U);
    for (const auto& outcome : sink.all) EXPECT_EQ(outcome.udfald, sync_fails ? Udfald::FEJL : Udfald::DISK_FULD);
  }
}

TEST_F(JournalStoreTest, after_a_failed_sync_nothing_more_is_accepted) {
  open();
  ok(Byg{}.put("a", "1"));
  files_.faults.sync_fails = true;
  EXPECT_EQ(commit(Byg{}.put("a", "2")).udfald, Udfald::FEJL);
  files_.faults.sync_fails = false;
  EXPECT_EQ(commit(Byg{}.put("a", "3")).udfald, Udfald::FEJL);
  EXPECT_EQ(object("a"), "1");
  close();
  open();  // the record may or may not be there, whole; here it is
  EXPECT_EQ(commit(Byg{}.put("b", "4")).udfald, Udfald::OK);
  EXPECT_NE(object("a"), "3");
}

TEST_F(JournalStoreTest, events_moved_are_gone_and_stay_gone) {
  open();
  for (int i = 1; i <= 5; ++i) ok(Byg{}.event(fmt::format("e{}", i)));
  ok(Byg{}.flyttet(3));
  for (int round = 0; round < 2; ++round) {
    const auto waiting = store_->outbox().waiting(10);
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0].number, 4U);
    EXPECT_EQ(waiting[1].event, "e5");
    close();
    open();
  }
}

TEST_F(JournalStoreTest, acked_segments_are_recycled_and_the_journal_stays_small) {
  open();
  for (Ankomst i = 1; i <= 300; ++i) {
    ok(Byg{}.besked(std::string(1000, 'b'), {1}));
    ok(Byg{}.ack(1, i));
  }
  close();  // the flushes are done
  open();
  ok(Byg{}.put("a", "1"));
  EXPECT_LE(store_->stats().segments, 8U);
  EXPECT_EQ(store_->beskeder().read(1).error().kode, base::FejlKode::IKKE_FUNDET);
  EXPECT_EQ(body(300), std::string(1000, 'b'));
}

TEST_F(JournalStoreTest, what_is_kept_for_reading_goes_before_a_new_segment_finds_no_room) {
  limits_.kept_bytes = 1ULL << 40;
  limits_.filtreringsdata = std::chrono::hours{24};
  limits_.reserve_bytes = 1000;
  files_.faults.free = limits_.reserve_bytes + limits_.segment_bytes;
  open();
  for (Ankomst i = 1; i <= 300; ++i) {
    ok(Byg{}.besked(std::string(1000, 'b'), {1}));
    ok(Byg{}.ack(1, i));
  }
  close();  // the flushes are done
  open();
  EXPECT_LE(store_->stats().segments, 8U);
}

TEST_F(JournalStoreTest, a_dueslag_that_stands_still_does_not_pin_segments) {
  open();
  testing::TestKoer::Indhold expected;
  for (Ankomst i = 1; i <= 600; ++i) {
    const bool still = i % 60 == 1;  // one in sixty is never acked
    ok(Byg{}.besked(fmt::format("{:0>1000}", i), {still ? 2U : 1U}));
    if (still) expected[2][i] = 0;
    if (!still) ok(Byg{}.ack(1, i));
  }
  EXPECT_GE(store_->stats().copied_forward, 3U);
  for (int round = 0; round < 3; ++round) {
    if (round > 0) EXPECT_LE(store_->stats().segments, 12U);  // the flushes behind recycling are done
    EXPECT_EQ(dele_->koer().indhold(), expected);
    for (const auto& [ankomst, attempts] : expected[2]) EXPECT_EQ(body(ankomst), fmt::format("{:0>1000}", ankomst));
    close();
    if (round == 1) break;
    open();
  }
  open();
  for (const auto& [ankomst, attempts] : expected[2]) ok(Byg{}.ack(2, ankomst));
  EXPECT_TRUE(dele_->koer().indhold().empty());
}

TEST_F(JournalStoreTest, queues_and_objects_survive_restarts_at_any_point) {
  EXPECT_TRUE(rc::check([&](const std::vector<std::uint8_t>& steps) {
    close();
    fs::remove_all(folder());
    open();
    testing::TestKoer::Indhold model;
    Ankomst next = 1;
    for (const std::uint8_t step : steps) {
      if (step % 32 == 0) {  // a restart costs more than all else here
        close();
        open();
      } else if (step % 8 < 5 || next == 1) {
        const KoeNr koe = 1 + step / 8 % 3;
        RC_ASSERT(commit(Byg{}.besked(std::string(std::size_t{step} * 10, 'r'), {koe})).first_ankomst == next);
        model[koe][next++] = 0;
      } else {
        const KoeNr koe = 1 + step / 8 % 3;
        if (!model.contains(koe)) continue;
        const Ankomst oldest = model[koe].begin()->first;
        RC_ASSERT(commit(Byg{}.ack(koe, oldest)).udfald == Udfald::OK);
        model[koe].erase(oldest);
        if (model[koe].empty()) model.erase(koe);
      }
      RC_ASSERT(dele_->koer().indhold() == model);
    }
  }));
}

TEST_F(JournalStoreTest, damage_in_the_journal_is_refused) {
  open();
  for (int i = 0; i < 5; ++i) ok(Byg{}.put("a", std::string(100, 'd')));
  close();
  std::fstream file{folder() / "journal" / "0000000001.seg", std::ios::in | std::ios::out | std::ios::binary};
  file.seekp(200);
  file << "X";
  file.close();
  const auto opened = try_open(folder());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kode, base::FejlKode::LAGER);
  EXPECT_NE(opened.error().tekst.find("segment 1 offset"), std::string::npos);
}

TEST_F(JournalStoreTest, a_damaged_body_is_not_handed_out) {
  open();
  ok(Byg{}.besked("BODYBODY", {1}));
  std::fstream file{folder() / "journal" / "0000000001.seg", std::ios::in | std::ios::out | std::ios::binary};
  std::string bytes(4096, '\0');
  file.read(bytes.data(), 4096);
  file.seekp(static_cast<std::streamoff>(bytes.find("BODYBODY")));
  file << "X";
  file.close();
  EXPECT_EQ(store_->beskeder().read(1).error().kode, base::FejlKode::LAGER);
}

TEST_F(JournalStoreTest, a_second_opener_is_refused) {
  open();
  const auto second = open_journal_store(folder(), limits_, files_, ur_, std::make_unique<TestDele>());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kode, base::FejlKode::KONFLIKT);
}

TEST_F(JournalStoreTest, another_format_or_another_folder_is_refused) {
  open();
  close();
  std::ofstream{folder() / "FORMAT"} << "brevdue-store 1 0000000000000000\n";
  auto opened = try_open(folder());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kode, base::FejlKode::UGYLDIG);
  fs::create_directory(temp_.path / "other");
  std::ofstream{temp_.path / "other" / "photo.jpg"} << "x";
  opened = try_open(temp_.path / "other");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kode, base::FejlKode::UGYLDIG);
}

TEST_F(JournalStoreTest, a_backup_taken_while_serving_is_restored_whole) {
  open();
  for (int i = 0; i < 40; ++i) ok(Byg{}.besked(std::string(1000, 'k'), {1}).put("a", std::to_string(i)).ledger("l"));
  const auto made = store_->backup(temp_.path / "backup");
  ASSERT_TRUE(made) << base::beskriv(made.error());
  ok(Byg{}.put("a", "later"));
  close();
  const auto restored =
      restore_journal_store(temp_.path / "backup", temp_.path / "restored", files_, ur_, std::make_unique<TestDele>());
  ASSERT_TRUE(restored) << base::beskriv(restored.error());
  ASSERT_TRUE(try_open(temp_.path / "restored"));
  EXPECT_EQ(object("a"), "39");
  EXPECT_EQ(dele_->koer().indhold()[1].size(), 40U);
  EXPECT_EQ(body(40), std::string(1000, 'k'));
  ok(Byg{}.put("a", "goes on"));
}

}  // namespace
}  // namespace brevdue::store
