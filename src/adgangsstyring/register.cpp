#include "adgangsstyring/register.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "crypto/certifikat.hpp"
#include "store/sha256.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;

std::unexpected<base::Fejl> ugyldig(std::string tekst) {
  return base::fejl(FejlKode::UGYLDIG, std::move(tekst));
}

std::string upper(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

void insert_sorted(std::vector<base::Cvr>& into, base::Cvr cvr) {
  const auto place = std::ranges::lower_bound(into, cvr);
  if (place == into.end() || *place != cvr) into.insert(place, cvr);
}

template <class Map, class Key>
auto found(const Map& map, const Key& key) {
  const auto it = map.find(key);
  return it == map.end() ? nullptr : it->second;
}

}  // namespace

oio::Fingeraftryk fingeraftryk(std::string_view certificate_der) {
  return store::sha256({certificate_der});
}

std::size_t Register::Spredning::operator()(const Noegle& key) const noexcept {
  const auto system = std::hash<base::Uuid>{}(key.system);
  return system ^ (std::hash<base::Cvr>{}(key.myndighed) * 31) ^ std::hash<std::string_view>{}(key.service);
}

std::size_t Register::Spredning::operator()(const oio::Fingeraftryk& key) const noexcept {
  std::size_t value;  // already a hash
  __builtin_memcpy(&value, key.data(), sizeof(value));
  return value;
}

base::Resultat<std::shared_ptr<const Register>> Register::make(Registreringer all, std::uint64_t version) {
  std::shared_ptr<Register> made(new Register(std::move(all), version));
  PROEV(made->index_myndigheder());
  PROEV(made->index_systemer());
  PROEV(made->index_dataudvekslingsaftaler());
  PROEV(made->index_aftaler());
  return made;
}

base::Resultat<void> Register::index_myndigheder() {
  for (const auto& one : all_.myndigheder) {
    if (!myndigheder_.emplace(one.cvr, &one).second) {
      return ugyldig(fmt::format("the authority {} is registered twice", one.cvr.text()));
    }
  }
  return {};
}

base::Resultat<void> Register::index_systemer() {
  for (const auto& one : all_.anvendersystemer) {
    if (!systemer_.emplace(one.uuid, &one).second) {
      return ugyldig(fmt::format("the anvendersystem {} is registered twice", one.uuid.text()));
    }
    for (const auto& certifikat : one.certifikater) PROEV(index_certifikat(one, certifikat));
  }
  return {};
}

base::Resultat<void> Register::index_certifikat(const Anvendersystem& system, const Systemcertifikat& certifikat) {
  const auto parsed = crypto::Certifikat::from_der(certifikat.der);
  if (!parsed) return ugyldig(fmt::format("a certificate of the anvendersystem {} is none", system.uuid.text()));
  if (!parsed->usable_for_signature()) {
    return ugyldig(fmt::format("a certificate of the anvendersystem {} has a key too weak, or one that may not sign",
                               system.uuid.text()));
  }
  Registreretcertifikat entry;
  entry.fingeraftryk = fingeraftryk(certifikat.der);
  entry.subject = parsed->subject();
  entry.akkreditiver = parsed->akkreditiver();
  entry.thumbprint = upper(parsed->sha1_thumbprint());
  entry.not_before = parsed->not_before();
  entry.not_after = parsed->not_after();
  entry.spaerret = certifikat.spaerret;
  entry.system = &system;
  const auto key = entry.fingeraftryk;
  const auto [place, is_new] = certifikater_.emplace(key, std::move(entry));
  if (is_new) return {};
  return ugyldig(fmt::format("the certificate {} is registered twice, for the anvendersystemer {} and {}",
                             place->second.thumbprint, place->second.system->uuid.text(), system.uuid.text()));
}

base::Resultat<void> Register::require_myndighed(const aftaler::Dataudvekslingsaftale& aftale, base::Cvr cvr) const {
  if (myndigheder_.contains(cvr)) return {};
  return ugyldig(fmt::format("the dataudvekslingsaftale {} is with the authority {}, which is not registered",
                             aftale.id, cvr.text()));
}

base::Resultat<void> Register::index_dataudvekslingsaftaler() {
  for (const auto& one : all_.dataudvekslingsaftaler) {
    PROEV(require_myndighed(one, one.dataejer));
    for (const auto cvr : one.datamodtagere) PROEV(require_myndighed(one, cvr));
  }
  dataudvekslingsaftaler_ = PROEV(aftaler::Aftaleregister::make(all_.dataudvekslingsaftaler));
  return {};
}

base::Resultat<void> Register::index_aftaler() {
  for (const auto& one : all_.serviceaftaler) PROEV(index_aftale(one));
  return {};
}

base::Resultat<void> Register::index_aftale(const Serviceaftale& aftale) {
  if (!aftaler_.emplace(aftale.uuid, &aftale).second) {
    return ugyldig(fmt::format("the serviceaftale {} is registered twice", aftale.uuid.text()));
  }
  if (!systemer_.contains(aftale.anvendersystem)) {
    return ugyldig(fmt::format("the serviceaftale {} is with the anvendersystem {}, which is not registered",
                               aftale.uuid.text(), aftale.anvendersystem.text()));
  }
  PROEV(find_dataudvekslingsaftaler(aftale));
  for (const auto cvr : aftale.myndigheder) {
    if (!myndigheder_.contains(cvr)) {
      return ugyldig(fmt::format("the serviceaftale {} is with the authority {}, which is not registered",
                                 aftale.uuid.text(), cvr.text()));
    }
    for (const auto& service : aftale.services) {
      const Aftaleplads plads{&aftale, &service, udveksling_[aftale.uuid]};
      put_plads(cvr, service.service, plads);
      if (service.service == kSagdokumentRediger) put_plads(cvr, kSagdokumentUdstil, plads);
      if (service.service == kYdelseRediger) put_plads(cvr, kYdelseUdstil, plads);
    }
  }
  return {};
}

base::Resultat<void> Register::find_dataudvekslingsaftaler(const Serviceaftale& aftale) {
  auto& found = udveksling_[aftale.uuid];
  for (const auto& id : aftale.dataudvekslingsaftaler) {
    found.push_back(dataudvekslingsaftaler_->find(id));
    if (found.back() != nullptr) continue;
    return ugyldig(fmt::format("the serviceaftale {} is by the dataudvekslingsaftale {}, which is not registered",
                               aftale.uuid.text(), id));
  }
  return {};
}

void Register::put_plads(base::Cvr cvr, std::string_view service, const Aftaleplads& plads) {
  pladser_[{plads.aftale->anvendersystem, cvr, service}].push_back(plads);
  insert_sorted(kontekster_[{plads.aftale->anvendersystem, {}, service}], cvr);
}

const Registreretcertifikat* Register::certifikat(const oio::Fingeraftryk& key) const {
  const auto it = certifikater_.find(key);
  return it == certifikater_.end() ? nullptr : &it->second;
}

const Anvendersystem* Register::system(const base::Uuid& uuid) const {
  return found(systemer_, uuid);
}

const Myndighed* Register::myndighed(base::Cvr cvr) const {
  return found(myndigheder_, cvr);
}

const Serviceaftale* Register::aftale(const base::Uuid& uuid) const {
  return found(aftaler_, uuid);
}

std::span<const Aftaleplads> Register::aftaler(const base::Uuid& system, base::Cvr myndighed,
                                               std::string_view service) const {
  const auto it = pladser_.find({system, myndighed, service});
  if (it == pladser_.end()) return {};
  return it->second;
}

std::span<const base::Cvr> Register::myndigheder(const base::Uuid& system, std::string_view service) const {
  const auto it = kontekster_.find({system, {}, service});
  if (it == kontekster_.end()) return {};
  return it->second;
}

Registre::Registre(std::shared_ptr<const Register> first)
    : register_(std::move(first)), version_(register_->version()) {}

std::shared_ptr<const Register> Registre::nu() const {
  const std::lock_guard lock(mutex_);
  return register_;
}

void Registre::set(std::shared_ptr<const Register> next) {
  std::vector<std::shared_ptr<std::function<void()>>> told;
  {
    const std::lock_guard lock(mutex_);
    version_.store(next->version(), std::memory_order_release);
    register_.swap(next);
    std::erase_if(watchers_, [](const auto& watcher) { return watcher.expired(); });
    for (const auto& watcher : watchers_) {
      if (auto alive = watcher.lock()) told.push_back(std::move(alive));
    }
  }
  for (const auto& watcher : told) (*watcher)();
}

Registre::Watch Registre::watch(std::function<void()> changed) const {
  auto watcher = std::make_shared<std::function<void()>>(std::move(changed));
  const std::lock_guard lock(mutex_);
  std::erase_if(watchers_, [](const auto& other) { return other.expired(); });
  watchers_.push_back(watcher);
  return watcher;
}

}  // namespace brevdue::adgangsstyring
