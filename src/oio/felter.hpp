// Fields as bytes, for what the domain keeps: fixed-width big-endian numbers, byte strings and lists with a 32-bit
// length before them. Reading is strict: one encoding for each value, and nothing left over.
//
// Thread safety: plain values. Ownership: a Feltlaeser hands out views into the bytes it reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/numre.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"

namespace brevdue::oio {

class Feltskriver {
 public:
  explicit Feltskriver(std::string& out) : out_(out) {}
  template <class T>
  Feltskriver& number(T value) {
    base::put_be(out_, value);
    return *this;
  }
  Feltskriver& flag(bool value) { return number<std::uint8_t>(value ? 1 : 0); }
  Feltskriver& tid(base::Tidspunkt value) { return number<std::int64_t>(value.time_since_epoch().count()); }
  Feltskriver& uuid(const base::Uuid& value);
  Feltskriver& cvr(base::Cvr value) { return number(value.value()); }
  Feltskriver& text(std::string_view value);
  // How many follow.
  Feltskriver& count(std::size_t value) { return number(static_cast<std::uint32_t>(value)); }

 private:
  std::string& out_;
};

// Once something is not there, all that follows is zero or empty, and done() is false.
class Feltlaeser {
 public:
  explicit Feltlaeser(std::string_view bytes) : left_(bytes) {}
  template <class T>
  T number(T most = static_cast<T>(-1)) {
    const auto bytes = take(sizeof(T));
    if (failed_) return 0;
    const T value = base::get_be<T>(bytes.data());
    if (value > most) fail();
    return failed_ ? T{0} : value;
  }
  bool flag() { return number<std::uint8_t>(1) == 1; }
  base::Tidspunkt tid();
  base::Uuid uuid();
  base::Cvr cvr();
  std::string_view text();
  std::string_view take(std::size_t count);
  // At most as many as could still be there, each of at least one byte; so a loop over it is bounded by the input.
  std::size_t count();
  void fail();
  bool failed() const { return failed_; }
  // Everything was there and nothing is left.
  bool done() const { return !failed_ && left_.empty(); }

 private:
  std::string_view left_;
  bool failed_ = false;
};

}  // namespace brevdue::oio
