// For the tests of this folder: a message type that uses everything a description can say.
//
// Thread safety: constants and plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/type.hpp"

namespace brevdue::xml::eksempel {

inline constexpr std::string_view kNs = "urn:e";

struct Linje {
  std::string tekst;
  std::int64_t antal = 0;
  bool er_betalt = false;
};

struct Noegle {
  enum class Art : std::uint8_t { UUID, URN };
  Art art = Art::UUID;
  std::string_view tekst;
};

struct Sti {
  Udsnit linjer;
};

struct Ordre {
  Noegle noegle;
  std::string_view titel;
  std::optional<std::string_view> note;
  std::vector<Linje> linje;
  std::vector<std::int64_t> tal;
  std::vector<Fragment> rest;
  Sti steder;
  std::string set_ved;  // what when_seen noted
};

void note_hoved(Ordre& ordre, const Reader& reader);

// The same tables with the note left out, made by the same functions: what a changed description means everywhere.
const Element& ordre();
const Element& ordre_uden_note();
const Schema& skema();
const Schema& skema_uden_note();

}  // namespace brevdue::xml::eksempel
