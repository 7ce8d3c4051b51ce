#include "beskedfordeler/amqp.hpp"

#include <fmt/format.h>

#include <array>

#include "adgangsstyring/adgangssvar.hpp"
#include "adgangsstyring/model.hpp"
#include "beskedfordeler/afsenderside.hpp"
#include "beskedfordeler/modtagerside.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

using adgangsstyring::Tokensvar;
using amqp::Refusal;
using base::fejl;
using base::FejlKode;
using base::Resultat;

constexpr std::array<std::string_view, 2> kMechanisms{"EXTERNAL", "PLAIN"};
constexpr std::array kAfsend{adgangsstyring::kAfsend};
constexpr std::array kServices{adgangsstyring::kAfsend, adgangsstyring::kModtag};

// A connection's inner part: shared, so that work under way can ask whether it still lives.
class Forbindelse : public std::enable_shared_from_this<Forbindelse> {
 public:
  static std::shared_ptr<Forbindelse> make(Beskedfordeler& beskedfordeler, Tokens& tokens, amqp::Session& session,
                                           std::string token, oio::Kald kald) {
    std::shared_ptr<Forbindelse> out{new Forbindelse(beskedfordeler, tokens, session)};
    out->begin(std::move(token), std::move(kald));
    return out;
  }
  ~Forbindelse();

  Afsenderside& afsender() { return *afsender_; }
  Modtagerside& modtager() { return *modtager_; }
  const oio::Kald& kald() const { return *kald_; }
  Resultat<void> renew(std::string token, Tokensvar kald);

 private:
  Forbindelse(Beskedfordeler& beskedfordeler, Tokens& tokens, amqp::Session& session)
      : beskedfordeler_(beskedfordeler), tokens_(tokens), session_(session), poster_(session.poster()) {}
  void begin(std::string token, oio::Kald kald);
  void set_token(std::string token, oio::Kald kald);
  void settled(std::vector<Afgjort>& told);
  void look(Beskedfordeler::Grund grund);
  void close(std::string_view why);
  // `work` on this connection's thread, if it still lives then.
  std::function<void(std::function<void(Forbindelse&)>)> later();

  Beskedfordeler& beskedfordeler_;
  Tokens& tokens_;
  amqp::Session& session_;
  const net::Poster poster_;
  std::shared_ptr<const oio::Kald> kald_;
  std::shared_ptr<Postkasse> postkasse_;
  std::unique_ptr<Afsenderside> afsender_;
  std::unique_ptr<Modtagerside> modtager_;
  std::shared_ptr<void> connection_;
  bool is_closing_ = false;
};

net::Opgave<void> verify_then(Tokens& tokens, std::string token, net::Peer peer, std::function<void(Tokensvar)> then) {
  auto kald = co_await tokens.verify(std::move(token), kAfsend, peer);
  then(std::move(kald));
}

std::function<void(std::function<void(Forbindelse&)>)> Forbindelse::later() {
  return [poster = poster_, weak = weak_from_this()](std::function<void(Forbindelse&)> work) {
    poster([weak, work = std::move(work)] {
      if (const auto alive = weak.lock()) work(*alive);
    });
  };
}

void Forbindelse::begin(std::string token, oio::Kald kald) {
  Faelles& faelles = beskedfordeler_.faelles();
  postkasse_ = std::make_shared<Postkasse>(faelles.ydre.store, faelles.hukommelse, poster_,
                                           [this](std::vector<Afgjort>& told) { settled(told); });
  const auto verify = [this](std::string unknown, std::function<void(Tokensvar)> then) {
    auto back = [later = later(), then = std::move(then)](Tokensvar answer) {
      later([then, answer = std::move(answer)](Forbindelse&) { then(answer); });
    };
    auto& threads = beskedfordeler_.faelles().ydre.threads;
    threads.spawn(verify_then(tokens_, std::move(unknown), session_.peer(), std::move(back)));
  };
  const auto to_modtager = [later = later()](std::function<void(Modtagerside&)> work) {
    later([work = std::move(work)](Forbindelse& forbindelse) { work(forbindelse.modtager()); });
  };
  const auto in_pool = [&faelles, to_modtager](std::function<void()> work,
                                               std::function<void(Modtagerside&, bool)> then) {
    faelles.in_pool(std::move(work), [to_modtager, then = std::move(then)](bool ran) {
      to_modtager([then, ran](Modtagerside& side) { then(side, ran); });
    });
  };
  afsender_ = std::make_unique<Afsenderside>(faelles, tokens_, session_, *postkasse_, verify);
  modtager_ = std::make_unique<Modtagerside>(faelles, session_, *postkasse_, to_modtager, in_pool);
  set_token(std::move(token), std::move(kald));
  connection_ = beskedfordeler_.connect([later = later()](Beskedfordeler::Grund grund) {
    later([grund](Forbindelse& forbindelse) { forbindelse.look(grund); });
  });
  // What changed between the token's verification and now was told to others only.
  if (faelles.ydre.registre.version() != kald_->registerversion) look(Beskedfordeler::Grund::REGISTRERINGER);
}

Forbindelse::~Forbindelse() {
  connection_.reset();
  postkasse_->close();
  modtager_.reset();
  afsender_.reset();
  beskedfordeler_.keep(std::move(postkasse_));
}

void Forbindelse::set_token(std::string token, oio::Kald kald) {
  kald_ = std::make_shared<const oio::Kald>(std::move(kald));
  afsender_->set_token(std::move(token), kald_);
  modtager_->set_kald(kald_);
}

Resultat<void> Forbindelse::renew(std::string token, Tokensvar kald) {
  if (kald && (kald->anvendersystem != kald_->anvendersystem || kald->myndighed != kald_->myndighed)) {
    kald = fejl(FejlKode::IKKE_TILLADT, "the new token is another system's or authority's");
  }
  if (!kald) {
    const Ydre& ydre = beskedfordeler_.faelles().ydre;
    auto post = oio::revisionspost(oio::Haendelse::LOGIN_AFVIST, *kald_, ydre.ur.nu());
    post.afgoerelse = kald.error().aarsag;
    post.serviceaftale = {};
    post.tekst = kald.error().tekst;
    ydre.afvisninger.noter(post);
    return std::unexpected(std::move(kald).error());
  }
  set_token(std::move(token), *std::move(kald));
  modtager_->decide_again();
  return {};
}

void Forbindelse::settled(std::vector<Afgjort>& told) {
  for (const Afgjort& afgjort : told) {
    if (afgjort.aerinde.art == Aerinde::Art::PUBLISH) afsender_->settled(afgjort);
    if (afgjort.aerinde.art == Aerinde::Art::UDLEVERING) modtager_->settled(afgjort);
  }
  afsender_->relieve();
}

void Forbindelse::look(Beskedfordeler::Grund grund) {
  const Faelles& faelles = beskedfordeler_.faelles();
  if (grund == Beskedfordeler::Grund::REGISTRERINGER) {
    modtager_->decide_again();
    if (!adgangsstyring::er_spaerret(*faelles.ydre.registre.nu(), *kald_)) return;
    return close(fmt::format("user '{}' is blocked", kald_->anvendersystem.text()));
  }
  afsender_->relieve();
  modtager_->resume();
  if (faelles.ydre.ur.nu() >= kald_->udloeber + faelles.indstillinger.tokenfrist) close("token expired");
}

void Forbindelse::close(std::string_view why) {
  if (std::exchange(is_closing_, true)) return;
  session_.close(320, fmt::format("CONNECTION_FORCED - {}", why));
}

// What the Session owns and calls.
class AmqpClient final : public amqp::Client {
 public:
  AmqpClient(std::shared_ptr<Forbindelse> forbindelse, Tokens& tokens, amqp::Session& session,
             const Doerindstillinger& indstillinger)
      : forbindelse_(std::move(forbindelse)),
        tokens_(tokens),
        session_(session),
        indstillinger_(indstillinger),
        user_(forbindelse_->kald().anvendersystem.text()) {}

  std::string_view user() const override { return user_; }

  std::optional<Refusal> publish(amqp::PublishId id, const amqp::Publish& message) override {
    if (message.exchange == indstillinger_.exchange) {
      forbindelse_->afsender().publish(id, message);
      return {};
    }
    if (message.exchange.empty()) {
      return Refusal{403, fmt::format("ACCESS_REFUSED - access to exchange 'amq.default' in vhost '{}' refused for "
                                      "user '{}'",
                                      indstillinger_.vhost, user_)};
    }
    return Refusal{404,
                   fmt::format("NOT_FOUND - no exchange '{}' in vhost '{}'", message.exchange, indstillinger_.vhost)};
  }
  void flush() override { forbindelse_->afsender().flush(); }
  std::expected<amqp::QueueCounts, Refusal> declare_passive(std::string_view queue) override {
    return forbindelse_->modtager().declare_passive(queue);
  }
  std::optional<Refusal> consume(amqp::ConsumerId consumer, std::string_view queue, bool no_ack,
                                 bool exclusive) override {
    return forbindelse_->modtager().consume(consumer, queue, no_ack, exclusive);
  }
  void credit(amqp::ConsumerId consumer, std::uint32_t more) override {
    forbindelse_->modtager().credit(consumer, more);
  }
  void drained() override { forbindelse_->modtager().drained(); }
  void cancelled(amqp::ConsumerId consumer) override { forbindelse_->modtager().cancelled(consumer); }
  void get(amqp::GetId id, std::string_view queue, bool no_ack) override {
    forbindelse_->modtager().get(id, queue, no_ack);
  }
  void settle(std::span<const amqp::Settlement> settlements) override { forbindelse_->modtager().settle(settlements); }

  net::Opgave<Resultat<void>> update_secret(std::string secret) override {
    const auto forbindelse = forbindelse_;  // lives through the verification
    auto kald = co_await tokens_.verify(secret, kServices, session_.peer());
    co_return forbindelse->renew(std::move(secret), std::move(kald));
  }

 private:
  std::shared_ptr<Forbindelse> forbindelse_;
  Tokens& tokens_;
  amqp::Session& session_;
  const Doerindstillinger& indstillinger_;
  const std::string user_;
};

// The token of a SASL response; nothing when it is none.
std::optional<std::string> token_of(const amqp::Credentials& credentials, bool plain) {
  if (credentials.mechanism == kMechanisms[0]) return credentials.response;
  if (credentials.mechanism != kMechanisms[1] || !plain) return {};
  const auto password = credentials.response.rfind('\0');
  if (password == std::string::npos) return {};
  return credentials.response.substr(password + 1);
}

}  // namespace

AmqpDoer::AmqpDoer(Beskedfordeler& beskedfordeler, Tokens& tokens, Doerindstillinger indstillinger)
    : beskedfordeler_(beskedfordeler), tokens_(tokens), indstillinger_(std::move(indstillinger)) {}

std::span<const std::string_view> AmqpDoer::mechanisms() const {
  return std::span{kMechanisms}.first(indstillinger_.plain ? 2 : 1);
}

net::Opgave<Resultat<std::unique_ptr<amqp::Client>>> AmqpDoer::authenticate(amqp::Credentials credentials,
                                                                            amqp::Session& session) {
  auto token = token_of(credentials, indstillinger_.plain);
  Tokensvar kald = fejl(FejlKode::IKKE_AUTENTISERET, "no token in the SASL response");
  if (token && !token->empty()) kald = co_await tokens_.verify(*token, kServices, session.peer());
  if (!token || !kald) {
    const Ydre& ydre = beskedfordeler_.faelles().ydre;
    ydre.afvisninger.noter(
        revisionspost(oio::Haendelse::LOGIN_AFVIST, kald.error(), session.peer().address, ydre.ur.nu()));
    co_return std::unexpected(std::move(kald).error());
  }
  auto forbindelse = Forbindelse::make(beskedfordeler_, tokens_, session, *std::move(token), *std::move(kald));
  co_return std::make_unique<AmqpClient>(std::move(forbindelse), tokens_, session, indstillinger_);
}

}  // namespace brevdue::beskedfordeler
