// The two types of objects, as the pipelines in indeks/ ask for them.
//
// Thread safety: as indeks::Objekttype. Ownership: the Roller must outlive them.
#pragma once

#include "indeks/objekttype.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

class Bevillingstype final : public indeks::Objekttype {
 public:
  explicit Bevillingstype(const Roller& roller) : roller_(roller) {}
  oio::Objekttype type() const override { return oio::Objekttype::BEVILLING; }
  std::string_view navn() const override { return "Bevilling"; }
  oio::Objektart art() const override { return oio::Objektart::YDELSE; }
  oio::Adgangsgraense::Svar short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const override;
  bool full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const override;

 private:
  const Roller& roller_;
};

class Effektueringstype final : public indeks::Objekttype {
 public:
  explicit Effektueringstype(const Roller& roller) : roller_(roller) {}
  oio::Objekttype type() const override { return oio::Objekttype::OEKONOMISK_EFFEKTUERING; }
  std::string_view navn() const override { return "OekonomiskEffektuering"; }
  oio::Objektart art() const override { return oio::Objektart::YDELSE; }
  oio::Adgangsgraense::Svar short_answer(const oio::Kortnoegle& noegle, const indeks::Dommer& dommer) const override;
  bool full_answer(const oio::Objektref& ref, const indeks::Dommer& dommer, oio::Opslag& opslag) const override;

 private:
  const Roller& roller_;
};

}  // namespace brevdue::ydelsesindeks
