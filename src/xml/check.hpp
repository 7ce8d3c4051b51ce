// What the compiler cannot see of tables that stand in several files: for the tests of every description.
//
// Thread safety: function without state.
#pragma once

#include <string>
#include <vector>

#include "xml/type.hpp"

namespace brevdue::xml {

// The names of the elements whose type fills another struct than they are declared to (Element::of), and of known
// elements of a wildcard that no global element is. None: the description is whole.
std::vector<std::string> wrongly_described(const Schema& schema);

}  // namespace brevdue::xml
