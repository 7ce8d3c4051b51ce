#include "beskedfordeler/postkasse.hpp"

namespace brevdue::beskedfordeler {

void Postkasse::submit(std::vector<store::Submission>& submissions, std::vector<Aerinde>& aerinder) {
  if (submissions.empty()) return;
  {
    const std::lock_guard lock{mutex_};
    for (Aerinde& aerinde : aerinder) under_way_.push_back(std::move(aerinde));
  }
  aerinder.clear();
  store_.committer().submit(*this, std::move(submissions));
  submissions.clear();
}

void Postkasse::submit(store::Commit&& commit, Aerinde&& aerinde) {
  std::vector<store::Submission> submissions;
  std::vector<Aerinde> aerinder;
  submissions.push_back({std::move(commit), 0});
  aerinder.push_back(std::move(aerinde));
  submit(submissions, aerinder);
}

bool Postkasse::is_idle() const {
  const std::lock_guard lock{mutex_};
  return under_way_.empty();
}

void Postkasse::done(std::span<const store::CommitOutcome> outcomes) {
  const auto self = shared_from_this();
  std::vector<Afgjort> told;
  told.reserve(outcomes.size());
  bool must_post = false;
  {
    const std::lock_guard lock{mutex_};
    for (const store::CommitOutcome& outcome : outcomes) {
      told.push_back({std::move(under_way_.front()), outcome});
      under_way_.pop_front();
    }
  }
  for (Afgjort& afgjort : told) settle(afgjort);
  {
    const std::lock_guard lock{mutex_};
    std::move(told.begin(), told.end(), std::back_inserter(settled_));
    must_post = !std::exchange(is_posted_, true);
  }
  if (!must_post) return;
  poster_([weak = weak_from_this()] {
    if (const auto alive = weak.lock()) alive->tell();
  });
}

void Postkasse::settle(Afgjort& afgjort) {
  Aerinde& aerinde = afgjort.aerinde;
  const bool is_ok = afgjort.outcome.udfald == store::Udfald::OK;
  if (is_ok && aerinde.besked) hukommelse_.put(afgjort.outcome.first_ankomst, aerinde.besked);
  if (is_ok) return;
  for (const auto& [koe, ankomster] : aerinde.udlaan) store_.queues().give_back(koe, ankomster);
}

void Postkasse::tell() {
  std::vector<Afgjort> told;
  {
    const std::lock_guard lock{mutex_};
    told.swap(settled_);
    is_posted_ = false;
  }
  if (modtag_) modtag_(told);
}

}  // namespace brevdue::beskedfordeler
