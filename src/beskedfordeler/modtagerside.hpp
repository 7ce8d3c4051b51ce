// One connection's consumers and gets: takes what their dueslag have ready, counts the attempt and writes the
// disclosure into the ledger, and only then hands it out; and takes back what the receiver says became of it.
//
// A no-ack receiver's besked is done with as soon as it was handed to the connection, not before: if the program ends
// in between, it is delivered again.
//
// Thread safety: on the connection's thread. Ownership: owned by its Forbindelse, as are the Session and the Postkasse
// it refers to. When it ends, everything it had leased goes back.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "amqp/backend.hpp"
#include "beskedfordeler/faelles.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::beskedfordeler {

class Modtagerside {
 public:
  // Runs `work` on the connection's thread if the connection still lives then.
  using Later = std::function<void(std::function<void(Modtagerside&)> work)>;
  // The same after `work` ran on the pool.
  using InPool = std::function<void(std::function<void()> work, std::function<void(Modtagerside&, bool ran)> then)>;

  Modtagerside(Faelles& faelles, amqp::Session& session, Postkasse& postkasse, Later later, InPool in_pool);
  ~Modtagerside();
  Modtagerside(const Modtagerside&) = delete;
  Modtagerside& operator=(const Modtagerside&) = delete;

  void set_kald(std::shared_ptr<const oio::Kald> kald) { kald_ = std::move(kald); }
  std::expected<amqp::QueueCounts, amqp::Refusal> declare_passive(std::string_view queue);
  std::optional<amqp::Refusal> consume(amqp::ConsumerId id, std::string_view queue, bool no_ack, bool exclusive);
  void credit(amqp::ConsumerId id, std::uint32_t more);
  // The connection's peer has read on: who waited for room takes its turn.
  void drained();
  void cancelled(amqp::ConsumerId id);
  void get(amqp::GetId id, std::string_view queue, bool no_ack);
  void settle(std::span<const amqp::Settlement> settlements);
  void settled(const Afgjort& afgjort);
  // The registrations or the token changed: consumers that may no longer are ended, the others go on.
  void decide_again();
  // What paused because the store refused tries again.
  void resume();

 private:
  struct Konsument {
    store::KoeNr koe = 0;
    base::Uuid dueslag;
    bool no_ack = false;
    std::uint64_t credit = 0;
    unsigned under_way = 0;   // portions
    bool is_reading = false;  // the newest of them is not read yet, so none may come behind it
    bool is_paused = false;   // one could not be written: none behind it is handed out
    bool is_starved = false;  // stands in starved_
    std::shared_ptr<Konsumenter::Plads> plads;
    store::QueueStore::Watch watch;
  };
  struct Get {
    amqp::GetId id = 0;
    std::string queue;
    bool no_ack = false;
  };
  // One besked on its way out. The meta's views are into the besked.
  struct Post {
    store::Leased laant;
    std::shared_ptr<const Besked> besked;
    Beskedmeta meta;
    oio::Splejsning splejsning;
    base::Uuid abonnement;
  };
  // What is prepared and delivered together, to a consumer or to a get.
  struct Portion {
    store::KoeNr koe = 0;
    base::Uuid dueslag;
    bool no_ack = false;
    std::variant<amqp::ConsumerId, Get> til;
    std::size_t most_bytes = SIZE_MAX;          // the last besked may go over it
    std::size_t bytes = 0;                      // counted in bytes_under_way_
    bool is_handed_out = false;                 // some of it
    std::shared_ptr<Konsumenter::Plads> plads;  // of a consumer that ended meanwhile; the last portion lets it go
    std::vector<Post> poster;
  };
  struct Laesning;
  using Udlaan = std::map<store::Ankomst, base::Uuid>;  // and its BeskedId

  std::expected<const Dueslagsplads*, amqp::Refusal> open(std::string_view queue);
  oio::Adgangssvar decide(const base::Uuid& system) const;
  void wake(amqp::ConsumerId id);
  void pump(amqp::ConsumerId id);
  void next_get();
  void start(Portion&& portion);
  void read_missing(std::uint64_t number);
  void prepare(std::uint64_t number);
  bool complete(Post& post) const;
  void take_read(Portion& portion, const std::vector<Laesning>& laesninger);
  void put_off(Portion& portion, std::span<const store::Ankomst> unread);
  Konsument* consumer_of(const Portion& portion);
  void return_credit(const Portion& portion, std::size_t count);
  void drop_damaged(Portion& portion);
  void commit(std::uint64_t number);
  void deliver(Portion& portion);
  bool hand_over(const Portion& portion, const amqp::Delivery& delivery);
  bool hand_out(const Portion& portion, Post& post);
  void done_unseen(const Portion& portion, std::vector<store::Ankomst>& ankomster);
  void finish(std::uint64_t number, bool is_paused);
  void release(const std::shared_ptr<Konsumenter::Plads>& plads);
  void count_bytes(Portion& portion, std::size_t bytes);
  void fit(Portion& portion);
  void put_off_from(Portion& portion, std::vector<Post>::iterator first);
  void set_reading(const Portion& portion, bool is_reading);
  void finish_get(Get&& get, bool is_answered, bool is_refused);
  void take_out(store::Commit&& commit, std::vector<std::map<store::KoeNr, std::vector<store::Ankomst>>>&& taken);
  void give_back(store::KoeNr koe, std::span<const store::Ankomst> ankomster);
  void end_consumer(std::map<amqp::ConsumerId, Konsument>::iterator it);
  void note(oio::Haendelse haendelse, const oio::Adgangssvar& svar, const base::Uuid& dueslag) const;
  oio::Revisionspost post_of(oio::Haendelse haendelse, const base::Uuid& besked_id, const base::Uuid& dueslag) const;

  Faelles& faelles_;
  amqp::Session& session_;
  Postkasse& postkasse_;
  const Later later_;
  const InPool in_pool_;
  std::shared_ptr<const oio::Kald> kald_;

  std::map<amqp::ConsumerId, Konsument> konsumenter_;
  std::deque<Get> gets_;  // in order; the first may be under way
  bool get_under_way_ = false;
  std::map<std::uint64_t, Portion> portioner_;
  std::uint64_t next_portion_ = 1;
  std::map<store::KoeNr, Udlaan> udlaan_;
  std::size_t bytes_under_way_ = 0;       // of beskeder that are not handed out yet
  std::deque<amqp::ConsumerId> starved_;  // without room, the longest waiting first

  // Room that is used again for each delivery.
  std::string scratch_;
  std::vector<std::string_view> pieces_;
  std::string post_bytes_;
};

}  // namespace brevdue::beskedfordeler
