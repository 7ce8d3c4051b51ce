// How objects, postings and links stand in the store. Keys are type bytes and big-endian parts:
//
//   OBJEKT    type 1, UUID 16                                               -> the value below
//   NU        type 1, term kind 1, term length 2, term, UUID 16             -> Kortnoegle 16
//   HISTORIK  type 1, term kind 1, term length 2, term, UUID 16, registration 4 (0 is the oldest)
//   LINK      direction 1 (0 along, 1 against), link kind 1, type 1, UUID 16, other's type 1, other's UUID 16
//
// A value: format 1, codec 1 (0: plain), Kortnoegle 16, count of links 4, each kind 1, type 1, UUID 16; count of
// registrations 4, each StsTidspunkt 8, whether there is a Tidspunkt 1 and it 8, life cycle 1, packed registration and
// encoded terms, both with their length 4 before them; a term is its kind 1, length 4, bytes. Terms and links are in
// order, each once. RocksDB and the journal have checksums of their own, so a value has none.
//
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oio/objekter.hpp"

namespace brevdue::oio {

std::string objekt_key(const Objektref& ref);
std::optional<Objektref> parse_objekt_key(std::string_view key);
// What all postings of a term begin with, in both families; the UUID follows.
std::string posting_prefix(Objekttype type, const Term& term);
// Of the object in `nu`.
std::string posting_key(const Objektref& ref, const Term& term);
// What all links of this kind from (UD) or to (IND) an object begin with; the other object follows.
std::string link_prefix(Retning retning, Linkart art, const Objektref& ref);

// Errors: UGYLDIG (a term too long).
base::Resultat<std::string> encode(const Objekt& objekt);
// Errors: LAGER.
base::Resultat<LaestObjekt> decode_objekt(const Objektref& ref, store::Laest&& laest);
base::Resultat<std::vector<Term>> decode_termer(std::string_view bytes);

// One entry of the index.
struct Indekspost {
  store::Familie familie = store::Familie::NU;
  std::string key;
  std::string value;
  auto operator<=>(const Indekspost&) const = default;
};
// All that an object has in the index, in order. Errors: LAGER.
base::Resultat<std::vector<Indekspost>> index_of(const LaestObjekt& objekt);

}  // namespace brevdue::oio
