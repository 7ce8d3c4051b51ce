#include "sagdokumentindeks/soap.hpp"

#include "adgangsstyring/model.hpp"
#include "indeks/soapkald.hpp"
#include "sagdokumentindeks/type.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using Importer = soap::Handler<ImporterInput, oio::MultipleOutput>;
using Fremsoeg = soap::Handler<FremsoegInput, FremsoegOutput>;

Importer importer(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  return [&](const soap::Request& request, const ImporterInput& input) {
    const auto act = [&indeks, &input](const oio::Kald& kald) { return indeks.importer(kald, input); };
    return indeks::call<oio::MultipleOutput>(request, adgangsstyring::kSagdokumentRediger, kaldere, threads, act);
  };
}

Fremsoeg fremsoeg(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  return [&](const soap::Request& request, const FremsoegInput& input) {
    const auto act = [&indeks, &input, arena = &request.arena](const oio::Kald& kald) {
      return indeks.fremsoeg(kald, input, *arena);
    };
    return indeks::call<FremsoegOutput>(request, adgangsstyring::kSagdokumentUdstil, kaldere, threads, act);
  };
}

}  // namespace

soap::Service soap_service(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere, net::IoThreads& threads) {
  soap::Service out{.name = "SagDokumentIndeksService_6",
                    .port_type = "SagDokumentIndeksPortType",
                    .port = "SagDokumentIndeks",
                    .ns = "http://stoettesystemerne.dk/sagsogdokumentindeks",
                    .operations = {},
                    .not_built = {{"opdater", kOpdaterInput.name}, {"fjern", kFjernInput.name}},
                    .schema = schema(),
                    .prefixes = prefixes()};
  out.operations.push_back(soap::operation<ImporterInput, oio::MultipleOutput>(
      "importer", "http://kombit.dk/sts/sagdokumentindeks/importer", kImporterInput, kImporterOutput,
      importer(indeks, kaldere, threads)));
  out.operations.push_back(soap::operation<FremsoegInput, FremsoegOutput>(
      "fremsoeg", "http://kombit.dk/sts/sagdokumentindeks/fremsoeg", kFremsoegInput, kFremsoegOutput,
      fremsoeg(indeks, kaldere, threads)));
  return out;
}

base::Resultat<std::unique_ptr<soap::Door>> make_door(Sagdokumentindeks& indeks, const indeks::Kaldere& kaldere,
                                                      net::IoThreads& threads, const soap::DoorSettings& settings) {
  return soap::Door::make(soap_service(indeks, kaldere, threads), settings, threads, kaldere.tilfaeldig);
}

}  // namespace brevdue::sagdokumentindeks
