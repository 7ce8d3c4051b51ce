// The rules of a publish (spec beskedfordeler 5.16): from a sender's bytes and its Kald to one commit that holds the
// besked, its references in each dueslag and the ledger record, or to the reply that refuses it. No protocol, no disk.
//
// Thread safety: an Afsendelse is used on one thread; it keeps room between beskeder so that a publish allocates
// little. Ownership: the Dele must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adgangsstyring/register.hpp"
#include "base/ur.hpp"
#include "beskedfordeler/besked.hpp"
#include "beskedfordeler/standardretur.hpp"
#include "beskedfordeler/tal.hpp"
#include "beskedfordeler/tavle.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/kald.hpp"
#include "store/commit.hpp"
#include "xml/limits.hpp"

namespace brevdue::beskedfordeler {

struct Afsendelsesindstillinger {
  xml::Graenser graenser;  // of the envelope; `bytes` is the largest besked
  // The same BeskedId from the same system within it is answered OK and not distributed again (docs/decisions).
  std::chrono::seconds gentagelsesvindue{15 * 60};
};

struct Afsendt {
  std::string_view body;
  std::string_view message_id;
  bool for_stor = false;  // the body was dropped on its way in
};

struct Forberedt {
  std::optional<Standardretur> afvist;   // the answer, when it is not taken
  store::Commit commit;                  // empty when a refusal needs no ledger record
  std::shared_ptr<const Besked> besked;  // when some dueslag gets it
};

// KildesystemIPAdresse as it is delivered: an IPv4 address in its mapped form (spec 1.3).
std::string leveret_adresse(std::string_view peer_address);

class Afsendelse {
 public:
  struct Dele {
    const adgangsstyring::Registre& registre;
    const Tavler& tavler;
    const base::Ur& ur;
    base::Tilfaeldig& tilfaeldig;
    const Afsendelsesindstillinger& indstillinger;
    Tal& tal;
  };
  explicit Afsendelse(const Dele& dele);

  Forberedt prepare(const oio::Kald& kald, const Afsendt& afsendt);
  // An event of one of the house's own services: read, matched and distributed as any other, but not judged as a
  // publish, and never taken for a resend.
  Forberedt prepare_egen(const oio::Kald& afsender, const Afsendt& afsendt);

 private:
  struct Dom;  // what one besked is judged on, and the answers so far

  std::optional<Standardretur> read(const Afsendt& afsendt, Dom& dom);
  void collect_keys(Dom& dom);
  std::optional<Standardretur> decide(const oio::Kald& kald, Dom& dom);
  void narrow(oio::Adgangssvar& svar, const oio::Adgangssvar& other);
  std::optional<Standardretur> limit_modtagere(const oio::Adgangssvar& svar, Dom& dom);
  void match(const oio::Kald& kald, Dom& dom);
  void distribute(Dom& dom);
  void assign(const Abonnementsplads& plads, Dom& dom);
  oio::Adgangssvar receivers_of(const base::Uuid& system, const Dom& dom, std::vector<base::Cvr>& receivers);
  std::uint16_t variant_of(std::vector<base::Cvr>&& receivers);
  Forberedt refuse(const oio::Kald& kald, const Dom& dom, Standardretur retur);
  void note_aktoer(const oio::Kald& kald, const Dom& dom);
  Forberedt accept(const oio::Kald& kald, const Afsendt& afsendt, Dom& dom);
  void refresh();

  const Dele dele_;
  std::shared_ptr<const adgangsstyring::Register> registre_;
  std::shared_ptr<const Tavle> tavle_;

  // Room that is used again for each besked.
  std::deque<std::string> arena_;
  std::vector<base::Cvr> ejere_;
  std::vector<base::KleEmne> kle_;
  std::vector<base::Cvr> tilladt_;
  oio::Myndighedsgraense graense_;
  std::vector<std::uint32_t> fundne_;
  std::vector<store::Reference> referencer_;
  Beskedmeta meta_;
  std::string meta_bytes_;
  std::string post_;
  std::string noegle_;
  std::string aktoer_;
  bool is_aktoer_logged_ = false;  // a line a connection, not a besked
};

}  // namespace brevdue::beskedfordeler
