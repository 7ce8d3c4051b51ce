// Small strict binary rows: numbers big-endian, texts and lists with their length. What is read must be exactly what
// was written: Reader::finish() is false after anything missing, left over or out of range.
//
// Thread safety: one thread at a time. Ownership: the Writer writes into the caller's string; the Reader's views are
// into what it reads.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/numre.hpp"
#include "base/uuid.hpp"

namespace brevdue::beskedfordeler {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  template <std::integral T>
  Writer& number(T value) {
    base::put_be(out_, value);
    return *this;
  }
  Writer& uuid(const base::Uuid& value) {
    out_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
    return *this;
  }
  Writer& text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
    return *this;
  }
  template <class List, class Each>
  Writer& list(const List& values, const Each& each) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) each(value);
    return *this;
  }

 private:
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view stored) : rest_(stored) {}
  bool finish() const { return is_ok_ && rest_.empty(); }
  bool is_ok() const { return is_ok_; }
  void fail() { is_ok_ = false; }

  template <std::integral T>
  T number() {
    const std::string_view bytes = take(sizeof(T));
    return bytes.empty() ? T{0} : base::get_be<T>(bytes.data());
  }
  // At most `most`, else the row is refused.
  template <std::integral T>
  T number_up_to(T most) {
    const T value = number<T>();
    if (value > most) fail();
    return is_ok_ ? value : T{0};
  }
  base::Uuid uuid() {
    base::Uuid out;
    const std::string_view bytes = take(out.bytes.size());
    bytes.copy(reinterpret_cast<char*>(out.bytes.data()), bytes.size());
    return out;
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  base::Cvr cvr() {
    const auto value = number<std::uint32_t>();
    std::string digits = std::to_string(value);
    digits.insert(0, digits.size() < 8 ? 8 - digits.size() : 0, '0');
    const auto out = base::Cvr::parse(digits);
    if (!out) fail();
    return out.value_or(base::Cvr{});
  }
  // Each value takes at least a byte, so a count beyond what is left is no list.
  template <class Each>
  void list(const Each& each) {
    const auto count = number<std::uint32_t>();
    if (count > rest_.size()) fail();
    for (std::uint32_t i = 0; i < count && is_ok_; ++i) each();
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) fail();
    if (!is_ok_) return {};
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

  std::string_view rest_;
  bool is_ok_ = true;
};

}  // namespace brevdue::beskedfordeler
