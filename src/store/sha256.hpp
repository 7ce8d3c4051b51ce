// SHA-256 of several pieces as if they stood together, for the ledger's chain and the keys of require_new.
//
// Thread safety: from any thread. OpenSSL's lookup of an algorithm and its contexts cost more than hashing a ledger
// record, so each thread keeps one context; it is freed when the thread ends.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

namespace brevdue::store {

using Sha256 = std::array<char, 32>;

inline std::string_view view(const Sha256& hash) {
  return {hash.data(), hash.size()};
}

// Throws std::runtime_error when OpenSSL cannot (out of memory, no provider): there is nothing sensible to go on with.
Sha256 sha256(std::initializer_list<std::string_view> pieces);

}  // namespace brevdue::store
