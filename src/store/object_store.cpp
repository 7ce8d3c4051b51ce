#include "store/object_store.hpp"

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

constexpr std::size_t kVersionBytes = 8;

std::unexpected<base::Fejl> no_version() {
  return base::fejl(base::FejlKode::LAGER, "an object's value is too short to hold its version");
}

Laest unpack(std::string_view value) {
  return {std::string{value.substr(kVersionBytes)}, base::get_be<std::uint64_t>(value.data())};
}

}  // namespace

base::Resultat<std::optional<Laest>> RocksObjectStore::get(Familie familie, std::string_view key) const {
  const auto value = PROEV(state_.get(tabel_of(familie), key));
  if (!value) return std::nullopt;
  if (value->size() < kVersionBytes) return no_version();
  return unpack(*value);
}

base::Resultat<void> RocksObjectStore::scan(Familie familie, std::string_view prefix,
                                            const std::function<bool(std::string_view key, const Laest&)>& each) const {
  bool short_value = false;
  PROEV(state_.scan(tabel_of(familie), prefix, {}, [&](std::string_view key, std::string_view value) {
    short_value = value.size() < kVersionBytes;
    return !short_value && each(key, unpack(value));
  }));
  if (short_value) return no_version();
  return {};
}

base::Resultat<Version> RocksObjectStore::version(Familie familie, std::string_view key) const {
  const auto found = PROEV(get(familie, key));
  return found ? found->version : 0;
}

}  // namespace brevdue::store
