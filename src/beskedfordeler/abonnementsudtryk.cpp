// What an expression means: identifiers in one form, criteria, the normal form, and whether an alternative holds.
#include "beskedfordeler/abonnementsudtryk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;

constexpr std::array<std::string_view, kFelter> kNavne{
    "BeskedAnsvarligAktoer",
    "TilladtModtager",
    "TvaergaaendeProces",
    "Sikkerhedsklassificering",
    "Kildesystem",
    "RelateretObjekt.ObjektId",
    "RelateretObjekt.ObjektType",
    "RelateretObjekt.ObjektRolle",
    "ObjektRegistrering.ObjektRegistreringId",
    "ObjektRegistrering.RegistreringsAktoer",
    "ObjektRegistrering.ObjektAnsvarligMyndighed",
    "ObjektRegistrering.ObjektId",
    "ObjektRegistrering.ObjektType",
    "ObjektRegistrering.ObjektHandling",
    "ObjektRegistrering.OpgaveEmne",
};

constexpr std::string_view kCvrUrn = "urn:oio:cvr-nr:";

bool holds_authority(Felt felt) {
  return felt == Felt::TILLADT_MODTAGER || felt == Felt::OBJEKT_ANSVARLIG_MYNDIGHED;
}

std::optional<std::string_view> tekst_of(const std::optional<oio::UnikId>& id) {
  if (!id) return {};
  return id->tekst;
}

template <class T>
void sort_unique(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto rest = std::ranges::unique(values);
  values.erase(rest.begin(), rest.end());
}

}  // namespace

std::string_view navn(Felt felt) {
  return kNavne[static_cast<std::size_t>(felt)];
}

std::optional<Felt> parse_felt(std::string_view text) {
  const auto found = std::ranges::find(kNavne, text);
  if (found == kNavne.end()) return {};
  return static_cast<Felt>(found - kNavne.begin());
}

Kanonisk::Kanonisk(std::string_view identifier) : tekst_(identifier) {
  if (const auto uuid = base::Uuid::parse(identifier)) {
    uuid->write(buffer_.data());
    tekst_ = {buffer_.data(), buffer_.size()};
  } else if (identifier.starts_with("urn:oio:cvr:")) {
    if (const auto cvr = base::Cvr::from_urn(identifier)) {
      std::ranges::copy(kCvrUrn, buffer_.begin());
      identifier.substr(identifier.size() - 8).copy(buffer_.data() + kCvrUrn.size(), 8);
      tekst_ = {buffer_.data(), kCvrUrn.size() + 8};
    }
  }
}

Kanonisk::Kanonisk(base::Cvr cvr) {
  std::ranges::copy(kCvrUrn, buffer_.begin());
  std::uint32_t rest = cvr.value();
  for (std::size_t i = 8; i-- > 0; rest /= 10) buffer_[kCvrUrn.size() + i] = static_cast<char>('0' + rest % 10);
  tekst_ = {buffer_.data(), kCvrUrn.size() + 8};
}

base::Resultat<Kriterium> Kriterium::make(Felt felt, std::span<const std::string> vaerdier) {
  if (vaerdier.empty()) return fejl(FejlKode::UGYLDIG, "a criterion needs at least one value");
  if (vaerdier.size() > kStoersteVaerdier) {
    return fejl(FejlKode::FOR_STOR, fmt::format("at most {} values in a criterion", kStoersteVaerdier));
  }
  Kriterium kriterium;
  kriterium.felt = felt;
  for (const std::string& tekst : vaerdier) {
    const auto moenster = felt == Felt::OPGAVE_EMNE ? base::KleMoenster::parse(tekst) : std::nullopt;
    const auto cvr = holds_authority(felt) ? base::Cvr::parse(tekst) : std::nullopt;
    if (tekst.empty()) return fejl(FejlKode::UGYLDIG, "an empty value");
    if (moenster) {
      kriterium.kle.push_back(*moenster);
    } else if (tekst.ends_with('*')) {
      return fejl(FejlKode::UGYLDIG, fmt::format("'{}': only KLE numbers in OpgaveEmne take a *", tekst));
    } else {
      kriterium.vaerdier.emplace_back(Kanonisk(cvr ? cvr->urn() : tekst).tekst());
    }
  }
  sort_unique(kriterium.vaerdier);
  sort_unique(kriterium.kle);
  return kriterium;
}

bool Kriterium::accepts(std::string_view element) const {
  if (!kle.empty()) {
    const auto emne = base::KleEmne::from_urn(element);
    if (emne && std::ranges::any_of(kle, [&](const base::KleMoenster& m) { return m.matches(*emne); })) return true;
  }
  return !vaerdier.empty() && std::ranges::binary_search(vaerdier, Kanonisk(element).tekst(), std::less<>{});
}

namespace {

// The plain criteria on one field that stand at the top of the expression.
std::vector<const Kriterium*> at_top(const Udtryk& udtryk, Felt felt) {
  std::vector<const Kriterium*> out;
  if (udtryk.art == Udtryk::Art::KRITERIUM && udtryk.kriterium.felt == felt) out.push_back(&udtryk.kriterium);
  if (udtryk.art != Udtryk::Art::OG) return out;
  for (const Udtryk& del : udtryk.dele) {
    if (del.art == Udtryk::Art::KRITERIUM && del.kriterium.felt == felt) out.push_back(&del.kriterium);
  }
  return out;
}

}  // namespace

std::vector<std::string> Abonnementsudtryk::myndigheder() const {
  std::vector<std::string> out;
  for (const Kriterium* kriterium : at_top(udtryk, Felt::OBJEKT_ANSVARLIG_MYNDIGHED)) {
    for (const std::string& vaerdi : kriterium->vaerdier) {
      const auto cvr = base::Cvr::from_urn(vaerdi);
      out.push_back(cvr ? cvr->text() : vaerdi);
    }
  }
  return out;
}

std::vector<std::string> Abonnementsudtryk::kle() const {
  std::vector<std::string> out;
  for (const Kriterium* kriterium : at_top(udtryk, Felt::OPGAVE_EMNE)) {
    for (const base::KleMoenster& moenster : kriterium->kle) out.push_back(moenster.text());
    out.insert(out.end(), kriterium->vaerdier.begin(), kriterium->vaerdier.end());
  }
  return out;
}

namespace {

using Alternativer = std::vector<Konjunktion>;

base::Resultat<void> check_room(std::size_t alternatives) {
  if (alternatives <= kStoersteAlternativer) return {};
  return fejl(FejlKode::FOR_STOR, fmt::format("the expression has more than {} alternatives", kStoersteAlternativer));
}

// Every alternative of `left` joined with every one of `right`.
base::Resultat<Alternativer> product(const Alternativer& left, const Alternativer& right) {
  PROEV(check_room(left.size() * right.size()));
  Alternativer out;
  for (const Konjunktion& a : left) {
    for (const Konjunktion& b : right) {
      out.push_back(a);
      out.back().insert(out.back().end(), b.begin(), b.end());
    }
  }
  return out;
}

base::Resultat<Alternativer> expand(const Udtryk& udtryk, bool negeret, int dybde) {
  if (dybde > kStoersteDybde) {
    return fejl(FejlKode::FOR_STOR, fmt::format("the expression is deeper than {}", kStoersteDybde));
  }
  if (udtryk.art == Udtryk::Art::KRITERIUM) return Alternativer{{Led{&udtryk.kriterium, negeret}}};
  if (udtryk.art == Udtryk::Art::IKKE) return expand(udtryk.dele.at(0), !negeret, dybde + 1);
  const bool joins = (udtryk.art == Udtryk::Art::OG) != negeret;  // De Morgan
  Alternativer out;
  if (joins) out.emplace_back();
  for (const Udtryk& del : udtryk.dele) {
    auto more = PROEV(expand(del, negeret, dybde + 1));
    if (joins) {
      out = PROEV(product(out, more));
    } else {
      PROEV(check_room(out.size() + more.size()));
      out.insert(out.end(), more.begin(), more.end());
    }
  }
  return out;
}

}  // namespace

base::Resultat<Alternativer> normalform(const Udtryk& udtryk) {
  return expand(udtryk, false, 1);
}

bool covers(const Abonnementsudtryk& udtryk, const base::Uuid& beskedtype) {
  return std::ranges::binary_search(udtryk.beskedtyper, beskedtype);
}

Gruppe gruppe_of(Felt felt) {
  if (felt == Felt::TILLADT_MODTAGER) return Gruppe::TILLADT_MODTAGER;
  if (felt == Felt::TVAERGAAENDE_PROCES) return Gruppe::TVAERGAAENDE_PROCES;
  if (felt >= Felt::OBJEKT_REGISTRERING_ID) return Gruppe::OBJEKT_REGISTRERING;
  return felt >= Felt::RELATERET_OBJEKT_ID ? Gruppe::RELATERET_OBJEKT : Gruppe::EN_GANG;
}

std::size_t occurrences(Gruppe gruppe, const Grundlag& grundlag) {
  switch (gruppe) {
    case Gruppe::EN_GANG:
      return 1;
    case Gruppe::TILLADT_MODTAGER:
      return grundlag.tilladt_modtager.size();
    case Gruppe::TVAERGAAENDE_PROCES:
      return grundlag.besked.tvaergaaende_proces.size();
    case Gruppe::RELATERET_OBJEKT:
      return grundlag.besked.relateret_objekt.size();
    case Gruppe::OBJEKT_REGISTRERING:
      return grundlag.besked.objekt_registrering.size();
  }
  return 0;
}

std::optional<std::string_view> value_at(Felt felt, std::size_t occurrence, const Grundlag& grundlag,
                                         std::optional<Kanonisk>& cvr) {
  const oio::Haendelsesbesked& besked = grundlag.besked;
  const auto relateret = [&]() -> const oio::RelateretObjekt& { return besked.relateret_objekt[occurrence]; };
  const auto registrering = [&]() -> const oio::ObjektRegistrering& { return besked.objekt_registrering[occurrence]; };
  switch (felt) {
    case Felt::BESKED_ANSVARLIG_AKTOER:
      return tekst_of(besked.besked_ansvarlig_aktoer);
    case Felt::TILLADT_MODTAGER:
      return cvr.emplace(grundlag.tilladt_modtager[occurrence]).tekst();
    case Felt::TVAERGAAENDE_PROCES:
      return besked.tvaergaaende_proces[occurrence].tekst;
    case Felt::SIKKERHEDSKLASSIFICERING:
      return tekst_of(besked.sikkerhedsklassificering);
    case Felt::KILDESYSTEM:
      return grundlag.kildesystem;
    case Felt::RELATERET_OBJEKT_ID:
      return relateret().objekt_id.tekst;
    case Felt::RELATERET_OBJEKT_TYPE:
      return relateret().objekt_type.tekst;
    case Felt::RELATERET_OBJEKT_ROLLE:
      return tekst_of(relateret().objekt_rolle);
    case Felt::OBJEKT_REGISTRERING_ID:
      return tekst_of(registrering().objekt_registrering_id);
    case Felt::REGISTRERINGS_AKTOER:
      return tekst_of(registrering().registrerings_aktoer);
    case Felt::OBJEKT_ANSVARLIG_MYNDIGHED:
      return tekst_of(registrering().objekt_ansvarlig_myndighed);
    case Felt::OBJEKT_ID:
      return tekst_of(registrering().objekt_id);
    case Felt::OBJEKT_TYPE:
      return tekst_of(registrering().objekt_type);
    case Felt::OBJEKT_HANDLING:
      return tekst_of(registrering().objekt_handling);
    case Felt::OPGAVE_EMNE:
      return tekst_of(registrering().opgave_emne);
  }
  return {};
}

namespace {

bool holds_at(const Led& led, std::size_t occurrence, const Grundlag& grundlag) {
  std::optional<Kanonisk> room;
  const auto value = value_at(led.kriterium->felt, occurrence, grundlag, room);
  return value && led.kriterium->accepts(*value) != led.negeret;
}

// TilladtModtager and TvaergaaendeProces: some are there, and any (or, negated, none) is equal.
bool holds_among(const Led& led, const Grundlag& grundlag) {
  const std::size_t count = occurrences(gruppe_of(led.kriterium->felt), grundlag);
  const Led plain{led.kriterium, false};
  for (std::size_t i = 0; i < count; ++i) {
    if (holds_at(plain, i, grundlag)) return !led.negeret;
  }
  return led.negeret && count > 0;
}

// All parts on fields of that group hold at one occurrence.
bool holds_together(Gruppe gruppe, const Konjunktion& konjunktion, const Grundlag& grundlag) {
  const auto belongs = [&](const Led& led) { return gruppe_of(led.kriterium->felt) == gruppe; };
  if (std::ranges::none_of(konjunktion, belongs)) return true;
  const std::size_t count = occurrences(gruppe, grundlag);
  for (std::size_t i = 0; i < count; ++i) {
    const auto here = [&](const Led& led) { return !belongs(led) || holds_at(led, i, grundlag); };
    if (std::ranges::all_of(konjunktion, here)) return true;
  }
  return false;
}

}  // namespace

bool holds(const Konjunktion& konjunktion, const Grundlag& grundlag) {
  const auto alone = [&](const Led& led) {
    const Gruppe gruppe = gruppe_of(led.kriterium->felt);
    if (gruppe == Gruppe::EN_GANG) return holds_at(led, 0, grundlag);
    if (gruppe == Gruppe::TILLADT_MODTAGER || gruppe == Gruppe::TVAERGAAENDE_PROCES) return holds_among(led, grundlag);
    return true;
  };
  return std::ranges::all_of(konjunktion, alone) &&
         holds_together(Gruppe::OBJEKT_REGISTRERING, konjunktion, grundlag) &&
         holds_together(Gruppe::RELATERET_OBJEKT, konjunktion, grundlag);
}

}  // namespace brevdue::beskedfordeler
