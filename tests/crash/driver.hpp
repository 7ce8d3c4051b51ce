// Runs planned commits against a store, many under way at once, and says what of it does not agree: in the outcomes,
// and in what the store holds afterwards.
//
// Thread safety: one thread; outcomes come on the committer's. Ownership: store, planner and model must outlive it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "model.hpp"

namespace brevdue::crash {

using Problems = std::vector<std::string>;

class Driver final : public store::CommitSink {
 public:
  // `report` hears, on the committer's thread, each time that more was confirmed.
  using Report = std::function<void(std::uint64_t confirmed, const store::LedgerHead& anchor)>;
  Driver(store::Store& store, Planner& planner, Model& model, std::uint64_t seed, Report report = {})
      : store_(store), planner_(planner), model_(model), chance_(seed), report_(std::move(report)) {}

  // Plans `count` commits (the model then holds them all), fewer when the store fails; then waits.
  void run(std::uint64_t count) {
    for (const std::uint64_t end = model_.antal + count; model_.antal < end && !dead_;) {
      submit_some();
      if (chance_() % 4 == 0) store_.committer().forget(*this);
    }
    store_.committer().forget(*this);
  }

  // What was answered OK: the last commit's number, and the ledger's head after it.
  std::uint64_t confirmed() const {
    const std::lock_guard lock{mutex_};
    return confirmed_;
  }
  store::LedgerHead anchor() const {
    const std::lock_guard lock{mutex_};
    return anchor_;
  }
  // The accepted plans, in order.
  const std::vector<Plan>& plans() const { return plans_; }
  Problems problems() const {
    const std::lock_guard lock{mutex_};
    return problems_;
  }
  bool failed() const { return dead_; }

  void done(std::span<const store::CommitOutcome> outcomes) override {
    const std::lock_guard lock{mutex_};
    for (const store::CommitOutcome& one : outcomes) check(one);
    if (dead_) return;
    anchor_ = store_.ledger().head();
    if (report_) report_(confirmed_, anchor_);
  }

 private:
  struct Expected {
    store::Udfald udfald;
    std::uint64_t number;
    Ankomst first_ankomst;
  };

  void submit_some() {
    std::vector<store::Submission> submissions;
    for (std::size_t i = 1 + chance_() % 6; i > 0; --i) {
      Plan plan = planner_.next(model_);
      if (plan.builds_on_versions()) {
        store_.committer().submit(*this, std::exchange(submissions, {}));
        store_.committer().forget(*this);
      }
      const Ankomst before = model_.next;
      auto commit = encode(plan, before, store_);
      if (!commit) dead_ = true;
      if (dead_) return;
      submissions.push_back({std::move(*commit), 0});
      if (plan.expected == store::Udfald::OK) {
        model_.apply(plan);
        plans_.push_back(plan);
      }
      const std::lock_guard lock{mutex_};
      submissions.back().token = expected_.size();
      expected_.push_back({plan.expected, plan.number, model_.next > before ? before : 0});
    }
    store_.committer().submit(*this, std::move(submissions));
  }

  void check(const store::CommitOutcome& one) {
    const Expected& expected = expected_[one.token];
    if (one.token != next_token_++) problems_.push_back("outcomes out of order");
    if (one.udfald == store::Udfald::FEJL) dead_ = true;
    if (dead_) {
      if (one.udfald == store::Udfald::OK) problems_.push_back("a commit accepted after one that failed");
      return;
    }
    if (one.udfald != expected.udfald) {
      problems_.push_back(fmt::format("commit {} was answered {} and not {}", expected.number,
                                      static_cast<int>(one.udfald), static_cast<int>(expected.udfald)));
    }
    if (one.udfald != store::Udfald::OK) return;
    confirmed_ = expected.number;
    if (one.first_ankomst != expected.first_ankomst) problems_.push_back("another arrival number than the next");
  }

  store::Store& store_;
  Planner& planner_;
  Model& model_;
  std::mt19937_64 chance_;
  const Report report_;
  std::vector<Plan> plans_;
  std::atomic<bool> dead_{false};

  mutable std::mutex mutex_;
  std::vector<Expected> expected_;
  std::uint64_t next_token_ = 0;
  std::uint64_t confirmed_ = 0;
  store::LedgerHead anchor_;
  Problems problems_;
};

// How many commits the store says it holds.
inline std::uint64_t antal_in(store::Store& store) {
  const auto found = store.objects().get(store::Familie::OBJEKT, kAntal);
  return found && *found ? std::stoull((*found)->value) : 0;
}

class Comparison {
 public:
  Comparison(store::Store& store, const Model& model) : store_(store), model_(model) {}

  Problems problems(const std::optional<store::LedgerHead>& anchor) {
    objects();
    index();
    for (KoeNr koe = 1; koe <= kKoer; ++koe) queue(koe);
    bodies();
    outbox();
    ledger(anchor);
    return std::move(problems_);
  }

 private:
  void expect(bool holds, std::string_view what) {
    if (!holds) problems_.emplace_back(what);
  }

  void objects() {
    std::map<std::string, std::string> found;
    const auto scanned = store_.objects().scan(store::Familie::OBJEKT, "", [&](std::string_view key, const auto& one) {
      found.emplace(key, one.value);
      return true;
    });
    expect(scanned.has_value(), "the objects cannot be read");
    expect(found == model_.objects, "objects differ");
  }

  // It is what follows from the objects that are there.
  void index() {
    std::set<oio::Indekspost> expected;
    for (const auto& [ref, objekt] : model_.oio) {
      const auto there = oio::read_objekt(*store_.objects().snapshot(), ref);
      expect(there && *there, "an object cannot be read");
      if (!there || !*there) return;
      const auto its = oio::index_of(**there);
      expect(its.has_value(), "an object's terms cannot be read");
      if (its) expected.insert(its->begin(), its->end());
    }
    std::set<oio::Indekspost> found;
    for (const auto familie : {store::Familie::NU, store::Familie::HISTORIK, store::Familie::LINK}) {
      const auto scanned = store_.objects().scan(familie, "", [&](std::string_view key, const store::Laest& one) {
        found.insert({familie, std::string{key}, one.value});
        return true;
      });
      expect(scanned.has_value(), "the index cannot be read");
    }
    expect(found == expected, "the index is not that of the objects");
  }

  static Model::Koe of(const std::map<KoeNr, Model::Koe>& koer, KoeNr koe) {
    const auto it = koer.find(koe);
    return it == koer.end() ? Model::Koe{} : it->second;
  }

  void queue(KoeNr koe) {
    const Model::Koe ready = of(model_.koer, koe);
    const Model::Koe fejlkoe = of(model_.fejlkoer, koe);
    same(koe, ready, store_.queues().list(koe, false, 0, SIZE_MAX), "queue");
    same(koe, fejlkoe, store_.queues().list(koe, true, 0, SIZE_MAX), "Fejlkoe");
    const store::KoeTal tal = store_.queues().tal(koe);
    expect(tal.klar == ready.size() && tal.udlaant == 0 && tal.fejlkoe == fejlkoe.size(), "a queue counts wrong");
    std::vector<store::Leased> leased;
    store_.queues().lease(koe, SIZE_MAX, leased);
    same(koe, ready, leased, "lease");
    std::vector<Ankomst> back;
    for (const store::Leased& one : leased) back.push_back(one.ankomst);
    store_.queues().give_back(koe, back);
  }

  void same(KoeNr koe, const Model::Koe& model, const std::vector<store::Leased>& found, std::string_view where) {
    auto it = model.begin();
    bool equal = model.size() == found.size();
    for (const store::Leased& one : found) {
      equal = equal && it->first == one.ankomst && it->second.attempts == one.attempts &&
              one.abonnement == abonnement_of(one.ankomst, koe) && one.variant == 3;
      if (it != model.end()) ++it;
    }
    expect(equal, fmt::format("{} {} holds {} beskeder, not the {} it should, or in another order or state", where, koe,
                              found.size(), model.size()));
  }

  void bodies() {
    for (const auto& [ankomst, body] : model_.bodies) {
      const auto found = store_.beskeder().read(ankomst);
      if (!found) problems_.push_back(fmt::format("besked {}: {}", ankomst, base::beskriv(found.error())));
      expect(!found || (found->body == body && found->meta == "meta"), "a besked differs");
    }
  }

  void outbox() {
    std::vector<std::string> events;
    std::uint64_t number = model_.first_event;
    for (const store::Udgaaende& one : store_.outbox().waiting(SIZE_MAX)) {
      expect(one.number == number++, "an event's number differs");
      events.push_back(one.event);
    }
    expect(std::ranges::equal(events, model_.events), "the outbox differs");
  }

  void ledger(const std::optional<store::LedgerHead>& anchor) {
    std::vector<std::string> records;
    const auto read = store_.ledger().read(0, [&](const store::LedgerEntry& entry) {
      records.push_back(entry.record);
      return true;
    });
    expect(read.has_value(), "the ledger cannot be read");
    expect(records == model_.ledger, "the ledger's records differ");
    const auto verified = store_.ledger().verify(anchor);
    if (!verified) problems_.push_back(verified.error().tekst);
  }

  store::Store& store_;
  const Model& model_;
  Problems problems_;
};

// Cuts the model back to what the store says it holds, and compares: at least what was confirmed, and exactly that.
inline Problems compare(store::Store& store, Model& base, const std::vector<Plan>& plans, std::uint64_t confirmed,
                        const std::optional<store::LedgerHead>& anchor) {
  const std::uint64_t there = antal_in(store);
  Problems problems;
  if (there < confirmed) problems.push_back(fmt::format("{} commits confirmed, {} there", confirmed, there));
  for (const Plan& plan : plans) {
    if (plan.number > base.antal && plan.number <= there) base.apply(plan);
  }
  if (base.antal != there) problems.push_back(fmt::format("{} commits there, {} submitted", there, base.antal));
  const Problems differences = Comparison{store, base}.problems(anchor);
  problems.insert(problems.end(), differences.begin(), differences.end());
  return problems;
}

}  // namespace brevdue::crash
