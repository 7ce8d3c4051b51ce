#include "adgangsstyring/bremse.hpp"

#include <arpa/inet.h>

namespace brevdue::adgangsstyring {

bool Bremse::lukket(std::string_view noegle, base::Monoton nu) const {
  const std::lock_guard lock(mutex_);
  const auto it = find_.find(noegle);
  if (it == find_.end() || nu - it->second->start >= graenser_.vindue) return false;
  return it->second->antal >= graenser_.antal;
}

void Bremse::tael(std::string_view noegle, base::Monoton nu) {
  const std::lock_guard lock(mutex_);
  const auto it = find_.find(noegle);
  if (it == find_.end()) {
    if (pladser_.size() >= graenser_.noegler) {
      find_.erase(pladser_.back().noegle);
      pladser_.pop_back();
    }
    pladser_.push_front({std::string(noegle), nu, 1});
    find_.emplace(pladser_.front().noegle, pladser_.begin());
    return;
  }
  auto& plads = *it->second;
  if (nu - plads.start >= graenser_.vindue) {
    plads.start = nu;
    plads.antal = 0;
  }
  ++plads.antal;
  pladser_.splice(pladser_.begin(), pladser_, it->second);
}

std::size_t Bremse::noegler() const {
  const std::lock_guard lock(mutex_);
  return pladser_.size();
}

std::string kildenoegle(std::string_view adresse) {
  in6_addr v6{};
  std::string text(adresse);
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1 || IN6_IS_ADDR_V4MAPPED(&v6)) return text;
  return {reinterpret_cast<const char*>(v6.s6_addr), 8};
}

}  // namespace brevdue::adgangsstyring
