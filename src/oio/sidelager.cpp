#include "oio/sidelager.hpp"

#include <iterator>
#include <string>

#include "oio/felter.hpp"
#include "store/sha256.hpp"

namespace brevdue::oio {
namespace {

constexpr std::size_t kOverhead = 256;  // list and map nodes, and the vector's own

}  // namespace

Sidelager::Spoergsmaal Sidelager::spoergsmaal(const Kald& kald, Objekttype type, std::string_view soegning) {
  std::string kalder;
  Feltskriver to{kalder};
  to.uuid(kald.anvendersystem).cvr(kald.myndighed).uuid(kald.serviceaftale).text(kald.service);
  to.number(kald.registerversion).number(static_cast<std::uint8_t>(type));
  return store::sha256({kalder, soegning});
}

void Sidelager::keep(const Spoergsmaal& spoergsmaal, Ider ider) {
  const std::size_t bytes = ider->size() * sizeof(base::Uuid) + kOverhead;
  const auto now = ur_.monoton();
  const std::lock_guard lock{mutex_};
  const auto before = by_question_.find(spoergsmaal);
  if (before != by_question_.end()) drop(before->second);
  if (bytes > plads_) return;
  drop_old(now, bytes);
  svar_.push_back({spoergsmaal, std::move(ider), now + kHoldetid, bytes});
  by_question_[spoergsmaal] = std::prev(svar_.end());
  bytes_ += bytes;
}

Sidelager::Ider Sidelager::find(const Spoergsmaal& spoergsmaal) {
  const std::lock_guard lock{mutex_};
  drop_old(ur_.monoton(), 0);
  const auto it = by_question_.find(spoergsmaal);
  return it == by_question_.end() ? nullptr : it->second->ider;
}

std::size_t Sidelager::bytes() const {
  const std::lock_guard lock{mutex_};
  return bytes_;
}

void Sidelager::drop(Svarene::iterator svar) {
  bytes_ -= svar->bytes;
  by_question_.erase(svar->spoergsmaal);
  svar_.erase(svar);
}

void Sidelager::drop_old(base::Monoton now, std::size_t needed) {
  while (!svar_.empty() && (svar_.front().udloeber <= now || bytes_ + needed > plads_)) drop(svar_.begin());
}

}  // namespace brevdue::oio
