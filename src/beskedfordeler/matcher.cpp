#include "beskedfordeler/matcher.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <optional>

namespace brevdue::beskedfordeler {
namespace {

// An alternative is filed under at most this many keys, unless one criterion alone has more values.
constexpr std::size_t kMostKeys = 64;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_text(std::string_view canonical) {
  return std::hash<std::string_view>{}(canonical);
}

std::uint64_t hash_kle(int level, std::uint32_t prefix) {
  return mix(static_cast<std::uint64_t>(level) << 32, prefix + 1);
}

std::uint32_t bit_of(Felt felt) {
  return 1U << static_cast<unsigned>(felt);
}

constexpr std::array kGrupper{Gruppe::EN_GANG, Gruppe::TILLADT_MODTAGER, Gruppe::TVAERGAAENDE_PROCES,
                              Gruppe::RELATERET_OBJEKT, Gruppe::OBJEKT_REGISTRERING};

// What a criterion's values are filed as: hash, and the level of a KLE pattern (0: compared as text).
struct Vaerdi {
  std::uint64_t hash = 0;
  int kle_niveau = 0;
};

// Nothing when the criterion cannot be filed by: the pattern `*` stands for every KLE number.
std::optional<std::vector<Vaerdi>> values_of(const Kriterium& kriterium) {
  std::vector<Vaerdi> out;
  for (const base::KleMoenster& moenster : kriterium.kle) {
    if (moenster.level() == 0) return {};
    out.push_back({hash_kle(moenster.level(), moenster.prefix()), moenster.level()});
  }
  for (const std::string& vaerdi : kriterium.vaerdier) out.push_back({hash_text(vaerdi), 0});
  return out;
}

// The criteria an alternative can be filed by when `gruppe` is chosen, fewest values first, one a field.
std::vector<std::pair<Felt, std::vector<Vaerdi>>> criteria_of(const Konjunktion& konjunktion, Gruppe gruppe) {
  std::vector<std::pair<Felt, std::vector<Vaerdi>>> out;
  std::uint32_t taken = 0;
  for (const Led& led : konjunktion) {
    const Felt felt = led.kriterium->felt;
    const Gruppe own = gruppe_of(felt);
    if (led.negeret || (own != Gruppe::EN_GANG && own != gruppe) || (taken & bit_of(felt)) != 0) continue;
    auto values = values_of(*led.kriterium);
    if (!values) continue;
    taken |= bit_of(felt);
    out.emplace_back(felt, *std::move(values));
  }
  std::ranges::sort(out, {}, [](const auto& criterion) { return std::pair{criterion.second.size(), criterion.first}; });
  return out;
}

}  // namespace

// Which criteria are used is settled first; then each combination of their values is a key. A key's hash takes the
// fields in their own order, as a lookup does.
std::vector<Matcher::Noegle> Matcher::keys_of(const Kandidat& kandidat, Gruppe gruppe) const {
  auto used = criteria_of(alternativer_[kandidat.alternativ].konjunktion, gruppe);
  std::size_t product = 1;
  std::size_t count = 0;
  while (count < used.size() && (count == 0 || product * used[count].second.size() <= kMostKeys)) {
    product *= used[count++].second.size();
  }
  used.resize(count);
  std::ranges::sort(used, {}, [](const auto& criterion) { return criterion.first; });

  std::vector<Noegle> keys{{Form{}, std::hash<base::Uuid>{}(kandidat.beskedtype)}};
  for (const auto& [felt, values] : used) {
    std::vector<Noegle> more;
    for (const Noegle& key : keys) {
      for (const Vaerdi& value : values) {
        Form form = key.form;
        form.felter |= bit_of(felt);
        if (gruppe_of(felt) == gruppe) form.gruppe = gruppe;
        if (felt == Felt::OPGAVE_EMNE) form.kle_niveau = value.kle_niveau;
        more.push_back({form, mix(key.hash, value.hash)});
      }
    }
    keys = std::move(more);
  }
  for (Noegle& key : keys) {
    key.hash = mix(key.hash, key.form.felter * 4ULL + static_cast<std::uint64_t>(key.form.kle_niveau));
  }
  return keys;
}

Matcher::Matcher(std::span<const Abonnementsudtryk* const> udtryk) {
  std::vector<Kandidat> kandidater;
  for (std::uint32_t position = 0; position < udtryk.size(); ++position) {
    auto alternatives = normalform(udtryk[position]->udtryk);
    if (!alternatives) continue;
    for (Konjunktion& konjunktion : *alternatives) {
      const auto number = static_cast<std::uint32_t>(alternativer_.size());
      alternativer_.push_back({position, std::move(konjunktion)});
      for (const base::Uuid& type : udtryk[position]->beskedtyper) kandidater.push_back({number, type});
    }
  }
  Antal asked;
  for (const Kandidat& kandidat : kandidater) {
    for (const Gruppe gruppe : kGrupper) {
      for (const Noegle& key : keys_of(kandidat, gruppe)) ++asked[key.hash];
    }
  }
  std::vector<Post> poster;
  for (const Kandidat& kandidat : kandidater) {
    auto& former = typer_[kandidat.beskedtype].former;
    for (const Noegle& key : best_keys(kandidat, asked)) {
      poster.push_back({key.hash, kandidat.alternativ});
      if (std::ranges::find(former, key.form) == former.end()) former.push_back(key.form);
    }
  }
  build_table(std::move(poster));
}

// Those of the group whose most crowded key is the least crowded.
std::vector<Matcher::Noegle> Matcher::best_keys(const Kandidat& kandidat, const Antal& asked) const {
  std::vector<Noegle> best;
  std::uint32_t best_crowd = ~0U;
  for (const Gruppe gruppe : kGrupper) {
    auto keys = keys_of(kandidat, gruppe);
    std::uint32_t crowd = 0;
    for (const Noegle& key : keys) crowd = std::max(crowd, asked.at(key.hash));
    if (crowd >= best_crowd) continue;
    best_crowd = crowd;
    best = std::move(keys);
  }
  return best;
}

void Matcher::build_table(std::vector<Post>&& poster) {
  poster_ = std::move(poster);
  std::ranges::sort(poster_, [](const Post& a, const Post& b) {
    return std::pair{a.hash, a.alternativ} < std::pair{b.hash, b.alternativ};
  });
  tabel_.assign(std::bit_ceil(poster_.size() * 2 + 1), 0);
  for (std::size_t i = 0; i < poster_.size(); ++i) {
    if (i > 0 && poster_[i].hash == poster_[i - 1].hash) continue;
    std::size_t place = poster_[i].hash & (tabel_.size() - 1);
    while (tabel_[place] != 0) place = (place + 1) & (tabel_.size() - 1);
    tabel_[place] = static_cast<std::uint32_t>(i + 1);
  }
}

void Matcher::look_up(std::uint64_t hash, std::vector<std::uint32_t>& out) const {
  std::size_t place = hash & (tabel_.size() - 1);
  for (; tabel_[place] != 0; place = (place + 1) & (tabel_.size() - 1)) {
    std::size_t i = tabel_[place] - 1;
    if (poster_[i].hash != hash) continue;
    for (; i < poster_.size() && poster_[i].hash == hash; ++i) out.push_back(poster_[i].alternativ);
    return;
  }
}

namespace {

// The value as keys_of hashed it; nothing when the element is absent or no KLE number.
std::optional<std::uint64_t> hash_at(Felt felt, int kle_niveau, std::size_t occurrence, const Grundlag& grundlag) {
  std::optional<Kanonisk> room;
  const auto value = value_at(felt, occurrence, grundlag, room);
  if (!value) return {};
  if (felt != Felt::OPGAVE_EMNE || kle_niveau == 0) return hash_text(Kanonisk(*value).tekst());
  const auto emne = base::KleEmne::from_urn(*value);
  if (!emne) return {};
  return hash_kle(kle_niveau, emne->value() / base::KleMoenster::kDivisor[static_cast<std::size_t>(kle_niveau)]);
}

}  // namespace

void Matcher::find(const base::Uuid& beskedtype, const Grundlag& grundlag, std::vector<std::uint32_t>& out) const {
  out.clear();
  const auto type = typer_.find(beskedtype);
  if (type == typer_.end()) return;
  for (const Form& form : type->second.former) {
    const std::size_t count = occurrences(form.gruppe, grundlag);
    for (std::size_t i = 0; i < count; ++i) {
      std::optional<std::uint64_t> hash = std::hash<base::Uuid>{}(beskedtype);
      for (std::uint32_t left = form.felter; left != 0 && hash; left &= left - 1) {
        const auto felt = static_cast<Felt>(std::countr_zero(left));
        const auto value = hash_at(felt, form.kle_niveau, i, grundlag);
        hash = value ? std::optional{mix(*hash, *value)} : std::nullopt;
      }
      if (hash) look_up(mix(*hash, form.felter * 4ULL + static_cast<std::uint64_t>(form.kle_niveau)), out);
    }
  }
  check_whole(grundlag, out);
}

// From alternatives that may hold to positions that do. Alternatives are numbered in the order of their positions.
void Matcher::check_whole(const Grundlag& grundlag, std::vector<std::uint32_t>& out) const {
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  std::size_t kept = 0;
  for (const std::uint32_t number : out) {
    const Alternativ& alternativ = alternativer_[number];
    const bool is_known = kept > 0 && out[kept - 1] == alternativ.position;
    if (!is_known && holds(alternativ.konjunktion, grundlag)) out[kept++] = alternativ.position;
  }
  out.resize(kept);
}

}  // namespace brevdue::beskedfordeler
