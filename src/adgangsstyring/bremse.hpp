// A brake: how often something happened for a key within a window, in bounded memory. It slows down peers that send
// tokens or requests that are refused, before they cost a signature check.
//
// Thread safety: all from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/ur.hpp"

namespace brevdue::adgangsstyring {

class Bremse {
 public:
  struct Graenser {
    unsigned antal = 30;  // within a window; more are refused until it ends
    std::chrono::seconds vindue{60};
    std::size_t noegler = 10'000;  // remembered at most; the one longest unseen goes first
  };
  explicit Bremse(Graenser graenser) : graenser_(graenser) {}

  // Whether the key has used up its number.
  bool lukket(std::string_view noegle, base::Monoton nu) const;
  void tael(std::string_view noegle, base::Monoton nu);
  std::size_t noegler() const;

 private:
  struct Plads {
    std::string noegle;
    base::Monoton start;
    unsigned antal = 0;
  };
  const Graenser graenser_;
  mutable std::mutex mutex_;
  std::list<Plads> pladser_;  // the last seen first
  std::unordered_map<std::string_view, std::list<Plads>::iterator> find_;
};

// What peers are counted by: an IPv4 address whole, an IPv6 address by its first 64 bits, since one host has them all.
std::string kildenoegle(std::string_view adresse);

}  // namespace brevdue::adgangsstyring
