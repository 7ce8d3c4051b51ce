// The Security Token Service, REST form (spec adgangsstyring 7.1): a system known by its TLS certificate asks for a
// token for one service and one authority. Every token stands in the ledger before it leaves; refusals are gathered
// there (afvisninger.hpp).
//
// Thread safety: the handler runs on io threads, several at once. Ownership: src/app owns one; Registre, Committer,
// Afvisninger, clocks, random source and IoThreads must outlive it, and it must outlive the Router's listeners.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adgangsstyring/afvisninger.hpp"
#include "adgangsstyring/bremse.hpp"
#include "adgangsstyring/entityider.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "base/ur.hpp"
#include "crypto/certifikat.hpp"
#include "crypto/noegle.hpp"
#include "http/server.hpp"
#include "net/server.hpp"
#include "store/store.hpp"

namespace brevdue::adgangsstyring {

inline constexpr std::string_view kStsRestPath = "/runtime/api/rest/wstrust/v1/issue";

struct StsIndstillinger {
  std::string issuer;
  crypto::Certifikat certifikat;  // signs, and goes into the token's KeyInfo
  crypto::PrivatNoegle noegle;    // its key
  Entityider entityider;
  std::chrono::minutes levetid{480};  // 1 to 480 (spec 4.4)
  std::size_t anmodning_bytes = 64 << 10;
  Bremse::Graenser anmodninger_certifikat{.antal = 120, .vindue = std::chrono::seconds{60}, .noegler = 10'000};
  Bremse::Graenser anmodninger_adresse{.antal = 600, .vindue = std::chrono::seconds{60}, .noegler = 10'000};
};

struct Ststal {
  std::uint64_t udstedt = 0;
  std::uint64_t afvist = 0;
  std::uint64_t bremset = 0;
};

class Sts {
 public:
  Sts(StsIndstillinger indstillinger, const Registre& registre, Ure ure, base::Tilfaeldig& tilfaeldig,
      store::Committer& committer, Afvisninger& afvisninger, net::IoThreads& threads);
  ~Sts();

  // POST kStsRestPath. The listener must ask for a client certificate (net::ClientCertificate::REQUESTED); who presents
  // none is answered 401.
  void add_to(http::Router& router);
  // Answers one such request; it and its peer must live until then.
  net::Opgave<http::Response> handle(const http::Request& request);
  Ststal tal() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace brevdue::adgangsstyring
