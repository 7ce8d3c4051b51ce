#include "beskedfordeler/afsenderside.hpp"

#include <fmt/format.h>

#include <array>

#include "adgangsstyring/model.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;

constexpr std::array kAfsendServices{adgangsstyring::kAfsend};
// Bodies that wait for verifications, before the connection is not read any more.
constexpr std::size_t kVentendeBytes = 4 << 20;

Standardretur refusal_of(const base::Fejl& grund) {
  if (grund.kode == FejlKode::TOKEN_UDLOEBET) return {StatusKode::TOKEN_UDLOEBET, "Token er udløbet"};
  if (grund.kode == FejlKode::OVERBELASTET) return {StatusKode::IKKE_TILGAENGELIG, "Prøv igen senere"};
  return {StatusKode::IKKE_TILLADT, "Beskedens token giver ikke adgang til at afsende"};
}

}  // namespace

Afsenderside::Afsenderside(Faelles& faelles, Tokens& tokens, amqp::Session& session, Postkasse& postkasse,
                           Verify verify)
    : faelles_(faelles),
      tokens_(tokens),
      session_(session),
      postkasse_(postkasse),
      verify_(std::move(verify)),
      afsendelse_(faelles.afsendelsesdele()) {}

void Afsenderside::set_token(std::string token, std::shared_ptr<const oio::Kald> kald) {
  egen_ = {std::move(token), std::move(kald)};
  seneste_ = {};
}

// A token may differ from the connection's, but not in who sends for whom (spec Q2).
Afsenderside::Kaldsvar Afsenderside::admit(std::string_view token, adgangsstyring::Tokensvar&& kald) {
  if (!kald) return std::unexpected(std::move(kald).error());
  if (kald->anvendersystem != egen_.kald->anvendersystem || kald->myndighed != egen_.kald->myndighed) {
    return fejl(FejlKode::IKKE_TILLADT, "the message's token is another system's or authority's");
  }
  seneste_ = {std::string{token}, std::make_shared<const oio::Kald>(*std::move(kald))};
  return seneste_.kald;
}

std::optional<Afsenderside::Kaldsvar> Afsenderside::known(std::string_view token) {
  if (token.empty()) return fejl(FejlKode::IKKE_AUTENTISERET, "the message has no token");
  if (token == egen_.token && egen_.kald->service == adgangsstyring::kAfsend) return egen_.kald;
  if (token == seneste_.token) return seneste_.kald;
  auto kald = tokens_.verify_known(token, kAfsendServices, session_.peer());
  if (!kald) return {};
  return admit(token, *std::move(kald));
}

void Afsenderside::publish(amqp::PublishId id, const amqp::Publish& message) {
  if (ventende_.contains(message.channel)) return wait(id, message);
  const auto kald = known(message.properties.token);
  if (!kald) return wait(id, message);
  take(id, *kald, {message.body, message.properties.message_id, message.oversized});
}

void Afsenderside::wait(amqp::PublishId id, const amqp::Publish& message) {
  auto& queue = ventende_[message.channel];
  queue.push_back({id, std::string{message.properties.token}, std::string{message.properties.message_id},
                   std::string{message.body}, message.oversized});
  ventende_bytes_ += message.body.size() + message.properties.token.size();
  if (queue.size() == 1) verify_first(message.channel);
  press();
}

void Afsenderside::verify_first(std::uint16_t channel) {
  verify_(ventende_[channel].front().token,
          [this, channel](adgangsstyring::Tokensvar kald) { verified(channel, std::move(kald)); });
}

// The one that waited, and those behind it up to the next token nobody knows.
void Afsenderside::verified(std::uint16_t channel, adgangsstyring::Tokensvar kald) {
  auto& queue = ventende_[channel];
  std::optional answer{admit(queue.front().token, std::move(kald))};
  while (answer) {
    const Ventende first = std::move(queue.front());
    queue.pop_front();
    ventende_bytes_ -= first.body.size() + first.token.size();
    take(first.id, *answer, {first.body, first.message_id, first.oversized});
    if (queue.empty()) break;
    answer = known(queue.front().token);
  }
  if (!queue.empty()) verify_first(channel);
  if (queue.empty()) ventende_.erase(channel);
  flush();
  relieve();
}

// Of the connection's system.
void Afsenderside::note(oio::Aarsag aarsag, const Standardretur& retur, std::string_view grund) {
  const std::string tekst = fmt::format("{} {}", static_cast<int>(retur.kode), grund);
  auto post = oio::revisionspost(oio::Haendelse::BESKED_AFVIST, *egen_.kald, faelles_.ydre.ur.nu());
  post.afgoerelse = aarsag;
  post.serviceaftale = {};
  post.tekst = tekst;
  faelles_.ydre.afvisninger.noter(post);
}

// A besked refused before anything was decided about it. What is wrong with its bytes is for the sender alone: told
// here, each would be a kind of its own.
void Afsenderside::note_undecided(const Standardretur& retur) {
  if (retur.kode == StatusKode::TOKEN_UDLOEBET) return note(oio::Aarsag::KALD_UDLOEBET, retur, retur.tekst);
  const bool invalid = retur.kode == StatusKode::UGYLDIG;
  note(oio::Aarsag::UGYLDIG_ANMODNING, retur, invalid ? "for stor eller ikke efter skemaet" : "kunne ikke behandles");
}

void Afsenderside::take(amqp::PublishId id, const Kaldsvar& kald, const Afsendt& afsendt) {
  if (!kald) {
    const Standardretur retur = refusal_of(kald.error());
    note(kald.error().aarsag, retur, kald.error().tekst);
    return reply(id, retur);
  }
  Forberedt forberedt = afsendelse_.prepare(**kald, afsendt);
  if (forberedt.afvist && forberedt.commit.is_empty()) {
    note_undecided(*forberedt.afvist);
    return reply(id, *forberedt.afvist);
  }
  Aerinde aerinde;
  aerinde.id = id;
  if (forberedt.afvist) {
    faelles_.tal.publish(forberedt.afvist->kode).add();
    aerinde.svar = xml_of(*forberedt.afvist);
  }
  aerinde.besked = std::move(forberedt.besked);
  submissions_.push_back({std::move(forberedt.commit), 0});
  aerinder_.push_back(std::move(aerinde));
}

// Told at the end of the read, not from within publish().
void Afsenderside::reply(amqp::PublishId id, const Standardretur& retur) {
  faelles_.tal.publish(retur.kode).add();
  svar_.emplace_back(id, xml_of(retur));
}

void Afsenderside::flush() {
  postkasse_.submit(submissions_, aerinder_);
  for (const auto& [id, body] : std::exchange(svar_, {})) session_.publish_done(id, body);
  press();
}

void Afsenderside::settled(const Afgjort& afgjort) {
  const Aerinde& aerinde = afgjort.aerinde;
  const store::Udfald udfald = afgjort.outcome.udfald;
  // A refusal is told once it stands in the ledger.
  if (!aerinde.svar.empty() && udfald == store::Udfald::OK) return session_.publish_done(aerinde.id, aerinde.svar);
  if (udfald == store::Udfald::OK || udfald == store::Udfald::GENTAGELSE) {
    if (udfald == store::Udfald::GENTAGELSE) faelles_.tal.gentaget.add();
    faelles_.tal.ok.add();
    return session_.publish_done(aerinde.id, xml_of_ok());
  }
  faelles_.tal.ikke_tilgaengelig.add();
  session_.publish_failed(aerinde.id, xml_of({StatusKode::IKKE_TILGAENGELIG, "Beskeden kunne ikke gemmes"}));
}

void Afsenderside::press() {
  const bool much = faelles_.ydre.store.committer().backlog_bytes() > faelles_.indstillinger.efterslaeb_bytes ||
                    ventende_bytes_ > kVentendeBytes;
  if (is_blocked_ || !much) return;
  is_blocked_ = true;
  session_.blocked("the store has more waiting than it can write at once");
}

void Afsenderside::relieve() {
  const bool little = faelles_.ydre.store.committer().backlog_bytes() <= faelles_.indstillinger.efterslaeb_bytes / 2 &&
                      ventende_bytes_ <= kVentendeBytes / 2;
  if (!is_blocked_ || !little) return;
  is_blocked_ = false;
  session_.blocked({});
}

}  // namespace brevdue::beskedfordeler
