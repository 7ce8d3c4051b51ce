#include "oio/opslag.hpp"

#include "oio/felter.hpp"
#include "oio/objektkode.hpp"

namespace brevdue::oio {

using store::Familie;

bool Opslag::count(std::uint64_t Arbejde::* slags) {
  if (failed()) return false;
  if (arbejde_.i_alt() >= budget_) {
    result_ = base::fejl(base::FejlKode::FOR_STOR, std::string{kAfgraens});
    return false;
  }
  ++(arbejde_.*slags);
  return true;
}

void Opslag::fail(base::Fejl&& fejl) {
  if (!failed()) result_ = std::unexpected(std::move(fejl));
}

const LaestObjekt* Opslag::load(const Objektref& ref) {
  if (last_ && last_->ref == ref && !failed()) return &*last_;
  last_.reset();
  if (!count(&Arbejde::indlaesninger)) return nullptr;
  auto read = read_objekt(snapshot_, ref);
  if (!read) {
    fail(std::move(read).error());
    return nullptr;
  }
  last_ = *std::move(read);
  return last_ ? &*last_ : nullptr;
}

std::optional<Kortnoegle> Opslag::noegle(const Objektref& ref) {
  if (!count(&Arbejde::posteringer)) return std::nullopt;
  auto read = snapshot_.get(Familie::NU, posting_key(ref, {}));
  if (!read) {
    fail(std::move(read).error());
    return std::nullopt;
  }
  const auto& posting = *read;
  if (!posting) return std::nullopt;
  const auto noegle = decode_kortnoegle(posting->value);
  if (!noegle) fail({base::FejlKode::LAGER, "a posting in the store cannot be read", {}});
  return noegle;
}

void Opslag::each_link(const Objektref& ref, Linkart art, Retning retning,
                       const std::function<bool(const Objektref&)>& each) {
  const std::string prefix = link_prefix(retning, art, ref);
  const auto cursor = snapshot_.cursor(Familie::LINK, prefix);
  for (; cursor->valid() && count(&Arbejde::links); cursor->next()) {
    const auto other = parse_objekt_key(cursor->key().substr(prefix.size()));
    if (!other) return fail({base::FejlKode::LAGER, "a link in the store cannot be read", {}});
    if (!each(*other)) return;
  }
  if (auto read = cursor->result(); !read) fail(std::move(read).error());
}

}  // namespace brevdue::oio
