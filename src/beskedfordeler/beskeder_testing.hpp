// For tests and benchmarks: envelopes put together from parts, and random ones over a small set of values so that many
// expressions hold.
#pragma once

#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "beskedfordeler/abonnementsudtryk.hpp"

namespace brevdue::beskedfordeler::testing {

inline constexpr auto kTestType = base::Uuid::literal("7654895c-a3f3-4c77-8afd-4c77330f963c");

// A besked as parsed, owning its texts.
class Besked {
 public:
  oio::UnikId id(std::string text) {
    const bool is_uuid = base::Uuid::parse(text).has_value();
    return {is_uuid ? oio::UnikId::Art::UUID : oio::UnikId::Art::URN, texts_.emplace_back(std::move(text))};
  }
  oio::ObjektRegistrering& registrering() { return besked.objekt_registrering.emplace_back(); }
  oio::RelateretObjekt& objekt() { return besked.relateret_objekt.emplace_back(); }
  Grundlag grundlag() const { return {besked, "ba537e12-8b0c-44b1-9de7-f75803a4e091", tilladt}; }

  oio::Haendelsesbesked besked;
  std::vector<base::Cvr> tilladt;

 private:
  std::deque<std::string> texts_;
};

using Terning = std::mt19937_64;

inline std::size_t roll(Terning& terning, std::size_t below) {
  return terning() % below;
}

// One of a few values that fit the element, in a form a sender may write.
inline std::string sent_value(Felt felt, Terning& terning) {
  const std::size_t n = roll(terning, 3);
  if (felt == Felt::OPGAVE_EMNE) {
    const std::vector<std::string> emner{"32.06.04", "32.06.08", "32.03.04", "27.15.00"};
    return "urn:oio:kle:" + emner[roll(terning, emner.size())];
  }
  if (felt == Felt::OBJEKT_ANSVARLIG_MYNDIGHED) {
    return (roll(terning, 2) == 0 ? "urn:oio:cvr:" : "urn:oio:cvr-nr:") + std::string(8, static_cast<char>('1' + n));
  }
  std::string uuid = "0000000a-0000-4000-8000-00000000000" + std::to_string(n);
  if (roll(terning, 2) == 0) uuid[7] = 'A';
  return uuid;
}

inline std::string asked_value(Felt felt, Terning& terning) {
  const std::vector<std::string> kle{"*", "32.*", "32.06.*", "32.03.04", "27.15.*", "99.*"};
  const std::size_t n = roll(terning, 3);
  if (felt == Felt::OPGAVE_EMNE && roll(terning, 5) > 0) return kle[roll(terning, kle.size())];
  if (felt == Felt::TILLADT_MODTAGER) return std::string(8, static_cast<char>('1' + n));
  return sent_value(felt, terning);
}

inline std::optional<oio::UnikId> maybe(Besked& besked, Felt felt, Terning& terning) {
  if (roll(terning, 3) == 0) return {};
  return besked.id(sent_value(felt, terning));
}

inline void add_registrering(Besked& besked, Terning& terning) {
  oio::ObjektRegistrering& out = besked.registrering();
  out.objekt_registrering_id = maybe(besked, Felt::OBJEKT_REGISTRERING_ID, terning);
  out.registrerings_aktoer = maybe(besked, Felt::REGISTRERINGS_AKTOER, terning);
  out.objekt_ansvarlig_myndighed = maybe(besked, Felt::OBJEKT_ANSVARLIG_MYNDIGHED, terning);
  out.objekt_id = maybe(besked, Felt::OBJEKT_ID, terning);
  out.objekt_type = maybe(besked, Felt::OBJEKT_TYPE, terning);
  out.objekt_handling = maybe(besked, Felt::OBJEKT_HANDLING, terning);
  out.opgave_emne = maybe(besked, Felt::OPGAVE_EMNE, terning);
}

inline void add_objekt(Besked& besked, Terning& terning) {
  oio::RelateretObjekt& out = besked.objekt();
  out.objekt_id = besked.id(sent_value(Felt::RELATERET_OBJEKT_ID, terning));
  out.objekt_type = besked.id(sent_value(Felt::RELATERET_OBJEKT_TYPE, terning));
  out.objekt_rolle = maybe(besked, Felt::RELATERET_OBJEKT_ROLLE, terning);
}

inline void fill_random(Besked& besked, Terning& terning) {
  besked.besked.besked_ansvarlig_aktoer = maybe(besked, Felt::BESKED_ANSVARLIG_AKTOER, terning);
  besked.besked.sikkerhedsklassificering = maybe(besked, Felt::SIKKERHEDSKLASSIFICERING, terning);
  for (std::size_t n = roll(terning, 3); n > 0; --n) add_registrering(besked, terning);
  for (std::size_t n = roll(terning, 3); n > 0; --n) add_objekt(besked, terning);
  for (std::size_t n = roll(terning, 3); n > 0; --n) {
    besked.besked.tvaergaaende_proces.push_back(besked.id(sent_value(Felt::TVAERGAAENDE_PROCES, terning)));
  }
  for (char digit = '1'; digit < '4'; ++digit) {
    if (roll(terning, 3) == 0) besked.tilladt.push_back(*base::Cvr::parse(std::string(8, digit)));
  }
}

inline Udtryk random_kriterium(Terning& terning) {
  Udtryk out;
  out.art = Udtryk::Art::KRITERIUM;
  const auto felt = static_cast<Felt>(roll(terning, kFelter));
  std::vector<std::string> values;
  for (std::size_t n = 1 + roll(terning, 3); n > 0; --n) values.push_back(asked_value(felt, terning));
  out.kriterium = *Kriterium::make(felt, values);
  return out;
}

inline Udtryk random_udtryk(Terning& terning, int depth) {
  const std::size_t kind = depth <= 0 ? 0 : roll(terning, 5);
  if (kind < 2) return random_kriterium(terning);
  Udtryk out;
  out.art = kind == 2 ? Udtryk::Art::OG : kind == 3 ? Udtryk::Art::ELLER : Udtryk::Art::IKKE;
  const std::size_t parts = out.art == Udtryk::Art::IKKE ? 1 : 1 + roll(terning, 3);
  for (std::size_t n = 0; n < parts; ++n) out.dele.push_back(random_udtryk(terning, depth - 1));
  return out;
}

}  // namespace brevdue::beskedfordeler::testing
