#include <nlohmann/json.hpp>

#include "http/server.hpp"

namespace brevdue::http {
namespace {

int status_for(base::FejlKode kode) {
  switch (kode) {
    case base::FejlKode::UGYLDIG:
      return 400;
    case base::FejlKode::IKKE_AUTENTISERET:
    case base::FejlKode::TOKEN_UDLOEBET:
      return 401;
    case base::FejlKode::IKKE_TILLADT:
      return 403;
    case base::FejlKode::IKKE_FUNDET:
      return 404;
    case base::FejlKode::KONFLIKT:
      return 409;
    case base::FejlKode::FOR_STOR:
      return 413;
    case base::FejlKode::IKKE_UNDERSTOETTET:
      return 501;
    case base::FejlKode::OVERBELASTET:
    case base::FejlKode::DISK_FULD:
      return 503;
    case base::FejlKode::TIDSFRIST:
    case base::FejlKode::FORBINDELSE:
      return 504;
    case base::FejlKode::LAGER:
    case base::FejlKode::INTERN:
      break;
  }
  return 500;
}

}  // namespace

Response json_response(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body), .headers = {}};
}

Response text_response(int status, std::string body) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body), .headers = {}};
}

Response fejl_response(const base::Fejl& fejl) {
  const nlohmann::json body = {{"code", base::navn(fejl.kode)}, {"message", base::beskriv(fejl)}};
  return json_response(status_for(fejl.kode), body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace brevdue::http
