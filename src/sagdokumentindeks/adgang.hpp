// Who may see what of sager and dokumenter (spec indekser 5; udveksling 6.3): the rules of the two types, and what of
// an object is left when an agreement lets only some field groups through.
//
// Thread safety: as indeks::Objekttype; free functions. Ownership: the Roller must outlive the types.
#pragma once

#include <optional>

#include "indeks/objekttype.hpp"
#include "sagdokumentindeks/model.hpp"
#include "sagdokumentindeks/roller.hpp"

namespace brevdue::sagdokumentindeks {

// The decision about an object with all that it needs, payments and sager looked up; nothing when it is not there.
std::optional<oio::Adgangssvar> afgoer_sag(const oio::Objektref& ref, const Roller& roller,
                                           const indeks::Dommer& dommer, oio::Opslag& opslag);
// A dokument that lies on sager is judged by them, and one that lets it be seen is enough; its own owner and class
// count only when it lies on none. Its own foelsomhed counts always.
std::optional<oio::Adgangssvar> afgoer_dokument(const oio::Objektref& ref, const Roller& roller,
                                                const indeks::Dommer& dommer, oio::Opslag& opslag);

class Sagtype final : public indeks::Objekttype {
 public:
  explicit Sagtype(const Roller& roller) : roller_(roller) {}
  oio::Objekttype type() const override { return oio::Objekttype::SAG; }
  std::string_view navn() const override { return "Sag"; }
  oio::Objektart art() const override { return oio::Objektart::SAG; }
  oio::Adgangsgraense::Svar short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const override;
  bool full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const override;

 private:
  const Roller& roller_;
};

class Dokumenttype final : public indeks::Objekttype {
 public:
  explicit Dokumenttype(const Roller& roller) : roller_(roller) {}
  oio::Objekttype type() const override { return oio::Objekttype::DOKUMENT; }
  std::string_view navn() const override { return "Dokument"; }
  oio::Objektart art() const override { return oio::Objektart::DOKUMENT; }
  oio::Adgangsgraense::Svar short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const override;
  bool full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const override;

 private:
  const Roller& roller_;
};

// Takes away what the field groups do not let through. With all of them nothing is taken.
void begraens(SagRegistrering& registrering, const Roller& roller, base::Maengde<oio::Feltgruppe> feltgrupper);
void begraens(DokumentRegistrering& registrering, const Roller& roller, base::Maengde<oio::Feltgruppe> feltgrupper);

}  // namespace brevdue::sagdokumentindeks
