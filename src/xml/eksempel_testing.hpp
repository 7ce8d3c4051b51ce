// For the tests of this folder: a message type that uses everything a description can say.
//
// Thread safety: constants and plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xml/type.hpp"

namespace brevdue::xml::eksempel {

inline constexpr std::string_view kNs = "urn:e";
inline constexpr std::string_view kUdenfor = "urn:u";

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

// A search: an expression that holds itself, and a list of which some elements are known.
struct Led;
struct Udtryk {
  std::optional<std::string_view> operation;
  std::vector<Led> led;
};
struct Led {
  enum Slags : std::size_t { TAL, IKKE, UDTRYK };
  std::variant<std::int64_t, Udtryk, Udtryk> indhold;
};
struct Kendt {
  std::string_view tekst;
};
struct Udvidelse {
  enum Slags : std::size_t { KENDT, TEKST, ANDEN };
  std::variant<Kendt, std::string_view, Fragment> indhold;
};
struct Liste {
  std::vector<Udvidelse> elementer;
  std::optional<std::string_view> dag;
};
struct Soegning {
  Udtryk udtryk;
  std::optional<Liste> liste;
  std::optional<std::string_view> uden_ende;
  std::vector<std::string_view> sandhed;
  std::vector<std::string_view> a;
  std::vector<std::string_view> b;
};

void note_hoved(Ordre& ordre, const Reader& reader);

// The same tables with the note left out, made by the same functions: what a changed description means everywhere.
const Element& ordre();
const Element& ordre_uden_note();
const Element& soegning();
const Schema& skema();
const Schema& soegning_skema();
const Schema& skema_uden_note();

}  // namespace brevdue::xml::eksempel
