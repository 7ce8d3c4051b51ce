// How a portion of a dueslag reaches its receiver: leased, read, made ready, its attempt counted and its disclosure
// written (one commit), and only then handed out.
#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "beskedfordeler/modtagerside.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {
namespace {

// Of bodies read from the journal at a time; the rest of a portion goes back and comes with the next.
constexpr std::size_t kReadBytes = 4 << 20;
// Portions of one consumer that are written at the same time. Their outcomes come in order.
constexpr unsigned kMostPortions = 8;

amqp::Refusal not_now(std::string_view queue) {
  return {406,
          fmt::format("PRECONDITION_FAILED - cannot get a message from queue '{}' in vhost 'BF' now: the server has "
                      "no room to write it down, or is too busy",
                      queue)};
}

}  // namespace

struct Modtagerside::Laesning {
  store::Ankomst ankomst = 0;
  std::optional<base::Resultat<std::shared_ptr<const Besked>>> besked;  // nothing: not read any more
};

void Modtagerside::pump(amqp::ConsumerId id) {
  const auto found = konsumenter_.find(id);
  if (found == konsumenter_.end()) return;
  Konsument& konsument = found->second;
  if (konsument.is_reading || konsument.is_paused || konsument.under_way == kMostPortions) return;
  if (konsument.credit == 0 || !konsument.plads->is_first()) return;
  const std::size_t room = session_.room();
  if (room <= bytes_under_way_) {
    if (!std::exchange(konsument.is_starved, true)) starved_.push_back(id);
    return;
  }
  const auto tavle = faelles_.ydre.tavler.nu();
  const Dueslagsplads* plads = tavle->find(konsument.dueslag);
  if (plads == nullptr || !decide(plads->dueslag->system).tilladt()) return;
  std::vector<store::Leased> laante;
  const std::size_t most = std::min<std::uint64_t>(konsument.credit, faelles_.indstillinger.portion);
  if (faelles_.ydre.store.queues().lease(konsument.koe, most, laante) == 0) return;
  ++konsument.under_way;
  konsument.credit -= laante.size();
  Portion portion;
  portion.koe = konsument.koe;
  portion.dueslag = konsument.dueslag;
  portion.no_ack = konsument.no_ack;
  portion.til = id;
  portion.most_bytes = room - bytes_under_way_;
  for (const store::Leased& laant : laante) portion.poster.emplace_back().laant = laant;
  start(std::move(portion));
}

// Each of them takes at most all the room there is, then it is the next one's turn.
void Modtagerside::drained() {
  while (!starved_.empty() && session_.room() > bytes_under_way_) {
    const amqp::ConsumerId id = starved_.front();
    starved_.pop_front();
    const auto found = konsumenter_.find(id);
    if (found == konsumenter_.end()) continue;
    found->second.is_starved = false;
    pump(id);
  }
}

void Modtagerside::count_bytes(Portion& portion, std::size_t bytes) {
  bytes_under_way_ += bytes - portion.bytes;
  portion.bytes = bytes;
}

void Modtagerside::start(Portion&& portion) {
  const std::uint64_t number = next_portion_++;
  Udlaan& udlaan = udlaan_[portion.koe];
  bool is_complete = true;
  for (Post& post : portion.poster) {
    udlaan.emplace(post.laant.ankomst, base::Uuid{});
    post.besked = faelles_.hukommelse.get(post.laant.ankomst);
    is_complete = is_complete && post.besked;
  }
  portioner_.emplace(number, std::move(portion));
  is_complete ? prepare(number) : read_missing(number);
}

void Modtagerside::read_missing(std::uint64_t number) {
  const auto laesninger = std::make_shared<std::vector<Laesning>>();
  Portion& portion = portioner_.at(number);
  set_reading(portion, true);
  for (const Post& post : portion.poster) {
    if (!post.besked) laesninger->push_back({post.laant.ankomst, {}});
  }
  const std::size_t most = std::min(kReadBytes, portion.most_bytes);
  count_bytes(portion, most);  // nobody else takes the room meanwhile
  const auto work = [laesninger, most, &faelles = faelles_] {
    std::size_t bytes = 0;
    for (Laesning& one : *laesninger) {
      if (bytes >= most) return;
      one.besked = faelles.read(one.ankomst);
      if (*one.besked) bytes += (**one.besked)->size();
    }
  };
  in_pool_(work, [laesninger, number](Modtagerside& side, bool ran) {
    Portion& portion = side.portioner_.at(number);
    side.set_reading(portion, false);
    if (!ran) return side.finish(number, true);
    side.take_read(portion, *laesninger);
    side.prepare(number);
  });
}

// The living one it is for; null: it ended, or it is for a get.
Modtagerside::Konsument* Modtagerside::consumer_of(const Portion& portion) {
  const auto* id = std::get_if<amqp::ConsumerId>(&portion.til);
  const auto found = id == nullptr ? konsumenter_.end() : konsumenter_.find(*id);
  return found == konsumenter_.end() ? nullptr : &found->second;
}

void Modtagerside::set_reading(const Portion& portion, bool is_reading) {
  if (Konsument* konsument = consumer_of(portion)) konsument->is_reading = is_reading;
}

// What could not be read stays without a besked: prepare() deals with it.
void Modtagerside::take_read(Portion& portion, const std::vector<Laesning>& laesninger) {
  std::vector<store::Ankomst> unread;
  auto next = laesninger.begin();
  for (Post& post : portion.poster) {
    if (post.besked) continue;
    const Laesning& one = *next++;
    if (!one.besked) {
      unread.push_back(post.laant.ankomst);
    } else if (*one.besked) {
      post.besked = **one.besked;
      faelles_.tal.fra_disk.add();
    } else {
      base::log::error("en besked kan ikke læses",
                       {{"ankomst", one.ankomst}, {"fejl", base::beskriv(one.besked->error())}});
    }
  }
  put_off(portion, unread);
}

// Takes the portion's last ones off it; from the first of `unread` on, so that order is kept.
void Modtagerside::put_off(Portion& portion, std::span<const store::Ankomst> unread) {
  if (unread.empty()) return;
  const auto first =
      std::ranges::find(portion.poster, unread.front(), [](const Post& post) { return post.laant.ankomst; });
  put_off_from(portion, first);
}

// As many as there is room for, the first in any case.
void Modtagerside::fit(Portion& portion) {
  std::size_t bytes = 0;
  auto it = portion.poster.begin();
  for (; it != portion.poster.end() && bytes < portion.most_bytes; ++it) bytes += it->besked->size();
  put_off_from(portion, it);
  count_bytes(portion, bytes);
}

void Modtagerside::put_off_from(Portion& portion, std::vector<Post>::iterator first) {
  std::vector<store::Ankomst> ankomster;
  for (auto it = first; it != portion.poster.end(); ++it) ankomster.push_back(it->laant.ankomst);
  portion.poster.erase(first, portion.poster.end());
  return_credit(portion, ankomster.size());
  give_back(portion.koe, ankomster);
}

// Of beskeder that were taken for the portion's consumer and do not reach it.
void Modtagerside::return_credit(const Portion& portion, std::size_t count) {
  if (Konsument* konsument = consumer_of(portion)) konsument->credit += count;
}

// Whether all that a delivery needs can be read; a besked without it is damaged.
bool Modtagerside::complete(Post& post) const {
  if (!post.besked) return false;
  auto meta = decode_beskedmeta(post.besked->meta());
  if (!meta || post.laant.variant > meta->modtagere.size()) return false;
  auto splejsning = oio::decode_splejsning(meta->splejsning);
  const auto tavle = faelles_.ydre.tavler.nu();
  const Abonnementsnummer* abonnement = tavle->find_nummer(post.laant.abonnement);
  if (!splejsning || abonnement == nullptr) return false;
  post.meta = *std::move(meta);
  post.splejsning = *std::move(splejsning);
  post.abonnement = abonnement->abonnement;
  return true;
}

void Modtagerside::prepare(std::uint64_t number) {
  Portion& portion = portioner_.at(number);
  for (Post& post : portion.poster) {
    if (!complete(post)) post.besked = nullptr;
  }
  drop_damaged(portion);
  fit(portion);
  if (portion.poster.empty()) return finish(number, false);
  commit(number);
}

// A damaged besked must not stop its dueslag: it goes to the Fejlkoe, and an operator is told.
void Modtagerside::drop_damaged(Portion& portion) {
  std::vector<store::Ankomst> damaged;
  store::Commit commit;
  for (const Post& post : portion.poster) {
    if (post.besked) continue;
    damaged.push_back(post.laant.ankomst);
    auto record = post_of(oio::Haendelse::BESKED_TIL_FEJLKOE, {}, portion.dueslag);
    record.tekst = "beskeden kan ikke læses";
    commit.ledger(oio::encode(record));
    udlaan_[portion.koe].erase(post.laant.ankomst);
    base::log::error("beskadiget besked lagt i fejlkø",
                     {{"ankomst", post.laant.ankomst}, {"dueslag", portion.dueslag.text()}});
  }
  if (damaged.empty()) return;
  return_credit(portion, damaged.size());
  std::erase_if(portion.poster, [](const Post& post) { return !post.besked; });
  faelles_.tal.til_fejlkoe.add(damaged.size());
  commit.til_fejlkoe(portion.koe, damaged);
  take_out(std::move(commit), {{{portion.koe, std::move(damaged)}}});
}

void Modtagerside::commit(std::uint64_t number) {
  const Portion& portion = portioner_.at(number);
  store::Commit commit;
  std::vector<store::Ankomst> ankomster;
  Udlaan& udlaan = udlaan_[portion.koe];
  for (const Post& post : portion.poster) {
    const base::Uuid besked_id = uuid_of(post.meta.besked_id);
    ankomster.push_back(post.laant.ankomst);
    udlaan[post.laant.ankomst] = besked_id;
    auto record = post_of(oio::Haendelse::BESKED_LEVERET, besked_id, portion.dueslag);
    record.korrelation = post.meta.transaktions_id;
    post_bytes_.clear();
    oio::encode(record, post_bytes_);
    commit.ledger(post_bytes_);
  }
  commit.leveret(portion.koe, ankomster);
  Aerinde aerinde;
  aerinde.art = Aerinde::Art::UDLEVERING;
  aerinde.id = number;
  postkasse_.submit(std::move(commit), std::move(aerinde));
}

void Modtagerside::settled(const Afgjort& afgjort) {
  const std::uint64_t number = afgjort.aerinde.id;
  Portion& portion = portioner_.at(number);
  const Konsument* konsument = consumer_of(portion);
  const bool is_behind_a_failed_one = konsument != nullptr && konsument->is_paused;
  const bool is_ok = afgjort.outcome.udfald == store::Udfald::OK;
  if (!is_ok) {
    base::log::warn("levering udsat: lageret kan ikke skrive", {{"dueslag", portion.dueslag.text()}});
  } else if (!is_behind_a_failed_one) {
    deliver(portion);
  }
  finish(number, !is_ok || is_behind_a_failed_one);
}

// In order; from the first that could not be handed out on, the rest stays in the portion.
void Modtagerside::deliver(Portion& portion) {
  std::vector<store::Ankomst> unseen;  // a no-ack receiver's
  std::size_t handed = 0;
  for (Post& post : portion.poster) {
    if (!hand_out(portion, post)) break;
    ++handed;
    if (portion.no_ack) unseen.push_back(post.laant.ankomst);
  }
  portion.poster.erase(portion.poster.begin(), portion.poster.begin() + static_cast<std::ptrdiff_t>(handed));
  portion.is_handed_out = handed > 0;
  if (!unseen.empty()) done_unseen(portion, unseen);
}

// Whether the session took it.
bool Modtagerside::hand_over(const Portion& portion, const amqp::Delivery& delivery) {
  if (const auto* get = std::get_if<Get>(&portion.til)) {
    const std::uint64_t left = faelles_.ydre.store.queues().tal(portion.koe).klar;
    return session_.got(get->id, &delivery, static_cast<std::uint32_t>(std::min<std::uint64_t>(left, UINT32_MAX)));
  }
  const amqp::ConsumerId id = std::get<amqp::ConsumerId>(portion.til);
  const auto konsument = konsumenter_.find(id);
  if (konsument == konsumenter_.end()) return false;
  if (session_.deliver(id, delivery)) return true;
  end_consumer(konsument);
  return false;
}

bool Modtagerside::hand_out(const Portion& portion, Post& post) {
  const Beskedmeta& meta = post.meta;
  oio::Leverance leverance;
  leverance.transaktions_id = meta.transaktions_id;
  leverance.kildesystem = meta.afsender;
  leverance.kildesystem_ip_adresse = meta.adresse;
  leverance.kildesystem_akkreditiver = meta.akkreditiver;
  leverance.fordelingssystem = faelles_.indstillinger.fordelingssystem;
  leverance.modtagelses_tidspunkt = meta.modtaget;
  leverance.leverance_tidspunkt = faelles_.ydre.ur.nu();
  leverance.er_leveret_i_henhold_til = post.abonnement;
  leverance.antal_leveranceforsoeg = post.laant.attempts + 1U;
  std::optional<std::vector<base::Cvr>> modtagere;
  if (const auto* liste = meta.modtagere_of(post.laant.variant)) modtagere = *liste;
  pieces_.clear();
  oio::splejs(post.besked->body(), post.splejsning, leverance, modtagere, scratch_, pieces_);

  const std::string transaktion = meta.message_id.empty() ? meta.transaktions_id.text() : std::string{meta.message_id};
  const bool redelivered = post.laant.attempts > 0;
  const amqp::Delivery delivery{post.laant.ankomst, pieces_, transaktion, redelivered};
  if (!hand_over(portion, delivery)) return false;
  faelles_.tal.leveret.add();
  if (redelivered) faelles_.tal.genleveret.add();
  return true;
}

void Modtagerside::done_unseen(const Portion& portion, std::vector<store::Ankomst>& ankomster) {
  for (const store::Ankomst ankomst : ankomster) udlaan_[portion.koe].erase(ankomst);
  faelles_.tal.kvitteret.add(ankomster.size());
  store::Commit commit;
  commit.kvitteret(portion.koe, ankomster);
  take_out(std::move(commit), {{{portion.koe, std::move(ankomster)}}});
}

// What is left of the portion goes back; whoever it was for goes on.
void Modtagerside::finish(std::uint64_t number, bool is_paused) {
  auto node = portioner_.extract(number);
  Portion& portion = node.mapped();
  count_bytes(portion, 0);
  std::vector<store::Ankomst> left;
  for (const Post& post : portion.poster) left.push_back(post.laant.ankomst);
  if (auto* get = std::get_if<Get>(&portion.til)) {
    give_back(portion.koe, left);
    return finish_get(std::move(*get), portion.is_handed_out, !left.empty());
  }
  if (Konsument* konsument = consumer_of(portion)) {
    --konsument->under_way;
    konsument->is_paused = konsument->is_paused || is_paused;
  }
  return_credit(portion, left.size());
  give_back(portion.koe, left);
  if (portion.plads) release(portion.plads);
  drained();
  pump(std::get<amqp::ConsumerId>(portion.til));
}

// The next consumer takes over when nothing of the ended one is under way any more.
void Modtagerside::release(const std::shared_ptr<Konsumenter::Plads>& plads) {
  const bool is_last =
      std::ranges::none_of(portioner_, [&](const auto& portion) { return portion.second.plads == plads; });
  if (is_last) faelles_.konsumenter.remove(plads);
}

void Modtagerside::finish_get(Get&& get, bool is_answered, bool is_refused) {
  get_under_way_ = false;
  if (is_refused) {  // the disclosure cannot be written now: nothing is shown, nor is the dueslag said to be empty
    session_.get_refused(get.id, not_now(get.queue));
  } else if (!is_answered) {  // what it would have got was damaged
    gets_.push_front(std::move(get));
  }
  next_get();
}

}  // namespace brevdue::beskedfordeler
