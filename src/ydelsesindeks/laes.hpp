// Objects as the store has them, unpacked.
//
// Thread safety: free functions. Ownership: as said at each.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "oio/objekter.hpp"
#include "xml/pack.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {

inline const xml::Type& type_of(const Bevilling&) {
  return kBevillingType;
}
inline const xml::Type& type_of(const OekonomiskEffektuering&) {
  return kEffektueringType;
}

// Its latest registration alone. Views point into the object's bytes and the arena.
template <class O>
base::Resultat<O> laes_seneste(const oio::LaestObjekt& objekt, xml::Arena& arena) {
  return xml::unpack<O>(type_of(O{}), objekt.registreringer.back().pakket, arena);
}

// The same with what it points into: for as long as it is kept.
template <class O>
struct Laest {
  std::shared_ptr<const std::string> bytes;
  xml::Arena arena;
  O objekt;
};
template <class O>
base::Resultat<std::shared_ptr<const Laest<O>>> hent_seneste(const oio::LaestObjekt& objekt) {
  auto out = std::make_shared<Laest<O>>();
  out->bytes = objekt.bytes;
  out->objekt = PROEV(laes_seneste<O>(objekt, out->arena));
  return out;
}

}  // namespace brevdue::ydelsesindeks
