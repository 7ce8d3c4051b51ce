// For tests: certificates of fictitious systems, made once a program because keys are slow to make.
//
// Thread safety: any thread. Ownership: static, for the life of the program.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>

#include "crypto/pki.hpp"

namespace brevdue::crypto::testing {

template <class T>
T value_of(base::Resultat<T> result) {
  if (!result) throw std::runtime_error(base::beskriv(result.error()));
  return *std::move(result);
}

template <class T>
T value_of(std::optional<T> value) {
  if (!value) throw std::runtime_error("nothing");
  return *std::move(value);
}

inline const base::Tidspunkt kFra = value_of(base::parse_iso("2026-01-01T00:00:00Z"));
inline const base::Tidspunkt kTil = value_of(base::parse_iso("2036-01-01T00:00:00Z"));

inline Udstedelse request_for(std::string cn) {
  return {.navn = {.cvr = value_of(base::Cvr::parse("33333333")),
                   .fid = "12345678",
                   .cn = std::move(cn),
                   .o = "Prøvestyrelsen"},
          .gyldighed = {kFra, kTil},
          .dns = {},
          .ip = {}};
}

inline const Identitet& ca() {
  static const Identitet made = [] {
    base::TestTilfaeldig random(1);
    return value_of(make_ca("Prøve-CA", {kFra, kTil}, random));
  }();
  return made;
}

inline Identitet issued(std::string cn, std::uint64_t seed) {
  base::TestTilfaeldig random(seed);
  return value_of(issue(ca(), request_for(std::move(cn)), random));
}

// The STS whose key is pinned, a system that holds a key, and somebody nobody trusts.
inline const Identitet& sts() {
  static const Identitet made = issued("STS (funktionscertifikat)", 2);
  return made;
}
inline const Identitet& anvendersystem() {
  static const Identitet made = issued("Boligstøtte (funktionscertifikat)", 3);
  return made;
}
inline const Identitet& fremmed() {
  static const Identitet made = issued("Fremmed (funktionscertifikat)", 4);
  return made;
}

}  // namespace brevdue::crypto::testing
