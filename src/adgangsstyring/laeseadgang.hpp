// Reading what the indexes hold, by one service of one serviceaftale: the part of the decision behind FREMSOEG. Private
// to adgangssvar.cpp.
//
// Thread safety: free functions; nothing is allocated. Limits in an answer live as long as the Register.
#pragma once

#include "adgangsstyring/register.hpp"
#include "oio/kald.hpp"

namespace brevdue::adgangsstyring {

// Whether each of the object's KLE numbers is within the service's patterns.
bool daekker_kle(const Aftaleservice& service, const oio::Adgangsnoegle& noegle);

// By an agreement that is in force; the call itself is already known to be good.
oio::Adgangssvar laeseadgang(const Aftaleplads& plads, const oio::Kald& kald, const oio::Adgangsnoegle& noegle,
                             oio::Dag i_dag);

}  // namespace brevdue::adgangsstyring
