// What the crash tests do to a store, and what must then be in it: a random but repeatable sequence of commits, each
// planned on a plain model of everything they add up to, and a comparison of a store with that model.
//
// Each commit also writes its own number, so a store that was cut off says itself how many of the commits it holds. The
// model of just those, and nothing else, must be in it: that is at once nothing lost, nothing invented, nothing half.
//
// Thread safety: none. Ownership: plain values.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "oio/objektkode.hpp"
#include "store/store.hpp"

namespace brevdue::crash {

using store::Ankomst;
using store::KoeNr;

inline constexpr KoeNr kKoer = 5;
inline constexpr KoeNr kSlowKoe = 1;  // hardly ever acked: its beskeder must be copied forward
inline const std::string kAntal = "antal";

struct Plan {
  enum class Art { PUT, ERASE, BESKED, ACK, LEVERET, TIL, FRA, EVENT, FLYTTET, LEDGER, IMPORT, RET, FJERN };
  struct Skridt {
    Art art;
    KoeNr koe = 0;
    std::uint64_t number = 0;  // ankomst or event
    std::string key{};
    std::string text{};
    std::vector<KoeNr> koer{};
    oio::Objekt objekt{};  // IMPORT, RET; of FJERN only which
  };
  std::uint64_t number = 0;
  std::vector<Skridt> skridt;
  std::string used_key;    // require_new
  std::string absent_key;  // require_version 0
  store::Udfald expected = store::Udfald::OK;

  // It can be encoded only when all before it was applied.
  bool builds_on_versions() const {
    return std::ranges::any_of(skridt, [](const Skridt& one) { return one.art == Art::RET || one.art == Art::FJERN; });
  }
};

inline std::uint32_t abonnement_of(Ankomst ankomst, KoeNr koe) {
  return static_cast<std::uint32_t>(ankomst * 10 + koe);
}

struct Model {
  std::uint64_t antal = 0;  // commits so far
  std::map<std::string, std::string> objects;
  std::map<oio::Objektref, oio::Objekt> oio;  // those of `objects` that have postings and links
  Ankomst next = 1;
  struct Sted {
    std::uint16_t attempts = 0;
    auto operator<=>(const Sted&) const = default;
  };
  using Koe = std::map<Ankomst, Sted>;
  std::map<KoeNr, Koe> koer;
  std::map<KoeNr, Koe> fejlkoer;
  std::map<Ankomst, std::string> bodies;  // of all that some queue holds
  std::deque<std::string> events;
  std::uint64_t first_event = 1;
  std::vector<std::string> ledger;
  std::vector<std::string> used_keys;

  void apply(const Plan& plan) {
    for (const Plan::Skridt& one : plan.skridt) apply(one);
    if (!plan.used_key.empty()) used_keys.push_back(plan.used_key);
    antal = plan.number;
    objects[kAntal] = std::to_string(antal);
  }

 private:
  void apply(const Plan::Skridt& one) {
    switch (one.art) {
      case Plan::Art::PUT:
        objects[one.key] = one.text;
        return;
      case Plan::Art::ERASE:
        objects.erase(one.key);
        return;
      case Plan::Art::BESKED:
        for (const KoeNr koe : one.koer) koer[koe][next] = {};
        if (!one.koer.empty()) bodies[next] = one.text;
        ++next;
        return;
      case Plan::Art::ACK:
        koer[one.koe].erase(one.number);
        fejlkoer[one.koe].erase(one.number);
        return drop_body(one.number);
      case Plan::Art::LEVERET:
        ++koer[one.koe][one.number].attempts;
        return;
      case Plan::Art::TIL:
        return move(koer[one.koe], fejlkoer[one.koe], one.number);
      case Plan::Art::FRA:
        return move(fejlkoer[one.koe], koer[one.koe], one.number);
      case Plan::Art::EVENT:
        events.push_back(one.text);
        return;
      case Plan::Art::FLYTTET:
        for (; first_event <= one.number; ++first_event) events.pop_front();
        return;
      case Plan::Art::LEDGER:
        ledger.push_back(one.text);
        return;
      case Plan::Art::IMPORT:
      case Plan::Art::RET:
        objects[oio::objekt_key(one.objekt.ref)] = oio::encode(one.objekt).value();
        oio[one.objekt.ref] = one.objekt;
        return;
      case Plan::Art::FJERN:
        objects.erase(oio::objekt_key(one.objekt.ref));
        oio.erase(one.objekt.ref);
        return;
    }
  }
  static void move(Koe& from, Koe& to, Ankomst ankomst) {
    to[ankomst] = from.at(ankomst);
    from.erase(ankomst);
  }
  void drop_body(Ankomst ankomst) {
    for (const auto* all : {&koer, &fejlkoer}) {
      for (const auto& [nr, koe] : *all) {
        if (koe.contains(ankomst)) return;
      }
    }
    bodies.erase(ankomst);
  }
};

// The same seed, life and model give the same plan.
class Planner {
 public:
  Planner(std::uint64_t seed, std::uint64_t life, const Model& model)
      : chance_(seed * 1'000'003 + life * 7919 + model.antal), name_(fmt::format("{}.{}", life, model.antal)) {}

  // The next commit after `model`, whose effects are not in it yet.
  Plan next(const Model& model) {
    Plan plan;
    plan.number = model.antal + 1;
    if (!model.used_keys.empty() && one_in(20)) return refused(plan, model);
    const std::size_t count = 1 + below(4);
    touched_.clear();
    objects_.clear();
    for (std::size_t i = 0; i < count; ++i) add(plan, model, i);
    if (one_in(3)) plan.used_key = fmt::format("key {} {}", name_, plan.number);
    if (one_in(5)) plan.absent_key = fmt::format("absent {}", below(1000));
    if (one_in(4)) plan.skridt.push_back({.art = Plan::Art::LEDGER, .text = text("revision", plan, 9, 200)});
    return plan;
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>{0, end - 1}(chance_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string text(std::string_view what, const Plan& plan, std::size_t step, std::size_t most) {
    return fmt::format("{} {} {}.{} ", what, name_, plan.number, step) +
           std::string(below(most), static_cast<char>('a' + below(26)));
  }

  // Must be refused, and leave nothing behind.
  Plan refused(Plan plan, const Model& model) {
    plan.skridt.push_back({.art = Plan::Art::PUT, .key = "never", .text = "never"});
    plan.skridt.push_back({.art = Plan::Art::BESKED, .text = "never", .koer = {2}});
    if (one_in(2)) {
      plan.used_key = model.used_keys[below(model.used_keys.size())];
      plan.expected = store::Udfald::GENTAGELSE;
    } else {
      plan.absent_key = kAntal;  // it is there
      plan.expected = store::Udfald::KONFLIKT;
    }
    return plan;
  }

  void add(Plan& plan, const Model& model, std::size_t step) {
    const std::size_t what = below(18);
    Plan::Skridt one{};
    bool there = true;
    if (what < 4) {
      one = {.art = Plan::Art::BESKED, .text = text("besked", plan, step, 1500), .koer = some_queues()};
    } else if (what < 10) {
      one.art = Plan::Art::ACK;
      there = pick(one_in(6) ? model.fejlkoer : model.koer, one, !one_in(40));
    } else if (what == 10) {
      one.art = Plan::Art::LEVERET;
      there = pick(model.koer, one, false);
    } else if (what == 11) {
      const bool back = one_in(2);
      one.art = back ? Plan::Art::FRA : Plan::Art::TIL;
      there = pick(back ? model.fejlkoer : model.koer, one, false);
    } else if (what == 12) {
      one = {.art = Plan::Art::EVENT, .text = text("event", plan, step, 300)};
    } else if (what == 13) {
      there = !model.events.empty() && touched_.insert({0, 0}).second;
      if (there) one = {.art = Plan::Art::FLYTTET, .number = model.first_event + below(model.events.size())};
    } else if (what < 16) {
      return add_object(plan, model, step);
    } else {
      one = {.art = Plan::Art::PUT, .key = fmt::format("o{}", below(50)), .text = text("value", plan, step, 400)};
      if (one_in(4)) one.art = Plan::Art::ERASE;
    }
    if (there) plan.skridt.push_back(std::move(one));
  }

  // As a service does it: the object, and the event that tells of it.
  void add_object(Plan& plan, const Model& model, std::size_t step) {
    Plan::Skridt one{.art = Plan::Art::IMPORT};
    one.objekt.ref = some_object();
    if (!objects_.insert(one.objekt.ref).second) return;
    const auto there = model.oio.find(one.objekt.ref);
    if (there != model.oio.end()) {
      one.art = one_in(4) ? Plan::Art::FJERN : Plan::Art::RET;
      one.objekt = there->second;
    }
    if (one.art != Plan::Art::FJERN) change(one.objekt, text("registrering", plan, step, 400));
    plan.skridt.push_back(std::move(one));
    plan.skridt.push_back({.art = Plan::Art::EVENT, .text = text("object event", plan, step, 50)});
  }

  oio::Objektref some_object() {
    const auto type = one_in(2) ? oio::Objekttype::SAG : oio::Objekttype::DOKUMENT;
    return {type, base::Uuid::named({}, std::to_string(below(12)))};
  }

  // One registration more, with terms and links of its own.
  void change(oio::Objekt& objekt, std::string pakket) {
    oio::Objektregistrering ny{.pakket = std::move(pakket)};
    for (std::size_t i = below(5); i > 0; --i) {
      ny.termer.push_back({one_in(2) ? oio::Termart::PART : oio::Termart::KLASSE, std::string(below(4), 'p')});
    }
    objekt.registreringer.push_back(std::move(ny));
    if (objekt.registreringer.size() > 3) objekt.registreringer.erase(objekt.registreringer.begin());
    if (one_in(3)) objekt.noegle.ejer = static_cast<std::uint32_t>(below(3));
    objekt.links.clear();
    for (std::size_t i = below(4); i > 0; --i) objekt.links.push_back({oio::Linkart::JOURNALPOST, some_object()});
  }

  std::vector<KoeNr> some_queues() {
    std::vector<KoeNr> out;
    if (one_in(20)) return out;
    for (KoeNr koe = 1; koe <= kKoer; ++koe) {
      if (koe == kSlowKoe ? one_in(12) : one_in(3)) out.push_back(koe);
    }
    if (out.empty()) out.push_back(2);
    return out;
  }

  // Mostly one of the oldest, as receivers ack.
  bool pick(const std::map<KoeNr, Model::Koe>& koer, Plan::Skridt& one, bool spare_the_slow) {
    one.koe = static_cast<KoeNr>(1 + below(kKoer));
    if (spare_the_slow && one.koe == kSlowKoe) one.koe = 2;
    const auto koe = koer.find(one.koe);
    if (koe == koer.end() || koe->second.empty()) return false;
    const std::size_t size = koe->second.size();
    auto it = koe->second.begin();
    std::advance(it, one_in(4) ? below(size) : below(std::min<std::size_t>(size, 4)));
    one.number = it->first;
    return touched_.insert({one.koe, one.number}).second;
  }

  std::mt19937_64 chance_;
  std::string name_;
  std::set<std::pair<KoeNr, std::uint64_t>> touched_;  // by the commit being planned: its steps must fit each other
  std::set<oio::Objektref> objects_;
};

// The object's change, built on what the store has of it; false when that cannot be read.
inline bool encode(const Plan::Skridt& one, store::Store& store, store::Commit& commit) {
  const auto gammel = oio::read_objekt(*store.objects().snapshot(), one.objekt.ref);
  if (!gammel || !*gammel) return false;
  if (one.art == Plan::Art::FJERN) return oio::fjern_objekt(commit, **gammel).has_value();
  return oio::put_objekt(commit, one.objekt, &**gammel).has_value();
}

// Nothing when the store can no longer be read.
inline std::optional<store::Commit> encode(const Plan& plan, Ankomst next, store::Store& store) {
  using store::Familie;
  store::Commit commit;
  if (!plan.used_key.empty()) commit.require_new(plan.used_key, std::chrono::hours{1});
  if (!plan.absent_key.empty()) commit.require_version(Familie::OBJEKT, plan.absent_key, 0);
  for (const Plan::Skridt& one : plan.skridt) {
    const std::span<const Ankomst> number{&one.number, 1};
    std::vector<store::Reference> references;
    switch (one.art) {
      case Plan::Art::PUT:
        commit.put(Familie::OBJEKT, one.key, one.text);
        break;
      case Plan::Art::ERASE:
        commit.erase(Familie::OBJEKT, one.key);
        break;
      case Plan::Art::BESKED:
        for (const KoeNr koe : one.koer) references.push_back({koe, abonnement_of(next, koe), 3});
        commit.besked("meta", one.text, references);
        ++next;
        break;
      case Plan::Art::ACK:
        commit.kvitteret(one.koe, number);
        break;
      case Plan::Art::LEVERET:
        commit.leveret(one.koe, number);
        break;
      case Plan::Art::TIL:
        commit.til_fejlkoe(one.koe, number);
        break;
      case Plan::Art::FRA:
        commit.fra_fejlkoe(one.koe, number);
        break;
      case Plan::Art::EVENT:
        commit.udgaaende(one.text);
        break;
      case Plan::Art::FLYTTET:
        commit.udgaaende_flyttet(one.number);
        break;
      case Plan::Art::LEDGER:
        commit.ledger(one.text);
        break;
      case Plan::Art::IMPORT:
        if (!oio::put_objekt(commit, one.objekt, nullptr)) return std::nullopt;
        break;
      case Plan::Art::RET:
      case Plan::Art::FJERN:
        if (!encode(one, store, commit)) return std::nullopt;
        break;
    }
  }
  commit.put(Familie::OBJEKT, kAntal, std::to_string(plan.number));
  return commit;
}

}  // namespace brevdue::crash
