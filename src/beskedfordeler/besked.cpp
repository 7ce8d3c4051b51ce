#include "beskedfordeler/besked.hpp"

#include "beskedfordeler/lister.hpp"

namespace brevdue::beskedfordeler {
namespace {

constexpr std::uint8_t kFormat = 1;

Fordeling read_fordeling(oio::Feltlaeser& in) {
  Fordeling out;
  out.koe = in.number<store::KoeNr>();
  out.abonnement = in.number<std::uint32_t>();
  out.variant = in.number<std::uint16_t>();
  out.aarsag = static_cast<oio::Aarsag>(in.number<std::uint8_t>(std::to_underlying(oio::kSidsteAarsag)));
  out.serviceaftale = in.uuid();
  return out;
}

}  // namespace

const std::vector<base::Cvr>* Beskedmeta::modtagere_of(std::uint16_t variant) const {
  return variant == 0 ? nullptr : &modtagere[variant - 1];
}

void encode(const Beskedmeta& meta, std::string& out) {
  oio::Feltskriver skriver{out};
  skriver.number(kFormat).uuid(meta.afsender).cvr(meta.myndighed).uuid(meta.serviceaftale);
  skriver.uuid(meta.transaktions_id).uuid(meta.beskedtype).tid(meta.modtaget).number(meta.registerversion);
  skriver.text(meta.besked_id).text(meta.message_id).text(meta.adresse).text(meta.akkreditiver).text(meta.splejsning);
  write_list(skriver, meta.tilladt, [&](base::Cvr cvr) { skriver.cvr(cvr); });
  write_list(skriver, meta.modtagere, [&](const std::vector<base::Cvr>& liste) {
    write_list(skriver, liste, [&](base::Cvr cvr) { skriver.cvr(cvr); });
  });
  write_list(skriver, meta.fordelinger, [&](const Fordeling& one) {
    skriver.number(one.koe).number(one.abonnement).number(one.variant);
    skriver.number(static_cast<std::uint8_t>(one.aarsag)).uuid(one.serviceaftale);
  });
}

base::Resultat<Beskedmeta> decode_beskedmeta(std::string_view stored) {
  oio::Feltlaeser in{stored};
  Beskedmeta out;
  if (in.number<std::uint8_t>() != kFormat) in.fail();
  out.afsender = in.uuid();
  out.myndighed = in.cvr();
  out.serviceaftale = in.uuid();
  out.transaktions_id = in.uuid();
  out.beskedtype = in.uuid();
  out.modtaget = in.tid();
  out.registerversion = in.number<std::uint64_t>();
  for (auto* text : {&out.besked_id, &out.message_id, &out.adresse, &out.akkreditiver, &out.splejsning}) {
    *text = in.text();
  }
  read_list(in, [&] { out.tilladt.push_back(in.cvr()); });
  read_list(in, [&] { read_list(in, [&, &liste = out.modtagere.emplace_back()] { liste.push_back(in.cvr()); }); });
  read_list(in, [&] { out.fordelinger.push_back(read_fordeling(in)); });
  for (const Fordeling& one : out.fordelinger) {
    if (one.variant > out.modtagere.size()) in.fail();
  }
  if (!in.done()) return base::fejl(base::FejlKode::LAGER, "what is kept with a besked cannot be read");
  return out;
}

base::Uuid uuid_of(std::string_view besked_id) {
  return base::Uuid::parse(besked_id).value_or(base::Uuid{});
}

void Beskedhukommelse::put(store::Ankomst ankomst, const std::shared_ptr<const Besked>& besked) {
  std::vector<std::shared_ptr<const Besked>> dropped;  // freed after the lock
  const std::lock_guard lock{mutex_};
  const std::size_t size = besked->size();
  if (size > most_ || !by_ankomst_.try_emplace(ankomst, besked).second) return;
  oldest_first_.push_back(ankomst);
  for (bytes_ += size; bytes_ > most_; oldest_first_.pop_front()) {
    const auto oldest = by_ankomst_.find(oldest_first_.front());
    bytes_ -= oldest->second->size();
    dropped.push_back(std::move(oldest->second));
    by_ankomst_.erase(oldest);
  }
}

std::shared_ptr<const Besked> Beskedhukommelse::get(store::Ankomst ankomst) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_ankomst_.find(ankomst);
  return found == by_ankomst_.end() ? nullptr : found->second;
}

}  // namespace brevdue::beskedfordeler
