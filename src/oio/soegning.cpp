#include "oio/soegning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <unordered_map>

#include "oio/soegeknuder.hpp"

namespace brevdue::oio {
namespace {

using base::FejlKode;
using base::Resultat;

// Posting lists that one search may have open at once.
constexpr std::size_t kFlestePosteringer = 1000;
constexpr std::array kTyper{Objekttype::SAG, Objekttype::DOKUMENT, Objekttype::BEVILLING,
                            Objekttype::OEKONOMISK_EFFEKTUERING};

// Which types of objects each part of an expression speaks of.
class Omtale {
 public:
  explicit Omtale(const std::optional<Udtryk>& udtryk) {
    if (udtryk) note(*udtryk);
  }
  bool of(const Udtryk& udtryk, Objekttype type) const { return (types_.at(&udtryk) & bit(type)) != 0; }

 private:
  static unsigned bit(Objekttype type) { return 1U << static_cast<unsigned>(type); }
  unsigned note(const Udtryk& udtryk) {
    unsigned types = udtryk.art == Udtryk::Art::BLAD ? bit(udtryk.blad.type) : 0;
    for (const Udtryk& del : udtryk.dele) types |= note(del);
    return types_[&udtryk] = types;
  }
  std::unordered_map<const Udtryk*, unsigned> types_;
};

// Walks a step from its beginning, one object at a time.
class Gang {
 public:
  explicit Gang(Knude& knude) : knude_(knude) { knude_.seek({}); }
  bool at_end() const { return !knude_.her(); }
  void step() {
    if (knude_.matches()) found.push_back(knude_.candidate());
    knude_.next();
  }
  std::vector<base::Uuid> found;

 private:
  Knude& knude_;
};

// Makes the steps of one search for one type of objects.
class Oversaetter {
 public:
  Oversaetter(Opslag& opslag, Adgangskontrol& adgang, const Soegning& soegning)
      : opslag_(opslag), adgang_(adgang), soegning_(soegning), omtale_(soegning.udtryk) {}

  // Null when nothing can be found.
  std::unique_ptr<Knude> root(Objekttype type) {
    const auto& udtryk = soegning_.udtryk;
    std::vector<base::Uuid> listed;
    for (const Objektref& ref : soegning_.ider) {
      if (ref.type == type) listed.push_back(ref.uuid);
    }
    if (udtryk ? !omtale_.of(*udtryk, type) : listed.empty()) return nullptr;
    Knuder dele;
    const bool is_listed = !listed.empty();
    if (is_listed) dele.push_back(std::make_unique<Idliste>(std::move(listed), "listed"));
    dele.push_back(udtryk ? compile(*udtryk, type) : posting(type, {}));
    return visible(all_of(std::move(dele)), type);
  }

 private:
  // Joins within joins compile a part once for each type at each level: given up with the first failure, so the number
  // of posting lists bounds it.
  std::unique_ptr<Knude> compile(const Udtryk& udtryk, Objekttype type) {
    if (opslag_.failed()) return nothing();
    switch (udtryk.art) {
      case Udtryk::Art::BLAD:
        return leaf(udtryk.blad);
      case Udtryk::Art::OG:
        return both(udtryk, type);
      case Udtryk::Art::ELLER:
        return std::make_unique<Nogen>(parts(udtryk, type));
      case Udtryk::Art::IKKE:
        return std::make_unique<Undtagen>(posting(type, {}), compile(udtryk.dele.front(), type));
    }
    return nullptr;
  }

  std::unique_ptr<Knude> posting(Objekttype type, const Term& term, bool is_history = false) {
    if (++posteringer_ > kFlestePosteringer) opslag_.fail({FejlKode::FOR_STOR, std::string{kAfgraens}, {}});
    if (opslag_.failed()) return nothing();
    return std::make_unique<Postering>(opslag_, type, term, is_history ? store::Familie::HISTORIK : store::Familie::NU);
  }

  std::unique_ptr<Knude> leaf(const Blad& blad) {
    Knuder dele;
    for (const Term& term : blad.termer) dele.push_back(posting(blad.type, term, blad.er_historik));
    if (dele.empty()) dele.push_back(posting(blad.type, {}));
    auto terms = all_of(std::move(dele));
    if (!blad.link && !blad.kontrol) return terms;
    return std::make_unique<Kontrolleret>(opslag_, blad, std::move(terms));
  }

  Knuder parts(const Udtryk& udtryk, Objekttype type) {
    Knuder out;
    for (const Udtryk& del : udtryk.dele) {
      if (omtale_.of(del, type)) out.push_back(compile(del, type));
    }
    return out;
  }

  static std::unique_ptr<Knude> all_of(Knuder dele) {
    if (dele.size() == 1) return std::move(dele.front());
    return std::make_unique<Alle>(std::move(dele));
  }

  std::unique_ptr<Knude> visible(std::unique_ptr<Knude> del, Objekttype type) {
    return std::make_unique<Synlig>(adgang_, type, std::move(del));
  }

  // An OG, joined when it speaks of another type too.
  std::unique_ptr<Knude> both(const Udtryk& og, Objekttype type) {
    std::vector<Objekttype> others;
    for (const Objekttype other : kTyper) {
      if (other != type && omtale_.of(og, other)) others.push_back(other);
    }
    if (others.empty()) return all_of(parts(og, type));
    const auto par = others.size() == 1 ? joining(type, others.front()) : std::nullopt;
    if (par) return joined(og, *par);
    opslag_.fail({FejlKode::INTERN, "a search over types of objects that no link joins", {}});
    return nothing();
  }

  struct Par {
    Objekttype type;
    Objekttype other;
    Linkart art;
    Retning retning;  // of the link, from the first
  };

  // By the search's link.
  std::optional<Par> joining(Objekttype type, Objekttype other) const {
    const auto& led = soegning_.led;
    if (led && led->fra == type && led->til == other) return Par{type, other, led->art, Retning::UD};
    if (led && led->til == type && led->fra == other) return Par{type, other, led->art, Retning::IND};
    return std::nullopt;
  }

  // Those of the type that have a link to one of the others. Both sides are walked in turn until one ends, so the work
  // follows the smaller side, whichever it is.
  std::unique_ptr<Knude> joined(const Udtryk& og, const Par& par) {
    const auto own = visible(all_of(parts(og, par.type)), par.type);
    const auto others = visible(all_of(parts(og, par.other)), par.other);
    Gang here{*own};
    Gang there{*others};
    while (!here.at_end() && !there.at_end()) {
      here.step();
      there.step();
    }
    auto found = here.at_end() ? with_link(here.found, par, *others) : linked_from(there.found, par, *own);
    std::string origin =
        fmt::format("joined by {}, the smaller side {}", navn(par.art), navn(here.at_end() ? par.type : par.other));
    return std::make_unique<Idliste>(std::move(found), std::move(origin), described(*own, *others));
  }

  std::vector<base::Uuid> with_link(std::span<const base::Uuid> own, const Par& par, Knude& others) {
    std::vector<base::Uuid> out;
    for (const base::Uuid& id : own) {
      bool found = false;
      opslag_.each_link({par.type, id}, par.art, par.retning, [&](const Objektref& other) {
        found = other.type == par.other && others.holds(other.uuid);
        return !found;
      });
      if (found) out.push_back(id);
    }
    return out;
  }

  std::vector<base::Uuid> linked_from(std::span<const base::Uuid> others, const Par& par, Knude& own) {
    const Retning back = par.retning == Retning::UD ? Retning::IND : Retning::UD;
    std::set<base::Uuid> out;
    for (const base::Uuid& id : others) {
      opslag_.each_link({par.other, id}, par.art, back, [&](const Objektref& one) {
        if (one.type == par.type) out.insert(one.uuid);
        return true;
      });
    }
    std::erase_if(out, [&](const base::Uuid& id) { return !own.holds(id); });
    return {out.begin(), out.end()};
  }

  static std::unique_ptr<Knude> nothing() { return std::make_unique<Idliste>(std::vector<base::Uuid>{}, "given up"); }

  static std::string described(const Knude& own, const Knude& others) {
    std::string out;
    own.describe(out, 0);
    others.describe(out, 0);
    return out;
  }

  Opslag& opslag_;
  Adgangskontrol& adgang_;
  const Soegning& soegning_;
  const Omtale omtale_;
  std::size_t posteringer_ = 0;
};

}  // namespace

Soeger::Soeger(const store::Snapshot& snapshot, const Adgangsgraense& graense, std::uint64_t budget)
    : opslag_(snapshot, budget), adgang_(std::make_unique<Adgangskontrol>(graense, opslag_)) {}
Soeger::~Soeger() = default;

Resultat<std::vector<base::Uuid>> Soeger::find(const Soegning& soegning, Objekttype type) {
  Oversaetter oversaetter{opslag_, *adgang_, soegning};
  const auto root = oversaetter.root(type);
  std::vector<base::Uuid> found;
  if (root) {
    Gang gang{*root};
    while (!gang.at_end()) gang.step();
    found = std::move(gang.found);
  }
  plan_ += fmt::format("{}: {} found\n", navn(type), found.size());
  if (root) root->describe(plan_, 1);
  PROEV(base::Resultat<void>{opslag_.result()});
  return found;
}

bool Soeger::may_see(const Objektref& ref) {
  return adgang_->may_see(ref, std::nullopt);
}

std::string Soeger::explain() const {
  const Arbejde& arbejde = opslag_.arbejde();
  return plan_ + fmt::format("work: {} postings, {} links, {} loads; {} of {}\n", arbejde.posteringer, arbejde.links,
                             arbejde.indlaesninger, arbejde.i_alt(), opslag_.budget());
}

}  // namespace brevdue::oio
