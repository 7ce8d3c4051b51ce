#include "adgangsstyring/sts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "adgangsstyring/sts_json.hpp"
#include "adgangsstyring/sts_privilegier.hpp"
#include "adgangsstyring/sts_regler.hpp"
#include "base/log.hpp"
#include "crypto/saml.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::adgangsstyring {
namespace {

constexpr std::chrono::minutes kLaengsteLevetid{480};
constexpr int kForMange = 429;
constexpr int kOptaget = 503;

struct Noegler {
  crypto::Certifikat certifikat;
  crypto::PrivatNoegle noegle;
};

// One request. What the pool does for it: signs the token, then writes the ledger. It owns all that needs, since the
// coroutine may be gone before it is done; the committer outlives the threads.
struct Sag {
  base::Uuid id;  // of the assertion
  Stsanmodning anmodning;
  std::optional<crypto::Assertion> assertion;  // absent: refused
  oio::Revisionspost post;
  std::string adresse;
  std::string post_tekst;
  std::string service;
  http::Response svar;

  void refuse(const Stsfejl& why);
  // The ledger's record; its texts live as long as this.
  const oio::Revisionspost& written();
  void sign(const crypto::Assertion& what, const Noegler& noegler);
  void run(const Noegler& noegler, store::Committer& committer);
};

http::Response response(int status, std::string body) {
  auto out = http::json_response(status, std::move(body));
  out.headers.emplace_back("Cache-Control", "no-store");
  return out;
}

http::Response response(const Stsfejl& fejl) {
  auto out = response(fejl.status, sts_fejl(static_cast<int>(fejl.kode), fejl.tekst));
  if (fejl.status == kForMange || fejl.status == kOptaget) out.headers.emplace_back("Retry-After", "60");
  return out;
}

Stsfejl intern() {
  return {500, Stskode::ANDET, "Internal error", oio::Aarsag::UGYLDIG_ANMODNING};
}

// What the ledger does not have was not answered.
Stsfejl unwritten(store::Udfald udfald) {
  if (udfald != store::Udfald::DISK_FULD) return intern();
  return {kOptaget, Stskode::ANDET, "No room to write the answer down: try again later",
          oio::Aarsag::UGYLDIG_ANMODNING};
}

void Sag::refuse(const Stsfejl& why) {
  assertion.reset();
  svar = response(why);
  post.haendelse = oio::Haendelse::TOKEN_NAEGTET;
  post.afgoerelse = why.aarsag;
  post.objekt = {};
  post_tekst = fmt::format("{} {}", static_cast<int>(why.kode), why.tekst);
}

const oio::Revisionspost& Sag::written() {
  post.adresse = adresse;
  post.service = service;
  post.tekst = post_tekst;
  return post;
}

void Sag::sign(const crypto::Assertion& what, const Noegler& noegler) {
  const auto token = crypto::sign_assertion(what, noegler.noegle, noegler.certifikat);
  if (token) {
    svar = response(200, sts_svar(anmodning, what.not_on_or_after, *token));
  } else {
    base::log::error("token could not be signed", {{"why", base::beskriv(token.error())}});
    refuse(intern());
  }
}

// The answer stands only when the ledger has it.
void Sag::run(const Noegler& noegler, store::Committer& committer) {
  if (assertion) sign(*assertion, noegler);
  store::Commit commit;
  commit.ledger(oio::encode(written()));
  if (const auto udfald = committer.commit(std::move(commit)).udfald; udfald != store::Udfald::OK) {
    refuse(unwritten(udfald));
  }
}

base::Tidspunkt whole_milliseconds(base::Tidspunkt t) {
  return std::chrono::floor<std::chrono::milliseconds>(t);
}

}  // namespace

struct Sts::Impl {
  Impl(StsIndstillinger indstillinger, const Registre& registre_, Ure ure_, base::Tilfaeldig& tilfaeldig_,
       store::Committer& committer_, Afvisninger& afvisninger_, net::IoThreads& threads_)
      : til(std::move(indstillinger)),
        noegler(std::make_shared<Noegler>(til.certifikat, til.noegle)),
        levetid(std::clamp(til.levetid, std::chrono::minutes{1}, kLaengsteLevetid)),
        registre(registre_),
        ure(ure_),
        tilfaeldig(tilfaeldig_),
        committer(committer_),
        afvisninger(afvisninger_),
        threads(threads_),
        certifikater(til.anmodninger_certifikat),
        adresser(til.anmodninger_adresse) {}

  bool bremset(const net::Peer& peer);
  http::Response too_many(const net::Peer& peer);
  void decide(const Register& nu, const http::Request& request, Sag& sag);
  Stsresultat<Udstedelse> grant(const Register& nu, const http::Request& request, Sag& sag);
  crypto::Assertion assertion_for(const Register& nu, const Udstedelse& udstedelse, const Sag& sag) const;
  net::Opgave<http::Response> handle(const http::Request& request);

  const StsIndstillinger til;
  const std::shared_ptr<const Noegler> noegler;
  const std::chrono::minutes levetid;
  const Registre& registre;
  const Ure ure;
  base::Tilfaeldig& tilfaeldig;
  store::Committer& committer;
  Afvisninger& afvisninger;
  net::IoThreads& threads;
  Bremse certifikater;
  Bremse adresser;
  struct {
    std::atomic<std::uint64_t> udstedt{0}, afvist{0}, bremset{0};
  } tal;
};

// Counts the request against its certificate and its address (T17).
bool Sts::Impl::bremset(const net::Peer& peer) {
  const auto nu = ure.ur.monoton();
  const auto adresse = kildenoegle(peer.address);
  const auto aftryk = fingeraftryk(peer.certificate_der);
  const std::string_view certifikat{aftryk.data(), aftryk.size()};
  if (adresser.lukket(adresse, nu)) return true;
  if (!peer.certificate_der.empty() && certifikater.lukket(certifikat, nu)) return true;
  adresser.tael(adresse, nu);
  if (!peer.certificate_der.empty()) certifikater.tael(certifikat, nu);
  return false;
}

crypto::Assertion Sts::Impl::assertion_for(const Register& nu, const Udstedelse& udstedelse, const Sag& sag) const {
  const auto now = whole_milliseconds(sag.post.tid);
  const auto& system = *udstedelse.kalder->system;
  crypto::Assertion out;
  out.id = "_" + sag.id.text();
  out.issuer = til.issuer;
  out.issue_instant = now;
  out.subject_name = udstedelse.holder->subject;
  out.holder_der = sag.anmodning.use_key;
  out.confirmation_not_before = now;
  out.confirmation_not_on_or_after = now + levetid;
  out.recipient = sag.anmodning.applies_to;
  out.not_before = now;
  out.not_on_or_after = now + levetid;
  out.audiences = {sag.anmodning.applies_to};
  out.cvr = udstedelse.myndighed;
  out.privileges =
      privilege_list(nu.aftaler(system.uuid, udstedelse.myndighed, udstedelse.service), udstedelse.myndighed, now);
  out.authn_instant = now;
  return out;
}

Stsresultat<Udstedelse> Sts::Impl::grant(const Register& nu, const http::Request& request, Sag& sag) {
  const auto* kalder = PROEV(sts_kalder(nu, request.peer->certificate_der, ure));
  sag.post.anvendersystem = kalder->system->uuid;
  if (request.body.size() > til.anmodning_bytes) {
    return std::unexpected(Stsfejl{400, Stskode::ANDET, "The request is too large", oio::Aarsag::UGYLDIG_ANMODNING});
  }
  auto anmodning = parse_stsanmodning(request.body);
  if (!anmodning) {
    return std::unexpected(Stsfejl{400, Stskode::ANDET, anmodning.error().tekst, oio::Aarsag::UGYLDIG_ANMODNING});
  }
  sag.anmodning = *std::move(anmodning);
  sag.post.myndighed = base::Cvr::parse(sag.anmodning.cvr).value_or(base::Cvr{});
  return sts_afgoer(nu, til.entityider, *kalder, sag.anmodning, ure);
}

void Sts::Impl::decide(const Register& nu, const http::Request& request, Sag& sag) {
  sag.id = base::Uuid::random(tilfaeldig);
  sag.adresse = request.peer->address;
  sag.post.tid = ure.ur.nu();
  sag.post.korrelation = base::Uuid::random(tilfaeldig);
  const auto udstedelse = grant(nu, request, sag);
  if (!udstedelse) return sag.refuse(udstedelse.error());
  sag.assertion = assertion_for(nu, *udstedelse, sag);
  sag.post.haendelse = oio::Haendelse::TOKEN_UDSTEDT;
  sag.post.afgoerelse = oio::Aarsag::TILLADT;
  sag.post.serviceaftale = udstedelse->aftale->uuid;
  sag.post.objekt = sag.id;
  sag.service = udstedelse->service;
  sag.post_tekst = sag.anmodning.applies_to;
}

// Not looked at, so nobody is known.
http::Response Sts::Impl::too_many(const net::Peer& peer) {
  ++tal.bremset;
  oio::Revisionspost post;
  post.haendelse = oio::Haendelse::TOKEN_NAEGTET;
  post.afgoerelse = oio::Aarsag::UKENDT_KALDER;
  post.tid = ure.ur.nu();
  post.adresse = peer.address;
  post.tekst = "429 Too many requests";
  afvisninger.noter(post);
  return response({kForMange, Stskode::ANDET, "Too many requests: try again in a minute", {}});
}

net::Opgave<http::Response> Sts::Impl::handle(const http::Request& request) {
  if (bremset(*request.peer)) co_return too_many(*request.peer);
  const auto sag = std::make_shared<Sag>();
  decide(*registre.nu(), request, *sag);
  if (!sag->assertion) {
    ++tal.afvist;
    afvisninger.noter(sag->written());
    co_return std::move(sag->svar);
  }
  const auto done = co_await threads.run_in_pool([sag, keys = noegler, to = &committer] { sag->run(*keys, *to); });
  if (!done) {
    ++tal.bremset;
    co_return response({kOptaget, Stskode::ANDET, "The service is busy: try again", {}});
  }
  ++(sag->assertion ? tal.udstedt : tal.afvist);
  base::log::info(sag->assertion ? "token issued" : "token not issued", {{"system", sag->post.anvendersystem.text()},
                                                                         {"adresse", sag->adresse},
                                                                         {"korrelation", sag->post.korrelation.text()},
                                                                         {"why", sag->post_tekst}});
  co_return std::move(sag->svar);
}

Sts::Sts(StsIndstillinger indstillinger, const Registre& registre, Ure ure, base::Tilfaeldig& tilfaeldig,
         store::Committer& committer, Afvisninger& afvisninger, net::IoThreads& threads)
    : impl_(std::make_unique<Impl>(std::move(indstillinger), registre, ure, tilfaeldig, committer, afvisninger,
                                   threads)) {}

Sts::~Sts() = default;

void Sts::add_to(http::Router& router) {
  router.add("POST", std::string(kStsRestPath),
             [impl = impl_.get()](const http::Request& request) { return impl->handle(request); });
}

net::Opgave<http::Response> Sts::handle(const http::Request& request) {
  return impl_->handle(request);
}

Ststal Sts::tal() const {
  return {.udstedt = impl_->tal.udstedt, .afvist = impl_->tal.afvist, .bremset = impl_->tal.bremset};
}

}  // namespace brevdue::adgangsstyring
