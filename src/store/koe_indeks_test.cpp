#include "store/koe_indeks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

namespace brevdue::store {
namespace {

Reference reference_of(Ankomst ankomst) {
  return {1, static_cast<std::uint32_t>(ankomst + 5), 2};
}

// A queue in plain maps, and what a journal would hold of it.
struct Model {
  std::map<Ankomst, std::uint16_t> ready;  // -> attempts
  std::map<Ankomst, std::uint16_t> fejlkoe;
  std::set<Ankomst> lent;
  std::set<Ankomst> journal;  // all beskeder of the queue, also those done with until their segment goes
};

std::map<Ankomst, std::uint16_t> of(const KoeIndeks& koe, bool fejlkoe) {
  std::map<Ankomst, std::uint16_t> out;
  for (const Leased& one : koe.list(fejlkoe, 0, SIZE_MAX)) {
    RC_ASSERT(one.abonnement == reference_of(one.ankomst).abonnement);
    RC_ASSERT(one.variant == 2);
    out[one.ankomst] = one.attempts;
  }
  return out;
}

void expect_same(const KoeIndeks& koe, const Model& model) {
  RC_ASSERT(of(koe, false) == model.ready);
  RC_ASSERT(of(koe, true) == model.fejlkoe);
  const KoeTal tal = koe.tal();
  RC_ASSERT(tal.klar == model.ready.size() - model.lent.size());
  RC_ASSERT(tal.udlaant == model.lent.size());
  RC_ASSERT(tal.fejlkoe == model.fejlkoe.size());
}

Ankomst pick(const std::map<Ankomst, std::uint16_t>& from) {
  auto it = from.begin();
  std::advance(it, static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, from.size())));
  return it->first;
}

// The old index goes; a new one is made of its state and the journal, where what was copied forward comes later.
void restart(KoeIndeks& koe, Model& model) {
  const std::string state = koe.encode();
  KoeIndeks again;
  const auto restored = again.restore(state);
  RC_ASSERT(restored.has_value());
  std::vector<Ankomst> later;
  for (auto it = model.journal.begin(); it != model.journal.end();) {
    const bool held = model.ready.contains(*it) || model.fejlkoe.contains(*it);
    const int what = *rc::gen::inRange(0, 8);
    if (!held && what < 2) {
      it = model.journal.erase(it);  // its segment was recycled
      continue;
    }
    if (what == 7) {
      later.push_back(*it);
    } else {
      RC_ASSERT(again.append(*it, reference_of(*it)) == held);
    }
    ++it;
  }
  for (const Ankomst ankomst : later) {
    RC_ASSERT(again.append(ankomst, reference_of(ankomst)) ==
              (model.ready.contains(ankomst) || model.fejlkoe.contains(ankomst)));
    RC_ASSERT(!again.append(ankomst, reference_of(ankomst)));
  }
  again.restored();
  model.lent.clear();
  koe = std::move(again);
}

void step(KoeIndeks& koe, Model& model, Ankomst& next) {
  const int what = *rc::gen::inRange(0, 14);
  if (what < 4) {
    next += *rc::gen::inRange<Ankomst>(1, 4);
    RC_ASSERT(koe.append(next, reference_of(next)));
    model.ready[next] = 0;
    model.journal.insert(next);
  } else if (what == 4) {
    restart(koe, model);
  } else if (what < 7 && !model.ready.empty()) {
    const Ankomst ankomst = pick(model.ready);
    RC_ASSERT(koe.kvitteret(ankomst));
    RC_ASSERT(!koe.kvitteret(ankomst));
    model.ready.erase(ankomst);
    model.lent.erase(ankomst);
  } else if (what == 7 && !model.fejlkoe.empty()) {
    const Ankomst ankomst = pick(model.fejlkoe);
    RC_ASSERT(koe.kvitteret(ankomst));
    model.fejlkoe.erase(ankomst);
  } else if (what < 10 && !model.ready.empty()) {
    const Ankomst ankomst = pick(model.ready);
    RC_ASSERT(koe.til_fejlkoe(ankomst));
    model.fejlkoe[ankomst] = model.ready[ankomst];
    model.ready.erase(ankomst);
    model.lent.erase(ankomst);
  } else if (what < 12 && !model.fejlkoe.empty()) {
    const Ankomst ankomst = pick(model.fejlkoe);
    RC_ASSERT(koe.fra_fejlkoe(ankomst));
    model.ready[ankomst] = model.fejlkoe[ankomst];
    model.fejlkoe.erase(ankomst);
  } else if (what == 12 && !model.ready.empty()) {
    const Ankomst ankomst = pick(model.ready);
    RC_ASSERT(koe.leveret(ankomst));
    ++model.ready[ankomst];
  } else {
    std::vector<Leased> leased;
    koe.lease(2, leased);
    for (const Leased& one : leased) {
      RC_ASSERT(model.ready.at(one.ankomst) == one.attempts);
      RC_ASSERT(model.lent.insert(one.ankomst).second);
    }
  }
}

TEST(KoeIndeks, holds_what_a_map_holds_across_restarts) {
  EXPECT_TRUE(rc::check([] {
    KoeIndeks koe;
    Model model;
    Ankomst next = 0;
    const int steps = *rc::gen::inRange(0, 120);
    for (int i = 0; i < steps; ++i) {
      step(koe, model, next);
      expect_same(koe, model);
    }
    restart(koe, model);
    expect_same(koe, model);
  }));
}

// A restart whose journal holds changes behind the queue's kept state, as after a crash.
TEST(KoeIndeks, changes_behind_the_kept_state_are_made_again) {
  KoeIndeks koe;
  for (Ankomst i = 1; i <= 6; ++i) koe.append(i, reference_of(i));
  koe.til_fejlkoe(2);
  const std::string state = koe.encode();

  KoeIndeks again;
  ASSERT_TRUE(again.restore(state));
  EXPECT_TRUE(again.append(3, reference_of(3)));
  EXPECT_TRUE(again.kvitteret(3));
  EXPECT_FALSE(again.kvitteret(4));                // not appended yet, but done with
  EXPECT_FALSE(again.append(4, reference_of(4)));  // ... so its copy stays out
  EXPECT_TRUE(again.append(2, reference_of(2)));
  EXPECT_TRUE(again.fra_fejlkoe(2));
  EXPECT_TRUE(again.append(7, reference_of(7)));
  for (const Ankomst i : {1, 5, 6}) EXPECT_TRUE(again.append(i, reference_of(i)));
  again.restored();
  std::vector<Ankomst> held;
  for (const Leased& one : again.list(false, 0, 10)) held.push_back(one.ankomst);
  EXPECT_EQ(held, (std::vector<Ankomst>{1, 2, 5, 6, 7}));
}

TEST(KoeIndeks, a_state_that_is_none_is_refused) {
  KoeIndeks koe;
  for (Ankomst i = 1; i <= 9; ++i) koe.append(i, reference_of(i));
  koe.leveret(3);
  koe.til_fejlkoe(5);
  const std::string state = koe.encode();
  for (std::size_t cut = 0; cut < state.size(); ++cut) {
    KoeIndeks again;
    EXPECT_FALSE(again.restore(state.substr(0, cut))) << cut;
  }
  KoeIndeks again;
  EXPECT_FALSE(again.restore(state + '\0'));
  EXPECT_TRUE(KoeIndeks{}.restore(state));
}

}  // namespace
}  // namespace brevdue::store
