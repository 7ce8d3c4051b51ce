// One connection's publishes: which Kald each is made by, their order, and their replies.
//
// Thread safety: on the connection's thread. Ownership: owned by its Forbindelse, as are the Session and the Postkasse
// it refers to.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "amqp/backend.hpp"
#include "beskedfordeler/faelles.hpp"
#include "beskedfordeler/tokens.hpp"

namespace brevdue::beskedfordeler {

class Afsenderside {
 public:
  // Runs a verification and brings its answer back to this thread, if the connection still lives then.
  using Verify = std::function<void(std::string token, std::function<void(adgangsstyring::Tokensvar)> then)>;

  Afsenderside(Faelles& faelles, Tokens& tokens, amqp::Session& session, Postkasse& postkasse, Verify verify);

  // The connection's own token, whose bytes most messages carry.
  void set_token(std::string token, std::shared_ptr<const oio::Kald> kald);
  void publish(amqp::PublishId id, const amqp::Publish& message);
  void flush();
  void settled(const Afgjort& afgjort);
  // After settled() for a whole batch, and now and then: takes the pressure off when the store has caught up.
  void relieve();

 private:
  // A publish that waits for a token's verification, or behind one on its channel.
  struct Ventende {
    amqp::PublishId id = 0;
    std::string token;
    std::string message_id;
    std::string body;
    bool oversized = false;
  };
  struct Kendt {
    std::string token;
    std::shared_ptr<const oio::Kald> kald;
  };

  // A message's Kald, or why there is none.
  using Kaldsvar = std::expected<std::shared_ptr<const oio::Kald>, adgangsstyring::Tokenafvisning>;

  // Nothing when its token must be verified first.
  std::optional<Kaldsvar> known(std::string_view token);
  Kaldsvar admit(std::string_view token, adgangsstyring::Tokensvar&& kald);
  void wait(amqp::PublishId id, const amqp::Publish& message);
  void verify_first(std::uint16_t channel);
  void verified(std::uint16_t channel, adgangsstyring::Tokensvar kald);
  void take(amqp::PublishId id, const Kaldsvar& kald, const Afsendt& afsendt);
  void note(oio::Aarsag aarsag, const Standardretur& retur, std::string_view grund);
  void note_undecided(const Standardretur& retur);
  void reply(amqp::PublishId id, const Standardretur& retur);
  void press();

  Faelles& faelles_;
  Tokens& tokens_;
  amqp::Session& session_;
  Postkasse& postkasse_;
  const Verify verify_;
  Afsendelse afsendelse_;

  Kendt egen_;                                              // the connection's
  Kendt seneste_;                                           // the last other one
  std::map<std::uint16_t, std::deque<Ventende>> ventende_;  // by channel; never an empty one
  std::size_t ventende_bytes_ = 0;

  std::vector<store::Submission> submissions_;
  std::vector<Aerinde> aerinder_;
  std::vector<std::pair<amqp::PublishId, std::string>> svar_;
  bool is_blocked_ = false;
};

}  // namespace brevdue::beskedfordeler
