#include "oio/revisionspost.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "oio/felter.hpp"

namespace brevdue::oio {
namespace {

constexpr std::uint8_t kFormat = 2;
constexpr std::uint8_t kMedUdveksling = 3;  // the same, and an Udvekslingspost after it
constexpr auto kSidsteHaendelse = static_cast<std::uint8_t>(Haendelse::OBJEKT_TILBAGEHOLDT);

void add(std::string& line, std::string_view name, std::string_view value) {
  if (!value.empty()) line += fmt::format(" {}={}", name, base::log::clean(value));
}

void add(std::string& line, std::string_view name, const base::Uuid& value) {
  if (!value.is_nil()) add(line, name, value.text());
}

void encode(const Udvekslingspost& post, Feltskriver& to) {
  to.uuid(post.bruger).text(post.part);
  // 0: none.
  to.number<std::uint8_t>(post.formaal ? static_cast<std::uint8_t>(std::to_underlying(*post.formaal) + 1) : 0);
  to.text(post.reference).text(post.aftale).number(post.version).text(post.hjemmel);
}

Udvekslingspost decode_udvekslingspost(Feltlaeser& from) {
  Udvekslingspost post;
  post.bruger = from.uuid();
  post.part = from.text();
  const auto formaal = from.number<std::uint8_t>(kFormaalsnavne.size());
  if (formaal != 0) post.formaal = static_cast<Formaal>(formaal - 1);
  post.reference = from.text();
  post.aftale = from.text();
  post.version = from.number<std::uint32_t>();
  post.hjemmel = from.text();
  if (post == Udvekslingspost{}) from.fail();
  return post;
}

void add(std::string& line, const Udvekslingspost& post) {
  add(line, "bruger", post.bruger);
  add(line, "part", post.part);
  if (post.formaal) add(line, "formaal", navn(*post.formaal));
  add(line, "reference", post.reference);
  add(line, "udvekslingsaftale", post.aftale);
  if (post.version != 0) add(line, "udvekslingsversion", std::to_string(post.version));
  add(line, "hjemmel", post.hjemmel);
}

std::string_view reference_of(const Formaalsangivelse& angivelse) {
  if (!angivelse.sagsreference.empty()) return angivelse.sagsreference;
  return angivelse.henvendelse.empty() ? angivelse.samtykke : angivelse.henvendelse;
}

}  // namespace

std::string_view navn(Haendelse haendelse) {
  switch (haendelse) {
    case Haendelse::TOKEN_UDSTEDT:
      return "TOKEN_UDSTEDT";
    case Haendelse::TOKEN_NAEGTET:
      return "TOKEN_NAEGTET";
    case Haendelse::REGISTRERING_IMPORTERET:
      return "REGISTRERING_IMPORTERET";
    case Haendelse::BESKED_MODTAGET:
      return "BESKED_MODTAGET";
    case Haendelse::BESKED_AFVIST:
      return "BESKED_AFVIST";
    case Haendelse::BESKED_LEVERET:
      return "BESKED_LEVERET";
    case Haendelse::BESKED_TIL_FEJLKOE:
      return "BESKED_TIL_FEJLKOE";
    case Haendelse::ADMINISTRATION:
      return "ADMINISTRATION";
    case Haendelse::LOGIN_AFVIST:
      return "LOGIN_AFVIST";
    case Haendelse::DUESLAG_NAEGTET:
      return "DUESLAG_NAEGTET";
    case Haendelse::KONSUMENT_AFSLUTTET:
      return "KONSUMENT_AFSLUTTET";
    case Haendelse::OBJEKT_IMPORTERET:
      return "OBJEKT_IMPORTERET";
    case Haendelse::IMPORT_AFVIST:
      return "IMPORT_AFVIST";
    case Haendelse::FREMSOEGNING:
      return "FREMSOEGNING";
    case Haendelse::OBJEKT_VIST:
      return "OBJEKT_VIST";
    case Haendelse::OBJEKT_TILBAGEHOLDT:
      return "OBJEKT_TILBAGEHOLDT";
  }
  return "UKENDT";
}

Revisionspost revisionspost(Haendelse haendelse, const Kald& kald, base::Tidspunkt tid) {
  Revisionspost post;
  post.haendelse = haendelse;
  post.tid = tid;
  post.anvendersystem = kald.anvendersystem;
  post.myndighed = kald.myndighed;
  post.serviceaftale = kald.serviceaftale;
  post.korrelation = kald.korrelation;
  post.service = kald.service;
  post.adresse = kald.adresse;
  if (kald.bruger) post.udveksling.bruger = kald.bruger->uuid;
  if (kald.formaal) {
    post.udveksling.formaal = kald.formaal->formaal;
    post.udveksling.reference = reference_of(*kald.formaal);
  }
  return post;
}

void note_svar(Revisionspost& post, const Adgangssvar& svar) {
  post.afgoerelse = svar.aarsag;
  post.serviceaftale = svar.serviceaftale;
  post.udveksling.aftale = svar.aftale.aftale;
  post.udveksling.version = svar.aftale.version;
  post.udveksling.hjemmel = svar.aftale.hjemmel;
}

void encode(const Revisionspost& post, std::string& out) {
  const bool is_udveksling = post.udveksling != Udvekslingspost{};
  Feltskriver to(out);
  to.number(is_udveksling ? kMedUdveksling : kFormat)
      .number(static_cast<std::uint8_t>(post.haendelse))
      .number(static_cast<std::uint8_t>(post.afgoerelse));
  to.tid(post.tid)
      .number(post.antal)
      .uuid(post.anvendersystem)
      .cvr(post.myndighed)
      .uuid(post.serviceaftale)
      .uuid(post.korrelation);
  to.uuid(post.objekt).uuid(post.relateret).text(post.service).text(post.adresse).text(post.tekst);
  if (is_udveksling) encode(post.udveksling, to);
}

base::Resultat<Revisionspost> decode_revisionspost(std::string_view record) {
  Feltlaeser from(record);
  Revisionspost post;
  const auto format = from.number<std::uint8_t>(kMedUdveksling);
  if (format < kFormat) from.fail();
  const auto haendelse = from.number<std::uint8_t>(kSidsteHaendelse);
  if (haendelse == 0) from.fail();
  post.haendelse = static_cast<Haendelse>(haendelse);
  post.afgoerelse = static_cast<Aarsag>(from.number<std::uint8_t>(std::to_underlying(kSidsteAarsag)));
  post.tid = from.tid();
  post.antal = from.number<std::uint32_t>();
  if (post.antal == 0) from.fail();
  post.anvendersystem = from.uuid();
  post.myndighed = from.cvr();
  post.serviceaftale = from.uuid();
  post.korrelation = from.uuid();
  post.objekt = from.uuid();
  post.relateret = from.uuid();
  post.service = from.text();
  post.adresse = from.text();
  post.tekst = from.text();
  if (format == kMedUdveksling) post.udveksling = decode_udvekslingspost(from);
  if (!from.done()) return base::fejl(base::FejlKode::UGYLDIG, "not a ledger record of a known form");
  return post;
}

std::string text(const Revisionspost& post) {
  std::string line = fmt::format("{} {} {}", base::iso_text(post.tid), navn(post.haendelse), navn(post.afgoerelse));
  if (post.antal != 1) add(line, "antal", std::to_string(post.antal));
  add(line, "system", post.anvendersystem);
  if (!post.myndighed.is_none()) add(line, "myndighed", post.myndighed.text());
  add(line, "aftale", post.serviceaftale);
  add(line, "service", post.service);
  add(line, "objekt", post.objekt);
  add(line, "relateret", post.relateret);
  add(line, "adresse", post.adresse);
  add(line, "korrelation", post.korrelation);
  add(line, post.udveksling);
  add(line, "tekst", post.tekst);
  return line;
}

}  // namespace brevdue::oio
