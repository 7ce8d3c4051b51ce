#include "oio/felter.hpp"

#include <fmt/format.h>

#include <cstring>

namespace brevdue::oio {

Feltskriver& Feltskriver::uuid(const base::Uuid& value) {
  out_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  return *this;
}

Feltskriver& Feltskriver::text(std::string_view value) {
  count(value.size());
  out_.append(value);
  return *this;
}

std::string_view Feltlaeser::take(std::size_t count) {
  if (left_.size() < count) fail();
  if (failed_) return {};
  const auto taken = left_.substr(0, count);
  left_.remove_prefix(count);
  return taken;
}

void Feltlaeser::fail() {
  failed_ = true;
  left_ = {};
}

base::Tidspunkt Feltlaeser::tid() {
  const auto bytes = take(sizeof(std::int64_t));
  if (failed_) return {};
  return base::Tidspunkt{std::chrono::microseconds{base::get_be<std::int64_t>(bytes.data())}};
}

base::Uuid Feltlaeser::uuid() {
  base::Uuid value;
  const auto bytes = take(value.bytes.size());
  if (!failed_) std::memcpy(value.bytes.data(), bytes.data(), bytes.size());
  return value;
}

base::Cvr Feltlaeser::cvr() {
  const auto value = number<std::uint32_t>();
  if (failed_ || value == base::Cvr{}.value()) return {};
  const auto parsed = base::Cvr::parse(fmt::format("{:08}", value));
  if (!parsed) fail();
  return parsed.value_or(base::Cvr{});
}

std::string_view Feltlaeser::text() {
  return take(count());
}

std::size_t Feltlaeser::count() {
  const auto value = number<std::uint32_t>();
  if (value > left_.size()) fail();
  return failed_ ? 0 : value;
}

}  // namespace brevdue::oio
