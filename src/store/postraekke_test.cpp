#include "store/postraekke.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

namespace brevdue::store {
namespace {

Post post_of(Ankomst ankomst) {
  Post post;
  post.ankomst = ankomst;
  post.abonnement = static_cast<std::uint32_t>(ankomst * 3);
  return post;
}

// The same kept in a map, and all that ever left.
struct Model {
  struct Sted {
    bool lent = false;
    std::uint16_t attempts = 0;
  };
  std::map<Ankomst, Sted> there;
  std::set<Ankomst> gone;
};

void expect_same(const Postraekke& row, const Model& model) {
  auto it = model.there.begin();
  std::size_t lent = 0;
  row.visit(0, [&](const Post& post) {
    RC_ASSERT(it != model.there.end());
    RC_ASSERT(post.ankomst == it->first);
    RC_ASSERT(post.abonnement == static_cast<std::uint32_t>(post.ankomst * 3));
    RC_ASSERT((post.udlaant != 0) == it->second.lent);
    RC_ASSERT(post.attempts == it->second.attempts);
    lent += it->second.lent ? 1 : 0;
    ++it;
    return true;
  });
  RC_ASSERT(it == model.there.end());
  RC_ASSERT(row.size() == model.there.size());
  RC_ASSERT(row.lent() == lent);
}

// Every run holds posts and nothing that left; together they hold all posts.
void expect_runs(const Postraekke& row, const Model& model) {
  std::size_t covered = 0;
  Ankomst end = 0;
  row.visit_runs([&](Ankomst first, Ankomst last) {
    RC_ASSERT(first > end);
    RC_ASSERT(last >= first);
    RC_ASSERT(model.there.contains(first));
    RC_ASSERT(model.there.contains(last));
    const auto left = model.gone.lower_bound(first);
    RC_ASSERT((left == model.gone.end() || *left > last));
    covered += static_cast<std::size_t>(std::distance(model.there.lower_bound(first), model.there.upper_bound(last)));
    end = last;
  });
  RC_ASSERT(covered == model.there.size());
}

void expect_tried(const Postraekke& row, const Model& model) {
  std::vector<Ankomst> tried;
  for (const auto& [ankomst, one] : model.there) {
    if (one.attempts > 0) tried.push_back(ankomst);
  }
  auto it = tried.begin();
  row.visit_tried([&](const Post& post) {
    RC_ASSERT(it != tried.end());
    RC_ASSERT(*it++ == post.ankomst);
  });
  RC_ASSERT(it == tried.end());
}

Ankomst pick(const Model& model) {
  auto it = model.there.begin();
  const auto index = *rc::gen::inRange<std::size_t>(0, model.there.size());
  std::advance(it, static_cast<std::ptrdiff_t>(index));
  return it->first;
}

void lend(Postraekke& row, Model& model) {
  const Post* post = row.lend_oldest();
  const auto ready = std::ranges::find_if(model.there, [](const auto& one) { return !one.second.lent; });
  RC_ASSERT((post != nullptr) == (ready != model.there.end()));
  if (post == nullptr) return;
  RC_ASSERT(post->ankomst == ready->first);
  ready->second.lent = true;
}

void remove(Postraekke& row, Model& model, Ankomst ankomst) {
  Post removed;
  RC_ASSERT(row.remove(ankomst, removed));
  RC_ASSERT(removed.ankomst == ankomst);
  RC_ASSERT(removed.attempts == model.there[ankomst].attempts);
  model.there.erase(ankomst);
  model.gone.insert(ankomst);
}

void step(Postraekke& row, Model& model, Ankomst& next) {
  const int what = *rc::gen::inRange(0, 12);
  if (what < 2 || model.there.empty()) {
    // Many at once now and then, so that blocks fill and split.
    const int count = *rc::gen::element(1, 3, 600);
    for (int i = 0; i < count; ++i) {
      next += what == 0 ? 1 : 2;
      RC_ASSERT(row.insert(post_of(next)));
      model.there[next] = {};
    }
  } else if (what < 4) {
    remove(row, model, model.there.begin()->first);
  } else if (what < 6) {
    const std::size_t count = *rc::gen::element<std::size_t>(1, 400);
    for (std::size_t i = 0; i < count && !model.there.empty(); ++i) remove(row, model, pick(model));
  } else if (what == 6) {
    const Ankomst ankomst = *rc::gen::inRange<Ankomst>(1, next + 2);
    if (model.there.contains(ankomst) || ankomst > next) return;
    RC_ASSERT(row.insert(post_of(ankomst)));  // comes back, or late
    row.break_tail();
    model.there[ankomst] = {};
    model.gone.erase(ankomst);
  } else if (what < 9) {
    lend(row, model);
  } else if (what == 9) {
    const Ankomst ankomst = pick(model);
    RC_ASSERT(row.give_back(ankomst) == model.there[ankomst].lent);
    model.there[ankomst].lent = false;
  } else {
    const Ankomst ankomst = pick(model);
    RC_ASSERT(row.count_attempt(ankomst));
    ++model.there[ankomst].attempts;
  }
}

TEST(Postraekke, does_as_a_map_does) {
  EXPECT_TRUE(rc::check([] {
    Postraekke row;
    Model model;
    Ankomst next = 0;
    const int steps = *rc::gen::inRange(0, 60);
    for (int i = 0; i < steps; ++i) step(row, model, next);
    expect_same(row, model);
    expect_runs(row, model);
    expect_tried(row, model);
    RC_ASSERT(row.ready() + row.lent() == row.size());
    if (model.there.empty()) return;
    const Ankomst one = pick(model);
    const auto at = model.there.find(one);
    const Post* before = row.before(one);
    const Post* after = row.after(one);
    RC_ASSERT((before == nullptr) == (at == model.there.begin()));
    RC_ASSERT((before == nullptr || before->ankomst == std::prev(at)->first));
    RC_ASSERT((after == nullptr) == (std::next(at) == model.there.end()));
    RC_ASSERT((after == nullptr || after->ankomst == std::next(at)->first));
  }));
}

TEST(Postraekke, what_is_not_there_cannot_leave_or_be_lent) {
  Postraekke row;
  Post removed;
  EXPECT_FALSE(row.remove(1, removed));
  EXPECT_EQ(row.lend_oldest(), nullptr);
  EXPECT_FALSE(row.give_back(1));
  EXPECT_FALSE(row.count_attempt(1));
  ASSERT_TRUE(row.insert(post_of(1)));
  EXPECT_FALSE(row.insert(post_of(1)));
  EXPECT_FALSE(row.give_back(1));
}

TEST(Postraekke, takes_16_bytes_a_besked_in_order_and_gives_them_back) {
  Postraekke row;
  for (Ankomst i = 1; i <= 100'000; ++i) row.insert(post_of(i));
  EXPECT_LT(row.memory(), 100'000 * 18);
  std::size_t runs = 0;
  row.visit_runs([&](Ankomst first, Ankomst last) {
    ++runs;
    EXPECT_EQ(first, 1U);
    EXPECT_EQ(last, 100'000U);
  });
  EXPECT_EQ(runs, 1U);
  Post removed;
  for (Ankomst i = 1; i <= 100'000; ++i) {
    if (i % 50 != 0) row.remove(i, removed);
  }
  EXPECT_EQ(row.size(), 2000U);
  EXPECT_LT(row.memory(), 2000 * 100);
}

}  // namespace
}  // namespace brevdue::store
