#include "ydelsesindeks/soap.hpp"

#include "adgangsstyring/model.hpp"
#include "indeks/soapkald.hpp"
#include "ydelsesindeks/type.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using Importer = soap::Handler<ImporterInput, oio::MultipleOutput>;
using Fremsoeg = soap::Handler<FremsoegInput, FremsoegOutput>;

Importer importer(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  return [&](const soap::Request& request, const ImporterInput& input) {
    const auto act = [&indeks, &input](const oio::Kald& kald) { return indeks.importer(kald, input); };
    return indeks::call<oio::MultipleOutput>(request, adgangsstyring::kYdelseRediger, kaldere, threads, act);
  };
}

Fremsoeg fremsoeg(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  return [&](const soap::Request& request, const FremsoegInput& input) {
    const auto act = [&indeks, &input, arena = &request.arena](const oio::Kald& kald) {
      return indeks.fremsoeg(kald, input, *arena);
    };
    return indeks::call<FremsoegOutput>(request, adgangsstyring::kYdelseUdstil, kaldere, threads, act);
  };
}

}  // namespace

soap::Service soap_service(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  soap::Service out{.name = "YdelseIndeksService_6",
                    .port_type = "YdelseIndeksPortType",
                    .port = "YdelseIndeks",
                    .ns = "http://stoettesystemerne.dk/ydelsesindeks",
                    .operations = {},
                    .not_built = {{"opdater", kOpdaterInput.name}},
                    .schema = schema(),
                    .prefixes = prefixes()};
  out.operations.push_back(soap::operation<ImporterInput, oio::MultipleOutput>(
      "importer", "http://kombit.dk/sts/ydelseindeks/importer", kImporterInput, kImporterOutput,
      importer(indeks, kaldere, threads)));
  out.operations.push_back(soap::operation<FremsoegInput, FremsoegOutput>(
      "fremsoeg", "http://kombit.dk/sts/ydelseindeks/fremsoeg", kFremsoegInput, kFremsoegOutput,
      fremsoeg(indeks, kaldere, threads)));
  return out;
}

base::Resultat<std::unique_ptr<soap::Door>> make_door(Ydelsesindeks& indeks, const indeks::Kaldere& kaldere,
                                                      net::IoThreads& threads, const soap::DoorSettings& settings) {
  return soap::Door::make(soap_service(indeks, kaldere, threads), settings, threads, kaldere.tilfaeldig);
}

}  // namespace brevdue::ydelsesindeks
