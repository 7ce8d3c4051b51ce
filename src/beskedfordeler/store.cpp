#include "beskedfordeler/store.hpp"

#include <algorithm>

#include "beskedfordeler/lister.hpp"

namespace brevdue::beskedfordeler {
namespace {

using base::fejl;
using base::FejlKode;
using store::Familie;

enum class Slags : std::uint8_t { BESKEDTYPE = 16, DUESLAG = 17, ABONNEMENTSNUMMER = 18 };
constexpr std::uint8_t kFormat = 1;

std::string prefix_of(Slags slags) {
  return {static_cast<char>(slags)};
}

std::string key_of(Slags slags, const base::Uuid& uuid) {
  std::string key = prefix_of(slags);
  oio::Feltskriver{key}.uuid(uuid);
  return key;
}

std::string key_of(std::uint32_t nummer) {
  std::string key = prefix_of(Slags::ABONNEMENTSNUMMER);
  oio::Feltskriver{key}.number(nummer);
  return key;
}

void write(oio::Feltskriver& out, const Udtryk& udtryk) {
  out.number(static_cast<std::uint8_t>(udtryk.art));
  if (udtryk.art != Udtryk::Art::KRITERIUM) {
    write_list(out, udtryk.dele, [&](const Udtryk& del) { write(out, del); });
    return;
  }
  out.number(static_cast<std::uint8_t>(udtryk.kriterium.felt));
  write_list(out, udtryk.kriterium.vaerdier, [&](const std::string& vaerdi) { out.text(vaerdi); });
  write_list(out, udtryk.kriterium.kle, [&](const base::KleMoenster& moenster) { out.text(moenster.text()); });
}

void write(oio::Feltskriver& out, const Abonnementsudtryk& udtryk) {
  write_list(out, udtryk.beskedtyper, [&](const base::Uuid& type) { out.uuid(type); });
  write(out, udtryk.udtryk);
}

// Made again from its values, so that what is read is in order whatever was stored.
Kriterium read_kriterium(oio::Feltlaeser& in) {
  const auto felt = static_cast<Felt>(in.number<std::uint8_t>(kFelter - 1));
  std::vector<std::string> vaerdier;
  for (int part = 0; part < 2; ++part) read_list(in, [&] { vaerdier.emplace_back(in.text()); });
  if (in.failed()) return {};
  auto kriterium = Kriterium::make(felt, vaerdier);
  if (!kriterium) in.fail();
  return kriterium.value_or(Kriterium{});
}

Udtryk read_udtryk(oio::Feltlaeser& in, int dybde) {
  Udtryk out;
  out.art = static_cast<Udtryk::Art>(in.number<std::uint8_t>(static_cast<std::uint8_t>(Udtryk::Art::IKKE)));
  if (dybde > kStoersteDybde) in.fail();
  if (in.failed()) return {};
  if (out.art == Udtryk::Art::KRITERIUM) {
    out.kriterium = read_kriterium(in);
  } else {
    read_list(in, [&] { out.dele.push_back(read_udtryk(in, dybde + 1)); });
    if (out.art == Udtryk::Art::IKKE && out.dele.size() != 1) in.fail();
  }
  return out;
}

Abonnementsudtryk read_abonnementsudtryk(oio::Feltlaeser& in) {
  Abonnementsudtryk out;
  read_list(in, [&] { out.beskedtyper.push_back(in.uuid()); });
  if (out.beskedtyper.empty() || !std::ranges::is_sorted(out.beskedtyper)) in.fail();
  out.udtryk = read_udtryk(in, 1);
  return out;
}

std::string encode(const Beskedtype& type) {
  std::string row;
  oio::Feltskriver{row}.number(kFormat).text(type.navn);
  return row;
}

std::string encode(const Dueslag& dueslag) {
  std::string row;
  oio::Feltskriver out(row);
  out.number(kFormat).text(dueslag.navn).uuid(dueslag.system).number(static_cast<std::uint8_t>(dueslag.levering));
  write_list(out, dueslag.abonnementer, [&](const Abonnement& abonnement) {
    out.uuid(abonnement.uuid).text(abonnement.navn).number(abonnement.nummer).number(abonnement.oprettet);
    write(out, abonnement.udtryk);
  });
  return row;
}

std::string encode(const Abonnementsnummer& nummer) {
  std::string row;
  oio::Feltskriver out(row);
  out.number(kFormat).uuid(nummer.abonnement).uuid(nummer.dueslag).text(nummer.navn);
  write(out, nummer.udtryk);
  return row;
}

Abonnement read_abonnement(oio::Feltlaeser& in) {
  Abonnement out;
  out.uuid = in.uuid();
  out.navn = in.text();
  out.nummer = in.number<std::uint32_t>();
  out.oprettet = in.number<std::uint32_t>();
  out.udtryk = read_abonnementsudtryk(in);
  return out;
}

// The key without its type byte, the row without its format.
void read_row(oio::Feltlaeser& key, oio::Feltlaeser& row, Registreringer& all, Abonnementsnumre& numre, Slags slags) {
  if (row.number<std::uint8_t>() != kFormat) row.fail();
  if (slags == Slags::BESKEDTYPE) {
    all.beskedtyper.push_back({key.uuid(), std::string{row.text()}});
  } else if (slags == Slags::DUESLAG) {
    Dueslag& out = all.dueslag.emplace_back();
    out.uuid = key.uuid();
    out.navn = row.text();
    out.system = row.uuid();
    if (row.number<std::uint8_t>() != static_cast<std::uint8_t>(Levering::AMQP)) row.fail();
    read_list(row, [&] { out.abonnementer.push_back(read_abonnement(row)); });
  } else {
    Abonnementsnummer& out = numre[key.number<std::uint32_t>()];
    out.abonnement = row.uuid();
    out.dueslag = row.uuid();
    out.navn = row.text();
    out.udtryk = read_abonnementsudtryk(row);
  }
}

base::Resultat<void> read_all(const store::ObjectStore& objects, Slags slags, Registreringer& all,
                              Abonnementsnumre& numre) {
  bool is_ok = true;
  PROEV(objects.scan(Familie::REGISTRERING, prefix_of(slags), [&](std::string_view key, const store::Laest& laest) {
    oio::Feltlaeser id(key.substr(1));
    oio::Feltlaeser row(laest.value);
    read_row(id, row, all, numre, slags);
    is_ok = id.done() && row.done();
    return is_ok;
  }));
  if (is_ok) return {};
  return fejl(FejlKode::LAGER, "a registration of the Beskedfordeler cannot be read");
}

}  // namespace

base::Resultat<std::shared_ptr<const Tavle>> load_tavle(const store::ObjectStore& objects, store::QueueStore& queues,
                                                        std::uint64_t version) {
  Registreringer all;
  Abonnementsnumre numre;
  for (const Slags slags : {Slags::BESKEDTYPE, Slags::DUESLAG, Slags::ABONNEMENTSNUMMER}) {
    PROEV(read_all(objects, slags, all, numre));
  }
  std::vector<store::KoeNr> koer;
  for (const Dueslag& dueslag : all.dueslag) koer.push_back(PROEV(queues.number_of(dueslag.uuid)));
  return Tavle::make(std::move(all), std::move(numre), std::move(koer), version);
}

namespace {

// Numbers for the abonnementer that have none yet, from `next` on.
void give_numbers(Dueslag& dueslag, std::uint32_t& next, store::Commit& commit) {
  for (Abonnement& abonnement : dueslag.abonnementer) {
    if (abonnement.nummer != 0) continue;
    abonnement.nummer = next++;
    if (abonnement.oprettet == 0) abonnement.oprettet = abonnement.nummer;
    commit.put(Familie::REGISTRERING, key_of(abonnement.nummer),
               encode(Abonnementsnummer{abonnement.uuid, dueslag.uuid, abonnement.navn, abonnement.udtryk}));
  }
}

template <class T>
bool is_among(const std::vector<T>& known, const T& one) {
  return std::ranges::find(known, one) != known.end();
}

}  // namespace

base::Resultat<void> put_registreringer(const Registreringer& imported, const Tavle& now, store::Commit& commit) {
  const Registreringer& before = now.registreringer();
  Registreringer after = merge(before, imported);
  PROEV(check(after));
  std::uint32_t next = 1;
  for (const auto& [nummer, abonnement] : now.numre()) next = std::max(next, nummer + 1);
  for (const Beskedtype& type : after.beskedtyper) {
    if (is_among(before.beskedtyper, type)) continue;
    commit.put(Familie::REGISTRERING, key_of(Slags::BESKEDTYPE, type.uuid), encode(type));
  }
  for (Dueslag& dueslag : after.dueslag) {
    give_numbers(dueslag, next, commit);
    if (is_among(before.dueslag, dueslag)) continue;
    commit.put(Familie::REGISTRERING, key_of(Slags::DUESLAG, dueslag.uuid), encode(dueslag));
  }
  return {};
}

}  // namespace brevdue::beskedfordeler
