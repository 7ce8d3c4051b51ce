// The one writer: gathers what waits while the last sync runs, checks the preconditions, writes one journal record,
// syncs, applies it and answers.
//
// Thread safety: as Committer. Its own thread does the work; a second one flushes the applied state, after which
// segments that nothing needs are recycled. Ownership: all it refers to must outlive it; the destructor finishes what
// was submitted.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "store/anvender.hpp"
#include "store/beskedlager.hpp"
#include "store/dele.hpp"
#include "store/gentagelser.hpp"
#include "store/journal.hpp"
#include "store/object_store.hpp"
#include "store/store.hpp"

namespace brevdue::store {

class Genbrug;

class JournalCommitter final : public Committer {
 public:
  struct Dele {
    Journal& journal;
    Anvender& anvender;
    const RocksObjectStore& objekter;
    const CommitLaeser& laeser;
    const LedgerKaede& kaede;
    const JournalBeskedlager& lager;
    FileSystem& files;
    const base::Ur& ur;
    std::filesystem::path folder;
    StoreLimits limits;
    Genbrug* genbrug = nullptr;  // none: segments are kept for ever
  };
  JournalCommitter(const Dele& dele, Gentagelser gentagelser);
  ~JournalCommitter() override;

  void submit(CommitSink& sink, std::vector<Submission>&& submissions) override;
  void forget(CommitSink& sink) override;
  CommitOutcome commit(Commit&& commit) override;
  std::size_t backlog_bytes() const override { return backlog_.load(); }

  std::uint64_t commits() const { return commits_.load(); }
  std::uint64_t bytes() const { return bytes_.load(); }
  // As of now: less than the reserve is free, or the last change found no room for a segment, and there still is none.
  bool disk_full() const;

 private:
  // What a commit asks of a short disk, by rising demand: to take beskeder out; to write in the ledger too, as what
  // leads there does (a token, a delivery); anything else. The first two are how room comes back.
  enum class Need : std::uint8_t { ACK, LEDGER, CHANGE };
  struct Levering {  // one submit
    CommitSink* sink = nullptr;
    std::vector<Submission> submissions;
    std::size_t bytes = 0;
    bool refused = false;
  };
  struct Post {  // one commit of the batch
    CommitSink* sink = nullptr;
    const Submission* submission = nullptr;
    std::string_view ops;
    CommitOutcome outcome;
    Need need = Need::CHANGE;
    bool settled = false;  // refused before anything was tried
    bool written = false;  // stands in the record being made
  };
  class Betingelser;
  class Indhold;
  struct Group;

  void run();
  void work(std::vector<Levering>& leveringer);
  void gather(const Levering& levering, std::vector<Post>& posts) const;
  void process(std::span<Post> posts);
  std::size_t fill(std::span<Post> posts, Group& group);
  void consider(Post& post, Group& group);
  void admit(Post& post, const Indhold& indhold, const std::vector<BrugtNoegle>& keys, Group& group);
  void write(std::span<Post> posts, Group& group);
  static bool was_judged_by_others(const Post& post);
  void retry(std::span<Post> posts);
  base::Resultat<JournalPlace> append(Group& group, bool from_reserve);
  base::Resultat<void> apply_record(const JournalRecord& record);
  void apply(std::span<Post> posts, const Group& group, JournalPlace place);
  void fail(std::span<Post> posts, Udfald udfald);
  bool is_short() const { return is_scarce_ || allowed_ != Need::CHANGE; }
  void undo(const Group& group);
  void maintain(const JournalRecord& record);
  base::Resultat<void> copy_forward(JournalRecord& last);
  void answer(std::span<const Post> posts);
  base::Resultat<Version> version_of(Familie familie, std::string_view key) const;
  void finish(const std::vector<Levering>& leveringer);

  Dele dele_;
  Gentagelser gentagelser_;

  // The committer thread's own.
  std::unordered_map<std::string, Version> versions_;  // written lately: familie byte + key
  BlockBuffer record_;
  base::Tidspunkt tid_;
  std::uint64_t segment_ = 0;
  bool failed_ = false;
  bool is_scarce_ = false;
  Need allowed_ = Need::CHANGE;  // the most the disk has room for

  std::atomic<std::size_t> backlog_{0};
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> found_no_room_{false};  // the last change did

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::vector<Levering> queue_;
  std::unordered_map<CommitSink*, std::size_t> under_way_;  // submits not answered
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace brevdue::store
