#include "ydelsesindeks/spoergsmaal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "indeks/eksempel.hpp"
#include "indeks/retur.hpp"
#include "indeks/udtryk.hpp"
#include "indeks/vaerdier.hpp"
#include "ydelsesindeks/adgang.hpp"
#include "ydelsesindeks/beskaering.hpp"
#include "ydelsesindeks/laes.hpp"
#include "ydelsesindeks/store.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using base::FejlKode;
using base::Resultat;

// What the two types of objects do not have in common.
struct Bevillinger {
  using Objekt = Bevilling;
  using Registrering = BevillingRegistrering;
  using Eksempel = SoegBevilling;
  static constexpr auto kType = oio::Objekttype::BEVILLING;
  static constexpr const xml::Type& kAttributter = kBevillingAttributListeType;
  static constexpr const xml::Type& kTilstande = kBevillingTilstandListeType;
  static constexpr const xml::Type& kRelationer = kBevillingRelationListeType;
  static constexpr std::string_view kBlad = "SoegBevillingIndeks";
  static constexpr auto kParter = &BevillingRelationListe::bevillingspart;
  static auto& billeder(FremsoegOutput& svar) { return svar.bevilling; }
};
struct Effektueringer {
  using Objekt = OekonomiskEffektuering;
  using Registrering = EffektueringRegistrering;
  using Eksempel = SoegEffektuering;
  static constexpr auto kType = oio::Objekttype::OEKONOMISK_EFFEKTUERING;
  static constexpr const xml::Type& kAttributter = kEffektueringAttributListeType;
  static constexpr const xml::Type& kTilstande = kEffektueringTilstandListeType;
  static constexpr const xml::Type& kRelationer = kEffektueringRelationListeType;
  static constexpr std::string_view kBlad = "SoegOekonomiskEffektueringIndeks";
  static constexpr auto kParter = &EffektueringRelationListe::oekonomisk_effektuering_part;
  static auto& billeder(FremsoegOutput& svar) { return svar.effektuering; }
};

// Of an object what the caller may see, with the answers for its parts. Nothing: none of it.
template <class R>
struct Synlig {
  R registrering;
  std::vector<oio::Adgangssvar> dele;
};
template <class A>
std::optional<Synlig<typename A::Registrering>> synlig(const base::Uuid& uuid, const typename A::Objekt& objekt,
                                                       const Soegeplads& plads) {
  Synlig<typename A::Registrering> out{objekt.registrering.front(), {}};
  out.dele = Adgang{plads.dommer, plads.opslag, plads.roller}.afgoer(uuid, out.registrering);
  if (plads.opslag.failed() || !er_synlig(out.dele)) return std::nullopt;
  beskaer(out.registrering, out.dele, plads.roller);
  return out;
}

// For a part of the evaluation that keeps nothing of the object.
template <class A, class Brug>
auto med_synlig(const oio::LaestObjekt& objekt, const Soegeplads& plads, const Brug& brug)
    -> Resultat<decltype(brug(std::declval<const typename A::Registrering&>()))> {
  const base::Uuid uuid = objekt.ref.uuid;  // the object may go when others are read
  const auto laest = PROEV(hent_seneste<typename A::Objekt>(objekt));
  const auto set = synlig<A>(uuid, laest->objekt, plads);
  if (!set) return decltype(brug(std::declval<const typename A::Registrering&>())){};
  return brug(set->registrering);
}

// An example, checked on what the caller may see.
template <class A>
Resultat<oio::Udtryk> blad(const typename A::Eksempel& eksempel, const std::string& sti, const Soegeplads& plads) {
  const auto check = [&](const xml::Type& type, const void* liste, std::string_view navn) -> Resultat<void> {
    const auto found = indeks::ikke_evalueret_i(type, liste);
    if (found) return indeks::ikke_evalueret(fmt::format("{}/{}/{}", sti, navn, *found));
    return {};
  };
  PROEV(check(A::kAttributter, &eksempel.attribut_liste, "AttributListe"));
  PROEV(check(A::kTilstande, &eksempel.tilstand_liste, "TilstandListe"));
  PROEV(check(A::kRelationer, &eksempel.relation_liste, "RelationListe"));
  oio::Blad out{.type = A::kType, .termer = termer(eksempel.attribut_liste, eksempel.relation_liste, plads.roller)};
  out.kontrol = [&eksempel, &plads](const oio::LaestObjekt& objekt) {
    return med_synlig<A>(objekt, plads, [&](const typename A::Registrering& one) {
      return indeks::er_moedt(A::kAttributter, &eksempel.attribut_liste, &one.attribut_liste) &&
             indeks::er_moedt(A::kTilstande, &eksempel.tilstand_liste, &one.tilstand_liste) &&
             indeks::er_moedt(A::kRelationer, &eksempel.relation_liste, &one.relation_liste);
    });
  };
  return oio::Udtryk::et_blad(std::move(out));
}

// The pages that the leaves set, one a type.
struct Sider {
  std::optional<indeks::Side> bevillinger;
  std::optional<indeks::Side> effektueringer;
};

Resultat<oio::Udtryk> oversaet(const FremsoegInput& input, const Soegeplads& plads, Sider& sider) {
  const auto leaf = [&](const SoegLed& led, const std::string& sti) -> Resultat<oio::Udtryk> {
    if (const auto* one = std::get_if<SoegLed::BEVILLING>(&led.indhold)) {
      const auto her = fmt::format("{}/{}", sti, Bevillinger::kBlad);
      PROEV(indeks::read_soeginput(*one, her, sider.bevillinger));
      return blad<Bevillinger>(*one, her, plads);
    }
    const auto her = fmt::format("{}/{}", sti, Effektueringer::kBlad);
    const auto& one = std::get<SoegLed::EFFEKTUERING>(led.indhold);
    PROEV(indeks::read_soeginput(one, her, sider.effektueringer));
    return blad<Effektueringer>(one, her, plads);
  };
  return indeks::oversaet(input.soeg_udtryk, leaf, "SoegUdtryk");
}

Resultat<void> add_ider(const std::vector<std::string_view>& tekster, oio::Objekttype type, std::string_view sti,
                        std::vector<oio::Objektref>& out) {
  for (const std::string_view tekst : tekster) {
    const auto uuid = base::Uuid::parse(xml::trim(tekst));
    if (!uuid) return base::fejl(FejlKode::UGYLDIG, fmt::format("{} er ikke en UUID", sti), std::string(sti));
    out.push_back({type, *uuid});
  }
  return {};
}

Resultat<void> check_filter(const FremsoegInput& input) {
  if (!input.filter) return {};
  if (!input.filter->bevilling_inkluder.empty()) return indeks::ikke_evalueret("Filter/BevillingInkluder");
  if (!input.filter->effektuering_inkluder.empty()) {
    return indeks::ikke_evalueret("Filter/OekonomiskEffektueringInkluder");
  }
  return {};
}
bool er_tomt(const Filter& filter) {
  return filter.bevilling_vis.empty() && filter.effektuering_vis.empty();
}

// Whether what is sorted by is to fall; Dispositionsdato is the only element there is.
std::optional<bool> falder(const FremsoegInput& input) {
  if (!input.sortering || input.sortering->effektuering.empty()) return std::nullopt;
  return input.sortering->effektuering.front().retning == "Faldende";
}

template <class R>
std::optional<std::string> brugervendt_noegle(const R& registrering, base::Tidspunkt nu) {
  const auto* found =
      indeks::gaeldende(std::span(registrering.attribut_liste.egenskaber), nu, [](const auto&) { return true; });
  if (found == nullptr || !found->brugervendt_noegle) return std::nullopt;
  return std::string(*found->brugervendt_noegle);
}
std::optional<std::string> dispositionsdato(const EffektueringRegistrering& registrering, base::Tidspunkt nu) {
  const auto* found =
      indeks::gaeldende(std::span(registrering.attribut_liste.egenskaber), nu, [](const auto&) { return true; });
  const auto tid = found == nullptr ? std::nullopt : indeks::tidspunkt(found->dispositionsdato);
  return tid ? std::optional(base::iso_text(*tid, 6)) : std::nullopt;
}

template <class A, class Vaerdi>
auto orden(const Soegeplads& plads, bool faldende, Vaerdi vaerdi) {
  return [&plads, faldende, vaerdi](const oio::LaestObjekt& objekt) {
    return med_synlig<A>(objekt, plads, [&](const typename A::Registrering& one) {
      return std::vector{indeks::Sorteringsvaerdi{vaerdi(one, plads.dommer.nu()), faldende}};
    });
  };
}

// Whom it is about, as the ledger tells it.
template <class A>
std::string part_i(const typename A::Registrering& registrering) {
  const auto& parter = registrering.relation_liste.*A::kParter;
  const auto found = std::ranges::find_if(parter, [](const auto& one) { return one.reference_id.has_value(); });
  return found == parter.end() ? std::string{} : indeks::normaliseret(*found->reference_id);
}

template <class A>
auto vis(const FremsoegInput& input, const Soegeplads& plads) {
  return [&input, &plads](const oio::LaestObjekt& laest) -> Resultat<std::vector<indeks::Vist>> {
    std::vector<indeks::Vist> vist;
    oio::LaestObjekt objekt = laest;
    plads.arena.emplace_back(laest.registreringer.back().pakket);
    objekt.registreringer.back().pakket = plads.arena.back();
    const auto hele = PROEV(laes_seneste<typename A::Objekt>(objekt, plads.arena));
    auto set = synlig<A>(objekt.ref.uuid, hele, plads);
    if (!set) return vist;
    const auto part = part_i<A>(hele.registrering.front());
    for (const auto& del : set->dele) {
      if (del.tilladt()) vist.push_back({del, part});
    }
    if (input.filter) vaelg(set->registrering, *input.filter, plads.roller);
    auto& billede = A::billeder(plads.svar).emplace_back();
    billede.objekt_type.uuid = hele.uuid;
    billede.registrering.push_back(std::move(set->registrering));
    return vist;
  };
}

void glem_sider(SoegUdtryk& udtryk);
void glem_sider(SoegLed& led) {
  std::visit(
      [](auto& one) {
        if constexpr (requires { one.led; }) {
          glem_sider(one);
        } else {
          one.foerste_resultat.reset();
          one.maksimal_antal.reset();
        }
      },
      led.indhold);
}
void glem_sider(SoegUdtryk& udtryk) {
  for (SoegLed& led : udtryk.led) glem_sider(led);
}

// The question without its pages.
Resultat<std::string> egne_bytes(const FremsoegInput& input) {
  FremsoegInput uden = input;
  glem_sider(uden.soeg_udtryk);
  return xml::pack(*kFremsoegInput.type, uden);
}

void add_parter(const SoegUdtryk& udtryk, std::vector<std::string>& out) {
  const auto add = [&](const std::vector<NavngivenRelation>& parter) {
    for (const auto& one : parter) {
      if (one.reference_id) out.push_back(indeks::normaliseret(*one.reference_id));
    }
  };
  for (const SoegLed& led : udtryk.led) {
    if (const auto* one = std::get_if<SoegLed::BEVILLING>(&led.indhold)) add(one->relation_liste.bevillingspart);
    if (const auto* one = std::get_if<SoegLed::EFFEKTUERING>(&led.indhold)) {
      add(one->relation_liste.oekonomisk_effektuering_part);
    }
    if (const auto* one = std::get_if<SoegLed::NOT>(&led.indhold)) add_parter(*one, out);
    if (const auto* one = std::get_if<SoegLed::UDTRYK>(&led.indhold)) add_parter(*one, out);
  }
}

std::vector<indeks::Del> make_dele(const FremsoegInput& input, const Soegeplads& plads, const Sider& sider) {
  indeks::Del bevillinger{.type = &plads.bevillingstype, .side = sider.bevillinger.value_or(indeks::Side{})};
  indeks::Del effektueringer{.type = &plads.effektueringstype, .side = sider.effektueringer.value_or(indeks::Side{})};
  bevillinger.orden = orden<Bevillinger>(plads, false, brugervendt_noegle<BevillingRegistrering>);
  if (const auto faldende = falder(input)) {
    effektueringer.orden = orden<Effektueringer>(plads, *faldende, dispositionsdato);
  } else {
    effektueringer.orden = orden<Effektueringer>(plads, false, brugervendt_noegle<EffektueringRegistrering>);
  }
  if (!input.filter || !er_tomt(*input.filter)) {
    bevillinger.vis = vis<Bevillinger>(input, plads);
    effektueringer.vis = vis<Effektueringer>(input, plads);
  }
  return {std::move(bevillinger), std::move(effektueringer)};
}

}  // namespace

// An expression without parts says nothing: the listed objects alone are meant (spec indekser 4.2).
Resultat<indeks::Spoergsmaal> make_spoergsmaal(const FremsoegInput& input, const Soegeplads& plads) {
  PROEV(check_filter(input));
  if (input.sortering && !input.sortering->bevilling.empty()) {
    return indeks::ikke_evalueret("Sortering/BevillingSortering");
  }
  indeks::Spoergsmaal out;
  Sider sider;
  auto& soegning = out.soegning;
  if (!input.soeg_udtryk.led.empty()) soegning.udtryk = PROEV(oversaet(input, plads, sider));
  PROEV(add_ider(input.bevilling_uuid, oio::Objekttype::BEVILLING, "BevillingUuid", soegning.ider));
  PROEV(add_ider(input.effektuering_uuid, oio::Objekttype::OEKONOMISK_EFFEKTUERING, "OekonomiskEffektueringUuid",
                 soegning.ider));
  soegning.led =
      oio::Led{oio::Linkart::BEVILGET_YDELSE, oio::Objekttype::OEKONOMISK_EFFEKTUERING, oio::Objekttype::BEVILLING};
  out.bytes = PROEV(egne_bytes(input));
  add_parter(input.soeg_udtryk, out.parter);
  out.dele = make_dele(input, plads, sider);
  return out;
}

void add_antal(FremsoegOutput& svar, const FremsoegInput& input, std::span<const indeks::Side> sider,
               std::span<const indeks::Delsvar> delsvar) {
  const bool er_talt_alene = input.filter && er_tomt(*input.filter);
  const auto add = [&](std::size_t del, std::string_view element) {
    const auto& one = delsvar[del];
    const bool vises = one.vist > 0 || (er_talt_alene && one.i_alt > 0);
    if (!vises) return;
    const oio::Paginering side{static_cast<std::int64_t>(sider[del].foerste),
                               static_cast<std::int64_t>(sider[del].antal)};
    svar.antal.push_back({std::string(element), one.i_alt, side});
  };
  add(0, "bevillinger");
  std::int64_t ydelser = 0;
  for (const auto& one : svar.bevilling) {
    for (const auto& registrering : one.registrering) {
      ydelser += static_cast<std::int64_t>(registrering.attribut_liste.bevilget_ydelse.size());
    }
  }
  if (ydelser > 0) svar.antal.push_back({"ydelser", ydelser, {}});
  add(1, "effektueringer");
}

}  // namespace brevdue::ydelsesindeks
