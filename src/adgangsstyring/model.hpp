// What Adgangsstyring is told beforehand: authorities, systems with their certificates, and the agreements between them
// (spec adgangsstyring 9.2). Everything here comes from an import (registreringer.hpp), never from a caller.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aftaler/model.hpp"
#include "base/numre.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kald.hpp"

namespace brevdue::adgangsstyring {

// The services an agreement may name today. Others may stand in an agreement too; nothing asks for them yet.
inline constexpr std::string_view kAfsend = "afsend";
inline constexpr std::string_view kModtag = "modtag";
inline constexpr std::string_view kAdmin = "admin";
// The indexes' roles. Who may edit may also read: "rediger" gives "udstil" with the same limits.
inline constexpr std::string_view kSagdokumentRediger = "sagdokumentindeks:rediger";
inline constexpr std::string_view kSagdokumentUdstil = "sagdokumentindeks:udstil";
inline constexpr std::string_view kYdelseRediger = "ydelseindeks:rediger";
inline constexpr std::string_view kYdelseUdstil = "ydelseindeks:udstil";

struct Myndighed {
  base::Cvr cvr;
  std::string navn;
  std::string type;  // a word for people ("kommune"), may be empty
  bool operator==(const Myndighed&) const = default;
};

struct Systemcertifikat {
  std::string der;
  bool spaerret = false;
  bool operator==(const Systemcertifikat&) const = default;
};

struct Anvendersystem {
  base::Uuid uuid;
  std::string navn;
  base::Cvr cvr;  // who runs it
  std::vector<Systemcertifikat> certifikater;
  bool spaerret = false;
  // May present a token over a connection without the token's certificate, where holder-of-key is otherwise required
  // (spec adgangsstyring A6).
  bool uden_holder_of_key = false;
  bool operator==(const Anvendersystem&) const = default;
};

// Only GODKENDT, within its period, gives any right.
enum class Aftalestatus : std::uint8_t { KLADDE, ANMODET, GODKENDT, AFVIST, OPSAGT };
std::string_view navn(Aftalestatus status);
std::optional<Aftalestatus> parse_aftalestatus(std::string_view word);

// One service within an agreement, with its roles and limits. Values of one limit are alternatives, different limits
// must all hold (spec adgangsstyring 9.3).
struct Aftaleservice {
  std::string service;
  std::vector<std::string> roller;  // servicesystemroller (URIs), written into tokens as they stand
  bool alle_beskedtyper = false;
  std::vector<base::Uuid> beskedtyper;  // in order, each once; empty when all
  std::vector<base::KleMoenster> kle;   // empty: no limit
  std::uint8_t foelsomhed = 4;          // the highest covered, 1 to 4
  // afsend: who may receive. modtag: whose events (ObjektAnsvarligMyndighed) may be received.
  oio::Myndighedsgraense tilladte_myndigheder;
  oio::Modtagerkontrol modtagerkontrol = oio::Modtagerkontrol::BESKAER;
  // ObjektAnsvarligMyndighed must be the caller's authority; off for central senders (spec beskedfordeler Q26).
  bool kontrol_af_ansvarlig_myndighed = true;
  bool operator==(const Aftaleservice&) const = default;
};

struct Serviceaftale {
  base::Uuid uuid;
  base::Uuid anvendersystem;
  std::vector<base::Cvr> myndigheder;  // in order, each once
  Aftalestatus status = Aftalestatus::KLADDE;
  std::optional<base::Tidspunkt> gyldig_fra;  // absent: always has been
  std::optional<base::Tidspunkt> gyldig_til;  // exclusive; absent: no end
  std::vector<Aftaleservice> services;
  // Ids of the dataudvekslingsaftaler by which other authorities' objects may be read through it (UDV-051); in order,
  // each once.
  std::vector<std::string> dataudvekslingsaftaler{};

  bool gaelder(base::Tidspunkt nu) const {
    return status == Aftalestatus::GODKENDT && (!gyldig_fra || *gyldig_fra <= nu) && (!gyldig_til || nu < *gyldig_til);
  }
  bool operator==(const Serviceaftale&) const = default;
};

// All of it, as a file or the store holds it.
struct Registreringer {
  std::vector<Myndighed> myndigheder;
  std::vector<Anvendersystem> anvendersystemer;
  std::vector<Serviceaftale> serviceaftaler;
  std::vector<aftaler::Dataudvekslingsaftale> dataudvekslingsaftaler;
  bool operator==(const Registreringer&) const = default;
};

}  // namespace brevdue::adgangsstyring
