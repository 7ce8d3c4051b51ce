// The SOAP door of the Sags- og Dokumentindeks: SagDokumentIndeks v6 (spec indekser 2.1 and 2.4), SOAP 1.1 and 1.2.
//
// Thread safety: handlers run on io threads, several at once. Ownership: src/app owns one; what it is made with must
// outlive it, and it the Router's listeners.
#pragma once

#include <memory>
#include <string_view>

#include "indeks/kalder.hpp"
#include "net/server.hpp"
#include "sagdokumentindeks/service.hpp"
#include "soap/door.hpp"

namespace brevdue::sagdokumentindeks {

inline constexpr std::string_view kSti = "/sagdokumentindeks/6";

// The service as data, for the door, its WSDL and tests.
soap::Service soap_service(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads);

base::Resultat<std::unique_ptr<soap::Door>> make_door(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere,
                                                      net::IoThreads& threads, const soap::DoorSettings& settings);

}  // namespace brevdue::sagdokumentindeks
