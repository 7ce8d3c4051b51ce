// The admin socket's questions about beskeder: dueslag, Fejlkoe, and why. As JSON.
//
// Thread safety: all from any thread; they block on the disk. Ownership: refers to the Administration's Beskedfordeler.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "beskedfordeler/administration.hpp"
#include "http/server.hpp"

namespace brevdue::app {

// Errors of all: UGYLDIG for a parameter, and those of Administration.
base::Resultat<std::string> dueslag_json(const beskedfordeler::Administration& administration);
// ?dueslag=UUID[&after=ANKOMST][&fejlkoe=0]: at most 1,000 beskeder.
base::Resultat<std::string> koe_json(const beskedfordeler::Administration& administration, const http::Request& request,
                                     bool fejlkoe);
// ?besked=BeskedId&dueslag=UUID
base::Resultat<std::string> hvorfor_json(beskedfordeler::Administration& administration, const http::Request& request,
                                         std::string_view who);
// ?dueslag=UUID&ankomst=NUMBER
base::Resultat<std::string> requeue(beskedfordeler::Administration& administration, const http::Request& request,
                                    std::string_view who);
base::Resultat<std::string> slet(beskedfordeler::Administration& administration, const http::Request& request,
                                 std::string_view who);

}  // namespace brevdue::app
