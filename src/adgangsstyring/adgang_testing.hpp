// For tests: a small world of fictitious authorities, systems and agreements, a committer that keeps what it is given,
// and a way to wait for a coroutine.
//
// Thread safety: one test's thread, except Testcommitter, which the pool calls.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adgangsstyring/register.hpp"
#include "adgangsstyring/ure.hpp"
#include "crypto/identiteter_testing.hpp"
#include "net/opgave_testing.hpp"
#include "oio/revisionspost.hpp"
#include "store/commit_access.hpp"
#include "store/commit_codec.hpp"
#include "store/store.hpp"

namespace brevdue::adgangsstyring::testing {

namespace ct = crypto::testing;

inline const base::Tidspunkt kNu = *base::parse_iso("2026-06-01T08:00:00Z");
inline const base::Cvr kKorsbaek = *base::Cvr::parse("11111111");
inline const base::Cvr kNabo = *base::Cvr::parse("22222222");
inline const base::Cvr kUdk = *base::Cvr::parse("33333333");
inline constexpr auto kSystem = base::Uuid::literal("00000000-0000-4000-8000-000000000001");
inline constexpr auto kAndetSystem = base::Uuid::literal("00000000-0000-4000-8000-000000000002");
inline constexpr auto kAftale = base::Uuid::literal("00000000-0000-4000-8000-00000000000a");
inline constexpr auto kAndenAftale = base::Uuid::literal("00000000-0000-4000-8000-00000000000b");
inline constexpr auto kBeskedtype = base::Uuid::literal("7654895c-a3f3-4c77-8afd-4c77330f963c");
inline constexpr auto kAndenBeskedtype = base::Uuid::literal("832d0676-d0a0-4522-8f57-ac126dc8270e");
inline constexpr std::string_view kAfsendId = "http://entityid.kombit.dk/service/bfo_afsend/2";
inline constexpr std::string_view kModtagId = "http://entityid.kombit.dk/service/bfo_modtag/2";

// On P-256, since RSA keys are slow to make and every test is a program of its own.
inline crypto::Identitet issued_p256(std::string cn, std::uint64_t seed) {
  base::TestTilfaeldig random(seed);
  const auto key = ct::value_of(crypto::PrivatNoegle::generate_p256());
  return {key, ct::value_of(crypto::issue_for_key(ct::ca(), ct::request_for(std::move(cn)), key, random))};
}
// The system's certificate, its second one, and the other system's.
inline const crypto::Identitet& boligstoette() {
  static const crypto::Identitet made = issued_p256("Boligstøtte (funktionscertifikat)", 3);
  return made;
}
inline const crypto::Identitet& andet_certifikat() {
  static const crypto::Identitet made = issued_p256("Boligstøtte, nyt (funktionscertifikat)", 5);
  return made;
}
inline const crypto::Identitet& andet_system() {
  static const crypto::Identitet made = issued_p256("Korsbæk ESDH (funktionscertifikat)", 6);
  return made;
}

inline Aftaleservice service(std::string_view name) {
  Aftaleservice out;
  out.service = name;
  out.beskedtyper = {kBeskedtype};
  out.tilladte_myndigheder.alle = true;
  return out;
}

inline Serviceaftale aftale(const base::Uuid& uuid, const base::Uuid& system, std::vector<base::Cvr> myndigheder,
                            std::vector<Aftaleservice> services) {
  return {.uuid = uuid,
          .anvendersystem = system,
          .myndigheder = std::move(myndigheder),
          .status = Aftalestatus::GODKENDT,
          .gyldig_fra = {},
          .gyldig_til = {},
          .services = std::move(services)};
}

// System kSystem with two certificates may send and receive kBeskedtype for Korsbæk; kAndetSystem has no agreement.
inline Registreringer verden() {
  Registreringer all;
  all.myndigheder = {{kKorsbaek, "Korsbæk Kommune", "kommune"}, {kNabo, "Nabo Kommune", ""}};
  all.anvendersystemer = {
      {kSystem, "Boligstøtte", kUdk, {{boligstoette().certifikat.der()}, {andet_certifikat().certifikat.der()}}},
      {kAndetSystem, "ESDH", kKorsbaek, {{andet_system().certifikat.der()}}}};
  all.serviceaftaler = {aftale(kAftale, kSystem, {kKorsbaek}, {service(kAfsend), service(kModtag)})};
  return all;
}

inline std::shared_ptr<const Register> make_register(Registreringer all, std::uint64_t version = 1) {
  return ct::value_of(Register::make(std::move(all), version));
}

class Testcommitter final : public store::Committer {
 public:
  void submit(store::CommitSink& sink, std::vector<store::Submission>&& submissions) override {
    for (auto& one : submissions) {
      auto outcome = commit(std::move(one.commit));
      outcome.token = one.token;
      sink.done({&outcome, 1});
    }
  }
  void forget(store::CommitSink&) override {}
  store::CommitOutcome commit(store::Commit&& commit) override {
    const std::lock_guard lock(mutex_);
    if (udfald != store::Udfald::OK) return {.token = 0, .udfald = udfald, .version = 0, .first_ankomst = 0};
    Poster to(records_);
    (void)store::decode_ops(store::CommitAccess::ops(commit), to);
    return {.token = 0, .udfald = store::Udfald::OK, .version = records_.size(), .first_ankomst = 0};
  }
  std::size_t backlog_bytes() const override { return 0; }

  std::vector<std::string> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  store::Udfald udfald = store::Udfald::OK;  // set before use

 private:
  struct Poster : store::OpModtager {
    std::vector<std::string>& into;
    explicit Poster(std::vector<std::string>& to) : into(to) {}
    void ledger(std::string_view record) override { into.emplace_back(record); }
  };
  mutable std::mutex mutex_;
  std::vector<std::string> records_;
};

using net::testing::await;

}  // namespace brevdue::adgangsstyring::testing
