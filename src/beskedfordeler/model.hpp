// What is registered with the Beskedfordeler: Beskedtyper, dueslag and their abonnementer (spec beskedfordeler 1.2).
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "beskedfordeler/abonnementsudtryk.hpp"

namespace brevdue::beskedfordeler {

struct Beskedtype {
  base::Uuid uuid;
  std::string navn;
  bool operator==(const Beskedtype&) const = default;
};

struct Abonnement {
  base::Uuid uuid;
  std::string navn;
  // Small numbers that never change what they stand for: `nummer` is this abonnement with this expression (a changed
  // expression gets a new one), `oprettet` the number it got first, which orders abonnementer by creation.
  std::uint32_t nummer = 0;
  std::uint32_t oprettet = 0;
  Abonnementsudtryk udtryk;
  bool operator==(const Abonnement&) const = default;
};

enum class Levering : std::uint8_t { AMQP = 1 };

struct Dueslag {
  base::Uuid uuid;
  std::string navn;
  base::Uuid system;  // the anvendersystem that owns it
  Levering levering = Levering::AMQP;
  std::vector<Abonnement> abonnementer;
  bool operator==(const Dueslag&) const = default;
};

}  // namespace brevdue::beskedfordeler
