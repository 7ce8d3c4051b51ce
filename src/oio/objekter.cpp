#include "oio/objekter.hpp"

#include <algorithm>
#include <iterator>

#include "oio/objektkode.hpp"

namespace brevdue::oio {
namespace {

using base::Resultat;
using store::Familie;

// What stands in `before` and not in `after` goes, what is new or has another value is put.
void write_difference(store::Commit& commit, const std::vector<Indekspost>& before,
                      const std::vector<Indekspost>& after) {
  std::vector<Indekspost> gone;
  std::vector<Indekspost> come;
  std::ranges::set_difference(before, after, std::back_inserter(gone));
  std::ranges::set_difference(after, before, std::back_inserter(come));
  const auto same_key = [](const Indekspost& one) { return std::tie(one.familie, one.key); };
  for (const Indekspost& one : gone) {
    if (!std::ranges::binary_search(come, same_key(one), {}, same_key)) commit.erase(one.familie, one.key);
  }
  for (const Indekspost& one : come) commit.put(one.familie, one.key, one.value);
}

Resultat<std::vector<Indekspost>> index_before(const LaestObjekt* gammel) {
  if (gammel == nullptr) return std::vector<Indekspost>{};
  return index_of(*gammel);
}

}  // namespace

std::string_view navn(Objekttype type) {
  switch (type) {
    case Objekttype::SAG:
      return "SAG";
    case Objekttype::DOKUMENT:
      return "DOKUMENT";
    case Objekttype::BEVILLING:
      return "BEVILLING";
    case Objekttype::OEKONOMISK_EFFEKTUERING:
      return "OEKONOMISK_EFFEKTUERING";
  }
  return "UKENDT";
}

std::string_view navn(Termart art) {
  switch (art) {
    case Termart::ALLE:
      return "ALLE";
    case Termart::EJER:
      return "EJER";
    case Termart::PART:
      return "PART";
    case Termart::AKTOER:
      return "AKTOER";
    case Termart::KLE:
      return "KLE";
    case Termart::KLASSE:
      return "KLASSE";
    case Termart::SYSTEM:
      return "SYSTEM";
    case Termart::BRUGERVENDT_NOEGLE:
      return "BRUGERVENDT_NOEGLE";
    case Termart::NUMMER:
      return "NUMMER";
    case Termart::BOPAELSKOMMUNE:
      return "BOPAELSKOMMUNE";
  }
  return "UKENDT";
}

std::string_view navn(Linkart art) {
  switch (art) {
    case Linkart::JOURNALPOST:
      return "JOURNALPOST";
    case Linkart::SAGSRELATION:
      return "SAGSRELATION";
    case Linkart::DOKUMENTRELATION:
      return "DOKUMENTRELATION";
    case Linkart::BEVILLINGSSAG:
      return "BEVILLINGSSAG";
    case Linkart::BEVILGET_YDELSE:
      return "BEVILGET_YDELSE";
  }
  return "UKENDT";
}

Resultat<std::optional<LaestObjekt>> read_objekt(const store::Snapshot& snapshot, const Objektref& ref) {
  auto laest = PROEV(snapshot.get(Familie::OBJEKT, objekt_key(ref)));
  if (!laest) return std::nullopt;
  return PROEV(decode_objekt(ref, std::move(*laest)));
}

Resultat<void> put_objekt(store::Commit& commit, const Objekt& ny, const LaestObjekt* gammel) {
  const std::string key = objekt_key(ny.ref);
  std::string value = PROEV(encode(ny));
  const auto before = PROEV(index_before(gammel));
  commit.require_version(Familie::OBJEKT, key, gammel == nullptr ? 0 : gammel->version);
  commit.put(Familie::OBJEKT, key, value);
  const auto read = PROEV(decode_objekt(ny.ref, {std::move(value), 0}));
  const auto after = PROEV(index_of(read));
  write_difference(commit, before, after);
  return {};
}

Resultat<void> fjern_objekt(store::Commit& commit, const LaestObjekt& gammel) {
  const auto before = PROEV(index_of(gammel));
  const std::string key = objekt_key(gammel.ref);
  commit.require_version(Familie::OBJEKT, key, gammel.version);
  commit.erase(Familie::OBJEKT, key);
  write_difference(commit, before, {});
  return {};
}

}  // namespace brevdue::oio
