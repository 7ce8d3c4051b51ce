// Tokens at a door: from an assertion's bytes to a Kald (spec adgangsstyring 6.3 steps 3 to 10, beskedfordeler 2.3).
//
// What costs (the signature) is remembered by the SHA-256 of the bytes; everything that can change (time,
// registrations, TLS certificate) is judged again each time, so the memory outlives neither a token nor a change of
// registrations.
//
// Thread safety: all members from any thread; verify() is awaited on an io thread. Ownership: src/app owns one; the
// Registre, clocks, random source and IoThreads must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adgangsstyring/bremse.hpp"
#include "adgangsstyring/entityider.hpp"
#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "crypto/certifikat.hpp"
#include "net/server.hpp"
#include "net/strom.hpp"
#include "oio/kald.hpp"
#include "oio/revisionspost.hpp"

namespace brevdue::adgangsstyring {

// Whether the TLS certificate must be the token's own (decision "AMQP without client certificate").
enum class HolderOfKey : std::uint8_t {
  OFF,           // not compared
  IF_PRESENTED,  // a certificate that is presented must be the token's
  REQUIRED,      // one must be presented, except by systems registered uden_holder_of_key
};
std::optional<HolderOfKey> parse_holder_of_key(std::string_view word);  // "off", "if-presented", "required"

struct Tokenindstillinger {
  std::string issuer;                      // compared exactly
  std::vector<crypto::Certifikat> pinned;  // whose keys may have signed; several during a rollover
  Entityider entityider;
  HolderOfKey holder_of_key = HolderOfKey::REQUIRED;
  std::chrono::seconds skew{300};  // each way, at most 10 minutes (T6)
  std::size_t token_bytes = 64 << 10;
  std::size_t husk_gode = 8192;      // remembered good tokens; the one longest unused goes first
  std::size_t husk_daarlige = 8192;  // remembered bad ones
  std::chrono::seconds husk_daarlige_i{60};
  Bremse::Graenser afvisninger;  // refused tokens of an address
};

// Why there is no Kald, and who asked, as far as that is proven: the holder of a registered certificate, on a
// connection that may present its token. The text is for the log and the ledger; it holds nothing of the token's.
struct Tokenafvisning : base::Fejl {
  Tokenafvisning(base::Fejl fejl);  // with nobody known
  oio::Aarsag aarsag;
  base::Uuid anvendersystem;
  base::Cvr myndighed;
};
using Tokensvar = std::expected<oio::Kald, Tokenafvisning>;
// What the ledger says of it; views into `afvisning` and `adresse`.
oio::Revisionspost revisionspost(oio::Haendelse haendelse, const Tokenafvisning& afvisning, std::string_view adresse,
                                 base::Tidspunkt tid);

struct Tokental {
  std::uint64_t verificeret = 0;  // signatures checked
  std::uint64_t husket = 0;       // answered from memory
  std::uint64_t afvist = 0;
  std::uint64_t bremset = 0;  // refused without a look, because the address had too many refused
};

class Tokenkontrol {
 public:
  Tokenkontrol(Tokenindstillinger indstillinger, const Registre& registre, Ure ure, base::Tilfaeldig& tilfaeldig,
               net::IoThreads& threads);
  ~Tokenkontrol();

  // The Kald of a token that names one of `services` ("afsend", "modtag"), with a new korrelation. The signature is
  // checked on the pool when the bytes are not known. `services` and `peer` must live until it is done.
  // Errors: TOKEN_UDLOEBET when its time is over and nothing else is wrong; IKKE_AUTENTISERET for anything wrong with
  // the token, its certificate or the TLS certificate; IKKE_TILLADT without an agreement in force for its authority and
  // service; OVERBELASTET (too many refused from that address, or the pool is full: try later). Texts are for the log.
  net::Opgave<Tokensvar> verify(std::string token, std::span<const std::string_view> services, const net::Peer& peer);
  // The same without waiting, when the token's signature was judged before; otherwise nothing.
  std::optional<Tokensvar> verify_known(std::string_view token, std::span<const std::string_view> services,
                                        const net::Peer& peer);
  Tokental tal() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace brevdue::adgangsstyring
