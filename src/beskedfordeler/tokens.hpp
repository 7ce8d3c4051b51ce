// How the door asks about tokens: an interface over adgangsstyring::Tokenkontrol, so that tests need no signatures.
//
// Thread safety: as Tokenkontrol. Ownership: src/app owns one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adgangsstyring/token.hpp"
#include "base/result.hpp"
#include "net/strom.hpp"
#include "oio/kald.hpp"

namespace brevdue::beskedfordeler {

class Tokens {
 public:
  virtual ~Tokens() = default;
  // As Tokenkontrol::verify and verify_known.
  virtual net::Opgave<adgangsstyring::Tokensvar> verify(std::string token, std::span<const std::string_view> services,
                                                        const net::Peer& peer) = 0;
  virtual std::optional<adgangsstyring::Tokensvar> verify_known(std::string_view token,
                                                                std::span<const std::string_view> services,
                                                                const net::Peer& peer) = 0;
};

class TokenkontrolTokens final : public Tokens {
 public:
  explicit TokenkontrolTokens(adgangsstyring::Tokenkontrol& tokenkontrol) : tokenkontrol_(tokenkontrol) {}
  net::Opgave<adgangsstyring::Tokensvar> verify(std::string token, std::span<const std::string_view> services,
                                                const net::Peer& peer) override {
    return tokenkontrol_.verify(std::move(token), services, peer);
  }
  std::optional<adgangsstyring::Tokensvar> verify_known(std::string_view token,
                                                        std::span<const std::string_view> services,
                                                        const net::Peer& peer) override {
    return tokenkontrol_.verify_known(token, services, peer);
  }

 private:
  adgangsstyring::Tokenkontrol& tokenkontrol_;
};

}  // namespace brevdue::beskedfordeler
