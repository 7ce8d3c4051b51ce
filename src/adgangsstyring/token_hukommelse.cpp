#include "adgangsstyring/token_hukommelse.hpp"

namespace brevdue::adgangsstyring {

std::optional<Signaturdom> Tokenhukommelse::find(const Tokenaftryk& key, base::Monoton nu) {
  const std::lock_guard lock(mutex_);
  if (auto good = good_.find(key)) return Signaturdom(*std::move(good));
  const auto bad = bad_.find(key);
  if (!bad) return std::nullopt;
  if (nu < bad->til) return Signaturdom(std::unexpected(bad->fejl));
  bad_.erase(key);
  return std::nullopt;
}

void Tokenhukommelse::put(const Tokenaftryk& key, const Signaturdom& dom, base::Monoton nu) {
  const std::lock_guard lock(mutex_);
  if (dom) {
    good_.put(key, *dom);
  } else {
    bad_.put(key, {dom.error(), nu + bad_for_});
  }
}

}  // namespace brevdue::adgangsstyring
