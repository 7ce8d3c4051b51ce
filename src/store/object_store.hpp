// ObjectStore over the applied state: a value's first 8 bytes are the version, the record that wrote it
// (in the families that have versions).
//
// Thread safety: all from any thread. Ownership: the AppliedState must outlive it.
#pragma once

#include "store/applied_state.hpp"
#include "store/store.hpp"

namespace brevdue::store {

class RocksObjectStore final : public ObjectStore {
 public:
  explicit RocksObjectStore(const AppliedState& state) : state_(state) {}
  base::Resultat<std::optional<Laest>> get(Familie familie, std::string_view key) const override;
  base::Resultat<void> scan(Familie familie, std::string_view prefix,
                            const std::function<bool(std::string_view key, const Laest&)>& each) const override;
  std::unique_ptr<const Snapshot> snapshot() const override;
  // 0 when there is no such object.
  base::Resultat<Version> version(Familie familie, std::string_view key) const;

 private:
  const AppliedState& state_;
};

}  // namespace brevdue::store
