#include "oio/objektkode.hpp"

#include <algorithm>

#include "oio/felter.hpp"

namespace brevdue::oio {
namespace {

using base::FejlKode;
using base::Resultat;
using store::Familie;

constexpr std::uint8_t kFormat = 1;
constexpr std::uint8_t kUdenKodek = 0;

std::unexpected<base::Fejl> damaged(std::string_view what) {
  return base::fejl(FejlKode::LAGER, std::string{what} + " in the store cannot be read");
}

template <class T>
std::vector<T> in_order(std::vector<T> all) {
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

// An enumerator from `first` to `last`; `first` when it is none.
template <class Enum>
Enum read_enum(Feltlaeser& from, Enum first, Enum last) {
  const auto value = from.number<std::uint8_t>(static_cast<std::uint8_t>(last));
  if (from.failed() || value < static_cast<std::uint8_t>(first)) {
    from.fail();
    return first;
  }
  return static_cast<Enum>(value);
}

Objekttype read_type(Feltlaeser& from) {
  return read_enum(from, Objekttype::SAG, Objekttype::OEKONOMISK_EFFEKTUERING);
}

Resultat<std::string> encode_termer(std::vector<Term> termer) {
  std::string out;
  Feltskriver to{out};
  for (const Term& one : in_order(std::move(termer))) {
    if (one.vaerdi.size() > kLaengsteTerm) {
      return base::fejl(FejlKode::UGYLDIG, "a value to be searched for is too long", std::string{navn(one.art)});
    }
    to.number(static_cast<std::uint8_t>(one.art)).text(one.vaerdi);
  }
  return out;
}

void encode(const Registreringshoved& hoved, Feltskriver& to) {
  to.tid(hoved.sts_tidspunkt).flag(hoved.tidspunkt.has_value());
  if (hoved.tidspunkt) to.tid(*hoved.tidspunkt);
  to.number(hoved.livscyklus);
}

LaestRegistrering read_registrering(Feltlaeser& from) {
  LaestRegistrering out;
  out.hoved.sts_tidspunkt = from.tid();
  if (from.flag()) out.hoved.tidspunkt = from.tid();
  out.hoved.livscyklus = from.number<std::uint8_t>();
  out.pakket = from.text();
  out.termer = from.text();
  return out;
}

Link read_link(Feltlaeser& from) {
  Link link;
  link.art = read_enum(from, Linkart::JOURNALPOST, Linkart::BEVILGET_YDELSE);
  link.til.type = read_type(from);
  link.til.uuid = from.uuid();
  return link;
}

Kortnoegle read_noegle(Feltlaeser& from) {
  const auto noegle = decode_kortnoegle(from.take(kKortnoegleBytes));
  if (!noegle) from.fail();
  return noegle.value_or(Kortnoegle{});
}

void add_links(const LaestObjekt& objekt, std::vector<Indekspost>& index) {
  for (const Link& link : objekt.links) {
    index.push_back({Familie::LINK, link_prefix(Retning::UD, link.art, objekt.ref) + objekt_key(link.til), {}});
    index.push_back({Familie::LINK, link_prefix(Retning::IND, link.art, link.til) + objekt_key(objekt.ref), {}});
  }
}

}  // namespace

std::string objekt_key(const Objektref& ref) {
  std::string key;
  Feltskriver{key}.number(static_cast<std::uint8_t>(ref.type)).uuid(ref.uuid);
  return key;
}

std::optional<Objektref> parse_objekt_key(std::string_view key) {
  Feltlaeser from{key};
  Objektref ref;
  ref.type = read_type(from);
  ref.uuid = from.uuid();
  return from.done() ? std::optional{ref} : std::nullopt;
}

std::string posting_key(const Objektref& ref, const Term& term) {
  std::string key = posting_prefix(ref.type, term);
  Feltskriver{key}.uuid(ref.uuid);
  return key;
}

std::string posting_prefix(Objekttype type, const Term& term) {
  std::string key;
  Feltskriver to{key};
  to.number(static_cast<std::uint8_t>(type)).number(static_cast<std::uint8_t>(term.art));
  to.number(static_cast<std::uint16_t>(term.vaerdi.size()));
  return key += term.vaerdi;
}

std::string link_prefix(Retning retning, Linkart art, const Objektref& ref) {
  std::string key;
  Feltskriver{key}.number(static_cast<std::uint8_t>(retning)).number(static_cast<std::uint8_t>(art));
  return key += objekt_key(ref);
}

Resultat<std::string> encode(const Objekt& objekt) {
  std::string out;
  Feltskriver to{out};
  to.number(kFormat).number(kUdenKodek);
  out += encode(objekt.noegle);
  const auto links = in_order(objekt.links);
  to.count(links.size());
  for (const Link& link : links) {
    to.number(static_cast<std::uint8_t>(link.art)).number(static_cast<std::uint8_t>(link.til.type)).uuid(link.til.uuid);
  }
  to.count(objekt.registreringer.size());
  for (const Objektregistrering& one : objekt.registreringer) {
    encode(one.hoved, to);
    to.text(one.pakket).text(PROEV(encode_termer(one.termer)));
  }
  return out;
}

Resultat<LaestObjekt> decode_objekt(const Objektref& ref, store::Laest&& laest) {
  LaestObjekt out;
  out.ref = ref;
  out.version = laest.version;
  out.bytes = std::make_shared<const std::string>(std::move(laest.value));
  Feltlaeser from{*out.bytes};
  if (from.number<std::uint8_t>() != kFormat || from.number<std::uint8_t>() != kUdenKodek) from.fail();
  out.noegle = read_noegle(from);
  for (std::size_t left = from.count(); left > 0 && !from.failed(); --left) out.links.push_back(read_link(from));
  for (std::size_t left = from.count(); left > 0 && !from.failed(); --left) {
    out.registreringer.push_back(read_registrering(from));
  }
  if (!from.done() || std::ranges::adjacent_find(out.links, std::greater_equal{}) != out.links.end()) {
    return damaged("an object");
  }
  return out;
}

Resultat<std::vector<Term>> decode_termer(std::string_view bytes) {
  std::vector<Term> out;
  Feltlaeser from{bytes};
  while (!from.done() && !from.failed()) {
    const auto art = read_enum(from, Termart::ALLE, Termart::BOPAELSKOMMUNE);
    out.push_back({art, std::string{from.text()}});
    if (out.back().vaerdi.size() > kLaengsteTerm) from.fail();
  }
  if (from.failed() || std::ranges::adjacent_find(out, std::greater_equal{}) != out.end()) {
    return damaged("an object's terms");
  }
  return out;
}

Resultat<std::vector<Indekspost>> index_of(const LaestObjekt& objekt) {
  std::vector<Indekspost> index;
  const std::string noegle = encode(objekt.noegle);
  const auto add = [&](Familie familie, const Term& term, std::string_view behind, const std::string& value) {
    index.push_back({familie, posting_key(objekt.ref, term).append(behind), value});
  };
  std::vector<Term> latest;
  for (std::uint32_t number = 0; number < objekt.registreringer.size(); ++number) {
    latest = PROEV(decode_termer(objekt.registreringer[number].termer));
    std::string behind;
    Feltskriver{behind}.number(number);
    for (const Term& term : latest) add(Familie::HISTORIK, term, behind, {});
  }
  latest.push_back({});  // ALLE
  for (const Term& term : in_order(std::move(latest))) add(Familie::NU, term, {}, noegle);
  add_links(objekt, index);
  return in_order(std::move(index));
}

}  // namespace brevdue::oio
