#include "sagdokumentindeks/udvalg.hpp"

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"
#include "indeks/retur.hpp"
#include "indeks/vaerdier.hpp"
#include "sagdokumentindeks/faelles_type.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using indeks::Sorteringsvaerdi;
using std::string_view;

class Vis {
 public:
  explicit Vis(const std::vector<oio::Vis>& named) : named_(named) {}
  bool operator()(string_view one) const { return std::ranges::find(named_, one, &oio::Vis::vis) != named_.end(); }

 private:
  const std::vector<oio::Vis>& named_;
};

// Keeps the named kinds; a list in which nothing is left is none.
void keep(std::optional<LokalUdvidelseListe>& liste, std::initializer_list<std::pair<std::size_t, bool>> slags) {
  if (!liste) return;
  std::erase_if(liste->elementer, [&](const Udvidelse& one) {
    return std::ranges::none_of(slags, [&](const auto& s) { return s.second && s.first == one.indhold.index(); });
  });
  if (liste->elementer.empty()) liste.reset();
}

template <class List>
void keep_if(bool is_named, List& list) {
  if (!is_named) list.clear();
}

// Sorting.
constexpr string_view kSagFremdrift[] = {"Opstaaet", "Oplyst", "Afgjort", "Afsluttet"};
constexpr string_view kDokumentFremdrift[] = {"Modtaget",   "Fordelt",  "Underudarbejdelse", "Underreview",
                                              "Publiceret", "Endeligt", "Afleveret"};

// Numbers in an order that bytes have too.
std::string ordered(std::int64_t number) {
  std::string out;
  base::put_be(out, static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63));
  return out;
}
std::optional<std::string> of_time(const oio::Felt& tekst) {
  const auto tid = indeks::tidspunkt(tekst);
  return tid ? std::optional(ordered(tid->time_since_epoch().count())) : std::nullopt;
}
std::optional<std::string> of_integer(const oio::Felt& tekst) {
  if (!tekst) return std::nullopt;
  const auto digits = xml::trim(*tekst);
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return failed == std::errc{} ? std::optional(ordered(value)) : std::nullopt;
}
std::optional<std::string> of_text(const oio::Felt& tekst) {
  return tekst ? std::optional(std::string(*tekst)) : std::nullopt;
}
std::optional<std::string> of_place(std::span<const string_view> words, const oio::Felt& word) {
  const auto at = word ? std::ranges::find(words, *word) : words.end();
  return at == words.end() ? std::nullopt : std::optional(ordered(at - words.begin()));
}

const auto kAlle = [](const auto&) { return true; };
template <class T>
const T* nu_eller_senest(const std::vector<T>& entries, base::Tidspunkt nu) {
  return indeks::gaeldende(std::span<const T>(entries), nu, kAlle);
}

oio::Felt foelsomhed_af(const SagRegistrering& one, base::Tidspunkt nu) {
  std::vector<SagIndeksEgenskaber> all;
  if (const auto& liste = one.attribut_liste.lokal_udvidelse_liste) {
    for (const Udvidelse& u : liste->elementer) {
      if (const auto* found = std::get_if<SagIndeksEgenskaber>(&u.indhold)) all.push_back(*found);
    }
  }
  const auto* found = nu_eller_senest(all, nu);
  return found == nullptr ? oio::Felt{} : found->foelsomhed;
}
oio::Felt foelsomhed_af(const DokumentRegistrering& one, base::Tidspunkt nu) {
  const auto* found = nu_eller_senest(one.attribut_liste.egenskaber, nu);
  return found == nullptr ? oio::Felt{} : found->foelsomhed;
}

oio::Felt klasse_af(const SagRegistrering& one, const Roller& roller, base::Tidspunkt nu) {
  const std::span<const Relation> klasser(one.relation_liste.sagsklasse);
  const auto* found = indeks::gaeldende(
      klasser, nu, [&](const Relation& klasse) { return indeks::uuid_af(klasse.rolle) == roller.sag_primaer_klasse; });
  const auto* more = found == nullptr ? nullptr : udvidelse<SagsklasseUdvidelse>(found->lokal_udvidelse_liste);
  return more == nullptr ? oio::Felt{} : more->brugervendt_noegle;
}

// What both types can be sorted by.
template <class Registrering>
std::optional<std::string> faelles_vaerdi(const Registrering& one, base::Tidspunkt nu, string_view element,
                                          std::span<const string_view> fremdrift) {
  if (element == "StsRegistreringstidspunkt") return of_time(one.sts_tidspunkt);
  if (element == "Registreringstidspunkt") return of_time(one.tidspunkt);
  if (element == "Livscyklus") return of_place(oio::v6::kLivscyklusKoder, one.livscyklus_kode);
  if (element == "Foelsomhed") return of_place(oio::v6::kFoelsomheder, foelsomhed_af(one, nu));
  if (element == "Fremdrift") {
    const auto* found = nu_eller_senest(one.tilstand_liste.fremdrift, nu);
    return of_place(fremdrift, found == nullptr ? oio::Felt{} : found->fremdrift_status_kode);
  }
  const auto* egenskaber = nu_eller_senest(one.attribut_liste.egenskaber, nu);
  return of_text(egenskaber == nullptr ? oio::Felt{} : egenskaber->brugervendt_noegle);
}

std::optional<std::string> vaerdi(const SagRegistrering& one, const Roller& roller, base::Tidspunkt nu,
                                  string_view element) {
  if (element == "Sagklasse-BrugervendtNoegle") return of_text(klasse_af(one, roller, nu));
  return faelles_vaerdi(one, nu, element, kSagFremdrift);
}
std::optional<std::string> vaerdi(const DokumentRegistrering& one, const Roller&, base::Tidspunkt nu,
                                  string_view element) {
  const auto* egenskaber = nu_eller_senest(one.attribut_liste.egenskaber, nu);
  if (element == "Major") return of_integer(egenskaber == nullptr ? oio::Felt{} : egenskaber->version_identifikator);
  if (element == "Minor")
    return of_integer(egenskaber == nullptr ? oio::Felt{} : egenskaber->underversion_identifikator);
  return faelles_vaerdi(one, nu, element, kDokumentFremdrift);
}

template <class Registrering>
std::vector<Sorteringsvaerdi> orden_af(const Registrering& one, const Roller& roller, base::Tidspunkt nu,
                                       const std::vector<oio::Sortering>& efter) {
  if (efter.empty()) return {{vaerdi(one, roller, nu, "BrugervendtNoegle"), false}};
  std::vector<Sorteringsvaerdi> out;
  for (const auto& key : efter) out.push_back({vaerdi(one, roller, nu, key.element), key.retning == "Faldende"});
  return out;
}

// Text is sorted as Danes do, which needs more than bytes.
bool er_evalueret(string_view element) {
  return element != "Bruger" && element != "ItSystem-Systemnavn" && element != "Titel";
}

}  // namespace

bool er_tomt(const Filter& filter) {
  return filter.sag_vis.empty() && filter.dokument_vis.empty() && filter.sag_inkluder.empty() &&
         filter.dokument_inkluder.empty();
}

base::Resultat<void> check(const Filter& filter) {
  if (!filter.sag_inkluder.empty()) return indeks::ikke_evalueret("Filter/SagInkluder");
  if (!filter.dokument_inkluder.empty()) return indeks::ikke_evalueret("Filter/DokumentInkluder");
  return {};
}

void udvaelg(SagRegistrering& one, const Filter& filter) {
  const Vis vis(filter.sag_vis);
  if (!vis("egenskaber")) one.attribut_liste = {};
  if (!vis("fremdrift")) one.tilstand_liste = {};
  auto& r = one.relation_liste;
  keep_if(vis("sagsklasse"), r.sagsklasse);
  keep_if(vis("sagsaktoer"), r.sagsaktoer);
  keep_if(vis("sagspart"), r.sagspart);
  keep_if(vis("sagsrelation"), r.sagsrelation);
  keep_if(vis("sagsgenstand"), r.sagsgenstande);
  const bool med_noter = vis("journalpost-journalnote");
  keep_if(med_noter || vis("journalpost"), r.journalpost);
  for (Journalpost& post : r.journalpost) {
    if (post.egenskaber && !med_noter) post.egenskaber->journalnotat_egenskaber.reset();
  }
  keep(r.lokal_udvidelse_liste,
       {{Udvidelse::SAGSITSYSTEM, vis("itsystem")}, {Udvidelse::SAG_SIKKERHEDSPROFIL, vis("sikkerhedsprofil")}});
}

void udvaelg(DokumentRegistrering& one, const Filter& filter) {
  const Vis vis(filter.dokument_vis);
  if (!vis("egenskaber")) one.attribut_liste = {};
  if (!vis("fremdrift")) one.tilstand_liste = {};
  auto& r = one.relation_liste;
  keep_if(vis("dokument"), r.dokumentrelation);
  keep_if(vis("klasse"), r.dokumentklasse);
  keep_if(vis("aktoer"), r.dokumentaktoer);
  keep_if(vis("part"), r.dokumentpart);
  keep(r.lokal_udvidelse_liste, {{Udvidelse::DOKUMENTITSYSTEM, vis("itsystem")},
                                 {Udvidelse::DOKUMENT_SIKKERHEDSPROFIL, vis("sikkerhedsprofil")}});
}

base::Resultat<std::vector<oio::Sortering>> sorteringer(const std::vector<oio::Sortering>& wanted,
                                                        const std::string& sti) {
  std::vector<const oio::Sortering*> ordered_keys;
  for (const auto& one : wanted) {
    if (!er_evalueret(one.element)) return indeks::ikke_evalueret(sti + "/Element=" + std::string(one.element));
    ordered_keys.push_back(&one);
  }
  std::ranges::sort(ordered_keys, {}, [](const auto* one) { return std::pair(of_integer(one->plads), one); });
  std::vector<oio::Sortering> out;
  for (const auto* one : ordered_keys) out.push_back(*one);
  return out;
}

std::vector<Sorteringsvaerdi> orden(const SagRegistrering& registrering, const Roller& roller, base::Tidspunkt nu,
                                    const std::vector<oio::Sortering>& efter) {
  return orden_af(registrering, roller, nu, efter);
}
std::vector<Sorteringsvaerdi> orden(const DokumentRegistrering& registrering, const Roller& roller, base::Tidspunkt nu,
                                    const std::vector<oio::Sortering>& efter) {
  return orden_af(registrering, roller, nu, efter);
}

}  // namespace brevdue::sagdokumentindeks
