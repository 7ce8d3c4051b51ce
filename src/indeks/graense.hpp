// A call's limits in a search, from its Dommer and the index's types.
//
// Thread safety: as Dommer. Ownership: the Dommer and the types must outlive it.
#pragma once

#include <span>

#include "indeks/objekttype.hpp"
#include "oio/soegning.hpp"

namespace brevdue::indeks {

class Graense final : public oio::Adgangsgraense {
 public:
  Graense(const Dommer& dommer, std::span<const Objekttype* const> typer) : dommer_(dommer), typer_(typer) {}

  Svar short_answer(oio::Objekttype type, const oio::Kortnoegle& noegle) const override;
  bool full_answer(const oio::Objektref& ref, const oio::Kortnoegle& noegle, oio::Opslag& opslag) const override;

 private:
  const Objekttype* find(oio::Objekttype type) const;

  const Dommer& dommer_;
  const std::span<const Objekttype* const> typer_;
};

}  // namespace brevdue::indeks
