#include "adgangsstyring/sts_regler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "adgangsstyring/kaldere.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::adgangsstyring {
namespace {

using oio::Aarsag;

constexpr std::string_view kSaml2 = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";
constexpr std::array<std::string_view, 2> kIssue{"http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
                                                 "http://schemas.microsoft.com/idfx/requesttype/issue"};
constexpr std::array<std::string_view, 2> kPublicKey{"http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
                                                     "http://schemas.microsoft.com/idfx/keytype/asymmetric"};

std::unexpected<Stsfejl> refused(int status, Stskode kode, std::string tekst, Aarsag aarsag) {
  return std::unexpected(Stsfejl{status, kode, std::move(tekst), aarsag});
}

std::unexpected<Stsfejl> ugyldig(std::string tekst, Stskode kode = Stskode::ANDET) {
  return refused(400, kode, std::move(tekst), Aarsag::UGYLDIG_ANMODNING);
}

std::unexpected<Stsfejl> ukendt_service(int status, const Stsanmodning& anmodning) {
  return refused(status, Stskode::UKENDT_SERVICE,
                 fmt::format("Path resolution: no connection '{}' found", anmodning.applies_to),
                 Aarsag::INGEN_SERVICEAFTALE);
}

std::string thumbprint(std::string_view der) {
  const auto parsed = crypto::Certifikat::from_der(der);
  auto text = parsed ? parsed->sha1_thumbprint() : std::string{};
  for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

Stsresultat<void> check_form(const Stsanmodning& anmodning) {
  if (anmodning.token_type != kSaml2) return ugyldig("TokenType must be " + std::string(kSaml2));
  if (std::ranges::find(kIssue, anmodning.request_type) == kIssue.end()) return ugyldig("RequestType must be Issue");
  if (std::ranges::find(kPublicKey, anmodning.key_type) == kPublicKey.end()) {
    return ugyldig("KeyType must be PublicKey");
  }
  if (anmodning.use_key.empty()) return ugyldig("UseKey is missing");
  if (anmodning.applies_to.empty()) return ugyldig("AppliesTo is missing");
  if (!anmodning.on_behalf_of.empty()) return ugyldig("OnBehalfOf is not supported");
  return {};
}

bool har_aftale(const Register& registre, const base::Uuid& system, base::Cvr myndighed, base::Tidspunkt nu) {
  return std::ranges::any_of(registre.registreringer().serviceaftaler, [&](const Serviceaftale& aftale) {
    return aftale.anvendersystem == system && aftale.gaelder(nu) &&
           std::ranges::binary_search(aftale.myndigheder, myndighed);
  });
}

// Without any agreement for the authority 5015; with one, but none on this service, 5002 (A1). What is asked for is
// well-formed and known, yet not as registered: 409.
Stsresultat<const Serviceaftale*> find_aftale(const Register& registre, const base::Uuid& system, base::Cvr myndighed,
                                              std::string_view service, const Stsanmodning& anmodning,
                                              base::Tidspunkt nu) {
  if (const auto* aftale = gaeldende_aftale(registre, system, myndighed, service, nu)) return aftale;
  if (!har_aftale(registre, system, myndighed, nu)) {
    return refused(
        409, Stskode::UKENDT_KONTEKST,
        fmt::format("The received user context does not exist: no serviceaftale with CVR {}", myndighed.text()),
        Aarsag::INGEN_SERVICEAFTALE);
  }
  return ukendt_service(409, anmodning);
}

Stsresultat<const Registreretcertifikat*> find_holder(const Register& registre, const Registreretcertifikat& kalder,
                                                      const Stsanmodning& anmodning, const Ure& ure) {
  if (!crypto::Certifikat::from_der(anmodning.use_key)) return ugyldig("UseKey is not a certificate");
  const auto holder = godkendt_certifikat(registre, anmodning.use_key, ure);
  if (holder && (*holder)->system == kalder.system) return *holder;
  return refused(400, Stskode::UKENDT_KONTEKST, "UseKey is not a certificate of the calling system",
                 Aarsag::UKENDT_KALDER);
}

}  // namespace

Stsresultat<const Registreretcertifikat*> sts_kalder(const Register& registre, std::string_view certificate_der,
                                                     const Ure& ure) {
  if (certificate_der.empty()) {
    return refused(401, Stskode::ANDET, "A client certificate is required", Aarsag::UKENDT_KALDER);
  }
  const auto kalder = godkendt_certifikat(registre, certificate_der, ure);
  if (kalder) return *kalder;
  return refused(401, Stskode::UKENDT_CERTIFIKAT,
                 fmt::format("No mapped user exists for thumbprint '{}'", thumbprint(certificate_der)),
                 Aarsag::UKENDT_KALDER);
}

Stsresultat<Udstedelse> sts_afgoer(const Register& registre, const Entityider& entityider,
                                   const Registreretcertifikat& kalder, const Stsanmodning& anmodning, const Ure& ure) {
  Udstedelse out;
  out.kalder = &kalder;
  PROEV(check_form(anmodning));
  out.service = service_med(entityider, anmodning.applies_to);
  if (out.service.empty()) {
    return ukendt_service(400, anmodning);
  }
  const auto cvr = base::Cvr::parse(anmodning.cvr);
  if (!cvr) return ugyldig("AnvenderKontekst must have a Cvr of eight digits", Stskode::UKENDT_KONTEKST);
  out.myndighed = *cvr;
  out.holder = PROEV(find_holder(registre, kalder, anmodning, ure));
  out.aftale = PROEV(find_aftale(registre, kalder.system->uuid, out.myndighed, out.service, anmodning, ure.ur.nu()));
  return out;
}

}  // namespace brevdue::adgangsstyring
