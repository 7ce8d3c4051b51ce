#include "beskedfordeler/tal.hpp"

namespace brevdue::beskedfordeler {
namespace {

base::Counter& publish_counter(base::Metrics& metrics, const char* label) {
  return metrics.counter("brevdue_publish_total", "Publishes answered, by StatusKode", label);
}

}  // namespace

Tal::Tal(base::Metrics& metrics)
    : ok(publish_counter(metrics, R"(kode="20")")),
      ugyldig(publish_counter(metrics, R"(kode="40")")),
      udloebet(publish_counter(metrics, R"(kode="41")")),
      ikke_tilladt(publish_counter(metrics, R"(kode="43")")),
      intern_fejl(publish_counter(metrics, R"(kode="50")")),
      ikke_tilgaengelig(publish_counter(metrics, R"(kode="53")")),
      gentaget(metrics.counter("brevdue_publish_gentaget_total", "Publishes answered 20 as a resend")),
      leveret(metrics.counter("brevdue_leveret_total", "Deliveries handed to receivers")),
      genleveret(metrics.counter("brevdue_genleveret_total", "Deliveries that were not the first attempt")),
      kvitteret(metrics.counter("brevdue_kvitteret_total", "Deliveries acknowledged")),
      lagt_tilbage(metrics.counter("brevdue_lagt_tilbage_total", "Deliveries returned to their dueslag")),
      til_fejlkoe(metrics.counter("brevdue_til_fejlkoe_total", "Beskeder moved to a Fejlkoe")),
      fra_disk(metrics.counter("brevdue_leveret_fra_disk_total", "Deliveries read from the journal")),
      match_ns(metrics.counter("brevdue_match_nanoseconds_total", "Time spent finding abonnementer")),
      match(metrics.counter("brevdue_match_total", "Beskeder matched against abonnementer")) {}

base::Counter& Tal::publish(StatusKode kode) {
  switch (kode) {
    case StatusKode::OK:
      return ok;
    case StatusKode::UGYLDIG:
      return ugyldig;
    case StatusKode::TOKEN_UDLOEBET:
      return udloebet;
    case StatusKode::IKKE_TILLADT:
      return ikke_tilladt;
    case StatusKode::INTERN_FEJL:
      return intern_fejl;
    case StatusKode::IKKE_TILGAENGELIG:
      return ikke_tilgaengelig;
  }
  return intern_fejl;
}

}  // namespace brevdue::beskedfordeler
