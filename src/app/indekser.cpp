#include "app/indekser.hpp"

#include "sagdokumentindeks/soap.hpp"
#include "ydelsesindeks/soap.hpp"

namespace brevdue::app {

Indekser::Indekser(const Dele& dele)
    : kaldere_{dele.registre, dele.afvisninger, dele.ure, dele.tilfaeldig},
      sidelager_(dele.ure.ur),
      sagdokumentindeks_({dele.store, dele.registre, dele.afvisninger, dele.ure.ur, dele.tilfaeldig, sidelager_, {}}),
      ydelsesindeks_({dele.store, dele.registre, dele.afvisninger, dele.ure.ur, dele.tilfaeldig, sidelager_, {}}) {}

base::Resultat<std::unique_ptr<Indekser>> Indekser::make(const Dele& dele, const Indstillinger& settings) {
  soap::DoorSettings door;
  door.message_bytes = static_cast<std::size_t>(settings.soap_kib) << 10;
  door.mirrors_content_type = settings.soap_mirrors_content_type;
  std::unique_ptr<Indekser> out(new Indekser(dele));
  out->sagdokumentdoer_ =
      PROEV(sagdokumentindeks::make_door(out->sagdokumentindeks_, out->kaldere_, dele.threads, door));
  out->ydelsesdoer_ = PROEV(ydelsesindeks::make_door(out->ydelsesindeks_, out->kaldere_, dele.threads, door));
  return out;
}

void Indekser::add_to(http::Router& router) const {
  sagdokumentdoer_->add_to(router, std::string(sagdokumentindeks::kSti));
  ydelsesdoer_->add_to(router, std::string(ydelsesindeks::kSti));
}

}  // namespace brevdue::app
