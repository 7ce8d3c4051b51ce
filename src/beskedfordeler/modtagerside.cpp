// Consumers, gets, and what receivers say of their deliveries. Preparing and handing out is in udlevering.cpp.
#include "beskedfordeler/modtagerside.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adgangsstyring/adgangssvar.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

using amqp::Refusal;

Refusal no_queue(std::string_view queue) {
  return {404, fmt::format("NOT_FOUND - no queue '{}' in vhost 'BF'", queue)};
}

Refusal access_refused(std::string_view queue, const oio::Kald& kald) {
  return {403, fmt::format("ACCESS_REFUSED - access to queue '{}' in vhost 'BF' refused for user '{}'", queue,
                           kald.anvendersystem.text())};
}

}  // namespace

Modtagerside::Modtagerside(Faelles& faelles, amqp::Session& session, Postkasse& postkasse, Later later, InPool in_pool)
    : faelles_(faelles),
      session_(session),
      postkasse_(postkasse),
      later_(std::move(later)),
      in_pool_(std::move(in_pool)) {}

// Everything is back in its place before the next consumer takes over, or order would be lost.
Modtagerside::~Modtagerside() {
  for (const auto& [koe, udlaan] : udlaan_) {
    std::vector<store::Ankomst> ankomster;
    for (const auto& [ankomst, besked_id] : udlaan) ankomster.push_back(ankomst);
    if (!ankomster.empty()) faelles_.ydre.store.queues().give_back(koe, ankomster);
  }
  for (const auto& [id, konsument] : konsumenter_) faelles_.konsumenter.remove(konsument.plads);
  for (const auto& [number, portion] : portioner_) {
    if (portion.plads) faelles_.konsumenter.remove(portion.plads);
  }
}

oio::Adgangssvar Modtagerside::decide(const base::Uuid& system) const {
  oio::Adgangsnoegle noegle;
  noegle.anvendersystem = system;
  const auto registre = faelles_.ydre.registre.nu();
  return adgangsstyring::afgoer(*registre, *kald_, oio::Handling::LAES_DUESLAG, noegle, faelles_.ydre.ur.nu());
}

void Modtagerside::note(oio::Haendelse haendelse, const oio::Adgangssvar& svar, const base::Uuid& dueslag) const {
  auto post = post_of(haendelse, {}, dueslag);
  post.afgoerelse = svar.aarsag;
  post.serviceaftale = svar.serviceaftale;
  faelles_.ydre.afvisninger.noter(post);
}

// The dueslag of that name, if this caller may read it. The place lives as long as the Tavle in force; use it at once.
std::expected<const Dueslagsplads*, Refusal> Modtagerside::open(std::string_view queue) {
  const auto tavle = faelles_.ydre.tavler.nu();
  const auto uuid = base::Uuid::parse(queue);
  const Dueslagsplads* plads = uuid ? tavle->find(*uuid) : nullptr;
  if (plads == nullptr) return std::unexpected(no_queue(queue));
  const oio::Adgangssvar svar = decide(plads->dueslag->system);
  if (svar.tilladt()) return plads;
  note(oio::Haendelse::DUESLAG_NAEGTET, svar, plads->dueslag->uuid);
  return std::unexpected(access_refused(queue, *kald_));
}

std::expected<amqp::QueueCounts, Refusal> Modtagerside::declare_passive(std::string_view queue) {
  const auto plads = open(queue);
  if (!plads) return std::unexpected(plads.error());
  const store::KoeTal tal = faelles_.ydre.store.queues().tal((*plads)->koe);
  return amqp::QueueCounts{static_cast<std::uint32_t>(std::min<std::uint64_t>(tal.klar, UINT32_MAX)),
                           faelles_.konsumenter.count((*plads)->koe)};
}

std::optional<Refusal> Modtagerside::consume(amqp::ConsumerId id, std::string_view queue, bool no_ack, bool exclusive) {
  const auto tavle = faelles_.ydre.tavler.nu();  // keeps the place
  const auto plads = open(queue);
  if (!plads) return plads.error();
  Konsument konsument;
  konsument.koe = (*plads)->koe;
  konsument.dueslag = (*plads)->dueslag->uuid;
  konsument.no_ack = no_ack;
  const auto wake = [later = later_, id] { later([id](Modtagerside& side) { side.wake(id); }); };
  konsument.plads = faelles_.konsumenter.add(konsument.koe, exclusive, wake);
  if (!konsument.plads) {
    return Refusal{403, fmt::format("ACCESS_REFUSED - queue '{}' in vhost 'BF' in exclusive use", queue)};
  }
  konsument.watch = faelles_.ydre.store.queues().watch(konsument.koe, wake);
  konsumenter_.insert_or_assign(id, std::move(konsument));
  return {};
}

void Modtagerside::credit(amqp::ConsumerId id, std::uint32_t more) {
  const auto found = konsumenter_.find(id);
  if (found == konsumenter_.end()) return;
  found->second.credit += more;
  pump(id);
}

void Modtagerside::wake(amqp::ConsumerId id) {
  pump(id);
}

void Modtagerside::cancelled(amqp::ConsumerId id) {
  const auto found = konsumenter_.find(id);
  if (found != konsumenter_.end()) end_consumer(found);
}

// What is on its way to it goes back when its commit is done; only then the next consumer takes over.
void Modtagerside::end_consumer(std::map<amqp::ConsumerId, Konsument>::iterator it) {
  const auto plads = it->second.plads;
  for (auto& [number, portion] : portioner_) {
    if (consumer_of(portion) == &it->second) portion.plads = plads;
  }
  konsumenter_.erase(it);
  release(plads);
}

void Modtagerside::get(amqp::GetId id, std::string_view queue, bool no_ack) {
  gets_.push_back({id, std::string{queue}, no_ack});
  next_get();
}

// Gets are answered one at a time, in order.
void Modtagerside::next_get() {
  while (!gets_.empty() && !get_under_way_) {
    Get get = std::move(gets_.front());
    gets_.pop_front();
    const auto tavle = faelles_.ydre.tavler.nu();  // keeps the place
    const auto plads = open(get.queue);
    if (!plads) {
      session_.get_refused(get.id, plads.error());
      continue;
    }
    std::vector<store::Leased> laante;
    if (faelles_.ydre.store.queues().lease((*plads)->koe, 1, laante) == 0) {
      session_.got(get.id, nullptr, 0);
      continue;
    }
    get_under_way_ = true;
    Portion portion;
    portion.koe = (*plads)->koe;
    portion.dueslag = (*plads)->dueslag->uuid;
    portion.no_ack = get.no_ack;
    portion.til = std::move(get);
    portion.poster.emplace_back().laant = laante.front();
    start(std::move(portion));
  }
}

namespace {

using Ankomster = std::map<store::KoeNr, std::vector<store::Ankomst>>;

// Finds the queue of a name; those of a batch are mostly the same one.
class Koefinder {
 public:
  explicit Koefinder(const Tavle& tavle) : tavle_(tavle) {}
  const Dueslagsplads* find(std::string_view queue) {
    if (queue == queue_) return plads_;
    const auto uuid = base::Uuid::parse(queue);
    queue_ = queue;
    plads_ = uuid ? tavle_.find(*uuid) : nullptr;
    return plads_;
  }

 private:
  const Tavle& tavle_;
  std::string_view queue_;
  const Dueslagsplads* plads_ = nullptr;
};

std::size_t total(const Ankomster& by_koe) {
  std::size_t out = 0;
  for (const auto& [koe, ankomster] : by_koe) out += ankomster.size();
  return out;
}

}  // namespace

oio::Revisionspost Modtagerside::post_of(oio::Haendelse haendelse, const base::Uuid& besked_id,
                                         const base::Uuid& dueslag) const {
  oio::Revisionspost post = oio::revisionspost(haendelse, *kald_, faelles_.ydre.ur.nu());
  post.objekt = besked_id;
  post.relateret = dueslag;
  return post;
}

void Modtagerside::settle(std::span<const amqp::Settlement> settlements) {
  const auto tavle = faelles_.ydre.tavler.nu();
  Koefinder finder(*tavle);
  Ankomster kvitteret;
  Ankomster tilbage;
  Ankomster til_fejlkoe;
  store::Commit commit;
  for (const amqp::Settlement& one : settlements) {
    const Dueslagsplads* plads = finder.find(one.queue);
    if (plads == nullptr) continue;
    Udlaan& udlaan = udlaan_[plads->koe];
    const auto laant = udlaan.find(one.reference);
    if (laant == udlaan.end()) continue;
    if (one.outcome == amqp::Outcome::REJECT) {
      auto post = post_of(oio::Haendelse::BESKED_TIL_FEJLKOE, laant->second, plads->dueslag->uuid);
      post.tekst = "afvist af modtageren";
      commit.ledger(oio::encode(post));
    }
    Ankomster& to = one.outcome == amqp::Outcome::ACK       ? kvitteret
                    : one.outcome == amqp::Outcome::REQUEUE ? tilbage
                                                            : til_fejlkoe;
    to[plads->koe].push_back(one.reference);
    udlaan.erase(laant);
  }
  faelles_.tal.kvitteret.add(total(kvitteret));
  faelles_.tal.til_fejlkoe.add(total(til_fejlkoe));
  faelles_.tal.lagt_tilbage.add(total(tilbage));
  for (const auto& [koe, ankomster] : kvitteret) commit.kvitteret(koe, ankomster);
  for (const auto& [koe, ankomster] : til_fejlkoe) commit.til_fejlkoe(koe, ankomster);
  take_out(std::move(commit), {std::move(kvitteret), std::move(til_fejlkoe)});
  for (const auto& [koe, ankomster] : tilbage) faelles_.ydre.store.queues().give_back(koe, ankomster);
}

// Hands in a commit that takes beskeder out of their queues; when it fails they are ready again.
void Modtagerside::take_out(store::Commit&& commit,
                            std::vector<std::map<store::KoeNr, std::vector<store::Ankomst>>>&& taken) {
  if (commit.is_empty()) return;
  Aerinde aerinde;
  aerinde.art = Aerinde::Art::UDAF_KOE;
  for (auto& by_koe : taken) {
    for (auto& [koe, ankomster] : by_koe) aerinde.udlaan.emplace_back(koe, std::move(ankomster));
  }
  postkasse_.submit(std::move(commit), std::move(aerinde));
}

void Modtagerside::decide_again() {
  const auto tavle = faelles_.ydre.tavler.nu();
  std::vector<amqp::ConsumerId> all;
  for (const auto& [id, konsument] : konsumenter_) all.push_back(id);
  for (const amqp::ConsumerId id : all) {
    const auto it = konsumenter_.find(id);
    const Dueslagsplads* plads = tavle->find(it->second.dueslag);
    oio::Adgangssvar svar;
    svar.aarsag = oio::Aarsag::IKKE_EJER;
    if (plads != nullptr) svar = decide(plads->dueslag->system);
    // A token whose time is over may still be renewed (spec 2.8): its consumers only stand still.
    if (svar.tilladt() || svar.aarsag == oio::Aarsag::KALD_UDLOEBET) {
      pump(id);
      continue;
    }
    note(oio::Haendelse::KONSUMENT_AFSLUTTET, svar, it->second.dueslag);
    end_consumer(it);
    session_.cancel(id);
  }
}

void Modtagerside::resume() {
  std::vector<amqp::ConsumerId> paused;
  for (auto& [id, konsument] : konsumenter_) {
    if (konsument.under_way == 0 && std::exchange(konsument.is_paused, false)) paused.push_back(id);
  }
  for (const amqp::ConsumerId id : paused) pump(id);
}

void Modtagerside::give_back(store::KoeNr koe, std::span<const store::Ankomst> ankomster) {
  if (ankomster.empty()) return;
  Udlaan& udlaan = udlaan_[koe];
  std::vector<store::Ankomst> held;
  for (const store::Ankomst ankomst : ankomster) {
    if (udlaan.erase(ankomst) > 0) held.push_back(ankomst);
  }
  if (!held.empty()) faelles_.ydre.store.queues().give_back(koe, held);
}

}  // namespace brevdue::beskedfordeler
