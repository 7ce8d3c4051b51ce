// One search of sager and dokumenter: the question for the pipeline, made of a FremsoegInput, and the answer, filled as
// objects are shown. Private to service.cpp.
//
// Thread safety: one thread. Ownership: everything given to it must outlive it; the answer looks into the arena.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "indeks/fremsoegning.hpp"
#include "sagdokumentindeks/operationer.hpp"
#include "sagdokumentindeks/roller.hpp"
#include "xml/binding.hpp"

namespace brevdue::sagdokumentindeks {

class Soegning {
 public:
  // `typer`: that of Sag, then that of Dokument.
  Soegning(const FremsoegInput& input, const Roller& roller, std::span<const indeks::Objekttype* const> typer,
           xml::Arena& arena, FremsoegOutput& out)
      : input_(input), roller_(roller), typer_(typer), arena_(arena), out_(out) {}

  // Errors: UGYLDIG; IKKE_UNDERSTOETTET naming the element that is not evaluated.
  base::Resultat<indeks::Spoergsmaal> ask(const indeks::Dommer& dommer, oio::Opslag& opslag);
  // Antal of each type (spec indekser 4.8): none without objects, unless the Filter asks for none.
  void count(const std::vector<indeks::Delsvar>& svar);

 private:
  struct Sagen;
  struct Dokumentet;

  base::Resultat<oio::Udtryk> translate(const SoegLed& led, const std::string& sti);
  template <class T>
  base::Resultat<oio::Udtryk> leaf(const typename T::Eksempel& eksempel, const std::string& sti);
  template <class T>
  base::Resultat<bool> er_moedt(const typename T::Eksempel& eksempel, const oio::LaestObjekt& objekt);
  template <class T>
  base::Resultat<indeks::Del> del(const std::vector<oio::Sortering>& wanted, std::vector<typename T::Billede>& til);
  template <class T>
  base::Resultat<std::vector<indeks::Vist>> vis(const oio::LaestObjekt& objekt, std::vector<typename T::Billede>& til);
  base::Resultat<void> list(const std::vector<std::string_view>& uuids, oio::Objekttype type, const char* sti,
                            std::vector<oio::Objektref>& ider);

  const FremsoegInput& input_;
  const Roller& roller_;
  const std::span<const indeks::Objekttype* const> typer_;
  xml::Arena& arena_;
  FremsoegOutput& out_;
  const indeks::Dommer* dommer_ = nullptr;
  oio::Opslag* opslag_ = nullptr;
  std::optional<indeks::Side> sag_side_;
  std::optional<indeks::Side> dokument_side_;
  std::vector<std::string> parter_;
};

}  // namespace brevdue::sagdokumentindeks
