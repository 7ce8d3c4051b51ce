// What the pipelines ask of a type of objects. An index makes one of each of its types.
//
// Thread safety: const members from any thread. Ownership: the index's service owns them, for its whole life.
#pragma once

#include <optional>
#include <string_view>

#include "indeks/dommer.hpp"
#include "oio/soegning.hpp"

namespace brevdue::indeks {

class Objekttype {
 public:
  virtual ~Objekttype() = default;

  virtual oio::Objekttype type() const = 0;
  // In answers (UnikRetur.Type) and in the ledger.
  virtual std::string_view navn() const = 0;
  // What an agreement knows such objects as; with it the service that the caller needs.
  virtual oio::Objektart art() const = 0;

  // As oio::Adgangsgraense: by the Kortnoegle when that is enough, or by the object. `noegle` never has kan_skifte: the
  // pipeline asks full_answer then.
  virtual oio::Adgangsgraense::Svar short_answer(const oio::Kortnoegle& noegle, const Dommer& dommer) const = 0;
  virtual bool full_answer(const oio::Objektref& ref, const Dommer& dommer, oio::Opslag& opslag) const = 0;
};

// The decision's key of a Kortnoegle, as far as it holds one: not the owning system, nor a fourth KLE number.
oio::Adgangsnoegle adgangsnoegle(const oio::Kortnoegle& noegle, oio::Objektart art);
// What goes into a Kortnoegle; `kan_skifte` when another answer may follow from what the object says later, without it
// being changed.
oio::Kortnoegle kortnoegle(const oio::Adgangsnoegle& noegle, bool kan_skifte);
// Whether the Kortnoegle has all that the decision needs (an owner, a KLE number, none left out).
bool er_nok(const oio::Kortnoegle& noegle);

}  // namespace brevdue::indeks
