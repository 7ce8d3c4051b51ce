#include "aftaler/regler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aftaler/ordning.hpp"
#include "aftaler/vindue.hpp"

namespace brevdue::aftaler {
namespace {

using base::FejlKode;
using oio::Aarsag;

// A version that had these counts until a newer takes its place, so that ending one never revives the one before.
bool har_virket(Aftaletilstand tilstand) {
  return tilstand >= Aftaletilstand::AKTIV;
}

bool er_traadt_i_kraft(const Dataudvekslingsaftale& aftale, oio::Dag dag) {
  return har_virket(aftale.tilstand) && (!aftale.gyldig_fra || *aftale.gyldig_fra <= dag);
}

bool er_i_kraft(const Dataudvekslingsaftale& aftale, oio::Dag dag) {
  return aftale.tilstand == Aftaletilstand::AKTIV && er_traadt_i_kraft(aftale, dag) &&
         (!aftale.gyldig_til || dag <= *aftale.gyldig_til);
}

// A draft that others join carries tests alone.
bool baerer(const Aftaleversion& ramme, const Aftaleversion& tilslutning, oio::Dag dag) {
  if (er_i_kraft(*ramme.aftale, dag)) return true;
  return tilslutning.er_proeve && !har_virket(ramme.aftale->tilstand);
}

// What an agreement and the one that it joins both allow.
class Faelles {
 public:
  Faelles(const Aftaleforloeb& forloeb, oio::Dag dag) : version_(forloeb.paa(dag)), dag_(dag) {
    if (forloeb.ramme != nullptr) ramme_ = &forloeb.ramme->paa(dag);
  }

  const Aftaleversion& version() const { return version_; }
  const Dataudvekslingsaftale& aftale() const { return *version_.aftale; }
  bool er_i_kraft() const {
    return aftaler::er_i_kraft(aftale(), dag_) && (ramme_ == nullptr || baerer(*ramme_, version_, dag_));
  }
  template <class E>
  base::Maengde<E> faelles(base::Maengde<E> Aftalegraenser::* del) const {
    const auto egne = aftale().graenser.*del;
    return ramme_ == nullptr ? egne : egne & ramme_->aftale->graenser.*del;
  }
  template <class Test>
  bool begge(Test test) const {
    return test(aftale().graenser) && (ramme_ == nullptr || test(ramme_->aftale->graenser));
  }
  std::optional<Vindue> vindue() const {
    auto maaneder = aftale().graenser.periode;
    if (ramme_ != nullptr) {
      const auto most = ramme_->aftale->graenser.periode;
      if (most) maaneder = std::min(*most, maaneder.value_or(*most));
    }
    if (!maaneder) return std::nullopt;
    return aftaler::vindue(*maaneder, dag_);
  }

 private:
  const Aftaleversion& version_;
  const Aftaleversion* ramme_ = nullptr;
  oio::Dag dag_;
};

bool modtager(const Dataudvekslingsaftale& aftale, base::Cvr cvr) {
  return std::ranges::binary_search(aftale.datamodtagere, cvr);
}

Aarsag efter_parter(const Dataudvekslingsaftale& aftale, const Oplysning& o) {
  if (aftale.type == Aftaletype::RAMMEAFTALE) return Aarsag::INGEN_AFTALE;
  if (aftale.dataejer == o.dataejer) return modtager(aftale, o.datamodtager) ? Aarsag::TILLADT : Aarsag::MYNDIGHED;
  const bool modsat = aftale.dataejer == o.datamodtager && modtager(aftale, o.dataejer);
  return modsat ? Aarsag::RETNING : Aarsag::INGEN_AFTALE;
}

Aarsag efter_formaal(const Faelles& faelles, const Oplysning& o) {
  if (o.formaal.empty()) return Aarsag::FORMAAL_MANGLER;
  auto daekkede = o.formaal & faelles.faelles(&Aftalegraenser::formaal);
  if (daekkede.empty()) return Aarsag::FORMAAL_IKKE_DAEKKET;
  if (!o.har_samtykke) daekkede.erase(Formaal::FM_05);
  return daekkede.empty() ? Aarsag::SAMTYKKE_MANGLER : Aarsag::TILLADT;
}

bool nogen(const std::vector<base::KleMoenster>& moenstre, base::KleEmne emne) {
  return std::ranges::any_of(moenstre, [&](const auto& one) { return one.matches(emne); });
}

bool daekker_kle(const Aftalegraenser& graenser, const Oplysning& o) {
  return std::ranges::all_of(
      o.kle, [&](base::KleEmne emne) { return nogen(graenser.kle, emne) && !nogen(graenser.kle_undtaget, emne); });
}

Aarsag efter_objekt(const Faelles& faelles, const Oplysning& o) {
  const auto ordninger = faelles.faelles(&Aftalegraenser::ordninger);
  const auto er_med = [&](base::KleEmne emne) { return ordninger.contains(ordning_af(emne)); };
  if (o.kle.empty()) return Aarsag::KLE;
  if (!std::ranges::all_of(o.kle, er_med)) return Aarsag::ORDNING;
  if (!faelles.begge([&](const Aftalegraenser& one) { return daekker_kle(one, o); })) return Aarsag::KLE;
  const auto foelsomhed = std::max<std::uint8_t>(1, o.foelsomhed);
  if (!faelles.begge([&](const auto& one) { return foelsomhed <= one.max_foelsomhed; })) return Aarsag::FOELSOMHED;
  return Aarsag::TILLADT;
}

// Of an event the identity is what it is about, of all else the fields.
bool viser_noget(const Udvekslingssvar& svar, const Oplysning& o) {
  return !svar.feltgrupper.empty() || o.art == Objektart::ADVISHAENDELSE;
}

// UDV-055 and UDV-056.
bool er_betalt(const Udvekslingssvar& svar, const Oplysning& o) {
  return !svar.vindue || std::ranges::any_of(o.betalinger, [&](oio::Dag dag) { return svar.vindue->contains(dag); });
}

Udvekslingssvar efter_aftale(const Aftaleforloeb& forloeb, const Oplysning& o) {
  const Faelles faelles(forloeb, o.i_dag);
  const auto afvist = [&](Aarsag aarsag) { return Udvekslingssvar{aarsag, &faelles.version(), {}, {}}; };
  if (const auto aarsag = efter_parter(faelles.aftale(), o); aarsag != Aarsag::TILLADT) {
    return {aarsag, nullptr, {}, {}};
  }
  if (!faelles.faelles(&Aftalegraenser::objekttyper).contains(o.art)) return afvist(Aarsag::OBJEKTTYPE);
  if (!faelles.er_i_kraft()) return afvist(Aarsag::AFTALE_IKKE_AKTIV);
  if (const auto aarsag = efter_formaal(faelles, o); aarsag != Aarsag::TILLADT) return afvist(aarsag);
  if (const auto aarsag = efter_objekt(faelles, o); aarsag != Aarsag::TILLADT) return afvist(aarsag);
  auto svar = afvist(Aarsag::PERIODE);
  svar.feltgrupper = faelles.faelles(&Aftalegraenser::feltgrupper) & feltgrupper_af(o.art);
  svar.vindue = faelles.vindue();
  if (!viser_noget(svar, o)) return afvist(Aarsag::FELTGRUPPE);
  if (er_betalt(svar, o)) svar.aarsag = Aarsag::TILLADT;
  return svar;
}

std::string hjemler(const Dataudvekslingsaftale& aftale) {
  std::string out;
  for (const auto& one : aftale.hjemler) out += (out.empty() ? "" : "; ") + tekst(one);
  return out;
}

std::unexpected<base::Fejl> ugyldig(const Dataudvekslingsaftale& aftale, std::string_view why) {
  return base::fejl(FejlKode::UGYLDIG,
                    fmt::format("the dataudvekslingsaftale {} version {} {}", aftale.id, aftale.version, why));
}

}  // namespace

const Aftaleversion& Aftaleforloeb::paa(oio::Dag dag) const {
  const auto found =
      std::ranges::find_if(versioner, [&](const auto& one) { return er_traadt_i_kraft(*one.aftale, dag); });
  return found == versioner.end() ? versioner.front() : *found;
}

Udvekslingssvar afgoer(const Oplysning& oplysning, std::span<const Aftaleforloeb* const> aftaler) {
  Udvekslingssvar svar;
  for (const auto* forloeb : aftaler) {
    const auto one = efter_aftale(*forloeb, oplysning);
    if (one.tilladt()) return one;
    if (one.aarsag > svar.aarsag) svar = one;
  }
  return svar;
}

base::Maengde<Formaal> gaeldende_formaal(base::Cvr datamodtager, oio::Dag i_dag,
                                         std::span<const Aftaleforloeb* const> aftaler) {
  base::Maengde<Formaal> out;
  for (const auto* forloeb : aftaler) {
    const Faelles faelles(*forloeb, i_dag);
    const auto& aftale = faelles.aftale();
    if (aftale.type == Aftaletype::RAMMEAFTALE || !modtager(aftale, datamodtager) || !faelles.er_i_kraft()) continue;
    out = out | faelles.faelles(&Aftalegraenser::formaal);
  }
  return out;
}

base::Resultat<std::shared_ptr<const Aftaleregister>> Aftaleregister::make(std::vector<Dataudvekslingsaftale> all) {
  std::shared_ptr<Aftaleregister> made(new Aftaleregister(std::move(all)));
  for (const auto& one : made->all_) PROEV(made->index(one));
  for (auto& [id, forloeb] : made->forloeb_) {
    PROEV(made->join(forloeb));
    made->index_parter(forloeb);
  }
  return made;
}

base::Resultat<void> Aftaleregister::index(const Dataudvekslingsaftale& aftale) {
  auto& versioner = forloeb_[aftale.id].versioner;
  const auto place =
      std::ranges::find_if(versioner, [&](const auto& one) { return one.aftale->version <= aftale.version; });
  if (place != versioner.end() && place->aftale->version == aftale.version) {
    return ugyldig(aftale, "is registered twice");
  }
  if (!versioner.empty() && versioner.front().aftale->dataejer != aftale.dataejer) {
    return ugyldig(aftale, "has another dataejer than its other versions");
  }
  const bool proeve = !aftale.hjemler.empty() && std::ranges::all_of(aftale.hjemler, &Hjemmel::proeve);
  versioner.insert(place, {&aftale, hjemler(aftale), proeve});
  return {};
}

base::Resultat<void> Aftaleregister::join(Aftaleforloeb& forloeb) {
  for (const auto& version : forloeb.versioner) {
    const auto& aftale = *version.aftale;
    if (aftale.type != forloeb.versioner.front().aftale->type ||
        aftale.rammeaftale != forloeb.versioner.front().aftale->rammeaftale) {
      return ugyldig(aftale, "has another type or rammeaftale than its other versions");
    }
    if (aftale.type != Aftaletype::LOKAL_TILSLUTNING) continue;
    const auto ramme = forloeb_.find(aftale.rammeaftale);
    if (ramme == forloeb_.end()) return ugyldig(aftale, "joins one that is not registered");
    const auto& joined = *ramme->second.versioner.front().aftale;
    if (joined.type != Aftaletype::RAMMEAFTALE || joined.dataejer != aftale.dataejer) {
      return ugyldig(aftale, "joins one that is no RAMMEAFTALE of the same dataejer");
    }
    forloeb.ramme = &ramme->second;
  }
  return {};
}

void Aftaleregister::index_parter(const Aftaleforloeb& forloeb) {
  i_orden_.push_back(&forloeb);
  for (const auto& version : forloeb.versioner) {
    for (const auto cvr : version.aftale->datamodtagere) {
      auto& theirs = parter_[{version.aftale->dataejer, cvr}];
      if (theirs.empty() || theirs.back() != &forloeb) theirs.push_back(&forloeb);
    }
  }
}

const Aftaleforloeb* Aftaleregister::find(std::string_view id) const {
  const auto found = forloeb_.find(id);
  return found == forloeb_.end() ? nullptr : &found->second;
}

Udvekslingssvar Aftaleregister::afgoer(const Oplysning& oplysning) const {
  const auto theirs = parter_.find({oplysning.dataejer, oplysning.datamodtager});
  // Those of others only tell why there is none.
  return aftaler::afgoer(oplysning, theirs == parter_.end() ? i_orden_ : theirs->second);
}

}  // namespace brevdue::aftaler
