// Search by example (spec indekser 4.4): every value that the example fills must be in the object; all values of one
// entry (an Egenskaber, a relation, an extension) in the same entry of the object.
//
//   ids, codes, numbers: equal          free text: equal but for case and the white space around it
//   times: the same instant             whole numbers and amounts: the same number
//   Virkning: the periods overlap, its other parts are equal
//
// Thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xml/type.hpp"

namespace brevdue::indeks {

// `type` describes a part that example and object have the same struct for (an AttributListe, a RelationListe).
bool er_moedt(const xml::Type& type, const void* eksempel, const void* objekt);

// The path of the first value in the example that is not evaluated: a Notat, an interval, an element of a foreign
// schema. Such a question is answered with StatusKode 40 (ikke_evalueret).
std::optional<std::string> ikke_evalueret_i(const xml::Type& type, const void* eksempel);

}  // namespace brevdue::indeks
