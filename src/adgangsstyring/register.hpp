// The registrations as of one moment, with the look-ups that every request makes, and the holder that swaps them.
//
// Thread safety: a Register is immutable; Registre is safe from any thread. Ownership: whoever looks something up keeps
// the shared_ptr<const Register> as long as it uses what it found.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adgangsstyring/model.hpp"
#include "aftaler/regler.hpp"
#include "base/result.hpp"

namespace brevdue::adgangsstyring {

// A registered certificate, with what was read from it once.
struct Registreretcertifikat {
  oio::Fingeraftryk fingeraftryk{};
  std::string subject;       // as tokens show it
  std::string akkreditiver;  // sensitive: not for logs
  std::string thumbprint;    // SHA-1 in upper-case hexadecimal, as fault 5607 shows it
  base::Tidspunkt not_before;
  base::Tidspunkt not_after;  // the last second it is valid in
  bool spaerret = false;
  const Anvendersystem* system = nullptr;
};

// One service of one agreement.
struct Aftaleplads {
  const Serviceaftale* aftale = nullptr;
  const Aftaleservice* service = nullptr;
  std::span<const aftaler::Aftaleforloeb* const> dataudvekslingsaftaler{};  // that the serviceaftale names
};

oio::Fingeraftryk fingeraftryk(std::string_view certificate_der);

class Register {
 public:
  // Errors: UGYLDIG when the whole does not hang together: something registered twice, a certificate of two systems,
  // one that is none or whose key may not sign (T3), an agreement with a system or authority that is not registered, a
  // serviceaftale by a dataudvekslingsaftale that is not, or what Aftaleregister::make refuses.
  static base::Resultat<std::shared_ptr<const Register>> make(Registreringer all, std::uint64_t version);

  // The journal record that wrote the registrations last; 0 when there are none yet.
  std::uint64_t version() const { return version_; }
  const Registreringer& registreringer() const { return all_; }

  // nullptr when it is not registered.
  const Registreretcertifikat* certifikat(const oio::Fingeraftryk& fingeraftryk) const;
  const Anvendersystem* system(const base::Uuid& uuid) const;
  const Myndighed* myndighed(base::Cvr cvr) const;
  const Serviceaftale* aftale(const base::Uuid& uuid) const;
  // Every agreement between them, whatever its status and period.
  std::span<const Aftaleplads> aftaler(const base::Uuid& system, base::Cvr myndighed, std::string_view service) const;
  const aftaler::Aftaleregister& dataudvekslingsaftaler() const { return *dataudvekslingsaftaler_; }
  // The authorities with an agreement on that service with that system, in order, whatever its status and period.
  std::span<const base::Cvr> myndigheder(const base::Uuid& system, std::string_view service) const;

  Register(const Register&) = delete;
  Register& operator=(const Register&) = delete;

 private:
  struct Noegle {
    base::Uuid system;
    base::Cvr myndighed;  // none: the list of authorities
    std::string_view service;
    bool operator==(const Noegle&) const = default;
  };
  struct Spredning {
    std::size_t operator()(const Noegle& key) const noexcept;
    std::size_t operator()(const oio::Fingeraftryk& key) const noexcept;
  };

  Register(Registreringer all, std::uint64_t version) : all_(std::move(all)), version_(version) {}
  base::Resultat<void> index_myndigheder();
  base::Resultat<void> index_systemer();
  base::Resultat<void> index_certifikat(const Anvendersystem& system, const Systemcertifikat& certifikat);
  base::Resultat<void> index_dataudvekslingsaftaler();
  base::Resultat<void> require_myndighed(const aftaler::Dataudvekslingsaftale& aftale, base::Cvr cvr) const;
  base::Resultat<void> index_aftaler();
  base::Resultat<void> index_aftale(const Serviceaftale& aftale);
  base::Resultat<void> find_dataudvekslingsaftaler(const Serviceaftale& aftale);
  void put_plads(base::Cvr cvr, std::string_view service, const Aftaleplads& plads);

  const Registreringer all_;
  const std::uint64_t version_;
  std::unordered_map<oio::Fingeraftryk, Registreretcertifikat, Spredning> certifikater_;
  std::unordered_map<base::Uuid, const Anvendersystem*> systemer_;
  std::unordered_map<base::Cvr, const Myndighed*> myndigheder_;
  std::unordered_map<base::Uuid, const Serviceaftale*> aftaler_;
  std::shared_ptr<const aftaler::Aftaleregister> dataudvekslingsaftaler_;
  std::unordered_map<base::Uuid, std::vector<const aftaler::Aftaleforloeb*>> udveksling_;  // by serviceaftale
  std::unordered_map<Noegle, std::vector<Aftaleplads>, Spredning> pladser_;
  std::unordered_map<Noegle, std::vector<base::Cvr>, Spredning> kontekster_;
};

// The Register in force. An import swaps it; whoever keeps a connection open watches, and decides again at once.
class Registre {
 public:
  explicit Registre(std::shared_ptr<const Register> first);
  std::shared_ptr<const Register> nu() const;
  // Cheaper than nu(): a hot path keeps its own shared_ptr and takes a new one when this number differs.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // Watchers are called on the calling thread, after the swap, without a lock held.
  void set(std::shared_ptr<const Register> next);

  // `changed` is called after each set(), until the handle is destroyed; a call already under way may still be running
  // then, so it only passes word on (net::Strom::post).
  using Watch = std::shared_ptr<void>;
  Watch watch(std::function<void()> changed) const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Register> register_;
  std::atomic<std::uint64_t> version_;
  mutable std::vector<std::weak_ptr<std::function<void()>>> watchers_;
};

}  // namespace brevdue::adgangsstyring
