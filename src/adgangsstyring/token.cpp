#include "adgangsstyring/token.hpp"

#include <algorithm>
#include <map>

#include "adgangsstyring/kaldere.hpp"
#include "adgangsstyring/token_hukommelse.hpp"
#include "store/sha256.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;
using base::Resultat;
using Services = std::span<const std::string_view>;

std::unexpected<base::Fejl> ikke_autentiseret(std::string tekst) {
  return base::fejl(FejlKode::IKKE_AUTENTISERET, std::move(tekst));
}

oio::Aarsag aarsag_af(FejlKode kode) {
  if (kode == FejlKode::TOKEN_UDLOEBET) return oio::Aarsag::KALD_UDLOEBET;
  if (kode == FejlKode::IKKE_TILLADT) return oio::Aarsag::INGEN_SERVICEAFTALE;
  return oio::Aarsag::UKENDT_KALDER;
}

constexpr std::chrono::seconds kStoersteSkew{600};  // T6

Tokenindstillinger inden_for_graenser(Tokenindstillinger til) {
  til.skew = std::min(til.skew, kStoersteSkew);
  return til;
}

std::map<std::string, crypto::Forventning, std::less<>> forventninger(const Tokenindstillinger& til) {
  std::map<std::string, crypto::Forventning, std::less<>> out;
  for (const auto& [service, ids] : til.entityider) {
    crypto::Forventning expected;
    expected.issuer = til.issuer;
    expected.audiences = ids;
    expected.skew = til.skew;
    out.emplace(service, std::move(expected));
  }
  return out;
}

// What the pool does, on its own copy: the coroutine may be gone before it is done.
struct Arbejde {
  std::string token;
  std::vector<crypto::Certifikat> pinned;
  Signaturdom dom = base::fejl(FejlKode::INTERN, "not looked at");

  void run() {
    auto assertion = crypto::verify_assertion(token, pinned);
    if (!assertion) {
      dom = ikke_autentiseret(std::move(assertion).error().tekst);
      return;
    }
    auto good = std::make_shared<GodtToken>();
    good->holder = fingeraftryk(assertion->holder_der);
    good->assertion = *std::move(assertion);
    good->assertion.holder_der = {};
    good->assertion.privileges = {};
    dom = std::move(good);
  }
};

}  // namespace

Tokenafvisning::Tokenafvisning(base::Fejl fejl) : Fejl(std::move(fejl)), aarsag(aarsag_af(kode)) {}

oio::Revisionspost revisionspost(oio::Haendelse haendelse, const Tokenafvisning& afvisning, std::string_view adresse,
                                 base::Tidspunkt tid) {
  oio::Revisionspost post;
  post.haendelse = haendelse;
  post.afgoerelse = afvisning.aarsag;
  post.tid = tid;
  post.anvendersystem = afvisning.anvendersystem;
  post.myndighed = afvisning.myndighed;
  post.adresse = adresse;
  post.tekst = afvisning.tekst;
  return post;
}

std::optional<HolderOfKey> parse_holder_of_key(std::string_view word) {
  if (word == "off") return HolderOfKey::OFF;
  if (word == "if-presented") return HolderOfKey::IF_PRESENTED;
  if (word == "required") return HolderOfKey::REQUIRED;
  return std::nullopt;
}

struct Tokenkontrol::Impl {
  Impl(Tokenindstillinger indstillinger, const Registre& registre_, Ure ure_, base::Tilfaeldig& tilfaeldig_,
       net::IoThreads& threads_)
      : til(inden_for_graenser(std::move(indstillinger))),
        expected(forventninger(til)),
        registre(registre_),
        ure(ure_),
        tilfaeldig(tilfaeldig_),
        threads(threads_),
        hukommelse(til),
        bremse(til.afvisninger) {}

  Resultat<std::string_view> service_for(const crypto::Assertion& assertion, Services services) const;
  Resultat<void> check_tls(const GodtToken& token, const Registreretcertifikat& certifikat,
                           const net::Peer& peer) const;
  Resultat<oio::Kald> make_kald(const GodtToken& token, Services services, const net::Peer& peer) const;
  void name_caller(const GodtToken& token, const net::Peer& peer, Tokenafvisning& afvisning) const;
  Tokensvar judge(const Signaturdom& dom, Services services, const net::Peer& peer);
  net::Opgave<Tokensvar> judge_unknown(std::string token, Tokenaftryk key, Services services, const net::Peer& peer);

  const Tokenindstillinger til;
  const std::map<std::string, crypto::Forventning, std::less<>> expected;
  const Registre& registre;
  const Ure ure;
  base::Tilfaeldig& tilfaeldig;
  net::IoThreads& threads;
  Tokenhukommelse hukommelse;
  Bremse bremse;
  struct {
    std::atomic<std::uint64_t> verificeret{0}, husket{0}, afvist{0}, bremset{0};
  } tal;
};

// The service, among those wanted, that the token was meant for.
Resultat<std::string_view> Tokenkontrol::Impl::service_for(const crypto::Assertion& assertion,
                                                           Services services) const {
  for (const auto& audience : assertion.audiences) {
    const auto service = service_med(til.entityider, audience);
    if (std::ranges::find(services, service) != services.end()) return service;
  }
  return ikke_autentiseret("the token is meant for another service");
}

Resultat<void> Tokenkontrol::Impl::check_tls(const GodtToken& token, const Registreretcertifikat& certifikat,
                                             const net::Peer& peer) const {
  if (til.holder_of_key == HolderOfKey::OFF) return {};
  if (peer.certificate_der.empty()) {
    if (til.holder_of_key == HolderOfKey::IF_PRESENTED || certifikat.system->uden_holder_of_key) return {};
    return ikke_autentiseret("the connection has no client certificate");
  }
  if (fingeraftryk(peer.certificate_der) == token.holder) return {};
  return ikke_autentiseret("the connection's client certificate is not the token's");
}

// The token's time is judged last, so that TOKEN_UDLOEBET means that and nothing else.
Resultat<oio::Kald> Tokenkontrol::Impl::make_kald(const GodtToken& token, Services services,
                                                  const net::Peer& peer) const {
  const auto& assertion = token.assertion;
  const auto nu = ure.ur.nu();
  const auto current = registre.nu();
  if (!assertion.acting_name.empty()) return ikke_autentiseret("on-behalf-of tokens are not supported");
  const auto service = PROEV(service_for(assertion, services));
  const auto in_order = crypto::check_assertion(assertion, expected.find(service)->second, nu);
  if (!in_order && in_order.error().kode != FejlKode::TOKEN_UDLOEBET) return std::unexpected(in_order.error());
  const auto* certifikat = PROEV(godkendt_certifikat(*current, token.holder, ure));
  PROEV(check_tls(token, *certifikat, peer));
  const auto* aftale = gaeldende_aftale(*current, certifikat->system->uuid, assertion.cvr, service, nu);
  if (aftale == nullptr) return ingen_serviceaftale(service);
  PROEV(in_order);
  return oio::Kald{.anvendersystem = certifikat->system->uuid,
                   .myndighed = assertion.cvr,
                   .serviceaftale = aftale->uuid,
                   .service = std::string(service),
                   .korrelation = base::Uuid::random(tilfaeldig),
                   .udloeber = std::min(assertion.udloeber() + til.skew, certifikat_udloeber(*certifikat, ure)),
                   .certifikat = token.holder,
                   .akkreditiver = certifikat->akkreditiver,
                   .adresse = peer.address,
                   .registerversion = current->version()};
}

void Tokenkontrol::Impl::name_caller(const GodtToken& token, const net::Peer& peer, Tokenafvisning& afvisning) const {
  const auto current = registre.nu();
  const auto* certifikat = current->certifikat(token.holder);
  if (certifikat == nullptr || !check_tls(token, *certifikat, peer)) return;
  afvisning.anvendersystem = certifikat->system->uuid;
  afvisning.myndighed = token.assertion.cvr;
  if (certifikat->spaerret || certifikat->system->spaerret) afvisning.aarsag = oio::Aarsag::SYSTEM_SPAERRET;
}

Tokensvar Tokenkontrol::Impl::judge(const Signaturdom& dom, Services services, const net::Peer& peer) {
  Tokensvar kald = dom ? make_kald(**dom, services, peer) : std::unexpected(dom.error());
  if (!kald) {
    ++tal.afvist;
    bremse.tael(kildenoegle(peer.address), ure.ur.monoton());
    if (dom) name_caller(**dom, peer, kald.error());
  }
  return kald;
}

net::Opgave<Tokensvar> Tokenkontrol::Impl::judge_unknown(std::string token, Tokenaftryk key, Services services,
                                                         const net::Peer& peer) {
  const auto arbejde = std::make_shared<Arbejde>(Arbejde{.token = std::move(token), .pinned = til.pinned});
  const auto done = co_await threads.run_in_pool([arbejde] { arbejde->run(); });
  if (!done) co_return std::unexpected(done.error());
  ++tal.verificeret;
  hukommelse.put(key, arbejde->dom, ure.ur.monoton());
  co_return judge(arbejde->dom, services, peer);
}

Tokenkontrol::Tokenkontrol(Tokenindstillinger indstillinger, const Registre& registre, Ure ure,
                           base::Tilfaeldig& tilfaeldig, net::IoThreads& threads)
    : impl_(std::make_unique<Impl>(std::move(indstillinger), registre, ure, tilfaeldig, threads)) {}

Tokenkontrol::~Tokenkontrol() = default;

net::Opgave<Tokensvar> Tokenkontrol::verify(std::string token, Services services, const net::Peer& peer) {
  if (token.size() > impl_->til.token_bytes) {
    co_return impl_->judge(ikke_autentiseret("the token is too large"), services, peer);
  }
  const auto key = store::sha256({token});
  if (const auto dom = impl_->hukommelse.find(key, impl_->ure.ur.monoton())) {
    ++impl_->tal.husket;
    co_return impl_->judge(*dom, services, peer);
  }
  if (impl_->bremse.lukket(kildenoegle(peer.address), impl_->ure.ur.monoton())) {
    ++impl_->tal.bremset;
    co_return base::fejl(FejlKode::OVERBELASTET, "too many refused tokens from this address");
  }
  co_return co_await impl_->judge_unknown(std::move(token), key, services, peer);
}

std::optional<Tokensvar> Tokenkontrol::verify_known(std::string_view token, Services services, const net::Peer& peer) {
  const auto dom = impl_->hukommelse.find(store::sha256({token}), impl_->ure.ur.monoton());
  if (!dom) return std::nullopt;
  ++impl_->tal.husket;
  return impl_->judge(*dom, services, peer);
}

Tokental Tokenkontrol::tal() const {
  const auto& tal = impl_->tal;
  return {.verificeret = tal.verificeret, .husket = tal.husket, .afvist = tal.afvist, .bremset = tal.bremset};
}

}  // namespace brevdue::adgangsstyring
