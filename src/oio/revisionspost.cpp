#include "oio/revisionspost.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "oio/felter.hpp"

namespace brevdue::oio {
namespace {

constexpr std::uint8_t kFormat = 2;
constexpr auto kSidsteHaendelse = static_cast<std::uint8_t>(Haendelse::KONSUMENT_AFSLUTTET);

void add(std::string& line, std::string_view name, std::string_view value) {
  if (!value.empty()) line += fmt::format(" {}={}", name, base::log::clean(value));
}

void add(std::string& line, std::string_view name, const base::Uuid& value) {
  if (!value.is_nil()) add(line, name, value.text());
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
  return post;
}

void encode(const Revisionspost& post, std::string& out) {
  Feltskriver to(out);
  to.number(kFormat)
      .number(static_cast<std::uint8_t>(post.haendelse))
      .number(static_cast<std::uint8_t>(post.afgoerelse));
  to.tid(post.tid)
      .number(post.antal)
      .uuid(post.anvendersystem)
      .cvr(post.myndighed)
      .uuid(post.serviceaftale)
      .uuid(post.korrelation);
  to.uuid(post.objekt).uuid(post.relateret).text(post.service).text(post.adresse).text(post.tekst);
}

base::Resultat<Revisionspost> decode_revisionspost(std::string_view record) {
  Feltlaeser from(record);
  Revisionspost post;
  if (from.number<std::uint8_t>() != kFormat) from.fail();
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
  add(line, "tekst", post.tekst);
  return line;
}

}  // namespace brevdue::oio
