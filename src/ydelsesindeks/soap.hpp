// The SOAP door of the Ydelsesindeks: YdelseIndeks v6 (spec indekser 2.1 and 2.6), SOAP 1.1 and 1.2.
//
// Thread safety: handlers run on io threads, several at once. Ownership: src/app owns one; what it is made with must
// outlive it, and it the Router's listeners.
#pragma once

#include <memory>
#include <string_view>

#include "indeks/kalder.hpp"
#include "net/server.hpp"
#include "soap/door.hpp"
#include "ydelsesindeks/service.hpp"

namespace brevdue::ydelsesindeks {

inline constexpr std::string_view kSti = "/ydelseindeks/6";  // as KOMBIT's clients are configured

// The service as data, for the door, its WSDL and tests.
soap::Service soap_service(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads);

base::Resultat<std::unique_ptr<soap::Door>> make_door(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere,
                                                      net::IoThreads& threads, const soap::DoorSettings& settings);

}  // namespace brevdue::ydelsesindeks
