#include "store/gruppe.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/bytes.hpp"
#include "store/journal.hpp"

namespace brevdue::store {
namespace {

constexpr std::size_t kHash = 32;
constexpr std::size_t kHead = 8 + 8 + 8 + kHash + kHash + 3 * 4;

std::uint64_t us_of(base::Tidspunkt t) {
  return static_cast<std::uint64_t>(t.time_since_epoch().count());
}
base::Tidspunkt time_of(std::uint64_t us) {
  return base::Tidspunkt{std::chrono::microseconds{static_cast<std::int64_t>(us)}};
}

// Takes bytes off the front; once there are too few, everything is empty and failed() says so.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}
  std::string_view take(std::size_t count) {
    if (count > left_.size()) {
      failed_ = true;
      left_ = {};
      return {};
    }
    const std::string_view out = left_.substr(0, count);
    left_.remove_prefix(count);
    return out;
  }
  template <class T>
  T number() {
    const std::string_view bytes = take(sizeof(T));
    return bytes.empty() ? T{} : base::get_be<T>(bytes.data());
  }
  bool failed() const { return failed_; }
  bool done() const { return !failed_ && left_.empty(); }

 private:
  std::string_view left_;
  bool failed_ = false;
};

BrugtNoegle read_key(Bytes& bytes) {
  BrugtNoegle key;
  const std::string_view hash = bytes.take(key.hash.size());
  std::ranges::copy(hash, key.hash.begin());
  key.window = std::chrono::seconds{bytes.number<std::uint32_t>()};
  return key;
}

template <class Out>
void put_key(Out& out, const BrugtNoegle& key) {
  out.append(key.hash.data(), key.hash.size());
  base::put_be(out, static_cast<std::uint32_t>(std::min<std::int64_t>(key.window.count(), UINT32_MAX)));
}

FlyttetBesked read_moved(Bytes& bytes) {
  FlyttetBesked besked;
  besked.ankomst = bytes.number<std::uint64_t>();
  besked.modtaget = time_of(bytes.number<std::uint64_t>());
  besked.op = bytes.take(bytes.number<std::uint32_t>());
  return besked;
}

}  // namespace

std::string BrugtNoegle::encode(base::Tidspunkt tid, const std::vector<BrugtNoegle>& keys) {
  std::string row;
  base::put_be(row, us_of(tid));
  for (const BrugtNoegle& key : keys) put_key(row, key);
  return row;
}

std::string BrugtNoegle::row_key(base::Tidspunkt tid, std::uint64_t record) {
  std::string key;
  base::put_be(key, us_of(tid));
  base::put_be(key, record);
  return key;
}

base::Resultat<std::vector<BrugtNoegle>> BrugtNoegle::decode(std::string_view row, base::Tidspunkt& tid) {
  Bytes bytes{row};
  tid = time_of(bytes.number<std::uint64_t>());
  std::vector<BrugtNoegle> keys;
  while (!bytes.failed() && !bytes.done()) keys.push_back(read_key(bytes));
  if (bytes.failed()) return base::fejl(base::FejlKode::LAGER, "a row of used keys is cut short");
  return keys;
}

GruppeSkriver::GruppeSkriver(BlockBuffer& record) : record_(record) {
  record_.assign(kRecordHeader + kHead, '\0');
}

void GruppeSkriver::commit(std::string_view ops) {
  base::put_be(record_, static_cast<std::uint32_t>(ops.size()));
  record_.append(ops);
  ++commits_;
}

void GruppeSkriver::write_keys() {
  for (const BrugtNoegle& key : keys_) put_key(record_, key);
  key_count_ += static_cast<std::uint32_t>(keys_.size());
  keys_.clear();
}

void GruppeSkriver::moved(const FlyttetBesked& besked) {
  write_keys();
  base::put_be(record_, besked.ankomst);
  base::put_be(record_, us_of(besked.modtaget));
  base::put_be(record_, static_cast<std::uint32_t>(besked.op.size()));
  record_.append(besked.op);
  ++moved_;
}

void GruppeSkriver::finish(const GruppeHoved& hoved) {
  write_keys();
  std::string head;
  base::put_be(head, us_of(hoved.tid));
  base::put_be(head, hoved.first_ankomst);
  base::put_be(head, hoved.kaedelinje);
  head.append(hoved.forrige_hash).resize(24 + kHash);
  head.append(hoved.merkle_rod).resize(24 + 2 * kHash);
  base::put_be(head, commits_);
  base::put_be(head, key_count_);
  base::put_be(head, moved_);
  std::memcpy(record_.data() + kRecordHeader, head.data(), kHead);
}

base::Resultat<Gruppe> Gruppe::read(std::string_view payload) {
  Bytes bytes{payload};
  Gruppe gruppe;
  gruppe.hoved.tid = time_of(bytes.number<std::uint64_t>());
  gruppe.hoved.first_ankomst = bytes.number<std::uint64_t>();
  gruppe.hoved.kaedelinje = bytes.number<std::uint64_t>();
  const std::string_view previous = bytes.take(kHash);
  const std::string_view root = bytes.take(kHash);
  if (gruppe.hoved.kaedelinje != 0) {
    gruppe.hoved.forrige_hash = previous;
    gruppe.hoved.merkle_rod = root;
  }
  const auto commits = bytes.number<std::uint32_t>();
  const auto keys = bytes.number<std::uint32_t>();
  const auto moved = bytes.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < commits && !bytes.failed(); ++i) {
    gruppe.commits.push_back(bytes.take(bytes.number<std::uint32_t>()));
  }
  for (std::uint32_t i = 0; i < keys && !bytes.failed(); ++i) gruppe.keys.push_back(read_key(bytes));
  for (std::uint32_t i = 0; i < moved && !bytes.failed(); ++i) gruppe.moved.push_back(read_moved(bytes));
  if (!bytes.done()) return base::fejl(base::FejlKode::LAGER, "a journal record is no group");
  return gruppe;
}

}  // namespace brevdue::store
