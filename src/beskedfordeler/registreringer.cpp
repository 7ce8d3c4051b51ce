#include "beskedfordeler/registreringer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;
using base::TomlReader;
using base::TomlTable;

base::Uuid read_uuid(TomlReader& reader, std::string_view key) {
  const std::string text = reader.required_text(key);
  const auto uuid = base::Uuid::parse(text);
  if (!uuid || uuid->is_nil()) reader.refuse(key, "not a UUID");
  return uuid.value_or(base::Uuid{});
}

base::Resultat<Beskedtype> read_beskedtype(const TomlTable& table, const std::string& source) {
  TomlReader reader(table, source);
  Beskedtype out{read_uuid(reader, "uuid"), reader.required_text("navn")};
  PROEV(reader.finish());
  return out;
}

// A criterion, or the first failure kept in `reader`.
Udtryk read_kriterium(TomlReader& reader, std::string_view key, Felt felt, const std::vector<std::string>& vaerdier) {
  auto kriterium = Kriterium::make(felt, vaerdier);
  if (!kriterium) reader.refuse(key, kriterium.error().tekst);
  Udtryk out;
  out.art = Udtryk::Art::KRITERIUM;
  if (kriterium) out.kriterium = *std::move(kriterium);
  return out;
}

base::Resultat<Udtryk> read_udtryk(const TomlTable& table, const std::string& source, int dybde);

base::Resultat<std::vector<Udtryk>> read_dele(const std::vector<const TomlTable*>& tables, const std::string& source,
                                              int dybde) {
  std::vector<Udtryk> out;
  for (const TomlTable* table : tables) out.push_back(PROEV(read_udtryk(*table, source, dybde)));
  return out;
}

base::Resultat<Udtryk> read_udtryk(const TomlTable& table, const std::string& source, int dybde) {
  TomlReader reader(table, source);
  if (dybde > kStoersteDybde) reader.refuse("udtryk", fmt::format("deeper than {}", kStoersteDybde));
  const auto og = reader.tables("og");
  const auto eller = reader.tables("eller");
  const TomlTable* ikke = reader.table("ikke");
  const auto felt_navn = reader.text("felt");
  const auto lig_med = reader.texts("lig_med");
  if (int{!og.empty()} + int{!eller.empty()} + int{ikke != nullptr} + int{felt_navn.has_value()} != 1) {
    reader.refuse("udtryk", "needs exactly one of og, eller, ikke and felt, and something in it");
  }
  const auto felt = parse_felt(felt_navn.value_or(""));
  if (felt_navn && !felt) reader.refuse("felt", "no such element");
  Udtryk out;
  if (felt) out = read_kriterium(reader, "lig_med", *felt, lig_med);
  if (!felt && !lig_med.empty()) reader.refuse("lig_med", "stands with felt");
  PROEV(reader.finish());
  if (felt) return out;
  out.art = !og.empty() ? Udtryk::Art::OG : !eller.empty() ? Udtryk::Art::ELLER : Udtryk::Art::IKKE;
  out.dele = PROEV(read_dele(ikke != nullptr ? std::vector{ikke} : !og.empty() ? og : eller, source, dybde + 1));
  return out;
}

std::vector<base::Uuid> read_beskedtyper(TomlReader& reader) {
  std::vector<base::Uuid> out;
  for (const std::string& text : reader.texts("beskedtyper")) {
    const auto uuid = base::Uuid::parse(text);
    if (!uuid) reader.refuse("beskedtyper", fmt::format("'{}' is not a UUID", text));
    if (uuid) out.push_back(*uuid);
  }
  if (out.empty()) reader.refuse("beskedtyper", "an abonnement names at least one Beskedtype");
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

base::Resultat<Abonnement> read_abonnement(const TomlTable& table, const std::string& source) {
  TomlReader reader(table, source);
  Abonnement out;
  out.uuid = read_uuid(reader, "uuid");
  out.navn = reader.required_text("navn");
  out.udtryk.beskedtyper = read_beskedtyper(reader);
  auto& dele = out.udtryk.udtryk.dele;
  const auto myndigheder = reader.texts("myndigheder");
  const auto kle = reader.texts("kle");
  if (!myndigheder.empty()) {
    dele.push_back(read_kriterium(reader, "myndigheder", Felt::OBJEKT_ANSVARLIG_MYNDIGHED, myndigheder));
  }
  if (!kle.empty()) dele.push_back(read_kriterium(reader, "kle", Felt::OPGAVE_EMNE, kle));
  if (const TomlTable* udtryk = reader.table("udtryk")) {
    Udtryk rest = PROEV(read_udtryk(*udtryk, source, 2));
    if (rest.art == Udtryk::Art::OG) {
      dele.insert(dele.end(), rest.dele.begin(), rest.dele.end());
    } else {
      dele.push_back(std::move(rest));
    }
  }
  const auto alternatives = normalform(out.udtryk.udtryk);
  if (!alternatives) reader.refuse("uuid", alternatives.error().tekst);
  PROEV(reader.finish());
  return out;
}

base::Resultat<Dueslag> read_dueslag(const TomlTable& table, const std::string& source) {
  TomlReader reader(table, source);
  Dueslag out;
  out.uuid = read_uuid(reader, "uuid");
  out.navn = reader.required_text("navn");
  out.system = read_uuid(reader, "system");
  if (reader.text("levering").value_or("amqp") != "amqp") reader.refuse("levering", "only \"amqp\" is offered");
  const auto abonnementer = reader.tables("abonnement");
  PROEV(reader.finish());
  for (const TomlTable* abonnement : abonnementer) {
    out.abonnementer.push_back(PROEV(read_abonnement(*abonnement, source)));
  }
  return out;
}

}  // namespace

base::Resultat<Registreringer> read_registreringer(TomlReader& top) {
  Registreringer out;
  for (const TomlTable* table : top.tables("beskedtype")) {
    out.beskedtyper.push_back(PROEV(read_beskedtype(*table, top.source())));
  }
  for (const TomlTable* table : top.tables("dueslag")) {
    out.dueslag.push_back(PROEV(read_dueslag(*table, top.source())));
  }
  return out;
}

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out += '"';
}

template <class List, class Each>
std::string joined(const List& values, const Each& each) {
  std::string out = "[";
  for (const auto& value : values) out.append(out.size() > 1 ? ", " : "").append(each(value));
  return out += ']';
}

std::string written(const Udtryk& udtryk);

std::string written(const Kriterium& kriterium) {
  std::vector<std::string> values;
  for (const auto& moenster : kriterium.kle) values.push_back(moenster.text());
  values.insert(values.end(), kriterium.vaerdier.begin(), kriterium.vaerdier.end());
  return fmt::format("{{felt = {}, lig_med = {}}}", quoted(navn(kriterium.felt)), joined(values, quoted));
}

std::string written(const Udtryk& udtryk) {
  const auto each = [](const Udtryk& del) { return written(del); };
  switch (udtryk.art) {
    case Udtryk::Art::KRITERIUM:
      return written(udtryk.kriterium);
    case Udtryk::Art::OG:
      return fmt::format("{{og = {}}}", joined(udtryk.dele, each));
    case Udtryk::Art::ELLER:
      return fmt::format("{{eller = {}}}", joined(udtryk.dele, each));
    case Udtryk::Art::IKKE:
      return fmt::format("{{ikke = {}}}", written(udtryk.dele.at(0)));
  }
  return {};
}

// The criteria at the top in their short form, each once and in the order they are read; the rest as udtryk.
std::string written_criteria(const Udtryk& udtryk) {
  std::string out;
  auto rest = udtryk.dele.begin();
  const auto take = [&](Felt felt, std::string_view key, const std::vector<std::string>& values) {
    if (rest == udtryk.dele.end() || rest->art != Udtryk::Art::KRITERIUM || rest->kriterium.felt != felt) return;
    out += fmt::format("{} = {}\n", key, joined(values, quoted));
    ++rest;
  };
  Abonnementsudtryk first;
  first.udtryk.dele.assign(udtryk.dele.begin(),
                           udtryk.dele.begin() + std::min<std::ptrdiff_t>(1, std::ssize(udtryk.dele)));
  take(Felt::OBJEKT_ANSVARLIG_MYNDIGHED, "myndigheder", first.myndigheder());
  first.udtryk.dele.clear();
  if (rest != udtryk.dele.end()) first.udtryk.dele.push_back(*rest);
  take(Felt::OPGAVE_EMNE, "kle", first.kle());
  if (rest == udtryk.dele.end()) return out;
  Udtryk left;
  left.dele.assign(rest, udtryk.dele.end());
  return out + fmt::format("udtryk = {}\n", written(left));
}

}  // namespace

std::string write_registreringer(const Registreringer& all) {
  std::string out;
  for (const Beskedtype& type : all.beskedtyper) {
    out += fmt::format("[[beskedtype]]\nuuid = \"{}\"\nnavn = {}\n\n", type.uuid.text(), quoted(type.navn));
  }
  for (const Dueslag& dueslag : all.dueslag) {
    out += fmt::format("[[dueslag]]\nuuid = \"{}\"\nnavn = {}\nsystem = \"{}\"\nlevering = \"amqp\"\n\n",
                       dueslag.uuid.text(), quoted(dueslag.navn), dueslag.system.text());
    for (const Abonnement& abonnement : dueslag.abonnementer) {
      const auto each = [](const base::Uuid& type) { return quoted(type.text()); };
      out += fmt::format("[[dueslag.abonnement]]\nuuid = \"{}\"\nnavn = {}\nbeskedtyper = {}\n{}\n",
                         abonnement.uuid.text(), quoted(abonnement.navn), joined(abonnement.udtryk.beskedtyper, each),
                         written_criteria(abonnement.udtryk.udtryk));
    }
  }
  return out;
}

namespace {

template <class T>
T* find(std::vector<T>& in, const base::Uuid& uuid) {
  const auto found = std::ranges::find(in, uuid, &T::uuid);
  return found == in.end() ? nullptr : &*found;
}

void keep_numbers(Dueslag& dueslag, std::vector<Abonnement>& known) {
  for (Abonnement& abonnement : dueslag.abonnementer) {
    const Abonnement* before = find(known, abonnement.uuid);
    if (before == nullptr) continue;
    abonnement.oprettet = before->oprettet;
    if (abonnement.udtryk == before->udtryk) abonnement.nummer = before->nummer;
  }
}

}  // namespace

Registreringer merge(Registreringer older, const Registreringer& newer) {
  for (const Beskedtype& type : newer.beskedtyper) {
    if (Beskedtype* known = find(older.beskedtyper, type.uuid)) {
      *known = type;
    } else {
      older.beskedtyper.push_back(type);
    }
  }
  for (Dueslag dueslag : newer.dueslag) {
    if (Dueslag* known = find(older.dueslag, dueslag.uuid)) {
      keep_numbers(dueslag, known->abonnementer);
      *known = std::move(dueslag);
    } else {
      older.dueslag.push_back(std::move(dueslag));
    }
  }
  return older;
}

base::Resultat<void> check(const Registreringer& all) {
  std::set<base::Uuid> typer;
  std::set<base::Uuid> ids;
  for (const Beskedtype& type : all.beskedtyper) {
    if (!typer.insert(type.uuid).second) {
      return fejl(FejlKode::UGYLDIG, "beskedtype registered twice", type.uuid.text());
    }
  }
  for (const Dueslag& dueslag : all.dueslag) {
    if (!ids.insert(dueslag.uuid).second) {
      return fejl(FejlKode::UGYLDIG, "dueslag registered twice", dueslag.uuid.text());
    }
    for (const Abonnement& abonnement : dueslag.abonnementer) {
      if (!ids.insert(abonnement.uuid).second) {
        return fejl(FejlKode::UGYLDIG, "abonnement registered twice", abonnement.uuid.text());
      }
      const auto is_known = [&](const base::Uuid& type) { return typer.contains(type); };
      if (!std::ranges::all_of(abonnement.udtryk.beskedtyper, is_known)) {
        return fejl(FejlKode::UGYLDIG, "an abonnement names a beskedtype that is not registered",
                    abonnement.uuid.text());
      }
    }
  }
  return {};
}

}  // namespace brevdue::beskedfordeler
