// Private to this folder: what is remembered of tokens' signatures, in bounded memory, by the SHA-256 of their bytes.
//
// Thread safety: all from any thread.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "adgangsstyring/token.hpp"
#include "crypto/saml.hpp"

namespace brevdue::adgangsstyring {

using Tokenaftryk = oio::Fingeraftryk;

// An assertion whose signature holds; without what is large and not asked for here (certificate, privileges).
struct GodtToken {
  crypto::Assertion assertion;
  oio::Fingeraftryk holder{};
};
// What a look at the signature gave.
using Signaturdom = base::Resultat<std::shared_ptr<const GodtToken>>;

// The `most` used last. T is copied out.
template <class T>
class Senest {
 public:
  explicit Senest(std::size_t most) : most_(most) {}

  std::optional<T> find(const Tokenaftryk& key) {
    const auto it = find_.find(key);
    if (it == find_.end()) return std::nullopt;
    order_.splice(order_.begin(), order_, it->second);
    return it->second->second;
  }
  void put(const Tokenaftryk& key, T value) {
    erase(key);
    if (order_.size() >= most_) erase(order_.back().first);
    order_.emplace_front(key, std::move(value));
    find_.emplace(key, order_.begin());
  }
  void erase(Tokenaftryk key) {
    const auto it = find_.find(key);
    if (it == find_.end()) return;
    order_.erase(it->second);
    find_.erase(it);
  }

 private:
  struct Spredning {
    std::size_t operator()(const Tokenaftryk& key) const noexcept {
      std::size_t value;  // already a hash
      __builtin_memcpy(&value, key.data(), sizeof(value));
      return value;
    }
  };
  using Order = std::list<std::pair<Tokenaftryk, T>>;
  const std::size_t most_;
  Order order_;
  std::unordered_map<Tokenaftryk, typename Order::iterator, Spredning> find_;
};

class Tokenhukommelse {
 public:
  explicit Tokenhukommelse(const Tokenindstillinger& til)
      : bad_for_(til.husk_daarlige_i), good_(til.husk_gode), bad_(til.husk_daarlige) {}

  std::optional<Signaturdom> find(const Tokenaftryk& key, base::Monoton nu);
  void put(const Tokenaftryk& key, const Signaturdom& dom, base::Monoton nu);

 private:
  struct Daarligt {
    base::Fejl fejl;
    base::Monoton til;
  };
  const std::chrono::seconds bad_for_;
  std::mutex mutex_;
  Senest<std::shared_ptr<const GodtToken>> good_;
  Senest<Daarligt> bad_;
};

}  // namespace brevdue::adgangsstyring
