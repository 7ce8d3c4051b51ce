#include "beskedfordeler/hvorfor.hpp"

#include <algorithm>
#include <deque>

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;

std::vector<std::string> values_in(Felt felt, const Grundlag& grundlag) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < occurrences(gruppe_of(felt), grundlag); ++i) {
    std::optional<Kanonisk> room;
    if (const auto value = value_at(felt, i, grundlag, room)) out.emplace_back(*value);
  }
  return out;
}

Kriteriesvar answer(const Led& led, const Grundlag& grundlag) {
  Kriteriesvar out;
  out.felt = navn(led.kriterium->felt);
  out.negeret = led.negeret;
  out.vaerdier = led.kriterium->vaerdier;
  for (const base::KleMoenster& moenster : led.kriterium->kle) out.vaerdier.push_back(moenster.text());
  out.fundet = values_in(led.kriterium->felt, grundlag);
  out.holder = holds({led}, grundlag);
  return out;
}

Abonnementssvar answer(const base::Uuid& uuid, const std::string& name, const Abonnementsudtryk& udtryk,
                       const base::Uuid& beskedtype, const Grundlag& grundlag) {
  Abonnementssvar out{uuid, name, covers(udtryk, beskedtype), false, {}};
  for (const Konjunktion& konjunktion : normalform(udtryk.udtryk).value_or(std::vector<Konjunktion>{})) {
    Alternativsvar& alternativ = out.alternativer.emplace_back();
    for (const Led& led : konjunktion) alternativ.kriterier.push_back(answer(led, grundlag));
    alternativ.holder = holds(konjunktion, grundlag);
    out.holder = out.holder || (out.beskedtype && alternativ.holder);
  }
  return out;
}

bool stands_in(const store::QueueStore& queues, store::KoeNr koe, bool fejlkoe, store::Ankomst ankomst) {
  const auto page = queues.list(koe, fejlkoe, ankomst - 1, 1);
  return !page.empty() && page.front().ankomst == ankomst;
}

Beskedsted place_of(const store::QueueStore& queues, const Hvorfor& hvorfor) {
  if (!hvorfor.fordeling || hvorfor.fordeling->aarsag != oio::Aarsag::TILLADT) return Beskedsted::IKKE_FORDELT;
  const store::KoeNr koe = hvorfor.fordeling->koe;
  if (stands_in(queues, koe, false, hvorfor.ankomst)) return Beskedsted::I_DUESLAG;
  return stands_in(queues, koe, true, hvorfor.ankomst) ? Beskedsted::I_FEJLKOE : Beskedsted::FAERDIG;
}

void add_answers(const Tavle& tavle, const Dueslag& dueslag, const Grundlag& grundlag, Hvorfor& out) {
  const Abonnementsnummer* then = out.fordeling ? tavle.find_nummer(out.fordeling->abonnement) : nullptr;
  if (then != nullptr) {
    out.abonnementer.push_back(answer(then->abonnement, then->navn, then->udtryk, out.beskedtype, grundlag));
    return;
  }
  for (const Abonnement& one : dueslag.abonnementer) {
    out.abonnementer.push_back(answer(one.uuid, one.navn, one.udtryk, out.beskedtype, grundlag));
  }
}

}  // namespace

std::string_view navn(Beskedsted sted) {
  switch (sted) {
    case Beskedsted::IKKE_FORDELT:
      return "IKKE_FORDELT";
    case Beskedsted::I_DUESLAG:
      return "I_DUESLAG";
    case Beskedsted::I_FEJLKOE:
      return "I_FEJLKOE";
    case Beskedsted::FAERDIG:
      return "FAERDIG";
  }
  return "UKENDT";
}

base::Resultat<Hvorfor> forklar(const Faelles& faelles, const base::Uuid& dueslag, store::Ankomst ankomst) {
  const auto tavle = faelles.ydre.tavler.nu();
  const Dueslagsplads* plads = tavle->find(dueslag);
  if (plads == nullptr) return fejl(FejlKode::IKKE_FUNDET, "no such dueslag", dueslag.text());
  const auto besked = PROEV(faelles.find(ankomst));
  const Beskedmeta meta = PROEV(decode_beskedmeta(besked->meta()));
  std::deque<std::string> arena;
  const auto kuvert = oio::parse_haendelsesbesked(besked->body(), faelles.indstillinger.afsendelse.graenser, arena);
  if (!kuvert) return fejl(FejlKode::LAGER, "the besked as it is kept cannot be read");

  Hvorfor out;
  out.ankomst = ankomst;
  out.besked_id = meta.besked_id;
  out.beskedtype = meta.beskedtype;
  out.afsender = meta.afsender;
  out.myndighed = meta.myndighed;
  out.afsender_aftale = meta.serviceaftale;
  out.modtaget = meta.modtaget;
  out.dueslag = dueslag;
  out.registreringer_aendret = meta.registerversion != tavle->version();
  const auto found = std::ranges::find(meta.fordelinger, plads->koe, &Fordeling::koe);
  if (found != meta.fordelinger.end()) {
    out.fordeling = *found;
    if (const auto* modtagere = meta.modtagere_of(found->variant)) out.modtagere = *modtagere;
  }
  out.sted = place_of(faelles.ydre.store.queues(), out);
  add_answers(*tavle, *plads->dueslag, {*kuvert, meta.afsender.text(), meta.tilladt}, out);
  return out;
}

std::vector<store::Ankomst> find_besked(const Faelles& faelles, std::string_view besked_id, std::size_t most) {
  const Kanonisk wanted(besked_id);
  std::vector<store::Ankomst> out;
  const store::Ankomst newest = faelles.ydre.store.beskeder().newest();
  for (store::Ankomst ankomst = newest; ankomst > 0 && newest - ankomst < most; --ankomst) {
    const auto besked = faelles.find(ankomst);
    if (!besked) continue;
    const auto meta = decode_beskedmeta((*besked)->meta());
    if (meta && Kanonisk(meta->besked_id).tekst() == wanted.tekst()) out.push_back(ankomst);
  }
  return out;
}

}  // namespace brevdue::beskedfordeler
