// The reply to a publish: StandardRetur with StatusKode and FejlbeskedTekst (spec beskedfordeler 2.5 and 2.6).
//
// Thread safety: plain values and free functions.
#pragma once

#include <string>
#include <string_view>

namespace brevdue::beskedfordeler {

enum class StatusKode : int {
  OK = 20,
  UGYLDIG = 40,         // the besked cannot be taken as it is
  TOKEN_UDLOEBET = 41,  // renew and send again; nothing else may answer it
  IKKE_TILLADT = 43,
  INTERN_FEJL = 50,
  IKKE_TILGAENGELIG = 53,  // try later
};

struct Standardretur {
  StatusKode kode = StatusKode::OK;
  std::string tekst;  // for people, in Danish, nothing personal; empty for OK
};

// The reply's body.
std::string xml_of(const Standardretur& retur);
// That of OK, made once.
std::string_view xml_of_ok();

}  // namespace brevdue::beskedfordeler
