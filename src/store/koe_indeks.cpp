#include "store/koe_indeks.hpp"

#include <algorithm>

#include "store/commit_codec.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;

constexpr std::uint8_t kFormat = 1;

Leased leased(const Post& post) {
  return {post.ankomst, post.abonnement, post.variant, post.attempts};
}

// Numbers in rising order, each with one more: as the difference from the one before.
class Liste {
 public:
  void add(Ankomst ankomst, std::uint64_t more) {
    Kodeskriver{bytes_}.number(ankomst - before_).number(more);
    before_ = ankomst;
    ++count_;
  }
  void to(std::string& out) const {
    Kodeskriver{out}.number(count_);
    out += bytes_;
  }

 private:
  std::string bytes_;
  Ankomst before_ = 0;
  std::uint64_t count_ = 0;
};

template <class Each>
void read_list(Kodelaeser& from, Ankomst most, const Each& each) {
  Ankomst before = 0;
  for (std::uint64_t count = from.number(); count > 0 && !from.failed(); --count) {
    const std::uint64_t step = from.number(most - before);
    const std::uint64_t more = from.number();
    before += step;
    if (step == 0 || !each(before, more)) from.fail();
  }
}

}  // namespace

// The run that holds the number, or end().
std::map<Ankomst, Ankomst>::iterator KoeIndeks::Genskabt::run_of(Ankomst ankomst) {
  const auto next = runs.upper_bound(ankomst);
  if (next == runs.begin() || std::prev(next)->second < ankomst) return runs.end();
  return std::prev(next);
}

void KoeIndeks::Genskabt::cut(Ankomst ankomst) {
  fejlkoe.erase(ankomst);
  const auto run = run_of(ankomst);
  if (run == runs.end()) return;
  const auto [first, last] = *run;
  if (first == ankomst) {
    runs.erase(run);
  } else {
    run->second = ankomst - 1;
  }
  if (ankomst < last) runs[ankomst + 1] = last;
}

bool KoeIndeks::append(Ankomst ankomst, const Reference& reference) {
  Post post;
  post.ankomst = ankomst;
  post.abonnement = reference.abonnement;
  post.variant = reference.variant;
  if (ankomst <= seen_) return genskabt_ && append_restored(post);
  seen_ = ankomst;
  return koe_.insert(post);
}

// A besked the queue held before the restart, unless it was done with.
bool KoeIndeks::append_restored(Post post) {
  if (const auto it = genskabt_->fejlkoe.find(post.ankomst); it != genskabt_->fejlkoe.end()) {
    post.attempts = it->second;
    genskabt_->fejlkoe.erase(it);
    return fejlkoe_.insert(post);
  }
  const auto run = genskabt_->run_of(post.ankomst);
  if (run == genskabt_->runs.end()) return false;
  if (const auto it = genskabt_->tried.find(post.ankomst); it != genskabt_->tried.end()) post.attempts = it->second;
  if (!koe_.insert(post)) return false;
  const Post* before = koe_.before(post.ankomst);
  koe_.set_brud(post.ankomst, before == nullptr || before->ankomst < run->first);
  const Post* after = koe_.after(post.ankomst);
  if (after == nullptr) {
    koe_.break_tail();  // more may have left between it and what comes next
  } else if (after->ankomst <= run->second) {
    koe_.set_brud(after->ankomst, false);
  }
  return true;
}

// It left: a copy of it that the journal holds must not come in again.
void KoeIndeks::forget(Ankomst ankomst) {
  if (genskabt_) genskabt_->cut(ankomst);
}

bool KoeIndeks::kvitteret(Ankomst ankomst) {
  forget(ankomst);
  Post gone;
  return koe_.remove(ankomst, gone) || fejlkoe_.remove(ankomst, gone);
}

bool KoeIndeks::til_fejlkoe(Ankomst ankomst) {
  forget(ankomst);
  Post post;
  return koe_.remove(ankomst, post) && fejlkoe_.insert(post);
}

bool KoeIndeks::fra_fejlkoe(Ankomst ankomst) {
  forget(ankomst);
  Post post;
  if (!fejlkoe_.remove(ankomst, post) || !koe_.insert(post)) return false;
  koe_.break_tail();  // where it is the last one, others may have left behind it
  return true;
}

std::size_t KoeIndeks::lease(std::size_t most, std::vector<Leased>& out) {
  std::size_t count = 0;
  for (; count < most; ++count) {
    const Post* post = koe_.lend_oldest();
    if (post == nullptr) break;
    out.push_back(leased(*post));
  }
  return count;
}

KoeTal KoeIndeks::tal() const {
  KoeTal tal{koe_.ready(), koe_.lent(), fejlkoe_.size(), 0};
  for (const Post* oldest : {koe_.oldest(), fejlkoe_.oldest()}) {
    if (oldest == nullptr) continue;
    tal.aeldste = tal.aeldste == 0 ? Ankomst{oldest->ankomst} : std::min<Ankomst>(tal.aeldste, oldest->ankomst);
  }
  return tal;
}

std::vector<Leased> KoeIndeks::list(bool fejlkoe, Ankomst after, std::size_t most) const {
  std::vector<Leased> out;
  if (most == 0) return out;
  (fejlkoe ? fejlkoe_ : koe_).visit(after, [&](const Post& post) {
    out.push_back(leased(post));
    return out.size() < most;
  });
  return out;
}

std::string KoeIndeks::encode() const {
  Liste runs;
  Liste tried;
  Liste fejlkoe;
  koe_.visit_runs([&](Ankomst first, Ankomst last) { runs.add(first, last - first); });
  koe_.visit_tried([&](const Post& post) { tried.add(post.ankomst, post.attempts); });
  fejlkoe_.visit(0, [&](const Post& post) {
    fejlkoe.add(post.ankomst, post.attempts);
    return true;
  });
  std::string out;
  Kodeskriver{out}.byte(kFormat).number(seen_);
  for (const Liste* one : {&runs, &tried, &fejlkoe}) one->to(out);
  return out;
}

base::Resultat<void> KoeIndeks::restore(std::string_view state) {
  Kodelaeser from{state};
  if (from.byte() != kFormat) from.fail();
  seen_ = from.number();
  auto genskabt = std::make_unique<Genskabt>();
  Ankomst end = 0;  // of the run before
  read_list(from, seen_, [&](Ankomst first, std::uint64_t more) {
    if (first <= end || more > seen_ - first) return false;
    end = first + more;
    genskabt->runs.emplace_hint(genskabt->runs.end(), first, end);
    return true;
  });
  const auto attempts = [&](std::map<Ankomst, std::uint16_t>& to, bool in_run) {
    return [&genskabt, &to, in_run](Ankomst ankomst, std::uint64_t count) {
      to.emplace_hint(to.end(), ankomst, static_cast<std::uint16_t>(count));
      return count <= UINT16_MAX && (genskabt->run_of(ankomst) != genskabt->runs.end()) == in_run;
    };
  };
  read_list(from, seen_, attempts(genskabt->tried, true));
  read_list(from, seen_, attempts(genskabt->fejlkoe, false));
  if (from.failed() || !from.done()) return base::fejl(FejlKode::LAGER, "a queue's kept state cannot be read");
  koe_.break_tail();
  genskabt_ = std::move(genskabt);
  return {};
}

}  // namespace brevdue::store
