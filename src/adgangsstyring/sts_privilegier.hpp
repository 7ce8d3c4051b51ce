// Private to this folder: the PrivilegeList of a token (spec adgangsstyring 4.3).
//
// Thread safety: free functions.
#pragma once

#include <span>
#include <string>

#include "adgangsstyring/register.hpp"

namespace brevdue::adgangsstyring {

// One group for each role of each agreement in force, with its limits on KLE and foelsomhed as constraints. Empty when
// there are no roles. Everything comes from the registrations (T12); our own services decide by those, not by this
// list.
std::string privilege_list(std::span<const Aftaleplads> pladser, base::Cvr myndighed, base::Tidspunkt nu);

}  // namespace brevdue::adgangsstyring
