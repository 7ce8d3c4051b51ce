#include "indeks/eksempel.hpp"

#include <gtest/gtest.h>

#include "oio/grundtyper_type.hpp"

namespace brevdue::indeks {
namespace {

using oio::Registrering;

// What a registration begins with stands for any part of an object: text, a time, a code, an id.
bool er_moedt(const Registrering& eksempel, const Registrering& objekt) {
  return indeks::er_moedt(oio::v6::kRegistreringType, &eksempel, &objekt);
}
Registrering registrering() {
  Registrering out;
  out.note = "  Ændret af SØREN ";
  out.tidspunkt = "2026-07-01T10:00:00";
  out.livscyklus_kode = "Importeret";
  out.bruger_ref = oio::UnikId{oio::UnikId::Art::URN, "urn:oio:kmd:sag:RACFID:WX-YZABC"};
  return out;
}

TEST(Eksempel, WhatAsksForNothingIsMet) {
  EXPECT_TRUE(er_moedt(Registrering{}, Registrering{}));
  EXPECT_TRUE(er_moedt(Registrering{}, registrering()));
  EXPECT_TRUE(er_moedt(registrering(), registrering()));
  EXPECT_FALSE(er_moedt(registrering(), Registrering{}));
}

TEST(Eksempel, FreeTextIsComparedWithoutCaseAndSpaceAround) {
  Registrering eksempel;
  eksempel.note = "ændret af søren";
  EXPECT_TRUE(er_moedt(eksempel, registrering()));
  eksempel.note = "ændret af sören";
  EXPECT_FALSE(er_moedt(eksempel, registrering()));
}

TEST(Eksempel, TimesAreInstants) {
  Registrering eksempel;
  eksempel.tidspunkt = "2026-07-01T08:00:00.000Z";
  EXPECT_TRUE(er_moedt(eksempel, registrering()));
  eksempel.tidspunkt = "2026-07-01T10:00:00Z";
  EXPECT_FALSE(er_moedt(eksempel, registrering()));
}

TEST(Eksempel, CodesAreExactAndIdsHaveOneSpelling) {
  Registrering eksempel;
  eksempel.livscyklus_kode = "importeret";
  EXPECT_FALSE(er_moedt(eksempel, registrering()));
  eksempel = {};
  eksempel.bruger_ref = oio::UnikId{oio::UnikId::Art::URN, "URN:oio:KMD:sag:racfid:WX-YZABC"};
  EXPECT_TRUE(er_moedt(eksempel, registrering()));
  eksempel.bruger_ref->tekst = "urn:oio:kmd:sag:racfid:wx-yzabc";
  EXPECT_FALSE(er_moedt(eksempel, registrering()));
  eksempel.bruger_ref = oio::UnikId{oio::UnikId::Art::UUID, registrering().bruger_ref->tekst};
  EXPECT_FALSE(er_moedt(eksempel, registrering()));
}

// A leaf of a search holds a Virkning as a part.
oio::SoegInput virkning(std::string_view fra, std::string_view til) {
  oio::SoegInput out;
  out.virkning.emplace();
  out.virkning->fra = oio::Tidsgraense{oio::Tidsgraense::Art::TIDSSTEMPEL, fra};
  out.virkning->til = oio::Tidsgraense{oio::Tidsgraense::Art::TIDSSTEMPEL, til};
  return out;
}
bool er_moedt(const oio::SoegInput& eksempel, const oio::SoegInput& objekt) {
  return indeks::er_moedt(oio::v6::kSoegIndeksInputType, &eksempel, &objekt);
}

TEST(Eksempel, AVirkningOverlaps) {
  const auto objekt = virkning("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
  EXPECT_TRUE(er_moedt(virkning("2026-01-31T00:00:00Z", "2027-01-01T00:00:00Z"), objekt));
  EXPECT_FALSE(er_moedt(virkning("2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z"), objekt));
  auto with_actor = objekt;
  with_actor.virkning->aktoer_ref = oio::UnikId{oio::UnikId::Art::URN, "urn:a:b"};
  EXPECT_FALSE(er_moedt(with_actor, objekt));
  EXPECT_TRUE(er_moedt(with_actor, with_actor));
}

TEST(Eksempel, WholeNumbersAreNumbers) {
  oio::SoegInput eksempel;
  eksempel.foerste_resultat = " +007 ";
  oio::SoegInput objekt;
  objekt.foerste_resultat = "7";
  EXPECT_TRUE(er_moedt(eksempel, objekt));
  eksempel.foerste_resultat = "-7";
  EXPECT_FALSE(er_moedt(eksempel, objekt));
  eksempel.foerste_resultat = "-0";
  objekt.foerste_resultat = "0";
  EXPECT_TRUE(er_moedt(eksempel, objekt));
}

}  // namespace
}  // namespace brevdue::indeks
