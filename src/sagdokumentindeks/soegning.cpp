#include "sagdokumentindeks/soegning.hpp"

#include <algorithm>

#include "indeks/eksempel.hpp"
#include "indeks/retur.hpp"
#include "indeks/udtryk.hpp"
#include "sagdokumentindeks/adgang.hpp"
#include "sagdokumentindeks/faelles_type.hpp"
#include "sagdokumentindeks/store.hpp"
#include "sagdokumentindeks/udvalg.hpp"
#include "xml/pack.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using base::FejlKode;
using base::Resultat;

// The question without its pages.
SoegUdtryk uden_sider(SoegUdtryk udtryk) {
  for (SoegLed& led : udtryk.led) {
    std::visit(
        [](auto& one) {
          if constexpr (std::is_same_v<std::decay_t<decltype(one)>, SoegUdtryk>) {
            one = uden_sider(std::move(one));
          } else {
            one.foerste_resultat.reset();
            one.maksimal_antal.reset();
          }
        },
        led.indhold);
  }
  return udtryk;
}

Resultat<std::string> bytes_of(FremsoegInput input) {
  if (input.soeg_udtryk) input.soeg_udtryk = uden_sider(*std::move(input.soeg_udtryk));
  return xml::pack(*kFremsoegInput.type, input);
}

// All three parts of an example or a registration.
struct Beskrivelser {
  const xml::Type& attributter;
  const xml::Type& tilstande;
  const xml::Type& relationer;

  template <class Each>
  bool all(const Each& each) const {
    return each(attributter, &Delene::attributter) && each(tilstande, &Delene::tilstande) &&
           each(relationer, &Delene::relationer);
  }
  struct Delene {
    const void* attributter;
    const void* tilstande;
    const void* relationer;
    template <class T>
    static Delene of(const T& one) {
      return {&one.attribut_liste, &one.tilstand_liste, &one.relation_liste};
    }
  };
};

bool er_moedt_af(const Beskrivelser& beskrivelser, const Beskrivelser::Delene& eksempel,
                 const Beskrivelser::Delene& objekt) {
  return beskrivelser.all(
      [&](const xml::Type& type, auto del) { return indeks::er_moedt(type, eksempel.*del, objekt.*del); });
}

std::optional<std::string> ikke_evalueret_i(const Beskrivelser& beskrivelser, const Beskrivelser::Delene& eksempel) {
  static constexpr const char* kNavne[] = {"/AttributListe/", "/TilstandListe/", "/RelationListe/"};
  std::optional<std::string> found;
  const char* const* navn = kNavne;
  beskrivelser.all([&](const xml::Type& type, auto del) {
    found = indeks::ikke_evalueret_i(type, eksempel.*del);
    if (found) found->insert(0, *navn);
    ++navn;
    return !found;
  });
  return found;
}

// A registration with the example's three parts: what it is found by is what they ask for.
template <class Registrering, class Eksempel>
Registrering as_registrering(const Eksempel& eksempel) {
  Registrering out;
  out.attribut_liste = eksempel.attribut_liste;
  out.tilstand_liste = eksempel.tilstand_liste;
  out.relation_liste = eksempel.relation_liste;
  return out;
}

}  // namespace

struct Soegning::Sagen {
  using Eksempel = SoegSag;
  using Registrering = SagRegistrering;
  using Billede = SagOejebliksbillede;
  static constexpr auto kType = oio::Objekttype::SAG;
  static Beskrivelser beskrivelser() { return {kSagAttributListeType, kSagTilstandListeType, kSagRelationListeType}; }
  static const std::vector<Relation>& parter(const SagRelationListe& liste) { return liste.sagspart; }
  static constexpr auto afgoer = afgoer_sag;
  static constexpr auto unpack = unpack_sag;
};
struct Soegning::Dokumentet {
  using Eksempel = SoegDokument;
  using Registrering = DokumentRegistrering;
  using Billede = DokumentOejebliksbillede;
  static constexpr auto kType = oio::Objekttype::DOKUMENT;
  static Beskrivelser beskrivelser() {
    return {kDokumentAttributListeType, kDokumentTilstandListeType, kDokumentRelationListeType};
  }
  static const std::vector<Relation>& parter(const DokumentRelationListe& liste) { return liste.dokumentpart; }
  static constexpr auto afgoer = afgoer_dokument;
  static constexpr auto unpack = unpack_dokument;
};

// By the whole object first, which costs little, and then by what of it the caller may see.
template <class T>
Resultat<bool> Soegning::er_moedt(const typename T::Eksempel& eksempel, const oio::LaestObjekt& objekt) {
  const auto bytes = objekt.bytes;  // deciding may load other objects
  const auto ref = objekt.ref;
  xml::Arena arena;
  auto read = PROEV(T::unpack(objekt.registreringer.back().pakket, arena));
  auto& registrering = read.registrering.front();
  const auto beskrivelser = T::beskrivelser();
  const auto parts = Beskrivelser::Delene::of(eksempel);
  if (!er_moedt_af(beskrivelser, parts, Beskrivelser::Delene::of(registrering))) return false;
  const auto svar = T::afgoer(ref, roller_, *dommer_, *opslag_);
  if (!svar || !svar->tilladt()) return false;
  begraens(registrering, roller_, svar->feltgrupper);
  return er_moedt_af(beskrivelser, parts, Beskrivelser::Delene::of(registrering));
}

template <class T>
Resultat<oio::Udtryk> Soegning::leaf(const typename T::Eksempel& eksempel, const std::string& sti) {
  PROEV(indeks::read_soeginput(eksempel, sti, T::kType == oio::Objekttype::SAG ? sag_side_ : dokument_side_));
  if (auto not_evaluated = ikke_evalueret_i(T::beskrivelser(), Beskrivelser::Delene::of(eksempel))) {
    return indeks::ikke_evalueret(sti + *not_evaluated);
  }
  for (const Relation& part : T::parter(eksempel.relation_liste)) {
    if (part.reference_id) parter_.emplace_back(part.reference_id->tekst);
  }
  oio::Blad blad;
  blad.type = T::kType;
  blad.termer = termer(as_registrering<typename T::Registrering>(eksempel), roller_);
  blad.kontrol = [this, &eksempel](const oio::LaestObjekt& objekt) { return er_moedt<T>(eksempel, objekt); };
  return oio::Udtryk::et_blad(std::move(blad));
}

Resultat<oio::Udtryk> Soegning::translate(const SoegLed& led, const std::string& sti) {
  if (const auto* sag = std::get_if<SoegLed::SAG>(&led.indhold)) return leaf<Sagen>(*sag, sti + "/SoegSag");
  const bool er_paa_sag = led.indhold.index() == SoegLed::DOKUMENT;
  const auto& dokument = er_paa_sag ? *std::get_if<SoegLed::DOKUMENT>(&led.indhold)
                                    : *std::get_if<SoegLed::SAGSLOESE_DOKUMENTER>(&led.indhold);
  auto out = PROEV(leaf<Dokumentet>(dokument, sti + (er_paa_sag ? "/SoegDokument" : "/SoegSagsloeseDokumenter")));
  out.blad.link = oio::Linkkrav{oio::Linkart::JOURNALPOST, oio::Retning::IND, er_paa_sag};
  return out;
}

Resultat<void> Soegning::list(const std::vector<std::string_view>& uuids, oio::Objekttype type, const char* sti,
                              std::vector<oio::Objektref>& ider) {
  for (const std::string_view text : uuids) {
    const auto uuid = base::Uuid::parse(xml::trim(text));
    if (!uuid) return base::fejl(FejlKode::UGYLDIG, "Et objekt er ikke angivet med sin UUID", sti);
    ider.push_back({type, *uuid});
  }
  return {};
}

template <class T>
Resultat<std::vector<indeks::Vist>> Soegning::vis(const oio::LaestObjekt& objekt,
                                                  std::vector<typename T::Billede>& til) {
  const auto svar = T::afgoer(objekt.ref, roller_, *dommer_, *opslag_);
  if (!svar || !svar->tilladt()) return std::vector<indeks::Vist>{};
  const std::string& kept = arena_.emplace_back(objekt.registreringer.back().pakket);
  auto read = PROEV(T::unpack(kept, arena_));
  auto& registrering = read.registrering.front();
  std::vector<indeks::Vist> out;
  for (const Relation& part : T::parter(registrering.relation_liste)) {
    if (part.reference_id) out.push_back({*svar, std::string(part.reference_id->tekst)});
  }
  if (out.empty()) out.push_back({*svar, {}});
  begraens(registrering, roller_, svar->feltgrupper);
  if (input_.filter) udvaelg(registrering, *input_.filter);
  til.push_back({{read.uuid}, {std::move(registrering)}});
  return out;
}

template <class T>
Resultat<indeks::Del> Soegning::del(const std::vector<oio::Sortering>& wanted, std::vector<typename T::Billede>& til) {
  const bool er_sag = T::kType == oio::Objekttype::SAG;
  indeks::Del out;
  out.type = typer_[er_sag ? 0 : 1];
  out.side = (er_sag ? sag_side_ : dokument_side_).value_or(indeks::Side{});
  const auto keys = PROEV(sorteringer(wanted, er_sag ? "Sortering/SagSortering" : "Sortering/DokumentSortering"));
  out.orden = [this, keys](const oio::LaestObjekt& objekt) -> Resultat<std::vector<indeks::Sorteringsvaerdi>> {
    const auto svar = T::afgoer(objekt.ref, roller_, *dommer_, *opslag_);
    xml::Arena arena;
    auto read = PROEV(T::unpack(objekt.registreringer.back().pakket, arena));
    begraens(read.registrering.front(), roller_, svar ? svar->feltgrupper : base::Maengde<oio::Feltgruppe>{});
    return orden(read.registrering.front(), roller_, dommer_->nu(), keys);
  };
  if (input_.filter && er_tomt(*input_.filter)) return out;
  out.vis = [this, &til](const oio::LaestObjekt& objekt) { return vis<T>(objekt, til); };
  return out;
}

Resultat<indeks::Spoergsmaal> Soegning::ask(const indeks::Dommer& dommer, oio::Opslag& opslag) {
  dommer_ = &dommer;
  opslag_ = &opslag;
  indeks::Spoergsmaal out;
  PROEV(list(input_.sag_uuid, oio::Objekttype::SAG, "SagUuid", out.soegning.ider));
  PROEV(list(input_.dokument_uuid, oio::Objekttype::DOKUMENT, "DokumentUuid", out.soegning.ider));
  if (!input_.soeg_udtryk && out.soegning.ider.empty()) {
    return base::fejl(FejlKode::UGYLDIG, "Der er intet at søge efter", "SoegUdtryk");
  }
  if (input_.filter) PROEV(check(*input_.filter));
  const bool er_tom = !input_.soeg_udtryk || input_.soeg_udtryk->led.empty();
  if (!er_tom || out.soegning.ider.empty()) {
    const auto translated = [this](const SoegLed& led, const std::string& sti) { return translate(led, sti); };
    out.soegning.udtryk = PROEV(indeks::oversaet(*input_.soeg_udtryk, translated, "SoegUdtryk"));
  }
  out.soegning.led = oio::Led{oio::Linkart::JOURNALPOST, oio::Objekttype::SAG, oio::Objekttype::DOKUMENT};
  out.bytes = PROEV(bytes_of(input_));
  out.parter = std::move(parter_);
  const auto sortering = input_.sortering.value_or(FremsoegSortering{});
  out.dele.push_back(PROEV(del<Sagen>(sortering.sag, out_.sag)));
  out.dele.push_back(PROEV(del<Dokumentet>(sortering.dokument, out_.dokument)));
  return out;
}

void Soegning::count(const std::vector<indeks::Delsvar>& svar) {
  static constexpr std::string_view kElementer[] = {"sager", "dokumenter"};
  const bool er_talt = input_.filter && er_tomt(*input_.filter);
  const std::optional<indeks::Side>* sider[] = {&sag_side_, &dokument_side_};
  for (std::size_t i = 0; i < svar.size(); ++i) {
    if (svar[i].i_alt == 0 || (svar[i].vist == 0 && !er_talt)) continue;
    const auto side = sider[i]->value_or(indeks::Side{});
    oio::Antal antal;
    antal.element = kElementer[i];
    antal.antal = svar[i].i_alt;
    antal.paginering = oio::Paginering{static_cast<std::int64_t>(side.foerste), static_cast<std::int64_t>(side.antal)};
    out_.antal.push_back(std::move(antal));
  }
}

}  // namespace brevdue::sagdokumentindeks
