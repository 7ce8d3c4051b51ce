#include "store/object_store.hpp"

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::Resultat;

constexpr std::size_t kVersionBytes = 8;

std::size_t bytes_before(Familie familie) {
  return has_version(familie) ? kVersionBytes : 0;
}

std::unexpected<base::Fejl> no_version() {
  return base::fejl(base::FejlKode::LAGER, "an object's value is too short to hold its version");
}

Laest unpack(Familie familie, std::string_view value) {
  if (!has_version(familie)) return {std::string{value}, 0};
  return {std::string{value.substr(kVersionBytes)}, base::get_be<std::uint64_t>(value.data())};
}

Resultat<std::optional<Laest>> unpack(Familie familie, const std::optional<std::string>& value) {
  if (!value) return std::nullopt;
  if (value->size() < bytes_before(familie)) return no_version();
  return unpack(familie, std::string_view{*value});
}

class RocksCursor final : public Cursor {
 public:
  RocksCursor(std::unique_ptr<StateCursor> cursor, Familie familie)
      : cursor_(std::move(cursor)), before_(bytes_before(familie)) {}
  bool valid() const override { return cursor_->valid() && cursor_->value().size() >= before_; }
  std::string_view key() const override { return cursor_->key(); }
  std::string_view value() const override { return cursor_->value().substr(before_); }
  void next() override { cursor_->next(); }
  void seek(std::string_view key) override { cursor_->seek(key); }
  Resultat<void> result() const override {
    if (cursor_->valid() && !valid()) return no_version();
    return cursor_->result();
  }

 private:
  std::unique_ptr<StateCursor> cursor_;
  std::size_t before_;
};

class RocksSnapshot final : public Snapshot {
 public:
  explicit RocksSnapshot(const AppliedState& state) : state_(state), snapshot_(state.snapshot()) {}
  Resultat<std::optional<Laest>> get(Familie familie, std::string_view key) const override {
    return unpack(familie, PROEV(state_.get(tabel_of(familie), key, snapshot_.get())));
  }
  std::unique_ptr<Cursor> cursor(Familie familie, std::string_view prefix, std::string_view from) const override {
    return std::make_unique<RocksCursor>(state_.cursor(tabel_of(familie), prefix, from, snapshot_.get()), familie);
  }

 private:
  const AppliedState& state_;
  std::unique_ptr<const StateSnapshot> snapshot_;
};

}  // namespace

Resultat<std::optional<Laest>> RocksObjectStore::get(Familie familie, std::string_view key) const {
  return unpack(familie, PROEV(state_.get(tabel_of(familie), key)));
}

Resultat<void> RocksObjectStore::scan(Familie familie, std::string_view prefix,
                                      const std::function<bool(std::string_view key, const Laest&)>& each) const {
  bool short_value = false;
  PROEV(state_.scan(tabel_of(familie), prefix, {}, [&](std::string_view key, std::string_view value) {
    short_value = value.size() < bytes_before(familie);
    return !short_value && each(key, unpack(familie, value));
  }));
  if (short_value) return no_version();
  return {};
}

std::unique_ptr<const Snapshot> RocksObjectStore::snapshot() const {
  return std::make_unique<RocksSnapshot>(state_);
}

Resultat<Version> RocksObjectStore::version(Familie familie, std::string_view key) const {
  const auto found = PROEV(get(familie, key));
  return found ? found->version : 0;
}

}  // namespace brevdue::store
