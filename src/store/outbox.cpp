#include "store/outbox.hpp"

#include "base/bytes.hpp"
#include "base/log.hpp"

namespace brevdue::store {

std::vector<Udgaaende> RocksOutbox::waiting(std::size_t most) const {
  std::unique_lock lock{mutex_};
  const std::uint64_t first = first_;
  if (first_ == next_ || most == 0) return {};
  lock.unlock();
  std::vector<Udgaaende> out;
  const auto read =
      state_.scan(Tabel::UDBAKKE, {}, number_key(first), [&](std::string_view key, std::string_view event) {
        out.push_back({base::get_be<std::uint64_t>(key.data()), std::string{event}});
        return out.size() < most;
      });
  // The interface has no failure: an outbox that cannot be read is tried again by its reader, nothing is lost.
  if (!read) base::log::error("the outbox could not be read", {{"error", base::beskriv(read.error())}});
  return out;
}

void RocksOutbox::set_range(std::uint64_t first, std::uint64_t next) {
  bool got_some = false;
  {
    const std::lock_guard lock{mutex_};
    got_some = next > next_;
    first_ = first;
    next_ = next;
  }
  if (got_some) watchers_.notify();
}

}  // namespace brevdue::store
