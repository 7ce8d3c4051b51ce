#include "store/postraekke.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace brevdue::store {
namespace {

constexpr std::size_t kBlok = 512;
constexpr std::size_t kSmall = kBlok / 4;       // smaller ones are merged with the next,
constexpr std::size_t kMerged = kBlok * 3 / 4;  // when both together are no more than this
constexpr std::size_t kNeverShrunk = 16;

}  // namespace

// The block where the number stands or would stand; end() when there are no blocks.
Postraekke::Blokke::iterator Postraekke::blok_for(Ankomst ankomst) {
  const auto next = blokke_.upper_bound(ankomst);
  return next == blokke_.begin() ? next : std::prev(next);
}

bool Postraekke::find(Ankomst ankomst, Sted& sted) {
  sted.blok = blok_for(ankomst);
  if (sted.blok == blokke_.end()) return false;
  auto& posts = sted.blok->second.posts;
  sted.post = std::ranges::lower_bound(sted.blok->second.begin(), posts.end(), ankomst, {},
                                       [](const Post& post) -> Ankomst { return post.ankomst; });
  return sted.post != posts.end() && sted.post->ankomst == ankomst;
}

// Keeps the set of blocks with ready posts true to the block's count.
void Postraekke::mark(Blokke::iterator blok) {
  if (blok->second.ready > 0) {
    with_ready_.insert(blok->first);
  } else {
    with_ready_.erase(blok->first);
  }
}

void Postraekke::recount(Blokke::iterator blok) {
  Blok& one = blok->second;
  one.ready = one.brud = one.tried = 0;
  for (auto post = one.begin(); post != one.posts.end(); ++post) {
    one.ready += post->udlaant == 0 ? 1 : 0;
    one.brud += post->brud;
    one.tried += post->attempts > 0 ? 1 : 0;
  }
  one.first_ready = one.head;
  mark(blok);
}

bool Postraekke::insert(Post post) {
  post.udlaant = 0;
  if (blokke_.empty() || blokke_.rbegin()->second.posts.back().ankomst < post.ankomst) {
    append(post);
  } else {
    Sted sted;
    if (find(post.ankomst, sted)) return false;
    if (post.ankomst < sted.blok->first) sted.blok = begin_earlier(post.ankomst);
    put_between(sted.blok, post);
  }
  ++size_;
  return true;
}

void Postraekke::append(Post post) {
  post.brud = tail_brud_ ? 1 : 0;
  tail_brud_ = false;
  if (blokke_.empty() || blokke_.rbegin()->second.posts.size() >= kBlok) {
    blokke_.emplace_hint(blokke_.end(), Ankomst{post.ankomst}, Blok{});
  }
  const auto last = std::prev(blokke_.end());
  Blok& blok = last->second;
  blok.posts.push_back(post);
  blok.brud += post.brud;
  blok.tried += post.attempts > 0 ? 1 : 0;
  if (++blok.ready == 1) mark(last);
}

// The first block, now known by the smaller number.
Postraekke::Blokke::iterator Postraekke::begin_earlier(Ankomst ankomst) {
  auto node = blokke_.extract(blokke_.begin());
  with_ready_.erase(node.key());
  node.key() = ankomst;
  const auto blok = blokke_.insert(blokke_.begin(), std::move(node));
  mark(blok);
  return blok;
}

void Postraekke::put_between(Blokke::iterator blok, Post post) {
  make_room(blok);
  Sted sted;
  find(post.ankomst, sted);
  Blok& one = sted.blok->second;
  post.brud = 1;
  sted.post = one.posts.insert(sted.post, post);
  one.tried += post.attempts > 0 ? 1 : 0;
  ++one.brud;
  one.first_ready = std::min(one.first_ready, static_cast<std::uint32_t>(sted.post - one.posts.begin()));
  if (++one.ready == 1) mark(sted.blok);
  break_after(sted);
}

// A full block loses what is gone from it, or its second half.
void Postraekke::make_room(Blokke::iterator blok) {
  Blok& one = blok->second;
  if (one.posts.size() < kBlok) return;
  if (one.head > 0) {
    one.posts.erase(one.posts.begin(), one.begin());
    one.head = 0;
  } else {
    const auto half = one.posts.begin() + kBlok / 2;
    const auto next = blokke_.emplace_hint(std::next(blok), Ankomst{half->ankomst}, Blok{});
    next->second.posts.assign(half, one.posts.end());
    one.posts.erase(half, one.posts.end());
    recount(next);
  }
  recount(blok);
}

void Postraekke::set_brud(Blok& blok, Post& post, bool brud) {
  blok.brud += static_cast<std::uint32_t>(brud) - static_cast<std::uint32_t>(post.brud);
  post.brud = brud ? 1 : 0;
}

bool Postraekke::set_brud(Ankomst ankomst, bool brud) {
  Sted sted;
  if (!find(ankomst, sted)) return false;
  set_brud(sted.blok->second, *sted.post, brud);
  return true;
}

// The post behind this place begins a run.
void Postraekke::break_after(const Sted& sted) {
  Blok& blok = sted.blok->second;
  if (std::next(sted.post) != blok.posts.end()) return set_brud(blok, *std::next(sted.post), true);
  const auto next = std::next(sted.blok);
  if (next == blokke_.end()) {
    tail_brud_ = true;
  } else {
    set_brud(next->second, *next->second.begin(), true);
  }
}

bool Postraekke::remove(Ankomst ankomst, Post& removed) {
  Sted sted;
  if (!find(ankomst, sted)) return false;
  removed = *sted.post;
  break_after(sted);
  Blok& blok = sted.blok->second;
  blok.brud -= removed.brud;
  blok.tried -= removed.attempts > 0 ? 1 : 0;
  --size_;
  if (removed.udlaant != 0) {
    --lent_;
  } else if (--blok.ready == 0) {
    mark(sted.blok);
  }
  if (sted.post == blok.begin()) {
    ++blok.head;
  } else {
    const auto index = static_cast<std::uint32_t>(sted.post - blok.posts.begin());
    if (index < blok.first_ready) --blok.first_ready;
    blok.posts.erase(sted.post);
  }
  tidy(sted.blok);
  return true;
}

void Postraekke::tidy(Blokke::iterator blok) {
  Blok& one = blok->second;
  if (one.size() == 0) {
    blokke_.erase(blok);
    return;
  }
  const auto next = std::next(blok);
  const bool merge = next != blokke_.end() && one.size() < kSmall && one.size() + next->second.size() <= kMerged;
  const bool shrink = one.posts.capacity() > kNeverShrunk && one.size() * 2 < one.posts.capacity();
  if (!merge && !shrink) return;
  std::vector<Post> kept;
  kept.reserve(one.size() + (merge ? next->second.size() : 0));
  kept.assign(one.begin(), one.posts.end());
  if (merge) {
    kept.insert(kept.end(), next->second.begin(), next->second.posts.end());
    with_ready_.erase(next->first);
    blokke_.erase(next);
  }
  one.posts = std::move(kept);
  one.head = 0;
  recount(blok);
}

const Post* Postraekke::lend_oldest() {
  if (with_ready_.empty()) return nullptr;
  const auto it = blokke_.find(*with_ready_.begin());
  Blok& blok = it->second;
  std::uint32_t index = std::max(blok.first_ready, blok.head);
  while (blok.posts[index].udlaant != 0) ++index;
  blok.posts[index].udlaant = 1;
  blok.first_ready = index + 1;
  ++lent_;
  if (--blok.ready == 0) mark(it);
  return &blok.posts[index];
}

bool Postraekke::give_back(Ankomst ankomst) {
  Sted sted;
  if (!find(ankomst, sted) || sted.post->udlaant == 0) return false;
  sted.post->udlaant = 0;
  --lent_;
  Blok& blok = sted.blok->second;
  blok.first_ready = std::min(blok.first_ready, static_cast<std::uint32_t>(sted.post - blok.posts.begin()));
  if (++blok.ready == 1) mark(sted.blok);
  return true;
}

bool Postraekke::count_attempt(Ankomst ankomst) {
  Sted sted;
  if (!find(ankomst, sted)) return false;
  if (sted.post->attempts == 0) ++sted.blok->second.tried;
  if (sted.post->attempts < std::numeric_limits<std::uint16_t>::max()) ++sted.post->attempts;
  return true;
}

const Post* Postraekke::before(Ankomst ankomst) const {
  auto blok = blokke_.lower_bound(ankomst);
  if (blok == blokke_.begin()) return nullptr;
  --blok;
  const auto number = [](const Post& post) -> Ankomst { return post.ankomst; };
  const auto post = std::ranges::lower_bound(blok->second.begin(), blok->second.posts.end(), ankomst, {}, number);
  if (post != blok->second.begin()) return &*std::prev(post);
  return blok == blokke_.begin() ? nullptr : &std::prev(blok)->second.posts.back();
}

const Post* Postraekke::after(Ankomst ankomst) const {
  const Post* found = nullptr;
  visit(ankomst, [&](const Post& post) {
    found = &post;
    return false;
  });
  return found;
}

void Postraekke::visit(Ankomst ankomst, const std::function<bool(const Post&)>& each) const {
  auto blok = blokke_.upper_bound(ankomst);
  if (blok != blokke_.begin()) --blok;
  const auto number = [](const Post& post) -> Ankomst { return post.ankomst; };
  for (; blok != blokke_.end(); ++blok) {
    const auto& posts = blok->second.posts;
    for (auto post = std::ranges::upper_bound(blok->second.begin(), posts.end(), ankomst, {}, number);
         post != posts.end(); ++post) {
      if (!each(*post)) return;
    }
  }
}

void Postraekke::visit_runs(const std::function<void(Ankomst first, Ankomst last)>& each) const {
  if (blokke_.empty()) return;
  Ankomst first = oldest()->ankomst;
  Ankomst last = first;
  for (const auto& [key, blok] : blokke_) {
    for (auto post = blok.begin(); blok.brud > 0 && post != blok.posts.end(); ++post) {
      if (post->brud != 0 && post->ankomst != first) {
        each(first, last);
        first = post->ankomst;
      }
      last = post->ankomst;
    }
    last = blok.posts.back().ankomst;
  }
  each(first, last);
}

void Postraekke::visit_tried(const std::function<void(const Post&)>& each) const {
  for (const auto& [key, blok] : blokke_) {
    for (auto post = blok.begin(); blok.tried > 0 && post != blok.posts.end(); ++post) {
      if (post->attempts > 0) each(*post);
    }
  }
}

std::size_t Postraekke::memory() const {
  constexpr std::size_t kNode = 4 * sizeof(void*);  // of a tree: three pointers and a colour
  std::size_t bytes = with_ready_.size() * (kNode + sizeof(Ankomst));
  for (const auto& [key, blok] : blokke_) {
    bytes += kNode + sizeof(key) + sizeof(blok) + blok.posts.capacity() * sizeof(Post);
  }
  return bytes;
}

}  // namespace brevdue::store
