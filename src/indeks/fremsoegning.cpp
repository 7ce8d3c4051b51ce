#include "indeks/fremsoegning.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "indeks/graense.hpp"
#include "oio/felter.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::indeks {
namespace {

using base::FejlKode;
using base::Resultat;
using Ider = std::vector<base::Uuid>;
using Orden = std::vector<Sorteringsvaerdi>;

// Less than 0: `left` comes first. Both have the same keys in the same order.
int compare(const Orden& left, const Orden& right) {
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto& a = left[i];
    const auto& b = right[i];
    if (a.vaerdi == b.vaerdi) continue;
    if (!a.vaerdi || !b.vaerdi) return a.vaerdi ? -1 : 1;
    return (*a.vaerdi < *b.vaerdi) != a.faldende ? -1 : 1;
  }
  return 0;
}

// What results are kept under: a user's also belong to that user and purpose.
std::string question(const oio::Kald& kald, std::string_view bytes) {
  std::string out;
  oio::Feltskriver to(out);
  to.text(bytes).uuid(kald.bruger ? kald.bruger->uuid : base::Uuid{});
  if (const auto& one = kald.formaal) {
    to.number(static_cast<std::uint8_t>(std::to_underlying(one->formaal)));
    to.text(one->sagsreference).text(one->henvendelse).text(one->samtykke);
  }
  return out;
}

// One call, on one snapshot.
class Kaldet {
 public:
  Kaldet(const Fremsoegning::Dele& dele, const oio::Kald& kald)
      : dele_(dele),
        kald_(kald),
        dommer_(dele.registre.nu(), kald, dele.ur.nu()),
        graense_(dommer_, dele.typer),
        snapshot_(dele.store.objects().snapshot()),
        soeger_(*snapshot_, graense_) {}

  Resultat<std::vector<Delsvar>> run(const Fremsoegning::Ask& ask) {
    if (!dommer_.may_ask(dele_.typer.front()->art())) {
      return base::fejl(FejlKode::IKKE_TILLADT, "no serviceaftale in force covers the call");
    }
    const auto spoergsmaal = PROEV(ask(dommer_, soeger_.opslag()));
    std::vector<Delsvar> out;
    for (const Del& del : spoergsmaal.dele) out.push_back(PROEV(answer(spoergsmaal, del)));
    PROEV(Resultat<void>{soeger_.opslag().result()});
    PROEV(write_ledger(spoergsmaal, out));
    return out;
  }

 private:
  Resultat<Delsvar> answer(const Spoergsmaal& spoergsmaal, const Del& del) {
    const auto ider = PROEV(all(spoergsmaal, del));
    Delsvar out{static_cast<std::int64_t>(ider->size()), 0};
    const std::size_t begin = std::min(del.side.foerste, ider->size());
    const std::size_t end = begin + std::min(del.side.antal, ider->size() - begin);
    for (std::size_t i = begin; i < end && del.vis; ++i) {
      if (PROEV(show(del, {del.type->type(), (*ider)[i]}))) ++out.vist;
    }
    return out;
  }

  // What is found on all pages, sorted. A first page is evaluated anew; what has more pages is kept for them.
  Resultat<oio::Sidelager::Ider> all(const Spoergsmaal& spoergsmaal, const Del& del) {
    const auto type = del.type->type();
    const auto key = oio::Sidelager::spoergsmaal(kald_, type, question(kald_, spoergsmaal.bytes));
    if (del.side.foerste > 0) {
      if (auto kept = dele_.sidelager.find(key)) return kept;
    }
    auto found = PROEV(soeger_.find(spoergsmaal.soegning, type));
    PROEV(sort(del, found));
    auto ider = std::make_shared<const Ider>(std::move(found));
    if (ider->size() > del.side.antal) dele_.sidelager.keep(key, ider);
    return ider;
  }

  Resultat<void> sort(const Del& del, Ider& ider) {
    if (!del.orden || ider.size() < 2) return {};
    std::vector<std::pair<Orden, base::Uuid>> keyed;
    for (const base::Uuid& id : ider) {
      const auto* loaded = soeger_.opslag().load({del.type->type(), id});
      if (loaded == nullptr) break;             // the budget: result() says so
      const oio::LaestObjekt objekt = *loaded;  // asking for its order may load others
      keyed.emplace_back(PROEV(del.orden(objekt)), id);
    }
    PROEV(Resultat<void>{soeger_.opslag().result()});
    std::ranges::sort(keyed, [](const auto& a, const auto& b) {
      const int order = compare(a.first, b.first);
      return order != 0 ? order < 0 : a.second < b.second;
    });
    std::ranges::transform(keyed, ider.begin(), [](const auto& one) { return one.second; });
    return {};
  }

  // Access is asked again: what is kept between pages may have been hidden or removed since.
  Resultat<bool> show(const Del& del, const oio::Objektref& ref) {
    auto& opslag = soeger_.opslag();
    if (!soeger_.may_see(ref)) return false;
    const auto* loaded = opslag.load(ref);
    if (loaded == nullptr) return false;
    const oio::LaestObjekt objekt = *loaded;  // showing may load others
    const auto vist = PROEV(del.vis(objekt));
    for (const Vist& one : vist) note(ref, del, one);
    return !vist.empty();
  }

  void note(const oio::Objektref& ref, const Del& del, const Vist& vist) {
    auto post = oio::revisionspost(oio::Haendelse::OBJEKT_VIST, kald_, dommer_.nu());
    oio::note_svar(post, vist.svar);
    post.objekt = ref.uuid;
    post.udveksling.part = vist.part;
    post.tekst = del.type->navn();
    commit_.ledger(oio::encode(post));
  }

  Resultat<void> write_ledger(const Spoergsmaal& spoergsmaal, const std::vector<Delsvar>& svar) {
    std::string tekst;
    for (std::size_t i = 0; i < svar.size(); ++i) {
      tekst +=
          fmt::format("{}{} {}/{}", i == 0 ? "" : ", ", spoergsmaal.dele[i].type->navn(), svar[i].vist, svar[i].i_alt);
    }
    note_search(spoergsmaal, tekst);
    note_tilbageholdt();
    const auto udfald = dele_.store.committer().commit(std::move(commit_)).udfald;
    if (udfald == store::Udfald::OK) return {};
    const auto kode = udfald == store::Udfald::DISK_FULD ? FejlKode::DISK_FULD : FejlKode::LAGER;
    return base::fejl(kode, "the ledger could not be written, so nothing is shown");
  }

  // One record a party, so that each can be told who asked for it.
  void note_search(const Spoergsmaal& spoergsmaal, std::string_view tekst) {
    auto post = oio::revisionspost(oio::Haendelse::FREMSOEGNING, kald_, dommer_.nu());
    post.tekst = tekst;
    for (const auto& part : spoergsmaal.parter) {
      post.udveksling.part = part;
      commit_.ledger(oio::encode(post));
    }
    if (spoergsmaal.parter.empty()) commit_.ledger(oio::encode(post));
  }

  void note_tilbageholdt() {
    for (const auto& one : dommer_.tilbageholdt()) {
      auto post = oio::revisionspost(oio::Haendelse::OBJEKT_TILBAGEHOLDT, kald_, dommer_.nu());
      oio::note_svar(post, one.svar);
      if (one.art) post.tekst = oio::navn(*one.art);
      commit_.ledger(oio::encode(post));
    }
  }

  const Fremsoegning::Dele& dele_;
  const oio::Kald& kald_;
  const Dommer dommer_;
  const Graense graense_;
  const std::unique_ptr<const store::Snapshot> snapshot_;
  oio::Soeger soeger_;
  store::Commit commit_;
};

}  // namespace

Resultat<std::vector<Delsvar>> Fremsoegning::search(const oio::Kald& kald, const Ask& ask) {
  return Kaldet(dele_, kald).run(ask);
}

}  // namespace brevdue::indeks
