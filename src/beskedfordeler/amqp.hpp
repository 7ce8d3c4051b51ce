// The Beskedfordeler's door: what an AMQP connection may ask of it (spec beskedfordeler 2).
//
// Thread safety: as amqp::Backend: authenticate and mechanisms from any io thread. Ownership: src/app owns it; what it
// refers to must outlive it, and it every connection.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "amqp/backend.hpp"
#include "beskedfordeler/service.hpp"
#include "beskedfordeler/tokens.hpp"

namespace brevdue::beskedfordeler {

struct Doerindstillinger {
  std::string vhost = "BF";
  std::string exchange = "AFSEND_BESKED_EXCHANGE";
  bool plain = false;  // SASL PLAIN with the token as password, for clients that cannot do EXTERNAL
};

class AmqpDoer final : public amqp::Backend {
 public:
  AmqpDoer(Beskedfordeler& beskedfordeler, Tokens& tokens, Doerindstillinger indstillinger);

  std::span<const std::string_view> mechanisms() const override;
  net::Opgave<base::Resultat<std::unique_ptr<amqp::Client>>> authenticate(amqp::Credentials credentials,
                                                                          amqp::Session& session) override;
  std::string_view vhost() const override { return indstillinger_.vhost; }
  std::string_view publish_exchange() const override { return indstillinger_.exchange; }

 private:
  Beskedfordeler& beskedfordeler_;
  Tokens& tokens_;
  const Doerindstillinger indstillinger_;
};

}  // namespace brevdue::beskedfordeler
