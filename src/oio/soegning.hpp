// Search: an expression over the terms and links of objects, evaluated on one snapshot, within the caller's limits and
// a budget of work. Four operators: postings in object order (AND, OR, NOT are merges of them), the link step (AND
// across two types of objects), access, and load-and-check. The result is exact or there is none.
//
// What the caller may not see is left out before anything is counted or joined, so objects outside its limits change
// nothing in a result (they do cost work).
//
// Thread safety: a Soeger belongs to one request and one thread at a time. It reads the disk: not on an io thread.
// Ownership: the snapshot and the Adgangsgraense must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oio/objekter.hpp"
#include "oio/opslag.hpp"

namespace brevdue::oio {

// What one call may see, compiled from its Adgangssvar.
class Adgangsgraense {
 public:
  enum class Svar : std::uint8_t { NEJ, JA, SE_OBJEKT };
  virtual ~Adgangsgraense() = default;
  // By the Kortnoegle alone, when it is enough.
  virtual Svar short_answer(Objekttype type, const Kortnoegle& noegle) const = 0;
  // Asked after SE_OBJEKT: looks at the object, or those it is linked to.
  virtual bool full_answer(const Objektref& ref, const Kortnoegle& noegle, Opslag& opslag) const = 0;
};

// Whether an object that has the terms is meant: the same entry, virkning, text.
using Kontrol = std::function<base::Resultat<bool>(const LaestObjekt&)>;

// That an object has a link of this kind, or has none.
struct Linkkrav {
  Linkart art = Linkart::JOURNALPOST;
  Retning retning = Retning::UD;
  bool findes = true;
};

struct Blad {
  Objekttype type = Objekttype::SAG;
  std::vector<Term> termer{};  // it has all of them; none given: every object of the type
  bool er_historik = false;    // in any of its registrations (not all in the same: the check says that)
  std::optional<Linkkrav> link{};
  Kontrol kontrol{};  // none: the terms say it all
};

// Evaluated for one type of objects at a time (spec indekser 4.3): a part that speaks of other types only is left out;
// parts of both types under one OG are joined by the link; IKKE is what the caller may see of the type, less the part.
struct Udtryk {
  enum class Art : std::uint8_t { BLAD, OG, ELLER, IKKE };
  Art art = Art::OG;
  Blad blad{};                 // of a BLAD
  std::vector<Udtryk> dele{};  // of the others; IKKE has one. None: nothing is found by it

  static Udtryk et_blad(Blad blad) { return {Art::BLAD, std::move(blad), {}}; }
  static Udtryk og(std::vector<Udtryk> dele) { return {Art::OG, {}, std::move(dele)}; }
  static Udtryk eller(std::vector<Udtryk> dele) { return {Art::ELLER, {}, std::move(dele)}; }
  static Udtryk ikke(Udtryk del) { return {Art::IKKE, {}, {std::move(del)}}; }
};

// The link by which objects of two types are joined.
struct Led {
  Linkart art = Linkart::JOURNALPOST;
  Objekttype fra = Objekttype::SAG;
  Objekttype til = Objekttype::DOKUMENT;
};

struct Soegning {
  std::optional<Udtryk> udtryk{};  // none: the listed objects and no others
  std::vector<Objektref> ider{};   // of a type with none listed here the expression alone decides
  std::optional<Led> led{};
};

class Knude;
class Adgangskontrol;

class Soeger {
 public:
  Soeger(const store::Snapshot& snapshot, const Adgangsgraense& graense, std::uint64_t budget = kArbejdsbudget);
  ~Soeger();

  // The objects of this type that are found, in order of their UUIDs. Errors: FOR_STOR (the budget, or too many parts:
  // StatusKode 40), LAGER, what a check returned, INTERN (an OG over types that the search has no link for).
  base::Resultat<std::vector<base::Uuid>> find(const Soegning& soegning, Objekttype type);
  // Whether the caller may see it; no, when it does not exist.
  bool may_see(const Objektref& ref);
  // Reading on for sorting and showing costs from the same budget.
  Opslag& opslag() { return opslag_; }
  // What was done so far, step by step, with the counts of work. No values: it may be logged.
  std::string explain() const;

 private:
  Opslag opslag_;
  std::unique_ptr<Adgangskontrol> adgang_;
  std::string plan_;
};

}  // namespace brevdue::oio
