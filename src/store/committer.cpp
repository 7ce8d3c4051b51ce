#include "store/committer.hpp"

#include <algorithm>
#include <chrono>

#include "base/log.hpp"
#include "store/genbrug.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

// A record's payload is cut about here, so that one sync never waits for more and segments fill evenly.
constexpr std::size_t kRecordBytes = 4 << 20;
constexpr std::size_t kVersionsKept = 1 << 16;
constexpr auto kRetry = std::chrono::milliseconds{100};

std::string version_key(Familie familie, std::string_view key) {
  std::string out(1, static_cast<char>(familie));
  out += key;
  return out;
}

}  // namespace

// The record being made, and what must be undone if it cannot be written.
struct JournalCommitter::Group {
  explicit Group(BlockBuffer& record) : skriver(record) {}
  GruppeSkriver skriver;
  GruppeHoved hoved;
  std::uint64_t number = 0;
  Ankomst next_ankomst = 0;
  std::size_t keys = 0;
  std::vector<std::string_view> ledger;
  Need need = Need::ACK;  // the highest of its commits
};

// A commit's preconditions against what is there now, the record's own earlier commits included.
class JournalCommitter::Betingelser final : public BetingelseModtager {
 public:
  Betingelser(const JournalCommitter& owner, base::Tidspunkt now) : owner_(owner), now_(now) {}
  void version(Familie familie, std::string_view key, Version version) override {
    if (udfald != Udfald::OK) return;
    const auto found = owner_.version_of(familie, key);
    if (!found) {
      udfald = Udfald::FEJL;
    } else if (*found != version) {
      udfald = Udfald::KONFLIKT;
    }
  }
  void key(const BrugtNoegle& key) override {
    if (udfald == Udfald::OK && owner_.gentagelser_.used(key.hash, key.window, now_)) udfald = Udfald::GENTAGELSE;
    keys.push_back(key);
  }
  Udfald udfald = Udfald::OK;
  std::vector<BrugtNoegle> keys;

 private:
  const JournalCommitter& owner_;
  base::Tidspunkt now_;
};

// What the committer must know of a commit's writes before they are on disk.
class JournalCommitter::Indhold final : public OpModtager {
 public:
  void put(Familie familie, std::string_view key, std::string_view) override { changes(familie, key, true); }
  void erase(Familie familie, std::string_view key) override { changes(familie, key, false); }
  void besked(std::string_view, std::string_view, std::string_view, std::span<const Reference>) override {
    ++beskeder;
    is_change_ = true;
  }
  void udgaaende(std::string_view) override { is_change_ = true; }
  void ledger(std::string_view record) override { ledger_records.push_back(record); }
  Need need() const {
    if (is_change_) return Need::CHANGE;
    return ledger_records.empty() ? Need::ACK : Need::LEDGER;
  }

  struct Aendring {
    Familie familie;
    std::string_view key;
    bool there;
  };
  std::vector<Aendring> aendringer;
  std::vector<std::string_view> ledger_records;
  std::uint32_t beskeder = 0;

 private:
  void changes(Familie familie, std::string_view key, bool there) {
    aendringer.push_back({familie, key, there});
    is_change_ = true;
  }
  bool is_change_ = false;
};

JournalCommitter::JournalCommitter(const Dele& dele, Gentagelser gentagelser)
    : dele_(dele),
      gentagelser_(std::move(gentagelser)),
      tid_(dele.anvender.tid()),
      segment_(dele.journal.end().segment) {
  thread_ = std::thread{[this] { run(); }};
}

JournalCommitter::~JournalCommitter() {
  {
    const std::lock_guard lock{mutex_};
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void JournalCommitter::submit(CommitSink& sink, std::vector<Submission>&& submissions) {
  if (submissions.empty()) return;
  Levering levering{&sink, std::move(submissions), 0, false};
  for (const Submission& one : levering.submissions) levering.bytes += one.commit.size();
  const std::lock_guard lock{mutex_};
  levering.refused = stop_ || backlog_ + levering.bytes > dele_.limits.backlog_bytes;
  if (levering.refused) {
    levering.bytes = 0;
    for (Submission& one : levering.submissions) one.commit = {};
  }
  backlog_ += levering.bytes;
  ++under_way_[&sink];
  queue_.push_back(std::move(levering));
  wake_.notify_one();
}

void JournalCommitter::forget(CommitSink& sink) {
  std::unique_lock lock{mutex_};
  idle_.wait(lock, [&] { return !under_way_.contains(&sink); });
}

CommitOutcome JournalCommitter::commit(Commit&& commit) {
  class One final : public CommitSink {
   public:
    void done(std::span<const CommitOutcome> outcomes) override { outcome = outcomes.front(); }
    CommitOutcome outcome;
  } sink;
  std::vector<Submission> submissions;
  submissions.push_back({std::move(commit), 0});
  submit(sink, std::move(submissions));
  forget(sink);
  return sink.outcome;
}

void JournalCommitter::run() {
  std::vector<Levering> leveringer;
  std::unique_lock lock{mutex_};
  while (true) {
    wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
    if (queue_.empty()) return;
    leveringer.swap(queue_);
    lock.unlock();
    work(leveringer);
    lock.lock();
    finish(leveringer);
    leveringer.clear();
  }
}

// Under the lock.
void JournalCommitter::finish(const std::vector<Levering>& leveringer) {
  for (const Levering& levering : leveringer) {
    backlog_ -= levering.bytes;
    const auto it = under_way_.find(levering.sink);
    if (--it->second == 0) under_way_.erase(it);
  }
  idle_.notify_all();
}

void JournalCommitter::gather(const Levering& levering, std::vector<Post>& posts) const {
  for (const Submission& one : levering.submissions) {
    Post post;
    post.sink = levering.sink;
    post.submission = &one;
    post.ops = dele_.laeser.encoded(one.commit);
    post.outcome.token = one.token;
    // An outcome that is settled before anything is tried: refused, or too large for any record.
    post.settled = levering.refused || post.ops.size() > dele_.limits.backlog_bytes;
    posts.push_back(post);
  }
}

void JournalCommitter::work(std::vector<Levering>& leveringer) {
  std::vector<Post> posts;
  for (const Levering& levering : leveringer) gather(levering, posts);
  for (std::span<Post> left{posts}; !left.empty();) {
    Group group{record_};
    const std::size_t count = fill(left, group);
    const auto taken = left.first(count);
    write(taken, group);
    answer(taken);
    left = left.subspan(count);
  }
}

// Takes as many as make one record; how many.
std::size_t JournalCommitter::fill(std::span<Post> posts, Group& group) {
  // Never back in time, so that a chain of records reads as one.
  tid_ = std::max(tid_, dele_.ur.nu());
  const Anvendt& anvendt = dele_.anvender.anvendt();
  group.hoved.tid = tid_;
  group.hoved.first_ankomst = group.next_ankomst = anvendt.next_ankomst;
  group.number = dele_.journal.last_number() + 1;
  const auto room = dele_.files.free_bytes(dele_.folder);
  allowed_ = Need::CHANGE;
  if (room && *room < dele_.limits.reserve_bytes) {
    // Records in the ledger, however many, must not use up what the acks need.
    allowed_ = *room < dele_.limits.reserve_bytes / 2 ? Need::ACK : Need::LEDGER;
  }
  // Before a new segment finds no room: what is dead goes now.
  is_scarce_ = room && *room < dele_.limits.reserve_bytes + 2 * dele_.limits.segment_bytes;
  std::size_t count = 0;
  while (count < posts.size() && group.skriver.size() < kRecordBytes) consider(posts[count++], group);
  return count;
}

void JournalCommitter::consider(Post& post, Group& group) {
  if (post.settled || failed_) return;
  Indhold indhold;
  if (!dele_.laeser.ops(post.ops, indhold)) return;  // FEJL: it would not be readable after a restart
  post.need = post.ops.empty() ? Need::CHANGE : indhold.need();
  Betingelser betingelser{*this, tid_};
  if (!dele_.laeser.conditions(post.submission->commit, betingelser)) return;
  post.outcome.udfald = betingelser.udfald;
  if (betingelser.udfald != Udfald::OK) return;
  if (post.ops.empty() && betingelser.keys.empty()) {
    post.outcome.version = group.number - 1;
    return;
  }
  if (post.need > allowed_) {
    post.outcome.udfald = Udfald::DISK_FULD;
    return;
  }
  admit(post, indhold, betingelser.keys, group);
}

void JournalCommitter::admit(Post& post, const Indhold& indhold, const std::vector<BrugtNoegle>& keys, Group& group) {
  group.skriver.commit(post.ops);
  for (const BrugtNoegle& key : keys) {
    group.skriver.key(key);
    gentagelser_.use(key, tid_);
  }
  group.keys += keys.size();
  if (versions_.size() > kVersionsKept) versions_.clear();
  for (const auto& [familie, key, there] : indhold.aendringer) {
    if (has_version(familie)) versions_[version_key(familie, key)] = there ? group.number : 0;
  }
  group.ledger.insert(group.ledger.end(), indhold.ledger_records.begin(), indhold.ledger_records.end());
  group.need = std::max(group.need, post.need);
  post.written = true;
  post.outcome.version = group.number;
  post.outcome.first_ankomst = indhold.beskeder > 0 ? group.next_ankomst : 0;
  group.next_ankomst += indhold.beskeder;
}

Resultat<Version> JournalCommitter::version_of(Familie familie, std::string_view key) const {
  if (!has_version(familie)) return base::fejl(FejlKode::INTERN, "a precondition on a family without versions");
  const auto it = versions_.find(version_key(familie, key));
  if (it != versions_.end()) return it->second;
  return dele_.objekter.version(familie, key);
}

void JournalCommitter::write(std::span<Post> posts, Group& group) {
  if (group.skriver.is_empty()) return;
  const bool is_change = group.need == Need::CHANGE;
  auto place = append(group, !is_change);
  if (is_change) found_no_room_ = !place.has_value();
  if (place) return apply(posts, group, *place);
  undo(group);
  if (place.error().kode != FejlKode::DISK_FULD) {
    failed_ = true;
    base::log::error("the journal failed; nothing more is accepted", {{"error", base::beskriv(place.error())}});
    return fail(posts, Udfald::FEJL);
  }
  if (group.need == Need::ACK) return fail(posts, Udfald::DISK_FULD);
  allowed_ = is_change ? Need::LEDGER : Need::ACK;
  retry(posts);
}

bool JournalCommitter::disk_full() const {
  const auto room = dele_.files.free_bytes(dele_.folder);
  if (!room) return found_no_room_;
  const std::size_t needed = dele_.limits.reserve_bytes + (found_no_room_ ? dele_.limits.segment_bytes : 0);
  return *room < needed;
}

// Perhaps by a commit of the same record, which is not there now: "it exists already" would be a promise without a disk
// behind it.
bool JournalCommitter::was_judged_by_others(const Post& post) {
  return post.outcome.udfald == Udfald::KONFLIKT || post.outcome.udfald == Udfald::GENTAGELSE;
}

// There is no room for the record: what asks for less is tried again with the disk's reserve, the rest is refused.
void JournalCommitter::retry(std::span<Post> posts) {
  Group less{record_};
  less.hoved.tid = tid_;
  less.hoved.first_ankomst = less.next_ankomst = dele_.anvender.anvendt().next_ankomst;
  less.number = dele_.journal.last_number() + 1;
  for (Post& post : posts) {
    if (!post.written && !was_judged_by_others(post)) continue;
    post.written = false;
    post.outcome = CommitOutcome{post.outcome.token};
    consider(post, less);
  }
  write(posts, less);
}

Resultat<JournalPlace> JournalCommitter::append(Group& group, bool from_reserve) {
  if (!group.ledger.empty()) {
    const LedgerHead& head = dele_.anvender.anvendt().ledger;
    group.hoved.kaedelinje = head.number + 1;
    group.hoved.forrige_hash = head.hash;
    group.hoved.merkle_rod = dele_.kaede.merkle_root(group.ledger);
  }
  group.skriver.finish(group.hoved);
  return dele_.journal.append(record_, from_reserve);
}

// The record is on disk: it counts, whatever happens now. While RocksDB has no room for it, everybody waits.
Resultat<void> JournalCommitter::apply_record(const JournalRecord& record) {
  auto applied = dele_.anvender.apply(record, Nyt::ALT);
  while (!applied && applied.error().kode == FejlKode::DISK_FULD) {
    found_no_room_ = true;
    std::unique_lock lock{mutex_};
    if (wake_.wait_for(lock, kRetry, [this] { return stop_; })) break;
    lock.unlock();
    applied = dele_.anvender.apply(record, Nyt::ALT);
  }
  return applied;
}

void JournalCommitter::apply(std::span<Post> posts, const Group& group, JournalPlace place) {
  const JournalRecord record{group.number, place, std::string_view{record_}.substr(kRecordHeader)};
  const auto applied = apply_record(record);
  if (!applied) {
    failed_ = true;
    base::log::error("a record could not be applied; nothing more is accepted",
                     {{"record", group.number}, {"error", base::beskriv(applied.error())}});
    return fail(posts, Udfald::FEJL);
  }
  commits_ += static_cast<std::uint64_t>(std::ranges::count_if(posts, &Post::written));
  bytes_ += record_.size();
  const bool short_of_room = is_short() && dele_.genbrug != nullptr && dele_.genbrug->can_give_back(tid_);
  if (place.segment != segment_ || short_of_room) maintain(record);
}

void JournalCommitter::fail(std::span<Post> posts, Udfald udfald) {
  for (Post& post : posts) {
    if (post.written || was_judged_by_others(post)) post.outcome = CommitOutcome{post.outcome.token, udfald};
  }
}

void JournalCommitter::undo(const Group& group) {
  gentagelser_.forget_newest(group.keys);
  versions_.clear();
}

// At the turn of a segment (and when room is short): survivors are copied forward, the queues' state is written, dead
// segments go.
void JournalCommitter::maintain(const JournalRecord& record) {
  segment_ = record.place.segment;
  if (dele_.genbrug == nullptr || failed_) return;
  JournalRecord last{record.number, record.place, {}};
  auto done = copy_forward(last);
  if (done) {
    const Genbrug::Stand stand{last.number, last.place, tid_, gentagelser_.oldest(tid_)};
    done = dele_.genbrug->checkpoint(stand, is_short());
  }
  segment_ = last.place.segment;
  if (done) return;
  // A record not applied, or queue states not written, must not be passed over: a restart makes them good.
  failed_ = true;
  base::log::error("the store's upkeep failed; nothing more is accepted", {{"error", base::beskriv(done.error())}});
}

Resultat<void> JournalCommitter::copy_forward(JournalRecord& last) {
  const auto ankomster = dele_.genbrug->overlevende(tid_, is_short());
  for (auto it = ankomster.begin(); it != ankomster.end();) {
    BlockBuffer bytes;
    GruppeSkriver skriver{bytes};
    std::uint64_t count = 0;
    for (; it != ankomster.end() && skriver.size() < kRecordBytes; ++it) {
      const auto kodet = dele_.lager.read_encoded(*it);
      if (kodet) {
        skriver.moved({*it, kodet->modtaget, kodet->op});
        ++count;
      } else {  // it stays where it is, and its segment with it
        base::log::error("a besked could not be copied forward",
                         {{"ankomst", *it}, {"error", base::beskriv(kodet.error())}});
      }
    }
    if (skriver.is_empty()) return {};
    GruppeHoved hoved;
    hoved.tid = tid_;
    hoved.first_ankomst = dele_.anvender.anvendt().next_ankomst;
    skriver.finish(hoved);
    const auto place = dele_.journal.append(bytes, true);
    if (!place && place.error().kode == FejlKode::DISK_FULD) return {};  // another time
    if (!place) return std::unexpected(place.error());
    last = {dele_.journal.last_number(), *place, {}};
    PROEV(apply_record({last.number, *place, std::string_view{bytes}.substr(kRecordHeader)}));
    dele_.genbrug->count_copied(count);
  }
  return {};
}

// Once for each sink, in order.
void JournalCommitter::answer(std::span<const Post> posts) {
  std::vector<std::pair<CommitSink*, std::vector<CommitOutcome>>> by_sink;
  for (const Post& post : posts) {
    auto it = std::ranges::find(by_sink, post.sink, [](const auto& one) { return one.first; });
    if (it == by_sink.end()) it = by_sink.insert(by_sink.end(), {post.sink, {}});
    it->second.push_back(post.outcome);
  }
  for (const auto& [sink, outcomes] : by_sink) sink->done(outcomes);
}

}  // namespace brevdue::store
