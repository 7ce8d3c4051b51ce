// Registrations of the Beskedfordeler in their TOML form: read with line numbers, written so that reading gives the
// same again. The form:
//
//   [[beskedtype]]              uuid, navn
//   [[dueslag]]                 uuid, navn, system (UUID of its anvendersystem), levering ("amqp")
//   [[dueslag.abonnement]]      uuid, navn, beskedtyper = [UUID, ...]; and, all of which must hold:
//                               myndigheder = [CVR, ...]   ObjektAnsvarligMyndighed is one of
//                               kle = ["32.06.*", ...]     OpgaveEmne is one of
//                               udtryk = {...}             one of
//                                   {felt = "ObjektRegistrering.ObjektHandling", lig_med = ["...", ...]}
//                                   {og = [{...}, ...]}, {eller = [{...}, ...]}, {ikke = {...}}
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/toml.hpp"
#include "beskedfordeler/model.hpp"

namespace brevdue::beskedfordeler {

struct Registreringer {
  std::vector<Beskedtype> beskedtyper;
  std::vector<Dueslag> dueslag;
  bool operator==(const Registreringer&) const = default;
};

// Takes [[beskedtype]] and [[dueslag]] from `top` and leaves the rest to others; the caller calls top.finish() when all
// have read. Abonnementer come without numbers. Errors: UGYLDIG with "source:line".
base::Resultat<Registreringer> read_registreringer(base::TomlReader& top);

std::string write_registreringer(const Registreringer& all);

// `newer` laid over `older` by UUID: nothing disappears but the abonnementer that a dueslag is registered again
// without. An abonnement keeps its numbers when its expression is the same.
Registreringer merge(Registreringer older, const Registreringer& newer);

// Whether the whole hangs together: ids unique, Beskedtyper known. Errors: UGYLDIG.
base::Resultat<void> check(const Registreringer& all);

}  // namespace brevdue::beskedfordeler
